/** Writes to one record happen in the order of the input, whatever their lookups take; others do not wait for them. */
import fc from 'fast-check';
import { keepRecordOrder } from '../../../nodes/ServiceOps/run/recordOrder';

const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

test('any mixture of records, lookups that take their time, and failures', async () => {
	const item = fc.record({
		record: fc.constantFrom('a', 'b', 'c'),
		lookup: fc.nat(20),
		write: fc.nat(20),
		fails: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(item, { maxLength: 30 }), async (items) => {
			const order = keepRecordOrder(items.length);
			// Queues last as long as the process.
			const run = String(Math.random());
			const log: Array<[string, number, 'begin' | 'end']> = [];
			await Promise.all(
				items.map(async ({ record, lookup, write, fails }, index) => {
					try {
						await turns(lookup);
						if (fails) throw new Error('No such record');
						await order.inOrder(index, run + record, async () => {
							log.push([record, index, 'begin']);
							await turns(write);
							log.push([record, index, 'end']);
						});
					} catch {
						// Others go on.
					} finally {
						order.finish(index);
					}
				}),
			);
			const written = items.flatMap((one, index) => (one.fails ? [] : [index]));
			expect(log.filter(([, , what]) => what === 'end')).toHaveLength(written.length);
			for (const record of ['a', 'b', 'c']) {
				const own = log.filter(([name]) => name === record);
				const expected = written
					.filter((index) => items[index]?.record === record)
					.flatMap((index) => [
						[record, index, 'begin'],
						[record, index, 'end'],
					]);
				expect(own).toEqual(expected);
			}
		}),
		{ numRuns: 500 },
	);
});

test('a slow write to one record does not hold up another', async () => {
	const order = keepRecordOrder(2);
	let release: () => void = () => undefined;
	const slow = order.inOrder(
		0,
		'slow',
		async () => await new Promise<void>((go) => (release = go)),
	);
	await expect(order.inOrder(1, 'other', async () => await Promise.resolve('done'))).resolves.toBe(
		'done',
	);
	release();
	await slow;
});

test('an item whose turn failed does not hold up the next', async () => {
	const order = keepRecordOrder(2);
	const failing = order.inOrder(0, 'a', async () => await Promise.reject(new Error('No')));
	const next = order.inOrder(1, 'a', async () => await Promise.resolve('done'));
	await expect(failing).rejects.toThrow('No');
	await expect(next).resolves.toBe('done');
});
