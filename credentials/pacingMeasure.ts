/*
 * The requests per second that a server accepts, measured between two moments at which it rejected one.
 *
 * At both of them its bucket is empty, so what it accepts from one to the next is what was refilled meanwhile: the rate,
 * exact to one request. That is AIMD with the decrease measured instead of guessed, as TCP Westwood does it.
 */

/** The time from one moment at which the server rejected a request to the next. */
interface Epoch {
	/** The requests whose rejections began and ended it, by number. */
	from: number;
	to: number;
	/** How many of the requests between them were accepted. */
	accepted: number;
	ms: number;
}

export interface Measurement {
	/** The newest last. */
	epochs: Epoch[];
	/** Requests per second; undefined before the first measurement. */
	perSecond?: number;
	/** How many accepted requests that stands on: the more, the more exact. */
	requests: number;
}

/** Fewer requests than this say nothing against what was measured before: a slot that was just free, or a pause told too short. */
const FEW = 3;
/** Requests that are measurement enough; older ones are left out. */
const ENOUGH = 100;
/** From so many on, growth takes its time. */
const CERTAIN = 30;
/** Sending begins this much below the measured rate, so that requests that bunch up on the way find a reserve. */
const RESERVE = 0.05;
const LEAST_GROWTH = 0.01;
/** How long growth stays moderate: in ms, and in requests, whichever is longer; less where hardly anything was measured. */
const [MODERATE_MS, MODERATE_REQUESTS] = [4_000, 15];
/** An epoch of so many accepted requests tells what pace the server sustains. */
export const LONG_EPOCH = 10;
/** Which part of the pace that a long epoch ended with is held on to; how much more than was accepted that may be. */
const [SUSTAINED, MOST_SUSTAINED] = [0.75, 1.3];

export const createMeasurement = (): Measurement => ({ epochs: [], requests: 0 });

/** Takes a pace that was concluded otherwise, until there is a measurement. */
export function takePace(measurement: Measurement, perSecond: number): void {
	measurement.perSecond = perSecond;
	measurement.requests = CERTAIN;
}

/**
 * Adds an epoch.
 *
 * @param pace requests per second at which it ended; undefined if nothing had been measured
 */
export function addEpoch(measurement: Measurement, epoch: Epoch, pace: number | undefined): void {
	const ms = Math.max(20, epoch.ms);
	const plain = (epoch.accepted / ms) * 1_000;
	// A bucket that was full lost something, and a limit that has risen was not used from the start: then what was
	// accepted is too little, and the pace at the end says more.
	const sustained = Math.min(SUSTAINED * (pace ?? 0), MOST_SUSTAINED * plain);
	const perSecond = epoch.accepted >= LONG_EPOCH ? Math.max(plain, sustained) : plain;
	if (perSecond > plain) measurement.epochs = [];
	measurement.epochs.push({ ...epoch, ms: (epoch.accepted / perSecond) * 1_000 });
	average(measurement);
}

/** Counts a request that was accepted after the epoch in which it was sent had ended. */
export function countLate(measurement: Measurement, request: number): void {
	const epoch = measurement.epochs.find(({ from, to }) => request > from && request < to);
	if (!epoch) return;
	epoch.accepted++;
	average(measurement);
}

/** Over as many of the newest epochs as agree with each other. */
function average(measurement: Measurement): void {
	let [accepted, ms, used] = [0, 0, 0];
	for (const epoch of [...measurement.epochs].reverse()) {
		const ratio = (epoch.accepted / epoch.ms) * (ms / accepted);
		const tolerance = 0.2 + 1.5 / Math.min(accepted, epoch.accepted);
		const differs = accepted >= FEW && Math.abs(Math.log(ratio)) > tolerance;
		if (differs || accepted >= ENOUGH) break;
		accepted += epoch.accepted;
		ms += epoch.ms;
		used++;
	}
	measurement.epochs = measurement.epochs.slice(-used);
	measurement.perSecond = (accepted / ms) * 1_000;
	measurement.requests = accepted;
}

/**
 * The requests per second at which to send: a little below what was measured, or above where that is inexact, and faster
 * and faster as long as nothing is rejected, because the limit may have risen.
 *
 * @param heldMs for how long requests have waited for their turn since the last rejection
 * @returns undefined before the first measurement
 */
export function paceAfter(measurement: Measurement, heldMs: number): number | undefined {
	const { perSecond, requests } = measurement;
	if (perSecond === undefined) return undefined;
	const certainty = Math.min(1, requests / CERTAIN);
	const moderateMs = Math.max(
		MODERATE_MS * Math.min(1, 8 * certainty),
		(MODERATE_REQUESTS * 1_000 * Math.max(0.1, certainty)) / perSecond,
	);
	const inexactness = Math.min(0.5, 1 / requests);
	const growth = Math.max(LEAST_GROWTH, inexactness / 2) * 2 ** ((heldMs / moderateMs) ** 2);
	return perSecond * (1 - RESERVE + inexactness + growth);
}
