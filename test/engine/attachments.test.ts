/** Files: uploaded, downloaded, and sent along with records and conversations, from memory and from disk. */
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { startCannedServer, type Canned } from '../support/cannedServer';
import { useFiles } from '../support/files';
import { listen, takeAnything } from '../support/loopback';
import { aboutField, MAY_BE_DONE, naming } from '../support/says';
import { apiKeyLogin, jsonOf, newRequest, passwordLogin, record, textOf, useWorld } from './world';

const world = useWorld();
/** Bytes that are no text, in an order that shows when one is lost. */
const bytes = (count: number): Buffer =>
	Buffer.from(Array.from({ length: count }, (_, index) => (index * 7 + (index >> 8)) % 256));

const withFiles = (binary: Record<string, IBinaryData>): INodeExecutionData[] => [
	{ json: {}, binary },
];

const upload = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'attachment',
	operation: 'upload',
	...more,
});
const download = (refFileName: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'attachment',
	operation: 'download',
	refFileName,
	...more,
});
/** What the simulator keeps of a file. */
const kept = (refFileName: unknown) => world.simulator.files.get(textOf(refFileName));
const contents = () =>
	[...world.simulator.files.values()].map(({ content }) => Buffer.from(content));

describe.each(['memory', 'disk'] as const)('with files in %s', (place) => {
	const { store: stored, read } = useFiles(place);

	test.each([0, 1, 100_000])('%i bytes go up and come down as they were', async (count) => {
		const content = bytes(count);
		const items = withFiles({ data: await stored(content) });
		const { refFileName, realName } = await world.one(upload(), { items });

		expect(realName).toBe('report.pdf');
		expect(kept(refFileName)).toMatchObject({ contentType: 'application/pdf' });
		expect(contents()[0]?.equals(content)).toBe(true);

		const { items: outputs } = await world.run(download(textOf(refFileName)));
		const [result] = outputs[0] ?? [];
		const file = result?.binary?.data;
		if (!file) throw new Error('No file came out');
		const received = await read(file);
		expect(received.equals(content)).toBe(true);
		expect(file.mimeType).toBe('application/pdf');
		expect(result.json).toMatchObject({ refFileName, bytes: count });
		expect(world.simulator.refused()).toEqual([]);
	});

	test.each(['401', '403', 'html200'] as const)(
		'the login expires just before the upload (%s): one new login, one file',
		async (expiredToken) => {
			const content = bytes(50_000);
			const items = withFiles({ data: await stored(content) });
			// A password of its own, so that no other test's token is in the way.
			const credentials = passwordLogin(`${world.simulator.url}/`);
			await world.one({ resource: 'request', operation: 'get', ...record('104') }, { credentials });
			world.simulator.dialect.expiredToken = expiredToken;
			const before = world.simulator.logins();

			world.simulator.expireTokens();
			await world.one(upload(), { items, credentials });
			expect(contents().map((file) => file.equals(content))).toEqual([true]);
			expect(world.simulator.logins() - before).toBeLessThanOrEqual(1);
		},
	);
});

describe('files on disk', () => {
	const { store: stored } = useFiles('disk');

	test('a server that hangs up on an expired login while the file is on its way: sent again with a new one', async () => {
		let logins = 0;
		const uploaded: number[] = [];
		const app = takeAnything();
		// Comes before the body is read.
		app.addHook('onRequest', async ({ headers, url, raw }, reply) => {
			if (headers.authorization !== 'Bearer token-1' || logins > 1) return;
			if (url !== '/api/oprfile') return await reply.code(401).send();
			reply.hijack();
			raw.socket.resetAndDestroy();
		});
		app.all('/*', async ({ url, body }) => {
			if (url === '/api/oauth/token') {
				return await Promise.resolve({ access_token: `token-${++logins}`, expires_in: 7199 });
			}
			if (url === '/api/oprfile') uploaded.push((body as Buffer).length);
			return { refFileName: 'a', realName: 'b', objectList: [] };
		});
		const credentials = passwordLogin(await listen(app));
		const items = withFiles({ data: await stored(bytes(3_000_000)) });

		const result = await world.one(upload(), { items, credentials });
		await app.close();
		expect(result).toMatchObject({ refFileName: 'a' });
		expect(uploaded).toEqual([expect.any(Number)]);
		expect(uploaded[0]).toBeGreaterThan(3_000_000);
		expect(logins).toBe(2);
	});

	test('an upload whose answer gets lost is not repeated', async () => {
		world.simulator.failNext({ path: /oprfile/, reset: true, after: true });
		const { error } = await world.run(upload(), {
			items: withFiles({ data: await stored(bytes(9)) }),
		});
		expect(error?.message).toMatch(/\bconnection\b/);
		expect(error?.message).toMatch(MAY_BE_DONE);
		expect(world.simulator.files.size).toBe(1);
	});

	test('a server that is busy gets the whole file again', async () => {
		world.simulator.failNext({ path: /oprfile/, status: 429, headers: { 'retry-after': '0' } });
		const content = bytes(70_000);
		await world.one(upload(), { items: withFiles({ data: await stored(content) }) });
		expect(contents().map((file) => file.equals(content))).toEqual([true]);
	});

	test.each([
		'Rechnung Größe 5€.pdf',
		'a"b; filename=x.pdf',
		'line\r\nbreak: yes.pdf',
		'no-extension',
		'日本語.txt',
	])('the file name %j arrives and adds no header', async (fileName) => {
		const file = await stored(bytes(5), { fileName });
		const { refFileName } = await world.one(upload(), { items: withFiles({ data: file }) });
		const encoded = fileName.replace(/[\r\n"]/g, (sign) => encodeURIComponent(sign));
		expect(kept(refFileName)?.realName).toBe(encoded);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('name and address can be set', async () => {
		const server = await startCannedServer(() => ({
			body: [{ refFileName: 'uuid-1', realName: 'other.pdf' }],
		}));
		const options = { filesPath: '/api/v1/attachment', fileName: 'other.pdf' };
		const result = await world.one(upload({ options }), {
			items: withFiles({ data: await stored(bytes(3)) }),
			credentials: apiKeyLogin(server.url),
		});
		await server.close();
		expect(result).toEqual({ refFileName: 'uuid-1', realName: 'other.pdf' });
		expect(server.received).toMatchObject([{ method: 'POST', path: '/api/v1/attachment' }]);
		expect(server.received[0]?.body).toContain('name="file"; filename="other.pdf"');
		expect(server.received[0]?.headers['content-length']).toMatch(/^\d+$/);
	});

	test.each([
		{ what: '404', status: 404, body: 'Not Found' },
		{ what: '405', status: 405, body: '' },
		{ what: 'a web page', status: 200, body: '<!doctype html><title>ServiceOps</title>' },
		{ what: 'no reference', status: 200, body: { ok: true } },
	])(
		'an address that the server does not know ($what): says how to enter another',
		async (answer) => {
			const server = await startCannedServer(() => answer);
			const { error } = await world.run(upload(), {
				items: withFiles({ data: await stored(bytes(3)) }),
				credentials: apiKeyLogin(server.url),
			});
			await server.close();
			expect(error?.description).toMatch(naming('/api/oprfile', 'Upload Path', 'Options'));
			expect(server.received).toHaveLength(1);
		},
	);

	test('a file that is not there: says what there is, before anything is sent', async () => {
		const items = withFiles({ photo: await stored(bytes(3)) });
		const { error } = await world.run(upload(), { items });
		expect(error?.message).toMatch(aboutField('Input Data Field Name'));
		expect(error?.message).toMatch(naming('no file', '"data"', 'photo', 'item 0'));
		const created = await world.run(newRequest('A', { attachmentInputFields: 'photo, data' }), {
			items,
		});
		expect(created.error?.message).toMatch(aboutField('Attachment Input Fields'));
		expect(created.error?.message).toMatch(naming('"data"'));
		expect(world.sent()).toEqual([]);
	});

	test.each(['..', '.', 'a/b', 'a b', '%2e%2e'])(
		'the reference %j is refused',
		async (reference) => {
			const { error } = await world.run(download(reference));
			expect(error?.message).toMatch(aboutField('File Reference'));
			expect(error?.message).toMatch(naming(`"${reference}"`));
			expect(world.sent()).toEqual([]);
		},
	);

	describe('downloads', () => {
		const served = async (
			answer: Parameters<typeof startCannedServer>[0],
			more?: INodeParameters,
		) => {
			const server = await startCannedServer(answer);
			const result = await world.run(download('k9', more), {
				credentials: apiKeyLogin(server.url),
			});
			await server.close();
			return { ...result, received: server.received };
		};

		test.each([
			[`attachment; filename="a b.pdf"`, 'a b.pdf'],
			[`attachment; filename=plain.pdf`, 'plain.pdf'],
			[`attachment; filename="x.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf`, 'Größe.pdf'],
			[`attachment; filename*=UTF-8''%ZZ; filename=fallback.pdf`, 'fallback.pdf'],
			[`attachment; filename*=UTF-8'de'St%C3%B6rung.pdf`, 'Störung.pdf'],
			['attachment; filename="=?UTF-8?Q?St=C3=B6rung.pdf?="', 'Störung.pdf'],
		])('the name in %j is %j', async (disposition, name) => {
			const headers = { 'content-disposition': disposition, 'content-type': 'application/pdf' };
			const result = await served(() => ({ headers, body: 'x' }));
			expect(jsonOf(result)).toMatchObject([
				{ realName: name, mimeType: 'application/pdf', bytes: 1 },
			]);
		});

		test.each([undefined, 'attachment', 'attachment; filename=""'])(
			'without a name (%s) it gets the extension of its type',
			async (disposition) => {
				const headers: Record<string, string> = { 'content-type': 'application/pdf' };
				if (disposition !== undefined) headers['content-disposition'] = disposition;
				const result = await served(() => ({ headers, body: 'x' }));
				expect(textOf(jsonOf(result)[0]?.realName)).toMatch(/^\w+\.pdf$/);
			},
		);

		test('a name and an output field of one choose', async () => {
			const more = { outputDataFieldName: 'photo', options: { fileName: 'me.png' } };
			const result = await served(
				() => ({ headers: { 'content-type': 'image/png' }, body: 'x' }),
				more,
			);
			expect(result.items[0]?.[0]?.binary?.photo).toMatchObject({ fileName: 'me.png' });
		});

		test.each([
			{ what: 'a login page', body: '<html>Log in</html>', headers: {}, says: /web page/ },
			{
				what: 'an error',
				status: 400,
				body: { userMessage: 'No such file', code: '1' },
				says: /No such file/,
			},
			{
				what: 'an error that claims success',
				body: { userMessage: 'Gone', code: '1' },
				says: /Gone/,
			},
			{ what: '404', status: 404, body: 'Not Found', says: /not found in ServiceOps/ },
		])('$what is no file', async ({ says, ...answer }) => {
			const { error, items } = await served(() => answer);
			expect(error?.message).toMatch(says);
			expect(error?.description).toMatch(naming('Download Path', 'Options'));
			expect(items).toEqual([]);
		});

		test('a JSON file is a file', async () => {
			const result = await served(() => ({ body: { list: [1, 2] } }));
			expect(jsonOf(result)).toMatchObject([{ mimeType: 'application/json', bytes: 14 }]);
		});

		test('a connection that breaks in the middle: read again, and no half file', async () => {
			const answers: Canned[] = [{ breaksAfter: 500 }, {}];
			const { received, ...result } = await served(() => ({
				headers: { 'content-type': 'image/png' },
				body: 'x'.repeat(1000),
				...answers.shift(),
			}));
			expect(jsonOf(result)).toMatchObject([{ bytes: 1000 }]);
			expect(received).toHaveLength(2);
		});
	});

	describe('files that are sent along', () => {
		const two = async () =>
			withFiles({
				data: await stored(bytes(10)),
				photo: await stored(bytes(20), { fileName: 'photo.png', mimeType: 'image/png' }),
			});
		const both = { attachmentInputFields: 'data, photo' };
		const names = [{ realName: 'report.pdf' }, { realName: 'photo.png' }];

		test.each(['request', 'change', 'problem', 'release'])('%s: create', async (resource) => {
			const window = { startDate: '2026-09-01T08:00:00Z', endDate: '2026-09-01T10:00:00Z' };
			const { fileAttachments } = await world.one(
				{ ...newRequest('With files', both), ...window, resource },
				{ items: await two() },
			);
			expect(fileAttachments).toMatchObject(names);
			expect(world.sent()).toEqual([
				'POST /api/oprfile',
				'POST /api/oprfile',
				`POST /api/v1/${resource}`,
			]);
			expect(world.simulator.refused()).toEqual([]);
		});

		// Binary Mode "combined" of n8n 2, as its 2.41.1 hands items on.
		test.each(['data', '*', '={{ $json._files.data }}', '={{ $json._files }}', '_files.data'])(
			'%s among the values of the item',
			async (attachmentInputFields) => {
				const [{ binary: { data } = {} } = {}] = await two();
				if (!data) throw new Error('There is a file');
				const { items, error } = await world.run(newRequest('A', { attachmentInputFields }), {
					items: [{ json: { _files: { data } } }],
					binaryMode: 'combined',
				});
				expect(error).toBeUndefined();
				expect(items[0]?.[0]?.json.fileAttachments).toMatchObject([{ realName: 'report.pdf' }]);
			},
		);

		test.each([
			['my photo, 1.png', 1],
			['={{ $binary }}', 2],
			['={{ Object.values($binary) }}', 2],
			['={{ $binary.data }}', 1],
		])('%s', async (attachmentInputFields, count) => {
			const [{ binary: { data, photo } = {} } = {}] = await two();
			if (!data || !photo) throw new Error('There are two files');
			const { fileAttachments } = await world.one(newRequest('A', { attachmentInputFields }), {
				items: withFiles({ data, 'my photo, 1.png': photo }),
			});
			expect(fileAttachments).toHaveLength(count);
		});

		test('update: what is attached already stays', async () => {
			const items = await two();
			const created = await world.one(newRequest('A', { attachmentInputFields: 'data' }), {
				items,
			});
			const updateFields = { attachmentInputFields: 'photo' };
			const { fileAttachments } = await world.one(
				{ resource: 'request', operation: 'update', ...record(created.id), updateFields },
				{ items },
			);
			expect(fileAttachments).toMatchObject(names);
		});

		test('files given by hand are put together with those of the input', async () => {
			const more = { ...both, fileAttachments: '[{ "refFileName": "k9", "realName": "old.txt" }]' };
			const { fileAttachments } = await world.one(newRequest('A', more), { items: await two() });
			expect(fileAttachments).toMatchObject([{ realName: 'old.txt' }, ...names]);
		});

		test('conversation: create and update', async () => {
			const items = await two();
			const on = { resource: 'conversation', parentResource: 'request', ...record('104') };
			const created = await world.one(
				{
					...on,
					operation: 'create',
					details: 'See file',
					additionalFields: { attachmentInputFields: 'data' },
				},
				{ items },
			);
			expect(created.fileAttachments).toMatchObject([names[0]]);
			const updated = await world.one(
				{
					...on,
					operation: 'update',
					conversationId: textOf(created.id),
					updateFields: { attachmentInputFields: 'photo' },
				},
				{ items },
			);
			expect(updated.fileAttachments).toMatchObject(names);
			expect(world.simulator.refused()).toEqual([]);
		});

		test('nothing is created when a file cannot be uploaded', async () => {
			world.simulator.failNext({ path: /oprfile/, status: 500 });
			const { error } = await world.run(newRequest('A', both), { items: await two() });
			expect(error?.message).toMatch(/could not process/);
			expect(world.sent()).toEqual(['POST /api/oprfile']);
		});

		test('a dry run uploads nothing and shows what would be attached', async () => {
			const items = await two();
			const options = { dryRun: true };
			const plan = await world.one({ ...newRequest('A', both), options }, { items });
			expect(plan).toMatchObject({ path: '/api/v1/request', body: { fileAttachments: names } });
			expect(await world.one(upload({ options }), { items })).toEqual({
				dryRun: true,
				method: 'POST',
				path: '/api/oprfile',
				file: { name: 'report.pdf', contentType: 'application/pdf', size: 10 },
			});
			expect(world.simulator.writes()).toEqual([]);
		});
	});
});
