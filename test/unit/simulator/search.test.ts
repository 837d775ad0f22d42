/** The search language. */
import {
	flat,
	idsOf,
	numberIs,
	property,
	relation,
	rowsOf,
	textIs,
	useSimulator,
	value,
	type Json,
} from './client';

const world = useSimulator();
const { call, search } = world;

describe('search language', () => {
	const status = property('request.statusId');
	const TIME = 1749000000000;

	const matching = async (...quals: unknown[]) => rowsOf(await search(...quals));

	test.each<[string, unknown, (row: Json) => boolean]>([
		[
			'in',
			relation(status, 'in', value('ListLongValueRest', [9, 10])),
			(row) => ['Open', 'In Progress'].includes(String(row.statusName)),
		],
		[
			'not_in',
			relation(status, 'not_in', value('ListLongValueRest', [13])),
			(row) => row.statusName !== 'Closed',
		],
		[
			'Not_In',
			relation(status, 'Not_In', value('ListLongValueRest', [13])),
			(row) => row.statusName !== 'Closed',
		],
		['equal', numberIs('priorityId', 'equal', 4), (row) => row.priorityName === 'Urgent'],
		['not_equal', numberIs('impactId', 'not_equal', 1), (row) => row.impactName !== 'Low'],
		[
			'equal_case_insensitive',
			textIs('subject', 'equal_case_insensitive', 'LAPTOP DOES NOT START'),
			(row) => row.subject === 'Laptop does not start',
		],
		[
			'contains',
			textIs('subject', 'contains', 'vpn'),
			(row) => String(row.subject).includes('VPN'),
		],
		[
			'not_contains',
			textIs('subject', 'not_contains', 'vpn'),
			(row) => !String(row.subject).includes('VPN'),
		],
		[
			'start_with',
			textIs('subject', 'start_with', 'Printer'),
			(row) => String(row.subject).startsWith('Printer'),
		],
		[
			'end_with',
			textIs('subject', 'end_with', '(Asia)'),
			(row) => String(row.subject).endsWith('(Asia)'),
		],
		[
			'text in',
			relation(property('request.name'), 'in', value('ListStringValueRest', ['INC-21', 'INC-22'])),
			(row) => [2, 3].includes(Number(row.id)),
		],
		['key', textIs('name', 'equal', 'SR-30'), (row) => row.id === 11],
		[
			'column',
			relation({ type: 'DbOperandRest', key: 'id' }, 'in', value('ListLongValueRest', [7])),
			(row) => row.id === 7,
		],
		[
			'variable',
			relation(
				{ type: 'VariableOperandRest', value: 'departmentId' },
				'in',
				value('ListLongValueRest', [2]),
			),
			(row) => row.departmentName === 'IT',
		],
		['after', numberIs('createdTime', 'after', TIME), (row) => Number(row.createdTime) > TIME],
		[
			'before',
			relation(
				{ type: 'DbOperandRest', key: 'updatedTime' },
				'before',
				value('TimeValueRest', TIME),
			),
			(row) => Number(row.updatedTime) < TIME,
		],
		[
			'between',
			relation(
				property('request.createdTime'),
				'between',
				value('ListLongValueRest', [TIME, TIME + 3_600_000]),
			),
			(row) => Number(row.createdTime) >= TIME && Number(row.createdTime) <= TIME + 3_600_000,
		],
		['less_than', numberIs('id', 'less_than', 10), (row) => Number(row.id) < 10],
		['LessThanOrEqual', numberIs('id', 'LessThanOrEqual', 10), (row) => Number(row.id) <= 10],
		[
			'greater_than',
			relation(property('request.id'), 'greater_than', value('IntegerValueRest', 50)),
			(row) => Number(row.id) > 50,
		],
		[
			'greater_than_or_equal',
			numberIs('id', 'greater_than_or_equal', 50),
			(row) => Number(row.id) >= 50,
		],
		[
			'all_members_exist',
			relation(
				property('request.tags'),
				'all_members_exist',
				value('ListStringValueRest', ['vpn']),
			),
			(row) => (row.tags as string[] | undefined)?.includes('vpn') ?? false,
		],
		['is_blank', relation(property('request.tags'), 'is_blank'), (row) => !('tags' in row)],
		[
			'is_not_null',
			relation(property('request.groupId'), 'is_not_null'),
			(row) => 'technicianGroupName' in row,
		],
		[
			'unassigned is 0',
			relation(property('request.technicianId'), 'in', value('ListLongValueRest', [0])),
			(row) => !('assigneeEmail' in row),
		],
		[
			'technician',
			numberIs('technicianId', 'equal', 1),
			(row) => row.assigneeEmail === 'technician@example.com',
		],
		[
			'Is_Null, unary',
			{
				type: 'UnaryQualificationRest',
				operand: property('request.technicianId'),
				operator: 'Is_Null',
			},
			(row) => !('assigneeEmail' in row),
		],
		[
			'flag',
			relation(property('request.spam'), 'equal', value('BooleanValueRest', false)),
			() => true,
		],
		[
			'OR',
			{
				type: 'BinaryQualificationRest',
				leftQual: numberIs('statusId', 'equal', 9),
				operator: 'OR',
				rightQual: numberIs('statusId', 'equal', 13),
			},
			(row) => ['Open', 'Closed'].includes(String(row.statusName)),
		],
		[
			'batch',
			{
				type: 'BatchQualificationRest',
				quals: [numberIs('statusId', 'equal', 9), numberIs('statusId', 'equal', 13)],
				operator: 'and',
			},
			() => false,
		],
	])('%s', async (_name, qual, fits) => {
		const all = await matching();
		const found = await matching(qual);
		expect(found.map(({ id }) => id)).toEqual(all.filter(fits).map(({ id }) => id));
		expect(all).toHaveLength(61);
		if (_name !== 'batch') expect(found.length).toBeGreaterThan(0);
	});

	test('custom fields, by label', async () => {
		await call('PATCH', '/api/v1/request/9', { customField: { 'Cost Centre': 'CC-1' } });
		const left = { type: 'CustomFieldOperandRest', fieldName: 'Cost Centre' };
		expect(idsOf(await search(relation(left, 'Equal', value('StringValueRest', 'CC-1'))))).toEqual([
			9,
		]);
	});

	test('a top level qualification may be any kind', async () => {
		const body = { qualDetails: numberIs('statusId', 'equal', 9) };
		expect(
			(await call('POST', '/api/v1/request/search/byqual', body)).body.totalCount,
		).toBeGreaterThan(3);
	});

	test('other modules have the same, under their own names', async () => {
		const find = async (url: string, key: string, wanted: string) =>
			idsOf(
				await call(
					'POST',
					`/api/v1/${url}/search/byqual`,
					flat(relation(property(key), 'equal', value('StringValueRest', wanted))),
				),
			);
		expect(await find('change', 'change.name', 'CHG-2')).toEqual([2]);
		expect(await find('asset/asset_hardware', 'asset.assetId', 'AST-2')).toEqual([2]);
		expect(await find('asset/asset_software', 'asset.assetId', 'AST-2')).toEqual([]);
		expect(await find('cmdb/ci', 'ci.ciId', 'CI-2')).toEqual([2]);
		expect(await find('requester', 'user.email', 'anna@example.com')).toHaveLength(1);
	});
});
