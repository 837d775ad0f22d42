/** Many items: several at a time, the results in the order of the input. */
import { runInOrder } from '../../../nodes/ServiceOps/run/itemOrder';
import { delay } from '../../support/node';

test('results keep their order, the first item runs alone, and no more than asked for run at once', async () => {
	let running = 0;
	let peak = 0;
	const startedWithFirst: number[] = [];
	const results = await runInOrder(20, 4, async (index) => {
		running++;
		if (index === 0) startedWithFirst.push(running);
		peak = Math.max(peak, running);
		await delay((index * 7) % 5);
		if (index === 0) startedWithFirst.push(running);
		running--;
		return index;
	});
	expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index));
	expect(startedWithFirst).toEqual([1, 1]);
	expect(peak).toBe(4);
});

test('none is begun after a fault, the earliest fault is thrown, and the others are counted', async () => {
	const begun: number[] = [];
	const onStop = jest.fn();
	const run = runInOrder(
		50,
		3,
		async (index) => {
			begun.push(index);
			await delay(1);
			if (index === 5 || index === 6) throw new Error(`fault ${index}`);
		},
		{ onStop },
	);
	await expect(run).rejects.toThrow('fault 5');
	expect(Math.max(...begun)).toBeLessThan(10);
	const others = begun.length - 1;
	expect(onStop).toHaveBeenCalledTimes(1);
	const [fault, { succeeded, failed }] = onStop.mock.calls[0] as [
		Error,
		{ succeeded: number; failed: number },
	];
	expect(fault.message).toBe('fault 5');
	expect(succeeded + failed).toBe(others);
	expect(failed).toBeLessThanOrEqual(1);
});

test('none is begun once the workflow was stopped', async () => {
	let isCancelled = false;
	const begun: number[] = [];
	const results = await runInOrder(
		10,
		1,
		async (index) => {
			begun.push(index);
			isCancelled = index === 2;
			return await Promise.resolve(index);
		},
		{ isCancelled: () => isCancelled },
	);
	expect(begun).toEqual([0, 1, 2]);
	expect(results.filter((result) => result !== undefined)).toEqual([0, 1, 2]);
});

test('there may be no items', async () => {
	expect(await runInOrder(0, 10, async () => await delay(0))).toEqual([]);
});
