import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Outcome } from './api';

export const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 120_000;
/** Numbers below this are a span in ms, above it a point in time in epoch ms (the year 2001). */
const EARLIEST_EPOCH_MS = 1e12;

/**
 * How long to wait before a request may be sent again, in ms; undefined when it must not be. A write is repeated only
 * where the server certainly did not take it.
 *
 * @param attempt how many times the request has been sent, from 1
 */
export function pauseAfter(outcome: Outcome, isRead: boolean, attempt: number): number | undefined {
	if (!outcome.answer) {
		const { isPassing, neverSent } = outcome.fault;
		return isPassing && (isRead || neverSent) ? backoff(attempt) : undefined;
	}
	const { statusCode } = outcome.answer;
	const asked = askedPause(outcome.answer, Date.now());
	const mayRepeat =
		statusCode === 429 ||
		(statusCode === 503 && asked !== undefined) ||
		(isRead && [502, 503, 504].includes(statusCode));
	if (!mayRepeat) return undefined;
	if (asked === undefined) return backoff(attempt);
	return asked <= LONGEST_PAUSE_MS ? asked : undefined;
}

/** Doubles with each attempt; the random part keeps parallel items from coming back all at once. */
function backoff(attempt: number): number {
	const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
	return pause / 2 + (Math.random() * pause) / 2;
}

/**
 * The pause that the server asks for, in ms: `Retry-After` in seconds or as a date, or `X-RateLimit-Reset` in ms
 * (changes-and-others.md section 2).
 */
export function askedPause(answer: IN8nHttpFullResponse, now: number): number | undefined {
	const retryAfter = header(answer, 'retry-after');
	if (retryAfter !== undefined) {
		if (/^\d+(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1_000;
		const date = Date.parse(retryAfter);
		if (!Number.isNaN(date)) return Math.max(0, date - now);
	}
	const reset = header(answer, 'x-ratelimit-reset');
	if (reset !== undefined && /^\d+$/.test(reset)) {
		const value = Number(reset);
		return value >= EARLIEST_EPOCH_MS ? Math.max(0, value - now) : value;
	}
	return undefined;
}

function header(answer: IN8nHttpFullResponse, name: string): string | undefined {
	const value = answer.headers[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}
