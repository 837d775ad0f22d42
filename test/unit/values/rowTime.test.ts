/** Times as servers write them in their answers, in whatever form a setting gives them. */
import { toIsoTime } from '../../../nodes/ServiceOps/values/isoTime';
import {
	dateOrderIn,
	isAmbiguousDate,
	isExactTime,
	isTextTime,
	parseRowTime,
	readRowTime,
} from '../../../nodes/ServiceOps/values/rowTime';

const MOMENT = '2026-11-26T04:45:00.000Z';

test.each([
	[1795668300000, MOMENT],
	['1795668300000', MOMENT],
	[' 1795668300000 ', MOMENT],
	['1795668300.000000000', MOMENT],
	// Seconds, microseconds, nanoseconds.
	[1795668300, MOMENT],
	['1795668300', MOMENT],
	[1795668300.5, '2026-11-26T04:45:00.500Z'],
	[1795668300000999, MOMENT],
	['1795668300000999999', MOMENT],
	[1e8, '1973-03-03T09:46:40.000Z'],
	[1e14, '1973-03-03T09:46:40.000Z'],
	[1e17, '1973-03-03T09:46:40.000Z'],
	[1e11, '1973-03-03T09:46:40.000Z'],
	[1, '1970-01-01T00:00:00.001Z'],
	['2026-11-26T04:45:00Z', MOMENT],
	['2026-11-26T10:15:00.250+05:30', '2026-11-26T04:45:00.250Z'],
	['/Date(1795668300000)/', MOMENT],
	['/Date(1795668300000+0200)/', MOMENT],
	['x /Date(1795668300000)/', 'x /Date(1795668300000)/'],
	// Without a time zone, as a clock shows it.
	['Thu, Nov 26, 2026 04:45 am', '2026-11-26T04:45:00'],
	['26-11-2026 04:47', '2026-11-26T04:47:00'],
	['26/11/2026 04:47:09 pm', '2026-11-26T16:47:09'],
	['11/26/2026 04:47 PM', '2026-11-26T16:47:00'],
	['26.11.26', '2026-11-26'],
	['26-11-2026', '2026-11-26'],
	['2026-11-26', '2026-11-26'],
	// Not set, or not a time.
	[0, null],
	['0', null],
	['0.0', null],
	[null, null],
	[undefined, null],
	['', ''],
	['soon', 'soon'],
	[-1, null],
	[-62_135_596_800_000, null],
	[true, true],
	['26-11/2026', '26-11/2026'],
	['x26-11-2026', 'x26-11-2026'],
	[`26-11-2026${' '.repeat(60)}x`, `26-11-2026${' '.repeat(60)}x`],
])('%j is shown as %j', (value, expected) => {
	expect(toIsoTime(value)).toBe(expected);
});

test('a date that can be read in two ways is read as the others of the server', () => {
	expect(readRowTime('01/06/2025')).toBe(Date.parse('2025-06-01'));
	expect(readRowTime('01/06/2025', 'dayFirst')).toBe(Date.parse('2025-06-01'));
	expect(readRowTime('01/06/2025 08:43 pm', 'monthFirst')).toBe(Date.parse('2025-01-06T20:43Z'));
	// One that itself shows its order keeps it.
	expect(readRowTime('13/06/2025', 'monthFirst')).toBe(Date.parse('2025-06-13'));
	expect(readRowTime('06/13/2025', 'dayFirst')).toBe(Date.parse('2025-06-13'));
	expect([readRowTime('soon'), readRowTime(undefined), readRowTime(-1)]).toEqual([0, 0, 0]);
});

test.each([
	['13/06/2025', 'dayFirst', false],
	['12/13/2025', 'monthFirst', false],
	['13-12-25 10:00', 'dayFirst', false],
	['12.12.2025', undefined, false],
	['11.12.2025', undefined, true],
	['12/11/25', undefined, true],
	['13/14/2025', undefined, false],
	['2025-06-13', undefined, false],
	['soon', undefined, false],
	[1795668300000, undefined, false],
])('%j: %s, whether it is open: %s', (value, order, isOpen) => {
	expect(dateOrderIn(value)).toBe(order);
	expect(isAmbiguousDate(value)).toBe(isOpen);
});

test.each([
	[1795668300000, true],
	['1795668300123', true],
	[1795668300, false],
	['1795668300', false],
	[1795668300123456, true],
	['2026-11-26T04:45:00.250Z', true],
	['2026-11-26T04:45:00.25Z', false],
	['2026-11-26T04:45:00Z', false],
	['', false],
	[undefined, false],
])('whether %j is exact to the millisecond: %s', (value, isExact) => {
	expect(isExactTime(value)).toBe(isExact);
});

test.each([
	['26-11-2026 04:47', true],
	['2026-11-26T04:45:00Z', true],
	[' 1795668300000 ', false],
	['', false],
	[1795668300000, false],
	[undefined, false],
])('whether %j is written as text: %s', (value, isText) => {
	expect(isTextTime(value)).toBe(isText);
});

test('whole days and moments are told apart', () => {
	expect(parseRowTime('26-11-2026')).toMatchObject({ isMoment: false, isDay: true });
	expect(parseRowTime('26-11-2026 00:00')).toMatchObject({ isMoment: false, isDay: false });
	expect(parseRowTime('2026-11-26+00:00')).toMatchObject({ isMoment: true, isDay: false });
	expect(parseRowTime(1795668300000)).toMatchObject({ isMoment: true, isDay: false });
});
