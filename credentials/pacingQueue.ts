/** A request that waits for its turn. */
export interface Waiter {
	/** Where it stands among those of its priority: the lowest goes first. */
	place: number;
	/** The higher goes first. */
	priority: number;
	run?: Run;
	/** Ms, on the clock of the pace, after which it is useless. */
	deadline: number;
	signal?: AbortSignal;
	/** Whether it has waited for the rate. */
	wasHeld: boolean;
	settle(outcome: 'admitted' | 'deadline' | 'cancelled'): void;
}

/** One execution of a node: the same object for all its requests. */
export interface Run {
	/** How many requests of the run may be in flight; undefined for as many as the pace allows. */
	readonly limit?: number;
}

/** Those who wait, in order. */
export interface Queue {
	readonly waiting: Waiter[];
	/** Every so many turns are given without regard to priority, so that nobody starves. */
	turns: number;
	/** One listener for each signal, however many wait with it: Node warns of more than ten. */
	readonly watched: Map<AbortSignal, () => void>;
}

const FAIR_TURN = 5;

export const createQueue = (): Queue => ({ waiting: [], turns: 0, watched: new Map() });

/** Puts a waiter where it belongs: before those of a lower priority, and before those that came later. */
export function join(queue: Queue, waiter: Waiter): void {
	const { waiting } = queue;
	let index = waiting.length;
	for (; index > 0; index--) {
		const other = waiting[index - 1];
		if (other && !goesBefore(waiter, other)) break;
	}
	waiting.splice(index, 0, waiter);
	if (waiter.signal) rejectOnAbort(queue, waiter.signal);
}

const goesBefore = (a: Waiter, b: Waiter): boolean =>
	a.priority > b.priority || (a.priority === b.priority && a.place < b.place);

/** The one whose turn it is, among those that `mayGo`. */
export function next(queue: Queue, mayGo: (waiter: Waiter) => boolean): Waiter | undefined {
	if (queue.turns % FAIR_TURN !== FAIR_TURN - 1) return queue.waiting.find(mayGo);
	const able = queue.waiting.filter(mayGo);
	return able.reduce<Waiter | undefined>(
		(first, waiter) => (first && first.place < waiter.place ? first : waiter),
		undefined,
	);
}

/** Takes a waiter out of the queue and tells it why. */
export function leaveQueue(
	queue: Queue,
	waiter: Waiter,
	outcome: 'admitted' | 'deadline' | 'cancelled',
): void {
	const index = queue.waiting.indexOf(waiter);
	if (index >= 0) queue.waiting.splice(index, 1);
	if (outcome === 'admitted') queue.turns++;
	const { signal } = waiter;
	if (signal && !queue.waiting.some((other) => other.signal === signal)) {
		const listener = queue.watched.get(signal);
		if (listener) signal.removeEventListener('abort', listener);
		queue.watched.delete(signal);
	}
	waiter.settle(outcome);
}

function rejectOnAbort(queue: Queue, signal: AbortSignal): void {
	if (queue.watched.has(signal)) return;
	const cancel = () => {
		const cancelled = queue.waiting.filter((waiter) => waiter.signal === signal);
		for (const waiter of cancelled) leaveQueue(queue, waiter, 'cancelled');
	};
	queue.watched.set(signal, cancel);
	signal.addEventListener('abort', cancel);
}
