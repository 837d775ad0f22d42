/** The parts of the pace by themselves: the copy of the server's bucket, the measured rate, the queue, the comparison of latencies. */
import {
	adjustCapacity,
	createBucket,
	empty,
	measureCapacity,
	refill,
	take,
} from '../../../credentials/pacingBucket';
import {
	addEpoch,
	countLate,
	createMeasurement,
	paceAfter,
	takePace,
} from '../../../credentials/pacingMeasure';
import { createQueue, join, leaveQueue, next, type Waiter } from '../../../credentials/pacingQueue';
import {
	createRate,
	noteAccepted,
	noteLost,
	noteRejected,
	noteSent,
	readyAt,
	type Told,
} from '../../../credentials/pacingRate';
import type { Ticket } from '../../../credentials/pacingDrought';
import {
	add,
	compareRounds,
	createRound,
	meanLoad,
	meanMs,
} from '../../../credentials/pacingRound';
import { createPace } from '../../../credentials/pacing';
import { createInFlight, judge, type InFlight } from '../../../credentials/pacingMoves';
import { createSpread, noteAnswerOf, noteSentIn } from '../../../credentials/pacingSpread';
import { readTime, toEpoch, type PaceState } from '../../../credentials/pacingTurns';
import { createVirtualClock } from '../../support/virtualClock';

describe('the bucket', () => {
	const full = (capacity: number) => {
		const bucket = createBucket();
		measureCapacity(bucket, capacity);
		empty(bucket, 0);
		return bucket;
	};

	test('is filled at the pace, up to what it holds', () => {
		const bucket = full(5);
		expect(refill(bucket, 10, 300)).toBeCloseTo(3);
		expect(refill(bucket, 10, 400)).toBeCloseTo(4);
		expect(refill(bucket, 10, 4_000)).toBe(5);
		empty(bucket, 4_000);
		expect(refill(bucket, 10, 4_100)).toBeCloseTo(1);
	});

	test('holds what a twentieth of a second brings, however small it is, and no more than 1,000', () => {
		expect(refill(full(2), 100, 10_000)).toBeCloseTo(6);
		expect(refill(full(2), 1, 10_000)).toBeCloseTo(2);
		expect(refill(full(5_000), 1_000, 10_000)).toBe(1_000);
	});

	test('holds no more than one where the server saves nothing up, so that no two follow each other closely', () => {
		expect(refill(createBucket(), 2, 10_000)).toBeCloseTo(1, 1);
		expect(refill(full(0), 10, 10_000)).toBeCloseTo(1, 1);
	});

	test('gives what was saved up at twice the pace, or within two seconds, and the rest at the pace', () => {
		const bucket = full(40);
		refill(bucket, 10, 4_000);
		// 40 within two seconds: one every 50 ms.
		expect(take(bucket, 10, 4_000)).toBeCloseTo(50);
		// It stays as fast until what was saved is used.
		expect(take(bucket, 10, 4_000)).toBeCloseTo(50);
		while (bucket.tokens >= 1.5) take(bucket, 10, 4_000);
		expect(take(bucket, 10, 4_000)).toBeCloseTo(50);
		expect(take(bucket, 10, 4_000)).toBeCloseTo(50);
		const small = full(4);
		expect(take(small, 10, 400)).toBeCloseTo(50);
		expect(take(full(1), 10, 150)).toBeCloseTo(50);
	});

	test('is believed to hold half where what was saved up was rejected', () => {
		const bucket = full(40);
		take(bucket, 10, 4_000);
		adjustCapacity(bucket, 10, 4_100);
		expect(bucket.capacity).toBe(20);
		adjustCapacity(bucket, 10, 4_699);
		expect(bucket.capacity).toBe(10);
		// Long after that, the rejection says nothing about it.
		adjustCapacity(bucket, 10, 4_701);
		expect(bucket.capacity).toBe(10);
		const least = full(1);
		take(least, 10, 200);
		adjustCapacity(least, 10, 200);
		expect(least.capacity).toBe(1);
	});

	test('is believed to hold half as much again where more was refilled than it was believed to hold', () => {
		const bucket = full(10);
		refill(bucket, 10, 1_099);
		adjustCapacity(bucket, 10, 5_000);
		expect(bucket.capacity).toBe(10);
		refill(bucket, 10, 9_000);
		adjustCapacity(bucket, 10, 9_000);
		expect(bucket.capacity).toBe(15);
		// That is used up.
		adjustCapacity(bucket, 10, 9_000);
		expect(bucket.capacity).toBe(15);
		const large = full(900);
		refill(large, 10, 200_000);
		adjustCapacity(large, 10, 200_000);
		expect(large.capacity).toBe(1_000);
	});
});

describe('the measured rate', () => {
	const epoch = (accepted: number, ms: number, from = 0) => ({
		from,
		to: from + accepted + 1,
		accepted,
		ms,
	});

	test('is what was accepted from one rejection to the next', () => {
		const measurement = createMeasurement();
		expect(paceAfter(measurement, 0)).toBeUndefined();
		addEpoch(measurement, epoch(5, 1_000), undefined);
		expect(measurement).toMatchObject({ perSecond: 5, requests: 5 });
		// Over both, as they agree.
		addEpoch(measurement, epoch(6, 1_000, 6), 5);
		expect(measurement.perSecond).toBeCloseTo(5.5);
		expect(measurement.requests).toBe(11);
		// The limit is another one now.
		addEpoch(measurement, epoch(50, 1_000, 13), undefined);
		expect(measurement).toMatchObject({ perSecond: 50, requests: 50 });
	});

	test('is never that of a moment', () => {
		const measurement = createMeasurement();
		addEpoch(measurement, epoch(1, 1), undefined);
		expect(measurement.perSecond).toBe(50);
	});

	test('forgets what is long ago', () => {
		const measurement = createMeasurement();
		addEpoch(measurement, epoch(60, 6_000), undefined);
		addEpoch(measurement, epoch(60, 6_000), undefined);
		expect(measurement).toMatchObject({ requests: 120, perSecond: 10 });
		addEpoch(measurement, epoch(60, 5_000), undefined);
		expect(measurement.requests).toBe(120);
		expect(measurement.perSecond).toBeCloseTo(120 / 11);
		expect(measurement.epochs).toHaveLength(2);
	});

	test('few requests may differ more by chance', () => {
		const measurement = createMeasurement();
		addEpoch(measurement, epoch(2, 1_000), undefined);
		addEpoch(measurement, epoch(4, 1_000), undefined);
		expect(measurement.requests).toBe(6);
		addEpoch(measurement, epoch(40, 1_000), undefined);
		expect(measurement.requests).toBe(40);
	});

	test('is held up by the pace at which a long epoch ended', () => {
		const measurement = createMeasurement();
		addEpoch(measurement, epoch(9, 1_000), 100);
		expect(measurement.perSecond).toBe(9);
		addEpoch(measurement, epoch(10, 1_000), 16);
		expect(measurement).toMatchObject({ perSecond: 12, requests: 10 });
		addEpoch(measurement, epoch(10, 1_000), 100);
		expect(measurement.perSecond).toBeCloseTo(13);
		addEpoch(createMeasurement(), epoch(10, 1_000), undefined);
		const slower = createMeasurement();
		addEpoch(slower, epoch(10, 1_000), 8);
		expect(slower.perSecond).toBe(10);
	});

	test('counts a request that was answered late in the epoch in which it was sent', () => {
		const measurement = createMeasurement();
		addEpoch(measurement, epoch(5, 1_000, 10), undefined);
		addEpoch(measurement, epoch(5, 1_000, 16), undefined);
		countLate(measurement, 11);
		expect(measurement).toMatchObject({ perSecond: 5.5, requests: 11 });
		for (const outside of [10, 16, 22, 30]) countLate(measurement, outside);
		expect(measurement.requests).toBe(11);
	});

	test('is what the server names until there is a measurement', () => {
		const measurement = createMeasurement();
		takePace(measurement, 20);
		// Nearly exact: a little below, and hardly above.
		expect(paceAfter(measurement, 0)).toBeCloseTo(20 * (0.95 + 1 / 30 + 1 / 60));
		addEpoch(measurement, epoch(5, 1_000), undefined);
		expect(measurement.perSecond).toBe(5);
	});

	test('is a little more than what is sent, or less where it is inexact, and grows while nothing is rejected', () => {
		const exact = { epochs: [], perSecond: 10, requests: 1_000 };
		expect(paceAfter(exact, 0)).toBeCloseTo(10 * (0.95 + 0.001 + 0.01));
		const rough = { epochs: [], perSecond: 10, requests: 1 };
		expect(paceAfter(rough, 0)).toBeCloseTo(10 * (0.95 + 0.5 + 0.25));
		// Twice the growth after four seconds, sixteen times after eight.
		expect(paceAfter(exact, 4_000)).toBeCloseTo(10 * (0.951 + 0.02));
		expect(paceAfter(exact, 8_000)).toBeCloseTo(10 * (0.951 + 0.16));
		// On a slow server, fifteen requests take longer than that.
		const slow = { epochs: [], perSecond: 1, requests: 1_000 };
		expect(paceAfter(slow, 15_000)).toBeCloseTo(0.951 + 0.02);
		const unsure = { epochs: [], perSecond: 1, requests: 15 };
		expect(paceAfter(unsure, 7_500)).toBeCloseTo(0.95 + 1 / 15 + 2 / 30);
	});
});

describe('the queue', () => {
	const waiterOf = (place: number, priority = 0, signal?: AbortSignal) => {
		const told: string[] = [];
		const waiter: Waiter = {
			place,
			priority,
			deadline: Infinity,
			signal,
			wasHeld: false,
			settle: (outcome) => told.push(outcome),
		};
		return { waiter, told };
	};
	const anyone = () => true;

	test('goes by priority, then by place', () => {
		const queue = createQueue();
		const [a, b, c, d] = [waiterOf(2), waiterOf(1), waiterOf(9, 5), waiterOf(3)] as const;
		for (const { waiter } of [a, b, c, d]) join(queue, waiter);
		expect(queue.waiting).toEqual([c.waiter, b.waiter, a.waiter, d.waiter]);
		expect(next(queue, ({ priority }) => priority === 0)).toBe(b.waiter);
		expect(next(queue, () => false)).toBeUndefined();
	});

	test('gives every fifth turn to the one that has waited longest', () => {
		const queue = createQueue();
		const first = waiterOf(0);
		const others = [1, 2, 3, 4, 5, 6, 7].map((place) => waiterOf(place, 5));
		for (const { waiter } of [first, ...others]) join(queue, waiter);
		const order: number[] = [];
		for (let turn = 0; turn < 6; turn++) {
			const waiter = next(queue, anyone);
			if (!waiter) throw new Error('Nobody waits');
			order.push(waiter.place);
			leaveQueue(queue, waiter, 'admitted');
		}
		expect(order).toEqual([1, 2, 3, 4, 0, 5]);
		expect(first.told).toEqual(['admitted']);
		// Whoever may not go is passed over, also then.
		queue.turns = 4;
		expect(next(queue, ({ place }) => place > 6)?.place).toBe(7);
	});

	test('counts only turns that were given, and tells those who leave why', () => {
		const queue = createQueue();
		const [a, b] = [waiterOf(1), waiterOf(2)];
		for (const { waiter } of [a, b]) join(queue, waiter);
		leaveQueue(queue, a.waiter, 'deadline');
		leaveQueue(queue, a.waiter, 'cancelled');
		expect(queue.turns).toBe(0);
		expect(queue.waiting).toEqual([b.waiter]);
		expect(a.told).toEqual(['deadline', 'cancelled']);
	});

	test('listens to a signal as long as somebody waits with it', () => {
		const queue = createQueue();
		const [own, others] = [new AbortController(), new AbortController()];
		const remove = jest.spyOn(own.signal, 'removeEventListener');
		const [a, b, c] = [1, 2, 3].map((place) =>
			waiterOf(place, 0, place < 3 ? own.signal : others.signal),
		) as [ReturnType<typeof waiterOf>, ReturnType<typeof waiterOf>, ReturnType<typeof waiterOf>];
		for (const { waiter } of [a, b, c]) join(queue, waiter);
		leaveQueue(queue, a.waiter, 'admitted');
		expect(remove).not.toHaveBeenCalled();
		others.abort();
		expect([a.told, b.told, c.told]).toEqual([['admitted'], [], ['cancelled']]);
		leaveQueue(queue, b.waiter, 'deadline');
		expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
		expect(queue.watched.size).toBe(0);
		own.abort();
		expect(b.told).toEqual(['deadline']);
		leaveQueue(queue, waiterOf(9).waiter, 'cancelled');
	});
});

describe('latencies of two rounds', () => {
	const roundOf = (latencies: Record<string, number[]>) => {
		const round = createRound(10);
		for (const [kind, all] of Object.entries(latencies)) for (const ms of all) add(round, kind, ms);
		return round;
	};

	test('have a mean, in which a call of 0 ms counts', () => {
		const round = roundOf({ a: [9, 19], b: [-5] });
		expect(meanMs(round)).toBeCloseTo(31 / 3);
		expect(meanLoad({ ...round, sent: 4, load: 10 })).toBe(2.5);
	});

	test('are compared call by call of the same kind', () => {
		const before = roundOf({ read: [9, 9, 9, 9], write: [99, 99, 99], other: [9, 9, 9] });
		const after = roundOf({ read: [19, 19, 19, 19], write: [199, 199, 199], rare: [9, 9] });
		const difference = compareRounds(before, after);
		expect(difference?.slower).toBeCloseTo(Math.log(2));
		expect(difference?.error).toBeCloseTo(0);
	});

	test('of kinds with few calls, or none in common, are not compared', () => {
		const three = roundOf({ read: [9, 9, 9] });
		expect(compareRounds(three, roundOf({ read: [9, 9] }))).toBeUndefined();
		expect(compareRounds(roundOf({ read: [9, 9] }), three)).toBeUndefined();
		expect(compareRounds(three, roundOf({ write: [9, 9, 9] }))).toBeUndefined();
		expect(compareRounds(three, three)).toEqual({ slower: 0, error: 0 });
	});

	test('that differ among themselves say less', () => {
		const before = roundOf({ read: [9, 9, 9, 9] });
		const after = roundOf({ read: [4, 19, 4, 19] });
		// The logarithms of 5 and 20 are as far from that of 10.
		expect(compareRounds(before, after)?.slower).toBeCloseTo(0);
		expect(compareRounds(before, after)?.error).toBeCloseTo(Math.log(2) / Math.sqrt(3));
		// More calls weigh more.
		const mixed = compareRounds(
			roundOf({ a: Array(9).fill(9) as number[], b: [9, 9, 9] }),
			roundOf({ a: Array(9).fill(9) as number[], b: [19, 19, 19] }),
		);
		expect(mixed?.slower).toBeCloseTo(Math.log(2) / 4);
	});
});

test('requests are sent apart where their latency leaves room for it', () => {
	const spread = createSpread();
	noteSentIn(spread, 1_000, 10);
	expect(spread.nextAt).toBe(0);
	noteAnswerOf(spread, 100);
	expect(spread.latencyMs).toBe(100);
	noteAnswerOf(spread, undefined);
	noteAnswerOf(spread, 180);
	expect(spread.latencyMs).toBe(110);
	// 77 ms for 50 of them: one every 1.54 ms, after a burst of six.
	noteSentIn(spread, 1_000, 50);
	expect(spread.nextAt).toBeCloseTo(1_000 - 5.25 * 1.54);
	noteSentIn(spread, 1_000, 5);
	expect(spread.nextAt).toBeCloseTo(1_000 - 0.625 * 3 + 3);
});

describe('when a request may be sent', () => {
	/** A pace that has sent requests at these times, none of which is answered. */
	const after = (...times: number[]) => {
		const rate = createRate();
		const send = (at: number, wasHeld = false) => noteSent(rate, at, wasHeld);
		const reject = (ticket: Ticket, now: number, told: Told = {}, random = 0) =>
			noteRejected(rate, ticket, told, now, random);
		const accept = (ticket: Ticket, now: number) => noteAccepted(rate, ticket, now);
		const tickets = times.map((at) => send(at));
		const [first = { number: 0, sentAt: 0 }] = tickets;
		return { rate, send, reject, accept, first, tickets };
	};
	/** One whose first request, at 0, was rejected at 10. */
	const limited = (told?: Told, random?: number) => {
		const pace = after(0);
		pace.reject(pace.first, 10, told, random);
		return pace;
	};

	test('is at once, as long as no limit is known', () => {
		const { rate, accept, tickets } = after(...Array<number>(100).fill(0));
		for (const ticket of tickets) accept(ticket, 5);
		expect(readyAt(rate, 5)).toBe(0);
		expect(rate.accepted).toBe(100);
	});

	test('is after a moment once one was rejected, a little later in some processes', () => {
		expect(readyAt(limited().rate, 10)).toBe(110);
		expect(readyAt(limited({}, 1).rate, 10)).toBe(130);
	});

	test('is when the server says, within a quarter of an hour', () => {
		expect(readyAt(limited({ askedMs: 50 }, 1).rate, 10)).toBe(60);
		expect(readyAt(limited({ askedMs: 30_000 }).rate, 10)).toBe(30_010);
		expect(readyAt(limited({ askedMs: 9_000_000 }).rate, 10)).toBe(900_010);
		expect(readyAt(limited({ askedMs: 0 }).rate, 10)).toBe(110);
	});

	test('is one alone at first, then more at a time with each that is accepted', () => {
		const { rate, send, accept } = limited();
		const probe = send(110);
		// Not answered: the others wait, but not for ever.
		expect(readyAt(rate, 120)).toBe(10_110);
		accept(probe, 360);
		expect(rate.provisionalLimit).toBeCloseTo(2.5);
		const [a, b] = [send(360), send(360)];
		expect(readyAt(rate, 360)).toBe(110);
		send(360);
		expect(readyAt(rate, 360)).toBe(10_360);
		accept(a, 1_500);
		accept(b, 1_500);
		expect(rate.provisionalLimit).toBeCloseTo(4.5);
		expect(readyAt(rate, 1_500)).toBe(110);
	});

	test('is at once where the one that was sent alone got lost', () => {
		const { rate, send, first } = limited();
		const probe = send(110);
		noteLost(rate, first);
		expect(readyAt(rate, 120)).toBe(10_110);
		noteLost(rate, probe);
		expect(readyAt(rate, 120)).toBe(110);
		const free = after(0);
		noteLost(free.rate, free.first);
		expect(readyAt(free.rate, 5)).toBe(0);
	});

	test('is later and later while the next one is rejected as well, up to five seconds', () => {
		const { rate, send, reject } = limited({ askedMs: 50 });
		const pauses: number[] = [];
		for (let tries = 1; tries <= 12; tries++) {
			const now = readyAt(rate, rate.pausedUntil);
			reject(send(now), now, { askedMs: 50 });
			pauses.push(rate.pausedUntil - now);
		}
		// What the server asks for is too little.
		expect(pauses.slice(0, 3).map(Math.round)).toEqual([160, 256, 410]);
		expect(pauses.at(-1)).toBe(5_000);
		const asked = limited({ askedMs: 50 });
		asked.reject(asked.send(60), 60, { askedMs: 7_000 });
		expect(asked.rate.pausedUntil).toBe(7_060);
	});

	test('is not put off by those that were on the way, unless the server asks for it', () => {
		const { rate, reject, tickets } = after(0, 0, 0);
		const [a, b, c] = tickets as [Ticket, Ticket, Ticket];
		reject(a, 10);
		reject(b, 50);
		expect(readyAt(rate, 50)).toBe(110);
		reject(c, 60, { askedMs: 500 });
		expect(readyAt(rate, 60)).toBe(560);
		expect(rate.drought?.tries).toBe(0);
	});

	test('is by the rate that was accepted from one rejection to the next', () => {
		const { rate, send, accept, reject } = limited();
		for (const at of [200, 400, 600, 800, 1_000]) accept(send(at), at + 10);
		expect(rate.droughtMs).toBe(200);
		const last = send(1_000);
		reject(last, 1_010);
		expect(rate.measurement).toMatchObject({ perSecond: 5, requests: 5 });
		// The time of one request; nothing of what was learned before is felt in it.
		expect(readyAt(rate, 1_010)).toBe(1_210);
		const pace = 5 * (0.95 + 1 / 5 + 1 / 10);
		// Alone at first, by the copy of the bucket, which was empty then.
		expect(readyAt(rate, 1_500)).toBe(1_210);
		const next = send(1_700);
		// A place in the bucket takes its time.
		expect(readyAt(rate, 1_700)).toBeGreaterThan(1_700);
		expect(readyAt(rate, 1_700)).toBeLessThan(1_700 + 2_000 / pace);
		accept(next, 1_720);
		expect(rate.drought?.isOver).toBe(true);
		expect(readyAt(rate, 9_000)).toBeLessThan(9_000);
	});

	test('is after half of the time for which the server took none before', () => {
		const { rate, send, accept, reject } = limited();
		accept(send(4_000), 4_010);
		expect(rate.droughtMs).toBe(4_000);
		// Later ones say nothing about it.
		accept(send(5_000), 5_010);
		expect(rate.droughtMs).toBe(4_000);
		reject(send(6_000), 6_010);
		expect(rate.pausedUntil).toBeCloseTo(6_010 + 3_000, -1);
		const long = limited();
		long.accept(long.send(500_000), 500_010);
		long.reject(long.send(500_500), 500_510);
		expect(long.rate.pausedUntil).toBeGreaterThanOrEqual(500_510 + 30_000);
	});

	test('is at once again where the limit was not felt for ten minutes, or is higher than matters', () => {
		const { rate, send } = limited();
		expect(readyAt(rate, 600_110)).toBe(110);
		expect(readyAt(rate, 600_111)).toBe(0);
		expect(rate.drought).toBeUndefined();
		expect(rate.lastSentAt).toBe(0);
		expect(send(600_111).number).toBe(2);
		const atPace = (perSecond: number) => {
			const { rate: other } = limited();
			takePace(other.measurement, perSecond);
			return readyAt(other, 10);
		};
		expect(atPace(1_990)).toBeGreaterThan(0);
		expect(atPace(2_100)).toBe(0);
	});

	test('is felt by those who had to wait for it', () => {
		const { rate, send } = limited();
		takePace(rate.measurement, 10);
		send(1_000, true);
		expect(rate.heldMs).toBeGreaterThan(150);
		expect(rate.heldMs).toBeLessThan(250);
		expect(rate.feltAt).toBe(1_000);
		const held = rate.heldMs;
		send(1_050, true);
		expect(rate.heldMs).toBe(held + 50);
		send(1_060, false);
		expect(rate.heldMs).toBe(held + 50);
		expect(rate.feltAt).toBe(1_050);
		// After a while without any, all begins anew.
		send(11_060, false);
		expect(rate.heldMs).toBe(held + 50);
		send(21_061, false);
		expect([rate.heldMs, rate.accepted]).toEqual([0, 0]);
		// A gap that the pace itself made is no such while: else it would never grow where it is below one in ten seconds.
		takePace(rate.measurement, 0.05);
		send(61_061, true);
		expect(rate.heldMs).toBeGreaterThan(30_000);
		const free = after(0);
		free.send(10, true);
		expect([free.rate.heldMs, free.rate.feltAt]).toEqual([0, 0]);
	});

	test('is learned from requests that were sent after the one that was rejected', () => {
		const { rate, reject, accept, tickets } = after(0, 5, 9);
		const [a, b, c] = tickets as [Ticket, Ticket, Ticket];
		accept(a, 8);
		reject(b, 10);
		expect(rate.bucket.capacity).toBe(1);
		accept(b, 11);
		expect(rate.drought?.accepted).toBe(0);
		accept(c, 12);
		expect(rate.drought).toMatchObject({ accepted: 1, isOver: false });
		expect([rate.inFlight, rate.accepted]).toEqual([0, 3]);
	});
});

test('the time of a pace goes on where somebody sets the clock back', () => {
	let now = 1_000;
	const state = { clock: { now: () => now }, setBackMs: 0, lastRead: 0 } as unknown as PaceState;
	const read = (at: number) => {
		now = at;
		const ms = readTime(state);
		return [ms, toEpoch(state, ms)];
	};
	expect([1_000, 1_000, 1_500, 400, 450, 100].map(read)).toEqual([
		[1_000, 1_000],
		[1_000, 1_000],
		[1_500, 1_500],
		[1_500, 400],
		[1_550, 450],
		[1_550, 100],
	]);
});

describe('before the first rejection, what the server says to have left', () => {
	const enterAll = async (told: number[]) => {
		const pace = createPace(createVirtualClock(), () => 0);
		for (const remaining of told) {
			const { pass } = await pace.enter();
			if (!pass) throw new Error('Not admitted');
			pass.leave({ answered: true, remaining });
		}
		for (let count = 0; count < 3; count++) void pace.enter();
		await Promise.resolve();
		const { inFlight, waiting } = pace.describe();
		return [inFlight, waiting];
	};

	test('is kept to', async () => {
		expect(await enterAll([...Array<number>(20).fill(5), 2])).toEqual([2, 1]);
		expect(await enterAll([0])).toEqual([1, 2]);
		expect(await enterAll([])).toEqual([3, 0]);
	});

	test('is not believed where it was wrong ten times', async () => {
		expect(await enterAll(Array<number>(11).fill(0))).toEqual([1, 2]);
		expect(await enterAll(Array<number>(12).fill(0))).toEqual([3, 0]);
	});
});

describe('how a round of answers moves the limit of requests in flight', () => {
	/** Answers that all took as long, with so many in flight on average. */
	const roundOf = (limit: number, load: number, ms: number) => {
		const round = { ...createRound(limit), sent: 20, load: 20 * load };
		for (let count = 0; count < 20; count++) add(round, 'read', ms - 1);
		return round;
	};
	const state = (
		limit: number,
		move: InFlight['move'],
		more: Partial<InFlight> = {},
	): InFlight => ({
		...createInFlight(),
		limit,
		move,
		...more,
	});
	/** A state in which a round of 10 ms at ten in flight came before. */
	const moved = (limit: number, move: InFlight['move'], more: Partial<InFlight> = {}) =>
		state(limit, move, { before: roundOf(10, 10, 10), ...more });

	test('is nothing, where too few were in flight to tell', () => {
		const idle = moved(20, 'up');
		judge(idle, roundOf(20, 11, 10));
		expect(idle).toMatchObject({ limit: 20, move: 'up', before: undefined });
		const busy = moved(20, 'up');
		judge(busy, roundOf(20, 12, 10));
		expect(busy.before).toBeDefined();
	});

	test('is up at the start, by what the latency allows, at most to double', () => {
		const near = state(8, 'start');
		judge(near, roundOf(8, 8, 20));
		expect(near.limit).toBeCloseTo(11);
		const far = state(8, 'start');
		judge(far, roundOf(8, 8, 200));
		expect(far.limit).toBe(16);
		const most = state(40, 'start');
		judge(most, roundOf(40, 40, 500));
		expect(most.limit).toBe(50);
	});

	test('ends at the most, and is then tried downward', () => {
		const all = state(50, 'start');
		judge(all, roundOf(50, 46, 100));
		expect(all).toMatchObject({ limit: 50, move: 'rest', rest: { length: 4, next: 'down' } });
		const free = moved(50, 'start');
		judge(free, roundOf(50, 46, 10));
		expect(free).toMatchObject({ limit: 50, rest: { length: 16, next: 'down' } });
		// Not as many in flight as might be: nothing is known of the most.
		const part = state(50, 'start');
		judge(part, roundOf(50, 45, 100));
		expect(part.move).toBe('start');
	});

	test('is back to where the queue begins, once two rounds have shown it', () => {
		const slow = moved(20, 'start');
		judge(slow, roundOf(20, 20, 20));
		expect(slow).toMatchObject({ limit: 20, move: 'start', isDoubted: true });
		judge(slow, roundOf(20, 20, 20));
		expect(slow.limit).toBeCloseTo(10);
		expect(slow).toMatchObject({ move: 'rest', rest: { next: 'down', length: 2 } });
	});

	test('is on upward while answers get less slow than the load grows', () => {
		const up = moved(20, 'up', { rest: { rounds: 0, length: 32, next: 'up' } });
		judge(up, roundOf(20, 20, 12));
		expect(up).toMatchObject({ move: 'up', rest: { length: 2 } });
		expect(up.limit).toBeCloseTo(28);
		const top = moved(50, 'up');
		judge(top, roundOf(50, 48, 10));
		expect(top).toMatchObject({ limit: 50, move: 'rest', rest: { length: 4, next: 'down' } });
		const worse = moved(20, 'up', { rest: { rounds: 0, length: 2, next: 'up' } });
		judge(worse, roundOf(20, 20, 16));
		expect(worse).toMatchObject({ limit: 20, isDoubted: true });
		judge(worse, roundOf(20, 20, 16));
		expect(worse.limit).toBeCloseTo(12.5);
		expect(worse.rest).toMatchObject({ length: 4, next: 'down' });
	});

	test('is downward while less is as good, and not below four', () => {
		// Half the load at half the latency: the rest had only queued.
		const down = moved(5, 'down', { step: 1.4 });
		judge(down, roundOf(5, 5, 5));
		expect(down).toMatchObject({ limit: 4, move: 'down' });
		judge(down, roundOf(4, 4, 2));
		expect(down).toMatchObject({ limit: 4, move: 'rest', rest: { length: 4, next: 'up' } });
		// As slow as before with half the load: back.
		const back = moved(5, 'down');
		judge(back, roundOf(5, 5, 10));
		expect(back).toMatchObject({ limit: 10, move: 'rest', rest: { length: 2, next: 'up' } });
	});

	test('is down by 30 % in a rest, once two rounds have taken twice as long', () => {
		const resting = moved(10, 'rest');
		judge(resting, roundOf(10, 10, 21));
		expect(resting).toMatchObject({ limit: 10, isDoubted: true });
		judge(resting, roundOf(10, 10, 21));
		expect(resting.limit).toBeCloseTo(7);
		expect(resting.move).toBe('rest');
	});

	test('is tried anew after a rest, in the direction whose turn it is', () => {
		const up = moved(10, 'rest', { step: 2, rest: { rounds: 0, length: 2, next: 'up' } });
		judge(up, roundOf(10, 10, 10));
		expect(up).toMatchObject({ limit: 10, move: 'rest' });
		judge(up, roundOf(10, 10, 10));
		expect(up).toMatchObject({ limit: 14, move: 'up' });
		const down = moved(10, 'rest', { rest: { rounds: 1, length: 2, next: 'down' } });
		judge(down, roundOf(10, 10, 10));
		expect(down.move).toBe('down');
		expect(down.limit).toBeCloseTo(10 / 1.4);
		const most = moved(50, 'rest', {
			before: roundOf(50, 50, 10),
			rest: { rounds: 1, length: 2, next: 'up' },
		});
		judge(most, roundOf(50, 50, 10));
		expect(most.move).toBe('down');
	});

	test('is waited for where answers vary too much to tell, four rounds at most', () => {
		const varied = { ...createRound(10), sent: 6, load: 60 };
		for (const ms of [1, 400, 2, 300, 1, 500]) add(varied, 'read', ms);
		const waiting = moved(10, 'rest');
		for (const parts of [2, 3, 4]) {
			judge(waiting, varied);
			expect(varied.parts).toBe(parts);
		}
		judge(waiting, varied);
		expect(varied.parts).toBe(4);
	});
});
