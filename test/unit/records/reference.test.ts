/** A record is named by its ID or its key, in every mode of the picker. */
import { parseReference } from '../../../nodes/ServiceOps/records/reference';
import { asset } from '../../../nodes/ServiceOps/resources/asset';
import { request } from '../../../nodes/ServiceOps/resources/request';

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
	['`INC-46`', { key: 'INC-46' }],
])('%j', (value, expected) => expect(parseReference(request, value)).toEqual(expected));

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
	'9'.repeat(16),
	{},
	[],
	true,
	null,
])('%j is refused', (value) => expect(() => parseReference(request, value)).toThrow(/^Request: /));
