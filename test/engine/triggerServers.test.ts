/** The trigger on servers that are unlike the likeliest one, slow, or in trouble. */
import type { IDataObject } from 'n8n-workflow';
import { insert, tableOf, type Row } from '../simulator/store';
import type { Dialect } from '../simulator';
import { BEGINNING, create, ids, onRequests, orders, update, watch, Watcher } from './watcher';
import { diagnosticsChannel } from '../support/node';
import { sample } from '../support/scale';
import { clock, simulators } from './world';

const start = simulators();
const MINUTE = 60_000;

describe('a conversation that cannot be read', () => {
	const note = (one: Watcher, parentId: number, at: number, createdByName = 'Ann') =>
		one.simulator.edit((data) => {
			const table = tableOf(data, 'requestConversation');
			insert(table, { conversationType: 'note', details: 'x', createdByName }, at, { parentId });
		});

	test.each([403, 404, 500])(
		'%d for one record: the others are events, the one is logged once',
		async (status) => {
			const one = await watch('newConversation', {}, {}, 5);
			const [bad, good] = [create(one.simulator, BEGINNING), create(one.simulator, BEGINNING + 1)];
			note(one, bad, BEGINNING + 2);
			note(one, good, BEGINNING + 3);
			one.simulator.failNext({
				path: new RegExp(`/request/${bad}/conversation`),
				status,
				body: JSON.stringify({ code: String(status), userMessage: 'Not for you' }),
				times: Infinity,
			});

			expect(await one.poll()).toEqual([]);
			for (const at of [BEGINNING + 1000, BEGINNING + 2000]) {
				note(one, bad, at);
				update(one.simulator, bad, at);
				note(one, good, at);
				update(one.simulator, good, at);
				expect(await one.poll()).toMatchObject([{ id: good, event: 'newConversation' }]);
			}
			expect(one.state.log).toEqual([
				expect.stringMatching(/INC-\d+ \/ Printer cannot be read: Not for you/),
			]);

			// Once it can be read, what came since the start is told, and nothing older.
			one.simulator.clearFaults();
			const later = await one.poll();
			expect(later.map(({ id }) => id)).toEqual([bad, bad]);
			expect(await one.poll()).toEqual([]);
		},
	);

	test('does not keep the record itself from being an event', async () => {
		const one = await watch('created', {}, { options: { includeLastConversation: true } }, 5);
		await one.poll();
		const id = create(one.simulator, BEGINNING);
		one.simulator.failNext({ path: /conversation/, status: 403, body: '{}', times: Infinity });

		expect(await one.poll()).toMatchObject([{ id, lastConversation: null }]);
	});

	test('of every record is an outage: the poll fails, and the next one tells all', async () => {
		const one = await watch('newConversation', {}, {}, 5);
		await one.poll();
		const id = create(one.simulator, BEGINNING);
		note(one, id, BEGINNING + 1);
		one.simulator.failNext({ path: /conversation/, reset: true, times: 30 });
		await expect(one.poll()).rejects.toThrow(/connection|answer|response/i);
		one.simulator.clearFaults();

		expect(await one.poll()).toMatchObject([{ id, event: 'newConversation' }]);
	});
});

describe('keys with other prefixes', () => {
	const keyPrefixes = { SR: 'HW', INC: 'TKT' };
	const order = (one: Watcher, at: number, key: string, fields: IDataObject = {}) =>
		one.simulator.edit((data) => {
			const all = { subject: 'Laptop', statusName: 'Open', ...fields };
			insert(tableOf(data, 'request'), all, at, { key });
		});

	test.each<[string, Partial<Dialect>, string, IDataObject]>([
		['marked by their service', { keyPrefixes }, 'SR-900', { serviceName: 'New Laptop' }],
		['marked by their kind', { keyPrefixes }, 'SR-900', { requestType: 'Service Request' }],
		['beside requests with the usual prefix', {}, 'HW-900', {}],
		['with the prefix of a category', {}, 'NEW-HIRE/IT-900', {}],
		[
			'with the usual prefix, beside requests with another',
			{ keyPrefixes: { INC: 'TKT' } },
			'SR-900',
			{},
		],
	])('service requests %s are watched, requests are not', async (_, dialect, key, fields) => {
		const one = await watch(
			'created',
			dialect,
			{ resource: 'serviceRequest', simplify: false },
			30,
		);
		order(one, BEGINNING - 1000, key.replace('900', '800'), fields);
		await one.poll();
		create(one.simulator, BEGINNING);
		order(one, BEGINNING + 1, key, fields);

		const found = await one.poll();

		const shown = key.replace('SR', dialect.keyPrefixes?.SR ?? 'SR');
		expect(found.map(({ name }) => name)).toEqual([shown]);
		expect((await one.poll({ mode: 'manual' }, false))[0]?.name).toBe(shown);
	});
});

/** A server with assets or CIs that the test makes itself. */
async function inventory(resource: 'asset' | 'ci', event: string, dialect: Partial<Dialect>) {
	const simulator = await start({ dialect });
	const table = resource === 'asset' ? 'asset_hardware' : 'ci';
	simulator.edit((data) => tableOf(data, table).rows.clear());
	const more = resource === 'asset' ? { assetClass: 'HardwareAsset' } : {};
	const one = new Watcher(simulator, onRequests(event, { resource, ...more }));
	const edit = (change: (rows: Map<number, Row>) => void) =>
		simulator.edit((data) => {
			change(tableOf(data, table).rows);
			tableOf(data, table).version++;
		});
	const add = (at: number, fields: IDataObject = {}) => {
		let id = 0;
		simulator.edit((data) => {
			const all = { name: 'PC', ciTypeName: 'Laptop', assetTypeName: 'Computer', ...fields };
			id = insert(tableOf(data, table), all, at).id;
		});
		return id;
	};
	return { one, add, edit };
}

describe.each(['asset', 'ci'] as const)('%s', (resource) => {
	test('what a scan moves is no event; what somebody changes is one, even within the minute', async () => {
		const { one, add, edit } = await inventory(resource, 'createdOrUpdated', {});
		const at = BEGINNING + 20_000;
		const id = add(at, { lastScanDate: 'Mon, Jan 05, 2026 08:00 am', uptime: 1 });
		await one.poll();
		for (const minute of [1, 2, 3]) {
			edit((rows) =>
				Object.assign(rows.get(id)?.fields ?? {}, {
					lastScanDate: `Mon, Jan 05, 2026 08:0${minute} am`,
					uptime: minute * 60,
				}),
			);
			expect(await one.poll()).toEqual([]);
		}
		edit((rows) => Object.assign(rows.get(id)?.fields ?? {}, { hostName: 'pc-7' }));
		expect(await one.poll()).toMatchObject([{ id, event: 'updated' }]);
		expect(await one.poll()).toEqual([]);
	});

	test.each([
		'dd-MM-yyyy HH:mm',
		'dd-MM-yyyy HH:mm:ss',
		'dd/MM/yyyy hh:mm a',
		'MM/dd/yyyy hh:mm a',
		'yyyy-MM-dd HH:mm',
	] as const)('times as %s', async (dateForm) => {
		for (const listOrder of orders) {
			const { one, add, edit } = await inventory(resource, 'createdOrUpdated', {
				dateForm,
				listOrder,
			});
			// No day above 12, so that only the order of the records tells which number is the month.
			for (let day = 1; day <= 9; day++) add(Date.UTC(2026, 8, day, 20, 43));
			add(Date.UTC(2026, 9, 4, 20, 43));
			expect(await one.poll()).toEqual([]);
			const id = add(Date.UTC(2026, 9, 5, 7));
			expect(await one.poll()).toMatchObject([{ id, event: 'created' }]);
			edit((rows) => {
				const row = rows.get(id);
				if (row) row.updatedTime = Date.UTC(2026, 9, 6, 7);
			});
			expect(await one.poll()).toMatchObject([{ id, event: 'updated' }]);
			const last = add(Date.UTC(2026, 9, 30, 7));
			expect(await one.poll()).toMatchObject([{ id: last, event: 'created' }]);
			expect(await one.poll()).toEqual([]);
			expect(one.state.log).toEqual([]);
		}
	});

	test('a date that means two days is said, and settled by a later record', async () => {
		const { one, add } = await inventory(resource, 'created', { dateForm: 'MM/dd/yyyy hh:mm a' });
		add(Date.UTC(2026, 1, 1, 8));
		add(Date.UTC(2026, 1, 1, 9));
		await one.poll();
		expect(one.state.log).toEqual([expect.stringMatching(/start with the day or the month/)]);
		const id = add(Date.UTC(2026, 1, 13, 8));
		expect(await one.poll()).toMatchObject([{ id }]);
		const next = add(Date.UTC(2026, 2, 1, 8));
		expect(await one.poll()).toMatchObject([{ id: next }]);
		expect(await one.poll()).toEqual([]);
	});
});

test('a service request, whose two times differ by milliseconds, is no update', async () => {
	const one = await watch('updated', {}, { resource: 'serviceRequest' }, 10);
	await one.poll();
	one.simulator.edit((data) => {
		const given = { key: 'SR-900', updatedTime: BEGINNING + 85 };
		insert(tableOf(data, 'request'), { subject: 'Laptop' }, BEGINNING, given);
	});
	expect(await one.poll()).toEqual([]);
});

test('a server without update times: fields that move by themselves are no event, changes are', async () => {
	const one = await watch('updated', {}, {}, 20);
	const hide = () =>
		one.simulator.edit((data) => {
			for (const row of tableOf(data, 'request').rows.values()) {
				Object.assign(row.fields, { updatedTime: null, openFor: clock.now() });
			}
			tableOf(data, 'request').version++;
		});
	hide();
	await one.poll();
	hide();
	expect(await one.poll()).toEqual([]);
	const id = create(one.simulator, BEGINNING, { updatedTime: null });
	expect(await one.poll()).toEqual([]);
	one.simulator.edit((data) => {
		Object.assign(tableOf(data, 'request').rows.get(id)?.fields ?? {}, { statusName: 'Closed' });
		tableOf(data, 'request').version++;
	});
	expect(await one.poll()).toMatchObject([{ id, event: 'updated', statusName: 'Closed' }]);
	expect(await one.poll()).toEqual([]);
});

test.each(orders)(
	'a bulk import on a slow server keeps no trigger from its start (%s)',
	async (listOrder) => {
		const { one, add } = await inventory('asset', 'updated', { listOrder, pageCap: 20 });
		for (let index = 0; index < 500; index++) add(BEGINNING - 3_600_000 + index * 1_000);
		const pass = () => clock.advance(2_000);
		diagnosticsChannel.subscribe('http.client.request.start', pass);
		const isReady = () => one.state.saved.includes('"lacks":"nothing"');
		for (let polls = 0; polls < 8 && !isReady(); polls++) await one.poll();
		diagnosticsChannel.unsubscribe('http.client.request.start', pass);
		expect(isReady()).toBe(true);
	},
);

describe.each(orders)('a rate limit of five calls a minute (%s)', (listOrder) => {
	test.each(sample(['created', 'statusChanged', 'newConversation', 'overdue'], 2))(
		'%s: the trigger gets there in several polls, without an error',
		async (event) => {
			const one = await watch(event, { listOrder, totalCount: false }, {}, 3_000);
			one.simulator.rateLimit = { capacity: 5, refillPerSecond: 5 / 60, refillEverySeconds: 60 };
			const pollOften = async (until: (found: IDataObject[]) => boolean) => {
				for (let polls = 1; polls <= 60; polls++) {
					clock.advance(MINUTE);
					if (until(await one.poll())) return polls;
				}
				throw new Error('The trigger does not get there');
			};
			const isReady = () =>
				one.state.saved.includes('"lacks":"nothing"') && !one.state.saved.includes('"scan":{');
			await pollOften(isReady);

			const at = BEGINNING + 1;
			const id = create(one.simulator, at, { dueBy: clock.now() + 1 });
			if (event === 'statusChanged') {
				// Created and changed between two polls would be no change: the first one must not lack calls.
				clock.advance(MINUTE);
				await one.poll();
				update(one.simulator, id, at + 5_000, { statusName: 'Closed' });
			}
			if (event === 'newConversation') {
				one.simulator.edit((data) => {
					const table = tableOf(data, 'requestConversation');
					insert(table, { conversationType: 'note', details: 'x' }, at, { parentId: id });
				});
			}
			let told: IDataObject[] = [];
			await pollOften((found) => (told = found).length > 0);
			expect(told).toMatchObject([{ id, event }]);
		},
		60_000,
	);
});

describe.each(orders)('a bulk import: all records have one time (%s)', (listOrder) => {
	test.each(sample([201, 300, 401, 700, 801, 1_500], 2))(
		'%d records without a total',
		async (length) => {
			const one = await watch('created', { listOrder, totalCount: false }, {}, 0);
			for (let index = 0; index < length; index++) create(one.simulator, BEGINNING);
			await one.poll();
			const late = create(one.simulator, BEGINNING);
			expect(ids(await one.poll())).toEqual([`request:${late}:created`]);
			const next = create(one.simulator, BEGINNING + 1);
			expect(ids(await one.poll())).toEqual([`request:${next}:created`]);
			expect(await one.poll()).toEqual([]);
		},
	);
});

test('an outage while a name in a condition is looked up is told as an outage', async () => {
	const condition = [{ field: 'statusId', operator: 'equal', value: 'Open' }];
	const one = await watch(
		'created',
		{ lookupsAcceptApiKey: true },
		{
			filters: { conditions: { condition } },
		},
	);
	one.simulator.failNext({ path: /status/, status: 503, body: 'down', times: Infinity });

	await expect(one.poll()).rejects.toThrow(/503|unavailable|not available|cannot be reached/i);
});
