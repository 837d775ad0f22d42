/** The life of a record of each further module; components; service requests; and every operation that reads. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { existing } from '../support/operationCases';
import { naming } from '../support/says';
import { resources } from '../../nodes/ServiceOps/resources';
import { component } from '../../nodes/ServiceOps/resources/component';
import { jsonOf, record, textOf, useWorld } from './world';

const world = useWorld();

interface Life {
	resource: string;
	path: string;
	/** Where new records go, if not to the path. */
	createPath?: string;
	create: INodeParameters;
	body: IDataObject;
	/** What comes back of it, where that is not the body. */
	created?: IDataObject;
	update: INodeParameters;
	updated: IDataObject;
	cleared: string;
	key: { field: string; pattern: RegExp };
	/** What goes with every body. */
	always?: IDataObject;
}

const email = 'requester@example.com';
const subject = 'Roll out';
const window = {
	form: { startDate: '2026-09-01T08:00:00Z', endDate: '2026-09-01T10:00:00Z' },
	wire: { startDate: Date.UTC(2026, 8, 1, 8), endDate: Date.UTC(2026, 8, 1, 10) },
};
const user = (resource: string, additionalFields: INodeParameters, wire: IDataObject): Life => ({
	resource,
	path: `/api/v1/${resource}`,
	create: {
		name: 'Nora Nova',
		email: 'nora@example.com',
		additionalFields: { departmentName: 'IT', allowToLogin: true, ...additionalFields },
	},
	body: {
		name: 'Nora Nova',
		email: 'nora@example.com',
		departmentName: 'IT',
		allowToLogin: true,
		...wire,
	},
	update: { contactNo: '007', allowToLogin: false },
	updated: { contactNo: '007', allowToLogin: false },
	cleared: 'departmentName',
	key: { field: 'email', pattern: /^nora@example\.com$/ },
});

const lives: Life[] = [
	{
		resource: 'problem',
		path: '/api/v1/problem',
		create: { subject, requesterEmail: email, additionalFields: { departmentName: 'IT' } },
		body: { subject, requesterEmail: email, departmentName: 'IT' },
		update: { statusName: 'In Progress', priorityName: 'High' },
		updated: { statusName: 'In Progress', priorityName: 'High' },
		cleared: 'departmentName',
		key: { field: 'name', pattern: /^PRB-\d+$/ },
	},
	{
		resource: 'release',
		path: '/api/v1/release',
		create: {
			subject,
			requesterEmail: email,
			...window.form,
			additionalFields: {
				riskTypeName: 'High',
				releaseTypeName: 'Major',
				releaseManagerEmail: 'manager@example.com',
			},
		},
		body: {
			subject,
			requesterEmail: email,
			...window.wire,
			riskTypeName: 'High',
			releaseTypeName: 'Major',
			releaseManagerEmail: 'manager@example.com',
		},
		update: { riskTypeName: 'Low' },
		updated: { riskTypeName: 'Low' },
		cleared: 'releaseManagerEmail',
		key: { field: 'name', pattern: /^REL-\d+$/ },
	},
	{
		resource: 'serviceRequest',
		path: '/api/v1/request',
		createPath: '/api/v1/service_catalog/servicerequest',
		create: {
			requester: 'requester.logon',
			serviceName: 'New Laptop',
			serviceCategoryName: 'Hardware',
			additionalFields: { departmentName: 'IT', description: '<p>Please</p>', source: 'Email' },
		},
		body: {
			requester: 'requester.logon',
			serviceName: 'New Laptop',
			serviceCategoryName: 'Hardware',
			departmentName: 'IT',
			description: '<p>Please</p>',
			source: 'Email',
		},
		// The answer to the create itself has neither this subject nor the description and the service.
		created: {
			subject: 'Request for: New Laptop',
			description: 'Please',
			serviceName: 'New Laptop',
			requesterEmail: email,
			source: 'Email',
		},
		update: { statusName: 'In Progress', assigneeEmail: 'technician@example.com' },
		updated: { statusName: 'In Progress', assigneeEmail: 'technician@example.com' },
		cleared: 'departmentName',
		key: { field: 'name', pattern: /^SR-\d+$/ },
	},
	{
		resource: 'ci',
		path: '/api/v1/cmdb/ci',
		always: { type: 'CI' },
		create: {
			ciTypeName: 'base ci$Hardware$Laptops',
			name: 'db-01',
			additionalFields: {
				hostName: 'db-01',
				hardwareProperty: { serialNumber: 'S-1', auditDate: '2026-08-31' },
			},
		},
		body: {
			ciTypeName: 'base ci$Hardware$Laptops',
			name: 'db-01',
			hostName: 'db-01',
			ciPropertyList: [{ type: 'HardwareProperty', serialNumber: 'S-1', auditDate: '31-08-2026' }],
		},
		created: { name: 'db-01', ciTypeName: 'Laptops', ciPropertyList: [{ serialNumber: 'S-1' }] },
		update: { statusName: 'Retired', hardwareProperty: { serialNumber: 'S-2' } },
		updated: {
			statusName: 'Retired',
			ciPropertyList: [{ type: 'HardwareProperty', serialNumber: 'S-2' }],
		},
		cleared: 'hostName',
		key: { field: 'ciId', pattern: /^CI-\d+$/ },
	},
	user('requester', { vipRequester: true }, { vipRequester: true }),
	user(
		'technician',
		{ roles: 'Technician, Change Manager', accessLevel: 'group_access', supportLevel: 'tier1' },
		{
			roles: ['Technician', 'Change Manager'],
			accessLevel: 'group_access',
			supportLevel: ['tier1'],
		},
	),
];

test.each(lives)(
	'$resource: create, get, list, update, delete',
	async ({ resource, path, createPath, create, body, update, cleared, key, ...life }) => {
		const { simulator } = world;
		const call = async (operation: string, parameters: INodeParameters) => {
			simulator.clearJournal();
			const output = await world.one({ resource, operation, ...parameters });
			expect(simulator.refused()).toEqual([]);
			return output;
		};

		const created = await call('create', create);
		const id = Number(created.id);
		const readAgain = createPath ? [`GET ${path}/${id}`] : [];
		expect(world.sent()).toEqual([`POST ${createPath ?? path}`, ...readAgain]);
		expect(simulator.journal[0]?.body).toEqual({ ...life.always, ...body });
		expect(created).toMatchObject(life.created ?? body);
		expect(created[key.field]).toMatch(key.pattern);

		expect(await call('get', { ...record(id), simplify: false })).toEqual(created);
		expect(world.sent()).toEqual([`GET ${path}/${id}`]);

		const simple = await call('get', record(created[key.field], 'key'));
		expect(simple).toMatchObject({ id, key: created[key.field] });
		expect(Object.keys(simple).length).toBeLessThanOrEqual(10);

		const condition = [{ field: 'id', operator: 'in', value: textOf(id) }];
		const filters = { conditions: { condition } };
		expect(await call('getAll', { filters, simplify: false })).toEqual(created);
		expect(new Set(world.sent())).toEqual(new Set([`POST ${path}/search/byqual`]));

		const updated = await call('update', {
			...record(created[key.field], 'key'),
			updateFields: update,
			options: { fieldsToClear: [cleared] },
		});
		expect(world.sent().at(-1)).toBe(`PATCH ${path}/${id}`);
		// Names are emptied with null, free text with empty text.
		const none = /(?:Name|Email)$/.test(cleared) && cleared !== 'hostName' ? null : '';
		const sent = { ...life.always, ...life.updated, [cleared]: none };
		expect(simulator.journal.at(-1)?.body).toEqual(sent);
		expect(updated).toMatchObject({ id, ...life.updated });
		expect(updated[cleared]).toBeUndefined();

		const canDelete = modules
			.find(({ name }) => name === resource)
			?.actions.some(({ name }) => name === 'delete');
		if (!canDelete) return;
		expect(await call('delete', record(id))).toEqual({ id, deleted: true });
		expect(world.sent().at(-1)).toBe(`DELETE ${path}/${id}`);
		const { error } = await world.run({ resource, operation: 'get', ...record(id) });
		expect(error?.message).toMatch(new RegExp(`\\bno .*\\b${textOf(id)}\\b`, 'i'));
	},
);

const named = (key: string) => [key, ` ${key} `, key.toLowerCase()];
/** Only tickets have keys in capitals for sure, and emails in any case. */
const spellings = (field: string, key: string) =>
	field === 'name' ? named(key) : [key, ` ${key} `];

test('every module of records has one in operationCases.ts to be read', () => {
	const missing = resources.filter(({ name }) => !(name in existing));

	expect(missing.map(({ name }) => name)).toEqual([]);
});

const reading = modules.flatMap(({ name: resource, actions }) =>
	actions
		.filter(({ name }) => resource in existing && ['get', 'getAll', 'getTypes'].includes(name))
		.map(({ name: operation }) => ({ resource, operation, ...existing[resource] })),
);

// The operations that write are all run by dryRun.test.ts.
test.each(reading)('$resource $operation: reads, and nothing is refused', async (one) => {
	const { resource, operation, field = '', key = '' } = one;
	const ways = operation === 'get' ? spellings(field, key) : [key];

	for (const way of ways) {
		const limit = operation === 'getAll' ? { limit: 1 } : {};
		const form = { resource, operation, ...record(way, 'key'), ...limit };
		const result = await world.run(form);

		expect(result.error).toBeUndefined();
		if (operation === 'get') expect(jsonOf(result)).toMatchObject([{ key }]);
		else if (operation === 'getAll') expect(jsonOf(result)).toHaveLength(1);
		else expect(jsonOf(result).length).toBeGreaterThan(1);
	}
	expect(world.simulator.refused()).toEqual([]);
});

test.each(
	Object.entries(existing)
		.filter(([resource]) => resource !== 'conversation')
		.map(([resource, { field, key }]) => ({
			resource,
			missing: field === 'email' ? 'nobody@example.com' : key.replace(/\d+$/, '9999'),
			junk: field === 'email' ? 'nobody@' : '../request/1',
		})),
)('$resource: neither by $missing nor by $junk', async ({ resource, missing, junk }) => {
	const get = { resource, operation: 'get' };

	const none = await world.run({ ...get, ...record(missing, 'key') });
	expect(none.error?.message).toMatch(naming(missing));
	// Whoever is not found may have been misspelled, so those with similar names are asked for.
	expect(world.sent()).toHaveLength(missing.includes('@') ? 2 : 1);
	world.simulator.clearJournal();

	const bad = await world.run({ ...get, ...record(junk, 'key') });
	expect(bad.error?.message).toMatch(naming(junk, 'ID', 'such as'));
	expect(world.sent()).toEqual([]);
});

describe('service requests', () => {
	test('are listed alone, though requests share their path', async () => {
		const list = async (resource: string) =>
			jsonOf(await world.run({ resource, operation: 'getAll', returnAll: true }));
		const keys = (rows: IDataObject[]) => rows.map(({ key }) => textOf(key)).sort();

		const services = keys(await list('serviceRequest'));
		const all = keys(await list('request'));

		expect(services).toEqual(all.filter((key) => key.startsWith('SR-')));
		expect(services).toHaveLength(6);
		expect(all.length).toBeGreaterThan(services.length);
	});

	test.each(['all', 'any'])('also where %s of several conditions hold', async (match) => {
		const condition = ['printer', 'mail'].map((value) => ({
			field: 'subject',
			operator: 'not_contains',
			value,
		}));

		const rows = jsonOf(
			await world.run({
				resource: 'serviceRequest',
				operation: 'getAll',
				filters: { match, conditions: { condition } },
			}),
		);

		expect(rows.length).toBeGreaterThan(0);
		expect(rows.filter(({ key }) => !textOf(key).startsWith('SR-'))).toEqual([]);
		expect(world.simulator.refused()).toEqual([]);
	});

	test.each(
		['104', 'INC-104'].flatMap((value) =>
			[
				{ operation: 'get', form: {} },
				{ operation: 'update', form: { updateFields: { priorityName: 'Low' } } },
				{ operation: 'delete', form: {} },
			].map((one) => ({ value, ...one })),
		),
	)('$operation leaves the request $value alone', async ({ value, operation, form }) => {
		const { error } = await world.run({
			resource: 'serviceRequest',
			operation,
			...record(value, 'key'),
			...form,
		});

		const writes = world.sent().filter((call) => /^(PATCH|DELETE)/.test(call));
		expect(writes).toEqual([]);
		expect(error?.message).toMatch(/No service request/);
	});

	test('a create that cannot be read again is told with what is known', async () => {
		world.simulator.failNext({ method: 'GET', status: 403, body: '{"userMessage":"No."}' });

		const created = await world.one({
			resource: 'serviceRequest',
			operation: 'create',
			requester: email,
			serviceName: 'HW 1',
			serviceCategoryName: 'Hardware',
		});

		expect(created).toMatchObject({ name: expect.stringMatching(/^SR-\d+$/) as string });
		expect(world.simulator.calls({ method: 'POST' })).toHaveLength(1);
	});
});

test('asset types come flat, with the path that a new asset takes', async () => {
	const types = jsonOf(await world.run({ resource: 'asset', operation: 'getTypes' }));

	expect(world.sent()).toEqual(['GET /api/v1/asset/assettype']);
	expect(types).toHaveLength(23);
	const laptop = types.find(({ name }) => name === 'Laptop');
	expect(laptop).toEqual({
		id: expect.any(Number) as number,
		name: 'Laptop',
		path: 'Hardware$Computer$Laptop',
	});
	const created = await world.one({
		resource: 'asset',
		operation: 'create',
		assetTypeName: textOf(laptop?.path),
		name: 'Typed',
	});
	expect(created).toMatchObject({ assetTypeName: 'Laptop', type: 'HardwareAsset' });
});

describe('components', () => {
	const kinds = [
		{ kind: 'Bios', componentType: 'bios_component' },
		{ kind: 'Computer System', componentType: 'computer_system_component' },
		{ kind: 'OS', componentType: 'os_component' },
		{ kind: 'Ram', componentType: 'ram_component' },
	];
	const sampleOf = (kind: string) =>
		Object.fromEntries(
			component.fields
				.filter(({ types }) => types === undefined || types.includes(kind))
				.map((field) => {
					const value = field.name === 'partOfDomain' ? 'Yes' : `${field.name} of it`;
					return [field.name, field.kind === 'number' ? 4 : value];
				}),
		);

	test('all kinds are tried', () => {
		const offered = component.types?.options.map(({ value }) => value);
		expect(offered?.sort()).toEqual(kinds.map(({ kind }) => kind));
	});

	test.each(kinds)('$kind: create and update, every field', async ({ kind, componentType }) => {
		const fields = sampleOf(kind);
		const created = await world.one({
			resource: 'component',
			operation: 'create',
			...record('AST-2', 'key'),
			componentKind: kind,
			additionalFields: fields,
		});
		expect(world.sent().at(-1)).toBe('POST /api/v1/asset/2/discoveryComponent');
		const body = { type: kind, componentType, ...fields };
		expect(world.simulator.journal.at(-1)?.body).toEqual(body);
		expect(created).toMatchObject({ assetId: 2, ...body });

		const updated = await world.one({
			resource: 'component',
			operation: 'update',
			componentId: textOf(created.id),
			componentKind: kind,
			updateFields: { manufacturerName: 'Lenovo' },
		});
		expect(world.sent().at(-1)).toBe(
			`PATCH /api/v1/asset/${textOf(created.id)}/discoveryComponent`,
		);
		expect(updated).toMatchObject({ ...created, manufacturerName: 'Lenovo' });
		expect(world.simulator.refused()).toEqual([]);
	});

	test('that of a CI is updated under its own address', async () => {
		const updated = await world.one({
			resource: 'component',
			operation: 'update',
			partOf: 'ci',
			componentId: '14',
			componentKind: 'Bios',
			updateFields: { version: '2' },
		});

		expect(world.sent()).toEqual(['PATCH /api/v1/cmdb/ci/discoveryComponent/14']);
		expect(updated).toMatchObject({ id: 14, ciId: 14, version: '2' });
	});

	test.each([
		{
			what: 'a field of another kind',
			form: { componentKind: '={{ "Ram" }}', additionalFields: { osName: 'Linux' } },
			says: /have no OS Name/,
		},
		{ what: 'no field', form: { componentKind: 'Ram' }, says: /nothing to send/ },
		{ what: 'an unknown kind', form: { componentKind: '={{ "Fan" }}' }, says: /there is no "Fan"/ },
		{
			what: 'an ID that leads elsewhere',
			form: { operation: 'update', componentId: '3/../4', updateFields: { size: '8' } },
			says: /Component ID must be a number/,
		},
	])('$what is refused before anything is sent', async ({ form, says }) => {
		const { error } = await world.run({
			resource: 'component',
			operation: 'create',
			componentKind: 'Ram',
			...record('2'),
			...form,
		});

		expect(error?.message).toMatch(says);
		expect(world.sent()).toEqual([]);
	});

	test('only hardware has them', async () => {
		const { error } = await world.run({
			resource: 'component',
			operation: 'create',
			...record('AST-3', 'key'),
			componentKind: 'Ram',
			additionalFields: { size: '8' },
		});

		expect(error?.message).toContain('No Hardware asset with the key AST-3');
	});
});
