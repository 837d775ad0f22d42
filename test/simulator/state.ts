/** What a running simulator consists of. */
import type { Latencies, SimulatorOptions } from './api';
import type { Dialect } from './dialect';
import { newDialect } from './dialect';
import type { Fault } from './faults';
import type { Journal } from './journal';
import { createJournal } from './journal';
import type { Logins } from './oauth';
import { createLogins } from './oauth';
import type { Limiter, RateLimit } from './rateLimit';
import { createLimiter } from './rateLimit';
import { seed } from './seed';
import type { Store } from './store';
import { createStore } from './store';

/** The parts of a simulator, for everything that answers or steers. */
export interface State {
	readonly options: SimulatorOptions;
	/** The server's clock, in ms since 1970. */
	readonly now: () => number;
	readonly journal: Journal;
	readonly logins: Logins;
	dialect: Dialect;
	store: Store;
	faults: Fault[];
	rateLimit: RateLimit | RateLimit[] | undefined;
	limiters: Limiter[];
	latencyMs: number;
	latencyByMethod: Latencies;
	closed: boolean;
}

const DEFAULT_TOKEN_LIFETIME = 43199;

/** A simulator as it starts. */
export function createState(options: SimulatorOptions): State {
	const now = options.now ?? Date.now;
	const lifetime = options.tokenLifetimeSeconds ?? DEFAULT_TOKEN_LIFETIME;
	const state: State = {
		options,
		now,
		journal: createJournal(now),
		logins: createLogins(() => state.dialect, now, lifetime),
		closed: false,
		...startingPoint(options, now),
	};
	return state;
}

/** Everything is again as it was after the start. */
export function resetState(state: State): void {
	const { dialect } = state;
	const { dialect: first, ...rest } = startingPoint(state.options, state.now);
	Object.assign(state, rest);
	// Tests keep hold of the dialect, so it stays the same object.
	Object.assign(dialect, first);
	state.logins.forget();
	state.journal.clear();
}

/** Sets the limits on requests, with buckets of their own. */
export function limitRate(state: State, rateLimit: State['rateLimit']): void {
	state.rateLimit = rateLimit;
	state.limiters = limitersOf(rateLimit, state.now);
}

function limitersOf(rateLimit: State['rateLimit'], now: () => number): Limiter[] {
	return rateLimit === undefined ? [] : [rateLimit].flat().map((one) => createLimiter(one, now));
}

function startingPoint(options: SimulatorOptions, now: () => number) {
	const store = createStore(now);
	seed(store);
	return {
		dialect: newDialect(options.dialect),
		store,
		faults: (options.faults ?? []).map((fault) => ({ ...fault })),
		rateLimit: options.rateLimit,
		limiters: limitersOf(options.rateLimit, now),
		latencyMs: options.latencyMs ?? 0,
		latencyByMethod: { ...options.latencyByMethod },
	};
}
