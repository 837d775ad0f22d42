/** Which states of a record are events, and of which kind. */
import type { IDataObject } from 'n8n-workflow';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { newCursor, type Cursor } from '../../../nodes/ServiceOps/trigger/cursor';
import { findEvents } from '../../../nodes/ServiceOps/trigger/events';
import { listByTime } from '../../../nodes/ServiceOps/trigger/listByTime';
import { setRecent } from '../../../nodes/ServiceOps/trigger/recentValues';
import type { TriggerEvent, Watch } from '../../../nodes/ServiceOps/trigger/watch';
import { all } from '../../../nodes/ServiceOps/transport/qualification';
import type { Api } from '../../../nodes/ServiceOps/transport/types';
import { fakeApi } from '../../support/fakeApi';

const STARTED = 1_000;
const LAST_POLL = 2_000;

/** An API whose conversations hold these entries; it notes the paths that it is asked for. */
function conversationsOf(entries: IDataObject[]): Api & { calls: string[] } {
	const calls: string[] = [];
	const send: Api['send'] = async ({ path, query }) => {
		calls.push(path.join('/'));
		const objectList = query?.offset === 0 ? entries : [];
		return await Promise.resolve({ status: 200, body: { objectList } });
	};
	return { calls, pagesInFlight: 1, send } as unknown as Api & { calls: string[] };
}

const watch = (event: TriggerEvent, more: Partial<Watch> = {}): Watch => ({
	api: conversationsOf([]),
	resource: request,
	event,
	isSimplified: true,
	ignoredNames: [],
	includesLastConversation: false,
	log: () => undefined,
	...more,
});

const cursor = (more: Partial<Cursor> = {}): Cursor => ({
	...newCursor('requests'),
	newest: LAST_POLL,
	newestCreatedAtStart: STARTED,
	...more,
});

const row = (more: IDataObject = {}): IDataObject => ({
	id: 7,
	name: 'INC-7',
	subject: 'Printer',
	statusName: 'Open',
	createdTime: 3_000,
	updatedTime: 3_000,
	createdByName: 'Ann',
	...more,
});

const seen = { '7': [2_500, '2500'] as [number, string] };

/** A record that was created now; updated after it was created; known, and updated now; old, and updated now. */
const states = {
	created: { row: row(), cursor: {} },
	createdAndUpdated: { row: row({ updatedTime: 13_500 }), cursor: {} },
	/** A server may write the two times of a creation one after the other. */
	createdInSteps: { row: row({ updatedTime: 3_085 }), cursor: {} },
	known: { row: row({ createdTime: 1_500, updatedTime: 3_000 }), cursor: { seen } },
	old: { row: row({ createdTime: 500, updatedTime: 3_000 }), cursor: {} },
};

describe.each<[TriggerEvent, Record<keyof typeof states, string[]>]>([
	[
		'created',
		{
			created: ['created'],
			createdAndUpdated: ['created'],
			createdInSteps: ['created'],
			known: ['created'],
			old: ['created'],
		},
	],
	[
		'updated',
		{
			created: [],
			createdAndUpdated: ['updated'],
			createdInSteps: [],
			known: ['updated'],
			old: ['updated'],
		},
	],
	[
		'createdOrUpdated',
		{
			created: ['created'],
			createdAndUpdated: ['created'],
			createdInSteps: ['created'],
			known: ['updated'],
			old: ['updated'],
		},
	],
])('Trigger On: %s', (event, expected) => {
	test.each(Object.keys(states) as Array<keyof typeof states>)('%s', async (name) => {
		const { row: given, cursor: known } = states[name];

		const found = await findEvents(watch(event), cursor(known), given);

		expect(found.map((item) => item.event)).toEqual(expected[name]);
	});
});

test.each(['created', 'updated', 'createdOrUpdated'] as const)(
	'a row without a time that can be read is no event: %s',
	async (event) => {
		const given = { createdTime: 0, updatedTime: 'unknown' };
		expect(await findEvents(watch(event), cursor(), row(given))).toEqual([]);
	},
);

test('a row without a time counts as the one beside it, so that it hides no order', async () => {
	const times = [null, 5_000, undefined, 4_000, 'soon'];
	const objectList = times.map((createdTime, id) => ({ id, createdTime }));
	const list = listByTime(
		watch('created', { api: fakeApi(() => ({ objectList })) }),
		{ qualification: all([]), keep: () => true },
		{},
		() => true,
	);

	const { rows } = await list.readPage(0, 100);

	expect(rows.map(list.timeOf)).toEqual([5_000, 5_000, 5_000, 4_000, 4_000]);
});

describe('Trigger On: statusChanged', () => {
	const closed = row({ statusName: 'Closed', createdTime: 500 });

	test('another status than the one that was noted', async () => {
		const known = cursor();
		setRecent(known.statuses, '7', 'Open');

		expect(await findEvents(watch('statusChanged'), known, closed)).toMatchObject([
			{ event: 'statusChanged', previousStatus: 'Open', statusName: 'Closed' },
		]);
		expect(await findEvents(watch('statusChanged'), known, closed)).toEqual([]);
	});

	test('of an old record that no poll has noted, nobody knows the status before', async () => {
		expect(await findEvents(watch('statusChanged'), cursor(), closed)).toMatchObject([
			{ previousStatus: null },
		]);
	});

	test('the first status of a new record is no change', async () => {
		const known = cursor();

		expect(await findEvents(watch('statusChanged'), known, row())).toEqual([]);
		expect(
			await findEvents(watch('statusChanged'), known, row({ statusName: 'Closed' })),
		).toMatchObject([{ previousStatus: 'Open' }]);
	});

	test('a change that is ignored is noted all the same', async () => {
		const known = cursor();
		setRecent(known.statuses, '7', 'Open');
		const byBot = row({ statusName: 'Pending', updatedByName: 'Bot' });

		expect(
			await findEvents(watch('statusChanged', { ignoredNames: ['bot'] }), known, byBot),
		).toEqual([]);
		expect(await findEvents(watch('statusChanged'), known, closed)).toMatchObject([
			{ previousStatus: 'Pending' },
		]);
	});
});

describe('Ignore Changes By', () => {
	test.each<[TriggerEvent, IDataObject, boolean]>([
		['created', { createdByName: ' CARL ' }, true],
		['created', { createdByName: 'Ann', updatedByName: 'Carl' }, false],
		['updated', { createdTime: 1, updatedByName: 'Carl' }, true],
		['updated', { createdTime: 1, createdByName: 'Carl', updatedByName: 'Ann' }, false],
		['updated', { createdTime: 1, createdByName: 'Carl', updatedByName: undefined }, true],
		['updated', { createdTime: 1, updatedByName: 'Carla' }, false],
	])('%s, %j: ignored %j', async (event, given, isIgnored) => {
		const found = await findEvents(watch(event, { ignoredNames: ['carl'] }), cursor(), row(given));

		expect(found).toHaveLength(isIgnored ? 0 : 1);
	});

	test.each<[string[], string, boolean]>([
		[['Doe', 'Jane', 'Bot'], 'Doe, Jane', true],
		[['Doe', 'Jane'], 'Jane Doe', true],
		[['Bot', 'van der Berg', 'Jan'], 'Jan van der Berg', true],
		[['Muster', 'Anna Maria', 'Bot'], 'Anna Maria Muster', true],
		[['jane doe'], 'Doe, Jane', true],
		[['Jane Doé'], 'Jane  Doe', true],
		[['Doe', 'Jane'], 'Jane Roe', false],
		[['Jane Doe', 'Bot'], 'Doe Bot', false],
		[['Bot'], '', false],
	])('%j, changed by %j: ignored %j', async (ignoredNames, updatedByName, isIgnored) => {
		const changed = row({ createdTime: 1, updatedByName });
		const found = await findEvents(watch('updated', { ignoredNames }), cursor(), changed);

		expect(found).toHaveLength(isIgnored ? 0 : 1);
	});
});

describe('the item', () => {
	test('has an ID that is the same for the same state, and the fields in the order of the resource', async () => {
		const [item] = await findEvents(watch('updated'), cursor(), states.old.row);

		expect(item?.eventId).toBe('request:7:3000');
		expect(Object.keys(item ?? {}).slice(0, 4)).toEqual(['id', 'key', 'subject', 'statusName']);
		expect(item).not.toHaveProperty('createdByName');
	});

	test('has all fields without Simplify', async () => {
		const [item] = await findEvents(
			watch('created', { isSimplified: false }),
			cursor(),
			states.created.row,
		);

		expect(item).toMatchObject({ createdByName: 'Ann', eventId: 'request:7:created' });
	});

	test('of an asset has the class in its ID, and a digest, because its time is to the minute', async () => {
		const type = asset.types?.options[0];
		const laptop = {
			id: 7,
			type: type?.value,
			name: 'LAPTOP',
			createdDate: '19-10-2020 11:23',
			updatedDate: '20-10-2020 11:23',
		};
		const find = async (given: IDataObject) =>
			(await findEvents(watch('updated', { resource: asset, type }), cursor(), given))[0]?.eventId;

		const id = await find(laptop);

		const minute = Date.UTC(2020, 9, 20, 11, 23);
		expect(id).toMatch(new RegExp(`^asset:${type?.value}:7:${minute}-[0-9a-f]{8}$`));
		expect(await find({ ...laptop })).toBe(id);
		expect(await find({ ...laptop, name: 'LAPTOP 2' })).not.toBe(id);
	});
});

describe('conversations', () => {
	const entry = (id: number, by = 'Ann') => ({ id, details: `note ${id}`, createdByName: by });

	test('the last entry comes along when asked for, and no call is made for what is no event', async () => {
		const api = conversationsOf([entry(9), entry(12), entry(10)]);
		const asked = watch('updated', { api, includesLastConversation: true });

		expect(await findEvents(asked, cursor(), states.old.row)).toMatchObject([
			{ lastConversation: { id: 12 } },
		]);
		expect(await findEvents(asked, cursor(), states.created.row)).toEqual([]);
		expect(api.calls.every((path) => path === 'api/v1/request/7/conversation/search/byqual')).toBe(
			true,
		);
	});

	test('a record without entries has no last one', async () => {
		const asked = watch('created', { includesLastConversation: true });

		expect(await findEvents(asked, cursor(), row())).toMatchObject([{ lastConversation: null }]);
	});

	test.each([
		['that were noted', { entries: { '#7': 10 } }, {}, [11, 12]],
		[
			'that were there at the start, on an old record',
			{ largestEntry: 11 },
			{ createdTime: 1 },
			[12],
		],
		['none, on a record that came later', { largestEntry: 11 }, {}, [9, 10, 11, 12]],
		['when it could not be read', { entries: { '#7': -1100 } }, { createdTime: 1 }, [11, 12]],
		['none, on a later record that could not', { entries: { '#7': -1100 } }, {}, [9, 10, 11, 12]],
	])('new entries are those beyond the ones %s', async (_, known, given, expected) => {
		const [nine, ten, ...later] = [9, 10, 11, 12].map((id) => ({
			...entry(id),
			createdTime: id * 100 + 1,
		}));
		const api = conversationsOf([...later.reverse(), nine!, ten!]);
		const before = cursor(known);

		const found = await findEvents(watch('newConversation', { api }), before, row(given));

		expect(found.map(({ eventId }) => eventId)).toEqual(
			expected.map((id) => `request:7:conversation:${id}`),
		);
		expect(await findEvents(watch('newConversation', { api }), before, row(given))).toEqual([]);
	});

	test('entries by ignored people are none', async () => {
		const api = conversationsOf([entry(1, 'Bot'), entry(2)]);

		const found = await findEvents(
			watch('newConversation', { api, ignoredNames: ['bot'] }),
			cursor(),
			row(),
		);

		expect(found).toMatchObject([{ conversation: { id: 2 } }]);
	});

	test('IDs that are no numbers cannot be followed', async () => {
		const api = conversationsOf([{ id: 'abc' }]);

		await expect(findEvents(watch('newConversation', { api }), cursor(), row())).rejects.toThrow(
			'not numbers',
		);
	});
});
