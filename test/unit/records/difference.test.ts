/** What an update sends: what the record does not have already, however the server writes it. */
import { alreadyHas, findChanges } from '../../../nodes/ServiceOps/records/difference';

test.each<[unknown, unknown]>([
	['A', 'A'],
	[5, '5'],
	['5', 5],
	[undefined, ''],
	[null, ''],
	['', null],
	[[], ''],
	[
		['b', 'a'],
		['a', 'b'],
	],
	// Some servers show a list as one text.
	['a', ['a']],
	['a, b', ['b', 'a']],
	['"Doe, J", b', ['b', 'Doe, J']],
	['["a", "b"]', ['a', 'b']],
	['[{"refFileName": "r", "id": 7}]', [{ refFileName: 'r' }]],
	['', []],
	[{ A: 1, B: 2 }, { A: 1 }],
	[{ A: '1' }, { A: 1 }],
	[undefined, { A: '' }],
	[true, true],
	[[], null],
	[undefined, []],
	[[{ type: 'A', x: 1 }, { type: 'B' }], [{ type: 'A', x: 1 }]],
	[[{ id: 1, more: 2 }], [{ id: 1 }]],
	// Of servers without Booleans.
	['true', true],
	[true, 'TRUE'],
	[1, true],
	['0', false],
	[[{ type: 1, id: 2 }], [{ type: 1 }]],
])('%j already has %j', (current, wanted) => {
	expect(alreadyHas(current, wanted)).toBe(true);
});

test.each<[unknown, unknown]>([
	['a', 'A'],
	['A', ''],
	[0, ''],
	[['a'], ['a', 'b']],
	[['a', 'b'], ['a']],
	[{ A: 1 }, { A: 2 }],
	[undefined, { A: 1 }],
	[false, true],
	[0, true],
	['false', true],
	['none', false],
	[undefined, false],
	[['a'], ''],
	[['a'], null],
	[{ A: 1 }, null],
	[0, null],
	[['a'], []],
	['a, b', ['a']],
	['[a', ['a']],
	['["a', ['a']],
	[
		['a', 'b'],
		['a', 'c'],
	],
	[[{ type: 'A', x: 1 }], [{ type: 'B', x: 1 }]],
	[['A'], [{ type: 'A' }]],
	[undefined, [{ type: 'A' }]],
	[
		[{ type: 'A' }, 'b'],
		[{ type: 'A' }, 'c'],
	],
	// Without a type on each, all of the list counts.
	[
		[{ type: 'A' }, { id: 1 }, { id: 2 }],
		[{ type: 'A' }, { id: 1 }],
	],
])('%j does not have %j yet', (current, wanted) => {
	expect(alreadyHas(current, wanted)).toBe(false);
});

describe('texts compare as the table of the field says', () => {
	test.each([
		['html', 'First line second', '<p>First line</p><p>second</p>', true],
		['html', 'First', '<p>Second</p>', false],
		['ignoreCase', 'tier1', 'Tier1', true],
		['ignoreCase', 'tier1', 'Tier2', false],
		['ignorePlural', 'On User', 'On Users', true],
		['ignorePlural', 'On User', 'On Department', false],
		['lastOfPath', 'laptop', 'Hardware$Computer$Laptop', true],
		['lastOfPath', 'Printer', 'Hardware$Computer$Laptop', false],
		['lastOfPath', 'laptop', 'Laptop', false],
		['lastOfPath', '', 'Hardware$', true],
		['mac', '00:1a:2b:3c:4d:5e', '001A.2B3C.4D5E', true],
		['mac', '00:1a:2b:3c:4d:5e', '00:1a:2b:3c:4d:5f', false],
		['mac', 'unknown', 'Unknown', true],
		['mac', 'unknown', '00:1a:2b:3c:4d:5e', false],
		['mac', 'none', 'unknown', false],
	] as const)('%s: %j and %j: %p', (comparison, current, wanted, isSame) => {
		expect(alreadyHas(current, wanted, comparison)).toBe(isSame);
	});

	test('and custom fields exactly, whatever they are called', () => {
		const fields = [{ name: 'impactName', compare: 'ignorePlural' as const }];
		const current = { impactName: 'On User', customField: { impactName: 'On User' } };
		const wanted = { impactName: 'On Users', customField: { impactName: 'On Users' } };
		expect(findChanges(current, wanted, fields)).toEqual({ customField: wanted.customField });
	});
});

test('of property groups only those that differ are sent', () => {
	const current = {
		assetPropertyList: [
			{ type: 'HardwareProperty', serialNumber: 'S-1', auditDate: null },
			{ type: 'ComputerProperty', osName: 'Windows' },
		],
	};
	const wanted = {
		assetPropertyList: [
			{ type: 'HardwareProperty', serialNumber: 'S-1' },
			{ type: 'ComputerProperty', osName: 'Linux' },
		],
	};
	expect(findChanges(current, wanted)).toEqual({
		assetPropertyList: [{ type: 'ComputerProperty', osName: 'Linux' }],
	});
	expect(findChanges(current, current)).toEqual({});
	expect(findChanges({}, wanted)).toEqual(wanted);
});
