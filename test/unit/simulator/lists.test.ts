/** Switches for lists: order, totals, empty lists, caps, and an index that lags. */
import { startSimulator, type Dialect } from '../../simulator';
import {
	clientOf,
	flat,
	idsOf,
	NEW_REQUEST,
	numberIs,
	rowsOf,
	textIs,
	useSimulator,
} from './client';

const world = useSimulator();
const { bearer, call, page, search } = world;
const speak = (dialect: Dialect) => Object.assign(world.simulator.dialect, dialect);
const none = numberIs('id', 'equal', 9999);
const sorted = (ids: unknown[]) => [...ids].sort((one, other) => Number(one) - Number(other));

/** The IDs of all pages of five. */
async function inPages(query: string): Promise<unknown[]> {
	const ids: unknown[] = [];
	for (let offset = 0; offset < 60; offset += 5) {
		ids.push(...idsOf(await page(`size=5&offset=${offset}${query}`)));
	}
	return ids;
}

describe('listStability', () => {
	beforeEach(() => {
		world.simulator.seedRequests(60);
		world.simulator.edit(({ tables }) => {
			for (const row of tables.request?.rows.values() ?? []) row.createdTime = 1_750_000_000_000;
		});
	});

	test.each<[Dialect['listStability'], string, boolean]>([
		['stable', '', true],
		['stable', '&sort_by=createdTime', true],
		['tiesMove', '', true],
		['tiesMove', '&sort_by=createdTime', false],
		['tiesMove', '&sort_by=id', true],
		['unsortedMoves', '', false],
		['unsortedMoves', '&sort_by=createdTime', false],
		['unsortedMoves', '&sort_by=id', true],
	])('%s, %s: pages hold everything once: %s', async (listStability, query, isComplete) => {
		speak({ listStability });

		const ids = await inPages(query);

		expect(ids).toHaveLength(60);
		expect(new Set(ids).size === 60).toBe(isComplete);
		expect(sorted(idsOf(await page(`size=100${query}`)))).toEqual(
			Array.from({ length: 60 }, (_, at) => at + 1),
		);
	});

	test('rows that differ in what is sorted by stay in order', async () => {
		speak({ listStability: 'unsortedMoves', listOrder: 'ascending' });
		const times = rowsOf(await page('size=60&sort_by=updatedTime')).map((row) =>
			Number(row.updatedTime),
		);
		expect(times).toEqual(sorted(times));
	});
});

test.each<[Dialect['totalCount'], unknown, unknown, unknown]>([
	[true, 61, 61, 0],
	['page', 20, 1, 0],
	['tooHigh', 71, 71, 10],
	['tooLow', 30, 30, 0],
	['null', null, null, null],
	[false, undefined, undefined, undefined],
])('totalCount %s', async (totalCount, first, last, empty) => {
	speak({ totalCount });

	expect((await page('size=20')).body.totalCount).toBe(first);
	expect((await page('size=20&offset=60')).body.totalCount).toBe(last);
	expect((await search(none)).body.totalCount).toBe(empty);
	expect(rowsOf(await page('size=20'))).toHaveLength(20);
});

test.each<[Dialect['emptyList'], unknown]>([
	['list', []],
	['null', null],
	['absent', undefined],
])('emptyList %s', async (emptyList, objectList) => {
	speak({ emptyList });
	const conversation = '/api/v1/request/2/conversation/search/byqual';

	expect((await search(none)).body.objectList).toEqual(objectList);
	expect((await call('POST', conversation, {})).body.objectList).toEqual(objectList);
	expect(rowsOf(await search(textIs('name', 'equal', 'INC-104')))).toHaveLength(1);
});

test('searchCap ends a search early, and the total tells it, or not', async () => {
	speak({ searchCap: 25 });
	expect(idsOf(await page('size=100'))).toHaveLength(25);
	expect(idsOf(await page('size=10&offset=20'))).toHaveLength(5);
	expect(idsOf(await page('size=10&offset=30'))).toEqual([]);
	expect((await page('size=10')).body.totalCount).toBe(61);
	speak({ totalCount: 'capped' });
	expect((await page('size=10')).body.totalCount).toBe(25);
	speak({ searchCap: 100 });
	expect((await page('size=10')).body.totalCount).toBe(61);
});

describe('lists of names', () => {
	const names = async (query: string) =>
		await call('POST', `/api/request/technician/search/byqual?${query}`, {}, await bearer());

	test('lookupPageCap makes their pages small', async () => {
		world.simulator.seedTechnicians(250);
		speak({ lookupPageCap: 100 });

		const ids = [0, 100, 200].map(async (offset) =>
			idsOf(await names(`size=1000&offset=${offset}`)),
		);

		const all = (await Promise.all(ids)).flat();
		expect(new Set(all).size).toBe(257);
		expect(all).toHaveLength(257);
		expect(rowsOf(await names(''))).toHaveLength(100);
		expect((await names('')).body.totalCount).toBe(257);
	});

	test('they have the totals and the empty lists of the dialect, and its way with offsets', async () => {
		speak({ totalCount: 'page', emptyList: 'null' });
		expect((await names('size=3')).body.totalCount).toBe(3);
		expect((await names('size=3&offset=100')).body).toEqual({ objectList: null, totalCount: 0 });
		speak({ ignoreOffset: true });
		expect(idsOf(await names('size=2&offset=2'))).toEqual(idsOf(await names('size=2')));
	});
});

describe('indexLagMs', () => {
	const subjectIs = (subject: string) => textIs('subject', 'equal', subject);

	test('searches show new, changed and deleted records late, reading by id at once', async () => {
		const clock = { now: Date.UTC(2026, 0, 1) };
		const simulator = await startSimulator({
			now: () => clock.now,
			dialect: { indexLagMs: 2000 },
		});
		const { call, search } = clientOf(() => simulator);
		try {
			const { body } = await call('POST', '/api/v1/request', NEW_REQUEST);
			const url = `/api/v1/request/${String(body.id)}`;
			const broken = async () => idsOf(await search(subjectIs('Broken')));
			const mended = async () => idsOf(await search(subjectIs('Mended')));

			expect((await call('GET', url)).status).toBe(200);
			clock.now += 1999;
			expect(await broken()).toEqual([]);
			clock.now += 1;
			expect(await broken()).toEqual([body.id]);

			await call('PATCH', url, { subject: 'Mended' });
			expect((await call('GET', url)).body.subject).toBe('Mended');
			expect([await broken(), await mended()]).toEqual([[body.id], []]);
			clock.now += 2000;
			expect([await broken(), await mended()]).toEqual([[], [body.id]]);

			await call('DELETE', url);
			expect((await call('GET', url)).status).toBe(404);
			expect(await mended()).toEqual([body.id]);
			clock.now += 2000;
			expect(await mended()).toEqual([]);
		} finally {
			await simulator.close();
		}
	});

	test('several changes become known one after the other', async () => {
		const clock = { now: Date.UTC(2026, 0, 1) };
		const simulator = await startSimulator({
			now: () => clock.now,
			dialect: { indexLagMs: 1000, assetSearch: 'flat' },
		});
		const { call } = clientOf(() => simulator);
		try {
			const patch = async (name: string) => {
				await call('PATCH', '/api/v1/asset/1', { type: 'SoftwareAsset', name });
				clock.now += 400;
			};
			const shown = async () =>
				rowsOf(await call('POST', '/api/v1/asset/search/byqual?size=100', flat()))
					.filter(({ assetId }) => assetId === 'AST-3')
					.map(({ name, type }) => `${String(type)} ${String(name)}`);

			await patch('A');
			await patch('B');
			expect(await shown()).toEqual(['SoftwareAsset Software Asset Name']);
			clock.now += 200;
			expect(await shown()).toEqual(['SoftwareAsset A']);
			clock.now += 400;
			expect(await shown()).toEqual(['SoftwareAsset B']);
		} finally {
			await simulator.close();
		}
	});

	test('what is there from the start, or changed past the API, is known at once', async () => {
		speak({ indexLagMs: 60_000 });
		expect((await search()).body.totalCount).toBe(61);
		world.simulator.edit(({ tables }) => {
			tables.request?.rows.delete(2);
		});
		expect((await search()).body.totalCount).toBe(60);
	});

	test('set to 0 it is over', async () => {
		speak({ indexLagMs: 60_000 });
		await call('POST', '/api/v1/request', NEW_REQUEST);
		expect(rowsOf(await search(subjectIs('Broken')))).toHaveLength(0);
		speak({ indexLagMs: 0 });
		expect(rowsOf(await search(subjectIs('Broken')))).toHaveLength(1);
	});
});
