/** Custom fields by n8n's resource mapper: what the form offers, and that it sends what entering by hand sends. */
import type {
	IDataObject,
	INodeParameters,
	NodeParameterValueType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { alreadyHas, findChanges } from '../../nodes/ServiceOps/records/difference';
import { credentialStore, mapperFields } from '../support/engine';
import { apiKeyLogin, newRequest, passwordLogin, record, textOf, useWorld } from './world';

const world = useWorld();

const openMapper = async (
	resource = 'request',
	credentials = passwordLogin(world.simulator.url),
): Promise<ResourceMapperFields> =>
	await mapperFields('getCustomFields', {
		credentials,
		parameters: { resource, operation: 'create' },
		path: 'parameters.mappedFields',
	});

/** The form of the server, spoilt or not, as the next answers. */
const formIs = (body: unknown, status = 200) =>
	world.simulator.failNext({
		path: /\/form$/,
		status,
		contentType: 'application/json',
		body: JSON.stringify(body),
		times: 9,
	});

describe('the editor lists the custom fields of the form', () => {
	test('with their types and choices, and no others', async () => {
		const { fields, emptyFieldsNotice } = await openMapper();

		const shown = fields.map(({ id, type }) => [id, type]);
		expect(shown.slice(0, 9)).toEqual([
			['New Text Input', 'string'],
			['New Text Area', 'string'],
			['New Rich Text Area', 'string'],
			['New Number', 'number'],
			['New Datetime', 'dateTime'],
			['New Dropdown', 'options'],
			['New Radio', 'options'],
			['New Multi-Select Dropdown', 'string'],
			['New Checkbox', 'string'],
		]);
		expect(shown.map(([id]) => id)).not.toContain('Subject');
		expect(shown.map(([id]) => id)).not.toContain('Description');
		expect(shown.map(([id]) => id)).not.toContain('Priority');
		expect(fields.find(({ id }) => id === 'New Radio')?.options).toEqual([
			{ name: 'A', value: 'A' },
			{ name: 'B', value: 'B' },
		]);
		expect(fields.find(({ id }) => id === 'New Checkbox')?.displayName).toBe(
			'New Checkbox (comma-separated)',
		);
		expect(fields.every(({ required, display }) => !required && display)).toBe(true);
		expect(emptyFieldsNotice).toBeUndefined();
		expect(world.simulator.refused()).toEqual([]);
	});

	test('and leaves out what cannot be filled in', async () => {
		const type = 'TextInputFieldRest';
		const fieldList = [
			{ name: 'Removed', type, removed: true },
			{ name: 'Inactive', type, inActive: true },
			{ name: 'Hidden', type, hidden: true },
			{ name: 'File', type: 'AttachmentFieldRest' },
			{ name: 'Heading', type: 'DisplayFieldRest' },
			{ name: 'Status', type: 'SystemFieldRest' },
			{ name: 'Computed', type: 'DynamicFieldRest' },
			{ name: 'Betreff', paramName: 'subject', type: 'TextFieldRest' },
			{ name: ' ', type },
			{ name: 'Text', type, removed: false, inActive: null },
			{ name: 'Of objects', type: 'DropDownFieldRest', options: [{ id: 1, name: 'One' }, null] },
			{ name: 'No choices', type: 'DropDownFieldRest', options: null },
		];
		formIs({ id: 1, fieldList: [...fieldList, 'no field', null] });

		const { fields } = await openMapper();

		expect(fields.map(({ id, type, options }) => ({ id, type, options }))).toEqual([
			{ id: 'Text', type: 'string', options: undefined },
			{ id: 'Of objects', type: 'options', options: [{ name: 'One', value: 'One' }] },
			{ id: 'No choices', type: 'string', options: undefined },
		]);
	});
});

describe('where there are none, the editor says why, and to enter them manually', () => {
	const because = (cause: string): string => `${cause}. Choose Enter by Hand under Custom Fields.`;

	test('as an API key is refused', async () => {
		const { fields, emptyFieldsNotice } = await openMapper(
			'request',
			apiKeyLogin(world.simulator.url),
		);

		expect(world.sent()).toContain('GET /api/module/request/form');
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toBe(because('This account cannot read the form'));
	});

	test('as the rate limit is reached', async () => {
		world.simulator.failNext({ path: /\/form$/, status: 429, times: 99 });

		expect((await openMapper()).emptyFieldsNotice).toBe(
			because('Rate limit reached. Try again later'),
		);
	});

	test('as the server is down', async () => {
		const { emptyFieldsNotice } = await openMapper('request', apiKeyLogin('http://127.0.0.1:9'));

		expect(emptyFieldsNotice).toMatch(/refused the connection.*Enter by Hand under Custom Fields/);
	});

	test('but nothing as long as the node has no credential', async () => {
		const asked = await mapperFields('getCustomFields', {
			credentials: credentialStore({}),
			parameters: { resource: 'request', operation: 'create' },
		});

		expect(asked).toEqual({ fields: [] });
		expect(world.sent()).toEqual([]);
	});

	test('as the login is wrong', async () => {
		const wrong = passwordLogin(world.simulator.url, { password: 'wrong' });

		expect(await openMapper('request', wrong)).toMatchObject({
			fields: [],
			emptyFieldsNotice: expect.stringMatching(
				/rejected the Username or Password.*Enter by Hand under Custom Fields/,
			) as string,
		});
	});

	test.each([
		{ what: 'may not be asked', body: {}, status: 403, cause: 'This account cannot read the form' },
		{
			what: 'lacks the form',
			body: {},
			status: 404,
			cause: 'This ServiceOps server does not have the form',
		},
		{
			what: 'has a fault',
			body: { userMessage: 'Out of order' },
			status: 500,
			cause: 'Out of order',
		},
		{
			what: 'answers something else',
			body: { fieldList: 'none' },
			status: 200,
			cause: 'ServiceOps did not return a form',
		},
		{
			what: 'answers nothing',
			body: null,
			status: 200,
			cause: 'ServiceOps did not return a form',
		},
	])('as the server $what', async ({ body, status, cause }) => {
		formIs(body, status);

		const { fields, emptyFieldsNotice } = await openMapper();

		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toBe(because(cause));
	});

	test('as the form has no custom fields', async () => {
		formIs({ fieldList: [{ name: 'Subject', paramName: 'subject', type: 'TextFieldRest' }] });

		const { fields, emptyFieldsNotice } = await openMapper();

		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(/has no custom fields.*Enter by Hand under Custom Fields/);
	});

	test('as the resource has no form', async () => {
		const { fields, emptyFieldsNotice } = await openMapper('change');

		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toBe(because('ServiceOps does not offer a form for this resource'));
		expect(world.sent()).toEqual([]);
	});
});

// ---- Running ------------------------------------------------------------------------------------------------------------

const byHand: INodeParameters[] = [
	{ name: 'New Text Input', type: 'text', value: '007' },
	{ name: 'New Number', type: 'number', value: '110.1' },
	{ name: 'New Datetime', type: 'time', value: '2026-08-31T14:30:00' },
	{ name: 'New Dropdown', type: 'text', value: '2' },
	{ name: 'New Multi-Select Dropdown', type: 'list', value: 'A, C' },
	{ name: 'New Checkbox', type: 'list', value: '["B"]' },
];

/** As the editor stores it: values by label, those left empty too. */
const mapped: IDataObject = {
	'New Text Input': '007',
	'New Text Area': '',
	'New Rich Text Area': null,
	'New Number': 110.1,
	'New Datetime': '2026-08-31T14:30:00',
	'New Dropdown': '2',
	'New Radio': null,
	'New Multi-Select Dropdown': '={{ ["A", "C"] }}',
	'New Checkbox': '["B"]',
};

const custom = {
	'New Text Input': '007',
	'New Number': 110.1,
	'New Datetime': Date.UTC(2026, 7, 31, 18, 30),
	'New Dropdown': '2',
	'New Multi-Select Dropdown': ['A', 'C'],
	'New Checkbox': ['B'],
};

const mapper = async (value: unknown): Promise<INodeParameters> => ({
	customFieldsFrom: 'form',
	mappedFields: {
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [],
		schema: (await openMapper()).fields,
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	} as NodeParameterValueType,
});

const sentBody = () => world.simulator.journal.at(-1)?.body as IDataObject;
const timezone = 'America/New_York';

describe('mapped fields and fields entered by hand become the same request', () => {
	test('of a create', async () => {
		await world.one(newRequest('Same', { customFields: { field: byHand } }), { timezone });
		const expected = sentBody();
		const created = await world.one(
			{ ...newRequest('Same'), ...(await mapper(mapped)) },
			{ timezone },
		);

		expect(sentBody()).toEqual(expected);
		expect(sentBody().customField).toEqual(custom);
		expect(created.customField).toMatchObject(custom);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('of an update', async () => {
		const { id } = await world.one(newRequest('Same'));
		const update = { resource: 'request', operation: 'update', ...record(textOf(id)) };
		const fields = { updateFields: { customFields: { field: byHand } } };
		await world.one({ ...update, ...fields }, { timezone });
		const expected = world.simulator.calls({ method: 'PATCH' }).at(-1)?.body;
		await world.one({ ...update, ...(await mapper(mapped)) }, { timezone });

		expect(world.simulator.calls({ method: 'PATCH' })).toHaveLength(2);
		expect(world.simulator.calls({ method: 'PATCH' }).at(-1)?.body).toEqual(expected);
		expect(expected).toEqual({ customField: custom });
		expect(world.simulator.refused()).toEqual([]);
	});

	test('of an upsert, which finds nothing to change the second time', async () => {
		const upsert = {
			resource: 'request',
			operation: 'upsert',
			matchOn: 'subject',
			matchValue: 'Same',
			fields: { requesterEmail: 'requester@example.com' },
			...(await mapper(mapped)),
		};

		const first = await world.one(upsert, { timezone });
		const second = await world.one(upsert, { timezone });

		expect(first).toMatchObject({ outcome: 'created', customField: custom });
		expect(second).toMatchObject({ outcome: 'unchanged' });
	});
});

test.each<[string, INodeParameters]>([
	['by hand', { customFields: { field: [{ name: 'Cost Centre', value: '12' }] } }],
	[
		'by an expression',
		{ customFields: '={{ { field: [{ name: "Cost Centre", value: "12" }] } }}' },
	],
	[
		'in the mapper',
		{ mappedFields: { mappingMode: 'defineBelow', value: { 'Cost Centre': '12' } } },
	],
	['in the mapper, plainly', { mappedFields: { 'Cost Centre': '12' } }],
	['in the mapper, by an expression', { mappedFields: '={{ { "Cost Centre": "12" } }}' }],
] as Array<[string, INodeParameters]>)(
	'what is given %s without choosing where from is not dropped by n8n',
	async (_, given) => {
		const { id } = await world.one({ ...newRequest('Unchosen'), ...given });
		const update = { resource: 'request', operation: 'update', ...record(textOf(id)) };
		await world.one({ ...update, customFieldsFrom: 'none', ...given });
		await world.run({ ...update, customFieldsFrom: 'removed', ...given });

		const writes = ['POST', 'PATCH'].flatMap((method) => world.simulator.calls({ method }));
		expect(writes.map(({ body }) => (body as IDataObject).customField)).toEqual([
			{ 'Cost Centre': '12' },
			{ 'Cost Centre': '12' },
		]);
	},
);

test('both ways may be used for different fields', async () => {
	await world.one({
		...newRequest('Both', {
			customFields: { field: [{ name: 'Cost Centre', type: 'text', value: '12' }] },
		}),
		...(await mapper({ 'New Radio': 'B' })),
	});

	expect(sentBody().customField).toEqual({ 'Cost Centre': '12', 'New Radio': 'B' });
});

test('a field given both ways is refused before anything is sent', async () => {
	const parameters = {
		...newRequest('Twice', {
			customFields: { field: [{ name: ' New Radio ', type: 'text', value: 'A' }] },
		}),
		customFieldsFrom: 'form',
		mappedFields: { mappingMode: 'defineBelow', value: { 'New Radio': 'B' } },
	};

	const { error } = await world.run(parameters);

	expect(error?.message).toMatch(/Custom Fields: "New Radio" is entered twice/);
	expect(world.sent()).toEqual([]);
});

test.each<[string, NodeParameterValueType]>([
	['an expression', '={{ { "New Number": 7, "New Checkbox": ["A"], "New Radio": "" } }}'],
	['JSON', '{ "New Number": 7, "New Checkbox": ["A"], "New Text Area": null }'],
	['an object', { 'New Number': 7, 'New Checkbox': ['A'], 'New Dropdown': '' }],
	[
		'a mapper without a schema',
		{ mappingMode: 'defineBelow', value: { 'New Number': 7, 'New Checkbox': ['A'] } },
	] as [string, NodeParameterValueType],
])('%s counts by the types of its values', async (_, mappedFields) => {
	const created = await world.one({
		...newRequest('Plain'),
		customFieldsFrom: 'form',
		mappedFields,
	});

	expect(sentBody().customField).toEqual({ 'New Number': 7, 'New Checkbox': ['A'] });
	expect(created.customField).toMatchObject({ 'New Number': 7, 'New Checkbox': ['A'] });
});

test.each<[string, NodeParameterValueType]>([
	['nothing', ''],
	['a mapper as it is before it is filled in', { mappingMode: 'defineBelow', value: null }],
	['only empty values', { 'New Number': null, 'New Radio': '', 'New Checkbox': [] }],
])('%s sends no custom fields', async (_, mappedFields) => {
	await world.one({ ...newRequest('None'), customFieldsFrom: 'form', mappedFields });

	expect(sentBody()).not.toHaveProperty('customField');
});

test.each<[string, RegExp, NodeParameterValueType]>([
	['a text that is no JSON', /Custom Fields From Form is not valid JSON/, '{ "New'],
	['a list', /Custom Fields From Form must be a JSON object/, '={{ ["A"] }}'],
	['an object as a value', /Custom field "A" must be text/, { A: { b: 'c' } }],
])('%s is refused before anything is sent', async (_, message, mappedFields) => {
	const { error } = await world.run({
		...newRequest('Wrong'),
		customFieldsFrom: 'form',
		mappedFields,
	});

	expect(error?.message).toMatch(message);
	expect(world.sent()).toEqual([]);
});

test('a value that does not fit its field is refused before anything is sent', async () => {
	const fields = await mapper({ 'New Number': '={{ "many" }}' });
	world.simulator.reset();

	const { error } = await world.run({ ...newRequest('Wrong'), ...fields });

	expect(error?.message).toMatch(/Custom field "New Number" must be a number, but it is "many"/);
	expect(world.sent()).toEqual([]);
});

describe('a resource without a form', () => {
	const plain = {
		resource: 'problem',
		operation: 'create',
		subject: 'Plain',
		requesterEmail: 'requester@example.com',
	};
	const rows = { field: [{ name: 'New Number', type: 'number', value: 7 }] };

	test.each<[string, INodeParameters]>([
		['mapped', { mappedFields: { 'New Number': 7 } }],
		[
			'mapped, with a choice that is not offered',
			{ customFieldsFrom: 'form', mappedFields: { 'New Number': 7 } },
		],
		['entered by hand', { customFieldsFrom: 'hand', customFields: rows }],
		['entered without a choice', { customFields: rows }],
		['entered in the collection', { additionalFields: { customFields: rows } }],
	])('takes custom fields as well: %s', async (_, given) => {
		await world.run({ ...plain, ...given });

		expect(sentBody()).toMatchObject({ customField: { 'New Number': 7 } });
	});
});

test.each<[string, INodeParameters]>([
	['Filters', { operation: 'getAll', filters: '={{ { statusName: "Open" } }}' }],
	['Options', { operation: 'getAll', options: '={{ { sortBy: "id" } }}' }],
	['Additional Fields', { ...newRequest('Whole'), additionalFields: '{ "tags": "a" }' }],
])('%s as one expression, which n8n drops, is refused', async (label, given) => {
	const { error } = await world.run({ resource: 'request', ...given });

	expect(error?.message).toMatch(
		`${label} is a single expression, text or list, which n8n ignores`,
	);
	expect(world.sent()).toEqual([]);
});

test('a row whose Type is left as it is holds text, whatever its expression gives', async () => {
	const field = [{ name: 'New Text Input', value: '={{ 7 }}' }];
	await world.one({ ...newRequest('Plain'), customFieldsFrom: 'hand', customFields: { field } });

	expect(sentBody()).toMatchObject({ customField: { 'New Text Input': '7' } });
});

describe('rows and groups as one expression, which n8n drops or takes apart, are taken', () => {
	const field = [{ name: 'New Number', type: 'number', value: 7 }];
	const condition = [{ field: 'subject', operator: 'contains', value: 'VPN' }];
	const link = { assetClass: 'HardwareAsset', recordId: '1' };

	test.each<[string, unknown, unknown]>([
		['customFields', '={{ $json.given }}', { field }],
		['customFields', '={{ $json.given }}', { 'New Number': 7 }],
		['customFields', { field: '={{ $json.given }}' }, field],
	])('%s %j', async (name, value, given) => {
		const parameters = {
			...newRequest('Whole'),
			customFieldsFrom: 'hand',
			[name]: value as NodeParameterValueType,
		};
		await world.one(parameters, { items: [{ json: { given } as IDataObject }] });

		expect(sentBody()).toMatchObject({ customField: { 'New Number': 7 } });
	});

	test.each<[string, unknown, unknown]>([
		['linkedAssets', '={{ $json.given }}', { link: [link] }],
		['linkedAssets', '={{ $json.given }}', [link]],
		['linkedAssets', { link: '={{ $json.given }}' }, [link]],
		['linkedAssets', '={{ $json.given }}', link],
	])('%s %j', async (name, value, given) => {
		const parameters = newRequest('Whole', { [name]: value as NodeParameterValueType });
		await world.one(parameters, { items: [{ json: { given } as IDataObject }] });

		expect(sentBody()).toMatchObject({ linkAssetIds: [{ assetId: 1 }] });
	});

	test.each<[string, unknown, unknown]>([
		['conditions', '={{ $json.given }}', { condition }],
		['conditions', { condition: '={{ $json.given }}' }, condition],
	])('%s %j', async (name, value, given) => {
		const { items } = await world.run(
			{
				resource: 'request',
				operation: 'getAll',
				returnAll: true,
				filters: { [name]: value as NodeParameterValueType },
			},
			{ items: [{ json: { given } as IDataObject }] },
		);

		const subjects = (items[0] ?? []).map(({ json }) => json.subject);
		expect(subjects.length).toBeGreaterThan(0);
		expect(subjects).toEqual(subjects.map(() => expect.stringContaining('VPN') as string));
	});

	test('a group of properties', async () => {
		const parameters = {
			resource: 'asset',
			operation: 'create',
			assetClass: 'SoftwareAsset',
			assetTypeName: 'Software',
			name: 'Whole',
			additionalFields: { softwareProperty: '={{ $json.given }}' },
		};
		await world.one(parameters, { items: [{ json: { given: { softwareCost: 7 } } }] });

		expect(JSON.stringify(sentBody())).toContain('"softwareCost":7');
	});
});

describe.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'])(
	'a custom field with the label %s, which every object has',
	(label) => {
		const json = `{"${label}":"V"}`;
		const row = { name: label, type: 'text', value: 'V' };

		test.each<[string, INodeParameters]>([
			['entered by hand', { customFieldsFrom: 'hand', customFields: { field: [row] } }],
			['mapped', { mappedFields: json }],
			['in Extra Fields', { additionalFields: { extraFields: `{"customField":${json}}` } }],
		])('is sent as any other: %s', async (_, given) => {
			const { error } = await world.run({ ...newRequest('Odd'), ...given });

			const body = world.simulator.calls({ method: 'POST', path: /request$/ })[0]?.body;
			expect(JSON.stringify(body)).toContain(`"customField":${json}`);
			expect(error?.message).toMatch(`Field '${label}' is not known`);
		});

		test('is compared as any other', () => {
			const wanted = JSON.parse(json) as IDataObject;
			expect(Object.keys(findChanges({ customField: {} }, { customField: wanted }))).toEqual([
				'customField',
			]);
			expect(
				findChanges({ customField: JSON.parse(json) as IDataObject }, { customField: wanted }),
			).toEqual({});
			expect(alreadyHas({}, JSON.parse(`{"${label}":null}`))).toBe(true);
			expect(JSON.stringify(findChanges({}, wanted))).toBe(json);
		});
	},
);
