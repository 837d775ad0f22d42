/** What a trigger remembers between two polls. */
import type { IDataObject } from 'n8n-workflow';
import {
	floorOf,
	forgetBeforeFloor,
	loadCursor,
	newCursor,
	saveCursor,
} from '../../../nodes/ServiceOps/trigger/cursor';
import {
	getRecent,
	setRecent,
	type RecentValues,
} from '../../../nodes/ServiceOps/trigger/recentValues';

const WATCHED = 'requests';

/** Static data as n8n gives it back after a restart. */
const restarted = (data: IDataObject): IDataObject =>
	JSON.parse(JSON.stringify(data)) as IDataObject;

describe('loading and saving', () => {
	test('what was saved comes back, also after a restart', () => {
		const data: IDataObject = {};
		const { cursor, isNew } = loadCursor(data, WATCHED);
		expect(isNew).toBe(true);
		expect(saveCursor(data, { ...cursor, newest: 7 }, isNew)).toBe(true);

		const again = loadCursor(restarted(data), WATCHED);

		expect(again.isNew).toBe(false);
		expect(again.cursor.newest).toBe(7);
	});

	test('what a poll does to its cursor counts only once it is saved', () => {
		const data: IDataObject = {};
		saveCursor(data, newCursor(WATCHED), true);

		const { cursor } = loadCursor(data, WATCHED);
		cursor.newest = 99;
		cursor.seen.x = [1, 'y'];
		setRecent(cursor.statuses, '1', 'Open');

		expect(loadCursor(data, WATCHED).cursor).toMatchObject({ newest: -1, seen: {}, statuses: {} });
	});

	test('something else to watch starts anew', () => {
		const data: IDataObject = {};
		saveCursor(data, { ...newCursor(WATCHED), newest: 7 }, true);

		const { cursor, isNew } = loadCursor(data, 'changes');

		expect(isNew).toBe(true);
		expect(cursor.newest).toBe(-1);
		expect(saveCursor(data, cursor, isNew)).toBe(true);
		expect(loadCursor(data, WATCHED).isNew).toBe(true);
	});

	test.each([
		['the first', {}],
		['a later', saved()],
	])('of two polls at the same time, %s one, only one saves', (_, data) => {
		const [one, other] = [loadCursor(data, WATCHED), loadCursor(data, WATCHED)];

		expect(saveCursor(data, { ...one.cursor, newest: 1 }, one.isNew)).toBe(true);
		expect(saveCursor(data, { ...other.cursor, newest: 2 }, other.isNew)).toBe(false);

		expect(loadCursor(data, WATCHED).cursor.newest).toBe(1);
	});

	test('a poll of what was watched before does not save over what is watched now', () => {
		const data = saved();
		const old = loadCursor(data, WATCHED);
		const now = loadCursor(data, 'changes');
		saveCursor(data, now.cursor, now.isNew);

		expect(saveCursor(data, old.cursor, old.isNew)).toBe(false);
	});

	function saved(): IDataObject {
		const data: IDataObject = {};
		saveCursor(data, newCursor(WATCHED), true);
		return data;
	}
});

describe('the overlap', () => {
	const MINUTE = 60_000;
	const cursor = { ...newCursor(WATCHED), newest: 100 * MINUTE };

	test.each([
		['epoch', 99 * MINUTE],
		['text', -20 * MINUTE],
	] as const)('times as %s: a minute, or two hours where clocks are set back', (form, floor) => {
		expect(floorOf(cursor, form)).toBe(floor);
	});

	test('before the first record, everything counts', () => {
		expect(floorOf(newCursor(WATCHED), 'text')).toBe(0);
	});

	test('only what lies before it is forgotten', () => {
		const seen = {
			before: [99 * MINUTE - 1, 'a'] as [number, string],
			first: [99 * MINUTE, 'b'] as [number, string],
			newest: [100 * MINUTE, 'c'] as [number, string],
		};
		const full = { ...cursor, seen: { ...seen } };

		forgetBeforeFloor(full, 'epoch');

		expect(full.seen).toEqual({ first: seen.first, newest: seen.newest });
	});
});

describe('values by record', () => {
	test('the last one set is the one that is known', () => {
		const values: RecentValues<string> = {};
		setRecent(values, '7', 'Open');
		setRecent(values, '7', 'Closed');

		expect(getRecent(values, '7')).toBe('Closed');
		expect(getRecent(values, '8')).toBeUndefined();
	});

	test('of too many, the ones set longest ago are not saved, whatever their IDs', () => {
		const data: IDataObject = {};
		const cursor = newCursor(WATCHED);
		// The largest IDs first: a table with numbers as keys would put them last.
		for (let id = 12_000; id > 0; id--) setRecent(cursor.entries, String(id), id);
		for (let id = 1; id <= 4_000; id++) setRecent(cursor.entries, String(id), -id);
		saveCursor(data, cursor, true);

		const { entries } = loadCursor(data, WATCHED).cursor;

		expect(Object.keys(entries)).toHaveLength(5_000);
		expect(getRecent(entries, '1')).toBe(-1);
		expect(getRecent(entries, '4000')).toBe(-4_000);
		expect(getRecent(entries, '5000')).toBe(5_000);
		expect(getRecent(entries, '12000')).toBeUndefined();
	});

	test('they keep their order over a restart', () => {
		const values: RecentValues<number> = {};
		for (const id of ['30', '4', '100']) setRecent(values, id, 0);

		const again = JSON.parse(JSON.stringify(values)) as RecentValues<number>;

		expect(Object.keys(again)).toEqual(Object.keys(values));
	});
});
