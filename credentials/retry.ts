import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Clock } from './clock';
import type { ConnectionFault } from './connectionFaults';

/*
 * One policy for all requests, the login among them: what may be sent again, when, and how often.
 */

/** What became of one attempt: an answer, or the fault because of which none came. */
export type Outcome =
	| { answer: IN8nHttpFullResponse; fault?: undefined }
	| { answer?: undefined; fault: ConnectionFault };

export interface RetryOptions {
	/** Whether the request changes nothing on the server, so that it may be sent again at will. */
	isRead: boolean;
	clock: Clock;
	/** How many attempts after faults; unless told, 5. */
	maxAttempts?: number;
	/** How many attempts where a rate limit names its pause; unless told, 20. */
	maxRateLimited?: number;
	/** How long the pauses may take in all, in ms; unless told, 120,000. */
	maxWaitMs?: number;
	/** Aborted when the workflow is stopped. */
	signal?: AbortSignal;
}

const FIRST_PAUSE_MS = 500;
/** Under a rate limit many items compete, so that one may lose several times in a row. */
const DEFAULTS = { maxAttempts: 5, maxRateLimited: 20, maxWaitMs: 120_000 };
/** Numbers below this are a span in ms, above it a point in time in epoch ms (the year 2001). */
const EARLIEST_EPOCH_MS = 1e12;

const STOPPED: ConnectionFault = {
	message: 'The workflow was stopped while the node waited to retry',
	kind: 'stopped',
	isPassing: false,
	neverSent: true,
};

/**
 * Sends, and sends again with growing pauses as long as that is safe and may help.
 *
 * @param send one attempt; it does not throw
 * @returns the last outcome
 */
export async function sendWithRetries<O extends Outcome>(
	send: () => Promise<O>,
	options: RetryOptions,
): Promise<O | { answer?: undefined; fault: ConnectionFault }> {
	const { clock, signal } = options;
	let waitedMs = 0;
	for (let attempts = 1; ; attempts++) {
		const outcome = await send();
		const pauseMs = pauseBeforeRetry(outcome, { attempts, waitedMs }, options);
		if (pauseMs === undefined) return outcome;
		await clock.sleep(pauseMs, signal);
		if (signal?.aborted) return { fault: STOPPED };
		waitedMs += pauseMs;
	}
}

/**
 * How long to wait before the next attempt, in ms; undefined when there must be none. A write is repeated only where the
 * server certainly did not take it.
 *
 * @param spent how many times the request was sent, and how long it has waited
 */
export function pauseBeforeRetry(
	outcome: Outcome,
	spent: { attempts: number; waitedMs: number },
	options: RetryOptions,
): number | undefined {
	const { maxAttempts, maxRateLimited, maxWaitMs } = { ...DEFAULTS, ...options };
	const asked = outcome.answer && askedPause(outcome.answer, options.clock.now());
	const isPaced =
		outcome.answer !== undefined && isRateLimit(outcome.answer) && asked !== undefined;
	const attempts = isPaced ? maxRateLimited : maxAttempts;
	if (!mayRepeat(outcome, options.isRead) || spent.attempts >= attempts) return undefined;
	const pauseMs = (asked ?? 0) + backoff(asked === undefined ? spent.attempts : 1);
	return spent.waitedMs + pauseMs <= maxWaitMs ? pauseMs : undefined;
}

const PASSING_STATUSES = [408, 502, 503, 504];

function mayRepeat({ answer, fault }: Outcome, isRead: boolean): boolean {
	if (!answer) return fault.isPassing && (isRead || fault.neverSent);
	if (isRateLimit(answer)) return true;
	return isRead && (PASSING_STATUSES.includes(answer.statusCode) || isTruncated(answer));
}

/** Whether a success holds the beginning of JSON that does not end. */
const isTruncated = ({ statusCode, body }: IN8nHttpFullResponse): boolean =>
	statusCode >= 200 && statusCode < 300 && typeof body === 'string' && /^\s*[[{]/.test(body);

/**
 * Whether the server has not taken the request for now. A 503 says so only if it names a time with `Retry-After`: many
 * servers put their rate limit on every answer.
 */
export const isRateLimit = (answer: IN8nHttpFullResponse): boolean =>
	answer.statusCode === 429 || (answer.statusCode === 503 && retryAfter(answer, 0) !== undefined);

/** Doubles with each attempt; the random part keeps parallel items from coming back all at once. */
function backoff(attempts: number): number {
	const pauseMs = FIRST_PAUSE_MS * 2 ** (attempts - 1);
	return pauseMs / 2 + (Math.random() * pauseMs) / 2;
}

/**
 * The pause that the server asks for, in ms: `Retry-After`, or under a rate limit `X-RateLimit-Reset` in ms
 * (changes-and-others.md section 2).
 *
 * @param now epoch ms
 */
function askedPause(answer: IN8nHttpFullResponse, now: number): number | undefined {
	const asked = retryAfter(answer, now);
	if (asked !== undefined || answer.statusCode !== 429) return asked;
	const reset = header(answer, 'x-ratelimit-reset');
	if (reset === undefined || !/^\d+$/.test(reset)) return undefined;
	const value = Number(reset);
	return value >= EARLIEST_EPOCH_MS ? Math.max(0, value - now) : value;
}

/** `Retry-After`, in seconds or as a date, in ms. */
function retryAfter(answer: IN8nHttpFullResponse, now: number): number | undefined {
	const text = header(answer, 'retry-after');
	if (text === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function header({ headers }: IN8nHttpFullResponse, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}
