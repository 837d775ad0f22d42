import fc from 'fast-check';
import {
	entered,
	filled,
	isNonsense,
	toBoolean,
	toCount,
	toIdText,
	toList,
	toNumber,
	toRequiredText,
	toText,
} from '../../../nodes/ServiceOps/values/coerce';
import { quote } from '../../../nodes/ServiceOps/values/refuse';
import { toIdentifier } from '../../../nodes/ServiceOps/values/visible';
import { holds, isFast, refusedByName, repeated, textsOf } from '../../support/longTexts';

/** As JSON.parse reads it: rounded to 8901234567890124000. */
const LONG = Number('8901234567890123456');

describe('what is entered', () => {
	test('counts as nothing where it is blank or missing', () => {
		expect([entered(''), entered(' \n'), entered(null), entered(undefined)]).toEqual(
			new Array(4).fill(undefined),
		);
		expect(entered({ __rl: true, mode: 'list', value: '' })).toBeUndefined();
	});

	test('is what stands in a resource locator', () => {
		const locators = [
			{ __rl: true, mode: 'id', value: 'x' },
			{ mode: 'name', value: ' x ' },
			{ __rl: true, value: 'y' },
			{ mode: 'dark' },
		];
		expect(locators.map(entered)).toEqual(['x', ' x ', 'y', { mode: 'dark' }]);
		expect([entered(0), entered(false)]).toEqual([0, false]);
	});
});

test('a list counts as nothing where all of it is blank', () => {
	expect([filled([]), filled(['', null]), filled(' ')]).toEqual(new Array(3).fill(undefined));
	expect([filled(['', 'a']), filled('a'), filled({})]).toEqual([['', 'a'], 'a', {}]);
});

describe('quoted in a message', () => {
	const circular: Record<string, unknown> = {};
	circular.self = circular;

	test.each([
		['a "b"', '"a "b""'],
		[12.5, '12.5'],
		[NaN, 'NaN'],
		[null, 'null'],
		[undefined, 'missing'],
		[[1, 'a'], '[1,"a"]'],
		[{ a: 1 }, '{"a":1}'],
		[10n, '10'],
		[new Date('2026-01-05'), '"2026-01-05T00:00:00.000Z"'],
		[new Date(NaN), 'an invalid date'],
		[circular, 'an object'],
		['\ud83d \u200b', '"\\ud83d \\u200b"'],
		['\0', '"\\u0000"'],
	])('%p', (value, expected) => expect(quote(value)).toBe(expected));

	test('it is cut off, but not within a character', () => {
		expect(quote('x'.repeat(500))).toBe(`"${'x'.repeat(79)}…`);
		expect(quote(`${'x'.repeat(78)}😀y`)).toBe(`"${'x'.repeat(78)}…`);
		expect(quote(`😀${'x'.repeat(500)}`)).toBe(`"😀${'x'.repeat(77)}…`);
		expect(quote('x'.repeat(78))).toBe(`"${'x'.repeat(78)}"`);
	});
});

describe('text', () => {
	test.each([
		['a ', 'a '],
		['', ''],
		[' 007 ', ' 007 '],
		['8901234567890123456', '8901234567890123456'],
		['null', 'null'],
		[0, '0'],
		[-12.5, '-12.5'],
		[9007199254740991, '9007199254740991'],
		[12345678901234567890n, '12345678901234567890'],
		[true, 'true'],
		[['a'], 'a'],
	])('%p', (value, expected) => expect(toText('Subject', value)).toBe(expected));

	test.each([[NaN], [Infinity], [null], [undefined], [{}], [new Date(NaN)], [[]], [['a', 'b']]])(
		'is not %p',
		(value) => {
			expect(() => toText('Subject', value)).toThrow(/^Subject must be text, but it is [^.]*$/);
		},
	);

	test.each([LONG, -(2 ** 53), 1e21])('is not %p, which may have been rounded before', (value) => {
		expect(() => toText('Serial Number', value)).toThrow(
			/^Serial Number must be text, but it is .*: pass it as text$/,
		);
	});

	test.each([
		'NaN',
		'Infinity',
		' undefined ',
		'null',
		'[object Object]',
		'[object Object],[object Object]',
		`${'[object Object],'.repeat(50)}[object Object]`,
		'Invalid Date',
		'Invalid DateTime',
	])('%j is what a faulty expression gives', (text) => {
		expect(isNonsense(text)).toBe(true);
		expect(() => toRequiredText('Subject', text)).toThrow(
			/^Subject must be text, but it is .*\. Check the expression: it does not return text$/,
		);
	});

	test.each(['None', 'Null Pointer', 'undefined variable in script', 'nan', 'a, null', '0'])(
		'%j is text',
		(text) => {
			expect(isNonsense(text)).toBe(false);
			expect(toRequiredText('Subject', text)).toBe(text);
		},
	);

	test('that is required is not blank', () => {
		expect(isNonsense('')).toBe(false);
		expect(() => toRequiredText('Subject', ' ')).toThrow('Subject must be text, but it is " "');
	});
});

describe('a number', () => {
	test.each([
		[12.5, 12.5],
		['12.5', 12.5],
		[' -12 ', -12],
		['+3', 3],
		['.5', 0.5],
		['007', 7],
		['1.10', 1.1],
		['9007199254740991', 9007199254740991],
		['0.1000000000000000000000000', 0.1],
		['123456789012345', 123456789012345],
		['0.000000012345', 0.000000012345],
		['-00.0', -0],
		['`7`', 7],
		['" 7 "', 7],
		[10n, 10],
	])('%p', (value, expected) => expect(toNumber('Cost', value)).toBe(expected));

	test.each([
		'',
		' ',
		'twelve',
		'0x10',
		'0b1',
		'1e3',
		'1_000',
		'1,000',
		'1,5',
		'1 000',
		'€ 5',
		'.',
		'-',
		'--1',
		'NaN',
		'Infinity',
		'null',
		'"5" or "6"',
		NaN,
		Infinity,
		null,
		undefined,
		true,
		[1],
		{},
		new Date(),
	])('is not %p', (value) => {
		expect(() => toNumber('Cost', value)).toThrow(/^Cost must be a number, but it is /);
	});

	test.each([
		'8901234567890123456',
		'-8901234567890123456',
		'9007199254740993',
		'9007199254740992',
		'0.1234567890123456789',
		`0.${'0'.repeat(400)}1`,
		'12345678901234.5678',
		LONG,
		2 ** 53,
		1e21,
		8901234567890123456n,
	])('%p would be rounded', (value) => {
		expect(() => toNumber('Cost', value)).toThrow(
			/^Cost must be a number of at most 15 digits, but it is .*rounded$/,
		);
	});

	test('as a count is whole and positive', () => {
		expect([toCount('Limit', '50'), toCount('Limit', 1)]).toEqual([50, 1]);
		for (const wrong of [0, -1, 1.5, '1.5', 'x']) {
			expect(() => toCount('Limit', wrong)).toThrow(/^Limit must be a /);
		}
	});

	test('as an ID is a plain one', () => {
		expect([toIdText('Conversation', 3), toIdText('Conversation', ' 42 ')]).toEqual(['3', '42']);
		expect([{ id: 3, name: 'x' }, [3], [{ id: '3' }]].map((one) => toIdText('C', one))).toEqual(
			Array(3).fill('3'),
		);
		for (const wrong of [0, -1, 1.5, 1e21, '03', '3a', '9'.repeat(16), {}, null]) {
			expect(() => toIdText('Conversation', wrong)).toThrow(
				/^Conversation must be a number such as 3, but it is /,
			);
		}
	});
});

describe('true or false', () => {
	test.each([true, 'true', 'YES', 'y', ' Y ', 'on', '1', 1])('%p is true', (value) => {
		expect(toBoolean('Is Spam', value)).toBe(true);
	});
	test.each([false, 'False', 'no', 'N', 'f', 'off', '0', 0])('%p is false', (value) => {
		expect(toBoolean('Is Spam', value)).toBe(false);
	});
	test.each(['', 'maybe', 'null', 2, -1, null, undefined, [true], {}])('%p is neither', (value) => {
		expect(() => toBoolean('Is Spam', value)).toThrow(/^Is Spam must be true or false, but it is /);
	});
});

describe('a list', () => {
	test.each([
		['a, b ,, a', ['a', 'b']],
		[
			['a', ' b', 3, true, ''],
			['a', 'b', '3', 'true'],
		],
		[
			['Doe, Jane', 'Roe, Richard'],
			['Doe, Jane', 'Roe, Richard'],
		],
		['["a,b", "c"]', ['a,b', 'c']],
		[' [1, 2] ', ['1', '2']],
		['[PROD] web, db', ['[PROD] web', 'db']],
		['[PROD]', ['[PROD]']],
		['[PROD] rack ["A", db', ['[PROD] rack ["A"', 'db']],
		['web ["A", 3', ['web ["A"', '3']],
		['3', ['3']],
		['a; b', ['a', 'b']],
		['"a; b";R&amp;D；c', ['a; b', 'R&amp;D', 'c']],
		['a; b, c', ['a; b', 'c']],
		['{vpn,"home, office"}', ['vpn', 'home, office']],
		['{urgent}, [PROD]', ['{urgent}', '[PROD]']],
		['{urgent}', ['{urgent}']],
		['"Doe, Jane"; "Smith, John"', ['Doe, Jane', 'Smith, John']],
		['https://example.com/?a=1;b=2', ['https://example.com/?a=1;b=2']],
		['a\tb', ['a', 'b']],
		['a，b、c', ['a', 'b', 'c']],
		[
			[{ value: 'a' }, { name: 'b', id: 3 }, { key: 'c' }],
			['a', 'b', 'c'],
		],
		['[{"label":"a"}]', ['a']],
		[{ value: 'a', id: '1' }, ['a']],
		['{"value":"a, b"}', ['a, b']],
		['a\nb\r\nc,d', ['a', 'b', 'c', 'd']],
		['"a, b", "19"" rack" ,c', ['a, b', '19" rack', 'c']],
		['19" rack, "so-called" rack', ['19" rack', '"so-called" rack']],
		['\u200ba\u00a0, \ufeffb', ['a', 'b']],
		["['a', \"b's\" , 'c, d']", ['a', "b's", 'c, d']],
		["['a', 1]", ['a', '1']],
		['[a, b]', ['a', 'b']],
		['[a] b, c', ['[a] b', 'c']],
		['[a]', ['[a]']],
		[[{ display_value: 'a', value: 'id of a' }], ['a']],
		[
			[
				{ id: 1, title: 'a' },
				{ title: 'b', name: 'c' },
			],
			['a', 'c'],
		],
		[3, ['3']],
		[['a', null, undefined], ['a']],
		['', []],
		['[]', []],
		[[], []],
	])('%j', (value, expected) => expect(toList('Tags', value)).toEqual(expected));

	test.each([
		[{}],
		[{ alertname: 'a', severity: 'b' }],
		['{"a":1}'],
		['{"alertname":"a","severity":"b"}'],
		[{ value: 'a', child: { value: 'b' } }],
		['a, see [object Object]'],
		[true],
		[null],
		['[object Object]'],
		['a, [object Object]'],
		['["a", "b'],
		['[ "a", "b'],
		["['a', 'b"],
		['[{"a":1}]'],
		[[{}]],
		[[LONG]],
	])('is not %j', (value) => expect(() => toList('Tags', value)).toThrow(/^Tags must be /));

	test.each([
		[null, /^Tags must be a list: comma-separated text or an array, but it is null$/],
		['a, [object Object]', /^Tags must be text, but .*\. Check the expression: /],
	])('and %j says what it must be', (value, message) =>
		expect(() => toList('Tags', value)).toThrow(message),
	);
});

const digits = fc.stringMatching(/^[+-]?\d{0,25}\.?\d{0,20}$/);

/** Without the zeros and the sign that say nothing. */
const bare = (decimal: string) =>
	decimal
		.replace(/^\+/, '')
		.replace(/^(-?)0*(?=\d*)/, '$1')
		.replace(/(\.\d*?)0+$/, '$1')
		.replace(/\.$/, '')
		.replace(/^-$/, '');
const written = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 });

holds('a number is sent as it was written, or refused', digits, (text) => {
	const number = refusedByName('Cost', () => toNumber('Cost', text));
	if (number !== undefined) expect(bare(written.format(number))).toBe(bare(text));
	const isShort = text.replace(/\D/g, '').length <= 15;
	if (isShort && /\d/.test(text)) expect(typeof number).toBe('number');
});

holds(
	'an integer comes back, or is refused',
	fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
	(integer) => {
		const number = refusedByName('Cost', () => toNumber('Cost', String(integer)));
		const isSafe = integer >= -(2n ** 53n) + 1n && integer <= 2n ** 53n - 1n;
		expect(number === undefined ? undefined : BigInt(number)).toBe(isSafe ? integer : undefined);
	},
);

const values = fc.oneof(
	textsOf(['0', '9', '.', '-', 'e', 'x', ',', ' ', '[', ']', '"', '{', 'null', 'true', '\n']),
	fc.jsonValue({ maxDepth: 3 }),
	fc.double(),
);

holds('whatever is entered becomes what the field takes, or is refused', values, (value) => {
	const text = refusedByName('Field', () => toText('Field', value));
	expect(['string', 'undefined']).toContain(typeof text);
	// What no database takes is left out: NUL, and half a character.
	if (typeof value === 'string') expect(text).toBe(value.replace(/\0|\p{Surrogate}/gu, ''));
	const number = refusedByName('Field', () => toNumber('Field', value));
	if (number !== undefined) expect(Math.abs(number)).toBeLessThan(2 ** 53);
	const list = refusedByName('Field', () => toList('Field', value)) ?? [];
	expect(list.every((entry) => entry !== '' && entry === entry.trim())).toBe(true);
	if (Array.isArray(value)) expect(list.length).toBeLessThanOrEqual(value.length);
	const id = refusedByName('Field', () => toIdText('Field', value));
	if (id !== undefined) expect(id).toMatch(/^[1-9]\d{0,14}$/);
	refusedByName('Field', () => toBoolean('Field', value));
});

describe('time', () => {
	const texts = [
		repeated('0'),
		repeated('0', '1', '1'),
		repeated('0', '0.', '1'),
		repeated('9', '0.'),
		repeated('0.'),
		repeated('a,'),
		repeated('null,'),
		repeated('['),
		repeated('[ ', '', '"'),
		repeated('"a",', '["a",', '"a"]'),
		repeated("'a',", "['a',", "'a"),
		repeated("'"),
		repeated(' '),
	];
	isFast(texts, (text) => toNumber('Cost', text));
	isFast(texts, (text) => toList('Tags', text));
	isFast(texts, (text) => [isNonsense(text), toRequiredText('Subject', text), entered(text)]);
});

test('text is sent without half of a character, which cutting leaves, and without NUL', () => {
	expect(toText('Text', 'a\ud83d')).toBe('a');
	expect(toText('Text', '\ude00a\0b\ud83d\ude00')).toBe('ab\ud83d\ude00');
});

test.each([
	['\ufeffSN\u200b-00\u00ad42\u00a0', 'SN-0042'],
	['\u200e10.0.0.1\u200f', '10.0.0.1'],
	['a\u200db\u200c', 'ab'],
	['J\u00a0Doe', 'J Doe'],
	// Joiners make one picture of three, and part letters.
	['👨‍👩‍👧', '👨‍👩‍👧'],
	['می‌خواهم', 'می‌خواهم'],
])('%j identifies %j', (text, expected) => {
	expect(toIdentifier(text)).toBe(expected);
});
isFast(
	['\u200b', '\u200c', '\u00a0', 'é\u200d'].map((unit) => repeated(unit)),
	toIdentifier,
);
