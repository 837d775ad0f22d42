/*
 * How many requests per second the server allows, measured from what it rejects.
 *
 * The limiter is assumed to be a token bucket (additions.md 5); fixed windows look much alike from outside. When a
 * request is rejected the bucket is empty. What the server accepts from one such moment to the next is what was
 * refilled meanwhile, so it measures the rate, exact to one request. That is AIMD with the decrease measured instead
 * of guessed, as TCP Westwood does: sending goes on at the measured rate and gets faster, slowly at first, until the
 * next rejection.
 * - Nothing is rejected: no limit is known, and nothing here costs anything.
 * - The first rejection: all wait, then one request goes alone, then two at a time, more with each one accepted, until
 *   the second rejection gives the first measurement.
 * - A pause is as long as the server asks; else one request's time, longer each time that the next is rejected too.
 * - A copy of the bucket is kept here, so that what was refilled in a pause is used, spread over time.
 */

/** A request that was sent. */
export interface Ticket {
	/** Counts the requests of this pace, from 1. */
	seq: number;
	/** Epoch ms. */
	sentAt: number;
}

/** A time during which the server's bucket is empty: from a rejection on, until a request is accepted again. */
interface Drought {
	/** The request whose rejection began it. */
	first: Ticket;
	/** Requests up to this one had been sent before it was noticed; their rejections are no news. */
	lastSeq: number;
	/** Requests after the first that were accepted. */
	accepted: number;
	/** How many rejections in a row, with nothing accepted between them, came after its first. */
	tries: number;
	isOver: boolean;
}

interface Epoch {
	/** The requests whose rejections began and ended it. */
	fromSeq: number;
	toSeq: number;
	accepted: number;
	ms: number;
}

/** What is known of one server's rate limit. */
export interface LearntRate {
	/** Requests so far. */
	sent: number;
	lastSentAt: number;
	/** Requests in flight that were sent after the last drought was noticed. */
	underWay: number;
	/** The last drought; undefined while no limit is known. */
	drought?: Drought;
	/** From drought to drought, the newest last. */
	epochs: Epoch[];
	/** Measured; undefined before that. `requests` is how many accepted ones the measurement stands on. */
	estimate?: { perSecond: number; requests: number };
	/** How many may be in flight while a limit is known but not measured. */
	provisionalLimit: number;
	/** Epoch ms until which nothing is sent. */
	pausedUntil: number;
	/** The copy of the server's bucket. */
	tokens: number;
	capacity: number;
	refilledAt: number;
	/** Epoch ms before which the next request would follow too close upon the last one. */
	nextAt: number;
	/** How long the last drought lasted, in ms. */
	dryMs: number;
	/** How long nothing was sent in the last drought because the server asked for it, in ms. */
	askedMs: number;
	/** Epoch ms at which a request was last sent out of what was saved up in a pause. */
	extraAt: number;
	wasClipped: boolean;
	margin: number;
	/** Ms since the last drought during which requests waited for their turn. */
	heldMs: number;
	/** Epoch ms at which the limit was last felt. */
	feltAt: number;
	/** Requests accepted since the server was last left alone. */
	accepted: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_BACKOFF_MS = 5_000;
/** A server that asks for more is tried again after this time, by one request. */
const LONGEST_ASKED_MS = 900_000;
const BACKOFF_FACTOR = 1.6;
/** So many accepted requests are measurement enough. */
const ENOUGH = 100;
const CERTAIN = 30;
const FORGET_MS = 600_000;
const LONG = 10;
const KEPT = 0.75;
const MARGIN = 0.05;
const IDLE_MS = 10_000;
/** A limit above this, in requests per second, is none. */
const NO_LIMIT = 2_000;

export const createRate = (): LearntRate => ({
	sent: 0,
	lastSentAt: 0,
	underWay: 0,
	epochs: [],
	provisionalLimit: 2,
	pausedUntil: 0,
	tokens: 0,
	capacity: 1,
	refilledAt: 0,
	nextAt: 0,
	dryMs: 0,
	askedMs: 0,
	extraAt: 0,
	wasClipped: false,
	margin: MARGIN,
	heldMs: 0,
	feltAt: 0,
	accepted: 0,
});

/** The requests per second at which to send now; undefined while none is measured. */
export function currentPace(rate: LearntRate): number | undefined {
	if (!rate.estimate) return undefined;
	const { perSecond, requests } = rate.estimate;
	const doublingMs = Math.max(4_000, (15_000 / perSecond) * Math.min(1, requests / CERTAIN));
	const first = Math.min(0.5, 1 / requests);
	const growth = Math.max(0.01, first / 2) * 2 ** ((rate.heldMs / doublingMs) ** 2);
	return perSecond * (1 - rate.margin + first + growth);
}

/**
 * When the next request may be sent.
 *
 * @returns epoch ms; 0 for at once, `Infinity` for not before a request in flight is answered
 */
export function readyAt(rate: LearntRate, now: number): number {
	const { drought } = rate;
	if (!drought) return 0;
	const pace = currentPace(rate);
	if (now - rate.feltAt > FORGET_MS || (pace ?? 0) > NO_LIMIT) {
		forget(rate);
		return 0;
	}
	const isProbing = !drought.isOver && (!pace || drought.tries > 0);
	if (isProbing && rate.underWay > 0) return Infinity;
	if (!pace && rate.underWay >= rate.provisionalLimit) return Infinity;
	if (!pace) return rate.pausedUntil;
	refill(rate, pace, now);
	const tokenAt = rate.tokens >= 1 ? 0 : now + ((1 - rate.tokens) / pace) * 1_000;
	return Math.max(rate.pausedUntil, rate.nextAt, tokenAt);
}

function forget(rate: LearntRate): void {
	Object.assign(rate, createRate(), { sent: rate.sent, lastSentAt: rate.lastSentAt });
	rate.drought = undefined;
	rate.estimate = undefined;
}

function refill(rate: LearntRate, pace: number, now: number): void {
	const elapsed = Math.max(0, now - rate.refilledAt);
	const most = Math.max(1 + pace / 20, rate.capacity);
	const tokens = rate.tokens + (elapsed * pace) / 1_000;
	if (tokens > most + 1) rate.wasClipped = true;
	rate.tokens = Math.min(most, tokens);
	rate.refilledAt = now;
}

/**
 * Notes that a request is sent now.
 *
 * @param wasHeld whether it had to wait for the rate
 */
export function noteSent(rate: LearntRate, now: number, wasHeld: boolean): Ticket {
	const pace = currentPace(rate);
	const sinceLast = now - rate.lastSentAt;
	if (pace) {
		refill(rate, pace, now);
		rate.nextAt = now + 1_000 / Math.max(2 * pace, rate.tokens / 2);
		if (rate.tokens >= 1.5) {
			rate.extraAt = now;
		}
		rate.tokens--;
		if (wasHeld) {
			rate.heldMs += Math.min(sinceLast, 2_000 / pace);
			rate.feltAt = now;
		}
	}
	if (sinceLast > IDLE_MS) rate.accepted = 0;
	rate.lastSentAt = now;
	rate.underWay++;
	rate.sent++;
	return { seq: rate.sent, sentAt: now };
}

/** Notes that the server took a request, whatever it answered. */
export function noteAccepted(rate: LearntRate, ticket: Ticket, now: number): void {
	rate.accepted++;
	const { drought } = rate;
	if (!drought) return;
	if (ticket.seq > drought.first.seq) drought.accepted++;
	const epoch = rate.epochs.find(
		({ fromSeq, toSeq }) => ticket.seq > fromSeq && ticket.seq < toSeq,
	);
	if (epoch) {
		epoch.accepted++;
		rate.estimate = average(rate);
	}
	if (ticket.seq <= drought.lastSeq) return;
	rate.underWay--;
	rate.provisionalLimit += Math.min(1, (now - ticket.sentAt) / 500);
	if (!drought.isOver) rate.dryMs = ticket.sentAt - drought.first.sentAt;
	drought.isOver = true;
	drought.tries = 0;
}

/** Notes that a request got lost, so that nobody knows whether the limiter saw it. */
export function noteLost(rate: LearntRate, ticket: Ticket): void {
	const { drought } = rate;
	if (!drought) return;
	if (ticket.seq > drought.lastSeq) rate.underWay--;
}

/**
 * Notes that the server rejected a request.
 *
 * @param askedMs how long it asks to wait
 * @param allowedPerSecond the pace that it names
 * @returns whether this is how a limit was found
 */
export function noteRejected(
	rate: LearntRate,
	ticket: Ticket,
	told: { askedMs?: number; allowedPerSecond?: number },
	now: number,
	random: () => number,
): boolean {
	const { drought } = rate;
	rate.feltAt = now;
	if (drought && ticket.seq <= drought.lastSeq) {
		if (told.askedMs) pause(rate, told.askedMs, now, random);
		return false;
	}
	if (drought && !drought.isOver) {
		drought.tries++;
		drought.lastSeq = rate.sent;
	} else {
		if (drought) measure(rate, drought, ticket);
		else beginMeasuring(rate, told.allowedPerSecond);
		rate.drought = { first: ticket, lastSeq: rate.sent, accepted: 0, tries: 0, isOver: false };
		rate.heldMs = 0;
		rate.askedMs = 0;
		rate.wasClipped = false;
	}
	rate.underWay = 0;
	rate.tokens = 0;
	rate.refilledAt = now;
	pause(rate, told.askedMs, now, random);
	return !drought;
}

function beginMeasuring(rate: LearntRate, allowedPerSecond: number | undefined): void {
	rate.capacity = Math.min(1_000, Math.max(1, rate.accepted));
	rate.provisionalLimit = 2;
	if (allowedPerSecond) rate.estimate = { perSecond: allowedPerSecond, requests: 20 };
}

function pause(
	rate: LearntRate,
	askedMs: number | undefined,
	now: number,
	random: () => number,
): void {
	const tries = rate.drought?.tries ?? 0;
	const oneMs = rate.estimate ? 1_000 / rate.estimate.perSecond : FIRST_PAUSE_MS;
	const ownMs = Math.max(oneMs, rate.dryMs / 2) * (1 + 0.2 * random());
	const backoffMs = Math.min(
		Math.max(LONGEST_BACKOFF_MS, rate.dryMs / 2),
		ownMs * BACKOFF_FACTOR ** tries,
	);
	const cappedMs = Math.min(askedMs ?? 0, LONGEST_ASKED_MS);
	const ms = cappedMs > 0 && tries === 0 ? cappedMs : Math.max(cappedMs, backoffMs);
	rate.askedMs = Math.max(rate.askedMs, cappedMs);
	rate.pausedUntil = Math.max(rate.pausedUntil, now + ms);
}

/** Takes from the drought before to the one that the rejection of `ticket` begins as one epoch. */
function measure(rate: LearntRate, drought: Drought, ticket: Ticket): void {
	const pace = currentPace(rate);
	if (pace) adjustCapacity(rate, ticket, pace);
	const { accepted } = drought;
	const isEarly =
		pace !== undefined &&
		rate.estimate !== undefined &&
		rate.estimate.requests >= 20 &&
		pace < 1.02 * rate.estimate.perSecond;
	rate.margin = isEarly ? Math.min(0.2, rate.margin + 0.05) : Math.max(MARGIN, rate.margin - 0.05);
	const ms = Math.max(20, ticket.sentAt - drought.first.sentAt);
	const { estimate } = rate;
	if (accepted <= 0) {
		if (estimate) rate.estimate = { perSecond: estimate.perSecond / 2, requests: 2 };
		return;
	}
	const plain = (accepted / ms) * 1_000;
	// What did not fit into the bucket is lost, and a limit may have risen: then it is less what was taken than how fast.
	const own =
		pace && accepted >= LONG ? Math.max(plain, Math.min(KEPT * pace, 1.3 * plain)) : plain;
	if (own > plain) rate.epochs = [];
	rate.epochs.push({
		fromSeq: drought.first.seq,
		toSeq: ticket.seq,
		accepted,
		ms: (accepted / own) * 1_000,
	});
	rate.estimate = average(rate);
}

/** What happened when the tokens of a pause were used tells whether the server had kept them. */
function adjustCapacity(rate: LearntRate, ticket: Ticket, pace: number): void {
	const wasCatchingUp = ticket.sentAt - rate.extraAt < 500 + 2_000 / pace;
	if (wasCatchingUp) rate.capacity = Math.max(1, rate.capacity / 2);
	else if (rate.wasClipped) rate.capacity = Math.min(1_000, rate.capacity * 1.5);
}

/** Over as many of the newest epochs as agree with each other. */
function average(rate: LearntRate): { perSecond: number; requests: number } {
	let accepted = 0;
	let ms = 0;
	let used = 0;
	for (const epoch of [...rate.epochs].reverse()) {
		const perMs = epoch.accepted / epoch.ms;
		const least = Math.min(accepted, epoch.accepted);
		const differs = accepted > 0 && Math.abs(Math.log((perMs * ms) / accepted)) > 0.2 + 1.5 / least;
		if (differs || accepted >= ENOUGH) break;
		accepted += epoch.accepted;
		ms += epoch.ms;
		used++;
	}
	rate.epochs = rate.epochs.slice(-used);
	return { perSecond: (accepted / ms) * 1_000, requests: accepted };
}
