/** Times of rows, in every form that servers were seen to write. */
import { systemClock } from '../../../credentials/clock';
import { findDateOrder, readTime } from '../../../nodes/ServiceOps/records/rowTimes';
import { versionOf } from '../../../nodes/ServiceOps/records/version';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester } from '../../../nodes/ServiceOps/resources/users';

const EVENING = Date.UTC(2025, 5, 1, 20, 43);

test.each([
	['01-06-2025 20:43', EVENING],
	['01/06/2025 08:43 pm', EVENING],
	['01/06/2025 08:43 PM', EVENING],
	['01/06/2025 12:05 am', Date.UTC(2025, 5, 1, 0, 5)],
	['01/06/2025 12:05 pm', Date.UTC(2025, 5, 1, 12, 5)],
	[' 01-06-2025 20:43 ', EVENING],
	['2025-06-01T20:43:00Z', EVENING],
	['2025-06-01T22:43:00+02:00', EVENING],
	['2025-06-01T20:43:00.000+0000', EVENING],
	['2025-06-01 20:43', EVENING],
	['2025/06/01 20:43:10', EVENING + 10_000],
	['01-06-2025 20:43:10', EVENING + 10_000],
	['01.06.2025 20:43', EVENING],
	['1/6/25 8:43 PM', EVENING],
	['Sun, Jun 01, 2025 08:43 pm', EVENING],
	['20250601204300', EVENING],
	[EVENING / 1000, EVENING],
	[String(EVENING / 1000), EVENING],
	[EVENING * 1000, EVENING],
	[EVENING + 0.5, EVENING + 0.5],
	['/Date(1748810580000)/', EVENING],
	[EVENING, EVENING],
	[String(EVENING), EVENING],
	['soon', 0],
	['', 0],
	[null, 0],
	[undefined, 0],
])('%j is %d', (updatedDate, expected) => {
	expect(readTime(asset, { updatedDate }, 'updated')).toBe(expected);
});

test('each resource has its times under its own names', () => {
	const row = { createdTime: 1, updatedTime: 2, createdDate: '01-06-2025 20:43' };

	expect(readTime(request, row, 'created')).toBe(1);
	expect(readTime(request, row, 'updated')).toBe(2);
	expect(readTime(asset, row, 'created')).toBe(EVENING);
	expect(readTime(requester, row, 'created')).toBe(0);
});

test('a version is the time; the content too, where the time is coarse or missing', () => {
	expect(versionOf(request, { updatedTime: 5, subject: 'a' })).toBe('5');
	expect(versionOf(request, { subject: 'a' })).not.toBe(versionOf(request, { subject: 'b' }));
	const minute = { updatedDate: '01-06-2025 20:43' };
	expect(versionOf(asset, { ...minute, name: 'a' })).not.toBe(
		versionOf(asset, { ...minute, name: 'b' }),
	);
});

describe('dates with the month first', () => {
	const at = (updatedDate: string, createdDate = updatedDate) => ({ createdDate, updatedDate });

	test('a number above 12 tells, whatever was assumed', () => {
		const evening = Date.UTC(2025, 5, 13, 20, 43);
		expect(readTime(asset, at('06/13/2025 08:43 pm'), 'updated')).toBe(evening);
		expect(readTime(asset, at('13/06/2025 08:43 pm'), 'updated', 'monthFirst')).toBe(evening);
		expect(readTime(asset, at('06/01/2025 08:43 pm'), 'updated', 'monthFirst')).toBe(EVENING);
	});

	test.each([
		['a number above 12', [at('06/05/2025'), at('06/13/2025')], 'monthFirst', false],
		[
			'another date of the row',
			[{ ...at('06/05/2025'), scanDate: '06/13/2025' }],
			'monthFirst',
			false,
		],
		[
			'the order of the list',
			[at('06/09/2025'), at('07/02/2025'), at('08/05/2025')],
			'monthFirst',
			false,
		],
		[
			'the order of the list',
			[at('09/06/2025'), at('02/07/2025'), at('05/08/2025')],
			'dayFirst',
			false,
		],
		['a creation before the update', [at('07/02/2025', '06/09/2025')], 'monthFirst', false],
		['nothing, where both are in the future', [at('01/12/2099')], undefined, true],
		['nothing', [at('05/06/2025')], undefined, true],
		['nothing but the update', [{ updatedDate: '05/06/2025' }], undefined, true],
		['no text', [{ ...at('05/06/2025'), name: '06/13/2025' }], undefined, true],
		[
			'the order of a list with the latest first',
			[at('08/05/2025'), at('07/02/2025'), at('07/02/2025'), at('06/09/2025')],
			'monthFirst',
			false,
		],
		[
			'the order of a list with equal dates',
			[at('06/09/2025'), at('06/09/2025'), at('07/02/2025'), at('08/05/2025')],
			'monthFirst',
			false,
		],
		['nothing, and nothing depends on it', [at('06/06/2025')], undefined, false],
		['each date for itself', [at('06/13/2025'), at('13/06/2025')], undefined, false],
	] as const)('%s tells', (_, rows, order, isOpen) => {
		expect(findDateOrder(asset, [...rows], 'updated')).toEqual({
			...(order && { order }),
			isOpen,
		});
	});
});

test.each([
	['a creation', '2025-06-15', [{ createdDate: '01/12/2025' }]],
	['an update', '2025-06-15', [{ updatedDate: '01/12/2025' }]],
	['one of several', '2025-06-15', [{ createdDate: '01/02/2025' }, { createdDate: '01/12/2025' }]],
	['one of yesterday', '2025-06-08', [{ createdDate: '06/07/2025' }]],
])('the day comes first in no date that would be in the future: %s', (_what, today, rows) => {
	const now = jest.spyOn(systemClock, 'now').mockReturnValue(Date.parse(today));
	expect(findDateOrder(asset, rows, 'updated')).toEqual({ order: 'monthFirst', isOpen: false });
	now.mockRestore();
});

test('what moves by itself is no other version: scans, logins, what the table does not know, the order of keys', () => {
	const group = { type: 'ComputerProperty', osName: 'X', lastLoggedInUser: 'ann', memoryFree: 1 };
	const laptop = {
		updatedDate: '01-06-2025 20:43',
		name: 'PC',
		tags: ['a', 'b'],
		customField: { A: 1, B: 2 },
		assetPropertyList: [group],
	};
	const moved = {
		...laptop,
		tags: ['b', 'a'],
		customField: { B: 2, A: 1 },
		lastScanDate: 'now',
		assetPropertyList: [{ ...group, lastLoggedInUser: 'bob', memoryFree: 2 }],
	};
	expect(versionOf(asset, moved)).toBe(versionOf(asset, laptop));
	for (const change of [
		{ customField: { A: 1, B: 3 } },
		{ assetPropertyList: [{ ...group, osName: 'Y' }] },
		{ updatedDate: '01-06-2025 20:44' },
		{ tags: ['a'] },
	]) {
		expect(versionOf(asset, { ...laptop, ...change })).not.toBe(versionOf(asset, laptop));
	}
});
