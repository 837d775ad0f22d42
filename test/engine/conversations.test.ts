/** Conversations: every type on every parent that has it, in the server's spelling. */
import type { INodeParameters } from 'n8n-workflow';
import { startCannedServer } from '../support/cannedServer';
import { apiKeyLogin, jsonOf, numbered, record, useWorld } from './world';

const world = useWorld();

const parents = [
	{ parent: 'request', id: 104, key: 'INC-104', entry: 2 },
	{ parent: 'change', id: 1, key: 'CHG-1', entry: 3 },
	{ parent: 'problem', id: 1, key: 'PRB-4', entry: 7 },
	{ parent: 'release', id: 9, key: 'REL-9', entry: 156 },
];
const types = [
	{ type: 'note', wire: { conversationType: 'note', conversationState: 'published' } },
	{ type: 'collaborate', wire: { conversationType: 'collaborate' } },
	{
		type: 'requesterReply',
		wire: { conversationType: 'requestor_to_technician', conversationState: 'published' },
		reply: true,
	},
	{
		type: 'replyToRequester',
		wire: { conversationType: 'technician_to_requester', conversationState: 'published' },
		reply: true,
	},
];
const pairs = parents.flatMap((of) => types.map((type) => ({ ...of, ...type })));
const isAllowed = ({ parent, reply }: { parent: string; reply?: boolean }) =>
	parent === 'request' || !reply;

const on = (
	parent: string,
	key: string,
	operation: string,
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'conversation',
	operation,
	parentResource: parent,
	...record(key, 'key'),
	...more,
});

test.each(pairs.filter(isAllowed))(
	'$parent, $type: create, list, delete',
	async ({ parent, id, key, type, wire }) => {
		const path = `/api/v1/${parent}/${id}/conversation`;
		const details = '<p>Hello <b>you</b></p>';

		const created = await world.one(on(parent, key, 'create', { conversationType: type, details }));
		expect(created).toMatchObject({ ...wire, details, id: expect.any(Number) as number });
		const [lookup, ...calls] = world.simulator.journal;
		expect(lookup?.path).toBe(`/api/v1/${parent}/search/byqual`);
		expect(calls).toMatchObject([{ method: 'POST', path }]);
		expect(calls[0]?.body).toEqual({ ...wire, details });

		const entryId = Number(created.id);
		const list = async (conversationFilter: string) =>
			jsonOf(await world.run(on(parent, key, 'getAll', { conversationFilter, returnAll: true })));
		const alike = await list(type);
		expect(alike).toContainEqual(created);
		expect(new Set(alike.map((entry) => entry.conversationType))).toEqual(
			new Set([wire.conversationType]),
		);
		expect(await list('all')).toEqual(expect.arrayContaining(alike));

		expect(await world.one(on(parent, key, 'delete', { conversationId: entryId }))).toEqual({
			id: entryId,
			deleted: true,
		});
		expect(world.sent().at(-1)).toBe(`DELETE ${path}/${entryId}`);
		expect(await list(type)).not.toContainEqual(created);
		expect(world.simulator.refused()).toEqual([]);
	},
);

test.each(pairs.filter((pair) => !isAllowed(pair)))(
	'$parent, $type: refused before anything is sent',
	async ({ parent, key, type }) => {
		const form = { conversationType: type, details: 'Hello' };

		const { error } = await world.run(on(parent, key, 'create', form));

		expect(error?.message).toMatch(
			/^Entry Type: "Reply .* Requester" works on requests and service requests only/,
		);
		expect(world.sent()).toEqual([]);
	},
);

test.each(types)(
	'a service request, which shares the path of requests, takes: $type',
	async (entry) => {
		const on = { parentResource: 'serviceRequest', ...record('SR-30', 'key') };
		const form = { ...on, conversationType: entry.type, details: 'On its way' };

		const created = await world.one({ resource: 'conversation', operation: 'create', ...form });
		const listed = await world.run({ resource: 'conversation', operation: 'getAll', ...on });

		expect(created).toMatchObject({ ...entry.wire, details: 'On its way' });
		expect(jsonOf(listed)).toContainEqual(created);
		expect(world.simulator.refused()).toEqual([]);
	},
);

test.each(parents)('$parent: a note is changed', async ({ parent, id, key, entry }) => {
	const form = { conversationId: ` ${entry} `, updateFields: { details: '<p>Better</p>' } };

	const updated = await world.one(on(parent, key, 'update', form));

	expect(updated).toMatchObject({ id: entry, details: '<p>Better</p>' });
	expect(world.sent().at(-1)).toBe(`PATCH /api/v1/${parent}/${id}/conversation/${entry}`);
	expect(world.simulator.journal.at(-1)?.body).toEqual({
		conversationType: 'note',
		conversationState: 'published',
		details: '<p>Better</p>',
	});
	expect(world.simulator.refused()).toEqual([]);
});

test('recipients, subject and files of a reply reach the server', async () => {
	const files = [{ refFileName: 'f-1', realName: 'a.pdf' }];

	await world.one(
		on('request', '104', 'create', {
			conversationType: 'replyToRequester',
			details: 'See the file',
			additionalFields: {
				emailIds: 'anna@example.com, chen@example.com',
				ccEmailIds: '={{ ["bilal@example.com"] }}',
				subject: 'News',
				fileAttachments: JSON.stringify(files),
			},
		}),
	);

	expect(world.simulator.journal.at(-1)?.body).toEqual({
		conversationType: 'technician_to_requester',
		conversationState: 'published',
		details: 'See the file',
		emailIds: ['anna@example.com', 'chen@example.com'],
		ccEmailIds: ['bilal@example.com'],
		subject: 'News',
		fileAttachments: files,
	});
	expect(world.simulator.refused()).toEqual([]);
});

test.each([
	{ form: { returnAll: true }, cap: 2, rows: 8, calls: 5 },
	{ form: { limit: 3 }, cap: 0, rows: 3, calls: 1 },
	{ form: { limit: 3 }, cap: 2, rows: 3, calls: 2 },
])('$rows entries in pages of $cap', async ({ form, cap, rows, calls }) => {
	const details = '={{ "Entry " + $json.index }}';
	await world.run(on('request', '104', 'create', { details }), { items: numbered(7) });
	world.simulator.dialect.pageCap = cap;
	world.simulator.clearJournal();

	const parameters = on('request', '', 'getAll', { ...form, ...record('104') });
	const entries = jsonOf(await world.run(parameters));

	expect(new Set(entries.map(({ id }) => id)).size).toBe(rows);
	expect(world.sent()).toHaveLength(calls);
});

describe.each(['ascending', 'descending'] as const)('on a server that lists %s', (listOrder) => {
	const texts = async (more: INodeParameters = {}) =>
		jsonOf(await world.run(on('request', '104', 'getAll', more))).map(({ details }) => details);
	beforeEach(async () => {
		world.simulator.dialect.listOrder = listOrder;
		world.simulator.dialect.pageCap = 2;
		for (const [at, conversationType] of ['note', 'replyToRequester', 'note'].entries()) {
			await world.one(on('request', '104', 'create', { conversationType, details: `Entry ${at}` }));
		}
	});

	test('the newest come first', async () => {
		expect((await texts()).slice(0, 3)).toEqual(['Entry 2', 'Entry 1', 'Entry 0']);
	});

	test('the oldest come first if that is wanted', async () => {
		const options = { sortDirection: 'asc' };
		expect((await texts({ options })).slice(-3)).toEqual(['Entry 0', 'Entry 1', 'Entry 2']);
	});

	test.each([
		['note', 'Entry 2'],
		['replyToRequester', 'Entry 1'],
		['all', 'Entry 2'],
	])('the last one of a kind: %s', async (conversationFilter, text) => {
		expect(await texts({ conversationFilter, limit: 1 })).toEqual([text]);
	});
});

test.each(['all', 'note', 'collaborate'])('counted, of the kind %s', async (conversationFilter) => {
	for (const details of ['A', 'B']) await world.one(on('request', '104', 'create', { details }));
	world.simulator.dialect.pageCap = 2;
	const all = jsonOf(await world.run(on('request', '104', 'getAll', { conversationFilter })));
	const counted = await world.one(on('request', '104', 'count', { conversationFilter }));

	expect(counted).toEqual({ count: all.length });
	expect(all.length > 1).toBe(conversationFilter !== 'collaborate');
});

test('a server that does not filter by kind: the others are left out', async () => {
	const rows = [
		{ id: 1, conversationType: 'note', details: 'A', createdTime: 'Thu, Jul 17, 2025 03:16 pm' },
		{ id: 2, conversationType: 'note', details: 'B', createdTime: 'Thu, Jul 17, 2025 11:16 am' },
		{
			id: 3,
			conversationType: 'collaborate',
			details: 'C',
			createdTime: 'Fri, Jul 18, 2025 08:00 am',
		},
		{ id: 4, conversationType: 'note', details: 'D', createdTime: 'Thu, Jul 17, 2025 03:16 pm' },
	];
	const server = await startCannedServer(() => ({ body: { objectList: rows, totalCount: 4 } }));
	const form = { conversationFilter: 'note', ...record('104') };
	const parameters = on('request', '', 'getAll', form);
	const result = await world.run(parameters, { credentials: apiKeyLogin(server.url) });
	await server.close();

	// The times are to the minute, so the IDs decide between two.
	expect(jsonOf(result).map(({ details }) => details)).toEqual(['D', 'A', 'B']);
});

test('texts without HTML', async () => {
	await world.one(on('request', '104', 'create', { details: '<p>One</p><p>two &lt; three</p>' }));
	const options = { textFormat: 'text' };
	const [last] = jsonOf(await world.run(on('request', '104', 'getAll', { limit: 1, options })));

	expect(last).toMatchObject({ details: 'One\ntwo < three' });
});

test.each([
	{
		what: 'no details',
		operation: 'create',
		form: { details: '={{ " " }}' },
		says: /Text is empty/,
	},
	{
		what: 'an unknown type',
		operation: 'create',
		form: { details: 'a', conversationType: '={{ "shout" }}' },
		says: /Entry Type: there is no "shout"/,
	},
	{
		what: 'an unknown parent',
		operation: 'create',
		form: { details: 'a', parentResource: '={{ "asset" }}' },
		says: /Record Type: there is no "asset"/,
	},
	{
		what: 'an unknown type to list',
		operation: 'getAll',
		form: { conversationFilter: '={{ "shout" }}' },
		says: /Entry Type: there is no "shout"/,
	},
	{
		what: 'an ID that leads elsewhere',
		operation: 'delete',
		form: { conversationId: '2/../3' },
		says: /Conversation ID must be a number/,
	},
	{
		what: 'nothing to change',
		operation: 'update',
		form: { conversationId: '2' },
		says: /nothing to update/,
	},
])('$what: refused before anything is sent', async ({ operation, form, says }) => {
	const { error } = await world.run(on('request', 'INC-104', operation, form));

	expect(error?.message).toMatch(says);
	expect(world.sent()).toEqual([]);
});

test('what is no note cannot be changed, and the server says so', async () => {
	const form = { conversationId: '1', updateFields: { details: 'New' } };

	const { error } = await world.run(on('change', 'CHG-1', 'update', form));

	expect(error?.message).toContain('Only a note can be changed.');
});
