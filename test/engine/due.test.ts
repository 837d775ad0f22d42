/** Due Soon and Overdue: each record once, whatever the server is like and whatever happens between polls. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { insert, tableOf } from '../simulator/store';
import type { Dialect, Simulator } from '../simulator';
import { sample, scaled } from '../support/scale';
import {
	BEGINNING,
	create,
	ids,
	named,
	onRequests,
	orders,
	update,
	watch,
	Watcher,
} from './watcher';
import { clock, simulators, textOf } from './world';

const start = simulators();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const within = (amount: number, unit: string): INodeParameters => ({
	dueWithin: amount,
	dueUnit: unit,
});
const now = () => Math.floor(clock.now());
/** The server's time of a change: later than all before. */
let tick = BEGINNING;
const touch = (one: Watcher, id: number, fields: IDataObject) =>
	update(one.simulator, id, (tick += SECOND), fields);
const add = (one: Watcher, fields: IDataObject) => create(one.simulator, (tick += SECOND), fields);

describe.each(['dueSoon', 'overdue'])('%s', (event) => {
	const span = event === 'dueSoon' ? HOUR : 0;
	const begin = async (dialect: Partial<Dialect> = {}, more: INodeParameters = {}) =>
		await watch(event, dialect, { ...within(1, 'hours'), ...more }, 20);

	test('comes once for an open record, when its time comes', async () => {
		const one = await begin();
		await one.poll();
		const dueBy = now() + span + 10 * MINUTE;
		const id = add(one, { dueBy });
		expect(await one.poll()).toEqual([]);
		clock.advance(11 * MINUTE);
		expect(await one.poll()).toMatchObject([
			{
				id,
				event,
				eventId: `request:${id}:${event}:${Math.floor(dueBy / SECOND) * SECOND}`,
				dueTime: new Date(dueBy).toISOString(),
				subject: 'Printer',
			},
		]);
		touch(one, id, { subject: 'Changed' });
		clock.advance(HOUR);
		expect(await one.poll()).toEqual([]);
	});

	test('comes again if the time was moved, also back and forth', async () => {
		const one = await begin();
		await one.poll();
		const id = add(one, { dueBy: now() + span + MINUTE });
		await one.poll();
		clock.advance(2 * MINUTE);
		expect(await one.poll()).toHaveLength(1);
		touch(one, id, { dueBy: now() + span + 5 * MINUTE });
		expect(await one.poll()).toEqual([]);
		clock.advance(6 * MINUTE);
		expect(await one.poll()).toHaveLength(1);
		touch(one, id, { dueBy: now() - 3 * MINUTE });
		expect(await one.poll()).toHaveLength(1);
		expect(await one.poll()).toEqual([]);
	});

	test('is found although the server changes the time without an update', async () => {
		const one = await begin();
		await one.poll();
		const id = add(one, { dueBy: now() + span + MINUTE });
		await one.poll();
		const move = (dueBy: number) =>
			one.simulator.edit((data) => {
				Object.assign(tableOf(data, 'request').rows.get(id)?.fields ?? {}, { dueBy });
				tableOf(data, 'request').version++;
			});
		move(now() + span + 10 * MINUTE);
		clock.advance(2 * MINUTE);
		expect(await one.poll()).toEqual([]);
		clock.advance(9 * MINUTE);
		expect(await one.poll()).toHaveLength(1);
	});

	test.each(
		orders.flatMap((listOrder) =>
			(['works', 'ignored', 'refused'] as const).map((timeFilter) => ({ listOrder, timeFilter })),
		),
	)(
		'looks past the most that one search finds, where times can be searched: %j',
		async (server) => {
			const one = await begin({ ...server, searchCap: 13, totalCount: 'capped' });
			const made = Array.from({ length: 40 }, () => add(one, { dueBy: now() + span + HOUR }));
			await one.poll();
			clock.advance(2 * HOUR);
			const found = [...(await one.poll()), ...(await one.poll())].map(({ id }) => id).sort();
			if (server.timeFilter === 'works') expect(found).toEqual(made.sort());
			else expect(new Set(found).size).toBe(found.length);
		},
	);

	test.each(['Closed', 'resolved'])('does not come for a record that is %s', async (statusName) => {
		const one = await begin();
		await one.poll();
		const [early, late] = [0, 1].map(() => add(one, { dueBy: now() + span + 5 * MINUTE }));
		add(one, { dueBy: now() + span + 5 * MINUTE, statusName });
		await one.poll();
		touch(one, early ?? 0, { statusName });
		clock.advance(6 * MINUTE);
		expect(await one.poll()).toMatchObject([{ id: late }]);
	});

	test('takes other statuses for closed where they are named', async () => {
		const one = await begin({}, { options: { closedStatuses: 'Erledigt, Done' } });
		await one.poll();
		for (const statusName of ['Erledigt', 'done', 'Closed']) {
			add(one, { dueBy: now() + span + MINUTE, statusName });
		}
		clock.advance(2 * MINUTE);
		expect(await one.poll()).toMatchObject([{ statusName: 'Closed' }]);
	});

	test('does not come for what is due when the trigger starts, unless it is moved', async () => {
		const one = await begin();
		const old = [1, 2, 3].map((days) => add(one, { dueBy: now() + span - days * DAY }));
		expect(await one.poll()).toEqual([]);
		touch(one, old[0] ?? 0, { subject: 'Changed' });
		expect(await one.poll()).toEqual([]);
		touch(one, old[1] ?? 0, { dueBy: now() + span - 5 * MINUTE });
		expect(await one.poll()).toMatchObject([{ id: old[1] }]);
	});

	test('comes at once for a new record that is due already', async () => {
		const one = await begin();
		await one.poll();
		const id = add(one, { dueBy: now() + span - MINUTE });
		expect(await one.poll()).toMatchObject([{ id }]);
		expect(await one.poll()).toEqual([]);
	});

	test('comes for what became due during an outage, also of n8n, once', async () => {
		const one = await begin();
		const known = [1, 2, 3].map((hours) => add(one, { dueBy: now() + span + hours * HOUR }));
		await one.poll();
		one.simulator.failNext({ status: 404, body: '<html>down</html>', times: 99 });
		await expect(one.poll()).rejects.toThrow();
		one.simulator.clearFaults();
		clock.advance(DAY);
		const late = add(one, { dueBy: now() + span - HOUR });

		const found = await one.poll({}, false);

		expect(found.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual([...known, late]);
		expect(await one.poll()).toEqual([]);
	});

	test('keeps to the conditions, also when the time has come', async () => {
		const condition = [{ field: 'subject', operator: 'equal', value: 'Mine' }];
		const one = await begin({}, { filters: { conditions: { condition } } });
		await one.poll();
		const [mine, other] = ['Mine', 'Mine'].map((subject) =>
			add(one, { subject, dueBy: now() + span + 5 * MINUTE }),
		);
		add(one, { dueBy: now() + span + 5 * MINUTE });
		await one.poll();
		one.simulator.edit((data) => {
			Object.assign(tableOf(data, 'request').rows.get(other ?? 0)?.fields ?? {}, { subject: 'x' });
			tableOf(data, 'request').version++;
		});
		clock.advance(6 * MINUTE);
		expect(await one.poll()).toMatchObject([{ id: mine }]);
	});

	test('is shown by Fetch Test Event', async () => {
		const one = await begin();
		const dueBy = now() + DAY;
		const id = add(one, { dueBy });
		add(one, {});
		expect(await one.poll({ mode: 'manual' }, false)).toMatchObject([
			{ id, event, dueTime: new Date(dueBy).toISOString() },
		]);
	});

	test('a quiet poll is one call', async () => {
		const one = await begin();
		const added = Array.from({ length: 50 }, (_, hours) =>
			add(one, { dueBy: now() + span + (hours + 1) * HOUR }),
		);
		await one.poll();
		// As soon as a list shows that it is sorted by something else than creation.
		update(one.simulator, added[0] ?? 0, now() + 1_000);
		await one.poll();
		await one.poll();
		one.simulator.clearJournal();
		expect(await one.poll()).toEqual([]);
		expect(one.simulator.journal).toHaveLength(1);
	});
});

/** A record that is due in a day, as each module writes that, and a change of it. */
const date = (ms: number) => {
	const [year, month, day] = new Date(ms).toISOString().slice(0, 10).split('-');
	return `${day}-${month}-${year}`;
};
const warranty = (ms: number, list: string): IDataObject => ({
	[list]: [{ type: 'HardwareProperty', warrentyExpirationDate: date(ms) }],
});
const MODULES: Array<[string, INodeParameters, string, (ms: number) => IDataObject, string]> = [
	['request', {}, 'request', (ms) => ({ dueBy: ms }), 'Closed'],
	['problem', {}, 'problem', (ms) => ({ dueBy: ms }), 'Resolved'],
	['change', {}, 'change', (ms) => ({ startDate: 1, endDate: ms }), 'Closed'],
	['release', {}, 'release', (ms) => ({ startDate: 1, endDate: ms }), 'Closed'],
	[
		'asset',
		{ assetClass: 'HardwareAsset' },
		'asset_hardware',
		(ms) => warranty(ms, 'assetPropertyList'),
		'Retired',
	],
	['ci', {}, 'ci', (ms) => warranty(ms, 'ciPropertyList'), 'Retired'],
];

describe.each(MODULES)('%s', (resource, more, tableName, dueAt, closed) => {
	const put = (simulator: Simulator, fields: IDataObject): number => {
		let id = 0;
		simulator.edit((data) => {
			const all = { subject: 'x', name: 'x', assetTypeName: 'y', ciTypeName: 'y', ...fields };
			id = insert(tableOf(data, tableName), all, clock.now()).id;
		});
		return id;
	};

	test.each([
		['dueSoon', 3 * DAY],
		['overdue', 0],
	])('%s', async (event, span) => {
		const simulator = await start();
		const parameters = onRequests(event, { resource, ...within(3, 'days'), ...more });
		const one = new Watcher(simulator, parameters);
		expect(await one.poll()).toEqual([]);
		const id = put(simulator, dueAt(now() + span + 5 * DAY));
		put(simulator, { ...dueAt(now() + span + 5 * DAY), statusName: closed });
		put(simulator, {});
		expect(await one.poll()).toEqual([]);
		clock.advance(3 * DAY);
		expect(await one.poll()).toEqual([]);
		clock.advance(4 * DAY);
		expect(await one.poll()).toMatchObject([{ id, event }]);
		clock.advance(4 * DAY);
		expect(await one.poll()).toEqual([]);
	});
});

test('a warranty of today has not expired before the day is over, in the time zone of the workflow', async () => {
	const simulator = await start();
	const parameters = onRequests('overdue', { resource: 'asset', assetClass: 'HardwareAsset' });
	const one = new Watcher(simulator, parameters);
	await one.poll();
	clock.advance(DAY - (now() % DAY) + HOUR);
	simulator.edit((data) => {
		const fields = { name: 'PC', ...warranty(now(), 'assetPropertyList') };
		insert(tableOf(data, 'asset_hardware'), fields, clock.now());
	});
	expect(await one.poll()).toEqual([]);
	clock.advance(22 * HOUR);
	expect(await one.poll()).toEqual([]);
	clock.advance(2 * HOUR);
	expect(await one.poll()).toMatchObject([
		{ dueTime: new Date(now() - DAY).toISOString().slice(0, 10) },
	]);
});

test.each([0, -1, 'soon', 1e9])('Due Within %j is refused', async (dueWithin) => {
	const one = await watch('dueSoon', {}, { dueWithin, dueUnit: 'hours' }, 1);
	await expect(one.poll()).rejects.toThrow(/Due Within/);
	expect(one.simulator.journal).toEqual([]);
});

const LONG_LIST = scaled(12_000, 900);
/** So many are past their time when the trigger starts. */
const OVERDUE = LONG_LIST / 6;
describe.each(orders)(`a list of ${LONG_LIST} records (%s)`, (listOrder) => {
	test('of which most are open: what is kept with the workflow is bounded, each comes once', async () => {
		const one = await watch('overdue', { listOrder, totalCount: false }, {}, 0);
		for (let index = 0; index < LONG_LIST; index++) {
			create(one.simulator, (tick += SECOND), { dueBy: now() + (index - OVERDUE) * MINUTE });
		}
		const got = new Map<string, number>();
		const drain = async () => {
			for (let quiet = 0; quiet < 3; ) {
				const found = await one.poll();
				expect(one.state.saved.length).toBeLessThan(350_000);
				quiet = found.length === 0 ? quiet + 1 : 0;
				for (const id of ids(found)) got.set(id, (got.get(id) ?? 0) + 1);
			}
		};
		await drain();
		expect(got.size).toBe(0);
		const from = now();
		for (let step = 0; step < 4; step++) {
			clock.advance(2 * DAY);
			await drain();
		}
		expect(Math.max(...got.values())).toBe(1);
		const due = Math.min(LONG_LIST - OVERDUE - 1, Math.floor((now() - from) / MINUTE));
		expect(Math.abs(got.size - due)).toBeLessThanOrEqual(2);
	}, 120_000);
});

const ROUNDS = scaled(20, 6);
const EACH_ROUND = scaled(50, 10);
describe.each(sample(named, 6))(
	`${ROUNDS * EACH_ROUND} records on a server of its own: %s`,
	(_, dialect) => {
		test.each(['dueSoon', 'overdue'])(
			'%s: each once, with restarts and outages',
			async (event) => {
				const one = await watch(event, { ...dialect, pageCap: 40 }, within(30, 'minutes'), 200);
				const span = event === 'dueSoon' ? 30 * MINUTE : 0;
				let random = 7;
				const chance = (below: number) => (random = (random * 16_807) % 2_147_483_647) % below;
				await one.poll();
				const owed = new Map<number, number>();
				const got: string[] = [];
				const take = async (keeps: boolean) => {
					got.push(...ids(await one.poll({}, keeps)));
				};
				for (let round = 0; round < ROUNDS; round++) {
					for (let index = 0; index < EACH_ROUND; index++) {
						const dueBy = now() + span + chance(6 * 60) * MINUTE + MINUTE;
						owed.set(add(one, { dueBy }), dueBy);
					}
					// Some are moved or closed before their time.
					for (const [id, dueBy] of [...owed].slice(-20)) {
						if (dueBy - span < now() + 20 * MINUTE) continue;
						const later = dueBy + chance(100) * MINUTE;
						touch(one, id, { dueBy: later });
						owed.set(id, later);
					}
					if (round % 4 === 1) {
						one.simulator.failNext({ status: 404, body: '<html>down</html>', times: 3 });
						for (let polls = 0; polls < 3; polls++) await expect(take(true)).rejects.toThrow();
						one.simulator.clearFaults();
					}
					clock.advance(round % 5 === 2 ? 5 * HOUR : 15 * MINUTE);
					await take(round % 3 > 0);
					await take(round % 2 > 0);
				}
				clock.advance(12 * HOUR);
				for (let before = -1; before < got.length; ) {
					before = got.length;
					await take(true);
				}

				const expected = [...owed].map(
					([id, dueBy]) => `request:${id}:${event}:${Math.floor(dueBy / SECOND) * SECOND}`,
				);
				expect(owed.size).toBe(ROUNDS * EACH_ROUND);
				expect([...got].sort()).toEqual(expected.sort());
				expect(new Set(got.map(textOf)).size).toBe(ROUNDS * EACH_ROUND);
			},
			60_000,
		);
	},
);
