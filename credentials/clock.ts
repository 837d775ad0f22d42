import { sleep } from 'n8n-workflow';

/** What the package reads its time from, and waits with. */
export interface Clock {
	/** @returns epoch ms */
	now(): number;
	/**
	 * Waits.
	 *
	 * @param ms how long to wait
	 * @param signal ends the wait early, without an error
	 */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** n8n 2's `sleep` ends when the signal aborts and clears its timer; n8n 1's takes no signal. */
async function sleepUnlessAborted(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) return;
	let onAbort: () => void = () => undefined;
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
		signal.addEventListener('abort', onAbort, { once: true });
	});
	await Promise.race([sleep(ms, signal).catch(() => undefined), aborted]);
	signal.removeEventListener('abort', onAbort);
}

/** The one clock of the package. Tests replace its methods, so that no test waits for real. */
export const systemClock: Clock = { now: () => Date.now(), sleep: sleepUnlessAborted };

/** What a rate limit means for whoever waits. */
export const sayPause = (ms: number): string =>
	`ServiceOps accepts no request for at least ${inWords(ms)}`;

/** A span of time for a person, e.g. `30 seconds`, `5 minutes` or `24 hours`. */
export function inWords(ms: number): string {
	const seconds = Math.ceil(ms / 1_000);
	if (seconds === 1) return 'one second';
	if (seconds <= 90) return `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes > 90 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
}
