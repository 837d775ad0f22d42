import { sleep } from 'n8n-workflow';

/** The clock and its sleep, passed in so that tests need not wait. */
export interface Clock {
	/** Epoch ms. */
	now(): number;
	/**
	 * Waits.
	 *
	 * @param signal ends the wait early, without an error
	 */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `sleep` of n8n 1 does not take a signal, so this listens to it. */
async function sleepUnlessAborted(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) return;
	let stop: () => void = () => undefined;
	const aborted = new Promise<void>((resolve) => (stop = resolve));
	signal.addEventListener('abort', stop);
	await Promise.race([sleep(ms, signal).catch(() => undefined), aborted]);
	signal.removeEventListener('abort', stop);
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep: sleepUnlessAborted };
