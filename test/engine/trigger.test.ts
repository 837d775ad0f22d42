/** The trigger: what it reports, when it starts, and how many calls it costs. */
import type { IDataObject } from 'n8n-workflow';
import { sample, scaled } from '../support/scale';
import { insert, tableOf } from '../simulator/store';
import { apiKeyLogin, simulators } from './world';
import {
	BEGINNING,
	create,
	ids,
	named,
	onRequests,
	orders,
	requests,
	update,
	watch,
	Watcher,
} from './watcher';

const start = simulators();

describe.each(sample(named, 6))('cost: %s', (_, dialect) => {
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

test.each(sample(named, 4))('a quiet poll of a short list is one call: %s', async (_, dialect) => {
	const one = await watch('created', dialect, {}, 20);
	await one.poll();
	one.simulator.clearJournal();
	expect(await one.poll()).toEqual([]);
	expect(one.simulator.journal).toHaveLength(1);

	const id = create(one.simulator, BEGINNING);
	expect(ids(await one.poll())).toEqual([`request:${id}:created`]);
	expect(await one.poll()).toEqual([]);
});

test.each(sample(named, 4))(
	'after a burst in one minute a quiet poll is one call again: %s',
	async (_, dialect) => {
		const one = await watch('created', dialect);
		await one.poll();
		// The number of all is no round one, which may be a maximum.
		for (let index = 0; index < 301; index++) create(one.simulator, BEGINNING + index);
		expect(await one.poll()).toHaveLength(301);
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

test.each([
	{ listOrder: 'ascending', totalCount: 'capped' },
	{ listOrder: 'ascending', totalCount: false, pageCap: 7 },
	{ listOrder: 'descending', totalCount: 'capped' },
	{ listOrder: 'descending', totalCount: false, sortBy: 'refused' },
] as const)(
	'a server that finds only 50 records with one search hides none: %j',
	async (dialect) => {
		const one = await watch('created', { ...dialect, searchCap: 50 }, {}, 48);
		await one.poll();
		const expected: string[] = [];
		const got: string[] = [];
		for (const [round, length] of [1, 3, 130, 2].entries()) {
			for (let index = 0; index < length; index++) {
				const at = BEGINNING + round * 180_000 + index;
				expected.push(`request:${create(one.simulator, at)}:created`);
			}
			for (let polls = 0; polls < 2; polls++) got.push(...ids(await one.poll()));
		}
		expect(got.sort()).toEqual(expected.sort());
	},
);

const WAITING = scaled(10_000, 1_200);
test.each(orders)(
	`${WAITING} waiting records are worked off in order over several polls (%s)`,
	async (listOrder) => {
		const one = await watch('created', { listOrder });
		await one.poll();
		const made = Array.from({ length: WAITING }, (_, index) =>
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
		expect(polls).toBe(Math.ceil(WAITING / 1_000));
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

test('conditions as one expression count, and a whole collection as one expression is refused', async () => {
	const one = await watch('created');
	const given = "={{ { condition: [{ field: 'subject', value: 'nothing like it' }] } }}";
	const parameters = onRequests('created', { filters: { conditions: given } });
	await expect(one.poll({ parameters, mode: 'manual' })).rejects.toThrow('No request meets');
	for (const [name, label] of [
		['filters', 'Filters'],
		['options', 'Options'],
	]) {
		const whole = onRequests('created', { [String(name)]: '={{ { match: "any" } }}' });
		await expect(one.poll({ parameters: whole })).rejects.toThrow(
			`${label} is a single expression`,
		);
	}
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
	await expect(one.poll({ mode: 'manual' })).rejects.toThrow(/\bno request\b/i);
});

test.each([true, false])(
	'starts from now where the oldest come first and the newest are not found at once (total: %s)',
	async (totalCount) => {
		const cap = { listOrder: 'ascending', searchCap: 100, totalCount } as const;
		const one = await watch('created', cap, {}, 130);
		expect([...(await one.poll()), ...(await one.poll())]).toEqual([]);
		const id = create(one.simulator, BEGINNING);
		expect(ids(await one.poll())).toEqual([`request:${id}:created`]);
	},
);

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

test.each([
	['automation@example.com', 'Automation', []],
	['Nobody, TECHNICIAN@example.com', 'Technician One', []],
	['anna@example.com', 'Anna Muster', []],
	['automation@example.com; Muster, Anna', 'Anna Muster', []],
	['Muster, Anna;automation@example.com', 'Automation', []],
	['automation.logon', 'Automation', []],
	['anna@example.com', 'Automation', [1]],
	['nobody@example.com', 'Automation', [1]],
])('people may be ignored by email: %s, changed by %s', async (ignoreChangesBy, name, events) => {
	const one = await watch('updated', {}, { options: { ignoreChangesBy } });
	await one.poll();
	const id = create(one.simulator, BEGINNING + 5);
	await one.poll();
	update(one.simulator, id, BEGINNING + 10, { updatedByName: name });
	expect(await one.poll()).toHaveLength(events.length);
});

test('two updates within a second, with a poll in between, on a server that tells whole seconds', async () => {
	const watcher = await watch('updated');
	await watcher.poll();
	const { simulator } = watcher;
	const id = create(simulator, BEGINNING - 10_000);
	await watcher.poll();

	update(simulator, id, BEGINNING, { priorityName: 'High' });
	const first = await watcher.poll();
	update(simulator, id, BEGINNING, { priorityName: 'Urgent' });
	const second = await watcher.poll();

	expect(ids(first)).toEqual([`request:${id}:${BEGINNING}`]);
	expect(second).toMatchObject([{ id, priorityName: 'Urgent' }]);
	expect(ids(second)).not.toEqual(ids(first));
	expect(await watcher.poll()).toEqual([]);
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
		// Not the last one: a list in another order than that of creation shows that it is sorted.
		id = [...rows.keys()].at(-2) ?? 0;
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

test.each(orders)('a record of the far future makes no other old: %s', async (listOrder) => {
	for (const event of ['created', 'updated']) {
		const one = await watch(event, { listOrder }, {}, 40);
		const future = create(one.simulator, Date.UTC(2099, 0, 1));
		await one.poll();
		const later = create(one.simulator, Date.UTC(2098, 0, 1));
		update(one.simulator, later, Date.UTC(2098, 0, 2));
		expect(await one.poll()).toHaveLength(1);
		for (let index = 0; index < 3; index++) {
			const id = create(one.simulator, BEGINNING + index * 3_600_000);
			update(one.simulator, id, BEGINNING + index * 3_600_000 + 2_000);
			expect((await one.poll()).map((row) => row.id)).toEqual([id]);
			expect(await one.poll()).toEqual([]);
		}
		expect(future).toBeLessThan(later);
	}
});

test.each([
	{ listOrder: 'descending', totalCount: true },
	{ listOrder: 'descending', totalCount: false },
	{ listOrder: 'ascending', totalCount: true },
] as const)('a largest page that becomes smaller hides nothing: %j', async (dialect) => {
	const one = await watch('created', dialect, {}, 330);
	await one.poll();
	await one.poll();
	one.simulator.dialect.pageCap = 20;
	const made = Array.from({ length: 70 }, (_, index) => create(one.simulator, BEGINNING + index));
	const found = [...(await one.poll()), ...(await one.poll())];
	expect(found.map(({ id }) => id).sort()).toEqual(made.sort());
});

test.each([1, 10, 20, 21, 25])(
	'nor where the oldest come first, nothing but the pages tells the end, and they become as small as %i',
	async (pageCap) => {
		const blind = { listOrder: 'ascending', sortBy: 'ignored', timeFilter: 'ignored' } as const;
		const one = await watch('created', { ...blind, totalCount: false }, {}, 250);
		for (let quiet = 0; quiet < 3; quiet++) await one.poll();
		one.simulator.dialect.pageCap = pageCap;
		const made: number[] = [];
		const found: IDataObject[] = [];
		for (let poll = 0; poll < 5; poll++) {
			if (poll < 3) made.push(create(one.simulator, BEGINNING + poll));
			found.push(...(await one.poll()));
		}
		expect(found.map(({ id }) => id)).toEqual(made);
	},
);
