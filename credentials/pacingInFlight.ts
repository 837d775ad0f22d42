import {
	add,
	compare,
	createRound,
	meanLoad,
	meanMs,
	type Difference,
	type Round,
} from './pacingRound';

/*
 * How many requests to have in flight. Latency that rises along with the load means a queue at the server (TCP Vegas).
 * The least latency ever seen, with which Vegas compares, means nothing where cheap and costly calls mix; so averages are
 * compared, and their spread says how much of a difference is chance. A move is kept only if it pays (as PCC does):
 * - It starts at eight and goes up, by a step per round of answers, until the latency rises by more than half of what the
 *   load does. Then it goes to where the queue begins: load by the ratio of the latencies (Netflix's gradient limit).
 * - From there a step down is tried. It is kept, and followed by the next, if the latency falls along with the load, which
 *   is to say, by Little's law, if throughput does not suffer.
 * - Then it rests, and tries a step up or down now and then, ever less often while nothing comes of it.
 * - Answers twice as slow at the same load, and failures of the server, take off 30 % at once.
 */

const MAX_IN_FLIGHT = 50;
const START = 8;
/** What latency alone brings it down to; below, a round says too little. */
const LEAST_BY_LATENCY = 4;
/** Answers of a round, at least: on the first way up, and afterwards. */
const [SHORT_ROUND, LONG_ROUND] = [8, 20];
/** Growth by each second of latency, so that a server that answers fast, and needs few in flight, is not flooded. */
const GROWTH_PER_S = 150;
/** Larger where answers vary more, so that what a step does stands out. */
const [SMALL_STEP, LARGE_STEP] = [1.4, 2];
const BACK_OFF = 0.7;
/** Loads closer than this, as a natural logarithm of their ratio, tell little about each other. */
const SAME_LOAD = 0.35;
/** A difference is clear if its standard error is at most this; so many rounds are waited for it. */
const CLEAR = 0.12;
const MAX_ROUNDS = 4;
/** A rise of the latency (natural logarithm) that is none. */
const FREE = 0.1;
/** Rounds of rest between two tries: at first, and at most. */
const [SHORT_REST, LONG_REST] = [2, 64];

/** The state of one limit; read `limit`, leave the rest to the functions here. */
export interface InFlight {
	/** How many requests may be in flight, 1 to 50, with fractions. */
	limit: number;
	move: 'start' | 'up' | 'down' | 'rest';
	/** What the round after the present move is compared with. */
	before?: Round;
	round: Round;
	/** Whether as many were in flight as might be: otherwise another limit would mean nothing. */
	isFull: boolean;
	/** Answers since the server last failed. */
	sinceFailure: number;
	step: number;
	rest: { rounds: number; length: number; next: 'up' | 'down' };
}

export const createInFlight = (): InFlight => ({
	limit: START,
	move: 'start',
	round: createRound(START),
	isFull: false,
	sinceFailure: Infinity,
	step: LARGE_STEP,
	rest: { rounds: 0, length: SHORT_REST, next: 'up' },
});

/**
 * Notes that a request is sent.
 *
 * @param load how many are in flight, itself included
 * @returns the round that its answer will count for, if any
 */
export function noteSentInRound(state: InFlight, load: number): Round | undefined {
	const { round } = state;
	if (load >= Math.floor(state.limit)) state.isFull = true;
	if (state.move !== 'start' && round.sent >= sizeOf(state)) return undefined;
	round.sent++;
	round.load += load;
	return round;
}

/** How many requests make a round. All of them are waited for, or else the fast ones alone would be counted. */
const sizeOf = ({ move, limit, round }: InFlight): number =>
	move === 'start' ? SHORT_ROUND : Math.max(LONG_ROUND, Math.floor(limit)) * round.parts;

/**
 * Notes that a request is over.
 *
 * @param round that it counts for, from `noteSentInRound`
 * @param kind requests of one kind are taken to cost the server about the same
 * @param latencyMs from sending to the answer; undefined if there was none, or one that tells nothing
 */
export function noteLatency(
	state: InFlight,
	round: Round | undefined,
	kind: string,
	latencyMs: number | undefined,
): void {
	if (latencyMs !== undefined) state.sinceFailure++;
	if (!round || round !== state.round) return;
	if (latencyMs === undefined) round.sent--;
	else add(round, kind, latencyMs);
	const size = sizeOf(state);
	const isOver = round.answers >= (state.move === 'start' ? size : Math.max(size, round.sent));
	if (!isOver) return;
	if (state.isFull) {
		judge(state, round);
	} else {
		state.before = undefined;
		state.round = createRound(state.limit);
	}
	state.isFull = false;
}

/** Notes that the server failed: a timeout, a hang-up, 502 to 504. Counts once per round of answers. */
export function noteFailure(state: InFlight): void {
	if (state.sinceFailure < Math.max(SHORT_ROUND, state.limit)) return;
	state.sinceFailure = 0;
	setLimit(state, state.limit * BACK_OFF, 1);
	rest(state, SHORT_REST);
}

/** Notes that the server has a rate limit that was not known: from here on, that tells how far to go. */
export const noteLimitFound = (state: InFlight): void => rest(state, SHORT_REST);

function setLimit(state: InFlight, limit: number, least = LEAST_BY_LATENCY): void {
	state.limit = Math.min(MAX_IN_FLIGHT, Math.max(least, limit));
	state.round = createRound(state.limit);
}

function rest(state: InFlight, length: number): void {
	state.move = 'rest';
	state.before = undefined;
	state.round = createRound(state.limit);
	state.rest = { ...state.rest, rounds: 0, length: Math.min(LONG_REST, length) };
}

function restBefore(state: InFlight, next: 'up' | 'down', length: number): void {
	rest(state, length);
	state.rest.next = next;
}

/** Decides what a finished round means for the limit. */
function judge(state: InFlight, round: Round): void {
	const difference = state.before && compare(state.before, round);
	if (!state.before || !difference) {
		state.before = round;
		state.round = createRound(state.limit);
		if (state.move === 'start') climb(state, round, false);
		return;
	}
	const { slower, error } = difference;
	const grown = Math.log(meanLoad(round) / meanLoad(state.before));
	state.step = Math.min(LARGE_STEP, Math.max(SMALL_STEP, Math.exp(5 * error)));
	if (state.move === 'start') {
		judgeStart(state, round, grown, difference);
	} else if (error > CLEAR && round.parts < MAX_ROUNDS) {
		round.parts++;
	} else if (state.move === 'rest') judgeRest(state, round, slower - 2 * error);
	else if (state.move === 'up') judgeUp(state, round, grown, slower);
	else judgeDown(state, round, grown, slower + 2 * error);
}

function judgeStart(state: InFlight, round: Round, grown: number, found: Difference): void {
	const { slower, error } = found;
	if (grown >= SAME_LOAD && slower - 2.5 * error > grown / 2) {
		settle(state, round, slower);
		return;
	}
	const isClear = grown >= SAME_LOAD && slower + error < grown / 2 + CLEAR;
	if (isClear) state.before = round;
	climb(state, round, slower + 2 * error < FREE);
}

/** To where the queue begins, and then it is tried whether less is as good. */
function settle(state: InFlight, round: Round, slower: number): void {
	const queueBegins = meanLoad(round) / Math.exp(slower);
	setLimit(state, Math.max(queueBegins, state.before?.limit ?? 0));
	restBefore(state, 'down', state.rest.length);
}

function judgeUp(state: InFlight, round: Round, grown: number, slower: number): void {
	if (slower < grown / 2) {
		state.rest.length = SHORT_REST;
		state.before = round;
		stepUp(state);
	} else {
		settle(state, round, slower);
		state.rest.length = Math.min(LONG_REST, state.rest.length * 2);
	}
}

function judgeDown(state: InFlight, round: Round, grown: number, slower: number): void {
	if (slower < grown / 2) {
		state.rest.length = SHORT_REST;
		state.before = round;
		stepDown(state);
	} else {
		setLimit(state, state.before?.limit ?? state.limit);
		restBefore(state, 'up', state.rest.length * (state.limit < MAX_IN_FLIGHT ? 1 : 2));
	}
}

function judgeRest(state: InFlight, round: Round, slower: number): void {
	if (slower > Math.log(2)) {
		setLimit(state, state.limit * BACK_OFF);
		rest(state, SHORT_REST);
		return;
	}
	state.before = round;
	state.round = createRound(state.limit);
	state.rest.rounds++;
	if (state.rest.rounds < state.rest.length) return;
	if (state.rest.next === 'up' && state.limit < MAX_IN_FLIGHT) stepUp(state);
	else stepDown(state);
}

function stepUp(state: InFlight): void {
	if (state.limit >= MAX_IN_FLIGHT) {
		restBefore(state, 'down', 2 * SHORT_REST);
		return;
	}
	state.move = 'up';
	setLimit(state, Math.max(state.limit + 1, state.limit * state.step));
}

function stepDown(state: InFlight): void {
	if (state.limit <= LEAST_BY_LATENCY) {
		restBefore(state, 'up', state.rest.length * 2);
		return;
	}
	state.move = 'down';
	setLimit(state, state.limit / state.step);
}

/**
 * Goes up by what the time of one round allows, at most to double.
 *
 * @param isFree whether the load has certainly cost nothing so far: then trying whether less will do is not urgent
 */
function climb(state: InFlight, round: Round, isFree: boolean): void {
	if (state.limit >= MAX_IN_FLIGHT && meanLoad(round) > 0.9 * MAX_IN_FLIGHT) {
		restBefore(state, 'down', (isFree ? 8 : 2) * SHORT_REST);
		return;
	}
	setLimit(state, state.limit + Math.min(state.limit, (meanMs(round) / 1_000) * GROWTH_PER_S));
}
