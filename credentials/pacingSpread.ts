/*
 * Requests that are sent at the same moment are answered at the same moment, and then wait for each other in this process: all of
 * them look slower than the server is, and the time until the next moment goes unused. So where their latency leaves room for it,
 * they are sent a little apart, as QUIC paces its packets (RFC 9002, 7.7).
 */

export interface Spread {
	/** When the next request may follow; ms on the clock of the pace. */
	nextAt: number;
	/** What requests take, in ms: a moving average; 0 before the first answer. */
	latencyMs: number;
}

/** How much a new latency counts in the average. */
const WEIGHT = 1 / 8;
/** So much of the latency is used; the rest is for catching up. */
const SHARE = 0.7;
/** Which part of those in flight may go at once after a while without any. With more, bursts stay bursts. */
const BURST = 1 / 8;
/** What a request costs this process, at least and at most. */
const [SHORTEST_GAP_MS, LONGEST_GAP_MS] = [0.4, 3];

export const createSpread = (): Spread => ({ nextAt: 0, latencyMs: 0 });

/**
 * Notes that a request is sent.
 *
 * @param limit how many may be in flight, of its run too
 */
export function noteSentIn(spread: Spread, now: number, limit: number): void {
	const gap = Math.min(LONGEST_GAP_MS, (SHARE * spread.latencyMs) / limit);
	if (gap < SHORTEST_GAP_MS) return;
	spread.nextAt = Math.max(spread.nextAt, now - BURST * limit * gap) + gap;
}

/** @param latencyMs undefined for an answer that tells nothing about it */
export function noteAnswerOf(spread: Spread, latencyMs: number | undefined): void {
	if (latencyMs === undefined) return;
	const before = spread.latencyMs || latencyMs;
	spread.latencyMs = before + (latencyMs - before) * WEIGHT;
}
