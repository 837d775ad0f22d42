/** Link Assets: all of them or none, whichever of the two documented addresses the server has. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { jsonOf, numbered, record, useWorld } from './world';

const world = useWorld();

const link = (resource: string, chosen: string, more: INodeParameters): INodeParameters => ({
	resource,
	operation: 'linkAssets',
	...record(chosen, /^\d+$/.test(chosen) ? 'id' : 'key'),
	...more,
});

const relation = (path: string) => `POST /api/v1/${path}/relation/bulk/create`;

test.each([
	{
		resource: 'request',
		key: 'INC-104',
		path: 'request/104',
		model: 'asset_hardware',
		entered: 'AST-1, `AST-2`,AST\u20131,AST-1',
		names: ['AST-1', 'AST-2'],
	},
	{
		resource: 'request',
		key: '104',
		path: 'request/104',
		model: 'asset_software',
		entered: '={{ ["AST-3"] }}',
		names: ['AST-3'],
	},
	{
		resource: 'change',
		key: 'CHG-2',
		path: 'change/2',
		model: 'cmdb',
		entered: '["CI-2", "CI-3"]',
		names: ['CI-2', 'CI-3'],
		relationType: 'Impacts',
	},
	{
		resource: 'change',
		key: 'CHG-1',
		path: 'change/1',
		model: 'asset_non_it',
		entered: '={{ $json.keys }}',
		names: ['AST-43', 'AST-44'],
		relationType: '={{ "" }}',
	},
])('$resource $key: $model', async ({ resource, key, path, model, entered, names, ...more }) => {
	const keys = { destinationModel: model, destinationNames: entered, ...more };
	const items = [{ json: { keys: names } }];

	const linked = await world.one(link(resource, key, keys), { items });

	expect(linked).toMatchObject({ linked: names, failerIds: null });
	expect(linked.successIds).toHaveLength(names.length);
	const type = more.relationType === 'Impacts' ? 'Impacts' : 'related';
	expect(world.sent().at(-1)).toBe(relation(path));
	expect(world.simulator.journal.at(-1)?.body).toEqual({
		destinationModel: model,
		destinationNames: names,
		type,
	});
	expect(world.simulator.refused()).toEqual([]);
});

test('one that cannot be linked stops all, and is named', async () => {
	const destinationNames = 'AST-1, AST-9998, AST-2, AST-9999';

	const { error, items } = await world.run(link('request', '104', { destinationNames }));

	expect(items.flat()).toEqual([]);
	expect(error?.message).toMatch(/^Nothing was linked: .*\bAST-9998, AST-9999\b/);
	expect(error?.description).toMatch(/keys such as AST-1.*\bnone\b/);
	expect(world.sent()).toEqual([relation('request/104')]);
});

test.each<[string, string, IDataObject[], string[]]>([
	['in small letters', '={{ "ast-1, AST-2, Ast-1" }}', [], ['AST-1', 'AST-2']],
	[
		'of records that were read',
		'={{ $json.rows }}',
		[{ key: 'AST-1', name: 'PC', id: 1 }],
		['AST-1'],
	],
	['of raw records', '={{ $json.rows }}', [{ id: 2, name: 'PC', assetId: 'AST-2' }], ['AST-2']],
	['of one record', '={{ $json.rows[0] }}', [{ id: 2, name: 'PC', key: 'AST-2' }], ['AST-2']],
])('keys %s are linked', async (_what, destinationNames, rows, keys) => {
	const linked = await world.one(link('request', '104', { destinationNames }), {
		items: [{ json: { rows } }],
	});

	expect(linked).toMatchObject({ linked: keys, failerIds: null });
});

test.each([
	{ what: 'IDs', form: { destinationNames: 'AST-1, 42' }, says: /"42" is an ID/ },
	{ what: 'no keys', form: { destinationNames: ' , ' }, says: /Asset Keys is empty/ },
	{
		what: 'an unknown kind',
		form: { destinationNames: 'AST-1', destinationModel: '={{ "printer" }}' },
		says: /Asset Class: there is no "printer"/,
	},
])('$what are refused before anything is sent', async ({ form, says }) => {
	const { error } = await world.run(link('change', 'CHG-1', form));

	expect(error?.message).toMatch(says);
	expect(world.sent()).toEqual([]);
});

describe('a server that has the other of the documented addresses', () => {
	const analytics = 'POST /api/analytics/v1/request/104/relation/bulk/create';
	const elsewhere = (status: number, answer: object) => {
		const { simulator } = world;
		simulator.failNext({
			path: /^\/api\/v1\/.*relation/,
			status,
			contentType: 'text/html',
			body: '<html></html>',
		});
		simulator.failNext({
			path: /analytics/,
			times: 3,
			status: 200,
			contentType: 'application/json',
			body: JSON.stringify(answer),
		});
	};

	test.each([404, 405])('is found out once (%d)', async (status) => {
		elsewhere(status, { successIds: [7], failerIds: null });

		const result = await world.run(link('request', '104', { destinationNames: 'AST-1' }), {
			items: numbered(3),
		});

		expect(jsonOf(result)).toEqual(
			numbered(3).map(() => ({ linked: ['AST-1'], successIds: [7], failerIds: null })),
		);
		expect(world.sent()).toEqual([relation('request/104'), analytics, analytics, analytics]);
		const [first, second] = world.simulator.journal;
		expect(second?.body).toEqual(first?.body);
	});

	test('tells of failures as well', async () => {
		elsewhere(404, { successIds: null, failerIds: ['AST-1'] });

		const { error } = await world.run(link('request', '104', { destinationNames: 'AST-1' }));

		expect(error?.message).toContain('cannot link AST-1');
	});
});

test('a record that is missing is no other address', async () => {
	const { error } = await world.run(link('request', '9999', { destinationNames: 'AST-1' }));

	expect(error?.message).toContain('Request with id 9999 does not exist');
	expect(world.sent()).toEqual([relation('request/9999')]);
});
