/** The rate limiter: a token bucket per Authorization header, on a clock that the test moves. */
import {
	LOGIN,
	startSimulator,
	type RateLimit,
	type Simulator,
	type ToldBy,
} from '../../simulator';
import { API_KEY, basic, clientOf, PASSWORD_FORM, type Answered } from './client';

const START = Date.UTC(2026, 0, 1, 12, 0, 0);
const clock = { now: START };
let simulator: Simulator;
const { call, logIn, bearer } = clientOf(() => simulator);

beforeAll(async () => {
	simulator = await startSimulator({ now: () => clock.now });
});
beforeEach(() => {
	clock.now = START;
	simulator.reset();
});
afterAll(async () => {
	await simulator.close();
});

const get = async (authorization = API_KEY) =>
	await call('GET', '/api/v1/request/2', undefined, authorization);
const told = ({ status, headers }: Answered) => ({
	status,
	retryAfter: headers.get('retry-after'),
	reset: headers.get('x-ratelimit-reset'),
});
/** How many of so many calls are answered. */
const allowed = async (count: number) => {
	let done = 0;
	for (let at = 0; at < count; at++) if ((await get()).status === 200) done++;
	return done;
};
const limit = (more: Partial<RateLimit> = {}) => {
	simulator.rateLimit = { capacity: 3, refillPerSecond: 2, ...more };
};

test('there is none unless it is set', async () => {
	expect(await allowed(40)).toBe(40);
	expect(simulator.rejected()).toEqual([]);
});

test('lets the capacity through, then as many as are refilled, and never more at once', async () => {
	limit();
	expect(await allowed(5)).toBe(3);
	clock.now += 499;
	expect(await allowed(2)).toBe(0);
	clock.now += 1;
	expect(await allowed(2)).toBe(1);
	clock.now += 1000;
	expect(await allowed(5)).toBe(2);
	clock.now += 60_000;
	expect(await allowed(10)).toBe(3);
});

test('may start with fewer', async () => {
	limit({ initial: 1 });
	expect(await allowed(3)).toBe(1);
});

test('may refill all at once after some seconds', async () => {
	limit({ capacity: 10, initial: 0, refillPerSecond: 2, refillEverySeconds: 5 });
	expect(told(await get())).toEqual({ status: 429, retryAfter: '5', reset: null });
	clock.now += 4999;
	expect(await allowed(2)).toBe(0);
	clock.now += 1;
	expect(await allowed(20)).toBe(10);
});

const inTwoSeconds: Array<[ToldBy, string | null, string | null]> = [
	['retryAfter', '2', null],
	['retryAfterDate', 'Thu, 01 Jan 2026 12:00:02 GMT', null],
	['resetSpan', null, '1600'],
	['resetTime', null, String(START + 1600)],
	['both', '2', '1600'],
	['nothing', null, null],
];
describe.each([429, 503] as const)('with status %s', (status) => {
	test.each(inTwoSeconds)('tells by %s', async (by, retryAfter, reset) => {
		limit({ capacity: 1, refillPerSecond: 0.625, told: by, status });
		expect((await get()).status).toBe(200);

		const answer = await get();

		expect(told(answer)).toEqual({ status, retryAfter, reset });
		expect(answer.body).toEqual({
			code: String(status),
			userMessage: 'Too many requests.',
			cause: null,
		});
		expect(simulator.rejected()).toMatchObject([{ status, rejected: true, changed: false }]);
		clock.now += 1600;
		expect((await get()).status).toBe(200);
	});
});

test('does what it rejects not at all', async () => {
	limit({ capacity: 0, refillPerSecond: 1 });
	expect((await call('DELETE', '/api/v1/request/2')).status).toBe(429);
	simulator.rateLimit = undefined;
	expect((await get()).status).toBe(200);
	expect(simulator.writes()).toEqual([]);
});

test('may count in headers', async () => {
	limit({ counts: true });
	const left = async () => {
		const { headers } = await get();
		return [headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')];
	};
	expect([await left(), await left(), await left(), await left()]).toEqual([
		['3', '2'],
		['3', '1'],
		['3', '0'],
		['3', '0'],
	]);
	limit();
	expect(await left()).toEqual([null, null]);
});

test('has a bucket for every Authorization header', async () => {
	const [one, other] = [await bearer(), await bearer()];
	limit({ capacity: 1 });
	expect([(await get(one)).status, (await get(one)).status]).toEqual([200, 429]);
	expect([(await get(other)).status, (await get(other)).status]).toEqual([200, 429]);
	expect(await allowed(2)).toBe(1);
	expect(simulator.rejected().map(({ token }) => token)).toEqual([
		one.replace('Bearer ', ''),
		other.replace('Bearer ', ''),
		LOGIN.apiKey,
	]);
});

test('leaves the login alone unless told, and then has a bucket for it', async () => {
	const logins = async () => [(await logIn()).status, (await logIn()).status];
	limit({ capacity: 1 });
	expect(await logins()).toEqual([200, 200]);
	limit({ capacity: 1, login: true });
	expect(await logins()).toEqual([200, 429]);
	const other = basic({ clientId: 'other', clientSecret: 'other' });
	expect((await logIn(PASSWORD_FORM, other)).status).toBe(401);
	expect(simulator.rejected({ path: /oauth/ })).toHaveLength(1);
});

test('the login may be rejected a few times by a fault instead', async () => {
	const path = /oauth\/token$/;
	simulator.failNext({ path, times: 2, status: 429, headers: { 'Retry-After': '4' } });
	expect(told(await logIn())).toMatchObject({ status: 429, retryAfter: '4' });
	expect((await logIn()).status).toBe(429);
	expect((await logIn()).status).toBe(200);
	expect(simulator.rejected()).toHaveLength(2);
});

test('may limit some calls only, and differ between groups of paths', async () => {
	simulator.rateLimit = [
		{ capacity: 1, refillPerSecond: 1, method: 'post', path: /conversation/ },
		{ capacity: 2, refillPerSecond: 1, path: /\/v1\/request/ },
	];
	const note = { conversationType: 'note', details: 'x' };
	const add = async () => (await call('POST', '/api/v1/request/2/conversation', note)).status;
	expect([await add(), await add()]).toEqual([200, 429]);
	expect(await allowed(4)).toBe(2);
	for (let at = 0; at < 4; at++) expect((await call('GET', '/api/v1/change/1')).status).toBe(200);
});

test('may live by a clock of its own', async () => {
	const own = { now: 0 };
	limit({ capacity: 1, now: () => own.now });
	expect(await allowed(2)).toBe(1);
	clock.now += 60_000;
	expect(await allowed(1)).toBe(0);
	own.now += 500;
	expect(await allowed(1)).toBe(1);
});

test('a client that waits as it is told is answered in the time that the bucket needs', async () => {
	limit({ capacity: 20, refillPerSecond: 10, told: 'resetSpan' });
	const answers: Answered[] = [];
	while (answers.filter(({ status }) => status === 200).length < 50) {
		const answer = await get();
		answers.push(answer);
		clock.now += Number(told(answer).reset ?? 0);
	}
	expect(clock.now - START).toBeGreaterThanOrEqual(3000);
	expect(clock.now - START).toBeLessThan(3001 + 30);
	expect(simulator.rejected()).toHaveLength(30);
});

test('comes with the start and comes back with reset', async () => {
	const rateLimit = { capacity: 1, refillPerSecond: 1 };
	const limited = await startSimulator({ now: () => clock.now, rateLimit });
	const { call } = clientOf(() => limited);
	const statuses = async () => [
		(await call('GET', '/api/v1/request/2')).status,
		(await call('GET', '/api/v1/request/2')).status,
	];
	try {
		expect(await statuses()).toEqual([200, 429]);
		limited.rateLimit = undefined;
		expect(await statuses()).toEqual([200, 200]);
		limited.reset();
		expect(await statuses()).toEqual([200, 429]);
	} finally {
		await limited.close();
	}
});
