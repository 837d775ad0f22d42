/** How requests take their turns: order, limits, pauses, cancelling, deadlines. The figures are in pacingRates.test.ts. */
import {
	createPace,
	paceFor,
	type EnterOptions,
	type Pace,
	type Pass,
} from '../../../credentials/pacing';
import {
	createServer,
	runItems,
	tell,
	tokenBucket,
	type Limiter,
} from '../../support/pacedServers';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock';

const OK = { answered: true };
const rejected = (askedMs?: number) => ({ answered: true, rateLimited: { askedMs } });

let clock: VirtualClock;
let pace: Pace;
let started: number;

beforeEach(() => {
	clock = createVirtualClock();
	pace = createPace(clock, () => 0.5);
	started = clock.now();
});

const elapsed = () => clock.now() - started;

/** Enters, and fails the test if that is refused. */
async function pass(options?: EnterOptions): Promise<Pass> {
	const entry = await pace.enter(options);
	if (!entry.pass) throw new Error(`Refused: ${entry.refusal}`);
	return entry.pass;
}

/** Enters and leaves after `ms`; notes in `order` when it was sent. */
async function send(order: unknown[], name: unknown, ms = 10, options?: EnterOptions) {
	const mine = await pass(options);
	order.push(name);
	await clock.sleep(ms);
	mine.leave(OK);
}

/** A server that allows ten per second and says nothing about it; `times` is when requests came. */
function limitedServer() {
	const times: number[] = [];
	const bucket = tokenBucket({ capacity: 20, perSecond: 10, telling: tell.nothing });
	const limiter: Limiter = (now) => {
		times.push(now);
		return bucket(now);
	};
	return { times, server: createServer({ limiter, latency: () => 10 }, clock) };
}

test('one after another, requests are not sent apart', async () => {
	await clock.runUntil(send([], 0, 100));
	started = clock.now();
	for (let count = 0; count < 20; count++) (await pass()).leave(OK);
	expect(elapsed()).toBe(0);
});

test('requests of a run that has few in flight are sent further apart than those of one that has many', async () => {
	const run = { limit: 10 };
	const sendTen = async (options?: EnterOptions) => {
		const times: number[] = [];
		const one = async () => {
			const mine = await pass(options);
			times.push(clock.now());
			await clock.sleep(100);
			mine.leave(OK);
		};
		await Promise.all(Array.from({ length: 10 }, one));
		return Math.max(...times) - Math.min(...times);
	};
	await clock.runUntil(
		Promise.all(Array.from({ length: 1_000 }, async () => await send([], 0, 100))),
	);
	expect(pace.describe().inFlightLimit).toBeGreaterThan(20);
	await clock.runUntil(clock.sleep(1_000));
	const ofAll = await clock.runUntil(sendTen());
	await clock.runUntil(clock.sleep(1_000));
	expect(await clock.runUntil(sendTen({ run }))).toBeGreaterThan(ofAll);
});

test('without a limit nothing waits, and no timer is started', async () => {
	await clock.runUntil(
		(async () => {
			for (let count = 0; count < 1_000; count++) (await pass()).leave(OK);
		})(),
	);
	expect(elapsed()).toBe(0);
	expect(clock.started()).toBe(0);
	expect(pace.describe()).toMatchObject({ inFlight: 0, waiting: 0 });
	expect(pace.describe().learnedPerSecond).toBeUndefined();
});

test('who comes first goes first', async () => {
	const order: number[] = [];
	const numbers = Array.from({ length: 100 }, (_, number) => number);
	await clock.runUntil(Promise.all(numbers.map(async (number) => await send(order, number))));
	expect(order).toEqual(numbers);
});

test.each([
	{ latencyMs: 100, most: 10, lastAfterMs: 80 },
	{ latencyMs: 5, most: 30, lastAfterMs: 0 },
])(
	'30 at once of $latencyMs ms each: at most $most go at the same moment, the last after $lastAfterMs ms at most',
	async ({ latencyMs, most, lastAfterMs }) => {
		// Until it is known how long requests take, and as many may be in flight.
		const earlier = Array.from({ length: 1_500 }, async (_, at) => await send([], at, latencyMs));
		await clock.runUntil(Promise.all(earlier));
		await clock.runUntil(clock.sleep(1_000));
		const begun = clock.now();
		const times: number[] = [];

		const together = Array.from({ length: 30 }, async () => {
			const mine = await pass();
			times.push(clock.now() - begun);
			await clock.sleep(latencyMs);
			mine.leave(OK);
		});
		await clock.runUntil(Promise.all(together));

		const atFirst = times.filter((ms) => ms === 0).length;
		expect(atFirst).toBeLessThanOrEqual(most);
		expect(atFirst).toBeGreaterThan(5);
		expect(times.at(-1)).toBeLessThanOrEqual(lastAfterMs);
	},
);

test('a run has at most as many in flight as it may; others are not held up by it', async () => {
	const run = { limit: 2 };
	const mine = [await pass({ run }), await pass({ run })];
	const third = pass({ run });
	const other = await pass();
	expect(pace.describe()).toMatchObject({ inFlight: 3, waiting: 1 });
	mine[0]?.leave(OK);
	await third;
	expect(pace.describe()).toMatchObject({ inFlight: 3, waiting: 0 });
	other.leave(OK);
});

test('a request is counted until it leaves, and leaves once', async () => {
	const mine = await pass();
	expect(pace.describe().inFlight).toBe(1);
	mine.leave(OK);
	mine.leave(OK);
	mine.leave(rejected(5_000));
	expect(pace.describe()).toMatchObject({ inFlight: 0 });
	expect((await pace.enter()).pass).toBeDefined();
});

test('a person goes before items, and items are not forgotten over it', async () => {
	const order: string[] = [];
	const run = { limit: 1 };
	const first = await pass({ run });
	const items = Array.from({ length: 4 }, async () => await send(order, 'item', 10, { run }));
	const lists = Array.from(
		{ length: 20 },
		async () => await send(order, 'list', 10, { run, priority: 1 }),
	);
	first.leave(OK);
	await clock.runUntil(Promise.all([...items, ...lists]));
	expect(order.slice(0, 3)).toEqual(['list', 'list', 'list']);
	expect(order.indexOf('item')).toBeLessThan(6);
	expect(order.lastIndexOf('item')).toBeLessThan(20);
});

test('when one is rejected all wait as long as the server asks', async () => {
	const others = [await pass(), await pass()];
	(await pass()).leave(rejected(4_000));
	for (const other of others) other.leave(OK);
	const order: number[] = [];
	await clock.runUntil(Promise.all([send(order, 1), send(order, 2)]));
	expect(elapsed()).toBeGreaterThanOrEqual(4_000);
	expect(elapsed()).toBeLessThan(4_100);
});

test('several that were rejected at once are one event: the longest time counts, the pauses do not add up', async () => {
	const all = [await pass(), await pass(), await pass()];
	all[0]?.leave(rejected(1_000));
	all[1]?.leave(rejected(3_000));
	all[2]?.leave(rejected(2_000));
	await clock.runUntil(pass());
	expect(elapsed()).toBe(3_000);
});

test('nobody waits for a server that asks for a day; after a quarter of an hour it is tried again, with one request', async () => {
	const [first, other] = [await pass(), await pass()];
	first.leave(rejected(1_000));
	const waiting = pace.enter({});
	other.leave(rejected(86_400_000));
	expect((await waiting).refusal).toBe('deadline');
	expect((await pace.enter({})).refusal).toBe('deadline');
	expect(elapsed()).toBe(0);
	await clock.runUntil(clock.sleep(900_000));
	const entries = [pass(), pass(), pass()];
	await clock.runUntil(Promise.race(entries));
	expect(elapsed()).toBe(900_000);
	expect(pace.describe()).toMatchObject({ inFlight: 1, waiting: 2 });
});

test('what was rejected goes before all that came later', async () => {
	const order: string[] = [];
	const mine = await pass();
	mine.leave(rejected(1_000));
	const later = send(order, 'later');
	const again = send(order, 'again', 10, { place: mine.place });
	await clock.runUntil(Promise.all([later, again]));
	expect(order).toEqual(['again', 'later']);
});

test('after a pause it is no stampede: one goes, then two at a time, until the limit is measured', async () => {
	(await pass()).leave(rejected(1_000));
	const waiting = Array.from({ length: 20 }, async () => await pass());
	const first = await clock.runUntil(Promise.race(waiting));
	await clock.runUntil(clock.sleep(500));
	expect(pace.describe().inFlight).toBe(1);
	first.leave(OK);
	await clock.runUntil(clock.sleep(500));
	expect(pace.describe().inFlight).toBeLessThanOrEqual(3);
});

test('what was learned is kept for the next run, which is spaced from the start', async () => {
	const { server, times } = limitedServer();
	await clock.runUntil(runItems(clock, pace, server, { items: 200 }));
	const { learnedPerSecond } = pace.describe();
	expect(learnedPerSecond).toBeGreaterThan(9);
	expect(learnedPerSecond).toBeLessThan(11);
	await clock.runUntil(clock.sleep(60_000));
	times.length = 0;
	const again = await clock.runUntil(runItems(clock, pace, server, { items: 120 }));
	const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	// None came together with another, and what the server had saved up meanwhile was used.
	expect(Math.min(...gaps)).toBeGreaterThan(20);
	expect(again).toMatchObject({ done: 120 });
	expect(again.rejected).toBeLessThanOrEqual(3);
	expect(again.ms).toBeLessThan(1.1 * 10_000);
});

test('a limit that is not felt for long is forgotten', async () => {
	const { server } = limitedServer();
	await clock.runUntil(runItems(clock, pace, server, { items: 50 }));
	await clock.runUntil(clock.sleep(660_000));
	started = clock.now();
	for (let count = 0; count < 100; count++) (await pass()).leave(OK);
	expect(elapsed()).toBe(0);
	expect(pace.describe().learnedPerSecond).toBeUndefined();
});

test('cancelling ends the wait at once, and only of those that were cancelled', async () => {
	(await pass()).leave(rejected(60_000));
	const controller = new AbortController();
	const { signal } = controller;
	const cancelled = Array.from({ length: 20 }, async () => await pace.enter({ signal }));
	const other = pass();
	await clock.runUntil(clock.sleep(1_000));
	controller.abort();
	for (const entry of await Promise.all(cancelled)) {
		expect(entry).toMatchObject({ refusal: 'cancelled', pausedUntil: started + 60_000 });
	}
	expect(elapsed()).toBe(1_000);
	expect(await pace.enter({ signal })).toEqual({ refusal: 'cancelled' });
	await clock.runUntil(other);
	expect(elapsed()).toBe(60_000);
});

test('Node does not warn of a leak, however many wait to be cancelled together', async () => {
	(await pass()).leave(rejected(60_000));
	const controller = new AbortController();
	const add = jest.spyOn(controller.signal, 'addEventListener');
	const remove = jest.spyOn(controller.signal, 'removeEventListener');
	const { signal } = controller;
	const all = Array.from({ length: 30 }, async () => await pass({ signal }));
	expect(add).toHaveBeenCalledTimes(1);
	await clock.runUntil(Promise.race(all));
	(await all[0])?.leave(OK);
	const rest = all.slice(1).map(async (one) => (await one).leave(OK));
	await clock.runUntil(Promise.all(rest));
	expect(remove).toHaveBeenCalledTimes(1);
});

test('a deadline that a pause makes impossible is told at once, with the time when it ends', async () => {
	(await pass()).leave(rejected(60_000));
	const entry = await pace.enter({ deadline: started + 10_000 });
	expect(entry).toEqual({ refusal: 'deadline', pausedUntil: started + 60_000 });
	expect(elapsed()).toBe(0);
});

test('so it is for those that wait already when the pause begins', async () => {
	const run = { limit: 1 };
	const mine = await pass({ run });
	const waiting = pace.enter({ run, deadline: started + 10_000 });
	mine.leave(rejected(60_000));
	expect(await waiting).toEqual({ refusal: 'deadline', pausedUntil: started + 60_000 });
});

test('nobody waits longer than its deadline, whatever it waits for', async () => {
	const run = { limit: 1 };
	await pass({ run });
	const entry = await clock.runUntil(pace.enter({ run, deadline: started + 10_000 }));
	expect(entry).toEqual({ refusal: 'deadline' });
	expect(elapsed()).toBe(10_000);
	expect(await pace.enter({ deadline: started })).toEqual({ refusal: 'deadline' });
});

test('a deadline that can be met is', async () => {
	(await pass()).leave(rejected(4_000));
	const entry = await clock.runUntil(pace.enter({ deadline: started + 10_000 }));
	expect(entry.pass).toBeDefined();
	expect(elapsed()).toBe(4_000);
});

test('no timer is left over for long when those who waited are gone', async () => {
	(await pass()).leave(rejected(3_600_000));
	const controller = new AbortController();
	const waiting = pace.enter({ signal: controller.signal });
	await clock.runUntil(clock.sleep(10));
	controller.abort();
	await waiting;
	await clock.runUntil(clock.sleep(2_000));
	expect(clock.pending()).toBe(0);
});

test('a clock that is set back does not make a pause longer', async () => {
	let offset = 0;
	const moved = createPace(
		{ now: () => clock.now() + offset, sleep: async (ms) => await clock.sleep(ms) },
		() => 0.5,
	);
	const { pass: mine } = await moved.enter();
	mine?.leave(rejected(2_000));
	const entry = moved.enter();
	await clock.runUntil(clock.sleep(500));
	offset = -3_600_000;
	await clock.runUntil(entry);
	expect(elapsed()).toBeGreaterThanOrEqual(2_000);
	expect(elapsed()).toBeLessThan(3_500);
});

test('a lost probe does not block the others for ever', async () => {
	(await pass()).leave(rejected(1_000));
	const entries = [pass(), pass()];
	(await clock.runUntil(Promise.race(entries))).leave({ answered: false, isFailure: true });
	await clock.runUntil(Promise.all(entries));
	expect(elapsed()).toBeLessThan(2_000);
});

test('nor does one that is never answered', async () => {
	(await pass()).leave(rejected(1_000));
	const entries = [pass(), pass()];
	await clock.runUntil(Promise.all(entries));
	expect(elapsed()).toBe(11_000);
});

test('a server that says how many more it takes is not sent more than that', async () => {
	(await pass()).leave({ answered: true, remaining: 3 });
	for (let count = 0; count < 3; count++) await pass();
	void pass();
	expect(pace.describe()).toMatchObject({ inFlight: 3, waiting: 1 });
});

test('a server that says it takes no more, and takes them all the same, is not believed for long', async () => {
	for (let count = 0; count < 20; count++) (await pass()).leave({ answered: true, remaining: 0 });
	for (let count = 0; count < 5; count++) await pass();
	expect(pace.describe()).toMatchObject({ inFlight: 5, waiting: 0 });
});

test('tells when the server last took something, so that callers see progress', async () => {
	(await pass()).leave(rejected(1_000));
	expect(pace.describe().lastAcceptedAt).toBeUndefined();
	(await clock.runUntil(pass())).leave(OK);
	expect(pace.describe().lastAcceptedAt).toBe(started + 1_000);
});

test('there is one pace for each server and login, and not an endless number of them', async () => {
	const mine = paceFor('server and login');
	expect(paceFor('server and login')).toBe(mine);
	expect(paceFor('another login')).not.toBe(mine);
	const { pass: held } = await mine.enter();
	for (let count = 0; count < 1_000; count++) paceFor(`login ${count}`);
	// It has a request in flight, so it is kept; those that are idle are not.
	expect(paceFor('server and login')).toBe(mine);
	held?.leave(OK);
	for (let count = 0; count < 1_000; count++) paceFor(`login ${count}`);
	expect(paceFor('server and login')).not.toBe(mine);
});
