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
	totalMs: number;
	/** Sums of the natural logarithms of the latencies, and of their squares. */
	logs: number;
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
	const log = Math.log(ms);
	const sum = round.kinds.get(kind) ?? { answers: 0, totalMs: 0, logs: 0, squares: 0 };
	round.kinds.set(kind, {
		answers: sum.answers + 1,
		totalMs: sum.totalMs + ms,
		logs: sum.logs + log,
		squares: sum.squares + log ** 2,
	});
	round.answers++;
}

export const meanLoad = (round: Round): number => round.load / round.sent;

export function meanMs(round: Round): number {
	let total = 0;
	for (const { totalMs } of round.kinds.values()) total += totalMs;
	return total / round.answers;
}

/** By how much calls have got slower, and the standard error of that, as natural logarithms of ratios. */
export interface Difference {
	slower: number;
	error: number;
}

/** Compares calls with those of their own kind; undefined where no kind occurs in both rounds. */
export function compareRounds(before: Round, after: Round): Difference | undefined {
	let weights = 0;
	let slower = 0;
	let variance = 0;
	for (const [kind, now] of after.kinds) {
		const then = before.kinds.get(kind);
		const weight = Math.min(now.answers, then?.answers ?? 0);
		if (!then || weight < COMPARABLE) continue;
		weights += weight;
		slower += weight * (now.logs / now.answers - then.logs / then.answers);
		variance += weight ** 2 * (varianceOfMean(now) + varianceOfMean(then));
	}
	return weights === 0
		? undefined
		: { slower: slower / weights, error: Math.sqrt(variance) / weights };
}

function varianceOfMean({ answers, logs, squares }: Latencies): number {
	const variance = squares / answers - (logs / answers) ** 2;
	return Math.max(0, variance) / (answers - 1);
}
