import { systemClock, type Clock } from './clock';
import { createInFlight } from './pacingMoves';
import { createQueue } from './pacingQueue';
import { createRate } from './pacingRate';
import { createSpread } from './pacingSpread';
import { enter, toEpoch, type EnterOptions, type Entry, type PaceState } from './pacingTurns';

export type { Run } from './pacingQueue';
export type { EnterOptions, Entry, Pass, RequestOutcome } from './pacingTurns';

/*
 * One pace for all requests that this process sends to one server with one login: items, executions, triggers, lists and
 * logins alike. Each asks `enter` before it is sent, and says with `leave` how it went. Two controls decide when:
 * - requests per second, once the server has rejected one for its rate limit (pacingRate.ts): additive increase,
 *   multiplicative decrease (AIMD), where the decrease is measured, as TCP Westwood does it;
 * - requests in flight, by latency (pacingInFlight.ts): after TCP Vegas, Netflix's concurrency-limits, and PCC.
 * Requests go in the order in which they came; one that was rejected keeps its place, and so goes first. A pause is for
 * all of them. While nothing is rejected and there is room, `enter` answers at once and starts no timer.
 */

/** For a table that a person reads. */
export interface PaceDescription {
	/** How many requests may be in flight, how many are, and how many wait. */
	inFlightLimit: number;
	inFlight: number;
	waiting: number;
	/** The requests per second that the server accepts, where that has been learned. */
	learnedPerSecond?: number;
	/** Epoch ms at which the server last took a request: as long as this moves on, it makes progress. */
	lastAcceptedAt?: number;
}

export interface Pace {
	/**
	 * Waits until the request may be sent.
	 *
	 * @returns leave to send it, or why it may not be; never rejects
	 */
	enter(options?: EnterOptions): Promise<Entry>;
	describe(): PaceDescription;
}

/** @param random 0 to 1; keeps several processes from coming back all at once */
export function createPace(clock: Clock = systemClock, random: () => number = Math.random): Pace {
	const state: PaceState = {
		clock,
		random,
		queue: createQueue(),
		rate: createRate(),
		inFlight: createInFlight(),
		spread: createSpread(),
		sending: 0,
		sendingOf: new WeakMap(),
		lastPlace: 0,
		closedUntil: 0,
		wakeAt: Infinity,
		remaining: Infinity,
		doubts: 0,
		setBackMs: 0,
		lastRead: 0,
	};
	return {
		enter: async (options = {}) => await enter(state, options),
		describe: () => describe(state),
	};
}

function describe(state: PaceState): PaceDescription {
	const { perSecond } = state.rate.measurement;
	const { lastAcceptedAt } = state;
	return {
		inFlightLimit: Math.floor(state.inFlight.limit),
		inFlight: state.sending,
		waiting: state.queue.waiting.length,
		...(perSecond !== undefined && { learnedPerSecond: Math.round(perSecond * 100) / 100 }),
		...(lastAcceptedAt !== undefined && { lastAcceptedAt: toEpoch(state, lastAcceptedAt) }),
	};
}

const MAX_PACES = 200;
const paces = new Map<string, Pace>();

/**
 * The pace of one server and login in this process. Of more than 200, those that were asked for longest ago and are idle
 * are forgotten.
 *
 * @param key names server and login; a digest, as it is kept
 */
export function paceFor(key: string): Pace {
	const pace = paces.get(key) ?? createPace();
	paces.delete(key);
	for (const [other, candidate] of paces) {
		if (paces.size < MAX_PACES) break;
		const { inFlight, waiting } = candidate.describe();
		if (inFlight + waiting === 0) paces.delete(other);
	}
	paces.set(key, pace);
	return pace;
}
