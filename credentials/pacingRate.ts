import {
	adjustCapacity,
	createBucket,
	empty,
	isSingle,
	measureCapacity,
	refill,
	take,
	type Bucket,
} from './pacingBucket';
import type { Drought, Ticket } from './pacingDrought';
import {
	addEpoch,
	countLate,
	createMeasurement,
	LONG_EPOCH,
	paceAfter,
	takePace,
	type Measurement,
} from './pacingMeasure';

/*
 * When a request may be sent, by what is known of the server's rate limit. The limiter is taken for a token bucket
 * (additions.md 5); from outside, fixed windows look much alike.
 * - Nothing has been rejected: no limit is known, and nothing here costs anything.
 * - The first rejection: all wait, then one request goes alone, then two at a time, more with each one accepted, until the
 *   next rejection gives the first measurement (pacingMeasure.ts).
 * - From then on requests go at the measured pace. A rejection makes all wait: as long as the server asks, else for the
 *   time of one request, longer each time that the next one is rejected as well.
 * - What the server saves up during a pause is used afterwards, spread over time (pacingBucket.ts).
 */

/** What is known of one server's rate limit. All times are ms on the clock of the pace. */
export interface LearnedRate {
	sent: number;
	lastSentAt: number;
	/** Requests accepted since the server was last left alone. */
	accepted: number;
	/** Requests in flight that were sent after the last drought was noticed. */
	inFlight: number;
	/** The last one; undefined while no limit is known. */
	drought?: Drought;
	/** How long the last one lasted. */
	droughtMs: number;
	measurement: Measurement;
	/** How many may be in flight while the limit is not measured. */
	provisionalLimit: number;
	/** Nothing is sent before. */
	pausedUntil: number;
	/** The next request would follow too close upon the last one before. */
	nextAt: number;
	/** The copy of the server's. */
	bucket: Bucket;
	/** For how long requests have waited for their turn since the last drought began. */
	heldMs: number;
	/** 1 if the pace of a server that saves nothing up has lasted for long, else 0. */
	steady: number;
	/** When the limit was last felt. */
	feltAt: number;
}

const FIRST_PAUSE_MS = 100;
const BACKOFF_FACTOR = 1.6;
const LONGEST_BACKOFF_MS = 5_000;
/** A server that asks for more is tried again after this time, with one request; until then nobody waits for it, in ms. */
export const LONGEST_ASKED_MS = 900_000;
/** A request that is sent alone to see whether the server takes it, and is not answered, holds up the others no longer. */
const LONGEST_PROBE_MS = 10_000;
/** Of the last drought's length, half is waited next time before the first try; no more is remembered of it than this. */
const LONGEST_REMEMBERED_MS = 60_000;
/** A limit that was not felt for so long is forgotten, as is one of more requests per second than matter. */
const [FORGET_MS, NO_LIMIT] = [600_000, 2_000];
/** A server that was left alone for so long is approached again: its bucket may be full, and the pace is the measured one. */
const IDLE_MS = 10_000;

export const createRate = (): LearnedRate => ({
	sent: 0,
	lastSentAt: 0,
	accepted: 0,
	inFlight: 0,
	drought: undefined,
	droughtMs: 0,
	measurement: createMeasurement(),
	provisionalLimit: 2,
	pausedUntil: 0,
	nextAt: 0,
	bucket: createBucket(),
	heldMs: 0,
	steady: 0,
	feltAt: 0,
});

/** More of a pause says nothing about the next one. */
const DEAR_PAUSE_MS = 2_000;

/**
 * A server that saves nothing up loses what it would have taken during a pause: the more that is, the more slowly the pace grows
 * until the next one.
 */
function paceOf({
	measurement,
	heldMs,
	droughtMs,
	bucket,
	steady,
}: LearnedRate): number | undefined {
	const { perSecond = 0 } = measurement;
	const lostMs = isSingle(bucket) ? Math.min(droughtMs, DEAR_PAUSE_MS) : 0;
	const lost = Math.max(0, (lostMs * perSecond) / 1_000 - 1);
	return paceAfter(measurement, heldMs / (1 + steady + lost / 2));
}

/**
 * When the next request may be sent.
 *
 * @returns ms; 0 for at once; a time that may get earlier when a request in flight is answered
 */
export function readyAt(rate: LearnedRate, now: number): number {
	const pace = paceOf(rate);
	const lastFelt = Math.max(rate.feltAt, rate.pausedUntil);
	if (rate.drought && (now - lastFelt > FORGET_MS || (pace ?? 0) > NO_LIMIT)) {
		Object.assign(rate, createRate(), { sent: rate.sent, lastSentAt: rate.lastSentAt });
	}
	const { drought } = rate;
	if (!drought) return 0;
	const isProbing = !drought.isOver && (!pace || drought.tries > 0);
	const mayFollow = rate.inFlight < (isProbing ? 1 : rate.provisionalLimit);
	if ((isProbing || !pace) && !mayFollow) {
		return Math.max(rate.pausedUntil, rate.lastSentAt + LONGEST_PROBE_MS);
	}
	if (!pace) return rate.pausedUntil;
	const tokens = refill(rate.bucket, pace, now);
	const tokenAt = tokens >= 1 ? 0 : now + ((1 - tokens) / pace) * 1_000;
	return Math.max(rate.pausedUntil, rate.nextAt, tokenAt);
}

/**
 * Notes that a request is sent now.
 *
 * @param wasHeld whether it had to wait for the rate
 */
export function noteSent(rate: LearnedRate, now: number, wasHeld: boolean): Ticket {
	const pace = paceOf(rate);
	const sinceLastMs = now - rate.lastSentAt;
	if (pace) rate.nextAt = now + take(rate.bucket, pace, now);
	if (pace && wasHeld) {
		rate.heldMs += Math.min(sinceLastMs, 2_000 / pace);
		rate.feltAt = now;
	}
	if (sinceLastMs > IDLE_MS && !wasHeld) rate.accepted = rate.heldMs = 0;
	rate.lastSentAt = now;
	rate.inFlight++;
	rate.sent++;
	return { number: rate.sent, sentAt: now };
}

/** Notes that the server took a request, whatever it answered. */
export function noteAccepted(rate: LearnedRate, { number, sentAt }: Ticket, now: number): void {
	const { drought } = rate;
	rate.accepted++;
	if (!drought) return;
	if (number > drought.first.number) drought.accepted++;
	else countLate(rate.measurement, number);
	if (number <= drought.lastNumber) return;
	rate.inFlight--;
	rate.provisionalLimit += Math.min(1, (now - sentAt) / 500);
	if (!drought.isOver) rate.droughtMs = sentAt - drought.first.sentAt;
	drought.isOver = true;
	drought.tries = 0;
}

/** Notes that a request got lost: nobody knows whether the limiter saw it. */
export function noteLost(rate: LearnedRate, { number }: Ticket): void {
	if (rate.drought && number > rate.drought.lastNumber) rate.inFlight--;
}

/** What a server says when it rejects a request: how long to wait, in ms. */
export interface Told {
	askedMs?: number;
}

/**
 * Notes that the server rejected a request.
 *
 * @param random 0 to 1
 */
export function noteRejected(
	rate: LearnedRate,
	ticket: Ticket,
	told: Told,
	now: number,
	random: number,
): void {
	const { drought } = rate;
	rate.feltAt = now;
	if (drought && ticket.number <= drought.lastNumber) {
		if (told.askedMs) pause(rate, told.askedMs, now, random);
		return;
	}
	if (drought && !drought.isOver) {
		drought.tries++;
		drought.lastNumber = rate.sent;
	} else {
		beginDrought(rate, ticket);
	}
	rate.inFlight = 0;
	empty(rate.bucket, now);
	pause(rate, told.askedMs, now, random);
}

function beginDrought(rate: LearnedRate, first: Ticket): void {
	const { drought, bucket } = rate;
	if (drought) {
		const pace = paceOf(rate);
		if (pace) adjustCapacity(bucket, pace, first.sentAt);
		const [from, to] = [drought.first.number, first.number];
		const ms = first.sentAt - drought.first.sentAt;
		const { accepted } = drought;
		if (pace && isSingle(bucket)) {
			// It would have accepted more than it did, so the pace that it rejected tells more.
			rate.steady = accepted < LONG_EPOCH ? 0 : 1;
			const below = (rate.steady ? 0.93 : 0.8) * pace;
			takePace(rate.measurement, Math.max((accepted / ms) * 1_000, below));
		} else {
			// Much was lost during the last pause, so what was accepted is too little: the pace at the end says more.
			const pauseMs = Math.min(rate.droughtMs, DEAR_PAUSE_MS);
			const isDear = pace !== undefined && pauseMs * pace > 1_600 * bucket.capacity;
			addEpoch(rate.measurement, { from, to, accepted, ms }, isDear ? 1.2 * pace : pace);
		}
	} else {
		measureCapacity(bucket, rate.accepted);
	}
	rate.drought = { first, lastNumber: rate.sent, accepted: 0, tries: 0, isOver: false };
	rate.heldMs = 0;
}

function pause(rate: LearnedRate, askedMs: number | undefined, now: number, random: number): void {
	const tries = rate.drought?.tries ?? 0;
	const { perSecond } = rate.measurement;
	const gapMs = perSecond ? 1_000 / perSecond : FIRST_PAUSE_MS;
	const firstMs = Math.max(gapMs, Math.min(rate.droughtMs, LONGEST_REMEMBERED_MS) / 2);
	const growingMs = firstMs * BACKOFF_FACTOR ** tries * (1 + random / 5);
	// As fine as the time that has passed allows, so that what is lost at the end of a window stays in proportion.
	const sinceMs = tries > 0 ? (now - (rate.drought?.first.sentAt ?? now)) / 10 : firstMs;
	const backoffMs = Math.min(growingMs, Math.max(LONGEST_BACKOFF_MS, gapMs, sinceMs));
	const toldMs = Math.min(askedMs ?? 0, LONGEST_ASKED_MS);
	// Where the server asked for too little, or in another unit than was understood, the backoff counts as well.
	const ms = toldMs > 0 && tries === 0 ? toldMs : Math.max(toldMs, backoffMs);
	rate.pausedUntil = Math.max(rate.pausedUntil, now + ms);
}
