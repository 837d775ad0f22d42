/** The clock of the tests: pauses pass at once, in their order, and not while work is under way. */
import { systemClock } from '../../credentials/clock';
import { useFastClock, virtualClock } from '../support/clock';
import { delay, http } from '../support/node';

const MINUTE = 60_000;

describe('a virtual clock', () => {
	test('passes two minutes at once, for everyone who looks at it', async () => {
		const clock = virtualClock();
		const [started, startedForReal] = [clock.now(), Date.now()];

		await clock.sleep(2 * MINUTE);

		expect(clock.now() - started).toBeGreaterThanOrEqual(2 * MINUTE);
		expect(Date.now() - startedForReal).toBeLessThan(MINUTE);
		expect(clock.pauses).toEqual([2 * MINUTE]);
		expect(clock.waiting).toBe(0);
	});

	test('ends pauses in the order of their ends, and no sooner', async () => {
		const clock = virtualClock();
		const started = clock.now();
		const ended: Array<[ms: number, after: number]> = [];
		const pause = async (ms: number) => {
			await clock.sleep(ms);
			ended.push([ms, clock.now() - started]);
		};

		await Promise.all([pause(3 * MINUTE), pause(MINUTE).then(async () => await pause(MINUTE))]);

		expect(ended.map(([ms]) => ms)).toEqual([MINUTE, MINUTE, 3 * MINUTE]);
		for (const [index, due] of [1, 2, 3].entries()) {
			const after = ended[index]?.[1] ?? 0;
			expect(after).toBeGreaterThanOrEqual(due * MINUTE);
			expect(after).toBeLessThan((due + 0.5) * MINUTE);
		}
	});

	test('does not jump while work is under way', async () => {
		let isBusy = true;
		const clock = virtualClock(() => isBusy);
		let isOver = false;
		const pause = clock.sleep(MINUTE).then(() => (isOver = true));

		await delay(30);
		expect(isOver).toBe(false);
		isBusy = false;
		await pause;
		expect(isOver).toBe(true);
	});

	test('held, ends a pause only when time is made to pass', async () => {
		const clock = virtualClock();
		clock.hold();
		const pause = clock.sleep(MINUTE);

		await delay(30);
		clock.advance(MINUTE - 1_000);
		expect(clock.waiting).toBe(1);
		clock.advance(1_000);

		await expect(pause).resolves.toBeUndefined();
	});

	test('ends a pause at once when the signal is aborted, without an error, as the real one does', async () => {
		for (const clock of [virtualClock(), systemClock]) {
			const during = new AbortController();
			const startedAt = Date.now();
			const pause = clock.sleep(MINUTE, during.signal);
			during.abort(new Error('stopped'));
			await expect(pause).resolves.toBeUndefined();
			await expect(clock.sleep(MINUTE, during.signal)).resolves.toBeUndefined();
			expect(Date.now() - startedAt).toBeLessThan(MINUTE / 2);
		}
	});
});

describe('the clock of the product', () => {
	const clock = useFastClock();

	test('is the virtual one', async () => {
		const started = systemClock.now();

		await systemClock.sleep(MINUTE);

		expect(systemClock.now() - started).toBeGreaterThanOrEqual(MINUTE);
		expect(clock.pauses).toEqual([MINUTE]);
	});

	test('waits for a request under way', async () => {
		const order: string[] = [];
		const server = http.createServer((_, response) => {
			void delay(50).then(() => response.end('done'));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		const answered = new Promise<void>((resolve) => {
			http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
				response.resume().on('end', () => resolve());
			});
		}).then(() => order.push('answer'));

		await Promise.all([answered, systemClock.sleep(MINUTE).then(() => order.push('pause'))]);
		server.close();

		expect(order).toEqual(['answer', 'pause']);
	});
});
