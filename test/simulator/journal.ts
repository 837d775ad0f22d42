/** Every call, as it arrived and as it was answered. */
import type { IncomingHttpHeaders } from './http';

/** One call. */
export interface JournalEntry {
	method: string;
	/** Without the query, and still encoded. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON; forms as an object; undefined without a body. */
	body: unknown;
	/** 0 while the call is in progress, and where the connection was broken off. */
	status: number;
	operationId?: string;
	/** When it arrived, in ms of the server's clock. */
	at: number;
	/** When it was answered, or its connection ended; undefined while it is in progress. */
	endedAt?: number;
	/** The token or API key that it came with; '' without one, and for logins. */
	token: string;
	/** Whether it changed something, even where the answer says otherwise or got lost. */
	changed: boolean;
	/** Whether it was rejected for a rate limit. */
	rejected: boolean;
}

/** Which calls are meant: by method, by a part or the whole of the path. */
export interface CallFilter {
	method?: string;
	/** The whole path, or a pattern that is found in it. */
	path?: string | RegExp;
}

/** The journal and what is counted beside it. */
export interface Journal {
	entries: JournalEntry[];
	/** Writes down a call that has just arrived. */
	open: (call: ArrivedCall) => JournalEntry;
	/** The call has been answered. */
	answered: (entry: JournalEntry) => void;
	/** Its connection is done with it. */
	close: (entry: JournalEntry) => void;
	/** The call broke the contract. */
	addBreach: (entry: JournalEntry) => void;
	breaches: () => JournalEntry[];
	filter: (filter?: CallFilter) => JournalEntry[];
	concurrencyPeak: (filter?: CallFilter) => number;
	peak: () => number;
	clear: () => void;
}

/** What is known of a call on its arrival. */
export interface ArrivedCall {
	method: string;
	/** With the query. */
	url: string;
	headers: IncomingHttpHeaders;
}

/**
 * An empty journal.
 *
 * @param now the server's clock, in ms
 */
export function createJournal(now: () => number): Journal {
	const entries: JournalEntry[] = [];
	const breaches = new Set<JournalEntry>();
	// A virtual clock stands still: what overlaps is told by the order of arrivals and answers.
	const spans = new WeakMap<JournalEntry, { from: number; to: number }>();
	let events = 0;
	let inProgress = 0;
	let peak = 0;
	const filter = (wanted: CallFilter = {}) => entries.filter((entry) => isMeant(entry, wanted));
	const end = (entry: JournalEntry) => {
		entry.endedAt ??= now();
		const span = spans.get(entry);
		if (span?.to === Infinity) span.to = events++;
	};
	return {
		entries,
		open: (call) => {
			const entry = newEntry(call, now());
			entries.push(entry);
			spans.set(entry, { from: events++, to: Infinity });
			inProgress++;
			peak = Math.max(peak, inProgress);
			return entry;
		},
		answered: end,
		close: (entry) => {
			inProgress--;
			end(entry);
		},
		addBreach: (entry) => breaches.add(entry),
		breaches: () => entries.filter((entry) => breaches.has(entry)),
		filter,
		concurrencyPeak: (wanted) => mostAtOnce(filter(wanted).flatMap((one) => spans.get(one) ?? [])),
		peak: () => peak,
		clear: () => {
			entries.length = 0;
			breaches.clear();
			peak = inProgress;
		},
	};
}

function isMeant({ method, path }: JournalEntry, wanted: CallFilter): boolean {
	if (wanted.method !== undefined && method !== wanted.method.toUpperCase()) return false;
	if (wanted.path === undefined) return true;
	return typeof wanted.path === 'string' ? path === wanted.path : wanted.path.test(path);
}

function mostAtOnce(spans: Array<{ from: number; to: number }>): number {
	const changes = spans
		.flatMap(({ from, to }) => [
			{ at: from, by: 1 },
			{ at: to, by: -1 },
		])
		.sort((one, other) => one.at - other.at);
	let [most, present] = [0, 0];
	for (const { by } of changes) {
		present += by;
		most = Math.max(most, present);
	}
	return most;
}

function newEntry({ method, url, headers }: ArrivedCall, at: number): JournalEntry {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	const texts = Object.entries(headers).map(([name, value]): [string, string] => [
		name,
		[value ?? ''].flat().join(', '),
	]);
	const [, token = ''] = /^(?:Bearer|Apikey) +(.*)$/i.exec(headers.authorization ?? '') ?? [];
	return {
		method,
		path,
		query: Object.fromEntries(new URLSearchParams(query)),
		headers: Object.fromEntries(texts),
		body: undefined,
		status: 0,
		at,
		token,
		changed: false,
		rejected: false,
	};
}
