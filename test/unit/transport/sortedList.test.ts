/** The newest rows come first, or the oldest if that is wanted, whatever order the server lists them in. */
import fc from 'fast-check';
import { Incomplete } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { readSorted, sortRows, type Order } from '../../../nodes/ServiceOps/transport/sortedList';
import { serveList, type ListServer } from '../../support/listServer';
import { scaled } from '../../support/scale';

const byNumber = (name: string) => (one: Row, other: Row) =>
	Number(one[name]) - Number(other[name]);
const newestFirst: Order = {
	comparisons: [byNumber('time')],
	tieBreaker: byNumber('id'),
	isDescending: true,
};
const oldestFirst: Order = { ...newestFirst, isDescending: false };

const listOf = (count: number): Row[] =>
	Array.from({ length: count }, (_, id) => ({ id, time: Math.floor(id / 3) }));
const idsOf = (rows: Row[]) => rows.map(({ id }) => Number(id));
const count = (from: number, to: number) =>
	Array.from(
		{ length: Math.abs(to - from) + 1 },
		(_, index) => from + Math.sign(to - from) * index,
	);

const scrambled = ({ id }: Row) => (Number(id) * 37) % 101;
const orders = fc.constantFrom('ascending', 'descending', 'random', 'byAnotherField');

test('any length, limit, page size, cap, total, order of the server and order that is wanted', async () => {
	const server = fc.record({
		length: fc.nat(150),
		limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 160 })),
		pageSize: fc.integer({ min: 12, max: 100 }),
		cap: fc.constantFrom(0, 7, 50),
		total: fc.constantFrom<Array<NonNullable<ListServer['total']>>>(
			'true',
			'none',
			'page',
			'tooSmall',
		),
		listed: orders,
		isDescending: fc.boolean(),
		seed: fc.nat(),
	});
	await fc.assert(
		fc.asyncProperty(server, async ({ length, limit, pageSize, listed, isDescending, ...kind }) => {
			const rows = listOf(length);
			if (listed === 'descending') rows.reverse();
			if (listed === 'byAnotherField') rows.sort((a, b) => scrambled(a) - scrambled(b));
			const order = listed === 'random' ? 'random' : 'fixed';
			const list = serveList({ ...kind, rows, order });

			const wanted = isDescending ? newestFirst : oldestFirst;
			const result = await readSorted({ limit, pageSize }, wanted, list.read);

			const all = idsOf(listOf(length));
			const expected = (isDescending ? all.reverse() : all).slice(0, limit);
			const times = (ids: number[]) => ids.map((id) => Math.floor(id / 3));
			expect(times(idsOf(result.rows))).toEqual(times(expected));
			expect(new Set(idsOf(result.rows)).size).toBe(expected.length);
		}),
		{ numRuns: scaled(500, 150) },
	);
});

describe('of 10,000 rows, the newest ten take', () => {
	const limited = { limit: 10, pageSize: 100 };

	test('one call where the server begins with them', async () => {
		const list = serveList({ rows: listOf(10_000).reverse() });
		const { rows } = await readSorted(limited, newestFirst, list.read);
		expect(idsOf(rows)).toEqual(count(9_999, 9_990));
		expect(list.asked).toEqual([[0, 20]]);
	});

	test('three calls where it ends with them and tells how many there are', async () => {
		const list = serveList({ rows: listOf(10_000) });
		const { rows } = await readSorted(limited, newestFirst, list.read);
		expect(idsOf(rows)).toEqual(count(9_999, 9_990));
		expect(list.asked).toHaveLength(3);
	});

	test.each(['none', 'page', 'tooSmall', 'zero'] as const)(
		'few calls where the total is of no help: %s',
		async (total) => {
			const list = serveList({ rows: listOf(10_000), total });
			const { rows } = await readSorted(limited, newestFirst, list.read);
			expect(idsOf(rows)).toEqual(count(9_999, 9_990));
			expect(list.asked.length).toBeLessThan(25);
		},
	);
});

test('rows that do not count are passed over, from either end', async () => {
	const keep = ({ id }: Row) => Number(id) % 100 === 0;
	for (const rows of [listOf(1_000), listOf(1_000).reverse()]) {
		const list = serveList({ rows });
		const result = await readSorted({ limit: 3, pageSize: 50, keep }, newestFirst, list.read);
		expect(idsOf(result.rows)).toEqual([900, 800, 700]);
	}
});

test('where no time tells, the ID does', async () => {
	const rows = Array.from({ length: 40 }, (_, id) => ({ id }));
	const order = { ...newestFirst, comparisons: [] };
	const { rows: newest } = await readSorted(
		{ limit: 3, pageSize: 10 },
		order,
		serveList({ rows }).read,
	);
	expect(idsOf(newest)).toEqual([39, 38, 37]);
});

test('a server that ignores the offset is read on one page', async () => {
	const list = serveList({ rows: listOf(350), ignoresOffset: true, total: 'none' });
	const { rows } = await readSorted({ limit: 5, pageSize: 100 }, newestFirst, list.read);
	expect(idsOf(rows)).toEqual([349, 348, 347, 346, 345]);
});

describe('a server that does not sort, whose first page looks sorted', () => {
	// The latest time is where nobody looks for it.
	const rows = listOf(200)
		.reverse()
		.map((row) => (row.id === 5 ? { ...row, time: 1_000 } : row));
	const newest = async (confirm: Order['confirm']) => {
		const list = serveList({ rows });
		const order = { ...newestFirst, confirm };
		const result = await readSorted({ limit: 2, pageSize: 100 }, order, list.read);
		return { ids: idsOf(result.rows), calls: list.asked.length };
	};

	test('is read whole where the server can be asked for newer rows', async () => {
		const confirm = jest.fn(async () => await Promise.resolve(false));
		expect(await newest(confirm)).toMatchObject({ ids: [5, 199] });
		expect(confirm).toHaveBeenCalledTimes(1);
	});

	test('is believed where it cannot', async () => {
		expect(await newest(async () => await Promise.resolve(true))).toEqual({
			ids: [199, 198],
			calls: 1,
		});
	});
});

describe('what decides', () => {
	const order: Order = {
		comparisons: [byNumber('a'), byNumber('b')],
		tieBreaker: byNumber('id'),
		isDescending: false,
	};
	const rowsOf = (...pairs: Array<[a: number, b: number]>): Row[] =>
		pairs.map(([a, b], index) => ({ id: 9 - index, a, b }));

	test.each<[string, Row[], number[]]>([
		['the first, where the list follows none', rowsOf([2, 1], [1, 3], [3, 2]), [8, 9, 7]],
		['the first, where the list follows both', rowsOf([1, 1], [2, 2], [3, 3]), [9, 8, 7]],
		['the second, where the list follows that', rowsOf([2, 1], [1, 2], [3, 3]), [9, 8, 7]],
		[
			'the second, where the list goes the other way by it',
			rowsOf([2, 3], [1, 2], [3, 1]),
			[7, 8, 9],
		],
		['the second, where the first is equal', rowsOf([1, 2], [1, 3], [1, 1]), [7, 9, 8]],
		['the last, where the others are equal', rowsOf([1, 1], [1, 1], [1, 1]), [7, 8, 9]],
		[
			'the first, where the list follows the second in part',
			rowsOf([2, 1], [1, 1], [3, 0]),
			[7, 8, 9],
		],
	])('is %s', (_what, rows, ids) => {
		expect(idsOf(sortRows([...rows], order))).toEqual(ids);
		expect(idsOf(sortRows([...rows], { ...order, isDescending: true }))).toEqual(
			[...ids].reverse(),
		);
	});

	const many = (row: (id: number) => Row) => Array.from({ length: 2_000 }, (_, id) => row(id));
	const moved = (id: number) => (id * 37) % 101;
	const newest = { ...order, isDescending: true };
	const ten = { limit: 10, pageSize: 100 };

	test.each<[string, Row[]]>([
		['by the second, whatever the first', many((id) => ({ id, a: moved(id), b: id }))],
		['by the second, where the first is equal', many((id) => ({ id, a: 1, b: id }))],
		['by the last, where the others are equal', many((id) => ({ id, a: 1, b: 1 }))],
	])('the newest ten take few calls where the list is sorted %s', async (_what, rows) => {
		for (const listed of [rows, [...rows].reverse()]) {
			const list = serveList({ rows: listed });
			const { rows: found } = await readSorted(ten, newest, list.read);
			expect(idsOf(found)).toEqual(count(1_999, 1_990));
			expect(list.asked.length).toBeLessThan(5);
		}
	});

	test('all are read, and hardly any twice, where the list is not sorted', async () => {
		const list = serveList({ rows: many((id) => ({ id, a: moved(id), b: moved(id + 1) })) });
		const { rows } = await readSorted(ten, newest, list.read);
		expect(rows.every(({ a }) => a === 100)).toBe(true);
		expect(list.asked.length).toBeLessThan(25);
	});
});

test('a first page that is in order by chance is no proof for the next', async () => {
	const rows = listOf(300).reverse();
	rows.splice(25, 0, { id: 999, time: 999 });
	const list = serveList({ rows });
	const result = await readSorted({ limit: 30, pageSize: 20 }, newestFirst, list.read);
	expect(idsOf(result.rows)).toEqual([999, ...count(299, 271)]);
});

test('a list that is shorter than the limit is sorted, and not read again or asked about', async () => {
	const rows = listOf(30).reverse();
	rows.push({ id: 999, time: 999 });
	const confirm = jest.fn(async () => await Promise.resolve(false));
	const list = serveList({ rows });
	const options = { limit: 100, pageSize: 20 };
	const result = await readSorted(options, { ...newestFirst, confirm }, list.read);
	expect(idsOf(result.rows)).toEqual([999, ...count(29, 0)]);
	expect(confirm).not.toHaveBeenCalled();
	expect(list.asked.length).toBeLessThan(4);
});

test('rows of a list that does not come whole are sorted too', async () => {
	const { read } = serveList({ rows: listOf(25) });
	const part = async (offset: number, size: number) => ({
		...(await read(offset, size)),
		total: 40,
	});
	const options = { limit: Infinity, pageSize: 10 };
	const error: unknown = await readSorted(options, newestFirst, part).catch(
		(fault: unknown) => fault,
	);
	expect(error).toBeInstanceOf(Incomplete);
	expect(idsOf((error as Incomplete).rows)).toEqual(count(24, 0));

	const down = new Error('No connection');
	const fails = async () => await Promise.reject(down);
	await expect(readSorted(options, newestFirst, fails)).rejects.toBe(down);
});

describe('the calls for the newest ten of 45 rows in pages of 20', () => {
	const byId: Order = {
		comparisons: [byNumber('time')],
		tieBreaker: byNumber('id'),
		isDescending: true,
	};
	const up = (length: number): Row[] => Array.from({ length }, (_, id) => ({ id, time: id }));
	const down = (length: number) => up(length).reverse();
	const mixed = (length: number) => up(length).sort((a, b) => scrambled(a) - scrambled(b));
	const tens = ({ id }: Row) => Number(id) % 10 === 0;
	type Case = [string, Partial<ListServer>, object, string, string];
	const cases: Case[] = [
		['at the start', { rows: down(45) }, {}, '0+20', '0+20'],
		['at the start, thirty of them', { rows: down(45) }, { limit: 30 }, '0+20 20+10', '0+20 20+10'],
		[
			'at the end',
			{ rows: up(45) },
			{},
			'0+20 44+20 25+20',
			'0+20 20+20 80+20 60+20 50+20 45+20 42+20 25+20',
		],
		[
			'at the end, thirty of them',
			{ rows: up(45) },
			{ limit: 30 },
			'0+20 44+20 25+20 5+20',
			'0+20 20+20 80+20 60+20 50+20 45+20 42+20 25+20 5+20',
		],
		[
			'at the end, some of the rows',
			{ rows: up(45) },
			{ limit: 3, keep: tens },
			'0+20 44+20 25+20 5+20',
			'0+20 20+20 80+20 60+20 50+20 45+20 42+20 25+20 5+20',
		],
		[
			'at the end, at most seven a page',
			{ rows: up(45), cap: 7 },
			{},
			'0+20 44+20 35+10 38+7 31+7',
			'0+20 7+20 28+20 70+20 52+20 43+20 35+10 38+7 31+7',
		],
		[
			'all on one page, in either order',
			{ rows: up(15) },
			{ limit: 5 },
			'0+20 15+20',
			'0+20 15+20',
		],
		['fewer than asked for', { rows: down(12) }, { limit: 30 }, '0+20 12+18', '0+20 12+18'],
		[
			'fewer than asked for, the oldest first',
			{ rows: up(12) },
			{ limit: 30 },
			'0+20 12+20',
			'0+20 12+20',
		],
		['anywhere', { rows: mixed(45) }, { limit: 5 }, '0+20 20+20 40+20', '0+20 20+20 40+20'],
		['one row', { rows: up(1) }, {}, '0+20 1+9', '0+20 1+9'],
		['no row', { rows: [] }, {}, '0+20', '0+20'],
		[
			'where the offset is ignored',
			{ rows: up(45), ignoresOffset: true },
			{ limit: 5 },
			'0+20 44+20 20+20 0+1000 45+1000',
			'0+20 20+20 20+20 0+1000 45+1000',
		],
	];

	test.each(cases)('%s', async (_what, server, options, withTotal, without) => {
		for (const [total, calls] of [
			['true', withTotal],
			['none', without],
		] as const) {
			const rows = server.rows ?? [];
			const list = serveList({ total, ...server, rows });
			const all = { limit: 10, pageSize: 20, ...options };
			const result = await readSorted(all, byId, list.read);
			expect(list.asked.map(([offset, size]) => `${offset}+${size}`).join(' ')).toBe(calls);
			const kept = idsOf(rows).filter((id) => all.limit !== 3 || tens({ id }));
			expect(idsOf(result.rows)).toEqual(kept.sort((a, b) => b - a).slice(0, all.limit));
		}
	});

	test('the oldest ten are found in the same way', async () => {
		for (const [rows, calls] of [
			[up(45), 1],
			[down(45), 3],
		] as const) {
			const list = serveList({ rows });
			const order = { ...byId, isDescending: false };
			const found = await readSorted({ limit: 10, pageSize: 20 }, order, list.read);
			expect(idsOf(found.rows)).toEqual(count(0, 9));
			expect(list.asked).toHaveLength(calls);
		}
	});
});
