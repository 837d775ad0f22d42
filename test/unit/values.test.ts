import { entered, toBoolean, toList, toNumber, toText } from '../../nodes/ServiceOps/values/coerce';
import { findChoice, toChoice } from '../../nodes/ServiceOps/values/choice';
import { toDateText, toTime } from '../../nodes/ServiceOps/values/time';

describe('times', () => {
	test.each([
		['2026-08-31T14:30:00', 'Asia/Kolkata', '2026-08-31T09:00:00.000Z'],
		['2026-08-31 14:30', 'Asia/Kolkata', '2026-08-31T09:00:00.000Z'],
		['2026-08-31', 'America/New_York', '2026-08-31T04:00:00.000Z'],
		['2026-08-31T14:30:00.250Z', 'Asia/Kolkata', '2026-08-31T14:30:00.250Z'],
		['2026-08-31T14:30:00+02:00', 'Asia/Kolkata', '2026-08-31T12:30:00.000Z'],
		['2026-08-31T14:30:00+0530', 'UTC', '2026-08-31T09:00:00.000Z'],
		['2026-08-31T14:30:00-03', 'UTC', '2026-08-31T17:30:00.000Z'],
		// Summer time in Berlin begins at 02:00 on 29 March and ends at 03:00 on 25 October.
		['2026-03-29T01:30', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
		['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['2026-10-25T01:30', 'Europe/Berlin', '2026-10-24T23:30:00.000Z'],
		['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
		['2026-12-31T23:59:59', 'Pacific/Auckland', '2026-12-31T10:59:59.000Z'],
		['1756304676767', 'UTC', new Date(1756304676767).toISOString()],
	])('%s in %s', (text, zone, expected) => {
		expect(new Date(toTime('Start', text, zone)).toISOString()).toBe(expected);
	});

	test('come as numbers, dates and luxon objects', () => {
		expect(toTime('Start', 1756304676767, 'UTC')).toBe(1756304676767);
		expect(toTime('Start', new Date(1756304676767), 'UTC')).toBe(1756304676767);
		expect(toTime('Start', { toMillis: () => 1756304676767 }, 'UTC')).toBe(1756304676767);
	});

	test.each([
		'soon',
		'2026-02-30',
		'2026-13-01',
		'2026-08-31T25:00',
		1756304676,
		'31.08.2026',
		-1,
		true,
		{},
		[],
	])('%j is refused by name', (value) => {
		expect(() => toTime('Start', value, 'UTC')).toThrow(
			/^Start must be a time such as .*, but it is /,
		);
	});
});

describe('dates of assets', () => {
	test.each([
		['2020-08-15T00:00:00', 'Asia/Kolkata', '15-08-2020'],
		['2020-08-15', 'America/New_York', '15-08-2020'],
		['2020-08-15T11:23:00', 'Europe/Berlin', '15-08-2020 11:23'],
		['2020-08-14T20:00:00Z', 'Asia/Kolkata', '15-08-2020 01:30'],
		['15-08-2020', 'America/New_York', '15-08-2020'],
		['15-08-2020 11:23', 'America/New_York', '15-08-2020 11:23'],
	])('%s in %s', (text, zone, expected) => {
		expect(toDateText('Acquisition Date', text, zone)).toBe(expected);
	});

	test('that do not exist are refused', () => {
		expect(() => toDateText('Audit Date', '31-02-2020', 'UTC')).toThrow(/^Audit Date must be/);
	});
});

describe('choices', () => {
	const choices = [
		{ name: 'Non-IT Asset', value: 'asset_non_it' },
		{ name: 'CI', value: 'cmdb' },
		{ name: 'Note', value: 'note' },
		{ name: 'note!', value: 'other' },
	];

	test.each([
		['asset_non_it', 'asset_non_it'],
		['non it asset', 'asset_non_it'],
		['ASSET NON-IT', 'asset_non_it'],
		[' ci ', 'cmdb'],
		['note', 'note'],
	])('%j is %s', (given, value) => {
		expect(toChoice('Kind', choices, given).value).toBe(value);
	});

	test.each(['NOTE', 'server', '', '-', undefined, null, true, {}])(
		'%j is none, or could be several',
		(given) => {
			expect(findChoice(choices, given)).toBeUndefined();
			expect(() => toChoice('Kind', choices, given)).toThrow(
				/^Kind: there is no .*\. Use one of: Non-IT Asset, CI, Note, note!$/,
			);
		},
	);
});

describe('plain values', () => {
	test.each([
		['a, b ,, a', ['a', 'b']],
		[
			['a', ' b', 3],
			['a', 'b', '3'],
		],
		['["a,b", "c"]', ['a,b', 'c']],
		['', []],
	])('list %j', (value, expected) => expect(toList('Tags', value)).toEqual(expected));

	test.each([[{}], [3], [true], ['[broken'], [[{}]]])('no list: %j', (value) => {
		expect(() => toList('Tags', value)).toThrow(/^Tags /);
	});

	test.each([
		['yes', true],
		['FALSE', false],
		[0, false],
	])('boolean %j', (value, expected) => expect(toBoolean('Is Spam', value)).toBe(expected));

	test.each(['', 'maybe', null, 2, [true]])('no boolean: %j', (value) => {
		expect(() => toBoolean('Is Spam', value)).toThrow('Is Spam must be true or false');
	});

	test('numbers', () => {
		expect(toNumber('Cost', ' 12.5 ')).toBe(12.5);
		expect(() => toNumber('Cost', 'twelve')).toThrow('Cost must be a number, but it is "twelve"');
		expect(() => toNumber('Cost', Infinity)).toThrow('Cost must be a number');
	});

	test.each([NaN, Infinity, null, [1], {}])('no text: %p', (value) => {
		expect(() => toText('Subject', value)).toThrow(
			/^Subject must be text, but it is (NaN|Infinity|null|\[1\]|{})$/,
		);
	});

	test('blank and missing count as not entered', () => {
		expect([entered(''), entered('  '), entered(null), entered(undefined)]).toEqual(
			new Array(4).fill(undefined),
		);
		expect(entered({ __rl: true, mode: 'list', value: '' })).toBeUndefined();
		expect([entered(0), entered(false), entered({ __rl: true, mode: 'name', value: 'x' })]).toEqual(
			[0, false, 'x'],
		);
	});
});
