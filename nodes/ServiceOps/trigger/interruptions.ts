import { Abandoned, ifError, RateLimited } from '../transport/errors';

/** The time of a poll is up; what it has learned is kept, and the next one goes on there. */
export class OutOfTime extends Abandoned {}

/** Whether the next poll can go on where this one had to stop. */
export const isInterruption = (error: unknown): boolean =>
	error instanceof Abandoned || error instanceof RateLimited;

/**
 * Ends work early where the next poll can go on.
 *
 * @returns undefined when the time is up or the server accepts no more requests for now
 * @throws what else goes wrong
 */
export async function unlessInterrupted<T>(work: Promise<T>): Promise<T | undefined> {
	return await work.catch(ifError(isInterruption, undefined));
}
