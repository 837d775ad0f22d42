/**
 * Works on items several at a time and returns the results in their order. The first one runs alone, so that a login
 * happens once. After a fault no further item is begun; those under way are finished.
 *
 * @param count how many items there are
 * @param concurrency how many to work on at a time, from 1
 * @throws whatever the item with the lowest index threw
 */
export async function inOrder<T>(
	count: number,
	concurrency: number,
	work: (index: number) => Promise<T>,
): Promise<T[]> {
	const results = new Array<T>(count);
	const faults = new Map<number, unknown>();
	let next = 0;
	const worker = async (last: number) => {
		while (next < last && faults.size === 0) {
			const index = next++;
			try {
				results[index] = await work(index);
			} catch (error) {
				faults.set(index, error);
			}
		}
	};
	await worker(Math.min(1, count));
	await Promise.all(
		Array.from({ length: Math.min(concurrency, count) }, async () => await worker(count)),
	);
	if (faults.size > 0) throw faults.get(Math.min(...faults.keys()));
	return results;
}
