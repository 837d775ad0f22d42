/**
 * Whatever happens between polls, and to them: each creation and each change is an event exactly once. The model is a
 * list of what was done to the server; fast-check makes up what happens, and takes away from a failure what is not needed.
 */
import fc from 'fast-check';
import { sample, scaled } from '../support/scale';
import { passwordLogin } from './world';
import { BEGINNING, create, ids, named, update, watch, type Watcher } from './watcher';

/** What was done to the server, and what of it has to be told. */
interface Model {
	/** Epoch ms. */
	clock: number;
	/** When each request made by the test was last touched, by its ID. */
	touched: Map<number, number>;
	/** By its ID, the event that each request owes: of several changes between two polls only the last one is to be seen. */
	owed: Map<number, string>;
	/** How many events have been told. */
	told: number;
}

type Happening = fc.AsyncCommand<Model, Watcher>;

const happening = (name: string, run: Happening['run']): Happening => ({
	check: () => true,
	run,
	toString: () => name,
});

/** One poll, whose events are all owed, and told for the first time. */
async function poll(model: Model, watcher: Watcher, keeps: boolean): Promise<number> {
	const credentials = passwordLogin(watcher.simulator.url);
	const found = ids(await watcher.poll({ credentials }, keeps));
	for (const event of found) {
		const id = Number(event.split(':')[1]);
		expect(event).toBe(model.owed.get(id));
		model.owed.delete(id);
	}
	model.told += found.length;
	return found.length;
}

interface Change {
	/** Which request known by then; a new one is made where there is none, or this one is not to be touched again. */
	which: number | undefined;
	/** How late or early it is committed, in ms; most of a burst shares its millisecond. */
	skew: number;
}

const burst = (afterMs: number, changes: Change[]) =>
	happening(`burst after ${afterMs} ms: ${JSON.stringify(changes)}`, async (model, watcher) => {
		const { simulator } = watcher;
		model.clock += afterMs;
		const inBurst = new Set<number>();
		for (const { which, skew } of changes) {
			const at = model.clock + skew;
			const known = [...model.touched.keys()];
			const old = which === undefined ? undefined : known[which % known.length];
			const isChange = old !== undefined && !inBurst.has(old) && (model.touched.get(old) ?? 0) < at;
			const id = isChange ? old : create(simulator, at);
			if (isChange) update(simulator, id, at);
			model.touched.set(id, at);
			inBurst.add(id);
			model.owed.set(id, `request:${id}:${at}`);
		}
		await Promise.resolve();
	});

const bursts = fc
	.tuple(
		// Often so soon that what is committed late is older than what was told before.
		fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 120_000 })),
		fc.array(
			fc.record({
				which: fc.option(fc.nat(999), { nil: undefined }),
				skew: fc.oneof(
					{ weight: 2, arbitrary: fc.constant(0) },
					{ weight: 1, arbitrary: fc.integer({ min: -5_000, max: 49 }) },
				),
			}),
			{ minLength: 1, maxLength: 90, size: 'max' },
		),
	)
	.map(([afterMs, changes]) => burst(afterMs, changes));

/** A restart loses what polls without events changed. */
const polls = fc.boolean().map((keeps) =>
	happening(keeps ? 'poll' : 'poll, and a restart', async (model, watcher) => {
		await poll(model, watcher, keeps);
	}),
);

const expiry = happening('the login expires', async (_, { simulator }) => {
	await Promise.resolve(simulator.expireTokens());
});

const failure = happening('a poll while the server is down', async (_, watcher) => {
	watcher.simulator.failNext({ status: 404, body: '<html>down</html>', path: /search/ });
	const credentials = passwordLogin(watcher.simulator.url);
	await expect(watcher.poll({ credentials })).rejects.toMatchObject({ httpCode: '404' });
});

const happenings = fc.commands(
	[bursts, bursts, bursts, polls, polls, polls, polls, fc.constant(expiry), fc.constant(failure)],
	{ maxCommands: 60, size: 'max' },
);

const CHANGES = scaled(1_000, 60);
describe.each(sample(named, 6))(`${CHANGES} creates and updates in bursts: %s`, (_, dialect) => {
	test.each([0, 40])(
		'each exactly once, pages of at most %d',
		async (pageCap) => {
			const condition = [{ field: 'createdTime', operator: 'after', value: '2025-06-01' }];
			const filters = { conditions: { condition } };
			let told = 0;
			const property = fc.asyncProperty(happenings, async (commands) => {
				const watcher = await watch('createdOrUpdated', { ...dialect, pageCap }, { filters });
				const model: Model = {
					clock: BEGINNING,
					touched: new Map(),
					owed: new Map(),
					told: 0,
				};
				await watcher.poll({ credentials: passwordLogin(watcher.simulator.url) });

				await fc.asyncModelRun(() => ({ model, real: watcher }), commands);
				while ((await poll(model, watcher, true)) > 0);

				expect([...model.owed.values()]).toEqual([]);
				told += model.told;
			});

			await fc.assert(property, { numRuns: scaled(3, 1), seed: pageCap + 1 });

			expect(told).toBeGreaterThanOrEqual(CHANGES);
		},
		120_000,
	);
});
