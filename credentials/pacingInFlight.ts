import { backOff, judge, startRest, type InFlight } from './pacingMoves';
import { add, type Round } from './pacingRound';

/*
 * How many requests to have in flight. Latency that rises along with the load means a queue at the server (TCP Vegas).
 * The least latency ever seen, with which Vegas compares, means nothing where cheap and costly calls mix; so averages are
 * compared, and their spread says how much of a difference is chance. A move is kept only if it pays (as PCC does):
 * - It starts at eight and goes up, by a step per round of answers, until the latency rises by more than half of what the
 *   load does. Then it goes to where the queue begins: load by the ratio of the latencies (Netflix's gradient limit).
 * - From there a step down is tried. It is kept, and followed by the next, if the latency falls along with the load, which
 *   is to say, by Little's law, if throughput does not suffer.
 * - Then it rests, and tries a step up or down now and then, ever less often while nothing comes of it.
 * - Answers twice as slow at the same load take off 30 %, and so does a failure of the server, at once.
 */

/** Answers of a round, at least: on the first way up, and afterwards. */
const [SHORT_ROUND, LONG_ROUND] = [8, 20];

/**
 * Notes that a request is sent.
 *
 * @param load how many are in flight, itself included
 * @returns the round that its answer will count for, if any
 */
export function noteSentInRound(state: InFlight, load: number): Round | undefined {
	const { round } = state;
	if (state.move !== 'start' && round.sent >= sizeOf(state)) return undefined;
	round.sent++;
	round.load += load;
	return round;
}

/** How many requests make a round. All of them are waited for, or else the fast ones alone would be counted. */
const sizeOf = ({ move, limit, round }: InFlight): number =>
	move === 'start' ? SHORT_ROUND : Math.max(LONG_ROUND, Math.floor(limit)) * round.parts;

/**
 * Notes that a request is over.
 *
 * @param round that it counts for, from `noteSentInRound`
 * @param kind requests of one kind are taken to cost the server about the same
 * @param latencyMs from sending to the answer; undefined if there was none, or one that tells nothing
 */
export function noteLatency(
	state: InFlight,
	round: Round | undefined,
	kind: string,
	latencyMs: number | undefined,
): void {
	if (latencyMs !== undefined) state.sinceFailure++;
	if (!round || round !== state.round) return;
	if (latencyMs === undefined) round.sent--;
	else add(round, kind, latencyMs);
	const size = sizeOf(state);
	const isOver = round.answers >= (state.move === 'start' ? size : Math.max(size, round.sent));
	if (isOver) judge(state, round);
}

/** Notes that the server failed: a timeout, a hang-up, 502 to 504. Counts once per round of answers. */
export function noteFailure(state: InFlight): void {
	if (state.sinceFailure < Math.max(SHORT_ROUND, state.limit)) return;
	state.sinceFailure = 0;
	backOff(state, 1);
}

/** Notes that the server has a rate limit that was not known: from here on, that tells how far to go. */
export const noteLimitFound = (state: InFlight): void => startRest(state);
