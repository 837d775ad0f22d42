/**
 * Models of servers for the simulation of the pace: what they do with a request that arrives, and what they say. Written
 * from what is known of limiters, not from how the pace reads them.
 */
import type { Pace, Run } from '../../credentials/pacing';
import { readRateLimit } from '../../credentials/rateLimitHeaders';
import type { VirtualClock } from './virtualClock';

/** A request at the server's door, and what its limiter says to it. */
export type Limiter = (now: number) => { isAccepted: boolean; headers: Record<string, string> };

/** How a limiter tells when to come again. */
export type Telling = (untilMs: number, now: number) => Record<string, string>;

const retryAfter: Telling = (untilMs) => ({
	'retry-after': String(Math.max(1, Math.ceil(untilMs / 1_000))),
});
const resetAt: Telling = (untilMs, now) => ({
	'x-ratelimit-reset': String(Math.ceil(now + untilMs)),
});

export const tell = {
	nothing: () => ({}),
	/** In whole seconds, so that it asks for up to a second too much. */
	retryAfter,
	retryAfterDate: (untilMs, now) => ({
		'retry-after': new Date(Math.ceil((now + untilMs) / 1_000) * 1_000).toUTCString(),
	}),
	/** Epoch ms. */
	resetAt,
	/** A span in ms. */
	resetIn: (untilMs) => ({ 'x-ratelimit-reset': String(Math.ceil(untilMs)) }),
	both: (untilMs, now) => ({ ...retryAfter(untilMs, now), ...resetAt(untilMs, now) }),
} satisfies Record<string, Telling>;

export interface Bucket {
	capacity: number;
	perSecond: number | ((now: number) => number);
	telling: Telling;
	/** Tokens come in lumps, every so many ms. */
	everyMs?: number;
	/** What the reset is: the next token (preset), or the full bucket. */
	reset?: 'next' | 'full';
	/** Whether every answer carries `X-RateLimit-Remaining`. */
	tellsRemaining?: boolean;
	/** How many tokens there are at first; full unless given. */
	fill?: number;
}

export function tokenBucket(bucket: Bucket): Limiter {
	const { capacity, telling, everyMs = 0 } = bucket;
	let tokens = bucket.fill ?? capacity;
	let at: number | undefined;
	return (now) => {
		const perSecond =
			typeof bucket.perSecond === 'number' ? bucket.perSecond : bucket.perSecond(now);
		const until = everyMs > 0 ? Math.floor(now / everyMs) * everyMs : now;
		if (at === undefined) at = until;
		if (until > at) {
			tokens = Math.min(capacity, tokens + ((until - at) / 1_000) * perSecond);
			at = until;
		}
		const isAccepted = tokens >= 1 - 1e-9;
		if (isAccepted) tokens--;
		const remaining = { 'x-ratelimit-remaining': String(Math.floor(tokens)) };
		const missing = (bucket.reset === 'full' ? capacity : 1) - tokens;
		const untilMs = everyMs > 0 ? at + everyMs - now : (missing / perSecond) * 1_000;
		return {
			isAccepted,
			headers: {
				...(bucket.tellsRemaining && remaining),
				...(!isAccepted && telling(untilMs, now)),
			},
		};
	};
}

/** So many requests in the last so many ms; it tells when the next one is free. */
export function slidingLog(most: number, windowMs: number, telling: Telling): Limiter {
	const log: number[] = [];
	return (now) => {
		while (log[0] !== undefined && log[0] <= now - windowMs) log.shift();
		const isAccepted = log.length < most;
		if (isAccepted) log.push(now);
		return {
			isAccepted,
			headers: isAccepted ? {} : telling((log[0] ?? now) + windowMs - now, now),
		};
	};
}

/** So many requests in each window of the clock. */
export function fixedWindow(most: number, windowMs: number, telling: Telling): Limiter {
	let window = -1;
	let taken = 0;
	return (now) => {
		const current = Math.floor(now / windowMs);
		if (current !== window) taken = 0;
		window = current;
		const isAccepted = taken < most;
		if (isAccepted) taken++;
		return { isAccepted, headers: isAccepted ? {} : telling((current + 1) * windowMs - now, now) };
	};
}

export interface Server {
	limiter?: Limiter;
	/** Ms that a request takes, by how many are in progress at the server, itself included. */
	latency: (inProgress: number) => number;
	/** The part of the latency that passes before the limiter sees the request; a fifth unless given. */
	uplink?: number;
	/** How many are worked on at a time; the others wait at the server, first come, first served. */
	workers?: number;
}

/** What one execution came to. */
export interface Figures {
	done: number;
	rejected: number;
	/** From the first request to the last answer. */
	ms: number;
	/** The most in progress at the server. */
	peak: number;
	meanMs: number;
	/** How often the unluckiest item was rejected. */
	worst: number;
}

/** The server with its state, shared by all who send to it. */
export function createServer(server: Server, clock: VirtualClock) {
	const { limiter, latency, uplink = 0.2, workers = Infinity } = server;
	let inProgress = 0;
	let peak = 0;
	let accepted = 0;
	let busy = 0;
	const queue: Array<() => void> = [];
	const work = async (ms: number) => {
		if (busy >= workers) await new Promise<void>((start) => queue.push(start));
		busy++;
		await clock.sleep(ms);
		busy--;
		queue.shift()?.();
	};
	return {
		peak: () => peak,
		accepted: () => accepted,
		send: async (): Promise<{ statusCode: number; headers: Record<string, string> }> => {
			const planned = latency(inProgress + 1);
			const uplinkMs = planned * uplink;
			await clock.sleep(uplinkMs);
			const verdict = limiter?.(clock.now()) ?? { isAccepted: true, headers: {} };
			if (!verdict.isAccepted) {
				await clock.sleep(planned - uplinkMs);
				return { statusCode: 429, headers: verdict.headers };
			}
			accepted++;
			inProgress++;
			peak = Math.max(peak, inProgress);
			await work(Math.max(0, latency(inProgress) - uplinkMs));
			inProgress--;
			return { statusCode: 200, headers: verdict.headers };
		},
	};
}

export type RunningServer = ReturnType<typeof createServer>;

/**
 * One execution: as many items at a time as its workers allow, each sent until the server takes it, as the transport
 * does it.
 *
 * @param bound the person's number; undefined for Auto
 */
export async function runItems(
	clock: VirtualClock,
	pace: Pace,
	server: RunningServer,
	{ items, bound }: { items: number; bound?: number },
): Promise<Figures> {
	const figures: Figures = { done: 0, rejected: 0, ms: 0, peak: 0, meanMs: 0, worst: 0 };
	const run: Run = { limit: bound };
	const started = clock.now();
	let totalMs = 0;
	let next = 0;
	const work = async () => {
		let place: number | undefined;
		for (let rejections = 0; ; rejections++) {
			const { pass } = await pace.enter({ run, place });
			if (!pass) return;
			place = pass.place;
			const sentAt = clock.now();
			const answer = await server.send();
			pass.leave({ answered: true, ...readRateLimit(answer, clock.now()) });
			figures.worst = Math.max(figures.worst, rejections);
			if (answer.statusCode === 200) {
				figures.done++;
				totalMs += clock.now() - sentAt;
				return;
			}
			figures.rejected++;
		}
	};
	const worker = async () => {
		while (next++ < items) await work();
	};
	await Promise.all(Array.from({ length: Math.min(items, bound ?? 50) }, worker));
	figures.ms = clock.now() - started;
	figures.peak = server.peak();
	figures.meanMs = totalMs / figures.done;
	return figures;
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Latencies evenly spread over a range, whatever the load. */
export const evenly = (random: () => number, from: number, to: number) => () =>
	from + (to - from) * random();
