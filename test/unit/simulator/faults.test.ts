/** Answers that are chosen for single calls, or for all of them. */
import { startSimulator, type Fault, type Shape } from '../../simulator';
import { delay } from '../../support/node';
import { BROKEN_OFF, clientOf, NEW_REQUEST, useSimulator } from './client';

const world = useSimulator();
const { call, page } = world;
const fail = (shape: Shape, more: Fault = {}) => world.simulator.failNext({ shape, ...more });
const create = async () => await call('POST', '/api/v1/request', NEW_REQUEST);
const remove = async () => await call('DELETE', '/api/v1/request/2');
const isThere = async (id = 2) => (await call('GET', `/api/v1/request/${id}`)).status === 200;

describe('done, but answered in another shape', () => {
	test('wrapped', async () => {
		fail('wrapped');
		expect(await create()).toMatchObject({
			status: 200,
			body: { error: null, result: { id: 105, ...NEW_REQUEST } },
		});
		expect(await isThere(105)).toBe(true);
	});

	test('deletedText and deletedMessage', async () => {
		fail('deletedText');
		expect(await remove()).toMatchObject({ status: 200, text: 'Deleted' });
		expect(await isThere()).toBe(false);
		fail('deletedMessage');
		expect((await call('DELETE', '/api/v1/request/3')).body).toEqual({
			message: 'Request deleted successfully',
			code: '200',
		});
		expect(await isThere(3)).toBe(false);
	});

	test('truncated, once', async () => {
		fail('truncated', { path: /search/ });
		const cut = await page();
		expect(cut).toMatchObject({ status: 200, type: 'application/json;charset=UTF-8' });
		expect(() => JSON.parse(cut.text) as unknown).toThrow(SyntaxError);
		expect((await page()).text.startsWith(cut.text)).toBe(true);
	});

	test('empty', async () => {
		fail('empty');
		expect(await create()).toMatchObject({ status: 200, text: '' });
		expect(await isThere(105)).toBe(true);
	});

	test('lost', async () => {
		fail('lost');
		await expect(create()).rejects.toMatchObject(BROKEN_OFF);
		expect(await isThere(105)).toBe(true);
		expect(world.simulator.writes()).toMatchObject([{ method: 'POST', status: 0, changed: true }]);
	});

	test.each<Shape>(['wrapped', 'deletedText', 'deletedMessage', 'truncated', 'empty'])(
		'a refusal stays one: %s',
		async (shape) => {
			fail(shape);
			expect(await call('DELETE', '/api/v1/request/9999')).toMatchObject({
				status: 404,
				body: { code: '404' },
			});
		},
	);
});

describe('refused, and not done', () => {
	const message = 'Basic details are required';

	test.each<[Shape, number, object]>([
		['cause', 400, { userMessage: null, cause: { userMessage: message } }],
		['errors', 400, { errors: [{ message }] }],
		['spring', 400, { error: 'Bad Request', message, path: '/api/v1/request/2' }],
		['oauth', 401, { error: 'invalid_token', error_description: message }],
	])('%s', async (shape, status, body) => {
		fail(shape, { message });
		expect(await remove()).toMatchObject({ status, body });
		expect(await isThere()).toBe(true);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('with another status', async () => {
		fail('spring', { status: 503 });
		expect(await remove()).toMatchObject({
			status: 503,
			body: { status: 503, error: 'Service Unavailable' },
		});
	});

	test('tooLarge, forbidden, redirect', async () => {
		fail('tooLarge');
		const page = await remove();
		expect(page).toMatchObject({ status: 413, type: 'text/html;charset=UTF-8' });
		expect(page.text).toContain('Request Entity Too Large');
		fail('forbidden');
		expect(await remove()).toMatchObject({ status: 403, text: '', type: '' });
		fail('redirect', { location: 'http://files.example.com/x' });
		const redirect = await remove();
		expect(redirect.status).toBe(302);
		expect(redirect.headers.get('location')).toBe('http://files.example.com/x');
		expect(await isThere()).toBe(true);
	});

	test('a refusal may also come after the work', async () => {
		fail('errors', { after: true, status: 500 });
		expect((await remove()).status).toBe(500);
		expect(await isThere()).toBe(false);
	});
});

describe('hang', () => {
	/** The call gives up after a moment. */
	const impatient = async (method: string, after: Fault = {}) => {
		fail('hang', after);
		const signal = AbortSignal.timeout(100);
		const headers = { Authorization: 'Apikey x' };
		const url = `${world.simulator.url}/api/v1/request/2`;
		await expect(fetch(url, { method, headers, signal })).rejects.toThrow(/abort|timeout/i);
	};

	test('never answers, and does not do it', async () => {
		await impatient('DELETE');
		expect(await isThere()).toBe(true);
		expect(world.simulator.journal[0]).toMatchObject({ status: 0, changed: false });
	});

	test('ends with the simulator', async () => {
		const other = await startSimulator({ faults: [{ shape: 'hang', after: true }] });
		const { call } = clientOf(() => other);
		const pending = call('DELETE', '/api/v1/request/2').catch(() => 'broken off');
		while (other.writes().length === 0) await delay(5);
		expect(other.journal[0]).toMatchObject({ status: 0, changed: true });
		expect(other.journal[0]?.endedAt).toBeUndefined();
		await other.close();
		expect(await pending).toBe('broken off');
	});
});

describe('which calls are hit', () => {
	test('one unless told, some, or all until it is over', async () => {
		fail('forbidden', { times: 2 });
		expect([(await page()).status, (await page()).status, (await page()).status]).toEqual([
			403, 403, 200,
		]);
		fail('forbidden', { times: Infinity, method: 'delete', path: /request/ });
		for (let at = 0; at < 3; at++) expect((await remove()).status).toBe(403);
		expect((await call('DELETE', '/api/v1/change/1')).status).toBe(200);
		world.simulator.clearFaults();
		expect((await remove()).status).toBe(200);
	});

	test('those that a function chooses', async () => {
		const isThird = ({ body }: { body: unknown }) =>
			(body as { subject?: string } | undefined)?.subject === 'Third';
		fail('errors', { when: isThird, times: Infinity });
		const make = async (subject: string) =>
			(await call('POST', '/api/v1/request', { ...NEW_REQUEST, subject })).status;
		expect([await make('First'), await make('Third'), await make('Second')]).toEqual([
			200, 400, 200,
		]);
	});

	test('faults come with the start, and come back with reset', async () => {
		const other = await startSimulator({ faults: [{ shape: 'forbidden' }] });
		const { page } = clientOf(() => other);
		try {
			expect([(await page()).status, (await page()).status]).toEqual([403, 200]);
			other.reset();
			expect([(await page()).status, (await page()).status]).toEqual([403, 200]);
		} finally {
			await other.close();
		}
	});
});

test('latency can differ by method', async () => {
	world.simulator.latencyByMethod = { DELETE: 120 };
	const took = async (work: () => Promise<unknown>) => {
		const started = performance.now();
		await work();
		return performance.now() - started;
	};
	expect(await took(remove)).toBeGreaterThanOrEqual(115);
	world.simulator.latencyMs = 120;
	world.simulator.latencyByMethod = { DELETE: 0 };
	expect(await took(async () => await isThere(3))).toBeGreaterThanOrEqual(115);
	world.simulator.reset();
	expect(world.simulator).toMatchObject({ latencyMs: 0, latencyByMethod: {} });
});
