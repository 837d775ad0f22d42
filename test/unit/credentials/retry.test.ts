/** What may be sent again, when, and how often: a write only where the server certainly did not take it. */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { Clock } from '../../../credentials/clock';
import type { ConnectionFault } from '../../../credentials/connectionFaults';
import { createDeadline } from '../../../credentials/deadline';
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
		{ isRead: true, clock, ...options },
	);
	return { attempts, last, clock };
}

test.each([
	['200', answer(200), 1, 1],
	['400', answer(400), 1, 1],
	['401', answer(401), 1, 1],
	['500', answer(500), 1, 1],
	['408', answer(408), 5, 1],
	['502', answer(502), 5, 1],
	['503', answer(503), 5, 1],
	['504', answer(504), 5, 1],
	['the beginning of JSON', answer(200, {}, '{"objectList":[{"id":'), 5, 1],
	['a web page', answer(200, {}, '<html></html>'), 1, 1],
	['a connection that broke', fault({}), 5, 1],
	['a connection that was refused', fault({ neverSent: true }), 5, 5],
	['a host that does not exist', fault({ isPassing: false, neverSent: true }), 1, 1],
])('%s: reads and writes are sent so many times', async (_what, outcome, reads, writes) => {
	expect((await sendTo(outcome)).attempts).toBe(reads);
	expect((await sendTo(outcome, { isRead: false })).attempts).toBe(writes);
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
		{ isRead: true, clock, signal: controller.signal },
	);
	expect(attempts).toBe(1);
	expect(last.fault).toMatchObject({ kind: 'stopped', neverSent: true });
});
