/** The rate limiter of a self-hosted server: a token bucket for every Authorization header. */
import type { Answer } from './errors';
import { envelope } from './errors';

/** How a client is told when to come again. */
export type ToldBy =
	/** `Retry-After` in whole seconds. */
	| 'retryAfter'
	/** `Retry-After` as an HTTP date. */
	| 'retryAfterDate'
	/** `X-RateLimit-Reset` in ms from now. */
	| 'resetSpan'
	/** `X-RateLimit-Reset` in ms since 1970. */
	| 'resetTime'
	/** `Retry-After` in seconds and `X-RateLimit-Reset` in ms from now. */
	| 'both'
	| 'nothing';

/** A limit on requests. */
export interface RateLimit {
	/** The most requests at once. */
	capacity: number;
	refillPerSecond: number;
	/** How many there are at the start; the capacity unless it says otherwise. */
	initial?: number;
	/** Refills come all at once after so many seconds; 0, the default, means steadily. */
	refillEverySeconds?: number;
	/** 'retryAfter' unless it says otherwise. */
	told?: ToldBy;
	/** 429 unless it says otherwise. */
	status?: 429 | 503;
	/** Whether all answers carry `X-RateLimit-Limit` and `X-RateLimit-Remaining`. */
	counts?: boolean;
	/** Whether the login has a bucket too, for its Basic header. */
	login?: boolean;
	/** The calls that it limits; all unless it says otherwise. */
	method?: string;
	path?: RegExp;
	/** The limiter's clock, in ms since 1970; the server's unless it says otherwise. */
	now?: () => number;
}

/** A call that asks for its turn. */
export interface LimitedCall {
	method: string;
	path: string;
	authorization: string;
	isLogin: boolean;
}

/** What the limiter says to a call: headers for its answer, and the answer itself where it is rejected. */
export interface Verdict {
	rejection?: Answer;
	headers: Record<string, string>;
}

/** Counts calls against a limit. */
export type Limiter = (call: LimitedCall) => Verdict | undefined;

interface Bucket {
	tokens: number;
	/** When it was filled last. */
	at: number;
}

/**
 * Starts a limiter with full buckets, or as full as the limit says.
 *
 * @param serverNow the server's clock, in ms since 1970
 * @returns undefined to a call that the limit does not mean
 */
export function createLimiter(limit: RateLimit, serverNow: () => number): Limiter {
	const { capacity, initial = capacity, counts = false } = limit;
	const now = limit.now ?? serverNow;
	const buckets = new Map<string, Bucket>();
	return (call) => {
		if (!isLimited(limit, call)) return undefined;
		const at = now();
		const bucket = buckets.get(call.authorization) ?? { tokens: initial, at };
		buckets.set(call.authorization, bucket);
		refill(bucket, limit, at);
		const isAllowed = bucket.tokens >= ONE;
		if (isAllowed) bucket.tokens = Math.max(0, bucket.tokens - 1);
		const headers: Record<string, string> = {};
		if (counts) {
			headers['X-RateLimit-Limit'] = String(capacity);
			headers['X-RateLimit-Remaining'] = String(Math.floor(bucket.tokens + 1 - ONE));
		}
		if (isAllowed) return { headers };
		return { headers, rejection: rejected(limit, waitFor(bucket, limit, at), at) };
	};
}

function isLimited(limit: RateLimit, { method, path, isLogin }: LimitedCall): boolean {
	if (isLogin && limit.login !== true) return false;
	if (limit.method !== undefined && limit.method.toUpperCase() !== method) return false;
	return limit.path?.test(path) ?? true;
}

/** A token, less what sums of fractions may lack. */
const ONE = 1 - 1e-9;

function refill(bucket: Bucket, limit: RateLimit, at: number): void {
	const { capacity, refillPerSecond, refillEverySeconds = 0 } = limit;
	const step = refillEverySeconds * 1000;
	const passed = Math.max(0, at - bucket.at);
	const counted = step > 0 ? Math.floor(passed / step) * step : passed;
	bucket.at += counted;
	bucket.tokens = Math.min(capacity, bucket.tokens + (counted / 1000) * refillPerSecond);
}

/** The ms until the next request may come. */
function waitFor(bucket: Bucket, limit: RateLimit, at: number): number {
	const { refillPerSecond, refillEverySeconds = 0 } = limit;
	const needed = ((1 - bucket.tokens) / refillPerSecond) * 1000;
	const step = refillEverySeconds * 1000;
	return step > 0 ? Math.ceil(needed / step) * step - (at - bucket.at) : needed;
}

function rejected(
	{ status = 429, told = 'retryAfter' }: RateLimit,
	wait: number,
	at: number,
): Answer {
	const seconds = String(Math.ceil(wait / 1000));
	const date = new Date(Math.ceil((at + wait) / 1000) * 1000).toUTCString();
	const span = String(Math.ceil(wait));
	const headers: Record<ToldBy, Record<string, string>> = {
		retryAfter: { 'Retry-After': seconds },
		retryAfterDate: { 'Retry-After': date },
		resetSpan: { 'X-RateLimit-Reset': span },
		resetTime: { 'X-RateLimit-Reset': String(Math.ceil(at + wait)) },
		both: { 'Retry-After': seconds, 'X-RateLimit-Reset': span },
		nothing: {},
	};
	const body = envelope(String(status), 'Too many requests.');
	return { status, body, headers: headers[told] };
}
