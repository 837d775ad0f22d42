/** What belongs to records: conversationss, files and lists of names. */
import { API_KEY, idsOf, NEW_CHANGE, NEW_REQUEST, rowsOf, useSimulator } from './client';

const world = useSimulator();
const { bearer, call, raw } = world;

describe('conversations, relations, files, lookups', () => {
	test('a note can be changed, anything else cannot', async () => {
		const url = '/api/v1/request/104/conversation';
		const note = await call('POST', url, { conversationType: 'note', details: '<p>x</p>' });
		expect(note.body).toMatchObject({
			id: 3,
			updatable: true,
			subject: '[INC-104]: Email Server is Down',
			createdTime: expect.stringMatching(/^\w{3}, \w{3} \d\d, \d{4} \d\d:\d\d [ap]m$/) as unknown,
		});
		expect((await call('PATCH', `${url}/3`, { details: 'y' })).body).toMatchObject({
			details: 'y',
		});
		await call('POST', url, { conversationType: 'collaborate', details: 'z' });
		expect((await call('PATCH', `${url}/4`, { details: 'y' })).status).toBe(400);
		expect((await call('DELETE', `${url}/4`)).status).toBe(200);
		expect((await call('GET', '/api/v1/request/2/conversation/3')).status).toBe(404);
		expect(idsOf(await call('POST', `${url}/search/byqual`, {}))).toEqual([3, 2]);
	});

	test('links all assets or none', async () => {
		const link = async (...destinationNames: string[]) =>
			(
				await call('POST', '/api/v1/request/2/relation/bulk/create', {
					destinationModel: 'asset_hardware',
					destinationNames,
					type: 'related',
				})
			).body;
		expect(await link('AST-1', 'AST-3', 'AST-2')).toEqual({
			successIds: null,
			failerIds: ['AST-3'],
		});
		expect(await link('AST-2', 'AST-1')).toEqual({ successIds: [3, 4], failerIds: null });
	});

	test('keeps uploaded files', async () => {
		const form = new FormData();
		form.append('file', new Blob(['content']), 'a.txt');
		const headers = { Authorization: API_KEY };
		const { body } = await raw('/api/oprfile', { method: 'POST', headers, body: form });
		expect(body).toMatchObject({ realName: 'a.txt', link: null });
		expect((await raw(`/api/oprfile/${String(body.refFileName)}`, { headers })).text).toBe(
			'content',
		);
		const wrong = new FormData();
		wrong.append('upload', new Blob(['content']), 'a.txt');
		expect((await raw('/api/oprfile', { method: 'POST', headers, body: wrong })).status).toBe(400);
	});

	test('lookups answer ids and names to a token', async () => {
		const token = await bearer();
		const { body } = await call('POST', '/api/request/status/search/byqual', {}, token);
		expect(body).toEqual({
			objectList: [
				{ id: 9, name: 'Open', systemName: 'open' },
				{ id: 10, name: 'In Progress', systemName: 'in_progress' },
				{ id: 11, name: 'Pending', systemName: 'pending' },
				{ id: 12, name: 'Resolved', systemName: 'resolved' },
				{ id: 13, name: 'Closed', systemName: 'closed' },
			],
			totalCount: 5,
		});
		for (const name of ['request/priority', 'request/technician', 'urgency']) {
			expect(
				rowsOf(await call('POST', `/api/${name}/search/byqual`, {}, token)).length,
			).toBeGreaterThan(3);
		}
		expect(await call('GET', '/api/request/category', undefined, token)).toMatchObject({
			status: 200,
		});
		const form = await call('GET', '/api/module/request/form', undefined, token);
		expect(form.body.fieldList).toContainEqual(
			expect.objectContaining({ name: 'Subject', paramName: 'subject' }),
		);
	});

	test('problems, releases, CIs and users work like the rest', async () => {
		expect((await call('POST', '/api/v1/problem', NEW_REQUEST)).status).toBe(200);
		expect((await call('POST', '/api/v1/release', NEW_CHANGE)).status).toBe(200);
		expect((await call('POST', '/api/v1/cmdb/ci/search/byqual', {})).body.totalCount).toBe(14);
		expect((await call('GET', '/api/v1/cmdb/ci/2')).body).toMatchObject({
			ciId: 'CI-2',
			ciTypeName: 'Laptops',
		});
		await call('POST', '/api/v1/requester', { name: 'New', email: 'new@example.com' });
		expect(
			(await call('POST', '/api/v1/request', { ...NEW_REQUEST, requesterEmail: 'new@example.com' }))
				.body,
		).toMatchObject({ requesterName: 'New' });
	});
});
