/** Counting: by the server's totals where they are proven, by spans of time where one search finds only so many, else by reading. */
import { countRecords } from '../../../nodes/ServiceOps/records/count';
import { countByField } from '../../../nodes/ServiceOps/records/countBy';
import type { FilteredSearch } from '../../../nodes/ServiceOps/records/filteredSearch';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { checkOfRows, appliesTimes } from '../../../nodes/ServiceOps/records/timeConditions';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import type { Field, Resource } from '../../../nodes/ServiceOps/resources';
import {
	CutOff,
	NotPermitted,
	Rejected,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { all, compare, join, property } from '../../../nodes/ServiceOps/transport/qualification';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

const CREATED = Date.parse('2026-06-01T08:00:00Z');
/** One a second; every third one has no technician. */
const requests = (count: number): Row[] =>
	Array.from({ length: count }, (_, index) => ({
		id: index + 1,
		name: `INC-${index + 1}`,
		statusId: 1 + (index % 3),
		statusName: ['Open', 'Pending', 'Closed'][index % 3],
		...(index % 3 > 0 && {
			technicianId: index % 3,
			assigneeEmail: ['', 'Jane@example.com', 'john@example.com'][index % 3],
		}),
		tags: index % 2 > 0 ? ['vip', 'vpn', 'vip '] : [],
		createdTime: CREATED + index * 1_000,
	}));

/** A place in the list that has nothing to do with time. */
const moved = ({ id }: Row) => (Number(id) * 7_919) % 10_303;

interface Operand {
	key?: string;
}
interface Condition {
	type: string;
	leftOperand?: Operand;
	operand?: Operand;
	operator?: string;
	rightOperand?: { value: { type: string; value: unknown } };
	leftQual?: Condition;
	rightQual?: Condition;
	quals?: Condition[];
}

/** Which rows a server would find. */
function toFilter(one: Condition, isInclusive = false): (row: Row) => boolean {
	if (one.quals) {
		const parts = one.quals.map((part) => toFilter(part, isInclusive));
		return (row) => parts.every((part) => part(row));
	}
	if (one.leftQual && one.rightQual) {
		const left = toFilter(one.leftQual, isInclusive);
		const right = toFilter(one.rightQual, isInclusive);
		return (row) => (one.operator === 'OR' ? left(row) || right(row) : left(row) && right(row));
	}
	const name = (one.leftOperand ?? one.operand)?.key?.replace('request.', '') ?? '';
	const given = one.rightOperand?.value;
	if (given)
		expect(given.type).toBe(Array.isArray(given.value) ? 'ListLongValueRest' : 'LongValueRest');
	const all = new Set(Array.isArray(given?.value) ? (given.value as unknown[]) : []);
	const limit = given?.value as number;
	const ways: Record<string, (value: unknown) => boolean> = {
		equal: (value) => value === given?.value,
		after: (value) => (value as number) > limit || (isInclusive && value === limit),
		before: (value) => (value as number) < limit || (isInclusive && value === limit),
		in: (value) => all.has(value),
		not_in: (value) => !all.has(value),
		is_blank: (value) => value === undefined,
	};
	const isMet = ways[one.operator ?? ''];
	if (!isMet) throw new Error(`No operator ${one.operator}`);
	return (row) => isMet(row[name]);
}

interface Server {
	rows: Row[];
	/** What is told as the total; the truth by default. */
	total?: (found: number, page: Row[], call: number) => unknown;
	/** The most that one search finds. */
	most?: number;
	/** What conditions on times do. */
	times?: 'ignored' | 'rejected';
	/** Whether records can be left out of a search. */
	isProof?: boolean;
	/** The largest offset. */
	furthest?: number;
	/** The offset is the number of a page. */
	isByNumber?: boolean;
	/** Conditions on times include the moment itself. */
	isInclusive?: boolean;
	/** The names of statuses and technicians; an error to throw in their place. */
	names?: unknown;
	fault?: (call: number) => Error | undefined;
	pagesInFlight?: number;
}

/** The counts of a server, the calls that it takes, and what the user is told. */
function serve(server: Server) {
	const asked: Array<[offset: number, size: number]> = [];
	const warnings: string[] = [];
	const sent: ApiRequest[] = [];
	const answer = ({ path, query, body }: ApiRequest): unknown => {
		if (path.length < 4 || path[1] !== 'v1') return server.names ?? { objectList: [] };
		const [offset, size] = [Number(query?.offset), Number(query?.size)];
		asked.push([offset, size]);
		const fault = server.fault?.(asked.length);
		if (fault) return fault;
		if (offset > (server.furthest ?? Infinity)) return new Rejected('Too far');
		const condition = body?.qualDetails as unknown as Condition;
		const text = JSON.stringify(condition);
		const hasTimes = text.includes('createdTime');
		if (hasTimes && server.times === 'rejected') return new Rejected('No such property');
		if (server.isProof === false && text.includes('not_in'))
			return new Rejected('No such operator');
		const ignores = hasTimes && server.times === 'ignored';
		const isFound = ignores ? () => true : toFilter(condition, server.isInclusive);
		const found: Row[] = [];
		for (const row of server.rows) {
			if (found.length === server.most) break;
			if (isFound(row)) found.push(row);
		}
		const start = server.isByNumber ? offset * size : offset;
		const page = found.slice(start, start + size);
		const totalCount = server.total?.(found.length, page, asked.length) ?? found.length;
		return { objectList: page, ...(totalCount !== 'none' && { totalCount }) };
	};
	const api = { ...fakeApi(answer, sent), pagesInFlight: server.pagesInFlight ?? 1 };
	const cached = new Map<string, Promise<unknown>>();
	api.once = async <T>(key: string, read: () => Promise<T>) => {
		cached.set(key, cached.get(key) ?? read());
		return (await cached.get(key)) as T;
	};
	const place: Place = { api, resource: request, warn: (text) => text && warnings.push(text) };
	return { place, asked, warnings, sent };
}

const everything: FilteredSearch = { qualification: all([]), keep: () => true };
const since = (ms: number): FilteredSearch => ({
	qualification: all([
		compare(property('request.createdTime'), 'after', 'LongValueRest', CREATED + ms),
	]),
	keep: ({ createdTime }) => Number(createdTime) > CREATED + ms,
});

describe('all records', () => {
	test.each<[string, Omit<Server, 'rows'>]>([
		['true', {}],
		['missing', { total: () => 'none' }],
		['that of the page', { total: (_found, page) => page.length }],
		['too high', { total: (found) => found + 5 }],
		['too low', { total: (found) => found - 5 }],
		['one too low', { total: (found) => found - 1 }],
		['always 0', { total: () => 0 }],
		['another one each time', { total: (found, _page, call) => found + call }],
	])('are counted where the total is %s', async (_what, kind) => {
		for (const count of [1, 2, 45]) {
			const { place, warnings } = serve({ rows: requests(count), ...kind });
			const counted = await countRecords(place, everything).catch((error: Error) => error.message);
			const missing = /returned only 45 of \d+ records/;
			// A list that is said to be longer may be longer.
			if (typeof counted === 'string') expect(counted).toMatch(/returned only \d+ of \d+ records/);
			else expect(counted).toBe(count);
			expect(warnings.filter((text) => !missing.test(text))).toEqual([]);
		}
	});

	test('take two calls where there are many, and one where there are none', async () => {
		const { place, asked } = serve({ rows: requests(12_000) });
		expect(await countRecords(place, everything)).toBe(12_000);
		expect(asked).toEqual([
			[0, 1],
			[11_999, 2],
		]);
		const none = serve({ rows: [] });
		expect(await countRecords(none.place, everything)).toBe(0);
		expect(none.asked).toEqual([[0, 1]]);
	});

	test('may come or go between the calls', async () => {
		const rows = requests(8);
		const total = (_found: number, _page: Row[], call: number) => {
			if (call === 1) rows.push({ id: 99, createdTime: CREATED });
			return call === 1 ? 8 : 9;
		};
		const came = serve({ rows, total });
		expect(await countRecords(came.place, everything)).toBe(9);
		expect(came.asked).toEqual([
			[0, 1],
			[7, 2],
			[8, 2],
		]);
		const last = requests(1);
		const goes = (found: number, _page: Row[], call: number) => {
			if (call === 1) last.pop();
			return found;
		};
		expect(await countRecords(serve({ rows: last, total: goes }).place, everything)).toBe(0);
	});

	test('are read where the last one shows that the server counts others too', async () => {
		const { place } = serve({ rows: requests(45) });
		const keep = ({ id }: Row) => Number(id) < 45;
		expect(await countRecords(place, { ...everything, keep })).toBe(44);
	});

	test('are read by spans of time where there are more than one search can leave out', async () => {
		// In no order.
		const rows = requests(10_300).sort((a, b) => moved(a) - moved(b));
		const { place } = serve({ rows, most: 5_100, total: () => 'none' });
		expect(await countRecords(place, everything)).toBe(10_300);
	});

	test('are counted as far as they come where nothing proves that these are all, and that is said', async () => {
		const kind = { total: () => 'none', isProof: false };
		const { place, warnings } = serve({ rows: requests(40), times: 'ignored', ...kind });
		expect(await countRecords(place, everything)).toBe(40);
		expect(warnings).toEqual([
			expect.stringMatching(/^ServiceOps returned 40 records, and did not/),
		]);
	});

	test('cannot be counted where there are that many and no times, or of one time', async () => {
		const kind = { most: 5_100, total: () => 'none' };
		const ignoring = serve({ rows: requests(10_300), times: 'ignored', ...kind });
		await expect(countRecords(ignoring.place, everything)).rejects.toBeInstanceOf(CutOff);
		const rows = requests(10_300).map((row) => ({ ...row, createdTime: CREATED }));
		const { place } = serve({ rows, ...kind });
		await expect(countRecords(place, everything)).rejects.toBeInstanceOf(CutOff);
	});

	test('are counted without proof where the server does not list that far, and that is said', async () => {
		const { place, warnings } = serve({ rows: requests(9), furthest: 5 });
		expect(await countRecords(place, everything)).toBe(9);
		expect(warnings).toEqual([
			'ServiceOps does not list records that far, so its total of 9 is unchecked',
		]);
	});

	test.each([
		['of the only record is rejected', 1, new Rejected('No')],
		['is not answered', 9, new Unreachable('No connection')],
	])('are not counted where the proof %s', async (_what, count, error) => {
		const fault = (call: number) => (call === 2 ? error : undefined);
		const { place } = serve({ rows: requests(count), fault });
		await expect(countRecords(place, everything)).rejects.toBe(error);
	});
});

describe('where one search finds no more than a hundred', () => {
	test('spans of time are counted', async () => {
		const { place } = serve({ rows: requests(440), most: 100 });
		expect(await countRecords(place, everything)).toBe(440);
		expect(await countRecords(place, since(139_500))).toBe(300);
	});

	test('and records are read by spans of time where there are no totals', async () => {
		const kind = { most: 100, total: () => 'none', isProof: false };
		const { place, warnings } = serve({ rows: requests(340), ...kind });
		expect(await countRecords(place, everything)).toBe(340);
		expect(warnings).toStrictEqual([]);
	});

	test('it takes few searches, in whatever order the server has them', async () => {
		const rows = requests(340);
		const last = rows.splice(-50);
		const kind = { most: 100, total: () => 'none', isProof: false };
		const { place, sent } = serve({ rows: [...last, ...rows], ...kind });
		expect(await countRecords(place, everything)).toBe(340);
		expect(sent.length).toBeLessThan(50);
	});

	test.each([
		['by the number of the page', { isByNumber: true }],
		['with conditions on times that include the moment', { isInclusive: true, isProof: false }],
	])('each is counted once %s', async (_what, kind) => {
		const rows = requests(340).map((row, index) => ({
			...row,
			createdTime: CREATED + (index >> 2),
		}));
		const { place } = serve({ rows, most: 100, total: () => 'none', ...kind });
		expect(await countRecords(place, everything)).toBe(340);
	});

	test('each is counted, whenever it says that it was created', async () => {
		// In a far future, or not at all.
		const createdTime = Date.parse('2150-01-01T00:00:00Z');
		const rows = requests(45).map((row, index) => ({
			...row,
			createdTime: index % 3 > 0 ? createdTime : undefined,
		}));
		const { place } = serve({ rows, most: 100, total: () => 'none' });
		expect(await countRecords(place, everything)).toBe(45);
	});

	test('a total that is not the maximum is believed', async () => {
		const { place } = serve({ rows: requests(99), most: 100 });
		expect(await countRecords(place, everything)).toBe(99);
	});

	test('as many as are found are counted where times cannot be searched', async () => {
		for (const times of ['ignored', 'rejected'] as const) {
			const { place } = serve({ rows: requests(140), most: 100, times });
			expect(await countRecords(place, everything)).toBe(100);
		}
	});

	test('nothing is counted where the spans have no totals', async () => {
		const total = (found: number, _page: Row[], call: number) => (call < 5 ? found : 'none');
		const { place } = serve({ rows: requests(140), most: 100, total });
		await expect(countRecords(place, everything)).rejects.toThrow(
			'ServiceOps does not say how many requests there are',
		);
	});
});

test.each(['ignored', 'rejected'] as const)(
	'conditions on times are checked in the records where the server has them %s',
	async (times) => {
		const search: FilteredSearch = { ...since(9_500), withoutTimes: all([]) };
		const { place } = serve({ rows: requests(45), times });
		expect(await countRecords(place, search)).toBe(35);
	},
);

describe('by a field', () => {
	const field = (name: string): Field => {
		const found = request.fields.find((one) => one.name === name);
		if (!found) throw new Error(`No field ${name}`);
		return found;
	};
	const statuses = ['Open', 'Pending', 'Closed', 'On Hold'].map((name, index) => ({
		id: index + 1,
		name,
	}));
	const byStatus = [
		{ value: 'Open', count: 15 },
		{ value: 'Pending', count: 15 },
		{ value: 'Closed', count: 14 },
		{ value: 'On Hold', count: 0 },
	];
	const named = (objectList: unknown[]) => ({ objectList, totalCount: objectList.length });

	test.each<[string, Omit<Server, 'rows'>, number]>([
		['true', {}, 9],
		['true, with several calls at a time', { pagesInFlight: 3 }, 9],
		['missing', { total: () => 'none' }, Infinity],
		['too high', { total: (found) => (found > 0 ? found + 1 : 0) }, Infinity],
		['that of the page', { total: (_found, page) => page.length }, Infinity],
	])('each name is counted where totals are %s', async (_what, kind, calls) => {
		const { place, asked } = serve({ rows: requests(44), names: named(statuses), ...kind });
		const counted = await countByField(place, everything, field('statusName')).catch(
			(error: Error) => error.message,
		);
		if (typeof counted === 'string') expect(counted).toMatch(/returned only 44 of 45 records/);
		else expect(counted).toEqual(byStatus);
		expect(asked.length).toBeLessThanOrEqual(calls);
		// One row of each, and no list.
		expect(asked.every(([, size]) => size <= 2)).toBe(calls < Infinity);
	});

	test('those without a value, or with one that is no longer listed, are counted too', async () => {
		const people = [
			{ id: 1, name: 'Jane', email: 'jane@example.com' },
			{ id: 2, name: 'John', email: 'john@example.com' },
		];
		const groups = [
			{ value: null, count: 15 },
			{ value: 'jane@example.com', count: 15 },
			{ value: 'john@example.com', count: 14 },
		];
		const technician = field('assigneeEmail');
		const whole = serve({ rows: requests(44), names: named(people) });
		expect(await countByField(whole.place, everything, technician)).toEqual(groups);

		const { place } = serve({ rows: requests(44), names: named(people.slice(0, 1)) });
		expect(await countByField(place, everything, technician)).toEqual(groups);
	});

	test('each name is counted among those that match', async () => {
		const { place } = serve({ rows: requests(44), names: named(statuses) });
		expect(await countByField(place, since(41_500), field('statusName'))).toEqual([
			{ value: 'Open', count: 1 },
			{ value: 'Pending', count: 1 },
			{ value: 'Closed', count: 0 },
			{ value: 'On Hold', count: 0 },
		]);
	});

	test('each name is counted by spans of time where one search finds only so many', async () => {
		const { place } = serve({ rows: requests(90), most: 20, names: named(statuses) });
		expect(await countByField(place, everything, field('statusName'))).toEqual([
			{ value: 'Closed', count: 30 },
			{ value: 'Open', count: 30 },
			{ value: 'Pending', count: 30 },
			{ value: 'On Hold', count: 0 },
		]);
	});

	test('the records tell where the server has no such list, or does not show it', async () => {
		for (const names of [new NotPermitted('No'), named([])]) {
			const { place } = serve({ rows: requests(44), names });
			expect(await countByField(place, everything, field('statusName'))).toEqual(
				byStatus.slice(0, 3),
			);
		}
		const { place } = serve({ rows: requests(4), names: new Unreachable('No connection') });
		await expect(countByField(place, everything, field('statusName'))).rejects.toThrow(
			'No connection',
		);
	});

	test('the records tell where there are more names than it would take pages', async () => {
		const many = Array.from({ length: 30 }, (_, index) => ({
			id: index + 1,
			name: `Name ${index}`,
		}));
		const { place, asked } = serve({ rows: requests(6), names: named(many) });
		const groups = await countByField(place, everything, field('statusName'));
		expect(groups.slice(0, 4).map(({ count }) => count)).toEqual([2, 2, 2, 0]);
		expect(groups).toHaveLength(33);
		expect(asked.length).toBeLessThan(6);
	});

	test('each name is counted where that takes fewer calls than reading', async () => {
		const many = Array.from({ length: 21 }, (_, index) => ({
			id: index + 1,
			name: `Name ${index}`,
		}));
		const { place, asked } = serve({ rows: requests(2_101), names: named(many) });
		const groups = await countByField(place, everything, field('statusName'));
		expect(groups.slice(0, 3).map(({ count }) => count)).toEqual([701, 700, 700]);
		expect(groups).toHaveLength(21);
		expect(asked.every(([, size]) => size <= 2)).toBe(true);
		const fewer = serve({ rows: requests(2_100), names: named(many) });
		await countByField(fewer.place, everything, field('statusName'));
		expect(fewer.asked.some(([, size]) => size > 2)).toBe(true);
	});

	test('many records of one name take a call for each name', async () => {
		const rows = requests(10_001).map((row) => ({ ...row, statusId: 1 }));
		const { place, asked } = serve({ rows, names: named(statuses) });
		const [first] = await countByField(place, everything, field('statusName'));
		expect(first).toEqual({ value: 'Open', count: 10_001 });
		expect(asked).toEqual(Array(4).fill([0, 1]));
	});

	test('no record of any name takes no proof', async () => {
		const { place, asked } = serve({ rows: requests(3), names: named(statuses) });
		const groups = await countByField(place, since(9_000), field('statusName'));
		expect(groups.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
		expect(asked.map(([offset]) => offset)).toEqual([0, 0, 0, 0, 0]);
	});

	test('none without a value is no group', async () => {
		const rows = requests(44).filter(({ technicianId }) => technicianId !== undefined);
		const people = ['jane', 'john'].map((name, index) => ({
			id: index + 1,
			name,
			email: `${name}@example.com`,
		}));
		const { place } = serve({ rows, names: named(people) });
		expect(await countByField(place, everything, field('assigneeEmail'))).toEqual([
			{ value: 'jane@example.com', count: 15 },
			{ value: 'john@example.com', count: 14 },
		]);
	});

	test('a search that fails is no count', async () => {
		const error = new Unreachable('No connection');
		const fault = (call: number) => (call === 2 ? error : undefined);
		const { place } = serve({ rows: requests(44), names: named(statuses), fault });
		await expect(countByField(place, everything, field('statusName'))).rejects.toBe(error);
	});

	test('a record counts for each of its tags once', async () => {
		const tags = field('tags');
		const { place } = serve({ rows: requests(5) });
		expect(await countByField(place, everything, tags)).toEqual([
			{ value: null, count: 3 },
			{ value: 'vip', count: 2 },
			{ value: 'vpn', count: 2 },
		]);
	});
});

describe('rows that have to meet conditions on times', () => {
	const written = compare(property('asset.createdTime'), 'after', 'LongValueRest', CREATED);
	const search: FilteredSearch = {
		qualification: all([written]),
		withoutTimes: all([]),
		keep: (_row, order) => order === 'monthFirst',
		keepButTimes: () => true,
	};
	const check = async (
		resource: Resource,
		given: FilteredSearch,
		dates: string[],
		found: number,
	) => {
		const answer = ({ body }: ApiRequest) => ({
			objectList: JSON.stringify(body).includes('createdTime')
				? requests(found)
				: dates.map((createdDate, id) => ({ id, createdDate })),
		});
		return await checkOfRows({ api: fakeApi(answer), resource }, given);
	};

	test('need not where the server applies them', async () => {
		expect(await check(asset, search, [], 0)).toEqual({ keep: search.keepButTimes });
	});

	test('are as they are where they say the moment, or there are no such conditions', async () => {
		const [plain, whole] = [
			{ ...search, withoutTimes: undefined },
			{ ...search, keepButTimes: undefined },
		];
		for (const [resource, given] of [
			[request, search],
			[asset, plain],
			[asset, whole],
		] as const)
			expect(await check(resource, given, [], 1)).toEqual({ keep: search.keep });
	});

	test('are read with the day or the month first, as others show', async () => {
		const { keep, note } = await check(asset, search, ['06/05/2025', '06/13/2025'], 1);
		expect([keep({}), note]).toEqual([true, undefined]);
		const open = await check(asset, search, ['06/05/2025'], 1);
		expect(open.keep({})).toBe(false);
		expect(open.note).toMatch(/^Dates such as 05\/06\/2025 may start with the day/);
	});
});

test('whether a server applies conditions on times is asked only where there are some', async () => {
	const { place, asked } = serve({ rows: requests(3) });
	const byId = compare(property('request.statusId'), 'equal', 'LongValueRest', 1);
	expect(await appliesTimes(place, join(byId, 'OR', byId))).toBe(true);
	expect(asked).toEqual([]);
	expect(await appliesTimes(place, join(byId, 'OR', since(0).qualification))).toBe(true);
	expect(await appliesTimes(place, since(0).qualification)).toBe(true);
	expect(asked).toHaveLength(1);
	const down = new Unreachable('No connection');
	const faulty = serve({ rows: [], fault: () => down });
	await expect(appliesTimes(faulty.place, since(0).qualification)).rejects.toBe(down);
});
