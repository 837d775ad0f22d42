/** Calls that cannot be read, paths that do not exist, and what a refusal leaves behind. */
import { API_KEY, useSimulator } from './client';

const world = useSimulator();
const { call, raw } = world;

describe('refusals', () => {
	test('broken JSON, other media types, unknown paths and bodies where none belong', async () => {
		const headers = { Authorization: API_KEY, 'Content-Type': 'application/json' };
		expect(
			(await raw('/api/v1/request', { method: 'POST', headers, body: '{' })).body,
		).toMatchObject({ userMessage: 'The request body is not valid JSON.' });
		expect(
			await raw('/api/v1/request', {
				method: 'POST',
				headers: { Authorization: API_KEY },
				body: 'x',
			}),
		).toMatchObject({ status: 415 });
		for (const [method, path, status, error] of [
			['GET', '/api/v1/requests', 404, 'Not Found'],
			['PUT', '/api/v1/request/2', 405, 'Method Not Allowed'],
			['GET', '/api//v1/request/2', 404, 'Not Found'],
			['GET', '/api/v1/request/2/', 404, 'Not Found'],
			['GET', '/api/v1/asset/assettypes/x/y', 404, 'Not Found'],
		] as const) {
			const answer = await call(method, path);
			expect(answer).toMatchObject({
				status,
				body: {
					timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
					status,
					error,
					path,
				},
			});
			expect(answer.body).not.toHaveProperty('userMessage');
		}
		expect((await call('DELETE', '/api/v1/request/2', {})).status).toBe(400);
		expect(world.simulator.refused()).toHaveLength(8);
	});

	test('a refused PATCH changes nothing', async () => {
		const before = (await call('GET', '/api/v1/request/2')).body;
		await call('PATCH', '/api/v1/request/2', {
			subject: 'New',
			customField: { 'New Number': 1 },
			locationName: 'Moon',
		});
		expect((await call('GET', '/api/v1/request/2')).body).toEqual(before);
	});
});
