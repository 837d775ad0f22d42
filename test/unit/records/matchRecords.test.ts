/** Finding records by a field that a server may not search by: what is not found there is looked for in the whole list. */
import type { Wanted } from '../../../nodes/ServiceOps/records/equalRecords';
import { findMatching } from '../../../nodes/ServiceOps/records/matchRecords';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { searchRecords } from '../../../nodes/ServiceOps/records/search';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import {
	NotPermitted,
	OddAnswer,
	Rejected,
	ServerFailed,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { all as allOf, property } from '../../../nodes/ServiceOps/transport/qualification';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { recordServer, type RecordServer } from '../../support/recordServer';

const wantedOf = (value: string, more: Partial<Wanted> = {}): Wanted => ({
	operand: property('request.serial'),
	value,
	valueIn: (row: Row) => row.serial,
	...more,
});

const isCondition = ({ body }: ApiRequest) => JSON.stringify(body).includes('request.serial');
const isSearch = ({ path }: ApiRequest) => path.at(-1) === 'byqual';

/** A server whose searches with a condition are up to the test; `once` reads once, as in a run. */
function serverWith(rows: Row[], search: (rows: Row[]) => Row[] | Error) {
	const server = recordServer(rows.map((row) => ({ name: `INC-${Number(row.id)}`, ...row })));
	const known = new Map<string, Promise<unknown>>();
	server.api.once = async <T>(key: string, read: () => Promise<T>): Promise<T> => {
		if (!known.has(key)) known.set(key, read());
		return (await known.get(key)) as T;
	};
	server.before = (sent) => {
		const found = isSearch(sent) && isCondition(sent) ? search(server.rows) : undefined;
		return found instanceof Error ? found : undefined;
	};
	server.find = (sent, all) => {
		const found = isCondition(sent) ? search(all) : all;
		return found instanceof Error ? [] : found;
	};
	const place: Place = { api: server.api, resource: request };
	return { server, place };
}

const searches = ({ requests }: RecordServer) => ({
	conditions: requests.filter((sent) => isSearch(sent) && isCondition(sent)).length,
	lists: requests.filter((sent) => isSearch(sent) && !isCondition(sent) && sent.query?.offset === 0)
		.length,
});

const rows = (): Row[] => [
	{ id: 1, serial: 'ABC' },
	{ id: 2, serial: 'abc' },
	{ id: 3, serial: 'Xyz ' },
	{ id: 4 },
	{ id: 5, serial: 'Xyz ' },
];
const idsOf = (found: Row[]) => found.map(({ id }) => id);
const unable: Partial<Wanted> = { mayBeUnsearchable: true };

test.each<[string, Partial<Wanted>, (all: Row[]) => Row[] | Error, object]>([
	['finds it', unable, (all) => all.slice(0, 1), { conditions: 1, lists: 0 }],
	['ignores the condition', unable, (all) => all, { conditions: 1, lists: 0 }],
	['finds nothing', unable, () => [], { conditions: 1, lists: 1 }],
	['refuses it', unable, () => new Rejected('No such property'), { conditions: 1, lists: 1 }],
	['refuses it, though it should not', {}, () => new Rejected('No'), { conditions: 1, lists: 1 }],
	['answers with something else', unable, () => new OddAnswer('?'), { conditions: 1, lists: 1 }],
])('where the search %s', async (_title, more, search, expected) => {
	const { server, place } = serverWith(rows(), search);
	expect(idsOf(await findMatching(place, wantedOf('ABC', more)))).toEqual([1]);
	expect(searches(server)).toEqual(expected);
});

test('that a server can search by a field is believed where every server can', async () => {
	const { server, place } = serverWith(rows(), () => []);
	expect(await findMatching(place, wantedOf('ABC'))).toEqual([]);
	expect(searches(server)).toEqual({ conditions: 1, lists: 0 });
});

test.each<[string, Partial<Wanted>, Error]>([
	['no permission', unable, new NotPermitted('No permission')],
	['a failure', unable, new ServerFailed('Oops')],
	['no list, of a field that every server searches by', {}, new OddAnswer('?')],
])('a fault that says nothing about the field is told: %s', async (_title, more, fault) => {
	const { server, place } = serverWith(rows(), () => fault);
	await expect(findMatching(place, wantedOf('ABC', more))).rejects.toBe(fault);
	expect(searches(server)).toEqual({ conditions: 1, lists: 0 });
});

test('a search that was refused is not sent again in a run, and the list is read once', async () => {
	const { server, place } = serverWith(rows(), () => new Rejected('No'));
	const found = [];
	for (const value of ['ABC', 'abc', 'xyz', 'none']) {
		found.push(idsOf(await findMatching(place, wantedOf(value, unable))));
	}
	expect(found).toEqual([[1], [2], [3, 5], []]);
	expect(searches(server)).toEqual({ conditions: 1, lists: 1 });

	const other = wantedOf('ABC', { ...unable, operand: property('request.serial2') });
	expect(idsOf(await findMatching(place, other))).toEqual([1]);
	expect(searches(server)).toEqual({ conditions: 2, lists: 2 });
	const elsewhere: Place = { ...place, resource: { ...request, name: 'other' } };
	await findMatching(elsewhere, wantedOf('ABC', unable));
	expect(searches(server)).toEqual({ conditions: 3, lists: 3 });
});

test('one type of record is not taken for another', async () => {
	const { server, place } = serverWith(rows(), () => new Rejected('No'));
	for (const type of asset.types?.options.slice(0, 2) ?? []) {
		await findMatching({ ...place, type: { ...type, model: undefined } }, wantedOf('ABC', unable));
	}
	expect(searches(server).conditions).toBe(2);
});

test('values that are written differently are brought into one form', async () => {
	const { place } = serverWith(rows(), () => []);
	const canonical = (text: string) => text.replace(/-/g, '');
	const found = await findMatching(place, wantedOf('A-B-C', { ...unable, canonical }));
	expect(idsOf(found)).toEqual([1]);
});

test('what was deleted or changed since the list was read is not found', async () => {
	const { server, place } = serverWith(rows(), () => []);
	const find = async (value: string) => idsOf(await findMatching(place, wantedOf(value, unable)));
	expect(await find('xyz')).toEqual([3, 5]);
	server.rows.splice(2, 1);
	expect(await find('xyz')).toEqual([5]);
	Object.assign(server.rows[3] ?? {}, { serial: 'other' });
	expect(await find('xyz')).toEqual([]);
});

test('a record that cannot be read is a fault, not "none"', async () => {
	const { server, place } = serverWith(rows(), () => []);
	const { before } = server;
	server.before = (sent) => (sent.method === 'GET' ? new ServerFailed('Oops') : before(sent));
	await expect(findMatching(place, wantedOf('ABC', unable))).rejects.toThrow('Oops');
});

describe('"none" is not guessed', () => {
	test('from a list that is incomplete', async () => {
		const { server, place } = serverWith([], () => []);
		server.before = (sent) =>
			isCondition(sent)
				? undefined
				: { status: 200, body: { objectList: [{ id: 1, serial: 'x' }], totalCount: 7 } };
		await expect(findMatching(place, wantedOf('ABC', unable))).rejects.toMatchObject({
			message:
				'ServiceOps did not return all requests that may match, so the node cannot tell whether there is one',
			description: expect.stringContaining('ServiceOps returned only 1 of 7 records') as string,
		});
	});

	const listed = Array.from({ length: 50 }, (_, index) => ({ id: index + 1, serial: 'x' }));
	/** What a search that leaves out records finds: these, or the others among so many. */
	const finding = async (value: string, others: (excluded: number[]) => Row[]) => {
		const { server, place } = serverWith(listed, () => []);
		server.rows.push({ id: 51, serial: 'x' }, { id: 52, serial: 'ABC' });
		server.find = (sent, all) => {
			const excluded = /"not_in".*"value":(\[[\d,]*\])/.exec(JSON.stringify(sent.body))?.[1];
			if (excluded !== undefined) return others(JSON.parse(excluded) as number[]);
			return isCondition(sent) ? [] : all.slice(0, 50);
		};
		return await findMatching(place, wantedOf(value, unable));
	};

	test('from a list that ends at the most that one search finds', async () => {
		const all = [...listed, { id: 51, serial: 'x' }, { id: 52, serial: 'ABC' }];
		const others = (excluded: number[]) => all.filter(({ id }) => !excluded.includes(id));
		expect(idsOf(await finding('ABC', others))).toEqual([52]);
	});

	test.each([
		['of the same, as the server ignores the condition', [{ id: 1 }, { id: 2 }]],
		['of none, as the server does not know the condition', []],
	])('and a search for others %s, proves nothing', async (_title, others) => {
		expect(await finding('ABC', () => others)).toEqual([]);
	});

	test.each([
		[52, true],
		[50, false],
	])('where such a search is refused, and times show whether %d are all', async (count, fails) => {
		const all = Array.from({ length: count }, (_, index) => ({
			id: index + 1,
			serial: 'x',
			createdTime: 1_000 + index,
		}));
		const { server, place } = serverWith(all, () => []);
		server.find = (sent, found) => {
			if (isCondition(sent)) return [];
			const [first = NaN, last = NaN] = ['before', 'after'].map((operator) =>
				Number(new RegExp(`"${operator}".*?"value":(\\d+)`).exec(JSON.stringify(sent.body))?.[1]),
			);
			const beyond = found.filter(({ id }) => 999 + Number(id) < first || 999 + Number(id) > last);
			return Number.isNaN(first) ? found.slice(0, 50) : beyond;
		};
		server.before = (sent) =>
			JSON.stringify(sent.body).includes('"not_in"') ? new Rejected('No such operator') : undefined;
		const finding = findMatching(place, wantedOf('ABC', unable));
		if (!fails) expect(await finding).toEqual([]);
		else
			await expect(finding).rejects.toMatchObject({
				description: expect.stringContaining('ServiceOps returned only 50 records') as string,
			});
		const keep = ({ id }: Row) => id === 20;
		const paging = { limit: Infinity, pageSize: 100, proveEnd: true, keep };
		const listing = searchRecords(place, allOf([]), paging);
		if (fails) await expect(listing).rejects.toThrow('only 50 records');
		// Rows that came and were left out do not count as hidden.
		else expect(idsOf((await listing).rows)).toEqual([20]);
	});

	const isShownIn = ({ serial }: Row) => serial !== undefined;
	const cases: Array<[string, Row[], Row[], boolean]> = [
		['no row shows the field, the record does', [{ id: 1 }], [{ id: 1, serial: 'ABC' }], true],
		['neither shows it', [{ id: 1 }], [{ id: 1 }], false],
		['some rows show it', [{ id: 1, serial: 'x' }, { id: 2 }], [{ id: 2, serial: 'ABC' }], false],
		['there are no rows', [], [], false],
	];
	test.each(cases)('from a list that does not show it: %s', async (_title, listed, kept, fails) => {
		const { server, place } = serverWith(kept, () => []);
		server.find = (sent) => (isCondition(sent) ? [] : listed);
		const finding = findMatching(place, wantedOf('ABC', { ...unable, isShownIn }));
		if (!fails) expect(await finding).toEqual([]);
		else
			await expect(finding).rejects.toMatchObject({
				description: 'Its lists do not show the field. Match on another one.',
			});
	});
});

test('an item that may not send yet has asked nothing', async () => {
	const { server, place } = serverWith(rows(), () => []);
	let letGo: () => void = () => undefined;
	server.api.ready = async () => await new Promise<void>((resolve) => (letGo = resolve));
	const finding = findMatching(place, wantedOf('ABC', unable));
	// An item before it finds out that the field cannot be searched.
	server.api.known.add(
		`cannot search by ${JSON.stringify(['request', undefined, property('request.serial')])}`,
	);
	expect(server.requests).toEqual([]);
	server.api.ready = async () => await Promise.resolve();
	letGo();
	expect(idsOf(await finding)).toEqual([1]);
	expect(searches(server)).toEqual({ conditions: 0, lists: 1 });
});

describe('whether a round number of records is all, where only their times can tell', () => {
	const listed = Array.from({ length: 50 }, (_, index) => ({
		id: index + 1,
		createdTime: 1_000 + index,
	}));
	const [before, after] = [
		{ id: 98, createdTime: 999 },
		{ id: 99, createdTime: 1_050 },
	];
	const [first, last] = [
		{ id: 1, createdTime: 1_000 },
		{ id: 50, createdTime: 1_049 },
	];

	test.each<[string, Row[] | Error, string | undefined]>([
		['some are before and after', [before, after], 'only 50 records'],
		['some are before', [before, before], 'only 50 records'],
		['one was created since', [after], undefined],
		['the server ignores the condition', [first, last], undefined],
		['one of two does not meet it', [before, last], undefined],
		['the server refuses the condition', new Rejected('No such property'), undefined],
		['the server fails', new ServerFailed('Out of memory'), undefined],
		['the connection is lost', new Unreachable('No connection'), 'No connection'],
	])('%s', async (_what, beyond, says) => {
		const { server, place } = serverWith([], () => []);
		const asked: string[] = [];
		server.before = ({ body }) => {
			const text = JSON.stringify(body);
			if (text.includes('"not_in"')) return new Rejected('No such operator');
			if (!text.includes('"before"')) return { status: 200, body: { objectList: listed } };
			asked.push(text);
			return beyond instanceof Error ? beyond : { status: 200, body: { objectList: beyond } };
		};
		const read = async (limit: number) =>
			await searchRecords(place, allOf([]), { limit, pageSize: 100, proveEnd: true });
		if (says) await expect(read(Infinity)).rejects.toThrow(says);
		else expect((await read(Infinity)).rows).toEqual(listed);
		expect(asked[0]).toContain('"key":"request.createdTime"');
		if (says === 'only 50 records')
			expect(await read(60)).toMatchObject({
				rows: listed,
				warning: expect.stringContaining(says) as string,
			});
	});

	test.each([
		['a row does not say its time', request, [...listed.slice(1), { id: 1 }]],
		['times are texts', asset, listed],
	])('is not asked where %s', async (_what, resource, objectList) => {
		const { server, place } = serverWith([], () => []);
		server.before = ({ body }) =>
			JSON.stringify(body).includes('"not_in"')
				? new Rejected('No such operator')
				: { status: 200, body: { objectList } };
		const paging = { limit: Infinity, pageSize: 100, proveEnd: true };
		expect((await searchRecords({ ...place, resource }, allOf([]), paging)).rows).toHaveLength(50);
		expect(JSON.stringify(server.requests)).not.toContain('"before"');
	});
});
