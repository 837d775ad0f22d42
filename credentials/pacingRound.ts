/** Answers of one round, summed up. */
export interface Round {
	/** How many might be in flight. */
	limit: number;
	sent: number;
	answers: number;
	/** Sum over the requests of how many requests were in flight. */
	load: number;
	/** How many rounds were put together to see more clearly. */
	parts: number;
	kinds: Map<string, Latencies>;
}

interface Latencies {
	answers: number;
	/** In ms, and in ms squared. */
	sum: number;
	squares: number;
}

/** A kind of call needs so many answers in both rounds to be compared. */
const COMPARABLE = 3;

/** @param limit how many may be in flight */
export const createRound = (limit: number): Round => ({
	limit,
	sent: 0,
	answers: 0,
	load: 0,
	parts: 1,
	kinds: new Map(),
});

/** Adds an answer. One ms is added to each latency, as a clock that counts in ms tells nothing about calls of 0 and 1. */
export function add(round: Round, kind: string, latencyMs: number): void {
	const ms = Math.max(0, latencyMs) + 1;
	const sum = round.kinds.get(kind) ?? { answers: 0, sum: 0, squares: 0 };
	round.kinds.set(kind, {
		answers: sum.answers + 1,
		sum: sum.sum + ms,
		squares: sum.squares + ms * ms,
	});
	round.answers++;
}

export const meanLoad = (round: Round): number => round.load / round.sent;

export function meanMs(round: Round): number {
	let totalMs = 0;
	for (const { sum } of round.kinds.values()) totalMs += sum;
	return totalMs / round.answers;
}

/**
 * By how much calls have got slower, kind by kind, and the standard error of that, as natural logarithms of ratios;
 * undefined where no kind of call occurs in both rounds.
 */
export function compare(
	before: Round,
	after: Round,
): { slower: number; error: number } | undefined {
	let weights = 0;
	let slower = 0;
	let variance = 0;
	for (const [kind, now] of after.kinds) {
		const then = before.kinds.get(kind);
		const weight = Math.min(now.answers, then?.answers ?? 0);
		if (!then || weight < COMPARABLE) continue;
		weights += weight;
		slower += weight * Math.log(now.sum / now.answers / (then.sum / then.answers));
		variance += weight ** 2 * (relativeVariance(now) + relativeVariance(then));
	}
	return weights === 0
		? undefined
		: { slower: slower / weights, error: Math.sqrt(variance) / weights };
}

/** The variance of a mean, by the square of the mean. */
function relativeVariance({ answers, sum, squares }: Latencies): number {
	const mean = sum / answers;
	return Math.max(0, squares / answers - mean ** 2) / mean ** 2 / (answers - 1);
}
