/** The smaller ways to records: the order of a list, links, keys by their numbers, new requesters, attached files, versions. */
import { listAttachedFiles } from '../../../nodes/ServiceOps/records/attachedFiles';
import {
	conversationPath,
	findEntry,
	readConversation,
} from '../../../nodes/ServiceOps/records/conversationEntries';
import { downloadFile } from '../../../nodes/ServiceOps/records/downloads';
import { searchByKeyNumber } from '../../../nodes/ServiceOps/records/keyNumber';
import { findTarget, linkAfterwards, toLinkIds } from '../../../nodes/ServiceOps/records/links';
import { toOrder, type ListOrder } from '../../../nodes/ServiceOps/records/listOrder';
import { makeRequester } from '../../../nodes/ServiceOps/records/makeRequester';
import { relate } from '../../../nodes/ServiceOps/records/relations';
import { searchRecords } from '../../../nodes/ServiceOps/records/search';
import { shownList } from '../../../nodes/ServiceOps/records/shownList';
import { versionOf } from '../../../nodes/ServiceOps/records/version';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { ci } from '../../../nodes/ServiceOps/resources/ci';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester } from '../../../nodes/ServiceOps/resources/users';
import {
	Incomplete,
	NotPermitted,
	OddAnswer,
	Rejected,
	ServiceOpsError,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import { checkTotalsBy } from '../../../nodes/ServiceOps/transport/checkTotals';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import {
	all,
	any,
	both,
	column,
	compare,
	customField,
	join,
	property,
	test as is,
} from '../../../nodes/ServiceOps/transport/qualification';
import { sortRows } from '../../../nodes/ServiceOps/transport/sortedList';
import type {
	ApiAnswer,
	ApiRequest,
	ReceivedFile,
} from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';
import { recordServer } from '../../support/recordServer';

const idsOf = (rows: Row[]) => rows.map(({ id }) => id);

describe('the search language', () => {
	const [one, two, three] = ['a', 'b', 'c'].map((key) => is(property(key), 'is_blank')) as [
		ReturnType<typeof is>,
		ReturnType<typeof is>,
		ReturnType<typeof is>,
	];

	test('names what is compared in three ways', () => {
		expect(column('id')).toEqual({ type: 'DbOperandRest', key: 'id' });
		expect(property('request.id')).toEqual({ type: 'PropertyOperandRest', key: 'request.id' });
		expect(customField('Room')).toEqual({ type: 'CustomFieldOperandRest', fieldName: 'Room' });
	});

	test('compares with a value, or with none', () => {
		expect(compare(column('id'), 'equal', 'LongValueRest', 3)).toEqual({
			type: 'RelationalQualificationRest',
			leftOperand: column('id'),
			operator: 'equal',
			rightOperand: { type: 'ValueOperandRest', value: { type: 'LongValueRest', value: 3 } },
		});
		expect(one).toEqual({
			type: 'UnaryQualificationRest',
			operand: property('a'),
			operator: 'is_blank',
		});
	});

	test('joins conditions', () => {
		const pair = {
			type: 'BinaryQualificationRest',
			leftQual: one,
			operator: 'AND',
			rightQual: two,
		};
		expect(join(one, 'AND', two)).toEqual(pair);
		expect(all([one, two])).toEqual({ type: 'FlatQualificationRest', quals: [one, two] });
		expect(both(one, all([two, three]))).toEqual(all([one, two, three]));
		expect(both(one, two)).toEqual(pair);
		expect([any([]), any([one])]).toEqual([all([]), all([one])]);
		expect(any([one, two, three])).toEqual(join(join(one, 'OR', two), 'OR', three));
	});
});

test.each<[string, Row[], unknown, boolean, unknown]>([
	[
		'right',
		[{ id: 7 }, { id: '9' }],
		{ objectList: [{ id: 7 }, { id: 9 }], totalCount: 2 },
		true,
		[7, 9],
	],
	['too large', [{ id: 7 }], { objectList: [{ id: 7 }], totalCount: 9 }, false, [7]],
	['too large where there are none', [], { objectList: [], totalCount: 9 }, false, [0]],
	['not told', [{ id: 7 }], new Rejected('No'), true, [7]],
	['of records without numbers', [{ id: 'x' }], undefined, true, undefined],
])('the totals of a server are found to be %s', async (_what, sample, body, isRight, ids) => {
	const asked: unknown[] = [];
	const check = checkTotalsBy(async (qualification, offset) => {
		asked.push(qualification);
		if (body instanceof Error) throw body;
		const { objectList, totalCount } = body as { objectList: Row[]; totalCount: number };
		return await Promise.resolve({ rows: objectList.slice(offset), total: totalCount });
	});
	expect(await check(sample)).toBe(isRight);
	const wanted = all([compare(column('id'), 'in', 'ListLongValueRest', ids as number[])]);
	expect(asked[0]).toEqual(ids && wanted);
});

describe('the order of a list', () => {
	const sorted = (rows: Row[], order: ListOrder) => idsOf(sortRows([...rows], order));

	test('is the newest first, by when they were created and by ID', () => {
		const order = toOrder(request, undefined, undefined);
		expect(order).toMatchObject({ sortBy: 'createdTime', isDescending: true });
		expect(order.timeOf).toBeUndefined();
		const rows = [
			{ id: 1, createdTime: 2_000 },
			{ id: 2, createdTime: 3_000 },
			{ id: 3, createdTime: 2_000 },
		];
		expect(sorted(rows, order)).toEqual([2, 3, 1]);
		expect(sorted(rows, toOrder(request, undefined, false))).toEqual([1, 3, 2]);
	});

	test('is by the time that was chosen, exactly where rows have it', () => {
		const order = toOrder(request, 'updatedTime', undefined);
		expect(order).toMatchObject({ sortBy: 'updatedTime', isDescending: true });
		expect(order.timeOf?.({ updatedTime: 1_795_668_300_000 })).toBe(1_795_668_300_000);
		const coarse = toOrder(asset, 'createdTime', undefined);
		expect(coarse.timeOf).toBeUndefined();
		const rows = [
			{ id: 1, createdDate: '26-11-2026 04:47' },
			{ id: 2, createdDate: '27-11-2026 04:47' },
		];
		expect(sorted(rows, coarse)).toEqual([2, 1]);
	});

	test('is by ID where there is no time, the newest first', () => {
		const order = toOrder(requester, undefined, undefined);
		expect(order).toMatchObject({ sortBy: undefined, comparisons: [], isDescending: true });
		expect(sorted([{ id: 9 }, { id: 10 }, { id: 'x' }], order).slice(0, 2)).toEqual([10, 9]);
	});

	test.each([
		['numbers in them, and neither case nor accents count', ['INC-9', 'INC-10', 'ínc-11']],
		['neither case nor accents count', ['INC-10', 'ínc-11', 'INC-9', 'inc-9b']],
		['capitals first', ['INC-10', 'INC-9', 'a', 'inc-1']],
		['case does not count, signs do', ['INC_10', 'inc_9', 'incA']],
	])('of texts may be the server’s own, A first: %s', (_what, names) => {
		const order = toOrder(request, 'name', undefined);
		expect(order).toMatchObject({ sortBy: 'name', isDescending: false });
		const rows = names.map((name, index) => ({ id: 9 - index, name }));
		expect(sorted(rows, order)).toEqual(rows.map(({ id }) => id));
		expect(sorted([...rows].reverse(), order)).toEqual(rows.map(({ id }) => id));
		expect(sorted([...rows].reverse(), { ...order, isDescending: true })).toEqual(
			rows.map(({ id }) => id).reverse(),
		);
	});
});

test.each<[string, string[]]>([
	['numbers', ['a9', 'a10', 'B1']],
	['letters', ['a10', 'a9', 'B1']],
	['accents', ['ab', 'äc', 'AD']],
	['codes', ['B1', 'a10', 'b9']],
	['small letters', ['a_1', 'A_2', 'ab']],
])('what a server sorts by %s is left as it is', async (_what, names) => {
	const rows = names.map((name, id) => ({ id, name }));
	const many = Array.from({ length: 40 }, (_, id) => ({ id: 100 + id, name: `z${100 + id}` }));
	const server = recordServer([...rows, ...many]);
	const place = { api: server.api, resource: request };
	const order = toOrder(request, 'name', undefined);
	const found = await searchRecords(place, all([]), { limit: 3, pageSize: 100 }, order);
	expect(idsOf(found.rows)).toEqual([0, 1, 2]);
	expect(server.requests).toHaveLength(1);
});

describe('links', () => {
	const linked = { resource: asset, model: 'asset_software', id: 7, key: 'AST-7' };

	test('are looked up in each class by ID, or by key', async () => {
		const rows = [{ id: 7, assetId: 'AST-7', type: 'SoftwareAsset' }];
		const server = recordServer(rows, 'asset_software');
		server.find = ({ path }, found) => (path.includes('asset_software') ? found : []);
		const byKey = { resource: asset, reference: { key: 'AST-7' } };
		expect(await findTarget(server, byKey)).toEqual(linked);
		const missing = findTarget(server, { ...byKey, type: 'HardwareAsset' });
		await expect(missing).rejects.toThrow('No asset with the key AST-7, so it cannot be linked');
		const none = recordServer([]);
		const byId = findTarget(none, { resource: ci, reference: { id: '9' } });
		await expect(byId).rejects.toMatchObject({
			message: 'No configuration item with the ID 9, so it cannot be linked',
			description:
				'Compare with what ServiceOps shows, or choose the configuration item From List.',
		});
	});

	test('have their place in the creation', () => {
		const body = toLinkIds([
			linked,
			{ ...linked, id: 8 },
			{ resource: ci, model: 'cmdb', id: 9, key: 'CI-9' },
			{ resource: request, model: 'x', id: 1, key: 'INC-1' },
		]);
		expect(Object.values(body)).toEqual([
			[expect.objectContaining({}), expect.objectContaining({})],
			[expect.objectContaining({})],
		]);
		expect(JSON.stringify(body)).toMatch(/"asset_software".*7.*"asset_software".*8.*"cmdb".*9/);
	});

	test('are made one class after another, and those that fail are told', async () => {
		const sent: ApiRequest[] = [];
		const api = fakeApi(({ body }) => {
			const failed = body?.destinationModel === 'cmdb' ? ['CI-9'] : [];
			return { failerIds: failed, successIds: [] };
		}, sent);
		const targets = [
			linked,
			{ resource: ci, model: 'cmdb', id: 9, key: 'CI-9' },
			{ ...linked, key: 'AST-8' },
		];
		expect(await linkAfterwards({ api, resource: request }, '65', targets)).toEqual([
			'Not linked: CI-9. Nothing was linked: ServiceOps cannot link CI-9 (requested: CI-9)',
		]);
		expect(sent.map(({ body }) => body)).toEqual([
			{ destinationModel: 'asset_software', destinationNames: ['AST-7', 'AST-8'], type: 'related' },
			{ destinationModel: 'cmdb', destinationNames: ['CI-9'], type: 'related' },
		]);
	});

	test('are sent to the address that the server has, which is found out once', async () => {
		const server = recordServer();
		server.before = ({ path }) =>
			path[1] === 'analytics'
				? { status: 200, body: { successIds: [1] } }
				: { status: 404, body: '<html>Not Found</html>' };
		const relation = { destinationModel: 'cmdb', destinationNames: ['CI-9'], type: 'related' };
		const place = { api: server.api, resource: request };
		expect(await relate(place, '65', relation)).toEqual({ successIds: [1] });
		expect(await relate(place, '65', relation)).toEqual({ successIds: [1] });
		expect(server.sent()).toEqual([
			'POST /api/v1/request/65/relation/bulk/create',
			'POST /api/analytics/v1/request/65/relation/bulk/create',
			'POST /api/analytics/v1/request/65/relation/bulk/create',
		]);
		expect(server.requests[0]?.howToCheck).toBe(
			'To check, open the request in ServiceOps: its API does not show relations.',
		);
	});

	test('of a record that does not exist are an error, and an empty answer is none', async () => {
		const server = recordServer();
		const relation = { destinationModel: 'cmdb', destinationNames: ['CI-9'], type: 'related' };
		const place = { api: server.api, resource: request };
		server.before = () => ({ status: 404, body: { userMessage: 'No such record' } });
		await expect(relate(place, '65', relation)).rejects.toBeInstanceOf(ServiceOpsError);
		server.before = () => ({ status: 200, body: undefined });
		expect(await relate(place, '65', relation)).toEqual({});
	});
});

describe('the number of a key', () => {
	const rows = ['INC-64', 'HW/IT-0064', 'INC-164', 'INC-640', 'INC64'].map((name, index) => ({
		id: index + 1,
		name,
	}));

	test('is found with any prefix and zeros before it', async () => {
		const server = recordServer([...rows, { name: 'INC-64' }]);
		const found = await searchByKeyNumber({ api: server.api, resource: request }, '064');
		expect(idsOf(found)).toEqual([1, 2]);
		const asked = JSON.stringify(server.requests[0]?.body);
		expect(asked).toMatch(/"end_with".*"StringValueRest","value":"-064".*OR.*"value":"0064"/);
	});

	test('is looked for within the key where a server cannot look at its end', async () => {
		const server = recordServer(rows);
		server.before = ({ body }) =>
			JSON.stringify(body).includes('end_with') ? new Rejected('No such operator') : undefined;
		const place = { api: server.api, resource: request };
		expect(idsOf(await searchByKeyNumber(place, '64'))).toEqual([1, 2]);
		const down = new Unreachable('No connection');
		server.before = () => down;
		await expect(searchByKeyNumber(place, '64')).rejects.toBe(down);
	});

	test('is not told to be missing where not all keys came', async () => {
		const server = recordServer(
			Array.from({ length: 5_000 }, (_, id) => ({ id: id + 1, name: 'A-1' })),
		);
		const place = { api: server.api, resource: request };
		expect(await searchByKeyNumber(place, '1')).toHaveLength(5_000);
		await expect(searchByKeyNumber(place, '64')).rejects.toMatchObject({
			message: expect.stringMatching(
				/^ServiceOps did not return all requests that may have the number 64 in their key$/,
			) as string,
			description: 'Enter the whole key.',
		});
		const few = recordServer(rows);
		expect(await searchByKeyNumber({ api: few.api, resource: request }, '7')).toEqual([]);
	});
});

describe('a requester who is not there', () => {
	const joan = { email: 'joan@example.com', name: 'Joan Roe' };

	test('is made once, whatever the case of the address', async () => {
		const server = recordServer([{ id: 5, email: 'jane@example.com' }], 'requester');
		server.find = (_request, all) => all.filter(({ email }) => email === 'jane@example.com');
		expect(await makeRequester(server, joan)).toBe(true);
		expect(server.rows.at(-1)).toMatchObject(joan);
		expect(await makeRequester(server, { ...joan, email: 'Joan@Example.com' })).toBe(true);
		expect(server.writes()).toHaveLength(1);
	});

	test('is not made where there is one, or no address', async () => {
		const server = recordServer([{ id: 5, ...joan }], 'requester');
		expect(await makeRequester(server, joan)).toBe(false);
		expect(server.writes()).toEqual([]);
		const asked = server.requests.length;
		expect(await makeRequester(server, { email: 'joan', name: 'Joan' })).toBe(false);
		expect(server.requests).toHaveLength(asked);
	});

	test.each([
		['cannot be looked up', 'byqual', new NotPermitted('No'), false],
		['must not be made', 'requester', new Rejected('No'), false],
		['cannot be asked for', 'byqual', new Unreachable('No connection'), 'No connection'],
		['may have been made', 'requester', new Unreachable('Lost', { possiblyDone: true }), 'Lost'],
	])('%s', async (_what, end, error, expected) => {
		const server = recordServer([], 'requester');
		server.before = ({ path, method }) =>
			method === 'POST' && path.at(-1) === end ? error : undefined;
		const made = await makeRequester(server, joan).catch(({ message }: Error) => message);
		expect(made).toBe(expected);
	});
});

describe('the files of a record', () => {
	const entries = [
		{
			id: 2,
			createdTime: 2_000,
			fileAttachments: [{ refFileName: 'c', fileName: 'C.pdf' }, { refFileName: 'a' }],
		},
		{ id: 1, createdTime: 1_000, fileAttachments: '[{"refFileName":"b","name":" "}]' },
	];
	const row = {
		id: 65,
		name: 'INC-65',
		fileAttachments: [{ refFileName: 'a', realName: 'A.pdf', fileName: 'x' }, { other: 1 }],
	};
	const list = async (sources: { record: boolean; conversation: boolean }, resource = request) => {
		const server = recordServer([row]);
		server.find = ({ path }) => (path.includes('conversation') ? entries : [row]);
		return await listAttachedFiles({ api: server.api, resource }, '65', sources);
	};
	const [a, b, c] = [
		{ refFileName: 'a', realName: 'A.pdf' },
		{ refFileName: 'b', realName: 'b', entryId: '1' },
		{ refFileName: 'c', realName: 'C.pdf', entryId: '2' },
	];

	test('are its own, then those of its entries, the oldest first, each once', async () => {
		expect(await list({ record: true, conversation: true })).toEqual([a, b, c]);
		expect(await list({ record: true, conversation: false })).toEqual([a]);
		expect(await list({ record: false, conversation: true })).toEqual([
			b,
			c,
			{ refFileName: 'a', realName: 'a', entryId: '2' },
		]);
		expect(
			await list({ record: true, conversation: true }, { ...request, hasConversation: false }),
		).toEqual([a]);
	});
});

describe('a download', () => {
	const download = async (file: ReceivedFile | undefined, name?: string) => {
		const sent: ApiRequest[] = [];
		const api = fakeApi();
		api.send = async (one): Promise<ApiAnswer> => {
			sent.push(one);
			return { status: 200, body: file && { file: await one.receive?.(file) } };
		};
		const outputFile = async (field: string, { contentType }: ReceivedFile, fileName: string) =>
			await Promise.resolve({
				data: '',
				mimeType: `${field}: ${contentType} ${fileName}`,
				bytes: 3,
			});
		const place = { path: ['api', 'files'], pathLabel: 'Download Path' };
		const wanted = {
			refFileName: 'ref-1',
			field: 'data',
			nameOf: (received?: string) => name ?? received,
		};
		return {
			sent,
			result: await downloadFile({ api, outputFile }, place, wanted).catch(
				(error: unknown) => error,
			),
		};
	};
	const content = Buffer.from('pdf');

	test.each<[ReceivedFile, string | undefined, string, string]>([
		[
			{ content, contentType: 'application/pdf', name: 'a.pdf' },
			undefined,
			'a.pdf',
			'application/pdf',
		],
		[
			{ content, contentType: 'application/octet-stream', name: 'x' },
			'b.png',
			'b.png',
			'image/png',
		],
		[{ content, contentType: 'application/pdf' }, undefined, 'ref-1.pdf', 'application/pdf'],
	])('%j is output with its name and type', async (file, name, realName, type) => {
		const { sent, result } = await download(file, name);
		expect(result).toEqual({
			refFileName: 'ref-1',
			realName,
			mimeType: `data: ${type} ${realName}`,
			bytes: 3,
		});
		expect(sent).toMatchObject([{ method: 'GET', path: ['api', 'files', 'ref-1'] }]);
		expect(sent[0]?.advice).toMatch(/does not use \/api\/files, set Download Path/);
	});

	test('of something else is an error', async () => {
		const { result } = await download(undefined);
		expect(result).toBeInstanceOf(OddAnswer);
		expect(result).toMatchObject({ message: 'ServiceOps did not return the file ref-1' });
	});
});

describe('a conversation', () => {
	const entries: Row[] = [
		{ id: 1, createdTime: 'Thu, Nov 26, 2026 04:45 am', conversationType: 'note' },
		{ id: 2, createdTime: '26-11-2026 04:45', conversationType: 'note' },
		{ id: 3, createdTime: '2026-11-26T10:15:00+05:00', conversationType: 'mail' },
		{ id: 4, createdTime: Date.parse('2026-11-26T06:00Z'), conversationType: 'note' },
	];

	test.each([
		[{ limit: 3, isOldestFirst: false }, [4, 3, 2]],
		[{ limit: Infinity, isOldestFirst: true }, [1, 2, 3, 4]],
		[{ limit: 2, isOldestFirst: false, conversationType: 'note' }, [4, 2]],
	])('is read as %j', async (choice, ids) => {
		for (const rows of [entries, [...entries].reverse()]) {
			const server = recordServer([...rows]);
			const path = conversationPath(request, '65');
			expect(idsOf((await readConversation(server, path, choice)).rows)).toEqual(ids);
			const asked = JSON.stringify(server.requests[0]?.body);
			expect(asked.includes('"value":"note"')).toBe('conversationType' in choice);
			if ('conversationType' in choice) expect(asked).toMatch(/"equal".*"EnumValueRest"/);
		}
	});
});

test('a conversation that is not shown whole still has the entry that came', async () => {
	const server = recordServer([]);
	server.before = ({ query, body }) => {
		const objectList = [{ id: 7 }, { id: 8 }].slice(Number(query?.offset));
		// Of those that are asked for by their IDs it counts no more than there are.
		const totalCount = JSON.stringify(body).includes('"in"') ? 2 : 9;
		return { status: 200, body: { objectList, totalCount } };
	};
	const path = conversationPath(request, '65');
	expect(await findEntry(server, path, '8')).toEqual({ id: 8 });
	await expect(findEntry(server, path, '9')).rejects.toBeInstanceOf(Incomplete);
});

test.each([
	[
		['a', 1],
		['a', 1],
	],
	['["a", 1]', ['a', 1]],
	[' [1]', [1]],
	['a, b', ['a', 'b']],
	['[PROD', ['[PROD']],
	['x, [1]', ['x', '[1]']],
	['x [1]', ['x [1]']],
	[undefined, []],
	[3, []],
	[{}, []],
])('a list that is shown as %j is %j', (shown, list) => expect(shownList(shown)).toEqual(list));

describe('a version', () => {
	const minute = { updatedDate: '26-11-2026 04:47' };
	const version = (row: Row) => versionOf(asset, { ...minute, ...row });

	test('is the same in whatever order a server writes what is in it', () => {
		expect(
			version({ name: 'a', tags: ['x', 'y'], customField: { b: 1, a: [{ d: 1, c: 2 }] } }),
		).toBe(version({ customField: { a: [{ c: 2, d: 1 }], b: 1 }, tags: ['y', 'x'], name: 'a' }));
		expect(version({ name: null })).toBe(version({}));
	});

	test('is another one for another content, but not for what moves by itself', () => {
		for (const other of [
			{ name: 'b' },
			{ tags: ['x'] },
			{ customField: { a: 2 } },
			{ updatedDate: '27-11-2026 04:47' },
		])
			expect(version({ name: 'a', customField: { a: 1 }, ...other })).not.toBe(
				version({ name: 'a', customField: { a: 1 } }),
			);
		expect(version({ auditDate: '1' })).toBe(version({ auditDate: '2' }));
		expect(version({ tags: ['x'] })).not.toBe(version({ tags: ['y'] }));
		const properties = (osName: string) => ({
			assetPropertyList: [{ type: 'X', osName: 'Y' }, null, { type: 'ComputerProperty', osName }],
		});
		expect(version(properties('a'))).not.toBe(version(properties('b')));
		expect(versionOf(request, { updatedTime: 0, subject: 'a' })).not.toBe(
			versionOf(request, { updatedTime: 0, subject: 'b' }),
		);
		expect(version({ noSuchField: '1' })).toBe(version({ noSuchField: '2' }));
	});
});

describe('a sorted search', () => {
	const order = toOrder(request, 'updatedTime', undefined);
	const oldest = toOrder(request, 'updatedTime', false);
	const at = (minute: number) => 1_795_668_300_000 + minute * 60_000;
	/** Sorted as asked for, but for a stray one at the end. */
	const rows: Row[] = Array.from({ length: 30 }, (_, index) => ({
		id: 30 - index,
		name: `INC-${30 - index}`,
		updatedTime: at(30 - index),
	}));
	const stray = { id: 99, name: 'INC-99', updatedTime: at(99) };
	/** @param applies whether the server applies conditions on times */
	const serve = (all: Row[], applies = true) => {
		const server = recordServer(all);
		server.find = ({ body }, found) => {
			const condition =
				/"key":"request.updatedTime"},"operator":"(after|before)".*?"LongValueRest","value":(\d+)/;
			const [, operator, edge] = condition.exec(JSON.stringify(body)) ?? [];
			if (!operator || !applies) return found;
			const sign = operator === 'after' ? 1 : -1;
			return found.filter(({ updatedTime }) => sign * (Number(updatedTime) - Number(edge)) > 0);
		};
		const place = { api: server.api, resource: request };
		const search = async (by = order, options = {}) =>
			idsOf((await searchRecords(place, all_, { limit: 3, pageSize: 100, ...options }, by)).rows);
		return { server, search };
	};
	const all_ = all([]);

	test('finds those that the server has in another place', async () => {
		expect(await serve([...rows, stray]).search()).toEqual([99, 30, 29]);
		const late = [...rows].reverse();
		expect(await serve([...late, { ...stray, updatedTime: at(0) }]).search(oldest)).toEqual([
			99, 1, 2,
		]);
	});

	test('asks whether there are such, and for a server that has none only once', async () => {
		const { server, search } = serve(rows);
		expect(await search()).toEqual([30, 29, 28]);
		expect(server.requests.map(({ query }) => query)).toEqual([
			{ offset: 0, size: 20, sort_by: 'updatedTime' },
			{ offset: 0, size: 4 },
		]);
		expect(await search()).toEqual([30, 29, 28]);
		expect(server.requests).toHaveLength(3);
		// Another order is another question.
		await search(toOrder(request, 'createdTime', undefined));
		expect(server.requests.length).toBeGreaterThan(4);
	});

	test('of rows that do not count, none is in the way', async () => {
		const keep = ({ id }: Row) => Number(id) < 90;
		const { server, search } = serve([...rows, stray]);
		expect(await search(order, { keep })).toEqual([30, 29, 28]);
		expect(server.requests).toHaveLength(2);
		const none = serve([...rows, stray]);
		expect(await none.search(order, { keep: () => false })).toEqual([]);
	});

	test('believes a server that does not answer the question', async () => {
		expect(await serve([...rows, stray], false).search()).toEqual([30, 29, 28]);
		const { server, search } = serve([...rows, stray]);
		const asks = (body: unknown) => JSON.stringify(body).includes('"after"');
		server.before = ({ body }) => (asks(body) ? new Rejected('No such property') : undefined);
		expect(await search()).toEqual([30, 29, 28]);
		const down = new Unreachable('No connection');
		server.before = ({ body }) => (asks(body) ? down : undefined);
		await expect(search()).rejects.toBe(down);
	});

	test('is read in the order of the server where it refuses this one, which is found out once', async () => {
		const { server, search } = serve([...rows].reverse());
		server.before = ({ query }) => (query?.sort_by ? new Rejected('Cannot sort') : undefined);
		expect(await search()).toEqual([30, 29, 28]);
		const sorted = () =>
			server.requests.filter(({ query }) => query?.sort_by === 'updatedTime').length;
		expect(sorted()).toBe(1);
		await search();
		expect(sorted()).toBe(1);
	});

	test.each([
		['the first page', 0, new Unreachable('No connection')],
		['a later page', 19, new Rejected('No')],
	])('fails where %s does', async (_what, offset, error) => {
		const { server, search } = serve(rows);
		server.before = ({ query }) => (query?.sort_by && query.offset === offset ? error : undefined);
		await expect(search(order, { limit: 25, pageSize: 20 })).rejects.toBe(error);
	});
});
