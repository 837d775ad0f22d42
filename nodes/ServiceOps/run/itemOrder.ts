import { firstFault, inParallel } from '../values/concurrency';
import type { OtherItems } from './runSummary';

/** Hooks for a run that stops early. */
interface RunHooks {
	/** Called before the run stops because of an error. */
	onStop?: (fault: unknown, others: OtherItems) => void;
	/** Whether the workflow was stopped: in that case no further item is started, and the results have gaps. */
	isCancelled?: () => boolean;
}

/**
 * Works on items several at a time and returns the results in their order. The first one runs alone, so that a login
 * happens once. After an error no further item is started; those in progress are finished.
 *
 * @param count how many items there are
 * @param concurrency how many to work on at a time, from 1
 * @throws what the item with the lowest index threw
 */
export async function runInOrder<T>(
	count: number,
	concurrency: number,
	work: (index: number) => Promise<T>,
	{ onStop = () => undefined, isCancelled = () => false }: RunHooks = {},
): Promise<T[]> {
	const results = new Array<T>(count);
	let succeeded = 0;
	const runOne = async (index: number): Promise<boolean> => {
		if (isCancelled()) return false;
		results[index] = await work(index);
		succeeded++;
		return true;
	};
	let faults = await inParallel(0, Math.min(1, count), 1, runOne);
	if (faults.size === 0) faults = await inParallel(1, count, concurrency, runOne);
	if (faults.size > 0) {
		const fault = firstFault(faults);
		onStop(fault, { succeeded, failed: faults.size - 1 });
		throw fault;
	}
	return results;
}
