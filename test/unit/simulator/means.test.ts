/** The means for tests. */
import { startSimulator } from '../../simulator';
import { delay, https } from '../../support/node';
import { BROKEN_OFF, NEW_REQUEST, PASSWORD_FORM, useSimulator } from './client';

const world = useSimulator();
const { bearer, call } = world;

describe('as a means for tests', () => {
	test('the journal has every call in order of arrival', async () => {
		const token = await bearer();
		await call('POST', '/api/v1/request/search/byqual?size=2', {}, token);
		await call('GET', '/nothing');
		expect(world.simulator.journal).toMatchObject([
			{
				method: 'POST',
				path: '/api/oauth/token',
				status: 200,
				operationId: 'logIn',
				body: PASSWORD_FORM,
			},
			{
				method: 'POST',
				path: '/api/v1/request/search/byqual',
				query: { size: '2' },
				status: 200,
				body: {},
				headers: { authorization: token },
				operationId: 'searchRequest',
			},
			{ method: 'GET', path: '/nothing', status: 404 },
		]);
		expect(world.simulator.calls({ method: 'post' })).toHaveLength(2);
		expect(world.simulator.calls({ path: /search/ })).toHaveLength(1);
		world.simulator.clearJournal();
		expect(world.simulator.journal).toEqual([]);
	});

	test('reset brings back data, dialect and tokens', async () => {
		const token = await bearer();
		world.simulator.dialect.createStatus = 201;
		await call('DELETE', '/api/v1/request/2');
		world.simulator.failNext({ status: 503 });
		world.simulator.reset();
		expect(world.simulator.dialect.createStatus).toBe(200);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		expect((await call('GET', '/api/v1/request/2', undefined, token)).status).toBe(401);
	});

	test('failNext answers an error, for the calls it is meant for', async () => {
		world.simulator.failNext({
			method: 'GET',
			path: /request/,
			times: 2,
			status: 429,
			headers: { 'Retry-After': '1' },
			body: '{"code":"429"}',
		});
		expect((await call('GET', '/api/v1/change/1')).status).toBe(200);
		expect(await call('GET', '/api/v1/request/2')).toMatchObject({
			status: 429,
			body: { code: '429' },
		});
		expect((await call('GET', '/api/v1/request/2')).status).toBe(429);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		world.simulator.failNext({ body: '<html>', contentType: 'text/html' });
		expect(await call('GET', '/api/v1/request/2')).toMatchObject({
			status: 500,
			type: 'text/html',
			text: '<html>',
		});
	});

	test('failNext can break the connection, before or after the work', async () => {
		world.simulator.failNext({ reset: true });
		await expect(call('DELETE', '/api/v1/request/2')).rejects.toMatchObject(BROKEN_OFF);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		world.simulator.failNext({ method: 'DELETE', reset: true, after: true });
		await expect(call('DELETE', '/api/v1/request/2')).rejects.toMatchObject(BROKEN_OFF);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(404);
		world.simulator.failNext({ method: 'POST', status: 502, after: true });
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).status).toBe(502);
		expect((await call('GET', '/api/v1/request/105')).status).toBe(200);
	});

	test('failNext and latencyMs can be late, and peak counts calls in progress', async () => {
		world.simulator.failNext({ delayMs: 80 });
		const started = Date.now();
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		expect(Date.now() - started).toBeGreaterThanOrEqual(75);
		world.simulator.latencyMs = 150;
		world.simulator.clearJournal();
		await Promise.all([2, 3, 4, 5].map(async (id) => await call('GET', `/api/v1/request/${id}`)));
		expect(world.simulator.peak).toBe(4);
	});

	test('speaks HTTPS with a self-signed certificate', async () => {
		const secure = await startSimulator({ https: true });
		try {
			expect(secure.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
			const get = async (rejectUnauthorized: boolean) =>
				await new Promise<number | undefined>((resolve, reject) => {
					https
						.get(`${secure.url}/openapi.json`, { rejectUnauthorized }, (response) => {
							response.resume();
							resolve(response.statusCode);
						})
						.on('error', reject);
				});
			expect(await get(false)).toBe(200);
			await expect(get(true)).rejects.toThrow(/self-signed/);
		} finally {
			await secure.close();
		}
	});

	test('close ends connections that are kept alive or busy', async () => {
		const busy = await startSimulator({ latencyMs: 20_000 });
		const pending = fetch(`${busy.url}/openapi.json`).catch(() => 'broken off');
		while (busy.journal.length === 0) await delay(5);
		const started = Date.now();
		await busy.close();
		expect(await pending).toBe('broken off');
		// It does not wait for the answer that would come after 20 s.
		expect(Date.now() - started).toBeLessThan(10_000);
	});
});
