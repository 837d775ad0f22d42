/** Finding records: by ID, by key, by a value; whatever the server offers. */
import { systemClock } from '../../../credentials/clock';
import { deleteRecord } from '../../../nodes/ServiceOps/records/delete';
import { findById, readRecord, resolveReference } from '../../../nodes/ServiceOps/records/find';
import { findEqual, foldText } from '../../../nodes/ServiceOps/records/equalRecords';
import type { Place } from '../../../nodes/ServiceOps/records/place';
import { labelOf, nounOf, pathOf } from '../../../nodes/ServiceOps/records/place';
import { isRecordWanted } from '../../../nodes/ServiceOps/records/readById';
import {
	freshest,
	recentRows,
	rememberDeleted,
	rememberWritten,
} from '../../../nodes/ServiceOps/records/recentlyWritten';
import { isOfResource, searchPage } from '../../../nodes/ServiceOps/records/search';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { serviceRequest } from '../../../nodes/ServiceOps/resources/serviceRequest';
import { requester } from '../../../nodes/ServiceOps/resources/users';
import {
	NotFound,
	NotPermitted,
	OddAnswer,
	Rejected,
	SeveralFound,
} from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import { all, property } from '../../../nodes/ServiceOps/transport/qualification';
import { recordServer, type RecordServer } from '../../support/recordServer';

const [hardware, nonIt] = asset.types?.options ?? [];
const at = ({ api }: RecordServer, resource = request, type?: typeof hardware): Place => ({
	api,
	resource,
	type,
});
type Failure = Error & { description?: string };
const errorOf = async (work: Promise<unknown>): Promise<Failure> =>
	await work.then(
		() => new Error('It worked'),
		(error: Failure) => error,
	);
const tickets = () => [
	{ id: 1, name: 'INC-1', subject: 'A' },
	{ id: 2, name: 'INC-2', subject: 'B' },
];

describe('by ID', () => {
	test('is read directly', async () => {
		const server = recordServer(tickets());
		expect(await readRecord(at(server), '2')).toMatchObject({ subject: 'B' });
		expect(server.sent()).toEqual(['GET /api/v1/request/2']);
	});

	test('a missing one is told, with the way to it', async () => {
		const error = await errorOf(readRecord(at(recordServer(tickets())), '9'));
		expect(error).toBeInstanceOf(NotFound);
		expect(error).toMatchObject({
			message: 'No request with the ID 9, or this account cannot see it',
			description:
				'Choose the request From List. IDs are not the numbers in keys: for INC-46, choose By Key and enter INC-46.',
		});
		const server = recordServer(tickets());
		await errorOf(readRecord(at(server), '9'));
		expect(server.sent()).toEqual(['GET /api/v1/request/9']);
		const person = await errorOf(readRecord(at(recordServer([], 'requester'), requester), '9'));
		expect(person).toMatchObject({ description: 'Choose the requester From List.' });
		const untyped = await errorOf(readRecord(at(recordServer([], 'asset'), asset), '9'));
		expect(untyped.description).not.toContain('the right one');
	});

	test('that a server cannot read one module says nothing about another, nor does an odd answer', async () => {
		const server = recordServer(tickets());
		server.before = ({ method }) =>
			method === 'GET' ? { status: 405, body: { code: '1' } } : undefined;
		await readRecord(at(server), '2');
		await errorOf(readRecord(at(server, requester), '2'));
		expect(server.sent()).toContain('GET /api/v1/requester/2');
		const odd = recordServer(tickets());
		odd.before = ({ method }) => (method === 'GET' ? { status: 200, body: { id: 7 } } : undefined);
		await readRecord(at(odd), '2');
		await readRecord(at(odd), '2');
		expect(odd.sent().filter((line) => line.startsWith('GET'))).toHaveLength(2);
	});

	test.each([
		['405', { status: 405, body: { code: '1' } }],
		['404 without an envelope', { status: 404, body: '<html></html>' }],
	])(
		'a server that cannot read one (%s) is searched, and not asked again',
		async (_what, answer) => {
			const server = recordServer(tickets());
			server.before = ({ method }) => (method === 'GET' ? answer : undefined);
			expect(await readRecord(at(server), '2')).toMatchObject({ subject: 'B' });
			expect(await readRecord(at(server), '1')).toMatchObject({ subject: 'A' });
			await expect(readRecord(at(server), '9')).rejects.toBeInstanceOf(NotFound);
			expect(server.sent()).toEqual([
				'GET /api/v1/request/2',
				...Array<string>(3).fill('POST /api/v1/request/search/byqual'),
			]);
			expect(server.requests[1]).toMatchObject({
				query: { offset: 0, size: 10 },
				body: {
					qualDetails: {
						quals: [
							{
								leftOperand: { type: 'DbOperandRest', key: 'id' },
								operator: 'in',
								rightOperand: { value: { type: 'ListLongValueRest', value: [2] } },
							},
						],
					},
				},
			});
		},
	);

	test('an answer that is another record does not count', async () => {
		const server = recordServer(tickets());
		server.before = ({ method }) =>
			method === 'GET' ? { status: 200, body: { id: 7, name: 'INC-7' } } : undefined;
		expect(await readRecord(at(server), '2')).toMatchObject({ subject: 'B' });
	});

	test('an asset of another class is not it', async () => {
		const twin = { id: 1, assetId: 'AST-1', name: 'Chair', type: 'NonITAsset' };
		const laptop = { id: 1, assetId: 'AST-9', name: 'Laptop', type: 'HardwareAsset' };
		const server = recordServer([twin], 'asset');
		server.find = ({ path }) => (path.includes('asset_hardware') ? [laptop] : [twin]);
		expect(await readRecord(at(server, asset, hardware), '1')).toEqual(laptop);
		expect(server.sent()[1]).toBe('POST /api/v1/asset/asset_hardware/search/byqual');
		expect(await findById(at(server, asset, nonIt), '1')).toEqual(twin);
		const error = await errorOf(readRecord(at(server, asset, hardware), '5'));
		expect(error).toMatchObject({
			message: 'No Hardware asset with the ID 5, or this account cannot see it',
			description: expect.stringMatching(/Is Asset Class the right one\?$/) as string,
		});
	});

	test.each([
		[{ id: 1, subject: 'A' }, true],
		[{ id: '1', name: 'INC-1' }, true],
		[{ id: 1 }, true],
		[{ id: 2, subject: 'A' }, false],
		[{}, false],
		['1', false],
		[{ id: 1, returnCode: 'SUCCESS' }, false],
		[{ id: 1, name: 'SR-1' }, true],
	])('%j is the request 1: %s', (body, expected) => {
		expect(isRecordWanted(at(recordServer()), '1', body)).toBe(expected);
	});

	test('resources that share a path are told apart by their keys', () => {
		const place = at(recordServer(), serviceRequest);
		expect(isRecordWanted(place, '1', { id: 1, name: 'SR-1' })).toBe(true);
		expect(isRecordWanted(place, '1', { id: 1, name: 'INC-1' })).toBe(false);
		expect(isOfResource(place, { id: 1 })).toBe(true);
		const typed = at(recordServer(), asset, hardware);
		expect(isOfResource(typed, { type: 'HardwareAsset' })).toBe(true);
		expect(isOfResource(typed, { type: 'SoftwareAsset' })).toBe(false);
		expect(isOfResource(typed, {})).toBe(true);
		expect(isRecordWanted(typed, '1', { id: 1, type: 'HardwareAsset' })).toBe(true);
		expect(isRecordWanted(typed, '1', { id: 1 })).toBe(false);
	});
});

describe('by key', () => {
	test('an ID needs no call, a key is looked up', async () => {
		const server = recordServer(tickets());
		expect(await resolveReference(at(server), { id: '7' })).toBe('7');
		expect(server.sent()).toEqual([]);
		expect(await resolveReference(at(server), { key: 'INC-2' })).toBe('2');
		expect(JSON.stringify(server.requests[0]?.body)).toContain('"key":"request.name"');
	});

	test('one that only resembles it is not it', async () => {
		const server = recordServer([{ id: 1, name: 'INC-10' }]);
		await expect(resolveReference(at(server), { key: 'INC-1' })).rejects.toMatchObject({
			message: 'No request with the key INC-1',
			description: 'Compare the key with what ServiceOps shows, or choose the request From List.',
		});
		// The prefix has the case that an administrator gave it.
		expect(
			await resolveReference(at(recordServer([{ id: 1, name: 'inc-1' }])), { key: 'INC-1' }),
		).toBe('1');
		const people = recordServer([{ id: 1, email: 'Jane@Example.com' }], 'requester');
		const place = at(people, requester);
		expect(await resolveReference(place, { key: 'jane@example.com' })).toBe('1');
	});

	test('of several none is chosen', async () => {
		const server = recordServer([
			{ id: 1, name: 'INC-1' },
			{ id: 2, name: 'INC-1' },
		]);
		const error = await errorOf(resolveReference(at(server), { key: 'INC-1' }));
		expect(error).toBeInstanceOf(SeveralFound);
		expect(error.message).toBe(
			'2 requests have the key INC-1: ID 1 (INC-1), ID 2 (INC-1). Use the ID instead',
		);
	});

	test('is asked for in the cases that servers tell apart, and has no accents', async () => {
		const server = recordServer([{ id: 1, name: 'ÍNC-1' }]);
		await expect(resolveReference(at(server), { key: 'InC-1' })).rejects.toBeInstanceOf(NotFound);
		const asked = JSON.stringify(server.requests[0]?.body);
		const values = Array.from(asked.matchAll(/"value":"([^"]*)"/g), ([, value]) => value);
		expect(values).toEqual(['InC-1', 'INC-1', 'inc-1', 'Inc-1']);
	});

	test('of a person may be an email, a logon name or a name', async () => {
		const rows = ['a@example.com', 'b@example.com'].map((email, index) => ({
			id: index + 1,
			email,
			userLogOnName: `user${index}`,
			name: 'Jane Doe',
		}));
		const place = at(recordServer(rows, 'requester'), requester);
		expect(await resolveReference(place, { key: 'B@example.com' })).toBe('2');
		expect(await resolveReference(place, { key: 'user0' })).toBe('1');
		const { message } = await errorOf(resolveReference(place, { key: 'jane doe' }));
		expect(message).toMatch(
			/^2 requesters have the name jane doe: ID 1 \(.*\), ID 2 \(.*\)\. Use the ID/,
		);
		const none = at(recordServer([], 'requester'), requester);
		expect(await errorOf(resolveReference(none, { key: 'nobody' }))).toMatchObject({
			message: 'No requester with the email, logon name or name nobody',
			description: 'Compare the key with what ServiceOps shows, or choose the requester From List.',
		});
	});
});

describe('by the number of a key', () => {
	const numbered = (...keys: string[]) =>
		recordServer(keys.map((name, id) => ({ id: id + 1, name })));
	const find = async (server: RecordServer, keyNumber: string) =>
		await resolveReference(at(server), { keyNumber });

	test('whatever the prefix, and however many zeros', async () => {
		const server = numbered('INC-640', 'INC-64', 'INC-164', 'INC64', 'INC-x64');
		expect(await find(server, '64')).toBe('2');
		expect(await find(server, '0064')).toBe('2');
		expect(await find(numbered('HELP-007'), '7')).toBe('1');
	});

	test('where the server cannot search for an end, too', async () => {
		const server = numbered('INC-64');
		server.before = ({ body }) =>
			JSON.stringify(body).includes('end_with') ? new Rejected('Unknown operator') : undefined;
		expect(await find(server, '64')).toBe('1');
		server.before = () => new NotPermitted('No');
		await expect(find(server, '64')).rejects.toBeInstanceOf(NotPermitted);
	});

	test('none is told with the way to it', async () => {
		const error = await errorOf(find(numbered('INC-640'), '64'));
		expect(error).toBeInstanceOf(NotFound);
		expect(error).toMatchObject({
			message: 'No request with the number 64 in its key',
			description: 'Enter the whole key, such as INC-46; if 64 is the ID, choose By ID.',
		});
	});

	test('of several none is chosen, and ten are named', async () => {
		const two = await errorOf(find(numbered('INC-64', 'HELP-64'), '64'));
		expect(two).toBeInstanceOf(SeveralFound);
		expect(two.message).toBe(
			'2 requests have the number 64 in their key: INC-64, HELP-64. Enter the whole key',
		);
		const keys = Array.from({ length: 11 }, (_, index) => `${'ABCDEFGHIJK'.charAt(index)}-64`);
		const many = await errorOf(find(numbered(...keys), '64'));
		expect(many.message).toContain('11 requests');
		expect(many.message).toContain('J-64. Enter');
		expect(many.message).not.toContain('K-64');
	});

	test('an incomplete list is never "none"', async () => {
		const server = numbered();
		const body = { objectList: [{ id: 1, name: 'INC-1' }], totalCount: 7 };
		server.before = () => ({ status: 200, body });
		await expect(find(server, '64')).rejects.toBeInstanceOf(OddAnswer);
		expect(await find(server, '1')).toBe('1');
	});
});

describe('by a value', () => {
	const wanted = (value: string) => ({
		operand: property('request.subject'),
		value,
		valueIn: (row: Row) => row.subject,
	});
	const subjects = (...names: string[]) => names.map((subject, id) => ({ id: id + 1, subject }));
	const found = async (rows: Row[], value: string) =>
		(await findEqual(at(recordServer(rows)), wanted(value))).map(({ subject }) => subject);

	test('the exact one wins over those that the server calls equal', async () => {
		expect(await found(subjects('printer', 'Printer', 'PRINTER'), 'Printer')).toEqual(['Printer']);
		expect(await found(subjects('printer', 'Prinţer'), 'Printer')).toEqual(['printer', 'Prinţer']);
		expect(await found(subjects(' Printer  jam '), 'printer jam')).toEqual([' Printer  jam ']);
		expect(await found(subjects('Printer jam', 'Print'), 'Printer')).toEqual([]);
	});

	test('is looked for on every page', async () => {
		const rows = Array.from({ length: 250 }, (_, id) => ({ id: id + 1, subject: 'Other' }));
		expect(await found([...rows, { id: 251, subject: 'A' }], 'A')).toEqual(['A']);
	});

	test.each([
		[1, ['A'], 1],
		[3, ['A'], 3],
		[101, undefined, 1],
	])('%d rows of a list that does not show the field are read', async (count, expected, reads) => {
		const rows = subjects(...Array.from({ length: count }, (_, index) => (index > 0 ? 'B' : 'A')));
		const server = recordServer(rows);
		server.find = (_, all) => all.map(({ id }) => ({ id }));
		const finding = findEqual(at(server), wanted('A'));
		if (expected) expect((await finding).map(({ subject }) => subject)).toEqual(expected);
		else
			await expect(finding).rejects.toMatchObject({
				description: expect.stringMatching('do not show the field') as string,
			});
		const sent = server.requests.filter(({ method }) => method === 'GET');
		expect(sent).toHaveLength(reads);
	});

	test('rows that lack the field are none, and one of them is read', async () => {
		const server = recordServer([{ id: 1 }, { id: 2 }]);
		expect(await findEqual(at(server), wanted('A'))).toEqual([]);
		expect(server.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
	});

	test('a row without an ID is no record', async () => {
		expect(await found([{ subject: 'A' }], 'A')).toEqual([]);
	});

	test('with and without blanks around it, in one search', async () => {
		const server = recordServer();
		await findEqual(at(server), wanted('A '));
		await findEqual(at(server), wanted('A'));
		const [both, one] = server.requests.map(({ body }) => JSON.stringify(body));
		expect(both).toContain('"value":"A "');
		expect(both).toContain('"value":"A"');
		expect(both).toContain('"operator":"OR"');
		expect(both).toMatch(/"operator":"equal".*"type":"StringValueRest"/);
		expect(one).not.toContain('"OR"');
	});

	test('an incomplete list is never "none"', async () => {
		const server = recordServer();
		server.before = () => ({
			status: 200,
			body: { objectList: [{ id: 1, subject: 'Other' }], totalCount: 7 },
		});
		const error = await errorOf(findEqual(at(server), wanted('A')));
		expect(error).toBeInstanceOf(OddAnswer);
		expect(error).toMatchObject({
			message:
				'ServiceOps did not return all requests that may match, so the node cannot tell whether there is one',
		});
		server.before = () => ({
			status: 200,
			body: { objectList: [{ id: 1, subject: 'A' }], totalCount: 7 },
		});
		expect(await findEqual(at(server), wanted('A'))).toHaveLength(1);
	});

	test('10,000 rows are too many to be the answer', async () => {
		const rows = Array.from({ length: 10_001 }, (_, id) => ({ id: id + 1, subject: 'Other' }));
		const server = recordServer(rows);
		await expect(findEqual(at(server), wanted('A'))).rejects.toBeInstanceOf(OddAnswer);
		server.rows.length = 9_999;
		expect(await findEqual(at(server), wanted('A'))).toEqual([]);
	});

	test.each([
		['Straße', 'straße'],
		['ÉTÉ', 'ete'],
		['  a \t b ', 'a b'],
	])('%j is compared as %j', (text, folded) => expect(foldText(text)).toBe(folded));
});

describe('what this process has just written', () => {
	const byKey = async (server: RecordServer) =>
		await resolveReference(at(server), { key: 'INC-2' });
	const bySubject = async (server: RecordServer, value: string) =>
		await findEqual(at(server), {
			operand: property('request.subject'),
			value,
			valueIn: (row: Row) => row.subject,
		});
	const cannotGet = ({ method }: { method: string }) =>
		method === 'GET' ? { status: 405, body: { code: '1' } } : undefined;

	test('a search that still shows it as before is not believed: the record itself says how it is', async () => {
		const server = recordServer(tickets());
		server.find = () => tickets();
		server.rows[1] = { id: 2, name: 'INC-2', subject: 'New' };
		rememberWritten(at(server), '2', { subject: 'New' });
		expect(await bySubject(server, 'B')).toEqual([]);
		expect(server.sent().filter((line) => line.startsWith('GET'))).toEqual([
			'GET /api/v1/request/2',
		]);
		expect(await bySubject(server, 'New')).toMatchObject([{ id: 2, name: 'INC-2' }]);
	});

	test('where records cannot be read by ID, what was written counts', async () => {
		const server = recordServer(tickets());
		server.before = cannotGet;
		rememberWritten(at(server), '2', { subject: 'New' });
		expect(await bySubject(server, 'B')).toEqual([]);
		expect(await bySubject(server, 'New')).toMatchObject([{ id: 2, name: 'INC-2' }]);
	});

	const UPDATED = Date.parse('2026-06-01T08:00:00Z');
	const sent = { subject: 'New', description: 'First line' };

	test.each<[string, Row, Row | undefined, boolean]>([
		['shows it', { ...sent, description: '<p>First line</p>' }, { updatedTime: UPDATED }, true],
		[
			'shows a later state',
			{ subject: 'B', updatedTime: UPDATED + 1 },
			{ updatedTime: UPDATED },
			true,
		],
		[
			'shows another state of that time',
			{ subject: 'B', updatedTime: UPDATED },
			{ updatedTime: UPDATED },
			false,
		],
		[
			'shows a state before',
			{ subject: 'B', updatedTime: UPDATED - 1 },
			{ updatedTime: UPDATED },
			false,
		],
		['may show any state', { subject: 'B', updatedTime: UPDATED }, {}, false],
		['shows it in part', { ...sent, description: 'Other' }, undefined, false],
	])('a row that %s', async (_what, shown, returned, isBelieved) => {
		const server = recordServer([{ id: 2, subject: 'Now' }]);
		const row = { id: 2, ...shown };
		rememberWritten(at(server), '2', sent, returned && { id: 2, ...sent, ...returned });
		expect(await freshest(at(server), '2', row)).toEqual(isBelieved ? row : server.rows[0]);
		expect(server.sent()).toHaveLength(isBelieved ? 0 : 1);
	});

	test('what is known of it grows with each write, until the server returns the whole', async () => {
		const server = recordServer();
		server.before = cannotGet;
		rememberWritten(
			at(server),
			'2',
			{ subject: 'New' },
			{ id: 2, subject: 'New', impactName: 'Low' },
		);
		rememberWritten(at(server), '2', { urgencyName: 'High' });
		const all = { id: 2, subject: 'New', impactName: 'Low', urgencyName: 'High' };
		expect(recentRows(at(server))).toEqual([all]);
		expect(await freshest(at(server), '2', { id: 2, subject: 'Old', source: 'Email' })).toEqual({
			...all,
			source: 'Email',
		});
	});

	test('counts for that server, module and class only, and for half a minute', async () => {
		const server = recordServer([{ id: 2, subject: 'Now' }]);
		const old = { id: 2, subject: 'Old' };
		rememberWritten(at(server), '2', { subject: 'New' }, { id: 2, subject: 'New' });
		rememberWritten(at(server, asset, hardware), '2', { name: 'New' }, { id: 2, name: 'New' });
		rememberDeleted(at(server), '3');
		expect(recentRows(at(server))).toEqual([{ id: 2, subject: 'New' }]);
		expect(recentRows(at(server, asset, hardware))).toEqual([{ id: 2, name: 'New' }]);
		for (const place of [at(recordServer()), at(server, requester), at(server, asset, nonIt)]) {
			expect(recentRows(place)).toEqual([]);
			expect(await freshest(place, '2', old)).toBe(old);
		}
		expect(await freshest(at(server), '1', old)).toBe(old);
		expect(server.sent()).toEqual([]);

		const now = jest.spyOn(systemClock, 'now').mockReturnValue(Date.now() + 31_000);
		expect(recentRows(at(server))).toEqual([]);
		expect(await freshest(at(server), '2', old)).toBe(old);
		now.mockRestore();
		expect(await freshest(at(server), '2', old)).toEqual({ id: 2, subject: 'Now' });
	});

	test('is found by its key, although no search shows it yet', async () => {
		const server = recordServer();
		rememberWritten(at(server), '2', { subject: 'New' }, { id: 2, name: 'inc-2', subject: 'New' });
		expect(await byKey(server)).toBe('2');
	});

	test('what was deleted is not found, although a search still shows it', async () => {
		for (const before of [() => undefined, cannotGet]) {
			const server = recordServer(tickets());
			server.find = () => tickets();
			server.before = before;
			await deleteRecord(at(server), '2');
			await expect(byKey(server)).rejects.toBeInstanceOf(NotFound);
		}
	});

	test('an asset that somebody has deleted meanwhile is not there any more', async () => {
		const laptop = { id: 1, assetId: 'AST-1', name: 'Laptop', type: 'HardwareAsset' };
		const server = recordServer([laptop], 'asset');
		const place = at(server, asset, hardware);
		rememberWritten(place, '1', laptop, laptop);
		server.rows.length = 0;
		expect(await findById(place, '1')).toBeUndefined();
		await expect(readRecord(place, '1')).rejects.toBeInstanceOf(NotFound);
	});

	test('what somebody has put back meanwhile is found as it is', async () => {
		const server = recordServer(tickets());
		await deleteRecord(at(server), '2');
		server.rows.push({ id: 2, name: 'INC-2', subject: 'Restored' });
		expect(await byKey(server)).toBe('2');
		rememberWritten(at(server), '1', { subject: 'New' });
		expect(await bySubject(server, 'A')).toMatchObject([{ id: 1, subject: 'A' }]);
	});
});

describe('a search', () => {
	test('by model falls back to the whole module, once', async () => {
		const server = recordServer([{ id: 1, type: 'HardwareAsset' }], 'asset');
		server.before = ({ path }) =>
			path.includes('asset_hardware') ? { status: 404, body: '' } : undefined;
		const place = at(server, asset, hardware);
		expect((await searchPage(place, all([]), 0, 5)).rows).toHaveLength(1);
		expect((await searchPage(place, all([]), 0, 5)).rows).toHaveLength(1);
		expect(server.sent()).toEqual([
			'POST /api/v1/asset/asset_hardware/search/byqual',
			'POST /api/v1/asset/search/byqual',
			'POST /api/v1/asset/search/byqual',
		]);
	});

	test('of one type needs rows that say theirs', async () => {
		const server = recordServer([{ id: 1 }], 'asset');
		server.before = ({ path }) =>
			path.includes('asset_hardware') ? { status: 404, body: '' } : undefined;
		await expect(searchPage(at(server, asset, hardware), all([]), 0, 5)).rejects.toThrow(
			'ServiceOps does not say which of the assets are Hardware, so none is used',
		);
	});

	test('asks for what it is told, in the order that it is told', async () => {
		const server = recordServer();
		const condition = { type: 'UnaryQualificationRest' };
		await searchPage(at(server), all([condition]), 0, 5, 'id asc');
		await searchPage(at(server, serviceRequest), condition, 10, 5);
		expect(server.requests.map(({ body }) => body?.qualDetails)).toEqual([
			{ type: 'FlatQualificationRest', quals: [condition] },
			condition,
		]);
		expect(server.requests.map(({ query }) => query)).toEqual([
			{ offset: 0, size: 5, sort_by: 'id asc' },
			{ offset: 10, size: 5 },
		]);
	});
});

test('how places and records are called', () => {
	expect(pathOf(request)).toEqual(['api', 'v1', 'request']);
	expect(nounOf({ resource: asset, type: hardware })).toBe('Hardware asset');
	expect(nounOf({ resource: request })).toBe('request');
	const row = { assetId: 'AST-1', name: 'PC', type: 'HardwareAsset' };
	expect(labelOf({ resource: asset }, row)).toBe('AST-1 / PC / HardwareAsset');
	expect(labelOf({ resource: asset }, { name: 'PC' })).toBe('PC');
});
