/**
 * Concurrency "Auto" against models of servers without a rate limit, in virtual time: how long it takes, by the best that
 * a fixed number in flight can do, and how much slower answers get by it.
 */
import { createPace, type Pace } from '../../../credentials/pacing';
import {
	createServer,
	evenly,
	runItems,
	seededRandom,
	type Server,
} from '../../support/pacedServers';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock';
import { sample } from '../../support/scale';

const SEEDS = sample([1, 2], 2);
const report: string[][] = [];

afterAll(() => {
	const lines = report.map(([name = '', ...figures]) =>
		[name.padEnd(44), ...figures.map((figure) => figure.padStart(12))].join(''),
	);
	const head = ['server', 'Auto ms', 'fixed 50 ms', 'fixed 10 ms', 'answer ms', 'in flight'];
	const title = [head[0]?.padEnd(44), ...head.slice(1).map((word) => word.padStart(12))].join('');
	// eslint-disable-next-line no-console -- the figures belong to the result
	console.info([title, ...lines].join('\n'));
});

/** A pace that holds nobody back, for comparison. */
const noPace: Pace = {
	enter: async () => await Promise.resolve({ pass: { place: 0, leave: () => undefined } }),
	describe: () => ({ inFlightLimit: Infinity, inFlight: 0, waiting: 0 }),
};

async function measure(
	server: (random: () => number) => Server,
	{ items, bound, seed, pace }: { items: number; bound?: number; seed: number; pace?: Pace },
) {
	const clock = createVirtualClock();
	const random = seededRandom(seed);
	const running = createServer({ uplink: 0, ...server(random) }, clock);
	const used = pace ?? createPace(clock, random);
	const figures = await clock.runUntil(runItems(clock, used, running, { items, bound }));
	expect(figures).toMatchObject({ done: items, rejected: 0 });
	return { ...figures, limit: used.describe().inFlightLimit };
}

/** The mean over the seeds, for Auto and for fixed numbers. */
async function compare(name: string, server: (random: () => number) => Server, items = 1_000) {
	const sum = { auto: 0, fifty: 0, ten: 0, answerMs: 0, limit: 0 };
	for (const seed of SEEDS) {
		const auto = await measure(server, { items, seed });
		sum.auto += auto.ms / SEEDS.length;
		sum.answerMs += auto.meanMs / SEEDS.length;
		sum.limit += auto.limit / SEEDS.length;
		const fixed = async (bound: number) =>
			(await measure(server, { items, bound, seed, pace: noPace })).ms / SEEDS.length;
		sum.fifty += await fixed(50);
		sum.ten += await fixed(10);
	}
	const { auto, fifty, ten, answerMs, limit } = sum;
	report.push([name, ...[auto, fifty, ten, answerMs, limit].map((figure) => figure.toFixed(0))]);
	return { toFifty: auto / fifty, toTen: auto / ten, answerMs, limit };
}

const distant = (ms: number) => () => ({ latency: () => ms });

test('a server 100 ms away: 1,000 creates take at most 1.15 times what fifty at a time take', async () => {
	const { toFifty, limit } = await compare('100 ms', distant(100));
	expect(toFifty).toBeLessThanOrEqual(1.15);
	expect(limit).toBe(50);
});

test.each([
	[0, 1],
	[1, 0.8],
	[20, 0.3],
	[500, 0.25],
])('a server %d ms away: at most %d of the time that ten at a time take', async (ms, most) => {
	const { toTen, toFifty } = await compare(`${ms} ms`, distant(ms));
	if (ms === 0) expect(toTen).toBeNaN();
	else expect(toTen).toBeLessThanOrEqual(most);
	if (ms >= 100) expect(toFifty).toBeLessThanOrEqual(1.15);
});

/** Ten times as slow for a tenth of the answers, so that averages vary much. */
const heavyTailed = (random: () => number) => () => 50 * Math.exp(1.1 * gauss(random));
const gauss = (random: () => number): number =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

test.each<[string, (random: () => number) => Server, number]>([
	['5 to 100 ms, evenly', (random) => ({ latency: evenly(random, 5, 100) }), 1.15],
	['a heavy tail', (random) => ({ latency: heavyTailed(random) }), 1.25],
	[
		'cheap and costly calls, 10 and 1,000 ms',
		(random) => ({ latency: () => (random() < 0.8 ? 10 : 1_000) }),
		1.1,
	],
])('noise is not taken for a queue: %s', async (name, server, most) => {
	const { toFifty } = await compare(name, server, 5_000);
	expect(toFifty).toBeLessThanOrEqual(most);
});

/** Latency grows along with the load beyond `capacity` requests in progress. */
const loaded = (capacity: number, ms: number) => () => ({
	latency: (inProgress: number) => ms * Math.max(1, inProgress / capacity),
});

test.each<[string, (random: () => number) => Server, number, number]>([
	['4 at a time, 50 ms, load spread on all', loaded(4, 50), 50, 4],
	['10 at a time, 50 ms, load spread on all', loaded(10, 50), 50, 10],
	['20 at a time, 200 ms, load spread on all', loaded(20, 200), 200, 20],
	['4 workers, 50 ms, with a queue', () => ({ latency: () => 50, workers: 4 }), 50, 4],
	['10 workers, 50 ms, with a queue', () => ({ latency: () => 50, workers: 10 }), 50, 10],
	['20 workers, 200 ms, with a queue', () => ({ latency: () => 200, workers: 20 }), 200, 20],
	[
		'10 workers, 25 to 75 ms, with a queue',
		(random) => ({ latency: evenly(random, 25, 75), workers: 10 }),
		50,
		10,
	],
])(
	'a server that is full: as much as it can do, without a queue: %s',
	async (name, server, ms, workers) => {
		const { toFifty, answerMs, limit } = await compare(name, server, 3_000);
		expect(toFifty).toBeLessThanOrEqual(1.1);
		// With fifty in flight it would be 50 / workers.
		expect(answerMs / ms).toBeLessThanOrEqual(1.7);
		expect(limit).toBeLessThanOrEqual(Math.max(5, 2 * workers));
	},
);

test('a server that collapses under load is kept from it', async () => {
	const { toFifty } = await compare(
		'10 at a time, more make it slower for all',
		() => ({
			latency: (inProgress: number) => 50 * Math.max(1, (inProgress / 10) ** 2),
		}),
		3_000,
	);
	expect(toFifty).toBeLessThanOrEqual(0.3);
});

/** Sends without end, as many at a time as the pace allows. */
function keepSending(clock: VirtualClock, pace: Pace, send: () => Promise<void>, kind = '') {
	let isStopped = false;
	const worker = async () => {
		while (!isStopped) {
			const { pass } = await pace.enter({ kind });
			await send();
			pass?.leave({ answered: true });
		}
	};
	const done = Promise.all(Array.from({ length: 50 }, worker));
	return async () => {
		isStopped = true;
		await clock.runUntil(done);
	};
}

test('comes down when answers get slower by the load, and up again afterwards', async () => {
	const clock = createVirtualClock();
	const pace = createPace(clock, seededRandom(1));
	let workers = 100;
	let inProgress = 0;
	const stop = keepSending(clock, pace, async () => {
		inProgress++;
		await clock.sleep(50 * Math.max(1, inProgress / workers));
		inProgress--;
	});
	await clock.runUntil(clock.sleep(10_000));
	expect(pace.describe().inFlightLimit).toBeGreaterThan(30);
	workers = 8;
	await clock.runUntil(clock.sleep(20_000));
	expect(pace.describe().inFlightLimit).toBeLessThan(16);
	workers = 100;
	await clock.runUntil(clock.sleep(60_000));
	expect(pace.describe().inFlightLimit).toBeGreaterThan(30);
	await stop();
});

test('a server that gets slower for reasons of its own is not left for good', async () => {
	const clock = createVirtualClock();
	const pace = createPace(clock, seededRandom(1));
	let ms = 50;
	const stop = keepSending(clock, pace, async () => await clock.sleep(ms));
	await clock.runUntil(clock.sleep(10_000));
	ms = 200;
	await clock.runUntil(clock.sleep(60_000));
	expect(pace.describe().inFlightLimit).toBeGreaterThan(30);
	await stop();
});

test.each([50, 150, 250, 350, 450, 600])(
	'a pause of this process after %d ms, which makes all answers late, is not taken for a queue',
	async (pauseAt) => {
		const clock = createVirtualClock();
		const pace = createPace(clock, seededRandom(1));
		const start = clock.now();
		const [pauseStart, pauseEnd] = [start + pauseAt, start + pauseAt + 150];
		const stop = keepSending(clock, pace, async () => {
			await clock.sleep(50);
			const now = clock.now();
			if (now >= pauseStart && now < pauseEnd) await clock.sleep(pauseEnd - now);
		});
		await clock.runUntil(clock.sleep(1_000));
		expect(pace.describe().inFlightLimit).toBeGreaterThan(30);
		await stop();
	},
);

test('calls of one kind are compared with their like: costly ones that join are no queue', async () => {
	const clock = createVirtualClock();
	const pace = createPace(clock, seededRandom(1));
	const stopCheap = keepSending(clock, pace, async () => await clock.sleep(20), 'GET request');
	await clock.runUntil(clock.sleep(5_000));
	const stopCostly = keepSending(clock, pace, async () => await clock.sleep(800), 'POST search');
	let least = Infinity;
	for (let second = 0; second < 30; second++) {
		await clock.runUntil(clock.sleep(1_000));
		least = Math.min(least, pace.describe().inFlightLimit);
	}
	expect(least).toBeGreaterThanOrEqual(25);
	await stopCheap();
	await stopCostly();
});

test('never more than fifty in flight, and what a person enters is an upper bound', async () => {
	const auto = await measure(distant(100), { items: 2_000, seed: 1 });
	expect(auto.peak).toBe(50);
	const seven = await measure(distant(100), { items: 2_000, seed: 1, bound: 7 });
	expect(seven.peak).toBe(7);
});

test('failures of the server bring it down, those of single items do not', async () => {
	const clock = createVirtualClock();
	const pace = createPace(clock, seededRandom(1));
	const send = async (isFailure: boolean) => {
		const { pass } = await pace.enter();
		await clock.sleep(100);
		pass?.leave({ answered: true, isFailure });
	};
	const sendMany = async (count: number, isFailure: (index: number) => boolean) =>
		await clock.runUntil(
			Promise.all(Array.from({ length: count }, async (_, index) => await send(isFailure(index)))),
		);
	await sendMany(500, () => false);
	const before = pace.describe().inFlightLimit;
	await sendMany(1, () => true);
	const after = pace.describe().inFlightLimit;
	expect(after).toBeLessThan(before);
	expect(after).toBeGreaterThan(before / 2);
	// A server that is down answers nothing in between: it counts once.
	await sendMany(50, () => true);
	expect(pace.describe().inFlightLimit).toBe(after);
	await sendMany(3_000, (index) => index % 4 === 0);
	expect(pace.describe().inFlightLimit).toBeLessThan(10);
	await sendMany(3_000, () => false);
	expect(pace.describe().inFlightLimit).toBeGreaterThan(30);
});
