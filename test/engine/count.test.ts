/** Counting: right on every server, and without reading the records where its totals are true. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Dialect } from '../simulator/dialect';
import { apiKeyLogin, jsonOf, passwordLogin, useWorld } from './world';
import { tableOf } from '../simulator/store';
import { sample, scaled } from '../support/scale';

const world = useWorld();
/** With a password, because an API key cannot read the lists of names. */
const count = async (more: INodeParameters = {}, resource = 'request'): Promise<IDataObject[]> => {
	const parameters = { resource, operation: 'count', ...more };
	const credentials = passwordLogin(world.simulator.url);
	const result = await world.run(parameters, { credentials });
	if (result.error) throw result.error;
	return jsonOf(result);
};
const where = (field: string, operator: string, value: string): INodeParameters => ({
	filters: { conditions: { condition: [{ field, operator, value }] } },
});
/** The calls besides the login. */
const calls = () => world.sent().filter((call) => !call.includes('oauth'));

const servers: Array<Partial<Dialect>> = [
	{},
	{ totalCount: false },
	{ totalCount: 'null' },
	{ totalCount: 'page' },
	{ totalCount: 'tooHigh' },
	{ totalCount: 'tooLow' },
	{ totalCount: 'page', pageCap: 7 },
	{ totalCount: 'capped', totalCap: 100 },
	{ totalCount: 'capped', searchCap: 100 },
	{ ignoreOffset: true },
	{ pageCap: 7, listOrder: 'ascending' },
	{ listStability: 'unsortedMoves' },
	{ idsAsText: true, emptyList: 'null' },
	{ timeFilter: 'ignored' },
	{ timeFilter: 'refused' },
	{ answerShape: 'allWrapped' },
];

describe.each(sample(servers, 6))('on a server like %j', (dialect) => {
	beforeEach(() => {
		world.simulator.seedRequests(230);
		Object.assign(world.simulator.dialect, dialect);
	});

	test('all', async () => {
		expect(await count()).toEqual([{ count: 230 }]);
	});

	test('those that match', async () => {
		expect(await count(where('priorityId', 'equal', '2'))).toEqual([{ count: 58 }]);
	});

	test('none', async () => {
		expect(await count(where('subject', 'equal', 'No such subject'))).toEqual([{ count: 0 }]);
	});

	test('with a condition on a time', async () => {
		// One a second from 08:00 on.
		const after = where('createdTime', 'after', '2025-06-02T08:01:39.500Z');
		expect(await count(after)).toEqual([{ count: 130 }]);
	});

	test('by status', async () => {
		expect(await count({ countBy: 'statusName' })).toEqual(
			['Closed', 'In Progress', 'Open', 'Pending', 'Resolved'].map((statusName) => ({
				statusName,
				count: 46,
			})),
		);
	});

	test('by a name that some do not have, with the names that none has', async () => {
		const groups = await count({ countBy: 'assigneeEmail' });

		expect(groups.reduce((sum, group) => sum + Number(group.count), 0)).toBe(230);
		expect(groups).toContainEqual({ assigneeEmail: null, count: 77 });
		expect(groups[0]?.count).toBeGreaterThanOrEqual(Number(groups[1]?.count));
	});
});

/** Small groups are checked with more calls. */
const MANY = scaled(100_000, 55_000);

test(`${MANY} records: two calls; by status: one call for each status, and one for their names`, async () => {
	world.simulator.seedRequests(MANY);

	expect(await count()).toEqual([{ count: MANY }]);
	expect(calls()).toHaveLength(2);

	world.simulator.clearJournal();
	const groups = await count({ countBy: 'statusName' });
	expect(groups.map((group) => group.count)).toEqual(Array(5).fill(MANY / 5));
	expect(calls()).toHaveLength(6);
});

test('a round number of records, which may be a maximum: three calls', async () => {
	world.simulator.seedRequests(30);

	expect(await count()).toEqual([{ count: 30 }]);
	expect(calls()).toHaveLength(3);
});

test.each([0, 30])(
	'nor is anything missing where more records were created at one time than one search finds, and %i later',
	async (later) => {
		world.simulator.seedRequests(150 + later);
		world.simulator.edit((data) => {
			const rows = [...tableOf(data, 'request').rows.values()];
			for (const row of rows.slice(0, 150)) row.createdTime = rows[0]?.createdTime ?? 0;
		});
		Object.assign(world.simulator.dialect, { totalCount: 'capped', searchCap: 100 });

		expect(await count()).toEqual([{ count: 150 + later }]);
	},
);

test('a server that finds no more than so many records is asked by spans of time', async () => {
	const all = scaled(1_100, 440);
	world.simulator.seedRequests(all);
	Object.assign(world.simulator.dialect, { totalCount: 'capped', searchCap: 100 });

	expect(await count()).toEqual([{ count: all }]);
	const groups = await count({ countBy: 'statusName' });
	expect(groups.map((group) => group.count)).toEqual(Array(5).fill(all / 5));
	expect(await count(where('priorityId', 'equal', '1'))).toEqual([{ count: all / 4 }]);
});

test.each([
	{ totalCount: 'capped', searchCap: 100 },
	{ totalCount: false, searchCap: 50 },
	{ totalCount: 'page', searchCap: 50, listOrder: 'ascending' },
] satisfies Array<Partial<Dialect>>)(
	'records that have to be read are read by spans of time on a server like %j',
	async (dialect) => {
		world.simulator.seedRequests(330);
		const ofOneKind = { filters: { kind: 'request' } };
		const expected = await count(ofOneKind);
		Object.assign(world.simulator.dialect, dialect);

		const groups = await count({ countBy: 'technicianGroupName' });
		expect(groups.reduce((sum, group) => sum + Number(group.count), 0)).toBe(330);
		expect(await count()).toEqual([{ count: 330 }]);
		expect(await count(ofOneKind)).toEqual(expected);
	},
);

test.each([
	['rejects', { status: 400 }],
	['answers with a web page', { status: 200, body: '<html>Dashboard</html>' }],
])('a list of names that the server %s is no fault', async (_, fault) => {
	world.simulator.seedRequests(3);
	world.simulator.failNext({ path: /status/, ...fault, times: Infinity });

	const groups = await count({ countBy: 'statusName' });
	expect(groups.reduce((sum, group) => sum + Number(group.count), 0)).toBe(3);
});

test('many names and few records: the records are read', async () => {
	world.simulator.seedTechnicians(60);
	world.simulator.seedRequests(40);

	const groups = await count({ countBy: 'assigneeEmail' });

	expect(groups.length).toBeGreaterThan(60);
	expect(calls().length).toBeLessThan(8);
});

test('names that no record has count zero', async () => {
	world.simulator.seedRequests(3);

	expect(await count({ countBy: 'statusName' })).toEqual([
		{ statusName: 'In Progress', count: 1 },
		{ statusName: 'Open', count: 1 },
		{ statusName: 'Pending', count: 1 },
		{ statusName: 'Closed', count: 0 },
		{ statusName: 'Resolved', count: 0 },
	]);
});

test('without the list of names, the records tell', async () => {
	world.simulator.seedRequests(230);
	const parameters = { resource: 'request', operation: 'count', countBy: 'priorityName' };
	const result = await world.run(parameters, { credentials: apiKeyLogin(world.simulator.url) });

	expect(jsonOf(result)).toEqual([
		{ priorityName: 'Low', count: 58 },
		{ priorityName: 'Medium', count: 58 },
		{ priorityName: 'High', count: 57 },
		{ priorityName: 'Urgent', count: 57 },
	]);
});

test('by tags, a record counts once for each', async () => {
	world.simulator.seedRequests(40);
	const groups = await count({ countBy: 'tags' });

	expect(groups).toContainEqual({ tags: 'vpn', count: 2 });
	expect(groups).toContainEqual({ tags: null, count: 30 });
});

test.each([
	'asset',
	'change',
	'ci',
	'problem',
	'release',
	'requester',
	'serviceRequest',
	'technician',
])('%s: as many as Get Many returns', async (resource) => {
	const all = await world.run({ resource, operation: 'getAll', returnAll: true });
	expect(await count({}, resource)).toEqual([{ count: jsonOf(all).length }]);
	expect(jsonOf(all).length).toBeGreaterThan(0);
});

test.each(['HardwareAsset', 'NonITAsset', 'SoftwareAsset'])(
	'%s: no other class, also where the server cannot search by class',
	async (assetClass) => {
		const byModel = await count({ assetClass }, 'asset');
		world.simulator.dialect.assetSearch = 'flat';

		expect(await count({ assetClass }, 'asset')).toEqual(byModel);
		expect(Number(byModel[0]?.count)).toBeGreaterThan(0);
	},
);

test('a field that cannot be counted by is named', async () => {
	const parameters = { resource: 'request', operation: 'count', countBy: '={{ "subject" }}' };
	const { error } = await world.run(parameters);

	expect(error?.message).toMatch(/^Count By: there is no "subject"\. Use one of: /);
	expect(calls()).toEqual([]);
});
