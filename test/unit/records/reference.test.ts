/** A record is named by its ID or its key, in every mode of the picker. */
import {
	parseLooseReference,
	parseReference,
	toKey,
} from '../../../nodes/ServiceOps/records/reference';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';
import { requester } from '../../../nodes/ServiceOps/resources/users';

test.each([
	[65, { id: '65' }],
	[' 65 ', { id: '65' }],
	['INC-46', { key: 'INC-46' }],
	[' inc - 46 ', { key: 'INC-46' }],
	// As chats, web pages, models and tables write them.
	['６５', { id: '65' }],
	['65.0', { id: '65' }],
	['#65', { id: '65' }],
	['"65"', { id: '65' }],
	['\u200bINC-46\u00a0', { key: 'INC-46' }],
	['INC\u201146', { key: 'INC-46' }],
	['INC–46', { key: 'INC-46' }],
	['[INC-46]', { key: 'INC-46' }],
	['["INC-46"]', { key: 'INC-46' }],
	["['65']", { id: '65' }],
	['["65", "66"]', undefined],
	['`INC-46`', { key: 'INC-46' }],
	['INC-46: Printer\n is: jammed', { key: 'INC-46' }],
	['65.00', { id: '65' }],
	['65.10', undefined],
	['65.0x', undefined],
	['x[65]', undefined],
	['[65]x', undefined],
	['6#5', undefined],
	['INC - 46', { key: 'INC-46' }],
	['INC -46', { key: 'INC-46' }],
	[{ key: 'INC-46' }, { key: 'INC-46' }],
	[{ value: '65', id: 9 }, { id: '65' }],
	['NEW/IT.2_x y-46', { key: 'NEW/IT.2_x y-46' }],
	['hw/46', { key: 'HW/46' }],
	['PRB/2026/0009', { key: 'PRB/2026/0009' }],
	['CR.2026.9', { key: 'CR.2026.9' }],
	['2026/9', undefined],
	['Inc-46', { key: 'Inc-46' }],
	['1A-46', { key: '1A-46' }],
	['ÄNDERUNG-46', { key: 'ÄNDERUNG-46' }],
	[{ id: 65, name: 'INC-46' }, { id: '65' }],
	[{ name: 'INC-46', key: 'X-1' }, { key: 'INC-46' }],
	[{ mode: 'list', value: '65' }, { id: '65' }],
	[{ mode: 'id', value: [{ id: 65 }] }, { id: '65' }],
	[{ mode: 'key', value: ['INC-46'] }, { key: 'INC-46' }],
	[{ mode: 'id', value: [65, 66] }, undefined],
])('%j', (value, expected) => {
	if (expected) expect(parseReference(request, value)).toEqual(expected);
	else expect(() => parseReference(request, value)).toThrow(/^Request: /);
});

test('the case of asset keys is kept, because anyone can set their prefix', () => {
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
	'INC-46 INC-47 x',
	'.INC-46',
	'INC-1234567890123456',
	`${'A'.repeat(63)}-1`,
	`${'A'.repeat(500)}-1`,
	'see INC-46: x: y z',
	'[INC-46',
	'##65',
	'9'.repeat(16),
	{},
	[],
	true,
	null,
])('%j is refused', (value) => expect(() => parseReference(request, value)).toThrow(/^Request: /));

test('a refusal says what to do', () => {
	const fault = (value: unknown) => {
		try {
			return parseReference(request, value);
		} catch (error) {
			return error as Error;
		}
	};
	expect(fault(undefined)).toMatchObject({
		message: 'Request: choose one from the list, or enter its ID or key',
	});
	expect(fault('x')).toMatchObject({
		message: expect.stringMatching(
			/^Request: "x" is neither an ID such as 65 nor a key such as INC-\d+$/,
		) as string,
		description: 'Choose the request From List, or find its ID with Get Many.',
	});
	expect(fault({ other: 1 })).toMatchObject({
		message: expect.stringMatching(/^Request: \{"other":1\} is neither/) as string,
	});
});

test.each([
	['jane@example.com', { key: 'jane@example.com' }],
	[' jane@example.com ', { key: 'jane@example.com' }],
	['CORP\\jdoe', { key: 'CORP\\jdoe' }],
	['Jane Doe', { key: 'Jane Doe' }],
	['jane-1', { key: 'jane-1' }],
	['#jane', { key: '#jane' }],
	['[jane]', { key: '[jane]' }],
	['jane-1: x', { key: 'jane-1: x' }],
	['7', { id: '7' }],
	[{ id: 7, email: 'jane@example.com' }, { id: '7' }],
	[{ email: 'jane@example.com', name: 'Jane' }, { key: 'jane@example.com' }],
	['-1', undefined],
	['1.5', undefined],
	['a@b@c', undefined],
	['a/b', undefined],
	['@example.com', undefined],
	[`${'j'.repeat(101)}`, undefined],
	[`${'j'.repeat(400)}@example.com`, undefined],
])('the person %j', (value, expected) => {
	if (expected) expect(parseReference(requester, value)).toEqual(expected);
	else expect(() => parseReference(requester, value)).toThrow(/^Requester: /);
});

test('a bare number that was entered as a key is the number of a key', () => {
	expect(parseLooseReference(request, { mode: 'key', value: '64' })).toEqual({ keyNumber: '64' });
	expect(parseLooseReference(request, { mode: 'key', value: 'INC-64' })).toEqual({ key: 'INC-64' });
	expect(parseLooseReference(request, { mode: 'id', value: '64' })).toEqual({ id: '64' });
	expect(parseLooseReference(request, '64')).toEqual({ id: '64' });
	expect(parseLooseReference(requester, { mode: 'key', value: '64' })).toEqual({ id: '64' });
});

test('a text is a key as the server has it, or itself', () => {
	expect([toKey(request, '[inc-46]'), toKey(request, 'no key')]).toEqual(['INC-46', 'no key']);
	expect([toKey(asset, 'ast-7'), toKey(asset, ' 65 ')]).toEqual(['ast-7', ' 65 ']);
});
