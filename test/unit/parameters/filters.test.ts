/** Filters become a search in the language of the API. */
import { readFilters, toSearch } from '../../../nodes/ServiceOps/parameters/filters';
import { request } from '../../../nodes/ServiceOps/resources/request';
import {
	LoginRejected,
	NotFound,
	NotPermitted,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import { fakeApi } from '../../support/fakeApi';

const condition = (...conditions: object[]) => ({ conditions: { condition: conditions } });
const build = (filters: object) => toSearch(request, filters as never, 'Asia/Kolkata');
const search = (filters: object) => build(filters).qualification;

const property = (name: string) => ({ type: 'PropertyOperandRest', key: `request.${name}` });
const comparison = (leftOperand: object, operator: string, type: string, value: unknown) => ({
	type: 'RelationalQualificationRest',
	leftOperand,
	operator,
	rightOperand: { type: 'ValueOperandRest', value: { type, value } },
});

test('no filters find everything', () => {
	const everything = { type: 'FlatQualificationRest', quals: [] };
	expect(search({})).toEqual(everything);
	expect(search({ match: 'any', qualification: '{}' })).toEqual(everything);
});

test('values are sent in the type that the property needs', () => {
	const found = search(
		condition(
			{ field: 'statusId', operator: 'in', value: '9, 10' },
			{ field: 'subject', operator: 'contains', value: 'vpn' },
			{ field: 'createdTime', operator: 'after', value: '2026-08-31T14:30' },
			{ field: 'id', operator: 'equal', value: 65 },
			{ field: 'tags', operator: 'all_members_exist', value: 'a,b' },
			{ field: 'customField', customFieldName: 'Cost Center', operator: 'equal', value: 'CC-1' },
		),
	);
	const customField = { type: 'CustomFieldOperandRest', fieldName: 'Cost Center' };
	const time = Date.parse('2026-08-31T09:00:00Z');
	expect(found).toEqual({
		type: 'FlatQualificationRest',
		quals: [
			comparison(property('statusId'), 'in', 'ListLongValueRest', [9, 10]),
			comparison(property('subject'), 'contains', 'StringValueRest', 'vpn'),
			comparison(property('createdTime'), 'after', 'LongValueRest', time),
			comparison({ type: 'DbOperandRest', key: 'id' }, 'equal', 'LongValueRest', 65),
			comparison(property('tags'), 'all_members_exist', 'ListStringValueRest', ['a', 'b']),
			comparison(customField, 'equal', 'StringValueRest', 'CC-1'),
		],
	});
});

test('operators without a value take none', () => {
	expect(search(condition({ field: 'subject', operator: 'is_blank', value: 'x' }))).toEqual({
		type: 'FlatQualificationRest',
		quals: [{ type: 'UnaryQualificationRest', operand: property('subject'), operator: 'is_blank' }],
	});
});

test('any of three conditions nest to the left, and a search of your own is added with AND', () => {
	const one = (value: string) => ({ field: 'subject', operator: 'contains', value });
	const found = search({
		...condition(one('a'), one('b'), one('c')),
		match: 'any',
		qualification: '{ "qualDetails": { "type": "FlatQualificationRest", "quals": [] } }',
	});
	expect(found).toMatchObject({
		operator: 'AND',
		leftQual: {
			operator: 'OR',
			leftQual: { operator: 'OR' },
			rightQual: { type: 'RelationalQualificationRest' },
		},
		rightQual: { type: 'FlatQualificationRest', quals: [] },
	});
});

test.each([
	[{ field: 'statusId', operator: 'equal', value: 'Open' }, 'Condition 1: Status must be a number'],
	[
		{ field: 'statusId', operator: 'contains', value: '9' },
		'"Contains" cannot be used with Status',
	],
	[{ field: 'nosuch', operator: 'equal', value: 'x' }, 'Condition 1, Field: there is no "nosuch"'],
	[
		{ field: 'subject', operator: 'resembles', value: 'x' },
		'Condition 1, Operator: there is no "resembles"',
	],
	[{ field: 'subject', operator: 'equal', value: '' }, 'Subject has no value to compare with'],
	[{ field: 'customField', operator: 'equal', value: 'x' }, 'Custom Field Name is empty'],
	[{ field: 'createdTime', operator: 'after', value: 'soon' }, 'Created Time must be a time'],
])('%j is refused, by number and name', (wrong, message) => {
	expect(() => search(condition(wrong))).toThrow(message);
});

describe('conditions on times', () => {
	const noon = Date.UTC(2026, 7, 31, 12);
	const after = { field: 'createdTime', operator: 'after', value: '2026-08-31T12:00:00Z' };
	const open = { field: 'statusId', operator: 'equal', value: 9 };

	test('are checked on the rows as well, and can be left out of the search', () => {
		const { keep, withoutTimes } = build(condition(after, open));
		expect([noon + 1, noon, noon - 1].map((createdTime) => keep({ createdTime }))).toEqual([
			true,
			false,
			false,
		]);
		expect(withoutTimes).toEqual(search(condition(open)));
	});

	test('look at what rows call the time', () => {
		const due = { ...after, field: 'dueByTime' };
		const { keep } = build(condition(due));
		expect(keep({ dueBy: noon - 1 })).toBe(false);
		expect(keep({ dueBy: noon + 1, dueByTime: noon - 1 })).toBe(true);
	});

	test('keep a row that does not say', () => {
		expect(build(condition(after)).keep({ subject: 'A' })).toBe(true);
	});

	test('cannot be left out where any condition is enough', () => {
		const { keep, withoutTimes } = build({ ...condition(after, open), match: 'any' });
		expect(keep({ createdTime: noon - 1 })).toBe(true);
		expect(withoutTimes).toBeUndefined();
		expect(build(condition(open)).withoutTimes).toBeUndefined();
	});
});

describe('names', () => {
	const statuses = {
		objectList: [
			{ id: 9, name: 'Open' },
			{ id: 10, name: 'Closed' },
			{ id: 11, name: 'Twin' },
			{ id: 12, name: 'twin' },
		],
	};
	const read = async (value: unknown, answer: unknown = statuses) =>
		await readFilters(
			{ api: fakeApi(() => answer), resource: request, zone: 'UTC' },
			condition({ field: 'statusId', operator: 'in', value }),
		);

	test('are replaced with the IDs that the search needs, in any case', async () => {
		const { qualification } = await read('open, 12, CLOSED');
		expect(qualification.quals).toEqual([
			comparison(property('statusId'), 'in', 'ListLongValueRest', [9, 12, 10]),
		]);
	});

	test('are not looked up where there are only IDs', async () => {
		const { qualification } = await read('9,10', new Error('not asked'));
		expect(qualification.quals).toHaveLength(1);
	});

	test('that do not exist, or are not unique, are refused', async () => {
		await expect(read('Opn')).rejects.toMatchObject({
			message: 'Condition 1: Status: there is no "Opn"',
			description: 'ServiceOps has: Open, Closed, Twin, twin.',
		});
		await expect(read('Twin')).rejects.toThrow('there are several named "Twin"');
	});

	test.each([
		new NotPermitted('No'),
		new LoginRejected('An API key', { status: 401 }),
		new NotFound('No such list', { status: 404 }),
	])('need an ID where this account has no such list: $constructor.name', async (fault) => {
		await expect(read('Open', fault)).rejects.toThrow(
			'Condition 1: Status: cannot look up the ID of "Open" with this account',
		);
	});

	test.each([new Unreachable('No connection'), new LoginRejected('Wrong password')])(
		'keep the cause where the list cannot be read: $message',
		async (fault) => await expect(read('Open', fault)).rejects.toBe(fault),
	);
});
