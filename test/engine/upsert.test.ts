/** Create or Update: finds the record, sends what differs, and nothing where nothing does. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	apiKeyLogin,
	jsonOf,
	newRequest,
	numbered,
	passwordLogin,
	textOf,
	useWorld,
} from './world';
import { startCannedServer } from '../support/cannedServer';
import { sample, scaled } from '../support/scale';

const world = useWorld();

const upsert = (
	resource: string,
	matchOn: string,
	matchValue: string,
	fields: INodeParameters,
	more: INodeParameters = {},
): INodeParameters => ({ resource, operation: 'upsert', matchOn, matchValue, fields, ...more });

const writes = () =>
	world.simulator.journal.filter(
		({ method, path }) =>
			method !== 'GET' && !(method === 'POST' && path.endsWith('/search/byqual')),
	);

const common = {
	departmentName: 'IT',
	locationName: 'Head Office',
	impactName: 'On Users',
	tags: 'b, a',
};
const ticket = {
	...common,
	subject: 'Synced',
	requesterEmail: 'requester@example.com',
	description: 'First line\nsecond line',
	priorityName: 'High',
	urgencyName: 'Low',
	categoryName: 'Hardware',
	assigneeEmail: 'technician@example.com',
	technicianGroupName: 'Service Desk',
	customFields: {
		field: [
			{ name: 'New Text Input', type: 'text', value: '007' },
			{ name: 'New Number', type: 'number', value: '110' },
			{ name: 'New Checkbox', type: 'list', value: 'C, A' },
			{ name: 'New Datetime', type: 'time', value: '2026-08-31T14:30:00Z' },
		],
	},
};
const window = { startDate: '2026-09-01T08:00:00Z', endDate: '2026-09-01T10:00:00Z' };
const thing = { ...common, name: 'Synced', usedByEmail: 'anna@example.com' };

interface Kind {
	resource: string;
	matchOn: string;
	fields: INodeParameters;
	/** Fields to change afterwards, and what is sent of them. */
	change: INodeParameters;
	sent: IDataObject;
	always?: INodeParameters;
}

const kinds: Kind[] = [
	{
		resource: 'request',
		matchOn: 'subject',
		fields: { ...ticket, ccEmailSet: 'b@example.com, a@example.com', spam: false },
		change: { priorityName: 'Low', statusName: 'Resolved', tags: 'a, c' },
		sent: { priorityName: 'Low', statusName: 'Resolved', tags: ['a', 'c'] },
	},
	{
		resource: 'change',
		matchOn: 'subject',
		fields: { ...ticket, ...window, riskType: 'High', changeType: 'Major' },
		change: { riskType: 'Low', endDate: '2026-09-01T12:00:00Z' },
		sent: { riskType: 'Low', endDate: Date.UTC(2026, 8, 1, 12) },
	},
	{
		resource: 'problem',
		matchOn: 'subject',
		fields: ticket,
		change: { statusName: 'In Progress' },
		sent: { statusName: 'In Progress' },
	},
	{
		resource: 'release',
		matchOn: 'subject',
		fields: { ...ticket, ...window, riskTypeName: 'High', releaseTypeName: 'Major' },
		change: { riskTypeName: 'Low' },
		sent: { riskTypeName: 'Low' },
	},
	{
		resource: 'asset',
		matchOn: 'name',
		always: { assetClass: 'HardwareAsset' },
		fields: {
			...thing,
			assetTypeName: 'Hardware$Computer$Laptop',
			statusName: 'In Stock',
			acquitionDate: '2026-08-31',
			assignmentDate: '2026-08-31T14:30:00',
			hostName: 'synced',
			hardwareProperty: { serialNumber: 'S-1', auditDate: '2026-08-31' },
			computerProperty: { osName: 'Windows 11', memorySize: 16, partOfDomain: true },
			customFields: { field: [{ name: 'hardware-textbox', type: 'text', value: 'x' }] },
		},
		change: { assetTypeName: 'Hardware$Printer', computerProperty: { memorySize: 32 } },
		sent: {
			type: 'HardwareAsset',
			assetTypeName: 'Hardware$Printer',
			assetPropertyList: [{ type: 'ComputerProperty', memorySize: 32 }],
		},
	},
	{
		resource: 'asset',
		matchOn: 'name',
		always: { assetClass: 'SoftwareAsset' },
		fields: {
			...thing,
			assetTypeName: 'Software$OS',
			version: '4.2',
			installationStatus: true,
			softwareProperty: { softwareCost: 0 },
		},
		change: { version: '4.3', installationStatus: false },
		sent: { type: 'SoftwareAsset', version: '4.3', installationStatus: false },
	},
	{
		resource: 'asset',
		matchOn: 'name',
		always: { assetClass: 'NonITAsset' },
		fields: { ...thing, assetTypeName: 'Non IT$Vehicle', barCode: 'V1' },
		change: { barCode: 'V2', name: 'Synced' },
		sent: { type: 'NonITAsset', barCode: 'V2' },
	},
];

test.each(
	sample(
		kinds.flatMap((kind) => [false, true].map((idsAsText) => ({ ...kind, idsAsText }))),
		2,
	),
)(
	'$resource $always.assetClass: created, unchanged, updated, unchanged (ids as text: $idsAsText)',
	async ({ resource, matchOn, fields, change, sent, always, idsAsText }) => {
		world.simulator.dialect.idsAsText = idsAsText;
		const run = async (set: INodeParameters) => {
			world.simulator.clearJournal();
			const output = await world.one(upsert(resource, matchOn, 'Synced', set, always));
			expect(world.simulator.refused()).toEqual([]);
			return output;
		};

		const created = await run(fields);
		expect(created).toMatchObject({
			outcome: 'created',
			[matchOn]: 'Synced',
			departmentName: 'IT',
		});
		expect(writes()).toMatchObject([{ method: 'POST', path: `/api/v1/${resource}` }]);

		const same = { ...created, outcome: 'unchanged', changedFields: [] };
		expect(await run(fields)).toMatchObject(same);
		expect(writes()).toEqual([]);

		const updated = await run({ ...fields, ...change });
		const changedFields = Object.keys(sent).filter((name) => name !== 'type');
		expect(updated).toMatchObject({ outcome: 'updated', id: created.id });
		expect([...(updated.changedFields as string[])].sort()).toEqual(changedFields.sort());
		expect(writes()).toMatchObject([
			{ method: 'PATCH', path: `/api/v1/${resource}/${textOf(created.id)}` },
		]);
		expect(writes()[0]?.body).toEqual(sent);

		expect(await run({ ...fields, ...change })).toMatchObject({ outcome: 'unchanged' });
		expect(writes()).toEqual([]);
	},
);

test.each([
	{ what: 'HTML of one paragraph', set: { description: '<p>It is <b>hot</b></p>' } },
	{ what: 'HTML of two paragraphs', set: { description: '<p>One</p><p>Two</p>' } },
	{ what: 'HTML with entities', set: { description: '<p>R&amp;D: 1 &lt; 2</p>' } },
	{ what: 'a support level as the form offers it', set: { supportLevel: 'Tier2' } },
	{
		what: 'a custom field that is emptied',
		set: { customFields: { field: [{ name: 'New Text Input', type: 'clear', value: '' }] } },
	},
	{
		what: 'extra fields',
		set: { extraFields: '{"categoryName":"Network","customField":{"New Radio":"B"}}' },
	},
])('a second run writes nothing for $what', async ({ set }) => {
	const parameters = upsert('request', 'subject', 'Twice', {
		subject: 'Twice',
		requesterEmail: 'requester@example.com',
		...set,
	});
	const first = await world.one(parameters);
	world.simulator.clearJournal();

	const second = await world.one(parameters);

	expect(first.outcome).toBe('created');
	expect(second).toMatchObject({ outcome: 'unchanged', changedFields: [] });
	expect(writes()).toEqual([]);
});

test('a second run writes nothing where the server puts no blank between two paragraphs', async () => {
	const row = { id: 7, name: 'INC-7', subject: 'Twice', description: 'OneTwo' };
	const server = await startCannedServer(({ method }) => ({
		body: method === 'GET' ? row : { objectList: [row], totalCount: 1 },
	}));

	const { items } = await world.run(
		upsert('request', 'subject', 'Twice', { description: '<p>One</p><p>Two</p>' }),
		{ credentials: apiKeyLogin(server.url) },
	);
	await server.close();

	expect(items[0]?.[0]?.json).toMatchObject({ outcome: 'unchanged' });
	expect(server.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test.each([
	{ what: 'where the blanks are', before: 'Call 1 23', after: 'Call 12 3' },
	{ what: 'the case of letters', before: 'See room a', after: 'See room A' },
	{ what: 'a text inside HTML', before: '<p>One</p>', after: '<p>Two</p>' },
])('a description is sent where it differs in $what', async ({ before, after }) => {
	const { id } = await world.one(newRequest('Changed', { description: before }));

	const updated = await world.one(upsert('request', 'subject', 'Changed', { description: after }));

	expect(updated).toMatchObject({ outcome: 'updated', changedFields: ['description'], id });
	expect(writes().at(-1)?.body).toEqual({ description: after });
});

describe('matches on', () => {
	const custom = (value: string): INodeParameters => ({
		customFields: { field: [{ name: 'Project Ticket ID', type: 'text', value }] },
	});

	test.each([
		{ what: 'the key', resource: 'request', matchOn: 'name', value: 'INC-104', id: 104 },
		{ what: 'the word key', resource: 'request', matchOn: 'key', value: 'INC-104', id: 104 },
		{ what: 'a key with blanks', resource: 'change', matchOn: 'name', value: ' CHG-2 ', id: 2 },
		{
			what: 'a key in lower case',
			resource: 'request',
			matchOn: 'name',
			value: 'inc-104',
			id: 104,
		},
		{
			what: 'the subject',
			resource: 'request',
			matchOn: 'subject',
			value: 'Email Server is Down',
			id: 104,
		},
		{ what: 'the key of an asset', resource: 'asset', matchOn: 'assetId', value: 'AST-2', id: 2 },
		{ what: 'the host name', resource: 'asset', matchOn: 'hostName', value: 'LAPTOP-0005', id: 5 },
		{ what: 'the IP address', resource: 'asset', matchOn: 'ipAddress', value: '192.0.2.5', id: 5 },
	])('$what', async ({ resource, matchOn, value, id }) => {
		const updated = await world.one(upsert(resource, matchOn, value, { tags: 'found' }));

		expect(updated).toMatchObject({ outcome: 'updated', changedFields: ['tags'], id });
		expect(world.simulator.refused()).toEqual([]);
	});

	test('a custom field', async () => {
		await world.one(newRequest('Other', custom('P-2')));
		const { id } = await world.one(newRequest('Wanted', custom('P-1')));
		const label = { matchCustomField: 'Project Ticket ID' };

		const updated = await world.one(
			upsert('request', 'customField', 'P-1', { subject: 'Found' }, label),
		);

		expect(updated).toMatchObject({ outcome: 'updated', changedFields: ['subject'], id });
		expect(world.simulator.refused()).toEqual([]);
	});

	describe.each(['apiKey', 'password'])('by a label that is written differently (%s)', (login) => {
		test.each(['Project\u00a0Ticket ID', 'project ticket id', ' Project  Ticket ID '])(
			'%j: makes one record, and finds it again',
			async (matchCustomField) => {
				const { url } = world.simulator;
				const credentials = login === 'apiKey' ? apiKeyLogin(url) : passwordLogin(url);
				await world.one(newRequest('Other', custom('P-2')));
				const fields = { subject: 'Labeled', requesterEmail: 'requester@example.com' };
				const form = upsert('request', 'customField', 'P-1', fields, { matchCustomField });

				const first = await world.one(form, { credentials });
				const second = await world.one(form, { credentials });

				expect(first).toMatchObject({
					outcome: 'created',
					customField: { 'Project Ticket ID': 'P-1' },
				});
				expect(second).toMatchObject({ outcome: 'unchanged', id: first.id });
			},
		);
	});

	test('a field that an expression names', async () => {
		const by = '={{ "subject" }}';

		const { outcome, id } = await world.one(
			upsert('request', by, 'Email Server is Down', { priorityName: 'Urgent' }),
		);

		expect({ outcome, id }).toEqual({ outcome: 'unchanged', id: 104 });
	});

	test('the value under Fields, where Match Value comes out empty', async () => {
		const fields = { subject: 'Email Server is Down', priorityName: 'Urgent' };

		const { outcome, id } = await world.one(upsert('request', 'subject', '={{ "" }}', fields));

		expect({ outcome, id }).toEqual({ outcome: 'unchanged', id: 104 });
	});

	test.each([
		{
			what: 'a field of the form',
			once: upsert('asset', 'hostName', 'host-1', {
				assetTypeName: 'Hardware$Computer',
				name: 'Host 1',
			}),
		},
		{
			what: 'a custom field',
			once: upsert(
				'request',
				'customField',
				'P-9',
				{ subject: 'Synced', requesterEmail: 'requester@example.com' },
				{ matchCustomField: 'Project Ticket ID' },
			),
		},
	])('what it gave a new record itself: $what', async ({ once }) => {
		const first = await world.one(once);
		const second = await world.one(once);

		expect(first.outcome).toBe('created');
		expect(second).toMatchObject({ outcome: 'unchanged', id: first.id });
	});
});

describe.each(['apiKey', 'password'])('a second run writes nothing (%s)', (kind) => {
	const credentials = () => {
		const { url } = world.simulator;
		return kind === 'apiKey' ? apiKeyLogin(url) : passwordLogin(url);
	};
	const labeled = (label: string) => ({
		customFields: { field: [{ name: label, type: 'text', value: 'P-9' }] },
	});

	test.each<[string, INodeParameters]>([
		['a location in capitals', { locationName: 'HEAD  OFFICE' }],
		['a group in small letters', { technicianGroupName: 'service desk' }],
		['a label in other letters', labeled('project ticket ID')],
		['a label with no-break spaces', labeled('Project\u00a0Ticket\u00a0ID')],
	])('for %s', async (_what, fields) => {
		const all = { requesterEmail: 'requester@example.com', ...fields };
		const form = upsert('request', 'subject', 'Nightly', all);

		const first = await world.one(form, { credentials: credentials() });
		const second = await world.one(form, { credentials: credentials() });

		expect([first.outcome, second.outcome]).toEqual(['created', 'unchanged']);
	});

	test('for the name of a vendor in small letters, as records in use have it', async () => {
		const fields = { assetTypeName: 'Hardware$Computer', vendorName: 'lenovo' };
		const form = upsert('asset', 'name', 'Nightly', fields);

		const first = await world.one(form, { credentials: credentials() });
		const second = await world.one(form, { credentials: credentials() });

		expect(first).toMatchObject({ outcome: 'created', vendorName: 'Lenovo' });
		expect(second).toMatchObject({ outcome: 'unchanged', id: first.id });
	});
});

test('a vendor that no record has is told with those in use', async () => {
	const fields = { assetTypeName: 'Hardware$Computer', vendorName: 'Lenov' };
	const { error } = await world.run(upsert('asset', 'name', 'New', fields));

	expect(error?.message).toContain("Field 'Vendor' has an unknown value 'Lenov'");
	expect(error?.description).toMatch(/Did you mean "Lenovo"\? In use: .*Lenovo/);
});

test('two matches are an error that names them', async () => {
	const twins = [await world.one(newRequest('Twin')), await world.one(newRequest('Twin'))];
	world.simulator.clearJournal();

	const { error } = await world.run(upsert('request', 'subject', 'Twin', { tags: 'a' }));

	expect(error?.message).toContain('2 requests with Subject "Twin"');
	for (const { name } of twins) expect(error?.message).toContain(textOf(name));
	expect(writes()).toEqual([]);
});

test.each([1, 10])(
	'two items of one run for the same new record make one (concurrency %d)',
	async (concurrency) => {
		world.simulator.latencyMs = 20;
		// The first item runs alone, so it takes three for two at a time.
		const subject = '={{ $json.index ? "Same" : "First" }}';
		const fields = { subject, requesterEmail: 'requester@example.com' };

		const result = await world.run(
			upsert('request', 'subject', subject, fields, { options: { concurrency } }),
			{ items: numbered(3) },
		);

		const outcomes = jsonOf(result).map(({ outcome }) => outcome);
		expect(outcomes).toEqual(['created', 'created', 'unchanged']);
	},
);

test.each([
	{
		what: 'a field that a new record needs',
		form: upsert('request', 'subject', 'None', { subject: 'None' }),
		says: /No request with Subject "None", and a new one requires Requester Email/,
	},
	{
		what: 'the first of several such fields',
		form: upsert('change', 'subject', 'None', { subject: 'None', startDate: window.startDate }),
		says: /No change with Subject "None", and a new one requires Requester Email/,
	},
	{
		what: 'a record of that key, which a new one could not have',
		form: upsert('change', 'name', 'CHG-999', { ...ticket, ...window }),
		says: /No change with Key "CHG-999"/,
	},
	{
		what: 'the type of a new asset',
		form: upsert('asset', 'name', 'None', { name: 'None' }),
		says: /a new one requires Asset Type/,
	},
	{
		what: 'the value to look for',
		form: upsert('request', 'subject', ' ', { tags: 'a' }),
		says: /Match Value is empty/,
	},
	{
		what: 'the label of the custom field',
		form: upsert('request', 'customField', 'x', { tags: 'a' }, { matchCustomField: ' ' }),
		says: /Custom Field Name is empty/,
	},
])('without $what nothing is written', async ({ form, says }) => {
	const { error } = await world.run(form);

	expect(error?.message).toMatch(says);
	expect(writes()).toEqual([]);
});

test('a subject with line breaks is found again', async () => {
	const subject = 'Disk full\r\non web-1\n';
	const run = async (matchValue: string) =>
		await world.one(upsert('request', 'subject', matchValue, { ...ticket, subject }));

	const created = await run(subject);
	const again = [await run(subject), await run(''), await run('Disk full on web-1')];

	expect(created).toMatchObject({ outcome: 'created', subject: 'Disk full on web-1' });
	expect(again.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
});

test('a value is the same whether its accents are part of the letters or not', async () => {
	const forms = ['Caf\u00e9', 'Cafe\u0301'];
	const form = upsert('request', 'subject', '={{ $json.v }}', {
		...ticket,
		subject: '={{ $json.v }}',
	});
	const run = async () =>
		jsonOf(await world.run(form, { items: forms.map((v) => ({ json: { v } })) }));

	const [first, second] = [await run(), await run()];

	expect(first.map(({ outcome }) => outcome)).toEqual(['created', 'unchanged']);
	expect(second.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
});

test('a value that does not fit is known before anything is sent', async () => {
	const fields = { subject: 'None', startDate: 'one day' };

	const { error } = await world.run(upsert('change', 'subject', 'None', fields));

	expect(error?.message).toMatch(/^Start must be a time such as /);
	expect(world.sent()).toEqual([]);
});

test.each(['object', 'empty', 'returnCode'] as const)(
	'an update is read again where the server answers it with less: %s',
	async (patchAnswer) => {
		world.simulator.dialect.patchAnswer = patchAnswer;

		const updated = await world.one(upsert('problem', 'name', 'PRB-4', { priorityName: 'Low' }));

		expect(updated).toMatchObject({
			outcome: 'updated',
			changedFields: ['priorityName'],
			name: 'PRB-4',
			subject: 'Recurring disk failures',
			priorityName: 'Low',
		});
	},
);

test('the class of an asset is kept apart', async () => {
	const fields = { assetTypeName: 'Software$OS', name: 'LAPTOP-0002' };

	const created = await world.one(
		upsert('asset', 'name', 'LAPTOP-0002', fields, { assetClass: 'SoftwareAsset' }),
	);

	expect(created).toMatchObject({ outcome: 'created', type: 'SoftwareAsset' });
});

const syncs = [
	{
		resource: 'asset',
		matchOn: 'name',
		count: scaled(100, 40),
		fields: {
			...kinds.find(({ resource }) => resource === 'asset')?.fields,
			hardwareProperty: { serialNumber: '={{ "S-" + $json.index }}' },
		},
	},
	{
		resource: 'request',
		matchOn: 'subject',
		count: scaled(1_000, 60),
		fields: { requesterEmail: 'requester@example.com', tags: '={{ "t" + $json.index }}' },
	},
];

test.each(syncs)(
	'a nightly sync of $count records ($resource) writes each once, and nothing the second night',
	async ({ resource, matchOn, count, fields }) => {
		const value = '={{ "SYNC-" + $json.index }}';
		const sync = upsert(resource, matchOn, value, { ...fields, [matchOn]: value });
		const night = async () => {
			world.simulator.clearJournal();
			const result = await world.run(sync, { items: numbered(count) });
			expect(result.error).toBeUndefined();
			return jsonOf(result);
		};

		const first = await night();
		expect(first.map((row) => row[matchOn])).toEqual(numbered(count).map((_, i) => `SYNC-${i}`));
		expect(writes()).toHaveLength(count);

		const second = await night();
		expect(second.map(({ outcome }) => outcome)).toEqual(numbered(count).map(() => 'unchanged'));
		expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
		expect(writes()).toEqual([]);
		expect(world.simulator.refused()).toEqual([]);
	},
	// A limit for a hang, far above what 2,000 upserts take.
	180_000,
);

test('a person is found whatever the case of the address, also where the server compares exactly', async () => {
	const anna = upsert('requester', 'email', 'ANNA@Example.com', { contactNo: '0123' });
	expect(await world.one(anna)).toMatchObject({ outcome: 'updated', email: 'anna@example.com' });
	expect(await world.one(anna)).toMatchObject({ outcome: 'unchanged' });
});
