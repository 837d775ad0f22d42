/** What may be sent again, when, and how often: a write only where the server certainly did not take it. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Clock } from '../../../credentials/clock';
import type { ConnectionFault } from '../../../credentials/connectionFaults';
import { createDeadline, noDeadline } from '../../../credentials/deadline';
import type { EnterOptions, Entry, RequestOutcome } from '../../../credentials/pacing';
import { sendWithRetries, type Outcome, type RetryOptions } from '../../../credentials/retry';

/** A clock on which a pause is over at once. */
function instantClock(): Clock & { pauses: number[] } {
	let now = 1_800_000_000_000;
	const pauses: number[] = [];
	return {
		pauses,
		now: () => now,
		sleep: async (ms) => {
			pauses.push(ms);
			now += ms;
			await Promise.resolve();
		},
	};
}

const answer = (statusCode: number, headers = {}, body: unknown = {}): Outcome => ({
	answer: { statusCode, headers, body } as IN8nHttpFullResponse,
});
const fault = (more: Partial<ConnectionFault>): Outcome => ({
	fault: { message: 'No', kind: 'unreachable', isPassing: true, neverSent: false, ...more },
});

/** Sends to a server that always has this outcome. */
async function sendTo(outcome: Outcome, options: Partial<RetryOptions> = {}) {
	const clock = instantClock();
	let attempts = 0;
	const last = await sendWithRetries(
		async () => {
			attempts++;
			return await Promise.resolve(outcome);
		},
		{ isRead: true, clock, deadline: noDeadline, ...options },
	);
	return { attempts, last, clock };
}

test.each([
	['200', answer(200), 1, 1],
	['400', answer(400), 1, 1],
	['401', answer(401), 1, 1],
	['500', answer(500), 1, 1],
	['500 with the wish to wait', answer(500, { 'retry-after': '2' }), 5, 1],
	['408', answer(408), 5, 1],
	['425', answer(425), 5, 1],
	['501', answer(501), 1, 1],
	['502', answer(502), 5, 1],
	['505', answer(505), 1, 1],
	['511', answer(511), 1, 1],
	['522', answer(522), 5, 1],
	['302', answer(302, {}, '{"a":'), 1, 1],
	['half a list', answer(299, {}, ' [{"id":'), 5, 1],
	['text', answer(200, {}, 'OK {'), 1, 1],
	['503', answer(503), 5, 1],
	['504', answer(504), 5, 1],
	['the beginning of JSON', answer(200, {}, '{"objectList":[{"id":'), 5, 1],
	['a web page', answer(200, {}, '<html></html>'), 1, 1],
	['nothing', answer(200, {}, ''), 1, 1],
	['a connection that broke', fault({}), 5, 1],
	['a connection that was refused', fault({ neverSent: true }), 5, 5],
	['a host that does not exist', fault({ isPassing: false, neverSent: true }), 1, 1],
])('%s: reads and writes are sent so many times', async (_what, outcome, reads, writes) => {
	expect((await sendTo(outcome)).attempts).toBe(reads);
	expect((await sendTo(outcome, { isRead: false })).attempts).toBe(writes);
});

test.each([
	[200, 5],
	[204, 1],
])('%s without a body is sent so many times where one is wanted', async (status, reads) => {
	const nothing = answer(status, {}, '');
	expect((await sendTo(nothing, { wantsBody: true })).attempts).toBe(reads);
	expect((await sendTo(nothing, { wantsBody: true, isRead: false })).attempts).toBe(1);
});

test('pauses grow, and differ from one request to the next', async () => {
	const { clock } = await sendTo(answer(503));
	expect(clock.pauses).toHaveLength(4);
	clock.pauses.forEach((ms, index) => {
		expect(ms).toBeGreaterThanOrEqual(250 * 2 ** index);
		expect(ms).toBeLessThanOrEqual(500 * 2 ** index);
	});
	expect((await sendTo(answer(503))).clock.pauses).not.toEqual(clock.pauses);
});

describe('under a rate limit', () => {
	test.each([
		['429 with seconds', answer(429, { 'retry-after': '4' }), 4_000],
		['429 with a reset in ms', answer(429, { 'x-ratelimit-reset': '4000' }), 4_000],
		['503 with Retry-After', answer(503, { 'retry-after': '4' }), 4_000],
	])('%s: a write too waits as long as the server asks', async (_what, outcome, askedMs) => {
		const { attempts, clock } = await sendTo(outcome, { isRead: false });
		expect(attempts).toBeGreaterThan(5);
		for (const ms of clock.pauses) {
			expect(ms).toBeGreaterThanOrEqual(askedMs);
			expect(ms).toBeLessThanOrEqual(askedMs + 500);
		}
	});

	test('gives up when nothing has moved for two minutes', async () => {
		const { clock } = await sendTo(answer(429, { 'retry-after': '30' }));
		const waitedMs = clock.pauses.reduce((sum, ms) => sum + ms, 0);
		expect(waitedMs).toBeGreaterThan(60_000);
		expect(waitedMs).toBeLessThanOrEqual(120_000);
	});

	test('waits for minutes where the server asks for them', async () => {
		const outcomes = [answer(429, { 'retry-after': '600' }), answer(200)];
		const clock = instantClock();
		const send = async () => await Promise.resolve(outcomes.shift() ?? answer(500));
		const last = await sendWithRetries(send, { isRead: false, clock, deadline: noDeadline });
		expect(last.answer?.statusCode).toBe(200);
	});

	test('does not wait for an hour', async () => {
		const { attempts, clock } = await sendTo(answer(429, { 'retry-after': '3600' }));
		expect([attempts, clock.pauses]).toEqual([1, []]);
	});

	test('waits only so often where told', async () => {
		const outcome = answer(429, { 'retry-after': '1' });
		expect((await sendTo(outcome, { maxRejections: 3 })).attempts).toBe(3);
	});
});

test('a deadline bounds attempts and pauses', async () => {
	const clock = instantClock();
	const deadline = createDeadline(clock, 2_000);
	const startedAt = clock.now();
	await sendWithRetries(async () => await Promise.resolve(answer(503)), {
		isRead: true,
		clock,
		deadline,
	});
	expect(clock.now() - startedAt).toBeLessThanOrEqual(2_000);
});

test('stops at once when the workflow is stopped, and says that nothing more was sent', async () => {
	const controller = new AbortController();
	const clock = instantClock();
	let attempts = 0;
	const last = await sendWithRetries(
		async () => {
			attempts++;
			controller.abort();
			return await Promise.resolve(answer(503));
		},
		{ isRead: true, clock, deadline: noDeadline, signal: controller.signal },
	);
	expect(attempts).toBe(1);
	expect(last.fault).toMatchObject({ kind: 'stopped', neverSent: true });
});

test.each([
	[{ maxAttempts: 2 }, 2, 1],
	[{ maxAttempts: 1 }, 1, 0],
])('%j: so many attempts and pauses', async (options, attempts, pauses) => {
	const sent = await sendTo(answer(503), options);
	expect([sent.attempts, sent.clock.pauses.length]).toEqual([attempts, pauses]);
	expect(sent.last).toEqual(answer(503));
});

test('a rate limit that ends later than the deadline is not waited for', async () => {
	const clock = instantClock();
	const outcome = answer(429, { 'retry-after': '2' });
	for (const [ms, attempts] of [
		[2_000, 1],
		[2_001, 2],
	] as const) {
		const deadline = createDeadline(clock, ms);
		expect((await sendTo(outcome, { clock, deadline })).attempts).toBe(attempts);
	}
});

test('pauses grow where a server does not say how long to wait', async () => {
	const { clock } = await sendTo(answer(429), { maxRejections: 4 });
	expect(clock.pauses).toHaveLength(3);
	clock.pauses.forEach((ms, index) => expect(ms).toBeGreaterThanOrEqual(250 * 2 ** index));
});

test('nothing is sent again once the workflow was stopped during the pause', async () => {
	const controller = new AbortController();
	const clock = { ...instantClock(), sleep: async () => await Promise.resolve(controller.abort()) };
	const sent = await sendTo(answer(429, { 'retry-after': '2' }), {
		clock,
		signal: controller.signal,
	});
	expect(sent.attempts).toBe(1);
	expect(sent.last.fault).toMatchObject({ kind: 'stopped', neverSent: true, isPassing: false });
});

describe('with a turn among others', () => {
	/** A pace that lets every request go, or answers as told; it notes what it is asked and told. */
	function paceOf(refusal?: Entry, accepted: () => number | undefined = () => undefined) {
		const entered: EnterOptions[] = [];
		const left: RequestOutcome[] = [];
		const pace = {
			enter: async (options: EnterOptions = {}) => {
				entered.push(options);
				const pass = { place: 7, leave: (outcome: RequestOutcome) => left.push(outcome) };
				return await Promise.resolve(refusal ?? { pass });
			},
			describe: () => ({ inFlightLimit: 1, inFlight: 0, waiting: 0, lastAcceptedAt: accepted() }),
		};
		return { entered, left, turn: { pace, run: { limit: 3 }, kind: 'GET request', priority: 1 } };
	}

	test('it waits for its turn as it is told, and keeps its place', async () => {
		const { entered, left, turn } = paceOf();
		const clock = instantClock();
		const deadline = createDeadline(clock, 60_000);
		const { signal } = new AbortController();
		await sendTo(answer(429, { 'retry-after': '2' }), {
			clock,
			deadline,
			signal,
			turn,
			maxRejections: 2,
		});
		const { run, kind, priority } = turn;
		const asked = { run, kind, priority, signal, deadline: deadline.at };
		expect(entered).toEqual([
			{ ...asked, place: undefined },
			{ ...asked, place: 7 },
		]);
		expect(left).toEqual(
			Array(2).fill({ answered: true, isFailure: false, rateLimited: { askedMs: 2_000 } }),
		);
		// The pace of all decides when.
		expect(clock.pauses).toEqual([]);
	});

	test.each([
		['an answer', answer(200), { answered: true, isFailure: false }],
		['a refusal', answer(400), { answered: true, isFailure: false }],
		['a busy server', answer(503), { answered: true, isFailure: true }],
		['a broken connection', fault({}), { answered: false, isFailure: true }],
		['a wrong address', fault({ isPassing: false }), { answered: false, isFailure: false }],
	])('the pace is told how it went: %s', async (_what, outcome, expected) => {
		const { left, turn } = paceOf();
		await sendTo(outcome, { turn, maxAttempts: 1 });
		expect(left).toEqual([expected]);
	});

	test('a fault of the node itself frees its place', async () => {
		const { left, turn } = paceOf();
		const clock = instantClock();
		const send = async () => await Promise.reject(new Error('Odd'));
		await expect(
			sendWithRetries(send, { isRead: true, clock, deadline: noDeadline, turn }),
		).rejects.toThrow('Odd');
		expect(left).toEqual([{ answered: false }]);
	});

	const now = instantClock().now();
	const reachedFor = (time: string) => ({
		kind: 'rateLimited',
		message: `Rate limit reached: ServiceOps accepts no request for at least ${time}`,
	});
	test.each<[Entry, object]>([
		[
			{ refusal: 'cancelled' },
			{
				kind: 'stopped',
				message: 'The workflow was stopped while the node waited to send',
			},
		],
		[{ refusal: 'deadline' }, { kind: 'stopped', message: 'The time for this call is up' }],
		[
			{ refusal: 'deadline', pausedUntil: now },
			{ kind: 'stopped', message: 'The time for this call is up' },
		],
		[{ refusal: 'deadline', pausedUntil: now + 1 }, reachedFor('one second')],
		[{ refusal: 'deadline', pausedUntil: now + 2_001 }, reachedFor('3 seconds')],
		[{ refusal: 'deadline', pausedUntil: now + 90_000 }, reachedFor('90 seconds')],
		[{ refusal: 'deadline', pausedUntil: now + 90_001 }, reachedFor('2 minutes')],
	])('%j: nothing is sent, and the reason is told', async (entry, expected) => {
		const { attempts, last } = await sendTo(answer(200), paceOf(entry));
		expect(attempts).toBe(0);
		expect(last.fault).toEqual({ ...expected, isPassing: false, neverSent: true });
	});

	test('it waits as long as others get through, and no longer than two minutes after the last', async () => {
		const clock = instantClock();
		const startedAt = clock.now();
		const progressUntil = startedAt + 600_000;
		const { turn } = paceOf(undefined, () => Math.min(clock.now(), progressUntil));
		let attempts = 0;
		await sendWithRetries(
			async () => {
				attempts++;
				await clock.sleep(10_000);
				return answer(429, { 'retry-after': '10' });
			},
			{ isRead: false, clock, deadline: noDeadline, turn },
		);
		expect(clock.now() - startedAt).toBeGreaterThan(690_000);
		expect(clock.now() - startedAt).toBeLessThanOrEqual(720_000);
		expect(attempts).toBeGreaterThan(60);
	});

	test('one request may be rejected as often as it takes, while others get through', async () => {
		const clock = instantClock();
		const { turn } = paceOf(undefined, () => clock.now());
		let attempts = 0;
		const outcome = await sendWithRetries(
			async () => {
				await clock.sleep(6_000);
				return answer(++attempts < 20 ? 429 : 200);
			},
			{ isRead: false, clock, deadline: noDeadline, turn },
		);
		expect(outcome.answer?.statusCode).toBe(200);
	});

	test.each([
		[120, 3],
		[901, 1],
	])('a pause of %s s: %s attempts, however little has moved', async (seconds, attempts) => {
		const { turn } = paceOf();
		const outcome = answer(429, { 'retry-after': String(seconds) });
		expect((await sendTo(outcome, { turn })).attempts).toBe(attempts);
	});
});
