/** A list is read whole and each row once, whatever the server's pages are like; else the reader is told. */
import fc from 'fast-check';
import type { Page, Row } from '../../../nodes/ServiceOps/transport/page';
import { readAll } from '../../../nodes/ServiceOps/transport/paging';

interface Server {
	rows: Row[];
	/** The largest page that is served; 0 for any. */
	cap?: number;
	total?: 'true' | 'none';
	ignoresOffset?: boolean;
}

/** A list on a server, and what it was asked. */
function serve({ rows, cap = 0, total = 'true', ignoresOffset = false }: Server) {
	const asked: Array<[number, number]> = [];
	const read = async (offset: number, size: number): Promise<Page> => {
		asked.push([offset, size]);
		await Promise.resolve();
		const from = ignoresOffset ? 0 : offset;
		const length = cap > 0 ? Math.min(cap, size) : size;
		return {
			rows: rows.slice(from, from + length),
			...(total === 'true' && { total: rows.length }),
		};
	};
	return { asked, read };
}

const listOf = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id }));
const idsOf = (rows: Row[]) => rows.map(({ id }) => id);

test('any length, page size, cap, limit, width and with or without a total', async () => {
	const server = fc.record({
		count: fc.nat(120),
		cap: fc.constantFrom(0, 1, 3, 7, 50),
		total: fc.constantFrom('true' as const, 'none' as const),
		pageSize: fc.integer({ min: 1, max: 60 }),
		limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 130 })),
		pagesInFlight: fc.integer({ min: 1, max: 8 }),
	});
	await fc.assert(
		fc.asyncProperty(server, async ({ count, cap, total, ...options }) => {
			const { read } = serve({ rows: listOf(count), cap, total });
			const { rows, warning } = await readAll(options, read);
			expect(idsOf(rows)).toEqual(idsOf(listOf(Math.min(count, options.limit))));
			expect(warning).toBeUndefined();
		}),
		{ numRuns: 1_000 },
	);
});

test('the kept rows are those that were asked for, in the order of the server', async () => {
	const { read } = serve({ rows: listOf(100) });
	const keep = ({ id }: Row) => Number(id) % 3 === 0;

	const { rows } = await readAll({ limit: 10, pageSize: 7, keep }, read);

	expect(idsOf(rows)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
});

test('the same ID of another type is another row', async () => {
	const rows = ['HardwareAsset', 'SoftwareAsset'].map((type) => ({ id: 1, type }));
	const result = await readAll({ limit: Infinity, pageSize: 10 }, serve({ rows }).read);
	expect(result.rows).toEqual(rows);
});

test('a server that sends its first page for every offset is asked twice, and the person is told', async () => {
	const server = serve({ rows: listOf(30), cap: 10, ignoresOffset: true });

	const { rows, warning } = await readAll({ limit: Infinity, pageSize: 10 }, server.read);

	expect(rows).toHaveLength(10);
	expect(server.asked).toHaveLength(2);
	expect(warning).toMatch(/same rows again.*10 of 30/);
});

test('rows that are counted but do not come are told of', async () => {
	const read = async (offset: number): Promise<Page> =>
		await Promise.resolve({ rows: listOf(2).slice(offset), total: 3 });

	const { rows, warning } = await readAll({ limit: Infinity, pageSize: 10 }, read);

	expect(rows).toHaveLength(2);
	expect(warning).toMatch(/reported 3 records but returned 2/);
});

test('no page is asked for that the server does not have', async () => {
	const server = serve({ rows: listOf(95) });
	await readAll({ limit: Infinity, pageSize: 10, pagesInFlight: 50 }, server.read);
	expect(Math.max(...server.asked.map(([offset]) => offset))).toBeLessThan(95);
	expect(server.asked).toHaveLength(10);
});

test('of several pages that fail, the first one tells why', async () => {
	const read = async (offset: number): Promise<Page> => {
		await Promise.resolve();
		if (offset > 0) throw new Error(`Page at ${offset}`);
		return { rows: listOf(10), total: 100 };
	};
	await expect(readAll({ limit: Infinity, pageSize: 10, pagesInFlight: 4 }, read)).rejects.toThrow(
		'Page at 10',
	);
});
