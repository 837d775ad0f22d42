import type { Clock } from './clock';
import { noteFailure, noteLatency, noteLimitFound, noteSentInRound } from './pacingInFlight';
import type { InFlight } from './pacingMoves';
import type { Ticket } from './pacingDrought';
import { join, leaveQueue, next, type Queue, type Run, type Waiter } from './pacingQueue';
import {
	LONGEST_ASKED_MS,
	noteAccepted,
	noteLost,
	noteRejected,
	noteSent,
	readyAt,
	type LearnedRate,
} from './pacingRate';
import { noteAnswerOf, noteSentIn, type Spread } from './pacingSpread';
import type { RateLimitNotice } from './rateLimitHeaders';

/** What a request asks for before it is sent. */
export interface EnterOptions {
	/** The execution that it belongs to, with its limit: the same object for all its requests. */
	run?: Run;
	/** The higher goes first: 1 for what a person or all others wait for (a list, a login), else 0. */
	priority?: number;
	/** Ends the wait when the execution is cancelled. */
	signal?: AbortSignal;
	/** Epoch ms by which it has to be sent, or else it is useless. */
	deadline?: number;
	/** What it does, such as `POST request`: latencies are compared among requests of one kind. */
	kind?: string;
	/** The place of the pass with which it was rejected, so that it goes before what came later. */
	place?: number;
}

/** Leave to send one request. */
export interface Pass {
	/** To enter again with, if the server rejects the request. */
	readonly place: number;
	/** Reports how it went and makes room for the next; has to be called whatever happens, counts once. */
	leave(outcome: RequestOutcome): void;
}

/** How a request went. What `readRateLimit` reads from its answer can be spread into it. */
export interface RequestOutcome extends RateLimitNotice {
	/** Whether an answer came, whatever it said. */
	answered: boolean;
	/** Whether the server failed: no answer within the timeout, a hang-up, 502 to 504. */
	isFailure?: boolean;
	/** From sending to the answer; from `enter` to `leave` unless given. */
	latencyMs?: number;
}

/** Leave to send, or why not. */
export type Entry =
	| { pass: Pass; refusal?: undefined }
	| {
			pass?: undefined;
			/** The deadline cannot be met or has passed; or the execution was cancelled. */
			refusal: 'deadline' | 'cancelled';
			/** Epoch ms at which a pause ends, if there is one: what the server asks for, or a backoff. */
			pausedUntil?: number;
	  };

/** The state of one pace. Its times are ms on a clock that is never set back. */
export interface PaceState {
	clock: Clock;
	random: () => number;
	queue: Queue;
	rate: LearnedRate;
	inFlight: InFlight;
	spread: Spread;
	/** How many requests are in flight: in all, and of each run. */
	sending: number;
	sendingOf: WeakMap<Run, number>;
	lastPlace: number;
	/** Until when nobody may wait, as the server asked for more time than anyone has. */
	closedUntil: number;
	/** When the waiters are looked at again; aborting the alarm takes that back. */
	wakeAt: number;
	alarm?: AbortController;
	/** When the server last took a request. */
	lastAcceptedAt?: number;
	/** How many more requests the server says that it takes, and how often it took one although it had said none. */
	remaining: number;
	doubts: number;
	/** By how much the clock has been set back in all. */
	setBackMs: number;
	lastRead: number;
}

/** What a server says about remaining requests is not believed after it was wrong so often. */
const MAX_DOUBTS = 10;

/** The time; it never goes back, so that no pause lasts for hours because somebody set the clock. */
export function readTime(state: PaceState): number {
	const now = state.clock.now();
	if (now < state.lastRead) state.setBackMs += state.lastRead - now;
	state.lastRead = now;
	return now + state.setBackMs;
}

/** Ms of the pace as epoch ms. */
export const toEpoch = (state: PaceState, ms: number): number => ms - state.setBackMs;

/** Waits until the request may be sent. Without a limit and with room for it, that is at once and without a timer. */
export async function enter(state: PaceState, options: EnterOptions): Promise<Entry> {
	const { run, signal, priority = 0, deadline = Infinity, kind = '' } = options;
	if (signal?.aborted) return { refusal: 'cancelled' };
	const now = readTime(state);
	return await new Promise((resolve) => {
		const waiter: Waiter = {
			place: options.place ?? ++state.lastPlace,
			priority,
			run,
			signal,
			deadline: deadline + (now - toEpoch(state, now)),
			wasHeld: false,
			settle: (outcome) => {
				if (state.queue.waiting.length === 0) silence(state);
				const { pausedUntil } = state.rate;
				if (outcome === 'admitted') resolve({ pass: admit(state, waiter, kind) });
				else if (pausedUntil <= readTime(state)) resolve({ refusal: outcome });
				else resolve({ refusal: outcome, pausedUntil: toEpoch(state, pausedUntil) });
			},
		};
		join(state.queue, waiter);
		admitAll(state);
	});
}

/** Lets go who may, sends away who waits in vain, and sees to it that this is done again in time. */
function admitAll(state: PaceState): void {
	const { queue } = state;
	dismissLate(state);
	for (;;) {
		const waiter = next(queue, ({ run }) => !run?.limit || countOf(state, run) < run.limit);
		if (!waiter) break;
		const now = readTime(state);
		if (state.sending >= roomOf(state)) break;
		const ready = readyAt(state.rate, now);
		waiter.wasHeld ||= ready > now;
		const at = state.sending > 0 ? Math.max(ready, state.spread.nextAt) : ready;
		if (at > now) {
			wake(state, at);
			break;
		}
		leaveQueue(queue, waiter, 'admitted');
	}
	for (const { deadline } of queue.waiting) wake(state, deadline);
}

function dismissLate(state: PaceState): void {
	const now = readTime(state);
	const soonest = now < state.closedUntil ? Infinity : Math.max(now, state.rate.pausedUntil);
	const late = state.queue.waiting.filter(({ deadline }) => deadline <= soonest);
	for (const waiter of late) leaveQueue(state.queue, waiter, 'deadline');
}

/** How many requests may be in flight; before the first rejection, what the server says to have left counts too. */
function roomOf({ inFlight, rate, remaining }: PaceState): number {
	const limit = Math.floor(inFlight.limit);
	return rate.drought ? limit : Math.min(limit, Math.max(1, remaining));
}

const countOf = (state: PaceState, run: Run): number => state.sendingOf.get(run) ?? 0;

function wake(state: PaceState, at: number): void {
	if (at >= state.wakeAt) return;
	silence(state);
	const now = readTime(state);
	const ms = Math.max(1, Math.ceil(at - now));
	const alarm = new AbortController();
	state.alarm = alarm;
	state.wakeAt = now + ms;
	const { wakeAt } = state;
	void state.clock.sleep(ms, alarm.signal).then(() => {
		if (state.alarm !== alarm) return;
		// So much time has passed, whatever the clock says: somebody may have set it back.
		const missing = wakeAt - readTime(state);
		state.setBackMs += Math.max(0, missing);
		state.alarm = undefined;
		state.wakeAt = Infinity;
		admitAll(state);
	});
}

/** Leaves no timer behind for those who are gone, and none for a later time than the one that counts. */
function silence(state: PaceState): void {
	state.alarm?.abort();
	state.alarm = undefined;
	state.wakeAt = Infinity;
}

function admit(state: PaceState, { run, place, wasHeld }: Waiter, kind: string): Pass {
	const sentAt = readTime(state);
	const ticket = noteSent(state.rate, sentAt, wasHeld);
	noteSentIn(state.spread, sentAt, Math.min(state.inFlight.limit, run?.limit ?? Infinity));
	state.sending++;
	if (run) state.sendingOf.set(run, countOf(state, run) + 1);
	const round = noteSentInRound(state.inFlight, state.sending);
	let hasLeft = false;
	return {
		place,
		leave: (outcome) => {
			if (hasLeft) return;
			hasLeft = true;
			state.sending--;
			if (run) state.sendingOf.set(run, countOf(state, run) - 1);
			const latencyMs = outcome.latencyMs ?? readTime(state) - sentAt;
			learn(state, ticket, outcome);
			const told = tellsLatency(outcome) ? latencyMs : undefined;
			noteLatency(state.inFlight, round, kind, told);
			noteAnswerOf(state.spread, told);
			admitAll(state);
		},
	};
}

/** The limiter answers faster than the server, and a failure has no latency. */
const tellsLatency = ({ answered, isFailure, rateLimited }: RequestOutcome): boolean =>
	answered && !isFailure && !rateLimited;

function learn(state: PaceState, ticket: Ticket, outcome: RequestOutcome): void {
	const { rate, inFlight } = state;
	const { rateLimited, remaining = Infinity } = outcome;
	const now = readTime(state);
	if (rateLimited) {
		if (!rate.drought) noteLimitFound(inFlight);
		noteRejected(rate, ticket, rateLimited, now, state.random());
		if ((rateLimited.askedMs ?? 0) > LONGEST_ASKED_MS) state.closedUntil = rate.pausedUntil;
		return;
	}
	if (outcome.isFailure) noteFailure(inFlight);
	if (!outcome.answered) {
		noteLost(rate, ticket);
		return;
	}
	noteAccepted(rate, ticket, now);
	state.lastAcceptedAt = now;
	if (state.remaining < 1) state.doubts++;
	state.remaining = state.doubts > MAX_DOUBTS ? Infinity : remaining;
}
