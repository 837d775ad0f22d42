/**
 * Works on items several at a time and returns the results in their order. The first one runs alone, so that a login
 * happens once. After a fault no further item is begun; those under way are finished.
 *
 * @param count how many items there are
 * @param concurrency how many to work on at a time, from 1
 * @param explain told what else became of the run when it stops at a fault
 * @throws whatever the item with the lowest index threw
 */
export async function inOrder<T>(
	count: number,
	concurrency: number,
	work: (index: number) => Promise<T>,
	explain: (fault: unknown, others: { done: number; failed: number }) => void = () => undefined,
): Promise<T[]> {
	const results = new Array<T>(count);
	let done = 0;
	const faults = new Map<number, unknown>();
	let next = 0;
	const worker = async (last: number) => {
		while (next < last && faults.size === 0) {
			const index = next++;
			try {
				results[index] = await work(index);
				done++;
			} catch (error) {
				faults.set(index, error);
			}
		}
	};
	await worker(Math.min(1, count));
	await Promise.all(
		Array.from({ length: Math.min(concurrency, count) }, async () => await worker(count)),
	);
	if (faults.size > 0) {
		const fault = faults.get(Math.min(...faults.keys()));
		explain(fault, { done, failed: faults.size - 1 });
		throw fault;
	}
	return results;
}
