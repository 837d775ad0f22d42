/** A list is read whole and each row once, whatever the server's pages are like; else the reader is told. */
import fc from 'fast-check';
import { Incomplete } from '../../../nodes/ServiceOps/transport/errors';
import type { Page, Row } from '../../../nodes/ServiceOps/transport/page';
import { readAll, type PagingOptions } from '../../../nodes/ServiceOps/transport/paging';
import { serveList, type ListServer } from '../../support/listServer';
import { scaled } from '../../support/scale';

const listOf = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id }));
const idsOf = (rows: Row[]) => rows.map(({ id }) => id);
const byId = (rows: Row[]) => idsOf(rows).sort((a, b) => Number(a) - Number(b));
const whole: PagingOptions = { limit: Infinity, pageSize: 10 };

const server = {
	count: fc.nat(120),
	cap: fc.constantFrom(0, 1, 3, 7, 50),
	total: fc.constantFrom<Array<NonNullable<ListServer['total']>>>(
		'true',
		'none',
		'page',
		'zero',
		'tooSmall',
		'growing',
	),
	pageSize: fc.integer({ min: 1, max: 60 }),
	pagesInFlight: fc.integer({ min: 1, max: 8 }),
};
const limit = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 130 }));

test('any length, page size, cap, limit, width and kind of total', async () => {
	await fc.assert(
		fc.asyncProperty(fc.record({ ...server, limit }), async ({ count, cap, total, ...options }) => {
			const { read } = serveList({ rows: listOf(count), cap, total });
			const { rows, warning } = await readAll(options, read);
			expect(idsOf(rows)).toEqual(idsOf(listOf(Math.min(count, options.limit))));
			expect(warning).toBeUndefined();
		}),
		{ numRuns: scaled(1_000, 300) },
	);
});

test('rows that are ordered anew at each call all come, each once', async () => {
	const byChance = {
		count: 14,
		cap: 0 as const,
		total: 'zero' as const,
		pageSize: 1,
		pagesInFlight: 1,
		order: 'random' as const,
		limit: Infinity,
		seed: 2147418091,
	};
	const oneMissing = {
		...byChance,
		count: 15,
		cap: 7 as const,
		pageSize: 8,
		limit: 8,
		seed: 338328912,
	};
	const order = fc.constantFrom<Array<NonNullable<ListServer['order']>>>(
		'random',
		'randomUnlessStable',
	);
	await fc.assert(
		fc.asyncProperty(
			fc.record({ ...server, order, limit, seed: fc.nat() }),
			async ({ count, cap, total, order: kind, seed, ...options }) => {
				fc.pre(cap === 0 || cap > 3);
				const { read } = serveList({ rows: listOf(count), cap, total, order: kind, seed });
				const { rows } = await readAll(options, read);
				expect(new Set(idsOf(rows)).size).toBe(rows.length);
				expect(rows).toHaveLength(Math.min(count, options.limit));
			},
		),
		// The last two pages of one row are the same by chance; a page of the one row that is missing would be the first row again.
		{ numRuns: scaled(500, 200), examples: [[byChance], [oneMissing]] },
	);
});

test('the one row that is missing comes by a page of two, which is not by chance the first again', async () => {
	const { read, asked } = serveList({ rows: listOf(15), cap: 7, total: 'zero' });
	const { rows } = await readAll({ pageSize: 8, limit: 8 }, read);
	expect(rows).toHaveLength(8);
	expect(asked.at(-1)).toEqual([7, 2]);
});

test('rows that are deleted and added while all are read hide none of the others', async () => {
	let ended = 0;
	const changes = fc.array(fc.tuple(fc.nat(6), fc.nat(3)), { minLength: 1, maxLength: 8 });
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				...server,
				cap: fc.constantFrom(0, 4, 7, 50),
				pageSize: fc.integer({ min: 2, max: 60 }),
			}),
			changes,
			fc.nat(),
			async ({ count, cap, total, ...options }, steps, seed) => {
				const rows = listOf(count);
				const stays = new Set(idsOf(rows));
				let added = 1_000;
				const beforePage = (all: Row[], call: number) => {
					const [gone = 0, come = 0] = (call > 1 && steps[call - 2]) || [];
					for (let index = 0; index < gone && all.length > 0; index++) {
						const [row] = all.splice((seed * (call + index)) % all.length, 1);
						stays.delete(row?.id);
					}
					for (let index = 0; index < come; index++) all.push({ id: added++ });
				};
				const { read } = serveList({ rows, cap, total, beforePage });
				const reading = readAll({ ...options, limit: Infinity, joinsPages: true }, read);
				const result = await reading.catch((error: unknown) => {
					if (error instanceof Incomplete) return undefined;
					throw error;
				});
				if (!result) return;
				ended++;
				const came = new Set(idsOf(result.rows));
				expect([...stays].filter((id) => !came.has(id))).toEqual([]);
				expect(came.size).toBe(result.rows.length);
			},
		),
		{ numRuns: scaled(1_000, 300) },
	);
	expect(ended).toBeGreaterThan(scaled(1_000, 300) * 0.5);
});

test.each(['from0', 'from1'] as const)(
	'a server that takes the offset for the number of a page, %s',
	async (countsPages) => {
		for (const joinsPages of [true, false]) {
			for (const count of [0, 1, 10, 11, 20, ...(joinsPages ? [350, 3_000] : [])]) {
				const list = serveList({ rows: listOf(count), total: 'none', countsPages });
				const seen: Row[] = [];
				const keep = (row: Row) => seen.push(row) > 0 && Number(row.id) % 3 > 0;
				const { rows } = await readAll({ ...whole, joinsPages, keep }, list.read);
				expect(idsOf(rows)).toEqual(idsOf(listOf(count)).filter((id) => Number(id) % 3 > 0));
				// Whoever counts or indexes rows does it here.
				expect(byId(seen)).toEqual(idsOf(listOf(count)));
			}
			if (!joinsPages) continue;
			const list = serveList({ rows: listOf(350), total: 'none', countsPages });
			const { rows } = await readAll({ ...whole, limit: 25, joinsPages }, list.read);
			expect(idsOf(rows)).toEqual(idsOf(listOf(25)));
		}
	},
);

test.each([
	{ joinsPages: true, pageSize: 100 },
	{ joinsPages: false, pageSize: 100 },
	{ joinsPages: true, pageSize: 10 },
])('1,000 rows in no order, at most 100 a page: %j', async (options) => {
	const { read } = serveList({ rows: listOf(1_000), cap: 100, order: 'random' });
	const { rows } = await readAll({ limit: Infinity, ...options }, read);
	expect(byId(rows)).toEqual(idsOf(listOf(1_000)));
});

test('with a stable order, a second look is enough', async () => {
	const list = serveList({ rows: listOf(1_000), cap: 100, order: 'randomUnlessStable' });
	const { rows } = await readAll({ limit: Infinity, pageSize: 100 }, list.read);
	expect(byId(rows)).toEqual(idsOf(listOf(1_000)));
	expect(list.asked.length).toBeLessThanOrEqual(22);
});

test.each(['true', 'none', 'page'] as const)(
	'a server that ignores the offset may send all rows on a larger page; total: %s',
	async (total) => {
		const { read } = serveList({ rows: listOf(350), total, ignoresOffset: true });
		const { rows } = await readAll({ limit: Infinity, pageSize: 100 }, read);
		expect(idsOf(rows)).toEqual(idsOf(listOf(350)));
	},
);

test.each([
	{ total: 'true' as const, says: /10 of 30 records: 20 are missing.*same records again/ },
	{ total: 'none' as const, says: /only 10 records, and does not say how many are missing/ },
])(
	'rows that cannot be had are an error that carries the others; total: $total',
	async ({ total, says }) => {
		const list = serveList({ rows: listOf(30), cap: 10, total, ignoresOffset: true });

		// Not even where totals are known to be too large.
		const no = async () => await Promise.resolve(false);
		const error: unknown = await readAll(whole, list.read, no).catch((fault: unknown) => fault);

		expect(error).toBeInstanceOf(Incomplete);
		expect(error).toMatchObject({ message: expect.stringMatching(says) as string });
		expect(byId((error as Incomplete).rows)).toEqual(idsOf(listOf(10)));
		expect(list.asked.length).toBeLessThanOrEqual(4);
	},
);

test('with a limit, they are a warning', async () => {
	const { read } = serveList({ rows: listOf(30), cap: 10, ignoresOffset: true });

	const { rows, warning } = await readAll({ limit: 20, pageSize: 10 }, read);

	expect(rows).toHaveLength(10);
	expect(warning).toMatch(/20 are missing/);
});

describe('a total that is larger than the list', () => {
	const read = async (offset: number, size: number): Promise<Page> =>
		await Promise.resolve({ rows: listOf(25).slice(offset, offset + size), total: 40 });

	test('is an error where totals can be relied on', async () => {
		const reading = readAll(whole, read, async () => await Promise.resolve(true));
		await expect(reading).rejects.toThrow(/25 of 40 records: 15 are missing$/);
		await expect(readAll(whole, read)).rejects.toThrow(/15 are missing$/);
	});

	test('is ignored where they cannot, which is found out once', async () => {
		const known = new Set<string>();
		const checkTotals = jest.fn(async () => await Promise.resolve(false));

		const first = await readAll({ ...whole, known }, read, checkTotals);
		const second = await readAll({ ...whole, known }, read, checkTotals);

		expect([first, second].map(({ rows }) => rows.length)).toEqual([25, 25]);
		expect(checkTotals).toHaveBeenCalledTimes(1);
		expect(checkTotals).toHaveBeenCalledWith(listOf(10));
	});
});

test('rows that a server has twice count once, and are no sign that others are missing', async () => {
	const rows = listOf(60).flatMap((row) => (Number(row.id) % 4 === 0 ? [row, row] : [row]));
	for (const pageSize of [7, 10, 100]) {
		const result = await readAll(
			{ limit: Infinity, pageSize },
			serveList({ rows, total: 'none' }).read,
		);
		expect(idsOf(result.rows)).toEqual(idsOf(listOf(60)));
	}
});

test('rows without an ID that are alike count once', async () => {
	const rows = Array.from({ length: 30 }, (_, index) => ({ name: `Name ${index % 20}` }));
	const list = serveList({ rows });
	const result = await readAll(whole, list.read);
	expect(result.rows).toHaveLength(20);
	expect(list.asked).toHaveLength(4);
});

test('a server that sends its last page for every later offset is read to its end', async () => {
	const rows = listOf(35);
	const asked: number[] = [];
	const read = async (offset: number, size: number): Promise<Page> => {
		asked.push(offset);
		const start = Math.min(offset, 25);
		return await Promise.resolve({ rows: rows.slice(start, start + size) });
	};
	expect((await readAll(whole, read)).rows).toEqual(rows);
	// Then twice on large pages, which shows that no row moves.
	expect(asked).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 0, 35, 0, 35]);
});

test('a record added while the list is read is no reason to lose another', async () => {
	const rows = listOf(35);
	let calls = 0;
	const read = async (offset: number, size: number): Promise<Page> => {
		if (++calls === 2) rows.unshift({ id: 99 });
		return await Promise.resolve({ rows: rows.slice(offset, offset + size), total: rows.length });
	};
	expect(byId((await readAll(whole, read)).rows)).toEqual([...idsOf(listOf(35)), 99]);
});

test('the kept rows are those that were asked for, in the order of the server', async () => {
	const { read } = serveList({ rows: listOf(100) });
	const keep = ({ id }: Row) => Number(id) % 3 === 0;

	const { rows } = await readAll({ limit: 10, pageSize: 7, keep }, read);

	expect(idsOf(rows)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
});

test('the same ID of another type is another row', async () => {
	const assets = ['HardwareAsset', 'SoftwareAsset'].map((type) => ({ id: 1, type }));
	const rows = [...assets, { id: 11, type: 'A' }, { id: 1, type: 'A1' }];
	const result = await readAll(whole, serveList({ rows }).read);
	expect(result.rows).toEqual(rows);
});

describe('calls', () => {
	test('a page is asked for behind the total only once, to make sure', async () => {
		const list = serveList({ rows: listOf(100) });
		await readAll({ ...whole, pagesInFlight: 50 }, list.read);
		expect(list.asked.filter(([offset]) => offset >= 100)).toHaveLength(1);
		expect(list.asked).toHaveLength(11);
	});

	test('a last page that is shorter than the others is the end', async () => {
		const list = serveList({ rows: listOf(95) });
		await readAll({ ...whole, pagesInFlight: 50 }, list.read);
		expect(list.asked).toHaveLength(10);
	});

	test('a short list is asked for twice, but the next one of that length once', async () => {
		const list = serveList({ rows: listOf(1) });
		const known = new Set<string>();
		for (let item = 0; item < 5; item++) await readAll({ ...whole, known }, list.read);
		expect(list.asked).toHaveLength(6);
	});

	test('a huge total costs one page in flight each', async () => {
		const asked: number[] = [];
		const read = async (offset: number): Promise<Page> => {
			asked.push(offset);
			return await Promise.resolve({ rows: listOf(10).slice(offset), total: 2 ** 40 });
		};
		const no = async () => await Promise.resolve(false);
		await readAll({ ...whole, pagesInFlight: 4 }, read, no);
		expect(asked.length).toBeLessThan(10);
	});
});

test('of several pages that fail, the first one tells why', async () => {
	const read = async (offset: number): Promise<Page> => {
		await Promise.resolve();
		if (offset > 0) throw new Error(`Page at ${offset}`);
		return { rows: listOf(10), total: 100 };
	};
	await expect(readAll({ ...whole, pagesInFlight: 4 }, read)).rejects.toThrow('Page at 10');
});

test('a list that is right, or long enough, is no reason to check totals', async () => {
	const checkTotals = jest.fn(async () => await Promise.resolve(true));
	for (const limit of [Infinity, 10, 25]) {
		const { read } = serveList({ rows: listOf(25) });
		expect((await readAll({ ...whole, limit }, read, checkTotals)).warning).toBeUndefined();
	}
	const tooHigh = async (offset: number, size: number): Promise<Page> =>
		await Promise.resolve({ rows: listOf(25).slice(offset, offset + size), total: 40 });
	expect((await readAll({ ...whole, limit: 25 }, tooHigh, checkTotals)).rows).toHaveLength(25);
	expect(checkTotals).not.toHaveBeenCalled();
});

test('a list of which rows never come is looked through a few times, not for ever', async () => {
	const list = serveList({ rows: listOf(30), order: 'random' });
	const read = async (offset: number, size: number): Promise<Page> => {
		const page = await list.read(offset, size);
		return { ...page, total: 35 };
	};
	await expect(readAll(whole, read)).rejects.toThrow('30 of 35 records: 5 are missing');
	expect(list.asked.length).toBeLessThan(60);
	// On large pages, between which few rows can move.
	expect(list.asked.at(-1)?.[1]).toBe(1_000);
});

describe('a server that takes the offset for the number of a page', () => {
	const numbered = (count: number, total: number) => {
		const asked: number[] = [];
		const read = async (number: number, size: number): Promise<Page> => {
			asked.push(number);
			const rows = listOf(count).slice(number * size, (number + 1) * size);
			return await Promise.resolve({ rows, total });
		};
		return { asked, read };
	};

	test('is asked for no more pages than needed', async () => {
		const { asked, read } = numbered(3_000, 3_000);
		const { rows } = await readAll({ ...whole, limit: 25, joinsPages: true }, read);
		expect(idsOf(rows)).toEqual(idsOf(listOf(25)));
		expect(asked.length).toBeLessThan(10);
	});

	test('has rows that do not come', async () => {
		const options = { ...whole, joinsPages: true };
		const reading = readAll(options, numbered(30, 35).read);
		await expect(reading).rejects.toThrow(/30 of 35 records: 5 are missing$/);
		const some = await readAll({ ...options, limit: 31 }, numbered(30, 35).read);
		expect(some).toMatchObject({ warning: expect.stringMatching(/5 are missing$/) as string });
		const enough = await readAll({ ...options, limit: 30 }, numbered(30, 35).read);
		expect(enough).toEqual({ rows: listOf(30) });
	});
});

test('rows that a page has twice are counted in the total', async () => {
	const rows = listOf(60).flatMap((row) => (Number(row.id) % 4 === 0 ? [row, row] : [row]));
	const result = await readAll({ limit: Infinity, pageSize: 100 }, serveList({ rows }).read);
	expect(idsOf(result.rows)).toEqual(idsOf(listOf(60)));
});

test('a list of thousands on one page of a server that ignores the offset', async () => {
	const { read } = serveList({ rows: listOf(5_000), total: 'none', ignoresOffset: true });
	const { rows } = await readAll({ limit: Infinity, pageSize: 1_000 }, read);
	expect(rows).toHaveLength(5_000);
});

test('a record that changes while the list is read is the same record', async () => {
	let changes = 0;
	const beforePage = (rows: Row[]) => {
		for (const row of rows) row.title = `Title ${changes++}`;
	};
	const list = serveList({ rows: listOf(95), beforePage });
	const { rows } = await readAll({ ...whole, joinsPages: true }, list.read);
	expect(idsOf(rows)).toEqual(idsOf(listOf(95)));
	expect(list.asked).toHaveLength(11);
});

describe('the calls for 95 rows in pages of 30', () => {
	const fives = ({ id }: Row) => Number(id) % 5 === 0;
	const late = ({ id }: Row) => Number(id) > 80;
	type Case = [
		what: string,
		server: Partial<ListServer>,
		options: Partial<PagingOptions>,
		calls: string,
		joined: string,
	];
	const cases: Case[] = [
		['one after another', {}, {}, '0+30 30+30 60+30 90+30', '0+30 29+30 58+30 87+30'],
		[
			'at most 20 a page',
			{ cap: 20 },
			{},
			'0+30 20+30 40+30 60+30 80+30',
			'0+30 19+30 38+30 57+30 76+30',
		],
		[
			'a full last page',
			{ rows: listOf(90) },
			{},
			'0+30 30+30 60+30 90+30',
			'0+30 29+30 58+30 87+30',
		],
		['up to a limit', {}, { limit: 70 }, '0+30 30+30 60+10', '0+30 29+30 58+12'],
		[
			'at most 20, up to a limit',
			{ cap: 20 },
			{ limit: 50 },
			'0+30 20+30 40+10',
			'0+30 19+30 38+12',
		],
		['some of the rows', {}, { limit: 12, keep: fives }, '0+12 12+30 42+30', '0+12 11+30 40+30'],
		[
			'the last rows',
			{},
			{ limit: 2, keep: late, pagesInFlight: 1 },
			'0+2 2+30 32+30 62+30',
			'0+2 1+30 30+30 59+30',
		],
		['one row', { rows: listOf(1) }, {}, '0+30 1+30', '0+30 1+30'],
		['a short list', { rows: listOf(12) }, {}, '0+30 12+30', '0+30 11+30'],
		['the start of a list', {}, { limit: 10 }, '0+10', '0+10'],
		[
			'pages of one row',
			{ rows: listOf(3) },
			{ pageSize: 1 },
			'0+1 1+1 2+1 3+1',
			'0+1 1+1 2+1 3+1',
		],
		['what is enough', { rows: listOf(4) }, { isEnough: () => true }, '0+30', '0+30'],
	];

	test.each(cases)('%s', async (_what, server, options, calls, joined) => {
		for (const total of ['true', 'none', 'page', 'tooSmall', 'growing'] as const) {
			for (const pagesInFlight of [1, 3]) {
				for (const joinsPages of [false, true]) {
					const list = serveList({ rows: listOf(95), total, ...server });
					const kind = { ...whole, pageSize: 30, pagesInFlight, joinsPages };
					const { warning } = await readAll({ ...kind, ...options }, list.read);
					const asked = list.asked.map(([offset, size]) => `${offset}+${size}`).join(' ');
					expect(`${asked}, ${total}`).toBe(`${joinsPages ? joined : calls}, ${total}`);
					expect(warning).toBeUndefined();
				}
			}
		}
	});

	test('rows that move are looked for in pages of 1,000, one after another behind those that came', async () => {
		const list = serveList({ rows: listOf(200), cap: 40, order: 'randomUnlessStable' });
		await readAll({ ...whole, pageSize: 100 }, list.read);
		const again = list.asked.filter(([, size]) => size === 1_000).map(([offset]) => offset);
		expect(again).toEqual([0, 40, 80, 120, 160, 200]);
	});

	test('as many at a time as asked for, as far as the total goes', async () => {
		for (const [total, cap, most] of [
			['true', 0, 4],
			['true', 20, 4],
			['none', 0, 1],
		] as const) {
			const list = serveList({ rows: listOf(1_000), total, cap });
			let [now, atOnce] = [0, 0];
			const read = async (offset: number, size: number) => {
				atOnce = Math.max(atOnce, ++now);
				await Promise.resolve();
				const page = await list.read(offset, size);
				now--;
				return page;
			};
			await readAll({ ...whole, pageSize: 30, pagesInFlight: 4 }, read);
			expect(atOnce).toBe(most);
		}
	});
});

test('a page in the middle that is shorter than the others is filled up', async () => {
	const rows = listOf(200);
	const asked: string[] = [];
	const read = async (offset: number, size: number): Promise<Page> => {
		asked.push(`${offset}+${size}`);
		const end = offset + Math.min(size, offset === 40 ? 12 : 20);
		return await Promise.resolve({ rows: rows.slice(offset, end), total: 200 });
	};
	const result = await readAll({ limit: Infinity, pageSize: 20, pagesInFlight: 3 }, read);
	expect(idsOf(result.rows)).toEqual(idsOf(rows));
	expect(asked.filter((call) => call.startsWith('5'))).toEqual(['52+8']);
});

test('how long a list is that ends with its first page is known for lists of that length only', async () => {
	const known = new Set<string>();
	const callsFor = async (count: number, limit = Infinity) => {
		const list = serveList({ rows: listOf(count), total: 'none' });
		await readAll({ ...whole, limit, known }, list.read);
		return list.asked.length;
	};
	expect(await callsFor(4)).toBe(2);
	expect([await callsFor(4), await callsFor(3), await callsFor(3)]).toEqual([1, 2, 1]);
	// A page that is as long as was asked for shows nothing.
	expect([await callsFor(10), await callsFor(10)]).toEqual([3, 3]);
});

test('a page that is shorter than the others is not the end where the server counts more', async () => {
	const rows = listOf(60);
	const asked: string[] = [];
	const read = async (offset: number, size: number): Promise<Page> => {
		asked.push(`${offset}+${size}`);
		const end = offset + (offset === 20 ? 5 : size);
		return await Promise.resolve({ rows: rows.slice(offset, end), total: 60 });
	};
	const result = await readAll({ limit: Infinity, pageSize: 20 }, read);
	expect(idsOf(result.rows)).toEqual(idsOf(rows));
	expect(asked).toEqual(['0+20', '20+20', '25+15', '40+20', '60+20']);
});

test('a first page that is shorter than the others is no measure for them', async () => {
	const rows = listOf(120);
	const asked: string[] = [];
	const read = async (offset: number, size: number): Promise<Page> => {
		asked.push(`${offset}+${size}`);
		const end = offset + (offset === 0 ? 12 : size);
		return await Promise.resolve({ rows: rows.slice(offset, end) });
	};
	const result = await readAll({ limit: Infinity, pageSize: 30 }, read);
	expect(idsOf(result.rows)).toEqual(idsOf(rows));
	expect(asked).toEqual(['0+30', '12+30', '42+30', '72+30', '102+30']);
});

test('a server that counts pages and sends its last one for every later number is read to its end', async () => {
	const rows = listOf(30);
	const read = async (number: number, size: number): Promise<Page> => {
		const start = Math.min(number, 2) * size;
		return await Promise.resolve({ rows: rows.slice(start, start + size) });
	};
	const { rows: found } = await readAll({ ...whole, joinsPages: true }, read);
	expect(idsOf(found)).toEqual(idsOf(rows));
});
