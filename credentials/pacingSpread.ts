/*
 * Requests that are sent at the same moment are answered at the same moment, and then wait for each other in this process: all of
 * them look slower than the server is, and the time until the next moment goes unused. So where their latency leaves room for it,
 * they are sent a little apart, as QUIC paces its packets (RFC 9002, 7.7).
 */

/** When the next request may follow; ms on the clock of the pace. */
export interface Spread {
	nextAt: number;
}

/** So much of the latency is used; the rest is for catching up. */
const SHARE = 0.7;
/** Requests that may go at once after a while without any. */
const BURST = 8;
/** What a request costs this process, at most; below the shortest, timers are too coarse. */
const [SHORTEST_GAP_MS, LONGEST_GAP_MS] = [1, 3];

export const createSpread = (): Spread => ({ nextAt: 0 });

/**
 * Notes that a request is sent.
 *
 * @param latencyMs what requests take at the moment; 0 if that is not known
 * @param limit how many may be in flight
 */
export function noteSpread(spread: Spread, now: number, latencyMs: number, limit: number): void {
	const gap = Math.min(LONGEST_GAP_MS, (SHARE * latencyMs) / limit);
	if (gap < SHORTEST_GAP_MS) return;
	spread.nextAt = Math.max(spread.nextAt, now - BURST * gap) + gap;
}
