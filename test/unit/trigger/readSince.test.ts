/** Whatever a server is like, what has come since a time is found, each record once. */
import fc from 'fast-check';
import { OutOfTime } from '../../../nodes/ServiceOps/trigger/interruptions';
import { readNewest, readSince } from '../../../nodes/ServiceOps/trigger/readSince';
import { OddAnswer } from '../../../nodes/ServiceOps/transport/errors';
import { add, memoryList, TOTALS, update, type MemoryList, type ServerHabits } from './memoryList';
import { scaled } from '../../support/scale';

const RUNS = 1_000;
/** Printed by fast-check with a counterexample; any other seed must do as well. */
const SEED = 20_261_126;
const orders = ['ascending', 'descending'] as const;

const anyHabits: fc.Arbitrary<ServerHabits> = fc.record({
	order: fc.constantFrom(...orders),
	cap: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 150 })),
	total: fc.constantFrom(...TOTALS),
});

/** Times with runs of the same one, the oldest first. */
const anyTimes = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 150 })), {
		maxLength: 12,
	})
	.map((runs) => {
		let at = 1_000;
		return runs.flatMap(([gap, length]) => {
			at += gap;
			return Array.from({ length }, () => at);
		});
	});

const everything = { isNews: () => true, maxNews: Infinity, wasQuiet: false };

const idsOf = (rows: Array<Record<string, unknown>>): number[] => rows.map(({ id }) => Number(id));

test('every record at or after a time is found, each once, the oldest first', async () => {
	await fc.assert(
		fc.asyncProperty(
			anyHabits,
			anyTimes,
			fc.integer({ min: 998, max: 1_040 }),
			async (habits, times, floor) => {
				const list = memoryList(times, habits);

				const { rows, isComplete } = await readSince(list, { ...everything, floor });

				const expected = list.rows.filter(({ at }) => at >= floor).map(({ id }) => id);
				expect([...idsOf(rows)].sort((a, b) => a - b)).toEqual(expected);
				expect(rows.map(list.timeOf)).toEqual(rows.map(list.timeOf).sort((a, b) => a - b));
				expect(isComplete).toBe(true);
			},
		),
		{ numRuns: RUNS, seed: SEED },
	);
});

test('so it is where rows of the same time are in another order on each page', async () => {
	let [reads, ended] = [0, 0];
	await fc.assert(
		fc.asyncProperty(anyHabits, anyTimes, async (habits, times) => {
			fc.pre(habits.cap > 20 && times.length < 500);
			const list = memoryList(times, { ...habits, movesTies: true });
			// Small pages of many rows may show by chance that rows keep their order: then the next poll tries again.
			let result: Awaited<ReturnType<typeof readSince>> | undefined;
			for (let polls = 0; polls < 10 && !result; polls++) {
				result = await readSince(list, { ...everything, floor: 1_002 }).catch((error: unknown) => {
					if (error instanceof OddAnswer) return undefined;
					throw error;
				});
			}
			reads++;
			if (!result) return;
			ended++;
			const { rows } = result;

			const expected = list.rows.filter(({ at }) => at >= 1_002).map(({ id }) => id);
			expect([...idsOf(rows)].sort((a, b) => a - b)).toEqual(expected);
		}),
		{ numRuns: scaled(200, 10), seed: SEED },
	);
	expect(ended).toBeGreaterThan(reads * 0.9);
});

test('the newest record is among the newest, and comes first', async () => {
	await fc.assert(
		fc.asyncProperty(anyHabits, anyTimes, async (habits, times) => {
			const list = memoryList(times, habits);

			const rows = await readNewest(list);

			expect(rows).toHaveLength(Math.min(times.length, list.facts.pageLength ?? 0));
			expect(rows[0] && list.timeOf(rows[0])).toBe(times[times.length - 1]);
			expect(rows.map(list.timeOf)).toEqual(rows.map(list.timeOf).sort((a, b) => b - a));
		}),
		{ numRuns: RUNS, seed: SEED },
	);
});

test('records that are updated while the list is read are not lost, and none of the others is', async () => {
	let reads = 0;
	let ended = 0;
	const moves = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 30 });
	await fc.assert(
		fc.asyncProperty(
			anyHabits.filter(({ cap }) => cap > 1),
			anyTimes.filter((times) => times.length > 50),
			moves,
			fc.integer({ min: 0, max: 1_000_000 }),
			async (habits, times, counts, chance) => {
				const list = memoryList(times, habits);
				const before = list.rows.filter(({ at }) => at >= 1_005).map(({ id }) => id);
				let clock = 2_000;
				list.beforePage = () => {
					for (let count = counts[list.calls % counts.length] ?? 0; count > 0; count--) {
						// The first page settles the order; a server that reverses its list is another test.
						const row = list.rows[(chance * (count + list.calls)) % list.rows.length];
						if (list.calls > 1 && row && list.calls < 30) update(list, row.id, clock++);
					}
				};

				reads++;
				const result = await readSince(list, { ...everything, floor: 1_005 }).catch(
					(error: unknown) => {
						// Allowed: the next poll tries again.
						if (error instanceof OddAnswer) return undefined;
						throw error;
					},
				);

				if (!result) return;
				ended++;
				const { rows } = result;
				const found = new Set(idsOf(rows));
				expect(before.filter((id) => !found.has(id))).toEqual([]);
				expect(found.size).toBe(rows.length);
			},
		),
		{ numRuns: scaled(500, 40), seed: SEED },
	);
	expect(ended).toBeGreaterThan(reads * 0.8);
});

/** Polls a list as the trigger does: from a little before the newest record, and quickly after a quiet poll. */
function poller(list: MemoryList, maxNews = Infinity) {
	const seen = new Set<string>();
	let newest = 0;
	let wasQuiet = false;
	const keyOf = (row: Record<string, unknown>): string => `${Number(row.id)}@${Number(row.at)}`;
	return async (): Promise<string[]> => {
		list.calls = 0;
		const floor = newest - 5;
		const isNews = (row: Record<string, unknown>): boolean =>
			Number(row.at) >= floor && !seen.has(keyOf(row));
		const { rows, isComplete } = await readSince(list, { floor, isNews, maxNews, wasQuiet });
		const news = rows.filter(isNews).slice(0, maxNews);
		for (const row of news) {
			seen.add(keyOf(row));
			newest = Math.max(newest, Number(row.at));
		}
		wasQuiet = isComplete && news.length === 0;
		return news.map(keyOf);
	};
}

const burst = fc.record({
	/** Whether records are created or updated. */
	isUpdate: fc.boolean(),
	/** ms since the burst before. */
	gap: fc.integer({ min: 1, max: 50 }),
	size: fc.integer({ min: 0, max: 130 }),
	/** How many of them share a time. */
	tie: fc.integer({ min: 1, max: 130 }),
	polls: fc.integer({ min: 1, max: 3 }),
});

test('over many polls, everything that comes is found once', async () => {
	await fc.assert(
		fc.asyncProperty(
			anyHabits.filter(({ cap }) => cap > 4),
			anyTimes.filter((times) => times.length < 400),
			fc.array(burst, { maxLength: 5 }),
			fc.integer({ min: 60, max: 400 }),
			async (habits, times, bursts, maxNews) => {
				const list = memoryList(times, habits);
				const poll = poller(list, maxNews);
				const got: string[] = [];
				const drain = async () => {
					for (let news = await poll(); news.length > 0; news = await poll()) got.push(...news);
				};
				await drain();
				const expected = times.map((at, index) => `${index + 1}@${at}`);
				let clock = 2_000;
				for (const { isUpdate, gap, size, tie, polls } of bursts) {
					clock += gap;
					const olds = list.rows.slice(0, isUpdate ? size : 0).map(({ id }) => id);
					for (let index = 0; index < (isUpdate ? olds.length : size); index++) {
						const at = clock + Math.floor(index / tie);
						const old = olds[index];
						if (old === undefined) expected.push(`${add(list, at)}@${at}`);
						else {
							update(list, old, at);
							expected.push(`${old}@${at}`);
						}
					}
					clock += Math.floor(size / tie);
					for (let index = 0; index < polls; index++) got.push(...(await poll()));
					await drain();
				}

				expect([...got].sort()).toEqual([...expected].sort());
			},
		),
		{ numRuns: scaled(200, 20), seed: SEED },
	);
}, 60_000);

const lengths = [1, 99, 100, 101, 200, 201, 250, 300, 301, 400, 401, 700, 701, 801, 1_500];

describe.each(orders)('a bulk import: all records have one time (%s)', (order) => {
	describe.each(['none', 'true', 'page'] as const)('total: %s', (total) => {
		test.each(lengths)('%d records, and the one that comes next is found', async (length) => {
			const list = memoryList(
				Array.from({ length }, () => 1_000),
				{ order, total },
			);
			const poll = poller(list);

			expect(await poll()).toHaveLength(length);
			expect(await poll()).toEqual([]);
			expect(await poll()).toEqual([]);
			expect(list.calls).toBeLessThanOrEqual(3);

			const late = add(list, 1_000);
			expect(await poll()).toEqual([`${late}@1000`]);
			const next = add(list, 1_001);
			expect(await poll()).toEqual([`${next}@1001`]);
			expect(await poll()).toEqual([]);
		});
	});
});

describe.each(orders)('the cost (%s)', (order) => {
	test.each(TOTALS.filter((total) => total !== 'high'))('total: %s', async (total) => {
		const list = memoryList(
			Array.from({ length: 100_000 }, (_, index) => index * 10),
			{ order, total },
		);
		const newest = 999_990;
		const request = { floor: newest - 60, isNews: () => false, maxNews: 1_000, wasQuiet: false };

		await readNewest(list);
		expect(list.calls).toBeLessThanOrEqual(35);

		await readSince(list, request);
		list.calls = 0;
		await readSince(list, { ...request, wasQuiet: true });
		expect(list.calls).toBe(1);

		for (let index = 1; index <= 5; index++) add(list, newest + index);
		list.calls = 0;
		const isNews = ({ at }: Record<string, unknown>): boolean => Number(at) > newest;
		const { rows } = await readSince(list, { ...request, isNews, wasQuiet: true });
		expect(rows.filter(isNews)).toHaveLength(5);
		expect(list.calls).toBeLessThanOrEqual(3);
	});
});

describe('odd servers', () => {
	test('a list that is sorted by nothing is an error that says so', async () => {
		const list = memoryList([5, 3, 9, 1]);

		await expect(readSince(list, { ...everything, floor: 0 })).rejects.toThrow(
			'ServiceOps does not sort the records by time',
		);
	});

	test.each(orders)('a list that is reversed between two polls (%s first)', async (order) => {
		const list = memoryList(
			Array.from({ length: 350 }, (_, index) => 1_000 + index),
			{ order },
		);
		const poll = poller(list);
		expect(await poll()).toHaveLength(350);

		list.habits.order = order === 'ascending' ? 'descending' : 'ascending';
		const id = add(list, 2_000);

		expect(await poll()).toEqual([`${id}@2000`]);
		expect(await poll()).toEqual([]);
	});

	test.each(TOTALS)(
		'the same rows for every offset end in an error, not in calls without end (total: %s)',
		async (total) => {
			const list = memoryList(
				Array.from({ length: 350 }, (_, index) => index),
				{ ignoresOffset: true, total },
			);

			const reading = readSince(list, { ...everything, floor: 0 });

			// A server that counts the rows of the page cannot be told from one that has no more.
			if (total === 'page') expect((await reading).rows).toHaveLength(100);
			else await expect(reading).rejects.toThrow('returns the same records for every page');
			expect(list.calls).toBeLessThanOrEqual(4);
		},
	);

	test.each(orders)('... but one page that is the whole list is enough (%s)', async (order) => {
		const list = memoryList(
			Array.from({ length: 60 }, (_, index) => index),
			{ ignoresOffset: true, total: 'true', order },
		);
		const poll = poller(list);
		expect(await poll()).toHaveLength(60);
		const id = add(list, 100);

		expect(await poll()).toEqual([`${id}@100`]);
		expect(await poll()).toEqual([]);
		expect(await poll()).toEqual([]);
	});
});

test('reading stops when the time is up, and goes on there', async () => {
	const list = memoryList(Array.from({ length: 500 }, (_, index) => index));
	const poll = poller(list);
	let pages = 2;
	list.hasTimeLeft = () => --pages > 0;

	const first = await poll();
	list.hasTimeLeft = () => true;
	const rest = await poll();

	expect(first.length).toBeGreaterThan(0);
	expect(first.length).toBeLessThan(500);
	expect([...first, ...rest]).toEqual(list.rows.map(({ id, at }) => `${id}@${at}`));
});

describe.each(orders)('polls that have time for a few pages only (%s)', (order) => {
	test.each([2, 3, 5, 10])('%d pages each: a long list is followed all the same', async (pages) => {
		for (const total of TOTALS) {
			const list = memoryList(
				Array.from({ length: 50_000 }, (_, index) => 1_000 + index * 10),
				{ order, total },
			);
			let left = 0;
			list.hasTimeLeft = () => left > 0;
			list.beforePage = () => left--;
			const often = async <T>(work: () => Promise<T>): Promise<T> => {
				for (let polls = 0; polls < 60; polls++) {
					left = pages;
					const result = await work().catch((error: unknown) => {
						if (error instanceof OutOfTime) return undefined;
						throw error;
					});
					if (result) return result;
				}
				throw new Error('It does not get there');
			};

			const [newest] = await often(async () => await readNewest(list));
			expect(newest && list.timeOf(newest)).toBe(1_000 + 499_990);

			// After an outage, there is much to go back to.
			const floor = 1_000 + 490_000;
			const { rows } = await often(
				async () => await readSince(list, { ...everything, floor, maxNews: 1 }),
			);
			expect(rows[0] && list.timeOf(rows[0])).toBe(floor);
		}
	});
});
