import { toBody } from '../../nodes/ServiceOps/parameters/body';
import { toSearch } from '../../nodes/ServiceOps/parameters/filters';
import { runInOrder as inOrder } from '../../nodes/ServiceOps/run/itemOrder';
import { entered, toBoolean, toList, toNumber, toText } from '../../nodes/ServiceOps/values/coerce';
import { asset } from '../../nodes/ServiceOps/resources/asset';
import { request } from '../../nodes/ServiceOps/resources/request';
import { delay } from '../support/node';
import { findChoice, toChoice } from '../../nodes/ServiceOps/values/choice';
import { toDateText, toTime } from '../../nodes/ServiceOps/values/time';
import { parseReference } from '../../nodes/ServiceOps/records/reference';
import { toCleared as clearing } from '../../nodes/ServiceOps/parameters/fieldsToClear';

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

	test.each(['soon', '2026-02-30', '2026-13-01', '2026-08-31T25:00', 1756304676, -1, true, {}, []])(
		'%j is refused by name',
		(value) => {
			expect(() => toTime('Start', value, 'UTC')).toThrow(
				/^Start must be a time such as .*, but it is /,
			);
		},
	);
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

	test.each([[{}], [3], [true], ['["broken'], [[{}]]])('no list: %j', (value) => {
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

describe('the record', () => {
	test.each([
		[65, { id: '65' }],
		[' 65 ', { id: '65' }],
		['INC-46', { key: 'INC-46' }],
		[' inc - 46 ', { key: 'INC-46' }],
	])('%j', (value, expected) => expect(parseReference(request, value)).toEqual(expected));

	test('keeps the case of asset keys, whose prefix anyone can set', () => {
		expect(parseReference(asset, 'Lap-7')).toEqual({ key: 'Lap-7' });
	});

	test.each([
		'',
		'0',
		'-1',
		'1.5',
		'1e3',
		'INC',
		'INC-',
		'12-5',
		'../65',
		'65/66',
		'65?x=1',
		'INC-46;',
		'６５',
		'9'.repeat(16),
		{},
		[],
		true,
		null,
	])('refuses %j', (value) => expect(() => parseReference(request, value)).toThrow(/^Request: /));
});

describe('the body', () => {
	const conversion = { resource: request, zone: 'UTC' };

	test('puts extra fields last and keeps custom fields of both places', () => {
		const values = {
			subject: 'One',
			customFields: { field: [{ name: 'A', type: 'number', value: '1' }] },
			extraFields: '{ "subject": "Two", "companyName": "X", "customField": { "B": 2 } }',
		};
		expect(toBody(conversion, request.fields, values)).toEqual({
			subject: 'Two',
			companyName: 'X',
			customField: { A: 1, B: 2 },
		});
	});

	test.each([
		[{ nosuch: 1 }, 'There is no field "nosuch" here'],
		[{ extraFields: '[1]' }, 'Extra Fields (JSON) must be a JSON object'],
		[{ extraFields: '{broken' }, 'Extra Fields (JSON) is not valid JSON'],
		[
			{ customFields: { field: [{ name: ' ', value: 1 }] } },
			'Custom Fields: entry 1 has no Field Name',
		],
		[
			{ customFields: { field: [{ name: 'A', type: 'number', value: 'x' }] } },
			'Custom field "A" must be a number',
		],
		[
			{ customFields: { field: [{ name: 'A', type: 'colour', value: 'x' }] } },
			'unknown Type "colour". Use one of: boolean, list, number, text, time',
		],
		[
			{
				customFields: {
					field: [
						{ name: 'A', type: 'text', value: 'x' },
						{ name: ' A ', type: 'text', value: 'y' },
					],
				},
			},
			'Custom Fields: "A" is given twice. Remove one of the two',
		],
		[{ description: NaN }, 'Description must be text, but it is NaN'],
	])('refuses %j', (values, message) => {
		expect(() => toBody(conversion, request.fields, values)).toThrow(message);
	});

	test('takes a number for the label of a custom field, as an expression may give it', () => {
		const values = { customFields: { field: [{ name: 2026, type: 'number', value: '1' }] } };
		expect(toBody(conversion, request.fields, values)).toEqual({ customField: { 2026: 1 } });
	});

	test('cannot reach the prototype', () => {
		const body = toBody(conversion, request.fields, {
			extraFields: '{ "__proto__": { "polluted": true } }',
		});
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
	});

	test('clears text with empty text and lists with empty lists, and nothing that must be set', () => {
		expect(clearing(conversion, request.fields, ['description', 'tags'])).toEqual({
			description: '',
			tags: [],
		});
		for (const name of ['subject', 'spam', 'nosuch']) {
			expect(() => clearing(conversion, request.fields, [name])).toThrow(
				`no field "${name}" that can be cleared`,
			);
		}
	});
});

describe('filters', () => {
	const condition = (...conditions: object[]) => ({ conditions: { condition: conditions } });
	const search = (filters: object) =>
		toSearch(request, filters as never, 'Asia/Kolkata').qualification;

	test('of nothing find everything', () => {
		expect(search({})).toEqual({ type: 'FlatQualificationRest', quals: [] });
		expect(search({ match: 'any', qualification: '{}' })).toEqual({
			type: 'FlatQualificationRest',
			quals: [],
		});
	});

	test('take the type of value that the property needs', () => {
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
		const side = (leftOperand: object, operator: string, type: string, value: unknown) => ({
			type: 'RelationalQualificationRest',
			leftOperand,
			operator,
			rightOperand: { type: 'ValueOperandRest', value: { type, value } },
		});
		const property = (name: string) => ({ type: 'PropertyOperandRest', key: `request.${name}` });
		expect(found).toEqual({
			type: 'FlatQualificationRest',
			quals: [
				side(property('statusId'), 'in', 'ListLongValueRest', [9, 10]),
				side(property('subject'), 'contains', 'StringValueRest', 'vpn'),
				side(property('createdTime'), 'after', 'LongValueRest', Date.parse('2026-08-31T09:00:00Z')),
				side({ type: 'DbOperandRest', key: 'id' }, 'equal', 'LongValueRest', 65),
				side(property('tags'), 'all_members_exist', 'ListStringValueRest', ['a', 'b']),
				side(
					{ type: 'CustomFieldOperandRest', fieldName: 'Cost Center' },
					'equal',
					'StringValueRest',
					'CC-1',
				),
			],
		});
	});

	test("any of three nest to the left, and a qualification of one's own is added with AND", () => {
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
		[
			{ field: 'statusId', operator: 'equal', value: 'Open' },
			'Condition 1: Status must be a number',
		],
		[
			{ field: 'statusId', operator: 'contains', value: '9' },
			'"Contains" cannot be used with Status',
		],
		[
			{ field: 'nosuch', operator: 'equal', value: 'x' },
			'Condition 1, Field: there is no "nosuch"',
		],
		[
			{ field: 'subject', operator: 'resembles', value: 'x' },
			'Condition 1, Operator: there is no "resembles"',
		],
		[{ field: 'subject', operator: 'equal', value: '' }, 'Subject has no value to compare with'],
		[{ field: 'customField', operator: 'equal', value: 'x' }, 'Custom Field Name is empty'],
		[{ field: 'createdTime', operator: 'after', value: 'soon' }, 'Created Time must be a time'],
	])('refuse %j', (wrong, message) => {
		expect(() => search(condition(wrong))).toThrow(message);
	});
});

describe('many items', () => {
	test('keep their order, the first runs alone, and no more than asked for run at once', async () => {
		let running = 0;
		let peak = 0;
		const startedWithFirst: number[] = [];
		const results = await inOrder(20, 4, async (index) => {
			running++;
			if (index === 0) startedWithFirst.push(running);
			peak = Math.max(peak, running);
			await delay((index * 7) % 5);
			if (index === 0) startedWithFirst.push(running);
			running--;
			return index;
		});
		expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index));
		expect(startedWithFirst).toEqual([1, 1]);
		expect(peak).toBe(4);
	});

	test('stop at a fault: none is begun after it, and the earliest fault is reported', async () => {
		const begun: number[] = [];
		const run = inOrder(50, 3, async (index) => {
			begun.push(index);
			await delay(1);
			if (index === 5 || index === 6) throw new Error(`fault ${index}`);
		});
		await expect(run).rejects.toThrow('fault 5');
		expect(Math.max(...begun)).toBeLessThan(10);
	});

	test('may be none', async () =>
		expect(await inOrder(0, 10, async () => await delay(0))).toEqual([]));
});
