/** What a test holds in its hands: the simulator as an object. */
import type { Simulator } from './api';
import { TOKEN_OPERATION } from './oauth';
import { addTechnicians, replaceRequests } from './seed';
import type { State } from './state';
import { limitRate, resetState } from './state';

type Settings = Pick<
	Simulator,
	| 'dialect'
	| 'latencyMs'
	| 'latencyByMethod'
	| 'rateLimit'
	| 'journal'
	| 'peak'
	| 'files'
	| 'links'
	| 'url'
>;

/**
 * The simulator over its state.
 *
 * @param close ends the server
 */
export function createControls(state: State, url: string, close: () => Promise<void>): Simulator {
	const { journal } = state;
	const calls: Simulator['calls'] = (filter) => journal.filter(filter);
	return Object.assign(settings(state, url), {
		calls,
		writes: (filter) => calls(filter).filter(({ changed }) => changed),
		rejected: (filter) => calls(filter).filter(({ rejected }) => rejected),
		refused: () => journal.breaches(),
		concurrencyPeak: (filter) => journal.concurrencyPeak(filter),
		logins: () => calls({ method: 'POST', path: TOKEN_OPERATION.path }).length,
		clearJournal: () => {
			journal.clear();
		},
		reset: () => {
			resetState(state);
		},
		expireTokens: () => {
			state.logins.forget();
		},
		seedRequests: (count) => {
			replaceRequests(state.store, count);
		},
		seedTechnicians: (count) => {
			addTechnicians(state.store, count);
		},
		edit: (change) => {
			change(state.store);
		},
		failNext: (fault) => {
			state.faults.push({ ...fault });
		},
		clearFaults: () => {
			state.faults.length = 0;
		},
		close: async () => {
			state.closed = true;
			await close();
		},
	} satisfies Omit<Simulator, keyof Settings>);
}

/** What can be looked at or set at any time. */
function settings(state: State, url: string): Settings {
	return {
		url,
		journal: state.journal.entries,
		get dialect() {
			return state.dialect;
		},
		set dialect(dialect) {
			state.dialect = dialect;
		},
		get latencyMs() {
			return state.latencyMs;
		},
		set latencyMs(ms) {
			state.latencyMs = ms;
		},
		get latencyByMethod() {
			return state.latencyByMethod;
		},
		set latencyByMethod(latencies) {
			state.latencyByMethod = latencies;
		},
		get rateLimit() {
			return state.rateLimit;
		},
		set rateLimit(limit) {
			limitRate(state, limit);
		},
		get peak() {
			return state.journal.peak();
		},
		get files() {
			return state.store.files;
		},
		get links() {
			return state.store.links;
		},
	};
}
