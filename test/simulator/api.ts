/** What a test may do with a simulator. */
import type { Dialect } from './dialect';
import type { Fault } from './faults';
import type { CallFilter, JournalEntry } from './journal';
import type { Upload } from './operation';
import type { RateLimit } from './rateLimit';
import type { Link, Store } from './store';

/** Latencies in ms by method, e.g. `{ POST: 50 }`. */
export type Latencies = Partial<Record<string, number>>;

/** How a simulator starts; `reset` comes back to this. */
export interface SimulatorOptions {
	/** 0, which is the default, takes a free port. */
	port?: number;
	https?: boolean;
	dialect?: Partial<Dialect>;
	/** Every answer is this late. */
	latencyMs?: number;
	/** Answers to these methods are this late instead. */
	latencyByMethod?: Latencies;
	tokenLifetimeSeconds?: number;
	rateLimit?: RateLimit | RateLimit[];
	faults?: Fault[];
	/** The server's clock, in ms since 1970; tokens, records, the index and the rate limiter live by it. */
	now?: () => number;
}

/** A running simulator. */
export interface Simulator {
	url: string;
	dialect: Dialect;
	latencyMs: number;
	latencyByMethod: Latencies;
	/** The limit on requests, or several for different paths; setting it fills the buckets anew. */
	rateLimit: RateLimit | RateLimit[] | undefined;

	/** Every call, logins too, in the order in which they arrived. */
	journal: JournalEntry[];
	calls: (filter?: CallFilter) => JournalEntry[];
	/** Calls that changed something, whatever they were answered. */
	writes: (filter?: CallFilter) => JournalEntry[];
	/** Calls that the rate limiter, or a fault in its place, rejected. */
	rejected: (filter?: CallFilter) => JournalEntry[];
	/** Calls that were refused because they broke the contract. */
	refused: () => JournalEntry[];
	/** The most calls between their arrival and their answer at once, of all in the journal or of some. */
	concurrencyPeak: (filter?: CallFilter) => number;
	/** How many logins were tried. */
	logins: () => number;
	clearJournal: () => void;
	/** The most calls in progress at once since the journal was cleared. */
	readonly peak: number;

	/** As after the start: data, dialect, latencies, journal, tokens, rate limit, faults. */
	reset: () => void;
	/** No token issued so far is accepted any longer. */
	expireTokens: () => void;
	/** Replaces the requests by so many generated ones. */
	seedRequests: (count: number) => void;
	/** Adds so many generated technicians, named `Technician 0001` and so on. */
	seedTechnicians: (count: number) => void;
	/** Changes the data past the API, as jobs of the server or late commits do. */
	edit: (change: (data: Store) => void) => void;
	/** Something goes wrong with the next matching calls; `times: Infinity` for all of them. */
	failNext: (fault: Fault) => void;
	/** Nothing goes wrong any longer. */
	clearFaults: () => void;
	/** Uploaded files by `refFileName`. */
	readonly files: ReadonlyMap<string, Upload>;
	/** Relations of requests and changes to assets and CIs. */
	readonly links: readonly Link[];
	/** Ends all connections at once. */
	close: () => Promise<void>;
}
