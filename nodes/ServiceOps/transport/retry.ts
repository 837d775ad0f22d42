import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import type { Outcome } from './types';

const FIRST_PAUSE_MS = 500;
/** How long one request may wait in all before the person is told. */
const LONGEST_WAIT_MS = 120_000;
/** Tries after a fault; under a rate limit many items compete, so that one may lose several times in a row. */
const MAX_ATTEMPTS = { fault: 5, rateLimit: 20 };
/** Numbers below this are a span in ms, above it a point in time in epoch ms (the year 2001). */
const EARLIEST_EPOCH_MS = 1e12;

/** What has been done for a request so far. */
interface Effort {
	/** How many times it was sent, from 1. */
	attempts: number;
	waitedMs: number;
}

/**
 * How long to wait before a request may be sent again, in ms; undefined when it must not be. A write is repeated only
 * where the server certainly did not take it.
 */
export function pauseAfter(outcome: Outcome, isRead: boolean, effort: Effort): number | undefined {
	const { mayRepeat, asked, attempts } = judge(outcome, isRead);
	if (!mayRepeat || effort.attempts >= attempts) return undefined;
	const pause = (asked ?? 0) + backoff(asked === undefined ? effort.attempts : 1);
	return effort.waitedMs + pause <= LONGEST_WAIT_MS ? pause : undefined;
}

function judge(
	outcome: Outcome,
	isRead: boolean,
): { mayRepeat: boolean; asked?: number; attempts: number } {
	if (!outcome.answer) {
		const { isPassing, neverSent } = outcome.fault;
		return { mayRepeat: isPassing && (isRead || neverSent), attempts: MAX_ATTEMPTS.fault };
	}
	const { statusCode } = outcome.answer;
	const isLimit = isRateLimit(outcome.answer);
	const now = systemClock.now();
	const asked =
		statusCode === 503 ? retryAfter(outcome.answer, now) : askedPause(outcome.answer, now);
	return {
		mayRepeat: isLimit || (isRead && [502, 503, 504].includes(statusCode)),
		asked,
		attempts: isLimit && asked !== undefined ? MAX_ATTEMPTS.rateLimit : MAX_ATTEMPTS.fault,
	};
}

/**
 * Whether the server has not taken the request for now. A 503 says so only if it names a time with `Retry-After`: many
 * servers put their rate limit on every answer.
 */
export const isRateLimit = (answer: IN8nHttpFullResponse): boolean =>
	answer.statusCode === 429 ||
	(answer.statusCode === 503 && retryAfter(answer, systemClock.now()) !== undefined);

/** Doubles with each attempt; the random part keeps parallel items from coming back all at once. */
function backoff(attempts: number): number {
	const pause = FIRST_PAUSE_MS * 2 ** (attempts - 1);
	return pause / 2 + (Math.random() * pause) / 2;
}

/**
 * The pause that a rate limit asks for, in ms: `Retry-After`, or `X-RateLimit-Reset` in ms (changes-and-others.md
 * section 2).
 */
function askedPause(answer: IN8nHttpFullResponse, now: number): number | undefined {
	const reset = header(answer, 'x-ratelimit-reset');
	const value = reset !== undefined && /^\d+$/.test(reset) ? Number(reset) : undefined;
	const untilReset =
		value !== undefined && value >= EARLIEST_EPOCH_MS ? Math.max(0, value - now) : value;
	return retryAfter(answer, now) ?? untilReset;
}

/** `Retry-After`, in seconds or as a date, in ms. */
function retryAfter(answer: IN8nHttpFullResponse, now: number): number | undefined {
	const text = header(answer, 'retry-after');
	if (text === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function header(answer: IN8nHttpFullResponse, name: string): string | undefined {
	const value = answer.headers[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}
