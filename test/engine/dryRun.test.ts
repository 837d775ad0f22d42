/** Dry Run: nothing is written, and what it shows is what the real run sends. */
import type { INodeParameters } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { byKey, known, low, writingCases } from '../support/operationCases';
import { jsonOf, newRequest, numbered, passwordLogin, useWorld } from './world';

const world = useWorld();

const reading = ['check', 'count', 'download', 'get', 'getAll', 'getTypes'];
const writing = modules.flatMap(({ name, actions }) =>
	actions
		.filter((action) => !reading.includes(action.name))
		.map((action) => ({ pair: `${name} ${action.name}`, form: action.form })),
);

test('every operation that writes offers Dry Run and is tried here', () => {
	const withDryRun = writing.filter(({ form }) => JSON.stringify(form).includes('"dryRun"'));

	expect(withDryRun.map(({ pair }) => pair)).toEqual(writing.map(({ pair }) => pair));
	expect(Object.keys(writingCases).sort()).toEqual(writing.map(({ pair }) => pair).sort());
});

const items = [
	{ json: {}, binary: { data: { data: 'SGVsbG8=', mimeType: 'text/plain', fileName: 'a.txt' } } },
];
/** A planned file as the simulator's journal shows the part in which it came. */
const asPart = (planned: unknown) => {
	const { name: realName, ...rest } = planned as INodeParameters;
	return { file: { realName, ...rest } };
};

const writes = () =>
	world.simulator.journal
		.filter(
			({ method, path }) =>
				method !== 'GET' && !(method === 'POST' && path.endsWith('/search/byqual')),
		)
		.map(({ method, path, query, body }) => ({ method, path, query, body }));

test.each(
	Object.entries(writingCases).flatMap(([pair, list]) =>
		list.map((parameters, at) => ({ pair, at, parameters })),
	),
)('$pair ($at): writes nothing, and shows what is then sent', async ({ pair, parameters }) => {
	const [resource, operation] = pair.split(' ');
	const form = { resource, operation, ...parameters } as INodeParameters;

	const dryRun = { ...form, options: { ...(form.options as INodeParameters), dryRun: true } };
	const { file, notes, ...planned } = await world.one(dryRun, { items });
	// An API key cannot read the names of services.
	expect(notes).toEqual(
		pair === 'serviceRequest create'
			? ['Not checked, as this login cannot read the names: Service "New Laptop"']
			: undefined,
	);
	expect(writes()).toEqual([]);

	await world.one(form, { items });
	const [sent, ...more] = writes();
	expect(more).toEqual([]);
	expect(sent?.query).toEqual({});
	expect({ ...planned, ...(file !== undefined && { body: asPart(file) }) }).toEqual({
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
		says: /No request with the key/,
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

describe('names', () => {
	const form = (more: INodeParameters) => ({
		...newRequest('Dry', { ...more }),
		options: { dryRun: true },
	});
	const nobody = { requesterEmail: 'nobody@example.com' };

	test('that do not exist are told all at once, people among them', async () => {
		const { error } = await world.run(
			{ ...form({}), ...nobody, priorityName: 'P9' },
			{ credentials: passwordLogin(world.simulator.url) },
		);
		expect(error?.message).toMatch(
			/^Priority: there is no "P9"\. Requester Email: there is no "nobody@example\.com"/,
		);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('that cannot be looked up are told, and those that are usual or in use are not', async () => {
		const names = { categoryName: 'Outer Space', locationName: 'europe', urgencyName: 'low' };
		expect(
			await world.one(form({ ...names, technicianGroupName: 'Desktop support' })),
		).toMatchObject({
			body: { locationName: 'Europe', urgencyName: 'Low', technicianGroupName: 'Desktop Support' },
			notes: ['Not checked, as this login cannot read the names: Category "Outer Space"'],
		});
	});

	test('of vendors and the like, of which there is no list, are compared with those in use', async () => {
		const fields = { vendorName: 'lenovo', productName: 'Nope' };
		expect(
			await world.one({
				resource: 'asset',
				operation: 'update',
				...byKey('AST-1', { updateFields: fields }),
				options: { dryRun: true },
			}),
		).toMatchObject({
			body: { ...fields, vendorName: 'Lenovo' },
			notes: ['Not checked, as this login cannot read the names: Product "Nope"'],
		});
	});

	test('of people are not missing where they are created', async () => {
		const { requesterEmail } = nobody;
		const more = { requesterEmail, options: { dryRun: true, createRequester: true } };
		expect(await world.one({ ...form({}), ...more })).toMatchObject({ body: nobody });
	});
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
