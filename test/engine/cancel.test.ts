/** Stopping a workflow: what has not begun is not begun, what is under way is broken off. */
import { startRun } from '../support/engine';
import { delay } from '../support/node';
import { apiKeyLogin, clock, newRequest, numbered, record, useWorld } from './world';

const world = useWorld();
const get = { resource: 'request', operation: 'get', ...record('104') };
const running = async (count: number) => {
	while (world.simulator.journal.length < count) await delay(1);
};
const start = async (
	parameters: Parameters<typeof startRun>[0]['parameters'],
	more: Partial<Parameters<typeof startRun>[0]> = {},
) => await startRun({ parameters, credentials: apiKeyLogin(world.simulator.url), ...more });

describe.each([undefined, 'continueRegularOutput'] as const)('on error: %s', (onError) => {
	test('requests under way are broken off, no further item is begun', async () => {
		world.simulator.latencyMs = 60_000;
		world.simulator.failNext({ delayMs: -60_000 });
		const { cancel, ended } = await start(
			{ ...get, options: { concurrency: 5 } },
			{ items: numbered(50), onError },
		);
		await running(6);

		cancel();
		await ended;

		// The first item runs alone, then five at a time.
		await delay(20);
		expect(world.simulator.journal).toHaveLength(6);
		expect(world.simulator.journal.map(({ status }) => status)).toEqual([200, 0, 0, 0, 0, 0]);
	});

	test('a pause before a repetition ends at once, and nothing is repeated', async () => {
		clock.hold();
		world.simulator.failNext({ status: 429, headers: { 'retry-after': '60' }, times: 99 });
		const { cancel, ended } = await start(newRequest('Later'), { items: numbered(3), onError });
		while (clock.waiting === 0) await delay(1);

		cancel();
		// Time stands still, so only the end of the pause lets the run end.
		await ended;

		clock.advance(120_000);
		await delay(20);
		expect(world.simulator.journal).toHaveLength(1);
	});
});
