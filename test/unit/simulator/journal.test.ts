/** The journal: what came, when, by whom, and what became of it. */
import { LOGIN, startSimulator } from '../../simulator';
import { API_KEY, clientOf, NEW_REQUEST, useSimulator } from './client';

const world = useSimulator();
const { bearer, call, logIn, page } = world;

test('has the times of arrival and answer, by the clock of the server', async () => {
	const clock = { now: 1_000 };
	const simulator = await startSimulator({ now: () => clock.now });
	const { call } = clientOf(() => simulator);
	try {
		simulator.failNext({ when: () => (clock.now += 250) > 0, delayMs: 0 });
		await call('GET', '/api/v1/request/2');
		expect(simulator.journal).toMatchObject([{ at: 1000, endedAt: 1250, status: 200 }]);
	} finally {
		await simulator.close();
	}
});

test('says who came with which token', async () => {
	const token = await bearer();
	await call('GET', '/api/v1/request/2', undefined, token);
	await call('GET', '/api/v1/request/2', undefined, API_KEY);
	await call('GET', '/api/v1/request/2', undefined, '');
	expect(world.simulator.journal.map((entry) => entry.token)).toEqual([
		'',
		token.replace('Bearer ', ''),
		LOGIN.apiKey,
		'',
	]);
});

test('says what changed something, and writes() lists it', async () => {
	const note = { conversationType: 'note', details: 'x' };
	const link = { destinationModel: 'cmdb', destinationNames: ['CI-1'], type: 'related' };
	const form = new FormData();
	form.append('file', new Blob(['x']), 'x.txt');

	await logIn();
	await page();
	await call('GET', '/api/v1/request/2');
	expect(world.simulator.writes()).toEqual([]);
	await call('POST', '/api/v1/request', NEW_REQUEST);
	await call('PATCH', '/api/v1/request/2', { subject: 'x' });
	await call('POST', '/api/v1/request/2/conversation', note);
	await call('POST', '/api/v1/request/2/relation/bulk/create', link);
	await call('DELETE', '/api/v1/change/1');
	await world.raw('/api/oprfile', {
		method: 'POST',
		headers: { Authorization: API_KEY },
		body: form,
	});
	await call('DELETE', '/api/v1/change/1');
	await call('PATCH', '/api/v1/request/2', { locationName: 'Moon' });

	expect(world.simulator.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
		'POST /api/v1/request',
		'PATCH /api/v1/request/2',
		'POST /api/v1/request/2/conversation',
		'POST /api/v1/request/2/relation/bulk/create',
		'DELETE /api/v1/change/1',
		'POST /api/oprfile',
	]);
	expect(world.simulator.writes({ method: 'patch' })).toHaveLength(1);
	expect(world.simulator.writes({ path: '/api/v1/request' })).toHaveLength(1);
});

test('does not take the writes of other calls for those of a read beside them', async () => {
	const patch = async (id: number) =>
		await call('PATCH', `/api/v1/request/${id}`, { subject: 'x' });
	await Promise.all([2, 3, 4, 5, 6, 7].flatMap((id) => [patch(id), page(), patch(id), page()]));
	expect(world.simulator.calls({ method: 'POST' }).map(({ changed }) => changed)).toEqual(
		Array.from({ length: 12 }, () => false),
	);
	expect(world.simulator.writes()).toHaveLength(12);
});

test('knows what was done although the answer says otherwise', async () => {
	world.simulator.failNext({ method: 'DELETE', status: 502, after: true });
	world.simulator.failNext({ method: 'PATCH', status: 502 });
	await call('DELETE', '/api/v1/request/2');
	await call('PATCH', '/api/v1/request/3', { subject: 'x' });
	expect(world.simulator.journal).toMatchObject([
		{ method: 'DELETE', status: 502, changed: true },
		{ method: 'PATCH', status: 502, changed: false },
	]);
});

test('rejected() lists what came too early', async () => {
	const wait = { 'Retry-After': '1' };
	world.simulator.failNext({ status: 503, headers: wait });
	world.simulator.failNext({ status: 503 });
	world.simulator.failNext({ status: 429 });
	for (let at = 0; at < 4; at++) await page();
	expect(world.simulator.journal.map(({ rejected }) => rejected)).toEqual([
		true,
		false,
		true,
		false,
	]);
	expect(world.simulator.rejected()).toHaveLength(2);
});

describe('concurrencyPeak()', () => {
	const get = async (id: number) => await call('GET', `/api/v1/request/${id}`);

	test('counts what overlaps, of all calls or of some', async () => {
		await get(2);
		await get(3);
		expect(world.simulator.concurrencyPeak()).toBe(1);
		world.simulator.latencyMs = 150;
		await Promise.all([get(2), get(3), get(4), page(), page()]);
		expect(world.simulator.concurrencyPeak()).toBe(5);
		expect(world.simulator.concurrencyPeak({ method: 'get' })).toBe(3);
		expect(world.simulator.concurrencyPeak({ path: '/api/v1/request/2' })).toBe(1);
		expect(world.simulator.concurrencyPeak({ path: /nothing/ })).toBe(0);
	});

	test('does so on a clock that stands still, too', async () => {
		const simulator = await startSimulator({ now: () => 1_000, latencyMs: 150 });
		const { call } = clientOf(() => simulator);
		const get = async () => await call('GET', '/api/v1/request/2');
		try {
			await get();
			await Promise.all([get(), get(), get()]);
			expect(simulator.concurrencyPeak()).toBe(3);
		} finally {
			await simulator.close();
		}
	});
});
