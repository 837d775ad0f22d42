import fc from 'fast-check';
import { isNothing, toLocated } from '../../../nodes/ServiceOps/values/located';
import { assert } from '../../support/node';
import { holds, isFast, repeated, textsOf } from '../../support/longTexts';

const keys = ['value', 'name'];

test.each([
	['High', 'High'],
	['  ', undefined],
	[{ __rl: true, mode: 'list', value: 'High' }, 'High'],
	[{ mode: 'name', value: 'High' }, 'High'],
	['{"mode":"name","value":"High"}', 'High'],
	['{"value":"High"}', 'High'],
	[{ id: 3, name: 'High' }, 'High'],
	[[{ id: 3, name: 'High' }], 'High'],
	["{'id': 3, 'name': 'High'}", 'High'],
	['{"not json', '{"not json'],
	["{'not python", "{'not python"],
	['{"other":1}', { other: 1 }],
	[7, 7],
	['7', '7'],
	['\n {"value":"High"}', 'High'],
])('%j stands for %j', (value, located) => expect(toLocated(value, keys)).toEqual(located));

test.each([
	['null', true],
	[' NULL ', true],
	['undefined', true],
	['nullable', false],
	['not null', false],
	[null, false],
	['', false],
])('whether %j is "nothing": %s', (value, expected) => expect(isNothing(value)).toBe(expected));

const texts = textsOf(['{', '}', '"', 'value', ':', '\\', 'null', ' ']);

holds('any text is itself, unless it is an object', texts, (text) => {
	const located = toLocated(text, keys);
	assert.ok(located === undefined || typeof located !== 'string' || text.includes(located));
});

holds('anything at all', fc.anything(), (value) => {
	toLocated(value, keys);
	isNothing(value);
});

isFast([repeated('{'), repeated(' '), repeated('{"value":')], (text) => {
	toLocated(text, keys);
	isNothing(text);
});
