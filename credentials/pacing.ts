import { systemClock, type Clock } from './clock';
import {
	createInFlight,
	noteSentInRound,
	noteFailure,
	noteLatency,
	noteLimitFound,
	type InFlight,
} from './pacingInFlight';
import {
	createQueue,
	join,
	leaveQueue,
	next,
	type Queue,
	type Run,
	type Waiter,
} from './pacingQueue';
import {
	createRate,
	currentPace,
	noteAccepted,
	noteLost,
	noteRejected,
	noteSent,
	readyAt,
	type LearntRate,
	type Ticket,
} from './pacingRate';
import type { RateLimitNotice } from './rateLimitHeaders';

/*
 * One pace for all requests that a process sends to one server with one login: items, executions, triggers, lists and
 * logins. Each asks `enter` before it is sent and reports with `leave` how it went. Two controls decide:
 * - how many requests per second, once the server has rejected one for its rate limit (pacingRate.ts: a token bucket
 *   measured from what is accepted between rejections; AIMD as in TCP Westwood),
 * - how many in flight, by latency (pacingInFlight.ts: TCP Vegas, Netflix's gradient limit, PCC). Requests go in the
 *   order in which they came; one that was rejected keeps its place and so goes first. A pause is for all. While
 *   nothing is rejected and there is room, `enter` answers at once and starts no timer.
 */

/** What a request asks for before it is sent. */
export interface EnterOptions {
	/** The execution that it belongs to, the same object for all its requests, with its limit. */
	run?: Run;
	/** The higher goes first: 1 where a person waits for a list, and for a login, for which all wait; 0 unless given. */
	priority?: number;
	/** Ends the wait when the execution is canceled. */
	signal?: AbortSignal;
	/** Epoch ms by which it has to be sent; later it is useless. */
	deadline?: number;
	/** What it does, such as `POST request`: latencies are compared among requests of one kind. */
	kind?: string;
	/** The place of the pass with which it was rejected, to go before what came later. */
	place?: number;
}

/** Permission to send one request. */
export interface Pass {
	/** To enter again with, if the server rejects it. */
	readonly place: number;
	/** Gives the place in flight back, exactly once; must be called whatever happens. */
	leave(outcome: RequestOutcome): void;
}

/** How a request went; what `readRateLimit` says of its answer can be spread into it. */
export interface RequestOutcome extends RateLimitNotice {
	/** Whether an answer came, whatever it said. */
	answered: boolean;
	/** Whether the server failed under the load: no answer within the timeout, a hang-up, 502 to 504. */
	isFailure?: boolean;
	/** From sending to the answer; measured from `enter` unless given. */
	latencyMs?: number;
}

/** Permission to send, or why not: the deadline cannot be met (with `readyAt`, epoch ms, if known), or canceled. */
export type Entry =
	| { pass: Pass; refusal?: undefined }
	| { pass?: undefined; refusal: 'deadline' | 'cancelled'; readyAt?: number };

/** For a table that a person reads. */
export interface PaceDescription {
	/** How many requests may be in flight, and are; how many wait. */
	inFlightLimit: number;
	inFlight: number;
	waiting: number;
	/** The requests per second that the server allows, once measured. */
	learntPerSecond?: number;
	/** Epoch ms until which nothing is sent. */
	waitingUntil?: number;
	/** Epoch ms at which the server last took a request: while this moves on, it makes progress. */
	lastAcceptedAt?: number;
}

export interface Pace {
	enter(options?: EnterOptions): Promise<Entry>;
	describe(): PaceDescription;
}

interface PaceState {
	clock: Clock;
	random: () => number;
	queue: Queue;
	rate: LearntRate;
	inFlight: InFlight;
	sending: number;
	sendingOf: WeakMap<Run, number>;
	lastPlace: number;
	/** Epoch ms of the next wake-up. */
	wakeAt: number;
	lastAcceptedAt?: number;
	/** How many more the server said it takes. */
	remaining: number;
	/** Answers that came although the server had said that it takes no more. */
	doubts: number;
	/** Ms that the clock was set back since. */
	setBackMs: number;
	lastRead: number;
}

/** A pause is slept in pieces, so that none is left over for long when those who waited are gone. */
const LONGEST_SLEEP_MS = 1_000;
/** After this many responses despite the server's claim that it accepts no more, the claim is no longer trusted. */
const MAX_DOUBTS = 10;

/** @param random 0 to 1, spreads what several processes do */
export function createPace(clock: Clock = systemClock, random: () => number = Math.random): Pace {
	const state: PaceState = {
		clock,
		random,
		queue: createQueue(),
		rate: createRate(),
		inFlight: createInFlight(),
		sending: 0,
		sendingOf: new WeakMap(),
		lastPlace: 0,
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

/** Never goes back, so that a pause does not last for hours because somebody set the clock. */
function readTime(state: PaceState): number {
	const now = state.clock.now();
	if (now < state.lastRead) state.setBackMs += state.lastRead - now;
	state.lastRead = now;
	return now + state.setBackMs;
}

async function enter(state: PaceState, options: EnterOptions): Promise<Entry> {
	const { run, signal, priority = 0 } = options;
	if (signal?.aborted) return { refusal: 'cancelled' };
	const now = readTime(state);
	const deadline = (options.deadline ?? Infinity) + state.setBackMs;
	const place = options.place ?? ++state.lastPlace;
	const pausedUntil = state.rate.drought ? state.rate.pausedUntil : 0;
	if (now > deadline || Math.max(now, pausedUntil) > deadline) {
		return { refusal: 'deadline', readyAt: pausedUntil - state.setBackMs };
	}
	return await new Promise((resolve) => {
		const waiter: Waiter = {
			place,
			priority,
			run,
			signal,
			deadline,
			wasHeld: false,
			settle: (outcome) => {
				if (outcome === 'admitted') resolve({ pass: admit(state, waiter, options.kind ?? '') });
				else resolve({ refusal: outcome });
			},
		};
		join(state.queue, waiter);
		admitAll(state);
	});
}

/** Admits every waiter that may go, and schedules the next look. */
function admitAll(state: PaceState): void {
	const { queue } = state;
	for (;;) {
		const now = readTime(state);
		for (const late of queue.waiting.filter(({ deadline }) => deadline <= now)) {
			leaveQueue(queue, late, 'deadline');
		}
		const waiter = next(queue, ({ run }) => !run?.limit || sendingOf(state, run) < run.limit);
		if (!waiter) break;
		if (state.sending >= Math.floor(state.inFlight.limit)) {
			waiter.wasHeld = false;
			break;
		}
		if (!state.rate.drought && state.sending >= Math.max(1, state.remaining)) break;
		const ready = readyAt(state.rate, now);
		if (ready > now) {
			waiter.wasHeld = true;
			wake(state, ready);
			break;
		}
		leaveQueue(queue, waiter, 'admitted');
	}
	const soonest = Math.min(...queue.waiting.map(({ deadline }) => deadline));
	if (soonest < Infinity) wake(state, soonest);
}

function sendingOf(state: PaceState, run: Run): number {
	return state.sendingOf.get(run) ?? 0;
}

function wake(state: PaceState, at: number): void {
	if (at >= state.wakeAt || at === Infinity) return;
	const now = readTime(state);
	const ms = Math.min(LONGEST_SLEEP_MS, Math.max(1, Math.ceil(at - now)));
	const wakeAt = now + ms;
	if (wakeAt >= state.wakeAt) return;
	state.wakeAt = wakeAt;
	void state.clock.sleep(ms).then(() => {
		if (state.wakeAt === wakeAt) state.wakeAt = Infinity;
		if (state.queue.waiting.length > 0) admitAll(state);
	});
}

function admit(state: PaceState, waiter: Waiter, kind: string): Pass {
	const { run, place } = waiter;
	const sentAt = readTime(state);
	const ticket = noteSent(state.rate, sentAt, waiter.wasHeld);
	state.sending++;
	if (run) state.sendingOf.set(run, sendingOf(state, run) + 1);
	const round = noteSentInRound(state.inFlight, state.sending);
	let hasLeft = false;
	return {
		place,
		leave: (outcome) => {
			if (hasLeft) return;
			hasLeft = true;
			state.sending--;
			if (run) state.sendingOf.set(run, sendingOf(state, run) - 1);
			learn(state, ticket, outcome);
			noteLatency(state.inFlight, round, kind, latencyOf(outcome, readTime(state) - sentAt));
			admitAll(state);
		},
	};
}

/** Undefined where it tells nothing about the load: no answer, or one of the limiter. */
const latencyOf = (outcome: RequestOutcome, measuredMs: number): number | undefined =>
	outcome.answered && !outcome.isFailure && !outcome.rateLimited
		? (outcome.latencyMs ?? measuredMs)
		: undefined;

function learn(state: PaceState, ticket: Ticket, outcome: RequestOutcome): void {
	const now = readTime(state);
	const { rate, inFlight } = state;
	if (outcome.rateLimited) {
		const told = { ...outcome.rateLimited, allowedPerSecond: outcome.allowedPerSecond };
		const isNew = noteRejected(rate, ticket, told, now, state.random);
		if (isNew) noteLimitFound(inFlight);
		state.remaining = Infinity;
		return;
	}
	if (outcome.isFailure) noteFailure(inFlight);
	if (!outcome.answered) {
		noteLost(rate, ticket);
		return;
	}
	noteAccepted(rate, ticket, now);
	state.lastAcceptedAt = now;
	if (state.remaining <= 1) state.doubts++;
	state.remaining = state.doubts > MAX_DOUBTS ? Infinity : (outcome.remaining ?? Infinity);
}

function describe(state: PaceState): PaceDescription {
	const now = readTime(state);
	const pace = currentPace(state.rate);
	const until = state.rate.pausedUntil;
	return {
		inFlightLimit: Math.floor(state.inFlight.limit),
		inFlight: state.sending,
		waiting: state.queue.waiting.length,
		...(pace && { learntPerSecond: Math.round(pace * 100) / 100 }),
		...(until > now && { waitingUntil: until - state.setBackMs }),
		...(state.lastAcceptedAt && { lastAcceptedAt: state.lastAcceptedAt }),
	};
}

const MAX_PACES = 200;
const paces = new Map<string, Pace>();

/**
 * The pace of one server and login in this process.
 *
 * @param key names both; a digest, as it is kept
 */
export function paceFor(key: string): Pace {
	const pace = paces.get(key) ?? createPace();
	paces.delete(key);
	paces.set(key, pace);
	for (const [other, { describe: look }] of paces) {
		if (paces.size <= MAX_PACES) break;
		const { inFlight, waiting } = look();
		if (inFlight + waiting === 0) paces.delete(other);
	}
	return pace;
}
