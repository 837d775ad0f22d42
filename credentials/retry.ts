import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { sayPause, type Clock } from './clock';
import type { ConnectionFault } from './connectionFaults';
import type { Deadline } from './deadline';
import type { Pace, Pass } from './pacing';
import type { Run } from './pacingQueue';
import { LONGEST_ASKED_MS } from './pacingRate';
import { readRateLimit } from './rateLimitHeaders';

/*
 * One policy for all requests, the login among them: what may be sent again, when, and how often.
 */

/** How one attempt ended: a response, or the fault that prevented one. */
export type Outcome =
	| { answer: IN8nHttpFullResponse; fault?: undefined }
	| { answer?: undefined; fault: ConnectionFault };

/** Where a request waits for its turn among all that this process sends to the server. */
export interface Turn {
	pace: Pace;
	/** The run that it belongs to, with its limit of requests in flight. */
	run: Run;
	/** What it does, such as `POST request`: latencies are compared among requests of one kind. */
	kind: string;
	/** The higher goes first; 1 where a person waits. */
	priority?: number;
}

export interface RetryOptions {
	/** Whether the request changes nothing on the server, so that repeating it is safe. */
	isRead: boolean;
	/** Whether a response without a body says nothing. */
	wantsBody?: boolean;
	clock: Clock;
	/** How many attempts after faults; 5 by default. */
	maxAttempts?: number;
	/** How many times to wait for a rate limit; by default, as long as the server makes progress. */
	maxRejections?: number;
	/** Bounds all attempts and pauses. */
	deadline: Deadline;
	/** Aborted when the workflow is stopped. */
	signal?: AbortSignal;
	/** Without a turn, the request waits by itself when the server asks it to. */
	turn?: Turn;
}

const FIRST_PAUSE_MS = 500;
const MAX_ATTEMPTS = 5;
/** How long to wait for a rate limit while the server makes no progress. */
const MAX_WAIT_MS = 120_000;
/** Before so many rejections of a request nobody can say that the server makes no progress. */
const ENOUGH_REJECTIONS = 3;

const stopped = (message: string, kind: ConnectionFault['kind']): Outcome => ({
	fault: { message, kind, isPassing: false, neverSent: true },
});

const STOPPED = stopped('The workflow was stopped while the node waited to send', 'stopped');

/** What has been done for a request so far. */
interface RetryState {
	/** How many times it was sent and met a fault. */
	faults: number;
	/** How many times the server rejected it for its rate limit. */
	rejections: number;
	/** Epoch ms at which it was first to be sent. */
	startedAt: number;
}

/**
 * Sends a request, and retries as long as that is safe and may help: after faults with backoff, under a rate limit for
 * as long as the server makes progress.
 *
 * @param send one attempt; it does not throw
 * @returns the last outcome
 */
export async function sendWithRetries<O extends Outcome>(
	send: () => Promise<O>,
	options: RetryOptions,
): Promise<O | Outcome> {
	const { clock, signal } = options;
	const state: RetryState = { faults: 0, rejections: 0, startedAt: clock.now() };
	let place: number | undefined;
	for (;;) {
		const { pass, refused } = await enter(options, place);
		if (refused) return refused;
		const outcome = await send().catch((error: unknown) => {
			pass?.leave({ answered: false });
			throw error;
		});
		const pauseMs = leave(pass, outcome, state, options);
		if (pauseMs === undefined) return outcome;
		place = pass?.place;
		if (pauseMs > 0) await clock.sleep(pauseMs, signal);
		if (signal?.aborted) return STOPPED;
	}
}

/** Waits for the turn of a request. */
async function enter(
	{ turn, signal, clock, deadline }: RetryOptions,
	place: number | undefined,
): Promise<{ pass?: Pass; refused?: Outcome }> {
	if (!turn) return {};
	const { pace, ...waiter } = turn;
	const entry = await pace.enter({
		...waiter,
		signal,
		place,
		deadline: deadline.at,
	});
	if (entry.pass) return { pass: entry.pass };
	if (entry.refusal === 'cancelled') return { refused: STOPPED };
	const leftMs = (entry.pausedUntil ?? 0) - clock.now();
	if (leftMs <= 0) return { refused: stopped('The time for this call is up', 'stopped') };
	return { refused: stopped(`Rate limit reached: ${sayPause(leftMs)}`, 'rateLimited') };
}

/**
 * Reports how an attempt went.
 *
 * @returns how long to wait before the next attempt, in ms; undefined when there must be none
 */
function leave(
	pass: Pass | undefined,
	outcome: Outcome,
	state: RetryState,
	options: RetryOptions,
): number | undefined {
	const now = options.clock.now();
	const notice = outcome.answer ? readRateLimit(outcome.answer, now) : {};
	pass?.leave({
		answered: outcome.answer !== undefined,
		isFailure: isOverloaded(outcome),
		...notice,
	});
	const { rateLimited } = notice;
	if (!rateLimited) {
		state.faults++;
		return pauseAfterFault(outcome, state, options);
	}
	state.rejections++;
	return pauseUnderLimit(rateLimited.askedMs, state, options);
}

/** Whether the server failed under the load. */
const isOverloaded = ({ answer, fault }: Outcome): boolean =>
	answer ? isPassing(answer.statusCode) : fault.isPassing;

/** Whether a status may be another one soon: of a timeout, an unreachable server, a closed connection (499), or a gateway such as 522. */
export const isPassing = (status: number): boolean =>
	[408, 425, 499].includes(status) || (status > 501 && status !== 505 && status !== 511);

/** A write is repeated only if the server certainly did not process it. */
function pauseAfterFault(
	outcome: Outcome,
	{ faults }: RetryState,
	{ isRead, wantsBody, maxAttempts = MAX_ATTEMPTS, deadline }: RetryOptions,
): number | undefined {
	if (!mayRepeat(outcome, isRead, wantsBody) || faults >= maxAttempts) return undefined;
	const pauseMs = backoff(faults);
	return pauseMs < deadline.remaining() ? pauseMs : undefined;
}

/**
 * The server certainly did not process the request, so it may be repeated, even a write. With a turn, the pace decides
 * when. Gives up when the server has accepted nothing for too long.
 *
 * @param askedMs how long the server asks to wait
 */
function pauseUnderLimit(
	askedMs: number | undefined,
	{ rejections, startedAt }: RetryState,
	{ clock, turn, maxRejections = Infinity, deadline }: RetryOptions,
): number | undefined {
	// With a turn, nobody waits for a pause that has doubled, so it says nothing about a standstill.
	const pauseMs = (askedMs ?? 0) + backoff(askedMs === undefined && !turn ? rejections : 1);
	const progressAt = Math.max(startedAt, turn?.pace.describe().lastAcceptedAt ?? 0);
	const isStandstill =
		(askedMs ?? 0) > LONGEST_ASKED_MS ||
		(rejections >= ENOUGH_REJECTIONS && clock.now() + pauseMs - progressAt > MAX_WAIT_MS);
	if (rejections >= maxRejections || isStandstill || (askedMs ?? 0) >= deadline.remaining())
		return undefined;
	return turn ? 0 : pauseMs;
}

function mayRepeat({ answer, fault }: Outcome, isRead: boolean, wantsBody = false): boolean {
	if (!answer) return fault.isPassing && (isRead || fault.neverSent);
	const isInvited = answer.statusCode === 500 && answer.headers['retry-after'] !== undefined;
	return isRead && (isInvited || isPassing(answer.statusCode) || isTruncated(answer, wantsBody));
}

/** Whether a success carries JSON that is truncated, if only before its first character. */
const isTruncated = ({ statusCode, body }: IN8nHttpFullResponse, wantsBody: boolean): boolean =>
	(statusCode >= 200 && statusCode < 300 && typeof body === 'string' && /^\s*[[{]/.test(body)) ||
	(wantsBody && statusCode === 200 && (body as unknown) === '');

/** Doubles with each attempt; the random part keeps parallel items from coming back all at once. */
function backoff(attempts: number): number {
	const pauseMs = FIRST_PAUSE_MS * 2 ** (attempts - 1);
	return pauseMs / 2 + (Math.random() * pauseMs) / 2;
}
