/** Lists that are read beside records: names, conversations, what the server offers; and how events are named. */
import {
	conversationPath,
	allEntries,
	createEntry,
	deleteEntry,
	findEntry,
	patchEntry,
	readConversation,
} from '../../../nodes/ServiceOps/records/conversationEntries';
import { eventIdOf } from '../../../nodes/ServiceOps/records/eventId';
import { readFormFields } from '../../../nodes/ServiceOps/records/formFields';
import { findEntries, readLookup } from '../../../nodes/ServiceOps/records/nameLists';
import {
	describeShape,
	findPage,
	isSuccess,
	sendProbe,
} from '../../../nodes/ServiceOps/records/serverProbe';
import { versionOf } from '../../../nodes/ServiceOps/records/version';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { NotFound, RateLimited } from '../../../nodes/ServiceOps/transport/errors';
import { searchRequest } from '../../../nodes/ServiceOps/transport/page';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';
import { recordServer } from '../../support/recordServer';

describe('a list of names', () => {
	const read = async (body: unknown) =>
		await readLookup(
			fakeApi(() => body),
			{ method: 'GET', path: ['request', 'status'] },
		);
	const open = { id: '9', name: 'Open', path: 'Open', email: undefined };

	test.each([
		['a bare list', [{ id: 9, name: 'Open' }]],
		['objectList', { objectList: [{ id: '9', name: 'Open', email: '' }] }],
		['content', { content: [{ id: 9, name: 'Open' }] }],
		['a node of its own', [{ node: { id: 9, name: 'Open' } }]],
		['beside what is none', ['x', null, { id: 9, name: 'Open' }, { id: 3, name: '' }]],
	])('as %s', async (_what, body) => expect(await read(body)).toEqual([open]));

	test.each([{}, [], { objectList: null }])('%j is empty', async (body) => {
		expect(await read(body)).toEqual([]);
	});

	test.each([undefined, 'x', { objectList: 1 }])('%j is none', async (body) => {
		await expect(read(body)).rejects.toThrow('did not return a list');
	});

	test('has pages, and the name of the system where it has no other', async () => {
		const people = Array.from({ length: 250 }, (_, id) => ({ id, name: `Name ${id}` }));
		const api = fakeApi(({ query }) => ({
			objectList: people.slice(Number(query?.offset), Number(query?.offset) + 100),
			totalCount: 250,
		}));
		const lookup = { method: 'POST' as const, path: ['request', 'technician'] };
		expect(await readLookup(api, lookup)).toHaveLength(250);
		expect(await read([{ id: 9, systemName: 'in_progress' }])).toMatchObject([
			{ name: 'in_progress', systemName: 'in_progress' },
		]);
	});

	test.each([
		['nine of nine', 9, 9, 1],
		['ten of ten may be a page', 10, 10, 2],
		['nine of twelve are not all', 9, 12, 2],
	])('is read to its end: %s', async (_what, length, totalCount, calls) => {
		const requests: ApiRequest[] = [];
		const rows = Array.from({ length }, (_, id) => ({ id, name: `Name ${id}` }));
		const api = fakeApi(
			({ query }) => ({ objectList: query?.offset === 0 ? rows : [], totalCount }),
			requests,
		);
		// A list that the server does not send whole is better than none.
		expect(await readLookup(api, { method: 'POST', path: ['a'] })).toHaveLength(length);
		expect(requests.length).toBeGreaterThanOrEqual(calls);
		if (calls === 1) expect(requests).toHaveLength(1);
	});

	test('of people has their email; a tree has paths', async () => {
		expect(await read([{ id: 1, name: 'Jane', email: 'j@x.com' }])).toMatchObject([
			{ email: 'j@x.com' },
		]);
		const tree = [
			{
				node: { id: 1, name: 'Hardware' },
				childrens: [{ id: 2, name: 'Printer', childrens: [{ id: 3, name: 'Ink' }] }],
			},
			{ id: 4, name: 'Software' },
		];
		expect((await read(tree)).map(({ path }) => path)).toEqual([
			'Hardware',
			'Hardware$Printer',
			'Hardware$Printer$Ink',
			'Software',
		]);
	});

	test.each([
		{ nested: false, parent: (id: number) => ({ parentId: id }) },
		{ nested: false, parent: (id: number) => ({ parentId: String(id) }) },
		{ nested: false, parent: (id: number) => ({ parent: { id } }) },
		{ nested: true, parent: (id: number) => ({ parentId: id }) },
	])('a tree in a flat list has paths too: $nested', async ({ nested, parent }) => {
		const rows = [
			{ id: 3, name: 'Ink', ...parent(2) },
			{ id: 1, name: 'Hardware', parentId: 0 },
			{ id: 2, name: 'Printer', ...parent(1) },
			{ id: 4, name: 'Software', parentId: null },
			{ id: 5, name: 'Ink', ...parent(4) },
			{ id: 6, name: 'Self', ...parent(6) },
			{ id: 7, name: 'Here', ...parent(8) },
			{ id: 8, name: 'There', ...parent(7) },
		];
		const entries = await read(nested ? rows.map((node) => ({ node })) : rows);

		expect(entries.map(({ path }) => path)).toEqual([
			'Hardware$Printer$Ink',
			'Hardware',
			'Hardware$Printer',
			'Software',
			'Software$Ink',
			'Self',
			'Here',
			'There',
		]);
		expect(findEntries(entries, 'Software / Ink').map(({ id }) => id)).toEqual(['5']);
	});

	test('an entry is found by its name, its path with any sign between, or the name of the system', async () => {
		const entries = await read([
			{
				node: { id: 1, name: 'Hardware' },
				childrens: [{ id: 2, name: 'Printer / Scanner', children: [{ id: 3, name: 'Ink' }] }],
			},
			{ id: 4, name: 'TCP/IP', systemName: 'network' },
			{ id: 5, name: 'In Arbeit', systemName: 'in_progress' },
			{ id: 6, name: 'Network', systemName: 'custom_1' },
		]);
		const found = (wanted: string) =>
			findEntries(entries, wanted)
				.map(({ id }) => id)
				.join();
		expect(
			[
				'printer / scanner',
				'Hardware / Printer / Scanner',
				'Hardware > Printer / Scanner > Ink',
				'hardware$printer / scanner$ink',
				'TCP/IP',
				'tcp / ip',
				'In Progress',
				'in_progress',
				'In__Progress',
				'network',
				'Scanner',
				'HardwarePrinter / Scanner',
				'inprogress',
			].map(found),
		).toEqual(['2', '2', '3', '3', '4', '4', '5', '5', '5', '6', '', '', '']);
	});

	test('is asked for as the server has it', async () => {
		const requests: ApiRequest[] = [];
		const api = fakeApi(() => [], requests);
		await readLookup(api, { method: 'GET', path: ['a', 'b'] });
		await readLookup(api, { method: 'POST', path: ['c'] });
		expect(requests).toEqual([
			{ method: 'GET', path: ['api', 'a', 'b'], isRead: true },
			{
				method: 'POST',
				path: ['api', 'c'],
				isRead: true,
				body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
				query: { offset: 0, size: 1000 },
			},
		]);
	});

	test('is read once for a run, by its path', async () => {
		const keys: string[] = [];
		const api = fakeApi(() => []);
		api.once = async (key, work) => {
			keys.push(key);
			return await work();
		};
		await readLookup(api, { method: 'GET', path: ['a', 'b'] });
		expect(keys).toEqual(['a/b']);
	});
});

describe('a form', () => {
	test.each([
		['a list', [{ name: 'Room' }, 'x', null]],
		['an object', { fieldList: [{ name: 'Room' }] }],
	])('has its fields in %s', async (_what, body) => {
		const sent: ApiRequest[] = [];
		const keys: string[] = [];
		const api = fakeApi(() => body, sent);
		api.once = async (key, work) => {
			keys.push(key);
			return await work();
		};
		const lookup = { method: 'GET' as const, path: ['module', 'request', 'form'] };
		expect(await readFormFields(api, lookup)).toEqual([{ name: 'Room' }]);
		expect(sent).toEqual([{ method: 'GET', path: ['api', ...lookup.path], isRead: true }]);
		expect(keys).toEqual(['module/request/form']);
	});

	test.each([undefined, 'x', {}])('is not %j', async (body) => {
		const reading = readFormFields(
			fakeApi(() => body),
			{ method: 'GET', path: ['form'] },
		);
		await expect(reading).rejects.toThrow('ServiceOps did not return a form');
	});
});

describe('a conversation', () => {
	const path = conversationPath(request, '7');
	const entries = Array.from({ length: 150 }, (_, index) => ({ id: index + 1 }));

	test('has its place behind the record, and is read in pages', async () => {
		expect(path).toEqual(['api', 'v1', 'request', '7', 'conversation']);
		const server = recordServer(entries);
		const first = { ...allEntries, limit: 120 };
		expect((await readConversation(server, path, first)).rows).toHaveLength(120);
		expect((await readConversation(server, path, allEntries)).rows).toHaveLength(150);
		expect(server.requests[0]?.body).toEqual({
			qualDetails: { type: 'FlatQualificationRest', quals: [] },
		});
		await readConversation(server, path, { ...first, conversationType: 'note' });
		expect(JSON.stringify(server.requests.at(-1)?.body)).toMatch(/"EnumValueRest","value":"note"/);
	});

	test('an entry is found in the list', async () => {
		const server = recordServer(entries);
		expect(await findEntry(server, path, '149')).toEqual({ id: 149 });
		const missing = findEntry(server, path, '999');
		await expect(missing).rejects.toBeInstanceOf(NotFound);
		await expect(missing).rejects.toThrow('The record has no conversation entry with the ID 999');
	});

	test('writes say how to check them', async () => {
		const server = recordServer();
		server.before = () => ({ status: 200, body: 'answer' });
		expect(await createEntry(server, path, { details: 'a' })).toBe('answer');
		expect(await patchEntry(server, [...path, '3'], { details: 'b' })).toBe('answer');
		await deleteEntry(server, [...path, '3']);
		const howToCheck = 'To check, use Get Many on the conversation.';
		expect(server.requests).toEqual([
			{ method: 'POST', path, body: { details: 'a' }, howToCheck },
			{ method: 'PATCH', path: [...path, '3'], body: { details: 'b' }, howToCheck },
			{ method: 'DELETE', path: [...path, '3'], howToCheck },
		]);
	});
});

describe('a probe', () => {
	const api = (answer: unknown) => fakeApi(() => answer);
	const sent: ApiRequest = searchRequest(['api', 'v1', 'request'], 5, 10);

	test('asks for one page', () => {
		expect(sent).toEqual({
			method: 'POST',
			path: ['api', 'v1', 'request', 'search', 'byqual'],
			query: { offset: 5, size: 10 },
			body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
			isRead: true,
		});
	});

	test('takes every answer, and an error of a status without its words', async () => {
		expect(await sendProbe(api({ a: 1 }), sent)).toEqual({ status: 200, body: { a: 1 } });
		const failing = new NotFound('Jane is unknown', { status: 404 });
		expect(await sendProbe(api(failing), sent)).toEqual({ status: 404, body: undefined });
		expect(await sendProbe(api(new Error('x')), sent)).toBeUndefined();
		const limited = new RateLimited('Too many');
		await expect(sendProbe(api(limited), sent)).rejects.toBe(limited);
		let isAccepted = false;
		const accepting = api({});
		accepting.send = async (_request, accept = () => false) => {
			isAccepted = accept({ status: 500, body: '' });
			return await Promise.resolve({ status: 500, body: '' });
		};
		await sendProbe(accepting, sent);
		expect(isAccepted).toBe(true);
	});

	test.each([
		[undefined, false],
		[{ status: 199, body: [] }, false],
		[{ status: 200, body: [] }, true],
		[{ status: 299, body: [] }, true],
		[{ status: 300, body: [] }, false],
	])('%j is a success: %s', (probe, expected) => {
		expect(isSuccess(probe)).toBe(expected);
		expect(findPage(probe)).toEqual(expected ? { rows: [], total: undefined } : undefined);
	});

	test('an answer that is no list is no page', () => {
		expect(findPage({ status: 200, body: 'x' })).toBeUndefined();
	});

	test.each([
		[undefined, 'No response'],
		[[1], 'HTTP status 200, a list'],
		[{ a: 1, b_2: 'Jane', 'x y': 1, 2: 1 }, 'HTTP status 200, an object with a, b_2'],
		[{ 'jane@example.com': 1 }, 'HTTP status 200, an object with no keys'],
		[{ [`k${'x'.repeat(30)}`]: 1 }, 'HTTP status 200, an object with no keys'],
		['', 'HTTP status 200, no readable body'],
		[7, 'HTTP status 200, no readable body'],
		['  <html>', 'HTTP status 200, a web page'],
		['Jane', 'HTTP status 200, text that is not JSON'],
	])('%j is described without its content', (body, text) => {
		expect(describeShape(body === undefined ? undefined : { status: 200, body })).toBe(text);
	});

	test('at most ten keys are named', () => {
		const body = Object.fromEntries([...'abcdefghijkl'].map((key) => [key, 1]));
		expect(describeShape({ status: 200, body })).toBe(
			'HTTP status 200, an object with a, b, c, d, e, f, g, h, i, j',
		);
	});
});

describe('events', () => {
	const [hardware] = asset.types?.options ?? [];

	test('are named after the record and its version', () => {
		expect(eventIdOf({ resource: request }, { id: 65 }, '1767600000000')).toBe(
			'request:65:1767600000000',
		);
		expect(eventIdOf({ resource: asset, type: hardware }, { id: 1 }, 'created')).toBe(
			'asset:HardwareAsset:1:created',
		);
		const withoutPath = { value: 'X', displayName: 'X' };
		expect(eventIdOf({ resource: asset, type: withoutPath }, { id: 1 }, 'a')).toBe('asset:1:a');
	});

	test('a version is the time of the update, and the content where that is missing or coarse', () => {
		expect(versionOf(request, { updatedTime: 1_767_600_000_000 })).toBe('1767600000000');
		expect(versionOf(request, { id: 1 })).toMatch(/^0-[0-9a-f]+$/);
		const row = { updatedDate: '05-01-2026 10:00', name: 'PC' };
		expect(versionOf(asset, row)).toMatch(/^\d{13}-[0-9a-f]+$/);
		expect(versionOf(asset, row)).toBe(versionOf(asset, { ...row }));
		expect(versionOf(asset, row)).not.toBe(versionOf(asset, { ...row, name: 'Mac' }));
	});
});
