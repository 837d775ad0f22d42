import { systemClock, type Clock } from './clock';

/**
 * The time by which a call has to end: one budget for all its attempts, pauses and logins, so that no part of it
 * starts a budget of its own.
 */
export interface Deadline {
	/** Epoch ms; `Infinity` for none. */
	readonly at: number;
	/** How many ms are left, at least 0; `Infinity` for none. */
	remaining(): number;
	/** The time left, or `ms` where that is less: the timeout of one attempt, or a pause. */
	cap(ms: number): number;
}

/**
 * Starts a budget.
 *
 * @param ms how long from now on; `Infinity` for no deadline
 */
export function createDeadline(clock: Clock, ms: number): Deadline {
	const at = clock.now() + Math.max(0, ms);
	const remaining = () => Math.max(0, at - clock.now());
	return { at, remaining, cap: (limitMs) => Math.min(limitMs, remaining()) };
}

/** No deadline: every remainder is infinite. */
export const noDeadline = createDeadline(systemClock, Infinity);
