/** The files of a record: listed, downloaded, attached, and passed on, for records and their conversations alike. */
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Dialect } from '../simulator/dialect';
import { useFiles } from '../support/files';
import { sample } from '../support/scale';
import { jsonOf, record, useWorld } from './world';

const world = useWorld();
const { store: stored, read } = useFiles('disk');

const PARENTS = [
	{ parentResource: 'request', key: 'INC-104' },
	{ parentResource: 'serviceRequest', key: 'SR-30' },
	{ parentResource: 'change', key: 'CHG-1' },
	{ parentResource: 'problem', key: 'PRB-4' },
	{ parentResource: 'release', key: 'REL-9' },
];
type Parent = (typeof PARENTS)[number];
const [INC = { parentResource: '', key: '' }] = PARENTS;

const on = (
	{ parentResource, key }: Parent,
	operation: string,
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'attachment',
	operation,
	parentResource,
	...record(key, 'key'),
	...more,
});

const withFiles = async (...names: string[]): Promise<INodeExecutionData[]> => {
	const binary: Record<string, IBinaryData> = {};
	for (const [index, fileName] of names.entries()) {
		const content = Buffer.from(`content of ${fileName} ${index}`);
		binary[`attachment_${index}`] = await stored(content, { fileName });
	}
	return [{ json: {}, binary }];
};

const attach = async (parent: Parent, attachTo: string, names: string[], more = {}) => {
	const form = { inputDataFieldName: '*', attachTo, ...more };
	const items = await withFiles(...names);
	const result = await world.run(on(parent, 'upload', form), { items });
	if (result.error) throw result.error;
	return jsonOf(result);
};
const list = async (parent: Parent, more: INodeParameters = {}): Promise<IDataObject[]> =>
	jsonOf(await world.run(on(parent, 'getAll', { returnAll: true, ...more })));

describe.each(PARENTS)('$parentResource', (parent) => {
	test('files are attached to it, listed and downloaded', async () => {
		const uploaded = await attach(parent, 'record', ['a.pdf', 'b.txt']);
		const noted = await attach(parent, 'conversation', ['c.png']);

		expect(uploaded).toMatchObject([{ realName: 'a.pdf' }, { realName: 'b.txt' }]);
		expect(await list(parent)).toEqual([
			...uploaded.map((file) => ({ ...file, conversationId: null })),
			...noted,
		]);
		const { items } = await world.run(on(parent, 'download', { downloadBy: 'record' }));
		const [item] = items[0] ?? [];
		expect(item?.json.files).toMatchObject([
			{ field: 'data_0', realName: 'a.pdf' },
			{ field: 'data_1', realName: 'b.txt' },
			{ field: 'data_2', realName: 'c.png', conversationId: noted[0]?.conversationId },
		]);
		const contents = await Promise.all(
			Object.values(item?.binary ?? {}).map(async (file) => (await read(file)).toString()),
		);
		expect(contents).toEqual(['content of a.pdf 0', 'content of b.txt 1', 'content of c.png 0']);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('what is attached already stays', async () => {
		await attach(parent, 'record', ['a.pdf']);
		expect(await attach(parent, 'record', ['b.pdf'])).toMatchObject([{ realName: 'b.pdf' }]);
		expect(await list(parent)).toMatchObject([{ realName: 'a.pdf' }, { realName: 'b.pdf' }]);
	});
});

const servers: Array<Partial<Dialect>> = [
	{ idsAsText: true },
	{ answerShape: 'allWrapped' },
	{ getById: '405' },
	{ getById: '404html', listOrder: 'ascending' },
	{ patchAnswer: 'empty', createStatus: 201 },
	{ patchAnswer: 'returnCode', pageCap: 1 },
	{ patchLists: 'merged' },
	{ totalCount: false, pageCap: 2 },
];

test.each(sample(servers, 3))('a server like %j', async (dialect) => {
	Object.assign(world.simulator.dialect, dialect);
	await attach(INC, 'record', ['a.pdf']);
	await attach(INC, 'record', ['b.pdf']);
	await attach(INC, 'conversation', ['c.pdf']);
	await attach(INC, 'conversation', ['d.pdf']);

	const names = (await list(INC)).map(({ realName }) => realName);
	expect(names).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf']);
	const { items } = await world.run(on(INC, 'download', { downloadBy: 'record' }));
	expect(Object.keys(items[0]?.[0]?.binary ?? {})).toHaveLength(4);
});

test.each([
	['*.pdf', ['a.pdf', 'B.PDF', 'c (1).pdf']],
	['a.*, notes.txt', ['a.pdf', 'notes.txt']],
	['?.pdf', ['a.pdf', 'B.PDF']],
	['nothing', []],
	['', ['a.pdf', 'B.PDF', 'notes.txt', 'c (1).pdf']],
])('the names %j mean %j', async (fileNames, names) => {
	await attach(INC, 'record', ['a.pdf', 'B.PDF', 'notes.txt']);
	await attach(INC, 'conversation', ['c (1).pdf']);

	expect((await list(INC, { fileNames })).map(({ realName }) => realName)).toEqual(names);
	const form = { downloadBy: 'record', fileNames };
	const { items } = await world.run(on(INC, 'download', form));
	const [item] = items[0] ?? [];
	expect(Object.values(item?.binary ?? {}).map(({ fileName }) => fileName)).toEqual(names);
	expect(item?.json.files).toHaveLength(names.length);
});

test.each([
	['record', ['a.pdf']],
	['conversation', ['b.pdf']],
	['all', ['a.pdf', 'b.pdf']],
])('files from %s', async (filesFrom, names) => {
	await attach(INC, 'record', ['a.pdf']);
	await attach(INC, 'conversation', ['b.pdf']);

	expect((await list(INC, { filesFrom })).map(({ realName }) => realName)).toEqual(names);
});

test('equal names are told apart in the output', async () => {
	await attach(INC, 'record', ['image.png', 'image.png']);
	await attach(INC, 'conversation', ['IMAGE.png']);

	const { items } = await world.run(on(INC, 'download', { downloadBy: 'record' }));
	const names = Object.values(items[0]?.[0]?.binary ?? {}).map(({ fileName }) => fileName);
	expect(names).toEqual(['image.png', 'image (2).png', 'IMAGE (3).png']);
});

test('a file on the record and on an entry is downloaded once', async () => {
	const [file] = await attach(INC, 'record', ['a.pdf']);
	const { conversationId, ...reference } = { conversationId: null, ...file };
	await world.one({
		resource: 'conversation',
		operation: 'create',
		parentResource: 'request',
		...record('104'),
		details: 'See the file',
		additionalFields: { fileAttachments: JSON.stringify([reference]) },
	});

	expect(await list(INC)).toEqual([{ ...file, conversationId }]);
});

test('an entry says what the person entered, otherwise which files it has', async () => {
	await attach(INC, 'conversation', ['a.pdf', 'b.pdf'], { conversationType: 'replyToRequester' });
	await attach(INC, 'conversation', ['c.pdf'], { details: 'Here & now' });

	const entries = jsonOf(
		await world.run({
			resource: 'conversation',
			operation: 'getAll',
			parentResource: 'request',
			...record('104'),
		}),
	);
	const texts = entries.map(({ details, conversationType }) => [conversationType, details]);
	expect(texts).toContainEqual(['technician_to_requester', 'a.pdf, b.pdf']);
	expect(texts).toContainEqual(['note', 'Here &amp; now']);
});

test('a dry run attaches nothing', async () => {
	const items = await withFiles('a.pdf');
	const form = { inputDataFieldName: '*', attachTo: 'record', options: { dryRun: true } };
	const plan = await world.one(on(INC, 'upload', form), { items });

	expect(plan).toMatchObject({ dryRun: true, method: 'PATCH', path: '/api/v1/request/104' });
	expect(world.simulator.writes()).toEqual([]);
});

test('one name for several files is refused before anything is sent', async () => {
	const items = await withFiles('a.pdf', 'b.pdf');
	const form = { inputDataFieldName: '*', options: { fileName: 'c.pdf' } };
	const { error } = await world.run(on(INC, 'upload', form), { items });

	expect(error?.message).toMatch(/^File Name works with one file, but there are 2/);
	expect(world.sent()).toEqual([]);
});

test.each([
	['upload', on(INC, 'upload', { inputDataFieldName: '*' })],
	[
		'create',
		{
			resource: 'request',
			operation: 'create',
			subject: 'With files',
			requesterEmail: 'requester@example.com',
			additionalFields: { attachmentInputFields: '*' },
		},
	],
	[
		'conversation',
		{
			resource: 'conversation',
			operation: 'create',
			parentResource: 'request',
			...record('104'),
			details: 'See the files',
			additionalFields: { attachmentInputFields: '*' },
		},
	],
] as Array<[string, INodeParameters]>)(
	'%s passes the files of the input on if that is wanted',
	async (_, parameters) => {
		const items = await withFiles('a.pdf', 'b.pdf');
		const options = { includeInputFiles: true };
		const withThem = await world.run({ ...parameters, options }, { items });
		const without = await world.run(parameters, { items });

		expect(withThem.error).toBeUndefined();
		expect(withThem.items[0]?.[0]?.binary).toEqual(items[0]?.binary);
		expect(without.items[0]?.[0]?.binary).toBeUndefined();
		expect(world.simulator.files.size).toBe(4);
	},
);

test('a record without files gives none', async () => {
	expect(await list(INC)).toEqual([]);
});
