import type { Clock } from '../../credentials/clock';
import { nodeProcess } from './node';

/** A clock that jumps from one event to the next, so that hours of pauses take no time. */
export interface VirtualClock extends Clock {
	/** Lets time pass until `done` is settled. */
	runUntil<T>(done: Promise<T>): Promise<T>;
	/** Sleeps that are not over yet. */
	pending(): number;
	/** Sleeps so far. */
	started(): number;
}

interface Sleep {
	at: number;
	order: number;
	wake: () => void;
	/** Ended early. */
	isOver?: boolean;
}

const isBefore = (a: Sleep, b: Sleep): boolean =>
	a.at < b.at || (a.at === b.at && a.order < b.order);

/** @param start epoch ms */
export function createVirtualClock(start = 1_800_000_000_000): VirtualClock {
	let now = start;
	let order = 0;
	const heap: Sleep[] = [];
	return {
		now: () => Math.floor(now),
		sleep: async (ms, signal) => {
			if (signal?.aborted) return;
			await new Promise<void>((resolve) => {
				const sleep: Sleep = { at: now + Math.max(0, ms), order: order++, wake: resolve };
				push(heap, sleep);
				signal?.addEventListener('abort', () => {
					sleep.isOver = true;
					resolve();
				});
			});
		},
		runUntil: async (done) => {
			let isDone = false;
			const settled = done.finally(() => (isDone = true));
			settled.catch(() => undefined);
			for (await settleAll(); !isDone; await settleAll()) {
				let next = pop(heap);
				while (next?.isOver) next = pop(heap);
				if (!next) throw new Error('Everybody waits, and nobody sleeps');
				now = Math.max(now, next.at);
				next.wake();
			}
			return await settled;
		},
		pending: () => heap.filter(({ isOver }) => !isOver).length,
		started: () => order,
	};
}

/** Comes after everything that promises have set going. */
const settleAll = async (): Promise<void> =>
	await new Promise((resolve) => nodeProcess.nextTick(resolve));

function push(heap: Sleep[], sleep: Sleep): void {
	let index = heap.push(sleep) - 1;
	while (index > 0) {
		const parent = (index - 1) >> 1;
		if (!isBefore(sleep, heap[parent]!)) break;
		heap[index] = heap[parent]!;
		index = parent;
	}
	heap[index] = sleep;
}

function pop(heap: Sleep[]): Sleep | undefined {
	const top = heap[0];
	const last = heap.pop();
	if (!last || heap.length === 0) return top;
	let index = 0;
	for (;;) {
		let child = 2 * index + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
		if (!isBefore(heap[child]!, last)) break;
		heap[index] = heap[child]!;
		index = child;
	}
	heap[index] = last;
	return top;
}
