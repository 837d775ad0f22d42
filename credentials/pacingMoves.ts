import {
	compareRounds,
	createRound,
	meanLoad,
	meanMs,
	type Difference,
	type Round,
} from './pacingRound';

/*
 * How a finished round of answers moves the limit of requests in flight (pacingInFlight.ts says after what rules). A round that
 * speaks against a limit is repeated before it counts: garbage collection, or another workflow in this process, makes all
 * answers of a moment late, whatever the server does.
 */

const MAX_IN_FLIGHT = 50;
const START = 8;
/** What latency alone brings it down to; below, a round says too little. */
const LEAST_BY_LATENCY = 4;
/** Growth by each second of latency, so that a server that answers fast, and needs few in flight, is not flooded. */
const GROWTH_PER_S = 150;
/** Larger where answers vary more, so that what a step does stands out. */
const [SMALL_STEP, LARGE_STEP] = [1.4, 2];
/** Of the limit, what has to be in flight on average: otherwise another limit would mean nothing. */
const FULL = 0.6;
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
	/** Whether the round before spoke against this limit. */
	isDoubted: boolean;
	/** Answers since the server last failed. */
	sinceFailure: number;
	step: number;
	rest: { rounds: number; length: number; next: 'up' | 'down' };
}

export const createInFlight = (): InFlight => ({
	limit: START,
	move: 'start',
	round: createRound(START),
	isDoubted: false,
	sinceFailure: Infinity,
	step: LARGE_STEP,
	rest: { rounds: 0, length: SHORT_REST, next: 'up' },
});

/** Takes off 30 %, after a failure at once and down to a single request. */
export function backOff(state: InFlight, least = LEAST_BY_LATENCY): void {
	setLimit(state, state.limit * BACK_OFF, least);
	startRest(state);
}

function setLimit(state: InFlight, limit: number, least = LEAST_BY_LATENCY): void {
	state.limit = Math.min(MAX_IN_FLIGHT, Math.max(least, limit));
	startRound(state);
}

function startRound(state: InFlight, isDoubted = false): void {
	state.round = createRound(state.limit);
	state.isDoubted = isDoubted;
}

/** Stays where it is, and looks at the load again from the beginning. */
export function startRest(state: InFlight, length = SHORT_REST): void {
	state.move = 'rest';
	state.before = undefined;
	startRound(state);
	state.rest = { ...state.rest, rounds: 0, length: Math.min(LONG_REST, length) };
}

function restBefore(state: InFlight, next: 'up' | 'down', length: number): void {
	startRest(state, length);
	state.rest.next = next;
}

/** Decides what a finished round means for the limit. */
export function judge(state: InFlight, round: Round): void {
	if (meanLoad(round) < FULL * Math.floor(state.limit)) {
		state.before = undefined;
		startRound(state);
		return;
	}
	const difference = state.before && compareRounds(state.before, round);
	if (!state.before || !difference) {
		state.before = round;
		startRound(state);
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
		if (state.isDoubted) settle(state, round, slower);
		else startRound(state, true);
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
	} else if (state.isDoubted) {
		settle(state, round, slower);
		state.rest.length = Math.min(LONG_REST, state.rest.length * 2);
	} else {
		startRound(state, true);
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
		if (state.isDoubted) backOff(state);
		else startRound(state, true);
		return;
	}
	state.before = round;
	startRound(state);
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
