/**
 * Works on numbers from `start` up to, but not including, `end`, and starts them in order. After an error no further
 * one is started; those in progress are finished.
 *
 * @param width how many to work on at a time, from 1
 * @param work may return false, after which no further one is started either
 * @returns what was thrown, by number
 */
export async function inParallel(
	start: number,
	end: number,
	width: number,
	work: (index: number) => Promise<unknown>,
): Promise<Map<number, unknown>> {
	const faults = new Map<number, unknown>();
	let next = start;
	const worker = async () => {
		while (next < end) {
			const index = next++;
			try {
				if ((await work(index)) === false) next = end;
			} catch (error) {
				faults.set(index, error);
				next = end;
			}
		}
	};
	const workers = Math.min(width, Math.max(0, end - start));
	await Promise.all(Array.from({ length: workers }, worker));
	return faults;
}

/** Of several errors, the one that a run in strict order would have met. */
export const firstFault = (faults: Map<number, unknown>): unknown =>
	faults.get(Math.min(...faults.keys()));

/** Makes a function that does work under the same key one after another, in the order in which it was asked for. */
export function serializeByKey(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
	const latest = new Map<string, Promise<unknown>>();
	return async <T>(key: string, work: () => Promise<T>) => {
		const before = latest.get(key) ?? Promise.resolve();
		const turn = before.catch(() => undefined).then(work);
		latest.set(key, turn);
		const forget = () => {
			if (latest.get(key) === turn) latest.delete(key);
		};
		turn.then(forget, forget);
		return await turn;
	};
}
