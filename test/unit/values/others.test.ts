/** Properties of the smaller conversions, with texts up to 64 kB. */
import fc from 'fast-check';
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
import { toObject } from '../../../nodes/ServiceOps/values/json';
import { isNoDate } from '../../../nodes/ServiceOps/values/noDate';
import { readNumber } from '../../../nodes/ServiceOps/values/numbers';
import { quote } from '../../../nodes/ServiceOps/values/refuse';
import { trimEnds } from '../../../nodes/ServiceOps/values/visible';
import { toSegments } from '../../../nodes/ServiceOps/values/apiPath';
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
