/** Filters become a search in the language of the API. */
import { findProperty } from '../../../nodes/ServiceOps/parameters/conditions';
import { readFilters, toSearch } from '../../../nodes/ServiceOps/parameters/filters';
import { systemClock } from '../../../credentials/clock';
import { change } from '../../../nodes/ServiceOps/resources/change';
import { problem } from '../../../nodes/ServiceOps/resources/problem';
import { release } from '../../../nodes/ServiceOps/resources/release';
import { resources } from '../../../nodes/ServiceOps/resources';
import { request } from '../../../nodes/ServiceOps/resources/request';
import {
	LoginRejected,
	NotFound,
	NotPermitted,
	OddAnswer,
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

test('rows may be the JSON of a list, in the collection too', () => {
	const row = { field: 'subject', operator: 'contains', value: 'vpn' };
	const rows = JSON.stringify([row]);
	expect(search({ conditions: rows })).toEqual(search(condition(row)));
	expect(search({ conditions: { condition: rows } })).toEqual(search(condition(row)));
});

test.each([
	['=', 'equal'],
	[' == ', 'equal'],
	['equals', 'equal'],
	['EQ', 'equal'],
	['!=', 'not_equal'],
	['<>', 'not_equal'],
	['Is Not', 'not_equal'],
])('the operator %j is %s', (operator, value) => {
	const row = (given: string) => ({ field: 'subject', operator: given, value: 'a' });
	expect(search(condition(row(operator)))).toEqual(search(condition(row(value))));
	expect(search(condition({ ...row(operator), field: 'statusId', value: 9 }))).toEqual(
		search(condition({ ...row(value), field: 'statusId', value: 9 })),
	);
});

test.each(resources.filter(({ search: all }) => all.length > 0))(
	'$name: a field may be named as records have it, and none hides another',
	(resource) => {
		for (const one of resource.search) {
			const { name, displayName, rowName, names = [] } = one;
			for (const field of [name, displayName, rowName ?? name, ...names]) {
				expect(findProperty(resource, { field })).toBe(one);
			}
		}
	},
);

test('a condition without field and operator has those of the form, which n8n does not save', () => {
	expect(search(condition({ value: 'vpn' }))).toEqual(
		search(condition({ field: 'subject', operator: 'equal', value: 'vpn' })),
	);
});

test('the line break at the end of a pasted cell is not compared, nor spaces around a quick filter', () => {
	expect(search({ subject: ' vpn \n' })).toEqual(search({ subject: 'vpn' }));
	const row = (value: string) => condition({ field: 'subject', operator: 'contains', value });
	expect(search(row('vpn \r\n'))).toEqual(search(row('vpn')));
	expect(search(row('vpn '))).not.toEqual(search(row('vpn')));
});

test('keys are searched for as the server has them, and in no other field', () => {
	const quals = (field: string, operator: string, value: string) =>
		search(condition({ field, operator, value, customFieldName: 'name' }));
	expect(quals('name', 'in', 'inc-1, #inc-2, x')).toEqual(quals('name', 'in', 'INC-1, INC-2, x'));
	expect(quals('name', 'equal', 'inc-1')).toEqual(quals('name', 'equal', 'INC-1'));
	expect(quals('subject', 'equal', 'inc-1')).not.toEqual(quals('subject', 'equal', 'INC-1'));
	expect(quals('customField', 'equal', 'inc-1')).not.toEqual(
		quals('customField', 'equal', 'INC-1'),
	);
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
	[{ field: 'customField', operator: 'equal', value: 'x' }, 'Field Label is empty'],
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

	test('where any condition is enough, rows have to meet one, and the server is asked for all or none', () => {
		const open = { field: 'subject', operator: 'contains', value: 'a' };
		const any = build({ ...condition(after, open), match: 'any' });
		expect(any.keep({ createdTime: noon - 1, subject: 'b' })).toBe(false);
		expect(any.keep({ createdTime: noon + 1, subject: 'b' })).toBe(true);
		expect(any.keep({ createdTime: noon - 1, subject: 'A' })).toBe(true);
		expect(any.keepButTimes?.({ createdTime: noon - 1, subject: 'b' })).toBe(true);
		expect(any.withoutTimes).toEqual({ type: 'FlatQualificationRest', quals: [] });
	});

	test('cannot be left out where rows cannot tell the other conditions', () => {
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
			description: 'Did you mean "Open"? ServiceOps has: Open, Closed, Twin, twin.',
		});
		await expect(read('Twin')).rejects.toThrow('2 are named "Twin"');
	});

	test('take one value with "Is", and say which operator takes several', async () => {
		const several = async (value: unknown) =>
			await readFilters(
				{ api: fakeApi(() => statuses), resource: request, zone: 'UTC' },
				condition({ field: 'statusId', operator: 'equal', value }),
			);
		await expect(several('Open, Closed')).rejects.toThrow('Use Is One Of for several');
		await expect(several('9,13')).rejects.toThrow('Use Is One Of for several');
	});

	test('may contain commas, and be paths of a tree', async () => {
		const find = async (field: string, value: string, answer: unknown) => {
			const { qualification } = await readFilters(
				{ api: fakeApi(() => answer), resource: request, zone: 'UTC' },
				condition({ field, operator: 'equal', value }),
			);
			return (qualification.quals as Array<{ rightOperand: { value: { value: number } } }>)[0]
				?.rightOperand.value.value;
		};
		const people = [{ id: 3, name: 'Doe, Jane', email: 'jane@example.com' }];
		expect(await find('technicianId', 'doe, jane', people)).toBe(3);
		expect(await find('technicianId', 'jane@example.com', people)).toBe(3);
		const leaf = (id: number) => ({ node: { id, name: 'Laptop' }, childrens: [] });
		const tree = [
			{ node: { id: 1, name: 'Hardware' }, childrens: [leaf(2)] },
			{ node: { id: 5, name: 'Loans' }, childrens: [leaf(6)] },
		];
		expect(await find('categoryId', 'Loans > Laptop', tree)).toBe(6);
		await expect(find('categoryId', 'Laptop', tree)).rejects.toMatchObject({
			message: 'Condition 1: Category: 2 are named "Laptop"',
			description: 'Enter one of these: Hardware$Laptop, Loans$Laptop.',
		});
	});

	test.each([
		new NotPermitted('No'),
		new LoginRejected('An API key', { status: 401 }),
		new NotFound('No such list', { status: 404 }),
		new OddAnswer('A web page'),
	])(
		'are compared with those in the rows where there is no list: $constructor.name',
		async (fault) => {
			const { qualification, keep, note, isByRows } = await read('Open, In Progress', fault);
			expect(qualification.quals).toEqual([]);
			expect(keep({ statusName: 'open' })).toBe(true);
			expect(keep({ statusName: 'Closed' })).toBe(false);
			expect(keep({})).toBe(false);
			expect(note).toContain('no IDs for Status');
			expect(isByRows).toBe(true);
		},
	);

	test('of technicians are not in the rows, so an email is asked for', async () => {
		const find = async (value: string) =>
			await readFilters(
				{ api: fakeApi(() => new NotPermitted('No')), resource: request, zone: 'UTC' },
				{ assigneeEmail: value },
			);
		expect((await find('JANE@example.com')).keep({ assigneeEmail: 'jane@example.com' })).toBe(true);
		await expect(find('Jane Doe')).rejects.toMatchObject({
			message: 'Technician: cannot look up "Jane Doe" with this account',
			description: 'Enter the email instead.',
		});
	});

	test.each([new Unreachable('No connection'), new LoginRejected('Wrong password')])(
		'keep the cause where the list cannot be read: $message',
		async (fault) => await expect(read('Open', fault)).rejects.toBe(fault),
	);
});

describe('quick filters', () => {
	const list = { objectList: [{ id: 9, name: 'Open' }] };
	const read = async (filters: object, resource = request, answer: unknown = list) =>
		await readFilters(
			{ api: fakeApi(() => answer), resource, zone: 'Asia/Kolkata' },
			filters as never,
		);

	test('take what the fields of the same names take, and hold all together', async () => {
		const { qualification } = await read({
			statusName: { __rl: true, mode: 'list', value: 'Open' },
			subject: 'vpn',
			createdAfter: '2026-08-31T14:30',
			technicianGroupName: '',
			match: 'any',
			...condition({ field: 'id', operator: 'equal', value: 1 }),
		});
		const time = Date.parse('2026-08-31T09:00:00Z');
		expect(qualification).toEqual({
			type: 'FlatQualificationRest',
			quals: [
				comparison(property('statusId'), 'in', 'ListLongValueRest', [9]),
				comparison(property('subject'), 'contains', 'StringValueRest', 'vpn'),
				comparison(property('createdTime'), 'after', 'LongValueRest', time),
				{
					type: 'FlatQualificationRest',
					quals: [comparison({ type: 'DbOperandRest', key: 'id' }, 'equal', 'LongValueRest', 1)],
				},
			],
		});
	});

	test.each([change, problem, release])('find a status by its name: $name', async (resource) => {
		const nothing = new NotFound('Nothing there', { status: 404 });
		const { qualification, keep } = await read({ statusName: 'Open' }, resource, nothing);
		expect(qualification).toEqual({ type: 'FlatQualificationRest', quals: [] });
		expect(['Open', 'Closed'].map((statusName) => keep({ statusName }))).toEqual([true, false]);
	});

	test('tell kinds apart that the server lists together', async () => {
		const rows = [{ name: 'INC-1' }, { name: 'SR-2' }];
		const kept = async (kind: string) => {
			const { keep } = await read({ kind });
			return rows.filter((row) => keep(row));
		};
		expect(await kept('all')).toEqual(rows);
		expect(await kept('request')).toEqual([rows[0]]);
		expect(await kept('Service Requests Only')).toEqual([rows[1]]);
		await expect(read({ kind: 'x' })).rejects.toThrow('Kind: there is no "x"');
	});
});

describe('a condition of which any is enough, with a name that is not listed', () => {
	const read = async (...conditions: object[]) =>
		await readFilters(
			{ api: fakeApi(() => new NotPermitted('No')), resource: request, zone: 'UTC' },
			{ ...condition(...conditions), match: 'any' },
		);
	const open = { field: 'statusId', operator: 'equal', value: 'Open' };

	test('is applied to the rows, as are the others', async () => {
		const { qualification, keep } = await read(
			open,
			{ field: 'subject', operator: 'contains', value: 'VPN' },
			{ field: 'tags', operator: 'all_members_exist', value: 'a, b' },
			{ field: 'locationId', operator: 'is_not_blank' },
		);
		expect(qualification).toEqual({ type: 'FlatQualificationRest', quals: [] });
		const rows = [
			{ statusName: 'Open' },
			{ subject: 'My vpn is down' },
			{ tags: ['b', 'A', 'c'] },
			{ tags: ['a'], statusName: 'Closed', subject: 'Printer' },
			{ locationName: 'Head Office' },
		];
		expect(rows.map((row) => keep(row))).toEqual([true, true, true, false, true]);
	});

	test('cannot be combined with a bare ID', async () => {
		await expect(read(open, { field: 'priorityId', operator: 'equal', value: 4 })).rejects.toThrow(
			'does not work with an ID of Priority here',
		);
	});
});

describe('times relative to now', () => {
	const NOW = Date.parse('2026-08-31T10:00:00Z');
	let now: jest.SpiedFunction<() => number>;
	beforeEach(() => (now = jest.spyOn(systemClock, 'now').mockReturnValue(NOW)));
	afterEach(() => now.mockRestore());

	// The zone of these tests is 5:30 ahead of UTC.
	const midnight = Date.parse('2026-08-30T18:30:00Z');
	const DAY_MS = 86_400_000;
	const ranges: Array<[object, Array<[string, number]>]> = [
		[
			{ operator: 'today' },
			[
				['after', midnight - 1],
				['before', midnight + DAY_MS],
			],
		],
		[{ operator: 'within_last', value: '7 days' }, [['after', NOW - 7 * DAY_MS - 1]]],
		[{ operator: 'Is in the Last', value: 2 }, [['after', NOW - 2 * DAY_MS - 1]]],
		[{ operator: 'after', value: 'yesterday' }, [['after', midnight - DAY_MS]]],
		[
			{ operator: 'after', value: ['2026-08-01T10:00Z'] },
			[['after', Date.parse('2026-08-01T10:00Z')]],
		],
		[{ operator: 'before', value: '3 hours ago' }, [['before', NOW - 3 * 3_600_000]]],
		[
			{ operator: 'between', value: '2026-08-01', valueTo: '2026-08-02' },
			[
				['after', Date.parse('2026-07-31T18:30:00Z') - 1],
				['before', Date.parse('2026-08-02T18:30:00Z')],
			],
		],
		[
			{ operator: 'between', value: '2026-08-01T10:00Z, 2026-08-01T12:00Z' },
			[
				['after', Date.parse('2026-08-01T10:00Z') - 1],
				['before', Date.parse('2026-08-01T12:00Z') + 1],
			],
		],
	];

	test.each(ranges)('%j', (given, expected) => {
		const { quals } = search(condition({ field: 'createdTime', ...given }));
		expect(quals).toEqual(
			expected.map(([operator, time]) =>
				comparison(property('createdTime'), operator, 'LongValueRest', time),
			),
		);
	});

	test.each([
		[{ operator: 'within_last', value: 'a while' }, 'must be a length of time such as 7 days'],
		[{ operator: 'between', value: '2026-08-01' }, 'needs two times'],
		[{ operator: 'between', value: '2026-08-02', valueTo: '2026-08-01' }, 'ends before it starts'],
		[{ operator: 'after', value: 'soon' }, 'must be a time such as'],
		[{ op: 'after', value: '2026-08-01' }, 'There is no field "op" here. '],
		[{ operator: 'after', Value: '2026-08-01' }, 'Did you mean "value"'],
	])('%j is refused', (given, message) => {
		expect(() => search(condition({ field: 'createdTime', ...given }))).toThrow(message);
	});
});
