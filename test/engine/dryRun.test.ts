/** Dry Run: nothing is written, and what it shows is what the real run sends. */
import type { INodeParameters } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { jsonOf, newRequest, numbered, record, useWorld } from './world';

const world = useWorld();

const reading = ['get', 'getAll', 'getTypes'];
const writing = modules.flatMap(({ name, actions }) =>
	actions
		.filter((action) => !reading.includes(action.name))
		.map((action) => ({ pair: `${name} ${action.name}`, form: action.form })),
);

const email = 'requester@example.com';
const window = { startDate: '2026-09-01T08:00:00Z', endDate: '2026-09-01T10:00:00Z' };
const computer = { assetTypeName: 'Hardware$Computer', name: 'PC "Ä"' };
const laptop = { ciTypeName: 'base ci$Hardware$Laptops', name: 'db-01' };
const entry = { ...record('INC-104', 'key'), parentResource: 'request' };
const links = { destinationNames: 'AST-1, AST-2' };
const tickets = { matchOn: 'subject', matchValue: 'New', fields: { subject: 'New' } };
const ticket = { ...tickets, fields: { subject: 'New', requesterEmail: email } };
const scheduled = { ...tickets, fields: { ...ticket.fields, ...window } };
const low = { updateFields: { priorityName: 'High' } };
const byKey = (key: string, more: INodeParameters = {}) => ({ ...record(key, 'key'), ...more });
const known = (key: string, fields: INodeParameters) => ({
	matchOn: 'key',
	matchValue: key,
	fields,
});

/** At least one way to call every operation that writes; keys are looked up on the way. */
const cases: Record<string, INodeParameters[]> = {
	'api request': [
		{ method: 'POST', path: '/api/v1/problem', body: JSON.stringify(ticket.fields) },
		{ method: 'PATCH', path: 'api/v1/change/1', body: '{"riskType":"High"}' },
		{ method: 'DELETE', path: '/api/v1/release/9' },
	],
	'asset create': [{ ...computer, additionalFields: { tags: 'a', acquitionDate: '2026-08-31' } }],
	'asset delete': [byKey('AST-1'), record('3')],
	'asset update': [byKey('AST-2', { updateFields: { name: 'B' }, fieldsToClear: ['tags'] })],
	'asset upsert': [
		{ matchOn: 'name', matchValue: 'New', fields: { ...computer, name: 'New' } },
		known('AST-2', { statusName: 'Retired' }),
	],
	'change create': [{ ...ticket.fields, ...window }],
	'change delete': [byKey('CHG-1')],
	'change linkAssets': [byKey('CHG-1', { destinationModel: 'cmdb', destinationNames: 'CI-2' })],
	'change update': [byKey('CHG-2', low)],
	'change upsert': [scheduled, known('CHG-2', { riskType: 'High' })],
	'ci create': [laptop],
	'ci delete': [byKey('CI-2')],
	'ci update': [byKey('CI-2', { updateFields: { name: 'B' } })],
	'component create': [byKey('AST-1', { componentKind: 'Ram', additionalFields: { size: '8' } })],
	'component update': [
		{ componentId: '3', componentKind: 'Computer System', updateFields: { uuid: 'u' } },
		{ partOf: 'ci', componentId: '14', componentKind: 'Bios', updateFields: { version: '2' } },
	],
	'conversation create': [{ ...entry, details: '<p>Hi</p>', conversationType: 'replyToRequester' }],
	'conversation delete': [{ ...entry, conversationId: '2' }],
	'conversation update': [{ ...entry, conversationId: '2', updateFields: { details: 'B' } }],
	'problem create': [ticket.fields],
	'problem delete': [byKey('PRB-4')],
	'problem update': [byKey('PRB-4', low)],
	'problem upsert': [ticket, known('PRB-4', { priorityName: 'High' })],
	'release create': [{ ...ticket.fields, ...window }],
	'release delete': [byKey('REL-9')],
	'release update': [byKey('REL-9', low)],
	'release upsert': [scheduled, known('REL-9', { riskTypeName: 'High' })],
	'request create': [{ ...ticket.fields, additionalFields: { extraFields: '{"spam":true}' } }],
	'request delete': [byKey('INC-104')],
	'request linkAssets': [byKey('INC-104', links)],
	'request update': [byKey('INC-104', low)],
	'request upsert': [ticket, known('INC-104', { priorityName: 'High' })],
	'requester create': [{ name: 'Nora', email: 'nora@example.com' }],
	'requester update': [byKey(email, { updateFields: { vipRequester: false } })],
	'serviceRequest create': [
		{ requester: email, serviceName: 'New Laptop', serviceCategoryName: 'Hardware' },
	],
	'serviceRequest delete': [byKey('SR-30')],
	'serviceRequest update': [byKey('SR-30', low)],
	'technician create': [{ name: 'Tom', email: 'tom@example.com' }],
	'technician update': [byKey('technician@example.com', { updateFields: { name: 'T' } })],
};

test('every operation that writes offers Dry Run and is tried here', () => {
	const withDryRun = writing.filter(({ form }) => JSON.stringify(form).includes('"dryRun"'));

	expect(withDryRun.map(({ pair }) => pair)).toEqual(writing.map(({ pair }) => pair));
	expect(Object.keys(cases).sort()).toEqual(writing.map(({ pair }) => pair).sort());
});

const writes = () =>
	world.simulator.journal
		.filter(
			({ method, path }) =>
				method !== 'GET' && !(method === 'POST' && path.endsWith('/search/byqual')),
		)
		.map(({ method, path, query, body }) => ({ method, path, query, body }));

test.each(
	Object.entries(cases).flatMap(([pair, list]) =>
		list.map((parameters, at) => ({ pair, at, parameters })),
	),
)('$pair ($at): writes nothing, and shows what is then sent', async ({ pair, parameters }) => {
	const [resource, operation] = pair.split(' ');
	const form = { resource, operation, ...parameters } as INodeParameters;

	const planned = await world.one({ ...form, options: { dryRun: true } });
	expect(writes()).toEqual([]);

	await world.one(form);
	const [sent, ...more] = writes();
	expect(more).toEqual([]);
	expect(sent?.query).toEqual({});
	expect(planned).toEqual({
		dryRun: true,
		method: sent?.method,
		path: sent?.path,
		...(sent?.body !== undefined && { body: sent.body }),
	});
	expect(world.simulator.refused()).toEqual([]);
});

test('every item decides for itself', async () => {
	const result = await world.run(
		{
			...newRequest('={{ "Item " + $json.index }}'),
			options: { dryRun: '={{ $json.index < 2 }}' },
		},
		{ items: numbered(3) },
	);

	expect(jsonOf(result).map(({ dryRun }) => dryRun)).toEqual([true, true, undefined]);
	expect(writes()).toMatchObject([{ body: { subject: 'Item 2' } }]);
});

test.each([
	{
		what: 'a key that no record has',
		form: byKey('INC-9999', low),
		says: /no request with the key/,
	},
	{ what: 'nothing to update', form: byKey('INC-104'), says: /nothing to update/ },
])('a fault in the form is told as in a real run: $what', async ({ form, says }) => {
	const { error } = await world.run({
		resource: 'request',
		operation: 'update',
		...form,
		options: { dryRun: true },
	});

	expect(error?.message).toMatch(says);
	expect(writes()).toEqual([]);
});

test('an upsert that would change nothing says so', async () => {
	const planned = await world.one({
		resource: 'request',
		operation: 'upsert',
		...known('INC-104', { priorityName: 'Urgent' }),
		options: { dryRun: true },
	});

	expect(planned).toMatchObject({ outcome: 'unchanged', name: 'INC-104' });
	expect(writes()).toEqual([]);
});

describe('a custom API request', () => {
	const call = (parameters: INodeParameters): INodeParameters => ({
		resource: 'api',
		operation: 'request',
		options: { dryRun: true },
		...parameters,
	});

	test.each([
		{ form: { path: '/api/v1/request/104' }, gives: { name: 'INC-104' } },
		{
			form: { method: 'POST', path: '/api/v1/request/search/byqual' },
			gives: { totalCount: 61 },
		},
	])('reads as usual: $form.path', async ({ form, gives }) => {
		expect(await world.one(call(form))).toMatchObject(gives);
	});

	test('shows its query', async () => {
		const planned = await world.one(
			call({ method: 'DELETE', path: '/api/v1/request/104', query: '{"force":true}' }),
		);

		expect(planned).toEqual({
			dryRun: true,
			method: 'DELETE',
			path: '/api/v1/request/104',
			query: { force: true },
		});
		expect(world.sent()).toEqual([]);
	});

	test.each(['DELETE', 'PATCH', 'PUT'])(
		'only POST reads at search/byqual: %s is not sent',
		async (method) => {
			const result = await world.run(call({ method, path: '/api/v1/request/search/byqual' }));

			expect(world.sent()).toEqual([]);
			expect(jsonOf(result)).toMatchObject([{ dryRun: true, method }]);
		},
	);
});
