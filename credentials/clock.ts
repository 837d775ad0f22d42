import { sleep } from 'n8n-workflow';

/** What the package reads its time from, and waits with. */
export interface Clock {
	/** @returns epoch ms */
	now(): number;
	/**
	 * @param ms how long to wait
	 * @param signal ends the wait early
	 * @throws the signal's reason, once it is aborted
	 */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The one clock of the package. Tests replace its methods, so that no test waits for real. */
export const systemClock: Clock = { now: Date.now, sleep };
