/** Conditions on times: some servers reject them, and the node does without. */
import {
	readFiltered,
	type FilteredSearch,
	type TimeConditions,
} from '../../../nodes/ServiceOps/records/filteredSearch';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { countsOnlyOwn, readTotal } from '../../../nodes/ServiceOps/records/totals';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';
import { Rejected, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { all, test as is } from '../../../nodes/ServiceOps/transport/qualification';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

const withoutTimes = all([]);
const withTimes = all([is({}, 'is_blank')]);
const search: FilteredSearch = { qualification: withTimes, withoutTimes, keep: () => true };

const run = async (
	faults: Partial<Record<'withTimes' | 'withoutTimes', Error>>,
	given = search,
	memory: TimeConditions = {},
) => {
	const asked: string[] = [];
	const result = readFiltered(given, memory, async (qualification) => {
		const name = qualification === withTimes ? 'withTimes' : 'withoutTimes';
		asked.push(name);
		const fault = faults[name];
		if (fault) throw fault;
		return await Promise.resolve(name);
	});
	const read = await result.catch((error: unknown) => error);
	return { read, asked, memory };
};

test('they are sent where the server takes them', async () => {
	expect(await run({})).toEqual({ read: 'withTimes', asked: ['withTimes'], memory: {} });
});

test('they are left out once the server has rejected them, and from then on at once', async () => {
	const first = await run({ withTimes: new Rejected('No') });
	expect(first).toEqual({
		read: 'withoutTimes',
		asked: ['withTimes', 'withoutTimes'],
		memory: { refusesTimes: true },
	});
	const second = await run({}, search, first.memory);
	expect(second.asked).toEqual(['withoutTimes']);
});

test('a search that is rejected without them too says nothing about times', async () => {
	const [one, two] = [new Rejected('One'), new Rejected('Two')];
	expect(await run({ withTimes: one, withoutTimes: two })).toEqual({
		read: two,
		asked: ['withTimes', 'withoutTimes'],
		memory: {},
	});
});

test('other faults, and searches without such conditions, are not tried again', async () => {
	const down = new Unreachable('No connection');
	expect(await run({ withTimes: down })).toMatchObject({ read: down, asked: ['withTimes'] });
	const no = new Rejected('No');
	const plain = { ...search, withoutTimes: undefined };
	expect(await run({ withTimes: no }, plain)).toMatchObject({ read: no, asked: ['withTimes'] });
});

describe("a server's total", () => {
	const one: Row = { id: 1, name: 'INC-1' };
	const isOpen = (row: Row) => row.statusName !== 'Closed';

	test.each<[string, object, Partial<FilteredSearch>, number | undefined]>([
		['fits the row', { objectList: [one], totalCount: 7 }, {}, 7],
		['is 0 where there is none', { objectList: [], totalCount: 0 }, {}, 0],
		['is missing', { objectList: [one] }, {}, undefined],
		['is 0 beside a row', { objectList: [one], totalCount: 0 }, {}, undefined],
		['is not 0 where there is none', { objectList: [], totalCount: 7 }, {}, undefined],
		[
			'counts rows that do not belong to it',
			{ objectList: [{ ...one, statusName: 'Closed' }], totalCount: 7 },
			{},
			undefined,
		],
		[
			'is not that of the rows',
			{ objectList: [one], totalCount: 7 },
			{ isByRows: true },
			undefined,
		],
	])('%s', async (_what, body, more, expected) => {
		const requests: ApiRequest[] = [];
		const place: Place = { api: fakeApi(() => body, requests), resource: request };
		const given = { qualification: all([]), keep: isOpen, ...more };
		expect(await readTotal(place, given)).toBe(expected);
		expect(requests.map(({ query }) => query)).toEqual(
			more.isByRows ? [] : [{ offset: 0, size: 1 }],
		);
	});

	test('counts others too where a path is shared, or a type cannot be searched for', () => {
		const api = fakeApi();
		const keep = () => true;
		const counts = (place: Omit<Place, 'api'>, rows: Row[], total?: number) =>
			countsOnlyOwn({ api, ...place }, { qualification: all([]), keep }, { rows, total });
		expect(counts({ resource: request }, [one, one], 2)).toBe(true);
		expect(counts({ resource: request }, [], 0)).toBe(true);
		expect(counts({ resource: request }, [one])).toBe(false);
		expect(counts({ resource: serviceRequest }, [], 0)).toBe(false);
		const [hardware, other] = asset.types?.options ?? [];
		const rows = [
			{ id: 1, type: hardware?.value },
			{ id: 1, type: other?.value },
		];
		expect(counts({ resource: asset, type: hardware }, rows.slice(0, 1), 1)).toBe(true);
		expect(counts({ resource: asset, type: hardware }, rows, 2)).toBe(false);
	});
});
