/** A clock whose pauses pass at once: the product waits two minutes in a few real milliseconds, over real HTTP. */
import type { Clock } from '../../credentials/clock';
import { delay, diagnosticsChannel, fs, path, projectRoot, type http } from './node';

/** How long nothing may be under way before the next pause ends, in real ms: n8n's own steps take a tick or two. */
const QUIET_MS = 2;
const DAY_MS = 86_400_000;

/** A clock that jumps instead of waiting. */
export interface VirtualClock extends Clock {
	now: () => number;
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	/** How long the product paused, in ms, in the order in which it began to. */
	readonly pauses: number[];
	/** How many pauses have not ended. */
	readonly waiting: number;
	/** Lets time pass, in ms. */
	advance: (ms: number) => void;
	/** Has pauses last until `release` or `advance`. */
	hold: () => void;
	release: () => void;
}

interface Sleeper {
	/** Epoch ms, by the virtual clock. */
	due: number;
	wake: () => void;
}

/**
 * A clock that goes with the real one, and jumps to the end of the shortest pause as soon as the product does nothing but
 * wait: work under way comes first, so that what is done and what is waited for keep their order.
 *
 * @param isBusy whether work is under way that takes real time
 */
export function virtualClock(isBusy: () => boolean = () => false): VirtualClock {
	const sleepers = new Set<Sleeper>();
	const pauses: number[] = [];
	let aheadMs = 0;
	let isHeld = false;
	let isTicking = false;
	const now = (): number => Date.now() + aheadMs;

	const wakeDue = (): void => {
		const due = [...sleepers].filter((one) => one.due <= now()).sort((a, b) => a.due - b.due);
		for (const { wake } of due) wake();
	};
	/** Runs as long as anyone waits; always one at a time. */
	const tick = async (): Promise<void> => {
		for (let quietMs = 0; sleepers.size > 0; quietMs++) {
			await delay(1);
			if (isHeld || isBusy()) quietMs = 0;
			if (quietMs >= QUIET_MS) {
				quietMs = 0;
				const next = Math.min(...[...sleepers].map(({ due }) => due));
				aheadMs += Math.max(0, next - now());
			}
			if (!isHeld) wakeDue();
		}
	};

	return {
		pauses,
		get waiting() {
			return sleepers.size;
		},
		now,
		advance: (ms) => {
			aheadMs += ms;
			wakeDue();
		},
		hold: () => {
			isHeld = true;
		},
		release: () => {
			isHeld = false;
		},
		sleep: async (ms, signal) => {
			if (signal?.aborted) return;
			pauses.push(ms);
			await new Promise<void>((resolve) => {
				const end = (settle: () => void) => () => {
					sleepers.delete(sleeper);
					signal?.removeEventListener('abort', abort);
					settle();
				};
				const sleeper = { due: now() + ms, wake: end(resolve) };
				const abort = end(resolve);
				signal?.addEventListener('abort', abort);
				sleepers.add(sleeper);
				if (isTicking) return;
				isTicking = true;
				void tick().finally(() => {
					isTicking = false;
				});
			});
		},
	};
}

/** Counts HTTP requests of this process that have no complete answer yet. */
function watchRequests(): { isBusy: () => boolean; stop: () => void } {
	let underWay = 0;
	const note = (message: unknown): void => {
		const { request } = message as { request: http.ClientRequest };
		underWay++;
		request.once('close', () => underWay--);
	};
	diagnosticsChannel.subscribe('http.client.request.start', note);
	return {
		isBusy: () => underWay > 0,
		stop: () => diagnosticsChannel.unsubscribe('http.client.request.start', note),
	};
}

/** The virtual clock of a test file. */
export interface FastClock extends VirtualClock {
	/** Has a further copy of the compiled package live by this clock too. */
	govern: (packageRoot: string) => void;
}

/**
 * Registers hooks that have the product, as compiled and as the unit tests import it, live by a virtual clock for as long
 * as the tests of a file run. No pause is noted or held beyond its test. While a request is under way no pause ends by
 * itself: a deadline that has to meet a server which hangs is made to pass by `advance`.
 */
export function useFastClock(): FastClock {
	const requests = watchRequests();
	const clock = virtualClock(requests.isBusy);
	const restore: Array<() => void> = [requests.stop];
	const replace = (file: string): void => {
		const { systemClock } = jest.requireActual<{ systemClock: Clock }>(file);
		const before = { ...systemClock };
		restore.push(() => Object.assign(systemClock, before));
		Object.assign(systemClock, { now: clock.now, sleep: clock.sleep });
	};
	const govern = (root: string): void => {
		const compiled = path.join(root, 'dist/serviceOps.js');
		// Unit tests do without a build.
		if (fs.existsSync(compiled)) replace(compiled);
	};
	beforeAll(() => {
		replace(path.join(projectRoot, 'credentials/clock.ts'));
		govern(projectRoot);
	});
	beforeEach(() => {
		// What a test has taught the product about the pace of a server is forgotten by the next.
		clock.advance(DAY_MS);
		clock.pauses.length = 0;
		clock.release();
	});
	afterAll(() => restore.forEach((one) => one()));
	return Object.assign(clock, { govern });
}
