import fc from 'fast-check';
import { tryToParseDateTime } from 'n8n-workflow';
import { acceptedForms } from '../../../nodes/ServiceOps/values/dateForms';
import { isNoDate } from '../../../nodes/ServiceOps/values/noDate';
import { parseTime, toDateText, toTime } from '../../../nodes/ServiceOps/values/time';
import { holds, isFast, LONGEST, refusedByName, repeated, textsOf } from '../../support/longTexts';

/** luxon's class, as expressions have it. */
const DateTime = tryToParseDateTime('2026-01-01').constructor as unknown as {
	fromMillis: (epochMs: number, options: { zone: string }) => { toISO: () => string };
	fromFormat: (text: string, format: string, options: { zone: string }) => { isValid: boolean };
	invalid: (reason: string, explanation: string) => object;
};

const timeOf = (value: unknown, zone = 'UTC') =>
	new Date(toTime('Start', value, zone)).toISOString();

describe('a time', () => {
	test.each([
		['2026-08-31T14:30:00', '2026-08-31T09:00:00.000Z'],
		['2026-08-31 14:30', '2026-08-31T09:00:00.000Z'],
		['2026-08-31', '2026-08-30T18:30:00.000Z'],
		['2026/8/31 2:30 pm', '2026-08-31T09:00:00.000Z'],
		['2026.08.31 14:30:05', '2026-08-31T09:00:05.000Z'],
		['2026-08-31T14:30:00.250Z', '2026-08-31T14:30:00.250Z'],
		['2026-08-31T14:30:00,5704321Z', '2026-08-31T14:30:00.570Z'],
		['2026-08-31T14:30:00+02:00', '2026-08-31T12:30:00.000Z'],
		['2026-08-31T14:30:00+02:00[Europe/Berlin]', '2026-08-31T12:30:00.000Z'],
		['2026-08-31T14:30:00+0530', '2026-08-31T09:00:00.000Z'],
		['2026-08-31T14:30:00-03', '2026-08-31T17:30:00.000Z'],
		['2026-08-31T00:00:00Z', '2026-08-31T00:00:00.000Z'],
		['2026-06-23 08:00:00.123456789 +0000 UTC', '2026-06-23T08:00:00.123Z'],
		['29-02-2016 01:16', '2016-02-28T19:46:00.000Z'],
		['31.8.2026, 14:30', '2026-08-31T09:00:00.000Z'],
		['25/Feb/26 10:17 PM', '2026-02-25T16:47:00.000Z'],
		['25/Feb/2026:22:17:05 +0530', '2026-02-25T16:47:05.000Z'],
		['25-FEB-26', '2026-02-24T18:30:00.000Z'],
		['25 February 2026', '2026-02-24T18:30:00.000Z'],
		['Sept 25th, 2026 at 12:05 a.m.', '2026-09-24T18:35:00.000Z'],
		['Thu, Nov 26, 2026 04:45 am', '2026-11-25T23:15:00.000Z'],
		['Jun 23, 2026 @ 08:00:00.000', '2026-06-23T02:30:00.000Z'],
		['Wed, 25 Feb 2026 22:17:00 +0100', '2026-02-25T21:17:00.000Z'],
		['25 Feb 2026 22:17 EST', '2026-02-26T03:17:00.000Z'],
		['Wed, 25 Feb 2026 22:17:00 GMT', '2026-02-25T22:17:00.000Z'],
		['Wed Feb 25 22:17:00 UTC 2026', '2026-02-25T22:17:00.000Z'],
		[
			'Wed Feb 25 2026 22:17:00 GMT+0100 (Central European Standard Time)',
			'2026-02-25T21:17:00.000Z',
		],
		['Wed Feb 25 22:17:00 CET 2026', '2026-02-25T21:17:00.000Z'],
		['Fri Jul 31 22:17:00 CEST 2026', '2026-07-31T20:17:00.000Z'],
		['2026-07-31 22:17 JST', '2026-07-31T13:17:00.000Z'],
		['2026-07-31 22:17 America/New_York', '2026-08-01T02:17:00.000Z'],
		['2026-07-31T22:17:00[America/New_York]', '2026-08-01T02:17:00.000Z'],
		['2026-07-31 22:17 (CEST)', '2026-07-31T20:17:00.000Z'],
		['"2026-08-31T14:30:00.000Z"', '2026-08-31T14:30:00.000Z'],
		['\u200e31\u200e.\u200e8\u200e.\u200e2026 14:30', '2026-08-31T09:00:00.000Z'],
		[{ dateTime: '2026-08-31T14:30:00+02:00', timeZone: 'Asia/Tokyo' }, '2026-08-31T12:30:00.000Z'],
		[{ dateTime: '2026-08-31T14:30:00.0000000', timeZone: 'UTC' }, '2026-08-31T14:30:00.000Z'],
		[{ date: '2026-08-31' }, '2026-08-30T18:30:00.000Z'],
		[
			{ date: '2026-08-31 14:30:00.000000', timezone_type: 3, timezone: 'Europe/Berlin' },
			'2026-08-31T12:30:00.000Z',
		],
		[{ $date: '2026-08-31T14:30:00Z' }, '2026-08-31T14:30:00.000Z'],
		['20160501120000', '2016-05-01T06:30:00.000Z'],
		[20160501120000, '2016-05-01T06:30:00.000Z'],
		['201605011200', '2016-05-01T06:30:00.000Z'],
		['20160501', '2016-04-30T18:30:00.000Z'],
		['20260623T080000Z', '2026-06-23T08:00:00.000Z'],
		['20260623080000.0Z', '2026-06-23T08:00:00.000Z'],
		['20260623080000.000000+120', '2026-06-23T06:00:00.000Z'],
		['20260623080000.000000+***', '2026-06-23T02:30:00.000Z'],
		['/Date(1756304676767)/', '2025-08-27T14:24:36.767Z'],
		['1756304676767', '2025-08-27T14:24:36.767Z'],
		[1756304676767, '2025-08-27T14:24:36.767Z'],
		[946684800000, '2000-01-01T00:00:00.000Z'],
		[new Date(1756304676767), '2025-08-27T14:24:36.767Z'],
		[{ toMillis: () => 1756304676767, offset: 120 }, '2025-08-27T14:24:36.767Z'],
		// A cell of a workbook shows what a clock on the wall shows.
		[42491, '2016-04-30T18:30:00.000Z'],
		[42491.75, '2016-05-01T12:30:00.000Z'],
		// Twelve digits are a date where that is one of 1970 to 2200, else milliseconds.
		['197001011200', '1970-01-01T06:30:00.000Z'],
		[150001011200, '1974-10-03T02:56:51.200Z'],
		[220101011200, '1976-12-22T11:10:11.200Z'],
		['20260623080000.0', '2026-06-23T02:30:00.000Z'],
		[25569, '1969-12-31T18:30:00.000Z'],
		[80000, '2119-01-10T18:30:00.000Z'],
		[1e11, '1973-03-03T09:46:40.000Z'],
		["31 Aug '26 14:30", '2026-08-31T09:00:00.000Z'],
		['31 Aug 69 14:30', '2069-08-31T09:00:00.000Z'],
		['31 Aug 70 14:30', '1970-08-31T09:00:00.000Z'],
		['31 Aug 2026 1 pm', '2026-08-31T07:30:00.000Z'],
		['2026-08-31T14:30:00.5', '2026-08-31T09:00:00.500Z'],
		['2026-08-31T14:30+14:00', '2026-08-31T00:30:00.000Z'],
		['2026-08-31T14:30+02:59', '2026-08-31T11:31:00.000Z'],
		['2026-08-31T14:30 UTC+2', '2026-08-31T12:30:00.000Z'],
		['/Date(1756304676767+0200)/', '2025-08-27T14:24:36.767Z'],
		['2200-12-31T12:00', '2200-12-31T06:30:00.000Z'],
		['1970-01-01', '1969-12-31T18:30:00.000Z'],
	])('%p as someone in India means it', (value, expected) => {
		expect(timeOf(value, 'Asia/Kolkata')).toBe(expected);
	});

	test('has its accepted forms with an example of each, all for the same day', () => {
		expect(acceptedForms().length).toBeGreaterThan(10);
		for (const { form, example } of acceptedForms()) {
			const value = form.includes('a number') ? Number(example) : example;
			expect(`${form}: ${timeOf(value).slice(0, 10)}`).toBe(`${form}: 2026-08-31`);
		}
	});
});

describe('a time is refused, quoted as it was entered', () => {
	test.each([
		'soon',
		'today',
		'2026-02-30',
		'2026-13-01',
		'2026-08-31T25:00',
		'2026-08-31T14:30+15:00',
		'2026-08-31 14',
		'2026-08-31T24:00',
		'2026-08-31T14:60',
		'2026-08-31T14:30:60',
		'2026-08-31T14:30+02:60',
		'2026-08-32',
		'2026-08-00',
		'0 pm 25 Feb 2026',
		'25 Feb 2026 0:30 pm',
		'x/Date(1756304676767)/',
		'/Date(1756304676767)/x',
		'/Date(1756304676767+2)/',
		'31-02-2026',
		'31 Aug',
		'Aug 2026',
		'2026-08',
		'31 Mai 2026',
		'1 Feb 10:17:30',
		'Tue, 25 Feb 2026',
		'13:30 pm 25 Feb 2026',
		'25 Feb 2026 13:30 pm',
		'2026-08-31 14:30 IST',
		// Without an offset, a zone that is not known would be lost.
		'2026-08-31 14:30 (Central European Standard Time)',
		'2026-08-31 14:30 Europe/Nowhere',
		{ dateTime: '2026-08-31T14:30:00', timeZone: 'Pacific Standard Time' },
		'2201-01-01',
		'1969-12-31',
		'2201-01-01T00:00Z',
		'1969-12-31T23:59Z',
		'20200815x',
		'x20200815',
		7_289_654_400_000,
		25_568,
		80_001,
		'2016050112',
		'16777216',
		1e11 - 1,
		-1756304676767,
		9e15,
		Infinity,
		true,
		{},
		[],
		new Date(NaN),
		DateTime.invalid('unparsable', 'it cannot be parsed'),
	])('%p', (value) => {
		expect(() => toTime('Start', value, 'UTC')).toThrow(
			/^Start must be a time such as 2026-08-31T14:30, .*, but it is /,
		);
		expect(() => toDateText('Audit Date', value, 'UTC')).toThrow(
			/^Audit Date must be a date such as 2026-08-31, .*, but it is /,
		);
	});

	test('with the text in quotes, the years, or what luxon says', () => {
		expect(() => toTime('Start', ' soon', 'UTC')).toThrow('but it is " soon"');
		expect(() => toTime('Start', '2201-01-01', 'UTC')).toThrow('Only the years 1970 to 2200');
		for (const other of [new Date(8.64e15), new Date(-1e13), 9e15, '2201-01-01T00:00Z'])
			expect(() => toTime('Start', other, 'UTC')).toThrow('Only the years 1970 to 2200');
		for (const other of [
			'soon',
			{},
			80_001,
			new Date(NaN),
			'12/00/2022',
			'0/5/2022',
			'1/1/22 x',
			'31.2.2026',
		])
			expect(() => toTime('Start', other, 'UTC')).toThrow(/, but it is (?:(?!\. ).)*$/);
		const invalid = DateTime.invalid('unparsable', 'it cannot be parsed');
		expect(() => toTime('Start', invalid, 'UTC')).toThrow(
			'but it is "Invalid DateTime". it cannot be parsed',
		);
	});

	const inSeconds = (date: number) => date * 1000;
	const inMicroseconds = (date: number) => Math.floor(date / 1000);
	test.each([
		[1772452800, 'Math.floor($json.date * 1000)', inSeconds],
		['1772452800.25', 'Math.floor($json.date * 1000)', inSeconds],
		[1772452800000000, 'Math.floor($json.date / 1000)', inMicroseconds],
		['1772452800000000', 'Math.floor($json.date / 1000)', inMicroseconds],
		[
			1772452800000000000,
			'Math.floor($json.date / 1000000)',
			(date: number) => Math.floor(date / 1000000),
		],
		[
			'134169264000000000',
			'Math.floor($json.date / 10000 - 11644473600000)',
			(date: number) => Math.floor(date / 10000) - 11644473600000,
		],
		[
			'639080496000000000',
			'Math.floor($json.date / 10000 - 62135596800000)',
			(date: number) => Math.floor(date / 10000) - 62135596800000,
		],
	])('%p, with an expression that makes 2 March 2026 of it', (value, expression, evaluate) => {
		expect(() => toTime('Start', value, 'UTC')).toThrow(`: enter {{ ${expression} }}`);
		expect(timeOf(evaluate(Number(value))).slice(0, 10)).toBe('2026-03-02');
	});

	test('the day of a workbook as text, with the number to enter', () => {
		expect(() => toTime('Start', '42491', 'UTC')).toThrow('enter {{ Number($json.date) }}');
	});
});

describe('a date whose order is not clear is refused with the expressions that settle it', () => {
	test.each([
		['12/05/2022', ['05-12-2022', '12-05-2022']],
		['12/25/2022', ['25-12-2022']],
		['25/12/2022', ['25-12-2022']],
		['12-25-2022', ['25-12-2022']],
		['1/23/23', ['23-01-2023']],
		['1-3-2026', ['03-01-2026', '01-03-2026']],
		['12.25.2022', ['25-12-2022']],
		['26-08-31', ['26-08-2031', '31-08-2026']],
		['06/13/2025 08:43 pm', ['13-06-2025 20:43']],
		['6/13/2025, 8:43:10 PM', ['13-06-2025 20:43']],
		['13/06/2025 20:43', ['13-06-2025 20:43']],
		['12-13-14', ['13-12-2014']],
		['6-08-31', ['08-06-2031', '06-08-2031']],
	])('%s', (entered, days) => {
		const message = (() => {
			try {
				return toDateText('Audit Date', entered, 'Europe/Berlin');
			} catch (error) {
				return (error as Error).message;
			}
		})();
		expect(message).toContain(`but it is "${entered}". `);
		expect(message).toMatch(/: enter \{\{ [^}]+ \}\}(?: or \{\{ [^}]+ \}\})*$/);
		const formats = Array.from(
			message.matchAll(/\{\{ DateTime\.fromFormat\(\$json\.date, '([^']+)'\) \}\}/g),
			([, format = '']) => format,
		);
		// What the expressions give in n8n is taken, and is the day that was meant.
		const read = formats.map((format) => {
			const date = DateTime.fromFormat(entered, format, { zone: 'Europe/Berlin' });
			expect(date.isValid).toBe(true);
			return toDateText('Audit Date', date, 'Europe/Berlin');
		});
		expect(read).toEqual(days);
	});

	test.each([
		['6/25/2025 12:00:00 PM', 'M/d/yyyy h:mm:ss a', '12/05/2025 1:00:00 AM'],
		['29/2/2016 01:16', 'd/M/yyyy H:mm', '01/12/2016 9:05'],
	])('the expression for %s reads the rest of the column', (entered, format, other) => {
		expect(() => toTime('Start', entered, 'UTC')).toThrow(
			`enter {{ DateTime.fromFormat($json.date, '${format}') }}`,
		);
		expect(DateTime.fromFormat(other, format, { zone: 'UTC' }).isValid).toBe(true);
	});
});

describe('a day', () => {
	test.each([
		['2020-08-15T00:00:00', 'Asia/Kolkata', '15-08-2020'],
		['2020-08-15', 'America/New_York', '15-08-2020'],
		['2020-08-15T11:23:00', 'Europe/Berlin', '15-08-2020 11:23'],
		['2020-08-14T20:00:00Z', 'Asia/Kolkata', '15-08-2020 01:30'],
		['15-08-2020', 'America/New_York', '15-08-2020'],
		['15-08-2020 11:23', 'America/New_York', '15-08-2020 11:23'],
		['2020-08-15+05:30', 'America/New_York', '15-08-2020'],
		[44058, 'America/New_York', '15-08-2020'],
		[44058.5, 'America/New_York', '15-08-2020 12:00'],
		['20200815', 'Pacific/Auckland', '15-08-2020'],
		['2020-08-15T00:00:30', 'Europe/Berlin', '15-08-2020'],
		['2020-08-14T22:00:30Z', 'Europe/Berlin', '15-08-2020'],
		['Sat, 15 Aug 2020 00:00:00 GMT', 'America/New_York', '15-08-2020'],
		// Midnight in the zone of the workflow.
		['2026-01-04T23:00:00.000Z', 'Europe/Berlin', '05-01-2026'],
		// Clocks there skip midnight, and the day is still that day.
		['2026-09-06', 'America/Santiago', '06-09-2026'],
		// A person who writes an hour means it.
		['2026-01-04T19:00-05:00', 'America/New_York', '04-01-2026 19:00'],
	])('%p in %s', (value, zone, expected) => {
		expect(toDateText('Acquisition Date', value, zone)).toBe(expected);
	});

	test('is told apart from a time', () => {
		expect(parseTime('Start', '2026-01-05', 'Europe/Berlin')).toEqual({
			epochMs: Date.parse('2026-01-04T23:00:00Z'),
			isDateOnly: true,
			wall: '2026-01-05T00:00:00',
		});
		expect(parseTime('Start', '2026-01-05T08:00Z', 'Europe/Berlin')).toEqual({
			epochMs: Date.parse('2026-01-05T08:00:00Z'),
			isDateOnly: false,
			wall: '2026-01-05T09:00:00',
		});
		const dayOnly = (value: unknown) => parseTime('Start', value, 'Europe/Berlin').isDateOnly;
		expect(dayOnly('2026-01-05T00:00:00Z')).toBe(true);
		// Midnight of the workflow, and a part of a second after it.
		expect(dayOnly('2026-01-04T23:00:00.000Z')).toBe(true);
		expect(dayOnly('2026-01-04T23:00:00.250Z')).toBe(false);
		expect([dayOnly(46_027), dayOnly(46_027.25)]).toEqual([true, false]);
	});
});

describe('"no date" of other systems', () => {
	test.each([
		undefined,
		null,
		'',
		'  ',
		'null',
		'N/A',
		'-',
		'never',
		0,
		'0',
		'0000-00-00',
		'0000-00-00 00:00:00',
		'00/00/0000',
		'0001-01-01T00:00:00Z',
		'0001-01-01',
		'0000-12-31T19:03:58-04:56',
		'01/01/0001',
		'1/1/0001 12:00:00 AM',
		'01-01-0001 00:00',
		'Mon, 01 Jan 0001 00:00:00 GMT',
		'00010101000000',
		'9999-12-31T23:59:59Z',
		'9999-12-31T23:59:59.9999999Z',
		'12/31/9999',
		'31.12.9999',
		'99991231',
		'99991231235959',
		'1899-12-30',
		'1899-12-30T00:00:00.000Z',
		'12/30/1899',
		'1/0/1900',
		'1900-01-00',
		'1900-01-01T00:00:00',
		'1753-01-01',
		'1601-01-01T00:00:00Z',
		'1970-01-01',
		'1970-01-01T00:00:00Z',
		'1970-01-01 01:00:00',
		new Date(0),
		'/Date(-62135596800000)/',
		'/Date(0)/',
		'/Date(253402300799000)/',
		'253402300799000',
		'00000000000000.000000+000',
		-62135596800000,
		253402300799000,
		2 ** 63,
		'-62135596800000',
		'9223372036854775807',
		new Date('0001-01-01T00:00:00Z'),
		new Date('9999-12-31T22:59:59Z'),
		// A time zone moves such days.
		new Date('0002-01-01T10:00:00Z'),
		new Date('9998-12-31T12:00:00Z'),
		new Date('1752-12-31T00:00:00Z'),
		new Date('1900-01-01T14:00:00Z'),
		DateTime.fromMillis(-62135596800000, { zone: 'America/New_York' }),
	])('%p is nothing', (value) => expect(isNoDate(value)).toBe(true));

	test.each([
		'2026-01-05',
		'soon',
		'undefined',
		'12/05/2022',
		'1900-03-01',
		'1970-01-03',
		'1999-09-09',
		'2026-01-00',
		42491,
		1756304676767,
		20260101,
		20260101000000,
		// In other units than milliseconds.
		1772452800000000,
		134169264000000000,
		639080496000000000,
		1772452800000000000,
		'0815',
		'a0',
		'x-62135596800000',
		'-62135596800000x',
		'-99999999999999x',
		'0002-01-05',
		'x'.repeat(200),
		NaN,
		-86_400_000,
		new Date(3 * 86_400_000),
		new Date(NaN),
		false,
		[],
		{},
	])('%p is not', (value) => expect(isNoDate(value)).toBe(false));
});

const zones = fc.constantFrom(
	'UTC',
	'America/New_York',
	'America/Santiago',
	'Asia/Kolkata',
	'Europe/Berlin',
	'Pacific/Apia',
	'Pacific/Kiritimati',
);
/** Milliseconds of before March 1973 are taken for seconds. */
const FIRST = Date.UTC(1974, 0);
const LAST = Date.UTC(2200, 11, 30);
const moments = fc
	.integer({ min: FIRST / 1000, max: LAST / 1000 })
	.map((seconds) => seconds * 1000);

const english = (locale: string, options: Intl.DateTimeFormatOptions) => {
	const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
	return (date: Date) => format.format(date);
};
/** How JavaScript writes a moment, to the second. */
const WRITERS = [
	(date: Date) => date.toISOString(),
	(date: Date) => date.toUTCString(),
	(date: Date) => String(date),
	(date: Date) => String(date.getTime()),
	(date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, ''),
	(date: Date) => date.toISOString().slice(0, 19).replace(/\D/g, ''),
	(date: Date) => date.toISOString().slice(0, 19).replace('T', ' '),
	english('en-US', { dateStyle: 'full', timeStyle: 'medium' }),
	english('en-US', { dateStyle: 'medium', timeStyle: 'medium' }),
	english('en-GB', { dateStyle: 'full', timeStyle: 'medium' }),
	english('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }),
	english('de-DE', { dateStyle: 'medium', timeStyle: 'medium' }),
	english('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }),
];

holds(
	'a moment comes back from every way in which JavaScript writes it',
	fc.tuple(moments, fc.constantFrom(...WRITERS)),
	([epochMs, write]) => {
		expect(toTime('Start', write(new Date(epochMs)), 'UTC')).toBe(epochMs);
	},
);

/** Ways in which a day travels: as text, or as midnight of some clock. */
const CARRIERS = [
	(day: string) => day,
	(day: string) => `${day}T00:00:00.000Z`,
	(day: string) => `${day} 00:00:00`,
	(day: string) => `${day}T00:00:00+05:30`,
	(day: string) => new Date(day),
	(day: string) => Date.parse(day),
	(day: string) => DateTime.fromMillis(Date.parse(day), { zone: 'utc' }),
	(day: string) => DateTime.fromMillis(Date.parse(day), { zone: 'America/New_York' }),
	(day: string) => DateTime.fromMillis(Date.parse(`${day}T00:00:00-11:00`), { zone: 'UTC-11' }),
	// What n8n makes of a DateTime inside a collection.
	(day: string) => DateTime.fromMillis(Date.parse(day), { zone: 'America/New_York' }).toISO(),
	(day: string) => day.split('-').reverse().join('-'),
	(day: string) => day.replaceAll('-', ''),
	(day: string) => Number(day.replaceAll('-', '')),
	(day: string) => new Date(day).toUTCString(),
	(day: string) => english('en-GB', { dateStyle: 'full' })(new Date(day)),
];

holds(
	'a day stays that day in every time zone',
	fc.tuple(moments, fc.constantFrom(...CARRIERS), zones),
	([epochMs, carry, zone]) => {
		const day = new Date(epochMs).toISOString().slice(0, 10);
		const text = toDateText('Audit Date', carry(day), zone);
		expect(text).toBe(day.split('-').reverse().join('-'));
	},
);

const fragments = [
	'2026-08-31',
	'T',
	' ',
	'14:30',
	':',
	'Z',
	'+02:00',
	'31',
	'/',
	'-',
	'.',
	',',
	'Aug',
	'Mon, ',
	'pm',
	'(',
	')',
	'[',
	'0',
	'1',
	'9999',
	'20260831',
	'/Date(',
];

holds('whatever is entered is a time of 1970 to 2200, or refused', textsOf(fragments), (text) => {
	isNoDate(text);
	const epochMs = refusedByName('Start', () => toTime('Start', text, 'Europe/Berlin'));
	if (epochMs !== undefined) {
		expect(epochMs).toBeGreaterThanOrEqual(Date.UTC(1969, 11, 31));
		expect(epochMs).toBeLessThan(Date.UTC(2201, 0, 2));
	}
	const date = refusedByName('Audit Date', () => toDateText('Audit Date', text, 'Europe/Berlin'));
	if (date !== undefined) expect(date).toMatch(/^[0-3]\d-[01]\d-[12]\d{3}(?: [0-2]\d:[0-5]\d)?$/);
	expect(date === undefined).toBe(epochMs === undefined);
});

holds(
	'a number of milliseconds since 2001 stays as it is',
	fc.integer({ min: 1e12, max: LAST }),
	(number) => {
		expect(toTime('Start', number, 'Asia/Kolkata')).toBe(number);
		expect(toTime('Start', String(number), 'Asia/Kolkata')).toBe(number);
	},
);

holds('no number is read as another year', fc.oneof(fc.double(), fc.maxSafeInteger()), (number) => {
	const epochMs = refusedByName('Start', () => toTime('Start', number, 'UTC'));
	if (epochMs === undefined) return;
	const year = new Date(epochMs).getUTCFullYear();
	expect(year).toBeGreaterThanOrEqual(1970);
	expect(year).toBeLessThanOrEqual(2200);
});

describe('time', () => {
	const texts = [
		repeated(' ', '2026', '-08-31'),
		repeated('1'),
		repeated('0'),
		repeated('1/'),
		repeated('('),
		repeated('Aug '),
		repeated('2026-08-31 '),
		repeated(' ', '31 Aug 2026 (', 'x'),
		`/Date(${'1'.repeat(LONGEST)})/`,
	];
	isFast(texts, (text) => toTime('Start', text, 'UTC'));
	isFast(texts, isNoDate);
});
