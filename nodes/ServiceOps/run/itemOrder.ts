import { firstFault, inParallel } from '../values/concurrency';

/**
 * Works on items several at a time and returns the results in their order. The first one runs alone, so that a login
 * happens once. After a fault no further item is begun; those under way are finished.
 *
 * @param count how many items there are
 * @param concurrency how many to work on at a time, from 1
 * @param explain told what else became of the run when it stops at a fault
 * @param isCancelled whether the workflow was stopped: then no further item is begun, and the results have gaps
 * @throws whatever the item with the lowest index threw
 */
export async function inOrder<T>(
	count: number,
	concurrency: number,
	work: (index: number) => Promise<T>,
	explain: (fault: unknown, others: { done: number; failed: number }) => void = () => undefined,
	isCancelled: () => boolean = () => false,
): Promise<T[]> {
	const results = new Array<T>(count);
	let done = 0;
	const one = async (index: number): Promise<boolean> => {
		if (isCancelled()) return false;
		results[index] = await work(index);
		done++;
		return true;
	};
	let faults = await inParallel(0, Math.min(1, count), 1, one);
	if (faults.size === 0) faults = await inParallel(1, count, concurrency, one);
	if (faults.size > 0) {
		const fault = firstFault(faults);
		explain(fault, { done, failed: faults.size - 1 });
		throw fault;
	}
	return results;
}
