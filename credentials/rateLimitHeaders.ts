import type { IN8nHttpFullResponse } from 'n8n-workflow';

/*
 * How long a server asks to wait, and what it allows. ServiceOps is said to send X-RateLimit-Limit, -Remaining and
 * -Reset, the last in ms (changes-and-others.md section 2); nobody has seen its answer at the limit, and proxies before
 * it have their own ways. So these are read, by strict grammar; a value that fits none is as good as absent:
 * - Retry-After (RFC 9110, 10.2.3): seconds, also with decimals, or one of the three HTTP dates
 * - X-RateLimit-Reset: a time in epoch ms or epoch s, or a span in ms (with decimals: in s); RateLimit-Reset: a span in s
 * - Retry-After-Ms (Azure, OpenAI), and what limiters call it otherwise (`SPANS`: the IETF, Discord, Bucket4j, APIs with X-)
 * - RateLimit (IETF drafts 3 to 10); policies only say what is found out anyway
 * All of them also as Rate-Limit.
 */

type Answer = Pick<IN8nHttpFullResponse, 'statusCode' | 'headers'> & { body?: unknown };

/** What an answer says about the server's rate limit; `{}` when nothing. */
export interface RateLimitNotice {
	/** Present when the server rejected the request for its rate limit, and so has certainly not taken it. */
	rateLimited?: {
		/** How long it asks to wait, in ms from now on; absent when it does not say. */
		askedMs?: number;
	};
	/** How many more requests the server takes at this moment. */
	remaining?: number;
}

/**
 * Reads what an answer says about the rate limit. 429 and 420 mean that it is reached; other statuses only along with
 * `Retry-After`, as many servers put the state of their rate limit on every answer.
 *
 * @param now epoch ms at which the answer came
 */
export function readRateLimit(answer: Answer, now: number): RateLimitNotice {
	const remaining = readRemaining(answer);
	return {
		...(isRateLimit(answer) && { rateLimited: { askedMs: readAskedMs(answer, now) } }),
		...(remaining !== undefined && { remaining }),
	};
}

/** Whether the server rejected the request for its rate limit: it was not carried out, and may be sent again. */
export const isRateLimit = (answer: Answer): boolean =>
	[420, 429].includes(answer.statusCode) ||
	(MAY_BE_LIMIT.includes(answer.statusCode) && readRetryAfter(answer, 0) !== undefined) ||
	(answer.statusCode === 403 && LIMIT_WORDS.test(JSON.stringify(answer.body)));

const LIMIT_WORDS = /\b(rate limit (is |was )?(exceeded|reached)|too many requests)\b/i;
/** Forbidden (GitHub), not available, and what gateways say of bandwidth (509) and load (529). */
const MAY_BE_LIMIT = [403, 503, 509, 529];

/**
 * How long a rejection asks to wait, in ms. `Retry-After` comes first: it is the standard, and on a 503 the only one
 * that means this answer.
 */
function readAskedMs(answer: Answer, now: number): number | undefined {
	return (
		readRetryAfter(answer, now) ??
		readReset(headerText(answer, 'x-ratelimit-reset'), clockOf(answer, now)) ??
		readStandardReset(answer, now)
	);
}

function readRetryAfter(answer: Answer, now: number): number | undefined {
	const ms = headerText(answer, 'retry-after-ms');
	if (DECIMAL.test(ms)) return Number(ms);
	const text = headerText(answer, 'retry-after');
	if (DECIMAL.test(text)) return Number(text) * 1_000;
	const date = parseHttpDate(text);
	return date === undefined ? undefined : Math.max(0, date - clockOf(answer, now));
}

const DECIMAL = /^\d{1,15}(\.\d{1,9})?$/;
/** From September 2001 on in epoch s; as a span in ms it would be eleven days. */
const EARLIEST_EPOCH_S = 1e9;
/** From September 2001 on in epoch ms. */
const EARLIEST_EPOCH_MS = 1e12;
/** No time from here on is meant: the year 5138 in epoch s, and in epoch ms. */
const [LATEST_EPOCH_S, LATEST_EPOCH_MS] = [1e11, 1e14];
/** A span in s above this, an hour, is taken to be in ms. */
const LONGEST_SPAN_S = 3_600;

/**
 * The ms until a reset. Times of today have ten digits in s and thirteen in ms, and no span has so many, so the size tells
 * which of the three it is.
 *
 * @param serverNow epoch ms
 * @param spanUnitMs of a whole number: 1 or 1,000
 */
function readReset(text: string, serverNow: number, spanUnitMs = 1): number | undefined {
	if (!DECIMAL.test(text)) return undefined;
	const value = Number(text);
	if (value < EARLIEST_EPOCH_S) return value * (text.includes('.') ? 1_000 : spanUnitMs);
	const ms = value < LATEST_EPOCH_S ? value * 1_000 : value;
	const isTime = ms >= EARLIEST_EPOCH_MS && ms < LATEST_EPOCH_MS;
	return isTime ? Math.max(0, ms - serverNow) : undefined;
}

/** Headers that hold a span in s, or a time. */
const SPANS = [
	'ratelimit-reset',
	'x-ratelimit-reset-after',
	'x-ratelimit-retry-after',
	'x-ratelimit-retry-after-seconds',
	'x-retry-after',
];

/** The reset in headers of its own, and inside `RateLimit`: seconds by the drafts. */
function readStandardReset(answer: Answer, now: number): number | undefined {
	const texts = SPANS.map((name) => headerText(answer, name));
	const text = texts.find((one) => one !== '') ?? parameterIn(answer, 'reset|t');
	const unitMs = Number(text) > LONGEST_SPAN_S ? 1 : 1_000;
	return readReset(text, clockOf(answer, now), unitMs);
}

function readRemaining(answer: Answer): number | undefined {
	return readCount(
		headerText(answer, 'x-ratelimit-remaining') ||
			headerText(answer, 'ratelimit-remaining') ||
			parameterIn(answer, 'remaining|r'),
	);
}

const readCount = (text: string): number | undefined =>
	/^\d{1,12}$/.test(text) ? Number(text) : undefined;

/** One value of `limit=100, remaining=0, reset=30` (drafts 3 to 7) or `"default";r=0;t=30` (from 8 on). */
const parameterIn = (answer: Answer, keys: string): string =>
	new RegExp(`(?:^|[,;])\\s*(?:${keys})=([^,;\\s]*)`).exec(headerText(answer, 'ratelimit'))?.[1] ??
	'';

/** Clocks that differ by less are taken to agree: `Date` has whole seconds only, and the answer was on its way. */
const CLOCKS_AGREE_MS = 5_000;

/** Epoch ms on the server's clock: times that it names are compared with this, so that a wrong clock does no harm. */
function clockOf(answer: Answer, now: number): number {
	const date = parseHttpDate(headerText(answer, 'date'));
	return date === undefined || Math.abs(date - now) < CLOCKS_AGREE_MS ? now : date;
}

/** The three forms of RFC 9110, 5.6.7, all in UTC. */
const HTTP_DATE = /^[A-Z][a-z]+,? [\w -]+\d\d:\d\d:\d\d (GMT|\d{4})$/;

/** An HTTP date as epoch ms. */
function parseHttpDate(text: string): number | undefined {
	const date = HTTP_DATE.test(text) ? Date.parse(`${text.replace(' GMT', '')} GMT`) : NaN;
	return Number.isNaN(date) ? undefined : date;
}

/** A header's value, of several of the same name the first; empty when there is none. */
function headerText(answer: Answer, name: string): string {
	const { headers } = answer;
	const values: unknown = headers[name] ?? headers[name.replace('ratelimit', 'rate-limit')];
	const value: unknown = Array.isArray(values) ? values[0] : values;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
