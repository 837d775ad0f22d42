/** The node in the hands of an AI agent: the schema that n8n builds, and calls as models make them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { agentTool, type AgentTool } from '../support/engine';
import { apiKeyLogin, passwordLogin, record, useWorld } from './world';

const world = useWorld();

type AiType = 'string' | 'number' | 'boolean' | 'json';

/** What the editor writes when a parameter is left to the model. */
const ai = (key: string, type: AiType = 'string', help = ''): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${help}\`, '${type}') }}`;

const toolFor = async (parameters: INodeParameters): Promise<AgentTool> =>
	await agentTool({ credentials: apiKeyLogin(world.simulator.url), parameters });

/** The results of a call that must succeed. */
const call = async (parameters: INodeParameters, args: IDataObject): Promise<IDataObject[]> =>
	JSON.parse(await (await toolFor(parameters)).invoke(args)) as IDataObject[];

/** What the agent is told about a call that must fail. */
async function failure(parameters: INodeParameters, args: IDataObject): Promise<string> {
	const tool = await toolFor(parameters);
	return await tool.invoke(args).then(
		(result) => {
			throw new Error(`The call succeeded: ${result}`);
		},
		(error: Error) => error.message,
	);
}

const lastBody = (): unknown => world.simulator.journal.at(-1)?.body;

const getRequest: INodeParameters = {
	resource: 'request',
	operation: 'get',
	...record(ai('request'), 'id'),
};
const createRequest: INodeParameters = {
	resource: 'request',
	operation: 'create',
	subject: ai('subject'),
	requesterEmail: ai('email'),
	additionalFields: {
		priorityName: { __rl: true, mode: 'name', value: ai('priority') },
		spam: ai('spam'),
		tags: ai('tags'),
		extraFields: ai('more'),
	},
};
const ticket = {
	subject: 'VPN',
	email: 'requester@example.com',
	priority: 'High',
	spam: 'false',
	tags: '',
	more: '',
};
const manyRequests: INodeParameters = {
	resource: 'request',
	operation: 'getAll',
	returnAll: ai('all'),
	limit: ai('limit'),
	output: ai('output'),
	outputFields: ai('fields'),
};
const search: INodeParameters = {
	resource: 'request',
	operation: 'getAll',
	filters: {
		conditions: {
			condition: [{ field: ai('field'), operator: ai('operator'), value: ai('value') }],
		},
		match: ai('match'),
	},
	options: { sortBy: ai('sort') },
};
const condition = {
	field: 'Subject',
	operator: 'contains',
	value: 'Email',
	match: 'all',
	sort: 'createdTime',
};
const entry: INodeParameters = {
	resource: 'conversation',
	operation: 'create',
	parentResource: ai('parent'),
	...record(ai('record'), 'list'),
	conversationType: ai('type'),
	details: ai('details'),
};
const entries: INodeParameters = {
	...entry,
	operation: 'getAll',
	conversationFilter: ai('type'),
};
const note = { parent: 'request', record: 'INC-104', type: 'note', details: 'Hello' };
const assets: INodeParameters = {
	resource: 'asset',
	operation: 'getAll',
	assetClass: ai('class'),
	limit: 1,
};
const upsert: INodeParameters = {
	resource: 'asset',
	operation: 'upsert',
	assetClass: 'HardwareAsset',
	matchOn: ai('by'),
	matchValue: ai('value'),
	fields: { description: 'Seen' },
};
const updateRequest: INodeParameters = {
	resource: 'request',
	operation: 'update',
	...record('104'),
	updateFields: {
		assigneeEmail: { __rl: true, mode: 'name', value: ai('technician') },
	},
	options: { fieldsToClear: ai('clear') },
};
const link: INodeParameters = {
	resource: 'request',
	operation: 'linkAssets',
	...record('104'),
	destinationModel: ai('kind'),
	destinationNames: ai('keys'),
};
const componentOf: INodeParameters = {
	resource: 'component',
	operation: 'update',
	partOf: ai('whole'),
	componentId: ai('id'),
	componentKind: ai('kind'),
	updateFields: { manufacturerName: 'Example' },
	options: { dryRun: true },
};

// --- The schema -----------------------------------------------------------------------------------------------------------

test('the schema has what is left to the model, with its help, and nothing else', async () => {
	const tool = await toolFor({
		...createRequest,
		subject: ai('subject', 'string', 'One line, e.g. Laptop does not start'),
	});

	expect(Object.keys(tool.schema.shape).sort()).toEqual(Object.keys(ticket).sort());
	expect(tool.schema.shape.subject?.description).toBe('One line, e.g. Laptop does not start');
	expect(tool.description).toBe('Create request in ServiceOps');
});

test.each([
	['a number as text', { ...manyRequests, limit: ai('limit', 'number') }, { limit: '2' }],
	['a text as number', getRequest, { request: 104 }],
	['something missing', createRequest, { subject: 'VPN' }],
])('%s is refused by n8n where the schema says otherwise', async (_, parameters, args) => {
	expect(await failure(parameters, args)).toContain('did not match expected schema');
	expect(world.sent()).toEqual([]);
});

// --- Calls that do what was meant -------------------------------------------------------------------------------------------

test.each([
	['an ID as text', ai('request'), '104'],
	['an ID as number', ai('request', 'number'), 104],
	['a key in place of an ID', ai('request'), 'INC-104'],
	['a key in lower case', ai('request'), ' inc-104 '],
])('%s finds the record, simplified', async (_, value, request) => {
	for (const recordId of [record(value, 'id').recordId, record(value, 'list').recordId, value]) {
		const [row, ...others] = await call(
			{ ...getRequest, recordId },
			{
				request,
			},
		);

		expect(others).toEqual([]);
		expect(row).toMatchObject({ id: 104, key: 'INC-104' });
		expect(Object.keys(row ?? {}).length).toBeLessThanOrEqual(10);
	}
});

test.each([
	[ticket, { spam: false }],
	[{ ...ticket, spam: 'no' }, { spam: false }],
	[{ ...ticket, spam: 'True' }, { spam: true }],
	[
		{ ...ticket, tags: 'vpn, laptop' },
		{ spam: false, tags: ['vpn', 'laptop'] },
	],
	[
		{ ...ticket, tags: '["vpn","laptop"]' },
		{ spam: false, tags: ['vpn', 'laptop'] },
	],
	[
		{ ...ticket, more: '{"urgencyName":"Low"}' },
		{ spam: false, urgencyName: 'Low' },
	],
])('a request is created from %j', async (args, sent) => {
	await call(createRequest, args);

	expect(lastBody()).toEqual({
		subject: 'VPN',
		requesterEmail: 'requester@example.com',
		priorityName: 'High',
		...sent,
	});
});

test('lists and objects come as they are, too', async () => {
	const parameters = {
		...createRequest,
		additionalFields: { tags: ai('tags', 'json'), extraFields: ai('more', 'json') },
	};

	await call(parameters, { ...ticket, tags: ['vpn', 7], more: { urgencyName: 'Low' } });

	expect(lastBody()).toMatchObject({ tags: ['vpn', '7'], urgencyName: 'Low' });
});

test('numbers and switches come as text', async () => {
	const rows = await call(manyRequests, { all: 'No', limit: '2', output: 'Raw', fields: '' });

	expect(rows).toHaveLength(2);
	expect(rows[0]).toHaveProperty('source');
});

test('the output is short, whole, or just the fields that are named, with the ID', async () => {
	const one = { all: 'false', limit: '1' };
	const names = async (output: string, fields = '') =>
		Object.keys((await call(manyRequests, { ...one, output, fields }))[0] ?? {});

	expect((await names('simplified')).length).toBeLessThanOrEqual(10);
	expect(await names('raw')).toEqual(expect.arrayContaining(['source', 'impactName']));
	expect(await names('Selected Fields', 'subject, Status, source')).toEqual([
		'id',
		'subject',
		'statusName',
		'source',
	]);
});

test.each([
	{ args: { ...note, type: 'Reply to Requester' }, wire: 'technician_to_requester' },
	{ args: { ...note, type: 'reply to requester' }, wire: 'technician_to_requester' },
	{ args: { ...note, type: 'technician_to_requester' }, wire: 'technician_to_requester' },
	{ args: { ...note, type: 'Reply as Requester' }, wire: 'requestor_to_technician' },
	{ args: { ...note, type: 'Add Note' }, wire: 'note' },
	{ args: { ...note, type: 'NOTE', parent: 'Request' }, wire: 'note' },
	{
		args: { ...note, type: 'Collaborate', parent: 'Change', record: 'CHG-1' },
		wire: 'collaborate',
	},
])('$args.type on a $args.parent', async ({ args, wire }) => {
	expect(await call(entry, args)).toMatchObject([{ conversationType: wire, details: 'Hello' }]);
	expect(world.simulator.refused()).toEqual([]);
});

test.each(['Note', 'NOTE', 'note'])('entries of the type %s', async (type) => {
	expect(await call(entries, { ...note, type })).toMatchObject([{ conversationType: 'note' }]);
});

test.each([
	['Hardware', 'HardwareAsset'],
	['hardware asset', 'HardwareAsset'],
	['Software', 'SoftwareAsset'],
	['non it', 'NonITAsset'],
	['NonITAsset', 'NonITAsset'],
])('assets of the class %s', async (name, type) => {
	expect(await call(assets, { class: name })).toMatchObject([{ type }]);
});

test.each([
	{ ...condition },
	{ ...condition, field: 'subject', operator: 'Contains', match: 'All Conditions' },
	{ ...condition, operator: 'Starts With', match: 'Any Condition', sort: 'Created Time' },
	{ ...condition, field: 'Key', operator: 'Is', value: 'INC-104', match: 'ANY' },
	{ ...condition, operator: 'is one of', value: 'Email Server is Down, Nothing' },
])('a search for %j', async (args) => {
	expect(await call(search, args)).toMatchObject([{ key: 'INC-104' }]);
	expect(world.simulator.refused()).toEqual([]);
});

test('a status by its name, where the login may read the list', async () => {
	const tool = await agentTool({
		credentials: passwordLogin(world.simulator.url),
		parameters: search,
	});
	const args = { ...condition, field: 'Status', operator: 'is', value: 'open' };

	const rows = JSON.parse(await tool.invoke(args)) as IDataObject[];

	expect(rows.length).toBeGreaterThan(1);
	expect(new Set(rows.map(({ statusName }) => statusName))).toEqual(new Set(['Open']));
});

test('quick filters are parameters that a model fills in, and leaves empty', async () => {
	const find: INodeParameters = {
		resource: 'request',
		operation: 'getAll',
		filters: {
			subject: ai('words'),
			statusName: { __rl: true, mode: 'name', value: ai('status') },
			createdAfter: ai('after'),
			assigneeEmail: ai('technician'),
		},
	};

	expect(
		await call(find, { words: 'email SERVER', status: 'open', after: 'null', technician: '' }),
	).toMatchObject([{ key: 'INC-104' }]);
	expect(
		await call(find, { words: '', status: 'Open', after: 'today', technician: 'null' }),
	).toEqual([]);
	expect(await failure(find, { words: '', status: '', after: 'soon', technician: '' })).toContain(
		'Created After must be a time',
	);
});

test('that no record has a name is told in the output, where the login has no list of names', async () => {
	const filters = { statusName: { __rl: true, mode: 'name', value: ai('status') } };
	const find = { resource: 'asset', assetClass: 'HardwareAsset', filters };
	const notes = [expect.stringMatching(/the Status "Broken"\. They have: .*In Use/)];

	expect(await call({ ...find, operation: 'getAll' }, { status: 'Broken' })).toEqual([{ notes }]);
	expect(
		await call({ ...find, operation: 'count', countBy: 'nothing' }, { status: 'Broken' }),
	).toEqual([{ count: 0 }, { notes }]);
	expect(await call({ ...find, operation: 'getAll' }, { status: 'Retired' })).not.toContainEqual({
		notes: expect.anything() as unknown,
	});
});

test('a condition that a model leaves empty is left out', async () => {
	const condition = [{ field: 'subject', operator: 'contains', value: ai('words') }];
	const find: INodeParameters = {
		resource: 'request',
		operation: 'getAll',
		filters: { conditions: { condition } },
	};

	expect(await call(find, { words: 'email SERVER' })).toMatchObject([{ key: 'INC-104' }]);
	for (const words of ['', 'null']) {
		expect((await call(find, { words })).length).toBeGreaterThan(1);
	}
});

test.each([{ status: 'Open' }, [{ status: 'Open' }], [{ field: 'Status', is: 'Open' }]])(
	'conditions of another form, such as %j, are refused: without them, everything would match',
	async (conditions) => {
		const $fromAi = "={{ $fromAI('conditions', '', 'json') }}";
		const find = { resource: 'request', operation: 'getAll', filters: { conditions: $fromAi } };
		expect(await failure(find, { conditions })).toMatch(/^There is no field "(status|is)" here/);
	},
);

test.each(['hostName', 'Host Name', 'host name'])('an asset recognised by its %s', async (by) => {
	expect(await call(upsert, { by, value: 'LAPTOP-0030' })).toMatchObject([
		{ hostName: 'LAPTOP-0030', outcome: 'updated', changedFields: ['description'] },
	]);
});

test.each(['tags', 'Tags', '["Tags"]'])('clearing %s', async (clear) => {
	await call(updateRequest, { technician: '', clear });

	expect(lastBody()).toEqual({ tags: [] });
});

test.each(['asset_hardware', 'Hardware Asset', 'hardware asset'])('linking a %s', async (kind) => {
	expect(await call(link, { kind, keys: 'AST-1' })).toMatchObject([{ linked: ['AST-1'] }]);
});

test.each([
	['CI', '/api/v1/cmdb/ci/discoveryComponent/3'],
	['ci', '/api/v1/cmdb/ci/discoveryComponent/3'],
	['Hardware Asset', '/api/v1/asset/3/discoveryComponent'],
	['asset', '/api/v1/asset/3/discoveryComponent'],
])('a component of a %s', async (whole, path) => {
	const [plan] = await call(componentOf, { whole, id: '3', kind: 'memory' });

	expect(plan).toMatchObject({ path, body: { type: 'Ram', componentType: 'ram_component' } });
});

// --- Calls that fail, and say what to try next --------------------------------------------------------------------------------

interface Refusal {
	what: string;
	parameters: INodeParameters;
	args: IDataObject;
	says: Array<string | RegExp>;
	/** Whether only the server can tell. */
	reachesServer?: true;
}

const refusals: Refusal[] = [
	{
		what: 'a title in place of an ID',
		parameters: getRequest,
		args: { request: 'Email Server is Down' },
		says: [/^Request: .*"Email Server is Down".*\bID\b.*\bkey\b.*\bINC-/],
	},
	{
		what: 'no record',
		parameters: getRequest,
		args: { request: '' },
		says: [/^Request: .*\bID\b.*\bkey\b/],
	},
	{
		what: 'a key that does not exist',
		parameters: getRequest,
		args: { request: 'INC-99999' },
		says: [/\bno request\b.*\bINC-99999\b/i],
		reachesServer: true,
	},
	{
		what: 'a number in words',
		parameters: manyRequests,
		args: { all: 'false', limit: 'two', output: 'raw', fields: '' },
		says: ['Limit must be a number, but it is "two"'],
	},
	{
		what: 'a switch in other words',
		parameters: manyRequests,
		args: { all: 'maybe', limit: '2', output: 'raw', fields: '' },
		says: ['Return All must be true or false, but it is "maybe"'],
	},
	{
		what: 'a field that no record has',
		parameters: manyRequests,
		args: { all: 'false', limit: '1', output: 'selectedFields', fields: 'subject, color' },
		says: ['Fields: there is no "color"', 'statusName'],
	},
	{
		what: 'a required field left empty',
		parameters: createRequest,
		args: { ...ticket, email: '' },
		says: ['Requester Email is empty. Enter a value'],
	},
	{
		what: 'text in place of an object',
		parameters: createRequest,
		args: { ...ticket, more: 'urgency: low' },
		says: ['Extra Fields (JSON) is not valid JSON'],
	},
	{
		what: 'a made-up field',
		parameters: createRequest,
		args: { ...ticket, more: '{"severity":"High"}' },
		says: ["'severity'", 'Check the values that were sent'],
		reachesServer: true,
	},
	{
		what: 'a status that does not exist, where the list cannot be read',
		parameters: createRequest,
		args: { ...ticket, priority: 'Hihg' },
		says: ["'Hihg'", 'Priority must be a name that exists in ServiceOps'],
		reachesServer: true,
	},
	{
		what: 'a type of entry that there is not',
		parameters: entry,
		args: { ...note, type: 'Private Comment' },
		says: [
			'Entry Type: there is no "Private Comment". Use one of: Add Note, Collaborate, Reply as Requester, Reply to Requester',
		],
	},
	{
		what: 'a conversation on an asset',
		parameters: entry,
		args: { ...note, parent: 'Asset' },
		says: [/Record Type: there is no "Asset"\. Use one of: (\w+, )+\w+/],
	},
	{
		what: 'a class of assets that there is not',
		parameters: assets,
		args: { class: 'Laptop' },
		says: ['Asset Class: there is no "Laptop". Use one of: Hardware, Non-IT, Software'],
	},
	{
		what: 'a condition on a made-up field',
		parameters: search,
		args: { ...condition, field: 'severity' },
		says: [/Condition 1, Field: there is no "severity"\. Use one of: .*Subject.*/],
	},
	{
		what: 'a made-up operator',
		parameters: search,
		args: { ...condition, operator: 'LIKE' },
		says: [/Condition 1, Operator: there is no "LIKE"\. Use one of: Contains, .*/],
	},
	{
		what: 'a made-up way to put conditions together',
		parameters: search,
		args: { ...condition, match: 'none' },
		says: ['Match: there is no "none". Use one of: All Conditions, Any Condition'],
	},
	{
		what: 'an order by a made-up field',
		parameters: search,
		args: { ...condition, sort: 'newest' },
		says: [/Sort By: there is no "newest"\. Use one of: .*Created Time.*/],
	},
	{
		what: 'a field that cannot be cleared',
		parameters: updateRequest,
		args: { technician: '', clear: 'Severity' },
		says: ['Fields to Clear: a request has no field "Severity"'],
	},
	{
		what: 'IDs in place of keys',
		parameters: link,
		args: { kind: 'Hardware Asset', keys: '1, 2' },
		says: ['Asset Keys: "1" is an ID. Enter keys such as AST-1'],
	},
	{
		what: 'a kind of asset that there is not',
		parameters: link,
		args: { kind: 'Laptop', keys: 'AST-1' },
		says: ['Asset Class: there is no "Laptop". Use one of: CI, Hardware Asset, '],
	},
	{
		what: 'a component of neither',
		parameters: componentOf,
		args: { whole: 'Software Asset', id: '3', kind: 'memory' },
		says: [
			'Belongs To: there is no "Software Asset". Use one of: Configuration Item (CI), Hardware Asset',
		],
	},
];

test.each([
	{
		what: 'a priority in another case',
		parameters: createRequest,
		args: { ...ticket, priority: 'high' },
		gives: { priorityName: 'High' },
	},
	{
		what: 'the name of a technician in place of the email',
		parameters: updateRequest,
		args: { technician: 'Technician One', clear: '' },
		gives: { assigneeEmail: 'technician@example.com' },
	},
	{
		what: '"null" for what is not needed',
		parameters: updateRequest,
		args: { technician: 'technician@example.com', clear: 'null' },
		gives: { assigneeEmail: 'technician@example.com' },
	},
])('is taken: $what', async ({ parameters, args, gives }) => {
	const [result] = await call(parameters, args);

	expect(result).toMatchObject(gives);
});

test.each(refusals)('$what', async ({ parameters, args, says, reachesServer }) => {
	const told = await failure(parameters, args);

	for (const part of says) {
		expect(told).toEqual(
			typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part),
		);
	}
	expect(world.sent().length > 0).toBe(reachesServer === true);
});

test('a name that no record has yet is told beside those that are in use', async () => {
	const update: INodeParameters = {
		resource: 'request',
		operation: 'update',
		...record('104'),
		updateFields: { supportLevel: { __rl: true, mode: 'name', value: ai('level') } },
	};
	expect(await failure(update, { level: 'L2' })).toMatch(
		/Support Level .* In use: tier0\. Usual names: Tier1, Tier2, Tier3, Tier4\./,
	);
});
