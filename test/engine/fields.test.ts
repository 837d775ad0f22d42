/** Every field of every resource table reaches the server under its name and with its type. */
import type { GenericValue, IDataObject, INodeParameters } from 'n8n-workflow';
import { resources, type Field, type Resource } from '../../nodes/ServiceOps/resources';
import { startCannedServer, type CannedServer } from '../support/cannedServer';
import { runNode } from '../support/engine';
import { sample } from '../support/scale';
import { apiKeyLogin, record } from './world';

const ZONE = 'America/New_York';

/** What a person enters for a kind of field, and what ServiceOps must get. */
const samples: Record<Field['kind'], Array<{ entered: GenericValue; wire: GenericValue }>> = {
	text: [{ entered: ' <b>"Ä & €"</b> ', wire: ' <b>"Ä & €"</b> ' }],
	longText: [{ entered: 'First\nsecond <D:>', wire: 'First\nsecond <D:>' }],
	email: [{ entered: 'someone@example.com', wire: 'someone@example.com' }],
	number: [
		{ entered: 42.5, wire: 42.5 },
		{ entered: 0, wire: 0 },
	],
	boolean: [
		{ entered: true, wire: true },
		{ entered: false, wire: false },
	],
	time: [
		// Summer time begins in New York on 8 March 2026 at 2:00.
		{ entered: '2026-03-08T01:30:00', wire: Date.UTC(2026, 2, 8, 6, 30) },
		{ entered: '2026-03-08T03:30:00', wire: Date.UTC(2026, 2, 8, 7, 30) },
		{ entered: '2026-08-31T14:30:00Z', wire: Date.UTC(2026, 7, 31, 14, 30) },
		{ entered: 1756304676767, wire: 1756304676767 },
	],
	date: [
		{ entered: '2026-08-31', wire: '31-08-2026' },
		{ entered: '2026-08-31T00:00:00', wire: '31-08-2026' },
		{ entered: '2026-01-05T23:15:00', wire: '05-01-2026 23:15' },
		{ entered: '2026-01-05T02:15:00Z', wire: '04-01-2026 21:15' },
	],
	list: [
		{ entered: 'a, b ,, a', wire: ['a', 'b'] },
		{ entered: '={{ ["a", "b, c"] }}', wire: ['a', 'b, c'] },
	],
	choice: [
		{ entered: { __rl: true, mode: 'list', value: 'Low' }, wire: 'Low' },
		{ entered: { __rl: true, mode: 'name', value: 'Own Name' }, wire: 'Own Name' },
		{ entered: '={{ "Plain" }}', wire: 'Plain' },
	],
	files: [
		{
			entered: '[{ "refFileName": "f-1", "realName": "a.pdf" }]',
			wire: [{ refFileName: 'f-1', realName: 'a.pdf' }],
		},
		{ entered: '={{ [{ refFileName: "f-2" }] }}', wire: [{ refFileName: 'f-2' }] },
	],
};

/** Lists of mail addresses are entered as mail programs write them, and sent bare. */
const emailSamples: typeof samples.list = [
	{
		entered: 'a@example.com, b@example.com ,, a@example.com',
		wire: ['a@example.com', 'b@example.com'],
	},
	{
		entered: '"Doe, Jane" <jane@example.com>; bob@example.com',
		wire: ['jane@example.com', 'bob@example.com'],
	},
	{ entered: '={{ ["a@example.com"] }}', wire: ['a@example.com'] },
];

/** Text for fields that ServiceOps shows as HTML, codes and MAC addresses, go out in the form of the server. */
const formatSamples: Partial<Record<NonNullable<Field['format']>, typeof samples.text>> = {
	html: [
		{ entered: 'First\nsecond <D:>', wire: 'First<br>second &lt;D:&gt;' },
		{ entered: '<p>One</p>\n<p>Two</p>', wire: '<p>One</p>\n<p>Two</p>' },
	],
	mac: [
		{ entered: '00-00-5e-00-53-01', wire: '00:00:5E:00:53:01' },
		{ entered: 'none', wire: 'none' },
	],
	code: [
		{ entered: ' <b>"Ä & €"</b> ', wire: '<b>"Ä & €"</b>' },
		{ entered: '\ufeffSN-\u200b4711\u00a0', wire: 'SN-4711' },
	],
	name: [
		{ entered: ' R&D "Ä"\u00a0', wire: 'R&D "Ä"' },
		{ entered: '={{ ({ name: "Dell", id: 7 }) }}', wire: 'Dell' },
		{ entered: '={{ ({ display_value: "Dell", value: "b7e831bd" }) }}', wire: 'Dell' },
	],
	lower: [{ entered: 'Tier2', wire: 'tier2' }],
	address: [{ entered: '"Doe, Jane" <jane@example.com>', wire: 'jane@example.com' }],
};
/** Technicians are chosen by their email, or named otherwise. */
const personSamples: typeof samples.choice = [
	{
		entered: { __rl: true, mode: 'name', value: 'Jane <jane@example.com>' },
		wire: 'jane@example.com',
	},
	{ entered: '{"mode":"name","value":"jane"}', wire: 'jane' },
];

const samplesOf = (field: Field) => {
	if (field.of === 'emails') return emailSamples;
	if (field.kind === 'choice' && field.sends === 'email') return personSamples;
	const formatted = field.format && formatSamples[field.format];
	if (field.kind !== 'list') return formatted ?? samples[field.kind];
	return formatted?.map(({ entered, wire }) => ({ entered, wire: [wire] })) ?? samples.list;
};

interface Case {
	name: string;
	resource: Resource;
	operation: 'create' | 'update';
	/** The form: fields to add, or a property group with them. */
	entered: INodeParameters;
	wire: IDataObject;
	type?: string;
}

const typesOf = (resource: Resource, types?: string[]): Array<string | undefined> =>
	types ?? resource.types?.options.map(({ value }) => value) ?? [undefined];

function casesOf(resource: Resource, operation: 'create' | 'update'): Case[] {
	const start = (type?: string) => `${resource.name} ${operation}${type ? ` (${type})` : ''}`;
	const fields = resource.fields.filter(
		({ only, atCreation }) =>
			(only === undefined || only === operation) &&
			// Set by an update: createWithRest.test.ts.
			!(operation === 'create' && atCreation === 'afterwards'),
	);
	const plain = fields.flatMap((field) =>
		typesOf(resource, field.types).flatMap((type) =>
			samplesOf(field).map(({ entered, wire }): Case => {
				const name = `${start(type)}: ${field.name} = ${JSON.stringify(entered)}`;
				const values = { [field.name]: entered } as INodeParameters;
				return { name, resource, operation, type, entered: values, wire: { [field.name]: wire } };
			}),
		),
	);
	const { name: listName = '', groups = [] } = resource.propertyGroups ?? {};
	const grouped = groups.flatMap((group) =>
		group.fields.flatMap((field) =>
			samplesOf(field).map(({ entered, wire }): Case => {
				const type = group.types[0];
				const values = { [field.name]: entered } as INodeParameters;
				return {
					name: `${start(type)}: ${group.wireType}.${field.name} = ${JSON.stringify(entered)}`,
					...{ resource, operation, type },
					entered: { [group.name]: values },
					wire: { [listName]: [{ type: group.wireType, [field.name]: wire }] },
				};
			}),
		),
	);
	return [...plain, ...grouped];
}

/** Valid values for the fields that cannot be left out. */
function required(resource: Resource): { entered: INodeParameters; wire: IDataObject } {
	const fields = resource.fields.filter((field) => field.required);
	const pairs = fields.map((field) => [field.name, samplesOf(field)[0]] as const);
	return {
		entered: Object.fromEntries(pairs.map(([name, sample]) => [name, sample?.entered])),
		wire: Object.fromEntries(pairs.map(([name, sample]) => [name, sample?.wire])),
	} as { entered: INodeParameters; wire: IDataObject };
}

function formOf({ resource, operation, entered, type }: Case): INodeParameters {
	const typed = type && resource.types ? { [resource.types.parameter]: type } : {};
	const base = { resource: resource.name, operation, ...typed };
	if (operation === 'update') return { ...base, ...record('7'), updateFields: entered };
	const isRequired = (name: string) =>
		resource.fields.some((field) => field.name === name && field.required);
	const [top, more] = [true, false].map((wanted) =>
		Object.fromEntries(Object.entries(entered).filter(([name]) => isRequired(name) === wanted)),
	);
	return { ...base, ...required(resource).entered, ...top, additionalFields: more ?? {} };
}

const cases = resources.flatMap((resource) => [
	...casesOf(resource, 'create'),
	...casesOf(resource, 'update'),
]);

let server: CannedServer;
beforeAll(async () => {
	server = await startCannedServer(() => ({}));
});
afterAll(async () => {
	await server.close();
});

test('every resource has fields to try', () => {
	const tried = new Set(cases.map(({ resource }) => resource.name));
	expect([...tried].sort()).toEqual(resources.map(({ name }) => name).sort());
	expect(cases.length).toBeGreaterThan(200);
});

test.each(sample(cases, 6))('$name', async (one) => {
	const { resource, operation, type, wire } = one;
	server.received = [];
	server.answer = ({ body }) => ({
		body: { name: 'KEY-7', ...(body as IDataObject), id: 7, type },
	});

	const { error } = await runNode({
		parameters: formOf(one),
		credentials: apiKeyLogin(server.url),
		timezone: ZONE,
	});

	const writes = server.received.filter(({ method }) => ['POST', 'PATCH'].includes(method));
	expect(error).toBeUndefined();
	expect(writes).toMatchObject([
		operation === 'create'
			? { method: 'POST', path: `/api/v1/${(resource.createPath ?? resource.path).join('/')}` }
			: { method: 'PATCH', path: `/api/v1/${resource.path.join('/')}/7` },
	]);
	expect(writes[0]?.body).toEqual({
		...(operation === 'create' ? required(resource).wire : {}),
		...(type ? { type } : {}),
		...wire,
	});
});
