/** The life of a record of each resource, under both ways of signing in; and the many ways to name a record. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { READINGS } from '../simulator';
import { aboutField } from '../support/says';
import { sample } from '../support/scale';
import { apiKeyLogin, jsonOf, newRequest, passwordLogin, record, textOf, useWorld } from './world';

const world = useWorld();

interface Life {
	resource: string;
	path: string;
	create: INodeParameters;
	created: IDataObject;
	update: INodeParameters;
	updated: IDataObject;
	cleared: string;
	key: { field: string; pattern: RegExp };
	/** Asset classes whose ids hardware has as well: the server is then one that keeps the classes apart. */
	model?: string;
	/** Parameters that go with every operation. */
	always?: INodeParameters;
}

const asset = (assetClass: string, assetTypeName: string, model?: string): Life => ({
	model,
	resource: 'asset',
	path: '/api/v1/asset',
	always: { assetClass },
	create: {
		assetTypeName,
		name: 'Thing',
		additionalFields: { departmentName: 'IT', tags: 'a, b' },
	},
	created: {
		type: assetClass,
		assetTypeName,
		name: 'Thing',
		departmentName: 'IT',
		tags: ['a', 'b'],
	},
	update: { statusName: 'In Stock' },
	updated: { type: assetClass, statusName: 'In Stock' },
	cleared: 'departmentName',
	key: { field: 'assetId', pattern: /^AST-\d+$/ },
});

const lives: Life[] = [
	{
		resource: 'request',
		path: '/api/v1/request',
		create: newRequest('Printer is on fire', { priorityName: 'Low', departmentName: 'IT' }),
		created: {
			subject: 'Printer is on fire',
			requesterEmail: 'requester@example.com',
			priorityName: 'Low',
			departmentName: 'IT',
		},
		update: { priorityName: 'Urgent', statusName: 'In Progress' },
		updated: { priorityName: 'Urgent', statusName: 'In Progress' },
		cleared: 'departmentName',
		key: { field: 'name', pattern: /^INC-\d+$/ },
	},
	{
		resource: 'change',
		path: '/api/v1/change',
		create: {
			subject: 'Replace disk',
			requesterEmail: 'requester@example.com',
			startDate: '2026-09-01T08:00:00Z',
			endDate: '2026-09-01T10:00:00Z',
			additionalFields: { riskType: 'High', locationName: 'Head Office' },
		},
		created: {
			subject: 'Replace disk',
			requesterEmail: 'requester@example.com',
			startDate: Date.UTC(2026, 8, 1, 8),
			endDate: Date.UTC(2026, 8, 1, 10),
			riskType: 'High',
			locationName: 'Head Office',
		},
		update: { riskType: 'Low', endDate: '2026-09-01T12:00:00Z' },
		updated: { riskType: 'Low', endDate: Date.UTC(2026, 8, 1, 12) },
		cleared: 'locationName',
		key: { field: 'name', pattern: /^CHG-\d+$/ },
	},
	asset('HardwareAsset', 'Hardware$Computer$Laptop'),
	asset('SoftwareAsset', 'Software$OS', 'asset_software'),
	asset('NonITAsset', 'Non IT$Furniture$Chair', 'asset_non_it'),
];

const cases = lives.flatMap((life) =>
	(['apiKey', 'password'] as const).map((authentication) => ({ life, authentication })),
);

test.each(sample(cases, 2))(
	'$life.resource $life.always.assetClass, signed in by $authentication: create, get, list, update, delete',
	async ({ life, authentication }) => {
		const { simulator } = world;
		if (life.model) simulator.dialect.assetPath = 'byClass';
		const login = authentication === 'apiKey' ? apiKeyLogin : passwordLogin;
		const credentials = login(simulator.url);
		const scheme = authentication === 'apiKey' ? 'Apikey ' : 'Bearer ';
		const call = async (operation: string, parameters: INodeParameters) =>
			await world.one(
				{ resource: life.resource, operation, ...life.always, ...parameters },
				{ credentials },
			);
		const lastCall = () => {
			const last = simulator.journal.at(-1);
			expect(last?.headers.authorization).toMatch(new RegExp(`^${scheme}`));
			expect(last?.status).toBeLessThan(300);
			return last;
		};

		const created = await call('create', { ...life.create, operation: 'create' });
		expect(lastCall()).toMatchObject({ method: 'POST', path: life.path, body: life.created });
		const { type, assetTypeName, ...shown } = life.created;
		expect(created).toMatchObject(type ? { type, ...shown } : shown);
		// Answers name the leaf of an asset type only.
		expect(textOf(assetTypeName ?? '')).toContain(textOf(created.assetTypeName ?? ''));
		const id = Number(created.id);
		const key = created[life.key.field];
		expect(key).toMatch(life.key.pattern);

		const raw = await call('get', { ...record(id), simplify: false });
		expect(lastCall()).toMatchObject(
			life.model
				? { method: 'POST', path: `${life.path}/${life.model}/search/byqual` }
				: { method: 'GET', path: `${life.path}/${id}` },
		);
		expect(raw).toEqual(created);

		const simple = await call('get', record(key, 'key'));
		expect(simple).toMatchObject({ id, key });
		expect(Object.keys(simple).length).toBeLessThanOrEqual(10);

		const listed = await call('getAll', {
			filters: { conditions: { condition: [{ field: 'id', operator: 'in', value: textOf(id) }] } },
			simplify: false,
		});
		expect(listed).toEqual(created);

		const updated = await call('update', {
			...record(id),
			updateFields: life.update,
			options: { fieldsToClear: [life.cleared] },
		});
		expect(lastCall()).toMatchObject({
			method: 'PATCH',
			path: `${life.path}/${id}`,
			body: life.updated,
		});
		const changed = 'updatedTime' in created ? 'updatedTime' : 'updatedDate';
		const { [life.cleared]: gone, [changed]: before, ...kept } = created;
		// What is cleared was there before, and is gone afterwards.
		expect(gone).toEqual(life.created[life.cleared]);
		expect(gone).not.toBeUndefined();
		expect(updated).not.toHaveProperty(life.cleared);
		expect(updated).toMatchObject({ ...kept, ...life.updated });
		const formOf = (time: unknown) => textOf(time).replace(/\d/g, '0');
		expect(formOf(updated[changed])).toBe(formOf(before));
		if (typeof before === 'number') {
			expect(updated[changed]).toBeGreaterThanOrEqual(before);
		}

		expect(await call('delete', record(id))).toEqual({ id, deleted: true });
		expect(lastCall()).toMatchObject({
			method: 'DELETE',
			path: [life.path, life.model, id].filter((part) => part !== undefined).join('/'),
		});
		const { error } = await world.run(
			{ resource: life.resource, operation: 'get', ...life.always, ...record(id) },
			{ credentials },
		);
		expect(error?.message).toMatch(new RegExp(`\\bno .*\\b${id}\\b`, 'i'));
		expect(simulator.logins()).toBeLessThanOrEqual(authentication === 'apiKey' ? 0 : 1);
	},
);

describe('a record is named', () => {
	const get = (value: unknown, mode: string): INodeParameters => ({
		resource: 'request',
		operation: 'get',
		...record(value, mode),
	});

	test.each([
		{ what: 'an id from the list', mode: 'list', spell: (id: number) => String(id) },
		{ what: 'an id', mode: 'id', spell: (id: number) => String(id) },
		{ what: 'an id with blanks', mode: 'id', spell: (id: number) => ` ${id} ` },
		{ what: 'an id as a number', mode: 'id', spell: (id: number) => `={{ ${id} }}` },
		{
			what: 'the bare number of a key',
			mode: 'key',
			spell: (_: number, key: string) => ` ${key.split('-')[1]} `,
		},
		{ what: 'a key', mode: 'key', spell: (_: number, key: string) => key },
		{
			what: 'a key in lower case with blanks',
			mode: 'key',
			spell: (_: number, key: string) => ` ${key.toLowerCase()} `,
		},
		{ what: 'a key in the place of an id', mode: 'id', spell: (_: number, key: string) => key },
	])('by $what', async ({ mode, spell }) => {
		await world.one(newRequest('First'));
		const { id, name } = await world.one(newRequest('Second'));

		const found = await world.one(get(spell(Number(id), textOf(name)), mode));

		expect(found).toMatchObject({ id, key: name, subject: 'Second' });
	});

	const junk = [
		'={{ "" }}',
		'0',
		'-1',
		'1.5',
		'1e3',
		'65/../66',
		'65?x=1',
		'65,66',
		'INC 46 and more',
		'../asset/1',
		'%2e%2e',
		'null',
		'={{ null }}',
		'={{ {} }}',
		'={{ [65, 66] }}',
		'={{ $json.missing }}',
		'99999999999999999999',
	];
	const writes: Array<[string, INodeParameters]> = [
		['get', {}],
		['update', { updateFields: { priorityName: 'Low' } }],
		['delete', {}],
	];

	test.each(
		junk.flatMap((value) =>
			['id', 'key'].flatMap((mode) => writes.map((w) => [value, mode, ...w] as const)),
		),
	)('not by %j (%s, %s): nothing is sent', async (value, mode, operation, parameters) => {
		const { error } = await world.run({
			resource: 'request',
			operation,
			...record(value, mode),
			...parameters,
		});

		expect(error?.message).toMatch(aboutField('Request'));
		expect(world.sent()).toEqual([]);
	});

	test('not by a key that no record has', async () => {
		const { error } = await world.run(get('INC-999999', 'key'));

		expect(error?.message).toContain('No request with the key INC-999999');
		expect(world.sent()).toEqual(['POST /api/v1/request/search/byqual']);
	});
});

describe('a key', () => {
	test.each([
		{
			what: 'that the server takes for a similar one',
			rows: [{ id: 5, name: 'INC-460' }],
			says: /No request/,
		},
		{
			what: 'that two records have',
			rows: [
				{ id: 5, name: 'INC-46' },
				{ id: 6, name: 'INC-46' },
			],
			says: /2 requests have the key INC-46/,
		},
	])('$what is refused', async ({ rows, says }) => {
		world.simulator.failNext({
			path: /search/,
			status: 200,
			contentType: 'application/json',
			body: JSON.stringify({ objectList: rows, totalCount: rows.length }),
		});

		const { error } = await world.run({
			resource: 'request',
			operation: 'delete',
			...record('INC-46', 'key'),
		});

		expect(error?.message).toMatch(says);
		expect(new Set(world.sent())).toEqual(new Set(['POST /api/v1/request/search/byqual']));
	});
});

describe('fields in the form', () => {
	const sentBody = () => world.simulator.journal.at(-1)?.body as IDataObject;

	test.each([
		{ zone: 'UTC', hours: 0 },
		{ zone: 'Asia/Kolkata', hours: -5.5 },
		{ zone: 'America/New_York', hours: 4 },
	])('times count in the time zone of the workflow: $zone', async ({ zone, hours }) => {
		const change: INodeParameters = {
			resource: 'change',
			operation: 'create',
			subject: 'Move',
			requesterEmail: 'requester@example.com',
			startDate: '2026-08-31T14:30:00',
			endDate: '={{ DateTime.fromISO("2026-09-01T14:30:00Z") }}',
		};

		await world.one(change, { timezone: zone });

		expect(sentBody()).toMatchObject({
			startDate: Date.UTC(2026, 7, 31, 14, 30) + hours * 3_600_000,
			endDate: Date.UTC(2026, 8, 1, 14, 30),
		});
	});

	test('custom fields keep the type that was chosen', async () => {
		const field = [
			{ name: 'New Text Input', type: 'text', value: '007' },
			{ name: 'New Number', type: 'number', value: ' 110.1 ' },
			{ name: 'New Checkbox', type: 'list', value: 'A, C' },
			{ name: 'New Datetime', type: 'time', value: '2026-08-31T14:30:00Z' },
		];

		const created = await world.one(newRequest('Custom', { customFields: { field } }));

		const custom = {
			'New Text Input': '007',
			'New Number': 110.1,
			'New Checkbox': ['A', 'C'],
			'New Datetime': Date.UTC(2026, 7, 31, 14, 30),
		};
		expect(sentBody().customField).toEqual(custom);
		expect(created.customField).toMatchObject(custom);
	});

	test('extra fields are merged last, custom fields one by one', async () => {
		await world.one(
			newRequest('Extra', {
				priorityName: 'Low',
				customFields: {
					field: [
						{ name: 'New Dropdown', type: 'text', value: 'A' },
						{ name: 'New Radio', type: 'text', value: 'A' },
					],
				},
				extraFields:
					'{ "priorityName": "High", "categoryName": "Network", "customField": { "New Radio": "B" } }',
			}),
		);

		expect(sentBody()).toMatchObject({
			subject: 'Extra',
			priorityName: 'High',
			categoryName: 'Network',
		});
		expect(sentBody().customField).toEqual({ 'New Dropdown': 'A', 'New Radio': 'B' });
	});

	test.each([
		{ what: 'comma text', tags: 'vpn, laptop ,vpn,', wire: ['vpn', 'laptop'] },
		{ what: 'an array', tags: '={{ ["vpn", "a, b"] }}', wire: ['vpn', 'a, b'] },
		{ what: 'a JSON array as text', tags: '["vpn", "a, b"]', wire: ['vpn', 'a, b'] },
	])('a list is entered as $what', async ({ tags, wire }) => {
		const created = await world.one(newRequest('List', { tags }));

		expect(created.tags).toEqual(wire);
	});

	test('fields to clear go out empty, each in its type, and nothing else with them', async () => {
		const { id } = await world.one(newRequest('Clear', { tags: 'a', locationName: 'Head Office' }));

		const updated = await world.one({
			resource: 'request',
			operation: 'update',
			...record(id),
			options: { fieldsToClear: ['tags', 'locationName'] },
		});

		expect(sentBody()).toEqual({ tags: [], locationName: null });
		expect(updated.locationName).toBeUndefined();
	});

	test.each([
		{ what: 'nothing at all', parameters: {}, message: /nothing to update/i },
		{
			what: 'a field both set and cleared',
			parameters: { updateFields: { tags: 'a' }, options: { fieldsToClear: ['tags'] } },
			message: /Tags is both set and cleared/,
		},
		{
			what: 'a field cleared that must not be empty',
			parameters: { options: { fieldsToClear: '={{ ["subject"] }}' } },
			message: /subject/,
		},
		{
			what: 'extra fields that are no JSON',
			parameters: { updateFields: { extraFields: '{ "a": ' } },
			message: /Extra Fields \(JSON\) is not valid JSON/,
		},
		{
			what: 'a custom field that is no number',
			parameters: {
				updateFields: { customFields: { field: [{ name: 'N', type: 'number', value: 'many' }] } },
			},
			message: /Custom field "N" must be a number, but it is "many"/,
		},
	])('an update with $what is refused before anything is sent', async ({ parameters, message }) => {
		const { error } = await world.run({
			resource: 'request',
			operation: 'update',
			...record('65'),
			...parameters,
		});

		expect(error?.message).toMatch(message);
		expect(world.sent()).toEqual([]);
	});

	test.each([
		{
			what: 'a time that is none',
			change: { startDate: '={{ "soon" }}' },
			message: /^Start must be/,
		},
		{
			what: 'seconds for milliseconds',
			change: { startDate: '={{ 1756304676 }}' },
			message: /^Start/,
		},
		{ what: 'no subject', change: { subject: ' ' }, message: /^Subject is empty/ },
	])('a change with $what is refused before anything is sent', async ({ change, message }) => {
		const { error } = await world.run({
			resource: 'change',
			operation: 'create',
			subject: 'Move',
			requesterEmail: 'requester@example.com',
			startDate: '2026-08-31T14:30:00',
			endDate: '2026-08-31T15:30:00',
			...change,
		});

		expect(error?.message).toMatch(message);
		expect(world.sent()).toEqual([]);
	});
});

test.each(['object', 'empty', 'returnCode'] as const)(
	'an update returns the record as it is then, whatever PATCH answers: %s',
	async (patchAnswer) => {
		const { id } = await world.one(newRequest('Patch'));
		world.simulator.dialect.patchAnswer = patchAnswer;
		world.simulator.clearJournal();

		const updated = await world.one({
			resource: 'request',
			operation: 'update',
			...record(id),
			updateFields: { priorityName: 'High' },
		});

		expect(updated).toMatchObject({ id, subject: 'Patch', priorityName: 'High' });
		const read = patchAnswer === 'object' ? [] : [`GET /api/v1/request/${textOf(id)}`];
		expect(world.sent()).toEqual([`PATCH /api/v1/request/${textOf(id)}`, ...read]);
	},
);

test.each([
	{ isDone: true, priorityName: 'High', says: '[]' },
	{ isDone: false, priorityName: 'Low', says: 'accepted the update, but Priority is' },
])('nor does it return the record as it was before (done: $isDone)', async (then) => {
	const old = await world.one(newRequest('Patch'));
	const body = JSON.stringify(old);
	world.simulator.failNext({ method: 'PATCH', status: 200, body, after: then.isDone });

	const result = await world.run({
		resource: 'request',
		operation: 'update',
		...record(old.id),
		updateFields: { priorityName: 'High' },
	});

	expect(jsonOf(result)).toMatchObject([{ id: old.id, priorityName: then.priorityName }]);
	const { hints = [] } = result.run.data.resultData.runData.Node?.[0] ?? {};
	expect(JSON.stringify(hints)).toContain(then.says);
});

test.each([
	['It is linked to a problem', '{"error":"It is linked to a problem"}'],
	['It is locked', '{"success":false,"message":"It is locked"}'],
])('a deletion refused with 200 is, if the record is still there: %s', async (said, body) => {
	const { id } = await world.one(newRequest('Kept'));
	const remove = { resource: 'request', operation: 'delete', ...record(id) };
	const refuse = (after = false) =>
		world.simulator.failNext({ method: 'DELETE', status: 200, body, after });
	refuse();
	const { error } = await world.run(remove);
	expect(error?.message).toContain(said);
	refuse(true);
	expect(await world.one(remove)).toEqual({ id, deleted: true });
});

test.each([
	{ getById: '405', deleteAnswer: 'empty' },
	{ getById: '404html', deleteAnswer: 'object' },
] as const)(
	'a server without GET by id is searched: $getById',
	async ({ getById, deleteAnswer }) => {
		const { id } = await world.one(newRequest('Other'));
		const wanted = await world.one(newRequest('Wanted'));
		Object.assign(world.simulator.dialect, { getById, deleteAnswer });
		world.simulator.clearJournal();

		const result = await world.run(
			{ resource: 'request', operation: 'get', ...record('={{ $json.id }}'), simplify: false },
			{ items: [{ json: { id: wanted.id } }, { json: { id } }] },
		);
		const gone = await world.one({ resource: 'request', operation: 'delete', ...record(id) });

		expect(jsonOf(result)).toMatchObject([wanted, { id }]);
		expect(gone).toEqual({ id, deleted: true });
		// That GET is missing is found out once, not for every item.
		expect(world.sent()).toEqual([
			`GET /api/v1/request/${textOf(wanted.id)}`,
			'POST /api/v1/request/search/byqual',
			'POST /api/v1/request/search/byqual',
			`DELETE /api/v1/request/${textOf(id)}`,
		]);
	},
);

test.each([200, 201] as const)('create answers %d', async (createStatus) => {
	world.simulator.dialect.createStatus = createStatus;

	expect(await world.one(newRequest('Status'))).toMatchObject({ subject: 'Status' });
});

test('ids as text are worked with like numbers', async () => {
	world.simulator.dialect.idsAsText = true;
	const { id, name } = await world.one(newRequest('Text'));
	world.simulator.dialect.getById = '405';

	expect(typeof id).toBe('string');
	for (const [value, mode] of [
		[id, 'id'],
		[name, 'key'],
	] as const) {
		const found = await world.one({
			resource: 'request',
			operation: 'get',
			...record(value, mode),
		});
		expect(found).toMatchObject({ id, subject: 'Text' });
	}
});

test('deleting what is not there is an error', async () => {
	const { error } = await world.run({
		resource: 'request',
		operation: 'delete',
		...record('9999'),
	});

	expect(error).toMatchObject({ httpCode: '404' });
	expect(world.sent()).toEqual(['DELETE /api/v1/request/9999']);
});

test.each(READINGS.charset)(
	'texts are as they were written where answers are %s',
	async (charset) => {
		Object.assign(world.simulator.dialect, { charset });
		const subject = 'Störung „Ž“ – 5 €';
		const { id } = await world.one(newRequest(subject));
		const found = await world.one({ resource: 'request', operation: 'get', ...record(textOf(id)) });

		expect(found.subject).toBe(subject);
	},
);

test.each(READINGS.refusalShape)('the words of a refusal come from %s', async (refusalShape) => {
	Object.assign(world.simulator.dialect, { refusalShape });
	const { error } = await world.run(newRequest('x', { locationName: 'Moon' }));

	expect(error?.message).toMatch(/^Field 'Location' has an unknown value 'Moon'/);
});
