import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { insert, tableOf, type Row } from '../simulator/store';
import type { Dialect, Simulator } from '../simulator';
import { runPoll, type PollOptions, type PollState } from '../support/engine';
import { apiKeyLogin, passwordLogin, simulators, textOf } from './world';

const start = simulators();
const BEGINNING = Date.UTC(2026, 0, 5, 8);

const onRequests = (event: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'request',
	event,
	filters: {},
	simplify: true,
	options: {},
	...more,
});

/** A server whose requests the test makes itself, and a trigger on it. */
class Watcher {
	state: PollState = { saved: '{}' };
	constructor(
		readonly simulator: Simulator,
		readonly parameters: INodeParameters,
		readonly more: Partial<PollOptions> = {},
	) {}

	async poll(more: Partial<PollOptions> = {}, keeps = true): Promise<IDataObject[]> {
		const options = { ...this.more, ...more };
		const found = await runPoll(
			{
				credentials: apiKeyLogin(this.simulator.url),
				parameters: this.parameters,
				state: this.state,
				...options,
			},
			keeps,
		);
		return found ?? [];
	}
}

const requests = (simulator: Simulator, work: (rows: Map<number, Row>) => void) =>
	simulator.edit((data) => work(tableOf(data, 'request').rows));

function create(simulator: Simulator, at: number, fields: IDataObject = {}): number {
	let id = 0;
	simulator.edit((data) => {
		const all = { subject: 'Printer', statusName: 'Open', createdByName: 'Ann', ...fields };
		id = insert(tableOf(data, 'request'), all, at).id;
	});
	return id;
}

function update(simulator: Simulator, id: number, at: number, fields: IDataObject = {}): void {
	simulator.edit((data) => {
		const table = tableOf(data, 'request');
		const row = table.rows.get(id);
		if (!row) throw new Error(`No request ${id}`);
		row.updatedTime = at;
		Object.assign(row.fields, { updatedByName: 'Bob' }, fields);
		table.version++;
	});
}

async function watch(
	event: string,
	dialect: Partial<Dialect> = {},
	more: INodeParameters = {},
	records = 300,
): Promise<Watcher> {
	const simulator = await start({ dialect });
	requests(simulator, (rows) => rows.clear());
	for (let index = 0; index < records; index++)
		create(simulator, BEGINNING - (records - index) * 60_000);
	simulator.clearJournal();
	return new Watcher(simulator, onRequests(event, more));
}

const ids = (events: IDataObject[]) => events.map(({ eventId }) => textOf(eventId));

const orders = ['ascending', 'descending'] as const;
const dialects = orders.flatMap((listOrder) =>
	(['works', 'ignored', 'refused'] as const).flatMap((timeFilter) =>
		[true, false].map((totalCount): Partial<Dialect> => ({ listOrder, timeFilter, totalCount })),
	),
);
const named = dialects.map((dialect): [string, Partial<Dialect>] => [
	Object.values(dialect).join(' '),
	dialect,
]);

/** Repeatable chance. */
function chance(seed: number): (below: number) => number {
	let value = seed;
	return (below) => {
		value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
		return Math.floor((value / 2 ** 32) * below);
	};
}

describe.each(named)('1,000 creates and updates in bursts: %s', (_, dialect) => {
	test.each([0, 40])(
		'each exactly once, pages of at most %d',
		async (pageCap) => {
			const condition = [{ field: 'createdTime', operator: 'after', value: '2025-06-01' }];
			const one = await watch(
				'createdOrUpdated',
				{ ...dialect, pageCap },
				{ filters: { conditions: { condition } } },
			);
			const { simulator } = one;
			const next = chance(pageCap + 7);
			await one.poll({ credentials: passwordLogin(simulator.url) });
			const expected = new Set<string>();
			const got: string[] = [];
			let clock = BEGINNING;
			let made = 0;
			const known: number[] = [];
			while (made < 1000) {
				clock += 1 + next(120_000);
				const size = 1 + next(90);
				const touched = new Set<number>();
				for (let index = 0; index < size && made < 1000; index++) {
					// Most of a burst shares its millisecond, some of it is committed late.
					const at = clock + (next(3) === 0 ? next(50) - next(5_000) : 0);
					const old = known[next(known.length)];
					if (old !== undefined && next(2) === 0 && !touched.has(old)) {
						let isLater = false;
						requests(simulator, (rows) => {
							isLater = (rows.get(old)?.updatedTime ?? 0) < at;
						});
						if (!isLater) continue;
						update(simulator, old, at);
						touched.add(old);
						expected.add(`request:${old}:${at}`);
					} else {
						const id = create(simulator, at);
						known.push(id);
						touched.add(id);
						expected.add(`request:${id}:${at}`);
					}
					made++;
				}
				if (next(6) === 0) simulator.expireTokens();
				if (next(6) === 0) {
					simulator.failNext({ status: 404, body: '<html>down</html>', path: /search/ });
					await expect(one.poll({ credentials: passwordLogin(simulator.url) })).rejects.toThrow();
				}
				// A restart loses what polls without events changed.
				const polls = 1 + next(3);
				for (let index = 0; index < polls; index++) {
					got.push(
						...ids(await one.poll({ credentials: passwordLogin(simulator.url) }, next(2) === 0)),
					);
				}
			}
			got.push(...ids(await one.poll()));

			const missed = [...expected].filter((id) => !got.includes(id));
			const doubled = got.filter((id, index) => got.indexOf(id) !== index);
			expect({ got: got.length, missed, doubled }).toEqual({
				got: expected.size,
				missed: [],
				doubled: [],
			});
			expect(expected.size).toBe(1000);
		},
		120_000,
	);
});

describe.each(named)('cost: %s', (_, dialect) => {
	test('one call when quiet, at most three for five new ones among 100,000', async () => {
		const condition = [{ field: 'createdTime', operator: 'after', value: '2025-06-01' }];
		const one = await watch(
			'created',
			dialect,
			{ filters: { conditions: { condition } } },
			100_000,
		);
		await one.poll();
		one.simulator.clearJournal();
		expect(await one.poll()).toEqual([]);
		expect(await one.poll()).toEqual([]);
		expect(one.simulator.journal).toHaveLength(2);
		for (let index = 0; index < 5; index++) create(one.simulator, BEGINNING + index);
		one.simulator.clearJournal();
		expect(await one.poll()).toHaveLength(5);
		expect(one.simulator.journal.length).toBeLessThanOrEqual(3);
	}, 120_000);
});

test.each(named)('a quiet poll of a short list is one call: %s', async (_, dialect) => {
	const one = await watch('created', dialect, {}, 20);
	await one.poll();
	one.simulator.clearJournal();
	expect(await one.poll()).toEqual([]);
	expect(one.simulator.journal).toHaveLength(1);

	const id = create(one.simulator, BEGINNING);
	expect(ids(await one.poll())).toEqual([`request:${id}:created`]);
	expect(await one.poll()).toEqual([]);
});

test.each(named)(
	'after a burst in one minute a quiet poll is one call again: %s',
	async (_, dialect) => {
		const one = await watch('created', dialect);
		await one.poll();
		for (let index = 0; index < 300; index++) create(one.simulator, BEGINNING + index);
		expect(await one.poll()).toHaveLength(300);
		expect(await one.poll()).toEqual([]);
		expect(await one.poll()).toEqual([]);
		one.simulator.clearJournal();
		expect(await one.poll()).toEqual([]);
		expect(one.simulator.journal).toHaveLength(1);

		// One more in the total tells of a record that shows up late, on a page that a quiet poll does not look at.
		const id = create(one.simulator, BEGINNING - 30_000);
		const found = ids(await one.poll());
		expect(found).toEqual(dialect.totalCount ? [`request:${id}:created`] : []);
	},
);

test.each(orders)(
	'10,000 waiting records are worked off in order over several polls (%s)',
	async (listOrder) => {
		const one = await watch('created', { listOrder });
		await one.poll();
		const made = Array.from({ length: 10_000 }, (_, index) =>
			create(one.simulator, BEGINNING + index * 7),
		);
		const got: string[] = [];
		let polls = 0;
		for (let found = await one.poll(); found.length > 0; found = await one.poll()) {
			expect(found.length).toBeLessThanOrEqual(1000);
			got.push(...ids(found));
			polls++;
		}
		expect(got).toEqual(made.map((id) => `request:${id}:created`));
		expect(polls).toBe(10);
	},
	120_000,
);

test('starts from now, and keeps its place when the workflow is activated again', async () => {
	const one = await watch('created');
	expect(await one.poll()).toEqual([]);
	create(one.simulator, BEGINNING + 5);
	expect(await one.poll()).toHaveLength(1);
});

test.each([
	['conditions', { parameters: onRequests('created', { filters: { match: 'any' } }) }],
	['resource', { parameters: onRequests('created', { resource: 'change' }) }],
	['credential', { credentialId: 'other' }],
])('another %s starts anew', async (_, more) => {
	const one = await watch('created');
	const login = apiKeyLogin(one.simulator.url);
	const credentials = { rows: { 'cred-1': login, other: login }, hookCalls: 0, writes: 0 };
	await one.poll({ credentials });
	create(one.simulator, BEGINNING + 5);
	expect(await one.poll({ credentials, ...more })).toEqual([]);
});

test('Fetch Test Event shows the latest record and moves nothing', async () => {
	for (const listOrder of orders) {
		const one = await watch('created', { listOrder });
		await one.poll();
		const before = one.state.saved;
		const id = create(one.simulator, BEGINNING + 5);
		const shown = await one.poll({ mode: 'manual' }, false);
		expect(ids(shown)).toEqual([`request:${id}:created`]);
		one.state.saved = before;
		expect(ids(await one.poll())).toEqual([`request:${id}:created`]);
	}
});

test('Fetch Test Event says so when there is nothing', async () => {
	const one = await watch('created', {}, {}, 0);
	await expect(one.poll({ mode: 'manual' })).rejects.toThrow('ServiceOps has no request');
});

test('the first record of an empty server is an event', async () => {
	const one = await watch('created', {}, {}, 0);
	await one.poll();
	create(one.simulator, BEGINNING);
	expect(await one.poll()).toHaveLength(1);
});

test('Updated leaves out creations; changes by ignored people start nothing', async () => {
	const one = await watch('updated', {}, { options: { ignoreChangesBy: 'carl' } });
	await one.poll();
	const id = create(one.simulator, BEGINNING + 5);
	expect(await one.poll()).toEqual([]);
	update(one.simulator, id, BEGINNING + 10, { updatedByName: 'Carl' });
	expect(await one.poll()).toEqual([]);
	update(one.simulator, id, BEGINNING + 15);
	expect(ids(await one.poll())).toEqual([`request:${id}:${BEGINNING + 15}`]);
});

test('Status Changed tells the status before, and nothing of other changes', async () => {
	const one = await watch('statusChanged');
	await one.poll();
	const id = create(one.simulator, BEGINNING + 5);
	expect(await one.poll()).toEqual([]);
	update(one.simulator, id, BEGINNING + 10, { subject: 'Other' });
	expect(await one.poll()).toEqual([]);
	update(one.simulator, id, BEGINNING + 15, { statusName: 'Resolved' });
	expect(await one.poll()).toMatchObject([
		{ event: 'statusChanged', previousStatus: 'Open', statusName: 'Resolved' },
	]);
	update(one.simulator, id - 50, BEGINNING + 20, {});
	expect(await one.poll()).toEqual([]);
});

test.each(orders)(
	'Status Changed knows the statuses of a burst just before it starts (%s)',
	async (listOrder) => {
		const one = await watch('statusChanged', { listOrder });
		const burst = Array.from({ length: 150 }, (_, index) =>
			create(one.simulator, BEGINNING + index),
		);
		await one.poll();

		for (const [index, id] of burst.entries()) {
			update(
				one.simulator,
				id,
				BEGINNING + 1000 + index,
				index < 149 ? {} : { statusName: 'Closed' },
			);
		}

		expect(await one.poll()).toMatchObject([
			{ event: 'statusChanged', previousStatus: 'Open', statusName: 'Closed' },
		]);
	},
);

test.each(['touches', 'leaves'])(
	'New Conversation by ID, where an entry %s its request',
	async (how) => {
		const one = await watch('newConversation', {}, {}, 20);
		let id = 0;
		requests(one.simulator, (rows) => {
			id = [...rows.keys()].at(-1) ?? 0;
		});
		const add = (at: number) => {
			one.simulator.edit((data) => {
				insert(
					tableOf(data, 'requestConversation'),
					{ conversationType: 'note', details: 'x', createdByName: 'Ann' },
					at,
					{ parentId: id },
				);
			});
			if (how === 'touches') update(one.simulator, id, at);
		};
		add(BEGINNING + 1);
		await one.poll();
		expect(await one.poll()).toEqual([]);
		add(BEGINNING + 5);
		add(BEGINNING + 5);
		const found = await one.poll();
		expect(new Set(ids(found)).size).toBe(2);
		expect(found).toMatchObject([
			{ event: 'newConversation', id },
			{ event: 'newConversation', id },
		]);
		expect(await one.poll()).toEqual([]);
	},
);

/** The calls of a poll for new conversations, after as many entries that each came with a change of their request, or not. */
async function conversationWatcher(entries: number, touches: boolean) {
	const one = await watch('newConversation', {}, {}, 20);
	let id = 0;
	requests(one.simulator, (rows) => {
		id = [...rows.keys()].at(-1) ?? 0;
	});
	let clock = BEGINNING;
	const add = (isTouch = touches) => {
		clock += 1000;
		one.simulator.edit((data) => {
			const table = tableOf(data, 'requestConversation');
			insert(table, { conversationType: 'note', details: 'x' }, clock, { parentId: id });
		});
		if (isTouch) update(one.simulator, id, clock);
	};
	await one.poll();
	for (let count = 0; count < entries; count++) {
		add();
		expect(await one.poll()).toHaveLength(1);
	}
	await one.poll();
	one.simulator.clearJournal();
	expect(await one.poll()).toEqual([]);
	return { one, add, calls: one.simulator.journal.length };
}

test('once entries are seen to change their records, a quiet poll for them costs one call', async () => {
	const { one, add, calls } = await conversationWatcher(5, true);
	expect(calls).toBe(1);

	// And should one come that does not, it is found all the same, and looked for at every poll from then on.
	add(false);
	let polls = 1;
	while ((await one.poll()).length === 0) polls++;
	expect(polls).toBeLessThanOrEqual(60);
	add(false);
	expect(await one.poll()).toHaveLength(1);
});

test('while they are not, every poll looks through the latest records', async () => {
	expect((await conversationWatcher(5, false)).calls).toBeGreaterThan(20);
});

test('the last conversation comes along', async () => {
	const one = await watch('created', {}, { options: { includeLastConversation: true } });
	await one.poll();
	const id = create(one.simulator, BEGINNING + 5);
	one.simulator.edit((data) => {
		const table = tableOf(data, 'requestConversation');
		for (const details of ['first', 'last']) {
			insert(table, { conversationType: 'note', details }, BEGINNING + 6, { parentId: id });
		}
	});
	expect(await one.poll()).toMatchObject([{ lastConversation: { details: 'last' } }]);
});

test.each([
	['asset', { assetClass: 'HardwareAsset' }, 'assetHardware'],
	['ci', {}, 'ci'],
	['change', {}, 'change'],
	['problem', {}, 'problem'],
	['release', {}, 'release'],
])('a new %s is an event', async (resource, more, tableName) => {
	const simulator = await start();
	const one = new Watcher(simulator, onRequests('createdOrUpdated', { resource, ...more }));
	await one.poll();
	simulator.edit((data) => {
		const name =
			Object.keys(data.tables).find(
				(key) => key.toLowerCase().replace('_', '') === tableName.toLowerCase(),
			) ??
			Object.keys(data.tables).find((key) => key.toLowerCase().includes('hardware')) ??
			'';
		const table = tableOf(data, name);
		const [like] = table.rows.values();
		insert(table, { ...like?.fields }, Date.now() + 60_000);
	});
	expect(await one.poll()).toHaveLength(1);
	expect(await one.poll()).toEqual([]);
});
