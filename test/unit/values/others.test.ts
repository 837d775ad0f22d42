/** Properties of the smaller conversions, with texts up to 64 kB. */
import fc from 'fast-check';
import { withArticle } from '../../../nodes/ServiceOps/values/article';
import { BadInput, checkAll } from '../../../nodes/ServiceOps/values/badInput';
import { findChoice } from '../../../nodes/ServiceOps/values/choice';
import {
	isNonsense,
	toBoolean,
	toList,
	toRequiredText,
} from '../../../nodes/ServiceOps/values/coerce';
import { toEmailAddress } from '../../../nodes/ServiceOps/values/emailAddresses';
import { parseExactly } from '../../../nodes/ServiceOps/values/exactJson';
import { contentTypeOf, nameOfType } from '../../../nodes/ServiceOps/values/fileTypes';
import {
	omit,
	parseJson,
	pick,
	toObject,
	withKeysFirst,
} from '../../../nodes/ServiceOps/values/json';
import { originOf } from '../../../nodes/ServiceOps/values/origin';
import {
	readRelativeTime,
	readSpan,
	startOfDay,
} from '../../../nodes/ServiceOps/values/relativeTime';
import {
	firstFault,
	inParallel,
	serializeByKey,
} from '../../../nodes/ServiceOps/values/concurrency';
import { isNoDate } from '../../../nodes/ServiceOps/values/noDate';
import { readNumber } from '../../../nodes/ServiceOps/values/numbers';
import { quote } from '../../../nodes/ServiceOps/values/refuse';
import { trimEnds } from '../../../nodes/ServiceOps/values/visible';
import { toPath, toSegments } from '../../../nodes/ServiceOps/values/apiPath';
import { assert } from '../../support/node';
import { holds, isFast, refusedByName, repeated, textsOf } from '../../support/longTexts';

const texts = textsOf([
	'null',
	'undefined',
	',',
	'[object Object]',
	'"',
	'[',
	']',
	'{',
	'}',
	'0',
	'9',
	'.',
	'-',
	'/',
	'\\',
	'%2f',
	'application/',
	'octet-stream',
	';',
	' ',
	'\n',
	'\ud800',
	'Open',
	'0001-01-01',
	'T00:00:00Z',
	'@example.com',
	'<',
	'>',
]);

holds('a required text is sent as it is, or refused', texts, (text) => {
	const sent = refusedByName('Subject', () => toRequiredText('Subject', text));
	// Neither halves of characters nor NUL.
	const whole = text.replace(/\p{Cs}|\0/gu, '');
	assert.ok(sent === undefined ? trimEnds(whole) === '' || isNonsense(whole) : sent === whole);
});

holds('a choice is one of those there are', texts, (text) => {
	const found = findChoice([{ name: 'Open', value: 'open' }], text);
	assert.ok(found === undefined || found.value === 'open');
});

holds('a list has texts without spaces around them, each once', texts, (text) => {
	const list = refusedByName('Tags', () => toList('Tags', text)) ?? [];
	assert.ok(list.every((entry) => entry === entry.trim() && entry !== ''));
	assert.equal(new Set(list).size, list.length);
});

holds('a number is finite', texts, (text) => {
	const number = readNumber(text);
	assert.ok(typeof number === 'string' || Number.isFinite(number));
});

holds('yes, no, or refused', texts, (text) => {
	const answer = refusedByName('Spam', () => toBoolean('Spam', text));
	assert.ok([true, false, undefined].includes(answer));
});

holds('"no date" is told without an exception', fc.oneof(texts, fc.anything()), (value) => {
	assert.equal(typeof isNoDate(value), 'boolean');
});

holds('an object of JSON, or refused', texts, (text) => {
	const value = refusedByName('Extra Fields', () => toObject('Extra Fields', text));
	assert.ok(value === undefined || typeof value === 'object');
});

holds('JSON is what it was, and whole numbers have all their digits', fc.bigInt(), (number) => {
	const text = JSON.stringify({ a: [`${number}\\" ${number}`], __proto__: null, id: 'N' });
	const parsed = parseExactly(text.replace('"N"', ` ${number} `)) as { a: string[]; id: unknown };
	assert.deepEqual(parsed.a, [`${number}\\" ${number}`]);
	assert.equal(String(parsed.id), String(number));
	assert.equal(typeof parsed.id, Number.isSafeInteger(Number(number)) ? 'number' : 'string');
});

holds('other JSON is what JSON.parse makes of it', fc.json(), (text) => {
	const exact = (_: string, value: unknown) =>
		typeof value === 'number' &&
		Math.abs(value) > Number.MAX_SAFE_INTEGER &&
		/^-?\d+$/.test(String(value))
			? String(value)
			: value;
	assert.deepEqual(parseExactly(text), JSON.parse(text, exact));
});

holds('a quotation is short', fc.oneof(texts, fc.anything()), (value) => {
	assert.ok(quote(value).length <= 83);
});

holds('a path has no segment that leads elsewhere', texts, (text) => {
	const segments = refusedByName('Path', () => toSegments('Path', text)) ?? [];
	assert.ok(segments.every((segment) => !['.', '..'].includes(segment) && !/[/\\]/.test(segment)));
});

test.each(['/api/v1/request/undefined', 'null/note', 'a//b', 'a/[object Object]'])(
	'the path %j is incomplete',
	(path) => expect(() => toSegments('Path', path)).toThrow(/^Path is incomplete: an expression/),
);

holds('one bare address, or refused', texts, (text) => {
	const address = refusedByName('Email', () => toEmailAddress('Email', text));
	assert.ok(address === undefined || /^[^\s<>,;]+@[^\s<>,;]+$|^".*"@/.test(address));
});

holds('a file has a name and a type without parameters', texts, (text) => {
	assert.match(nameOfType(text), /^file(?:\.[a-z\d]+)?$/);
	assert.doesNotMatch(contentTypeOf(text, text) ?? '', /;/);
});

const long = ['a', '[', '"', ',', '0', '%', '/', ' ', 'null,', '.png', '\\'].map((unit) =>
	repeated(unit),
);

isFast(long, (text) => {
	isNonsense(text);
	isNoDate(text);
	readNumber(text);
	nameOfType(text);
	contentTypeOf(text, text);
	quote(text);
	findChoice([{ name: 'Open', value: 'open' }], text);
});
isFast(long, (text) => toList('Tags', text));
isFast(long, (text) => parseExactly(JSON.stringify([text, '12345678901234567'])));
isFast(long, (text) => toObject('Extra', text));
isFast(long, (text) => toSegments('Path', text));
isFast(long, (text) => toEmailAddress('Email', text));
isFast(long, (text) => toRequiredText('Subject', text));

test.each([
	['/api/v1/request/65', ['api', 'v1', 'request', '65']],
	[' api/v1/request/ ', ['api', 'v1', 'request']],
	[65, ['65']],
	['/a%20b/100%/x.y', ['a b', '100%', 'x.y']],
	['/a:b', ['a:b']],
])('the path %j has the segments %j', (value, segments) => {
	expect(toSegments('Path', value)).toEqual(segments);
});

test.each([
	['', 'is empty'],
	[' ', 'is empty'],
	[undefined, 'is empty'],
	['https://other.example/api', 'must not contain a server: requests go to the Server URL of the'],
	['HTTPS:/other.example', 'must not contain a server'],
	['svn+ssh.x-1:/other', 'must not contain a server'],
	['//other.example/api', 'must not contain a server'],
	['/\\other.example', 'must not contain a server'],
	['/api?x=1', 'must not contain ? or #'],
	['/api#x', 'must not contain ? or #'],
	['/', 'must not contain segments such as . or ..'],
	['/api/../x', 'must not contain segments such as . or ..'],
	['/api/%2e%2E/x', 'must not contain segments such as . or ..'],
	['/./api', 'must not contain segments such as . or ..'],
	['/a%2Fb', 'must not contain segments such as . or ..'],
	['/a%5cb', 'must not contain segments such as . or ..'],
])('the path %j %s', (value, reason) => {
	const advice = 'Enter it like this: /api/v1/request/65';
	expect(() => toSegments('Path', value)).toThrow(`Path ${reason}`);
	expect(() => toSegments('Path', value)).toThrow(advice);
});

test('a path is written with every segment encoded', () => {
	expect(toPath(['api', 'a b/c', 65])).toBe('/api/a%20b%2Fc/65');
});

test.each([
	['asset', 'an asset'],
	['Impact', 'an Impact'],
	['request', 'a request'],
	['CI', 'a CI'],
])('%s with its article', (noun, expected) => expect(withArticle(noun)).toBe(expected));

describe('all of an item is checked', () => {
	const invalid = (message: string) => () => {
		throw new BadInput(message);
	};
	const faultOf = (checks: Array<() => unknown>) => {
		try {
			return checkAll(checks);
		} catch (error) {
			return error;
		}
	};

	test('and what is valid is returned in order', () => {
		expect(checkAll([() => 1, () => undefined, () => 3])).toEqual([1, undefined, 3]);
	});

	test('one fault is thrown as it is, also where it was found twice', () => {
		const fault = new BadInput('A is wrong');
		const check = () => {
			throw fault;
		};
		expect(faultOf([() => 1, check])).toBe(fault);
		expect(faultOf([check, invalid('A is wrong')])).toBe(fault);
	});

	test('several are told together, eight of them', () => {
		const checks = 'ABCDEFGHI'.split('').map((name) => invalid(`${name} is wrong`));
		expect(faultOf(checks.slice(0, 2))).toMatchObject({ message: 'A is wrong. B is wrong' });
		expect((faultOf(checks.slice(0, 8)) as Error).message).toMatch(/H is wrong$/);
		expect((faultOf(checks) as Error).message).toMatch(/H is wrong\. And 1 more$/);
		// Those of a part that was checked as a whole count one by one.
		expect(faultOf([() => checkAll(checks.slice(1)), checks[0] as () => never])).toMatchObject({
			faults: [...'BCDEFGHI'.split(''), 'A'].map((name) => `${name} is wrong`),
		});
	});

	test('another error is no fault of the input', () => {
		const bug = new TypeError('x is not a function');
		const check = () => {
			throw bug;
		};
		expect(faultOf([invalid('A is wrong'), check])).toBe(bug);
	});
});

test('JSON is read as it is, and refused in the words of the field', () => {
	expect(parseJson('Extra', '{"id":"12345678901234567890","n":9007199254740991}')).toEqual({
		id: '12345678901234567890',
		n: 9007199254740991,
	});
	expect(parseJson('Extra', [1])).toEqual([1]);
	for (const block of ['```json\n{"a":"```"}\n```', ' ```\r\n{"a":"```"} ```\n']) {
		expect(parseJson('Extra', block)).toEqual({ a: '```' });
	}
	expect(parseJson('Extra', '\ufeff\u00a0[1]\u200b')).toEqual([1]);
	expect(() => parseJson('Extra', '```json\n{"a":1}')).toThrow('Extra is not valid JSON');
	expect(() => parseJson('Extra', '[-9007199254740993]')).toThrow(
		/^Extra is not valid JSON: -9007199254740992 is too long for a number\. Put it in quotes$/,
	);
	expect(() => toObject('Extra', '{')).toThrow(/^Extra is not valid JSON: ./);
	expect(toObject('Extra', '{"a":1}')).toEqual({ a: 1 });
	expect(() => toObject('Extra', '[]')).toThrow(/^Extra must be a JSON object, but it is "\[\]"$/);
});

test('keys of an object are picked, left out, or come first', () => {
	const row = { a: 1, b: null, c: 3 };
	expect(pick(row, ['c', 'd', 'b'])).toEqual({ c: 3, b: null });
	expect(Object.keys(pick(row, ['c', 'd', 'b']))).toEqual(['c', 'b']);
	expect(Object.entries(withKeysFirst(['c', 'd'], row))).toEqual([
		['c', 3],
		['a', 1],
		['b', null],
	]);
	expect(omit(row, ['a', 'd'])).toEqual({ b: null, c: 3 });
});

test.each([
	['High', [], 'literal'],
	['=', [], 'literal'],
	['= ', [], 'literal'],
	[undefined, ['x'], 'literal'],
	[{ a: [{ b: '={{ $json.x }}' }] }, ['a', 0, 'b'], 'expression'],
	[{ a: '={{ $json }}' }, ['a', 'b', 'c'], 'expression'],
	[{ a: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, ['a'], 'expression'],
	[{ a: 'x' }, ['toString'], 'literal'],
	["={{ $fromAI('name') }}", [], 'optional'],
	['={{ $fromai("name") }}', [], 'optional'],
	['={{ $from_AI("name") }}', [], 'optional'],
	["={{ $json.status || '' }}", [], 'optional'],
	['={{ $json.status ?? null}}', [], 'optional'],
	['={{ $json.x ? 1 : undefined }}', [], 'optional'],
	["={{ ($json.status || '') }}", [], 'optional'],
	["={{ $json.status || 'Open' }}", [], 'expression'],
	["={{ '' || $json.status }}", [], 'expression'],
])('%j at %j is %s', (raw, path, origin) => {
	expect(originOf(raw, path)).toBe(origin);
});

test.each([
	['7 days', 7 * 86_400_000],
	['24h', 86_400_000],
	['1.5 hours', 5_400_000],
	['30 min', 1_800_000],
	['30m', 1_800_000],
	['2 Weeks', 14 * 86_400_000],
	['1w', 7 * 86_400_000],
	['2 months', 60 * 86_400_000],
	['3', 3 * 86_400_000],
	['2d', 2 * 86_400_000],
	['', undefined],
	['x7 days', undefined],
	['7 days x', undefined],
	['x3', undefined],
	['3x', undefined],
	['1.5', undefined],
	['123456 days', undefined],
	['123456', undefined],
])('%j is %s ms', (text, ms) => expect(readSpan(text)).toBe(ms));

test.each([
	['now', 0],
	[' NOW ', 0],
	['today', Date.parse('2026-08-30T18:30:00Z')],
	['yesterday', Date.parse('2026-08-29T18:30:00Z')],
	['Tomorrow', Date.parse('2026-08-31T18:30:00Z')],
	['7 days ago', -7],
	['last 7 days', -7],
	['in the last 7 days', -7],
	['in past 7 days', -7],
	['the past 7 days', -7],
	['-7d', -7],
	['in 7 days', undefined],
	['last year', undefined],
	['0 days ago', undefined],
	['x now', undefined],
	['x last 7 days', undefined],
	['7 days ago x', undefined],
])('%j, when it is morning in India', (text, expected) => {
	const now = Date.parse('2026-08-31T05:00:00Z');
	const time = readRelativeTime(text, 'Asia/Kolkata', now);
	const isDistance = expected !== undefined && Math.abs(expected) < 1000;
	expect(time).toBe(isDistance ? now + expected * 86_400_000 : expected);
});

test('a day begins at midnight of its time zone, also when clocks are set', () => {
	const at = (text: string) => Date.parse(text);
	expect(startOfDay('Europe/Berlin', at('2026-03-29T20:00Z'))).toBe(at('2026-03-28T23:00Z'));
	expect(startOfDay('Europe/Berlin', at('2026-03-29T20:00Z'), 1)).toBe(at('2026-03-29T22:00Z'));
});

describe('work in parallel', () => {
	/** Does the work of one number at a time when told to. */
	const controlled = () => {
		const begun: number[] = [];
		const ends = new Map<number, (result?: unknown) => void>();
		const work = async (index: number) => {
			begun.push(index);
			const result = await new Promise((resolve) => ends.set(index, resolve));
			if (result instanceof Error) throw result;
			return result;
		};
		const end = async (index: number, result?: unknown) => {
			ends.get(index)?.(result);
			for (let turn = 0; turn < 5; turn++) await Promise.resolve();
		};
		return { begun, work, end };
	};

	test('starts in order, as many at a time as asked for', async () => {
		const { begun, work, end } = controlled();
		const done = inParallel(2, 6, 2, work);
		expect(begun).toEqual([2, 3]);
		await end(3);
		expect(begun).toEqual([2, 3, 4]);
		await end(2);
		await end(4);
		await end(5);
		expect([...(await done)]).toEqual([]);
		expect(begun).toEqual([2, 3, 4, 5]);
		expect([...(await inParallel(3, 3, 2, work))]).toEqual([]);
		expect(await inParallel(5, 3, 2, work)).toEqual(new Map());
		expect(begun).toHaveLength(4);
	});

	test.each([
		['an error', new Error('x')],
		['false', false],
	])('starts nothing more after %s', async (_what, result) => {
		const { begun, work, end } = controlled();
		const done = inParallel(0, 9, 2, work);
		await end(1, result);
		await end(0);
		const faults = await done;
		expect(begun).toEqual([0, 1]);
		expect([...faults]).toEqual(result === false ? [] : [[1, result]]);
	});

	test('the first fault is that of the lowest number', () => {
		expect(
			firstFault(
				new Map([
					[7, 'g'],
					[2, 'b'],
					[4, 'd'],
				]),
			),
		).toBe('b');
		expect(firstFault(new Map())).toBeUndefined();
	});

	test('under one key runs one after another, also after an error, and others beside it', async () => {
		const serialize = serializeByKey();
		const { begun, work, end } = controlled();
		const first = serialize('a', () => work(1));
		const second = serialize('a', () => work(2));
		const other = serialize('b', () => work(3));
		await end(0);
		expect(begun).toEqual([1, 3]);
		await end(1, new Error('x'));
		await expect(first).rejects.toThrow('x');
		expect(begun).toEqual([1, 3, 2]);
		const third = serialize('a', () => work(4));
		await end(0);
		expect(begun).toEqual([1, 3, 2]);
		await end(2, 'two');
		expect(await second).toBe('two');
		await end(4);
		await end(3);
		await Promise.all([third, other]);
		expect(begun).toEqual([1, 3, 2, 4]);
	});
});
