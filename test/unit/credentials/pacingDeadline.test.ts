/** One budget for a call with all its attempts, pauses and logins; and pauses that end when they are cancelled. */
import { systemClock } from '../../../credentials/clock';
import { createDeadline, noDeadline } from '../../../credentials/deadline';
import { createVirtualClock } from '../../support/virtualClock';

test('what is left gets less as time passes, and never less than nothing', async () => {
	const clock = createVirtualClock();
	const deadline = createDeadline(clock, 10_000);
	expect(deadline.at).toBe(clock.now() + 10_000);
	expect(deadline.remaining()).toBe(10_000);
	await clock.runUntil(clock.sleep(4_000));
	expect(deadline.remaining()).toBe(6_000);
	await clock.runUntil(clock.sleep(60_000));
	expect(deadline.remaining()).toBe(0);
});

test('an attempt gets its own timeout, or what is left where that is less', async () => {
	const clock = createVirtualClock();
	const deadline = createDeadline(clock, 10_000);
	expect(deadline.cap(3_000)).toBe(3_000);
	await clock.runUntil(clock.sleep(8_000));
	expect(deadline.cap(3_000)).toBe(2_000);
	expect(deadline.cap(1_000)).toBe(1_000);
});

test('no deadline takes nothing away', () => {
	expect(noDeadline.remaining()).toBe(Infinity);
	expect(noDeadline.cap(60_000)).toBe(60_000);
	expect(createDeadline(createVirtualClock(), Infinity).remaining()).toBe(Infinity);
});

test('a budget of less than nothing is used up', () => {
	expect(createDeadline(createVirtualClock(), -5).remaining()).toBe(0);
});

test('a pause of the real clock ends when it is cancelled, also while it has long to go', async () => {
	const controller = new AbortController();
	const started = systemClock.now();
	const pause = systemClock.sleep(60_000, controller.signal);
	controller.abort(new Error('stopped'));
	await expect(pause).resolves.toBeUndefined();
	await expect(systemClock.sleep(60_000, controller.signal)).resolves.toBeUndefined();
	expect(systemClock.now() - started).toBeLessThan(1_000);
});

test('a pause of the real clock ends by itself, and listens for nothing afterwards', async () => {
	const controller = new AbortController();
	const remove = jest.spyOn(controller.signal, 'removeEventListener');
	const started = systemClock.now();
	await systemClock.sleep(20, controller.signal);
	await systemClock.sleep(20);
	expect(systemClock.now() - started).toBeGreaterThanOrEqual(38);
	expect(remove).toHaveBeenCalled();
	controller.abort();
});
