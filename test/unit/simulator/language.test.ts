/** Switches for conditions and for the forms of values. */
import type { Dialect } from '../../simulator';
import {
	flat,
	idsOf,
	NEW_REQUEST,
	numberIs,
	property,
	relation,
	rowsOf,
	textIs,
	useSimulator,
	value,
} from './client';

const world = useSimulator();
const { call, search } = world;
const speak = (dialect: Dialect) => Object.assign(world.simulator.dialect, dialect);

describe('textEqual', () => {
	const subjects = ['Café', 'CAFÉ', 'Cafe', 'Café au lait'];
	beforeEach(async () => {
		for (const subject of subjects) {
			await call('POST', '/api/v1/request', { ...NEW_REQUEST, subject });
		}
	});
	const found = async (qual: unknown) =>
		rowsOf(await search(qual, textIs('subject', 'start_with', 'Caf')))
			.map(({ subject }) => String(subject))
			.sort();

	test.each<[Dialect['textEqual'], string[]]>([
		['exact', ['Café']],
		['ignoresCase', ['Café', 'CAFÉ']],
		['ignoresCaseAndAccents', ['Café', 'CAFÉ', 'Cafe']],
		['contains', ['Café', 'CAFÉ', 'Café au lait']],
	])('%s', async (textEqual, expected) => {
		speak({ textEqual });
		const others = subjects.filter((subject) => !expected.includes(subject));
		const listed = textEqual === 'contains' ? ['Café'] : expected;
		const inList = (operator: string) =>
			relation(property('request.subject'), operator, value('ListStringValueRest', ['Café']));

		expect(await found(textIs('subject', 'equal', 'Café'))).toEqual([...expected].sort());
		expect(await found(textIs('subject', 'not_equal', 'Café'))).toEqual(others.sort());
		expect(await found(inList('in'))).toEqual([...listed].sort());
		expect(await found(inList('not_in'))).toHaveLength(subjects.length - listed.length);
	});

	test('IDs, times and enumerations stay exact', async () => {
		speak({ textEqual: 'contains' });
		expect(idsOf(await search(numberIs('id', 'equal', 5)))).toEqual([5]);
	});

	test('keys are texts', async () => {
		speak({ textEqual: 'contains' });
		expect(idsOf(await search(textIs('name', 'equal', 'INC-10')))).toEqual([104]);
	});
});

describe('customFieldFilter', () => {
	const left = { type: 'CustomFieldOperandRest', fieldName: 'Cost Centre' };
	const quals = [
		relation(left, 'equal', value('StringValueRest', 'CC-1')),
		relation(left, 'is_not_blank'),
		{ type: 'UnaryQualificationRest', operand: left, operator: 'Is_Not_Null' },
	];
	beforeEach(async () => {
		await call('PATCH', '/api/v1/request/9', { customField: { 'Cost Centre': 'CC-1' } });
	});

	test.each(quals)('%j works, is ignored, or is refused', async (qual) => {
		expect(idsOf(await search(qual))).toEqual([9]);
		speak({ customFieldFilter: 'ignored' });
		expect(rowsOf(await search(qual))).toHaveLength(61);
		expect(idsOf(await search(qual, numberIs('id', 'equal', 5)))).toEqual([5]);
		speak({ customFieldFilter: 'refused' });
		expect((await search(qual)).status).toBe(400);
		expect(world.simulator.refused()).toEqual([]);
	});
});

test('a time can be compared with today and yesterday', async () => {
	await call('POST', '/api/v1/request', NEW_REQUEST);
	const on = (operator: string, day: string, key = 'request.createdTime') =>
		relation(property(key), operator, { type: 'VariableOperandRest', value: day });

	expect(idsOf(await search(on('equal', 'today')))).toEqual([105]);
	expect(idsOf(await search(on('equal', 'yesterday')))).toEqual([]);
	for (const wrong of [
		on('equal', 'tomorrow'),
		on('after', 'today'),
		on('equal', 'today', 'request.subject'),
	]) {
		expect((await search(wrong)).status).toBe(400);
	}
});

test('tags can be searched by a part', async () => {
	const vpn = textIs('tags', 'contains', 'VPN');
	const rows = rowsOf(await search(vpn));
	expect(rows.length).toBeGreaterThan(0);
	expect(rows.every(({ tags }) => (tags as string[]).includes('vpn'))).toBe(true);
	expect(rowsOf(await search(textIs('tags', 'not_contains', 'vpn')))).toHaveLength(
		61 - rows.length,
	);
});

describe('keyPrefixes', () => {
	const find = async (url: string, key: string, wanted: string) =>
		idsOf(
			await call(
				'POST',
				`/api/v1/${url}/search/byqual`,
				flat(relation(property(key), 'equal', value('StringValueRest', wanted))),
			),
		);

	test('stand in answers, searches, headings and links', async () => {
		speak({ keyPrefixes: { SR: 'HW', INC: 'IT.HELP', AST: 'PC', CI: 'NODE' } });

		expect((await call('GET', '/api/v1/request/11')).body.name).toBe('HW-30');
		expect((await call('GET', '/api/v1/request/104')).body.name).toBe('IT.HELP-104');
		expect((await call('GET', '/api/v1/change/2')).body.name).toBe('CHG-2');
		expect((await call('GET', '/api/v1/asset/1')).body).toMatchObject({
			assetId: 'PC-1',
			assetPropertyList: [{ refName: 'PC-1' }],
		});
		expect((await call('GET', '/api/v1/cmdb/ci/2')).body).toMatchObject({
			ciId: 'NODE-2',
			ciPropertyList: [{ refName: 'NODE-2' }],
		});
		expect(await find('request', 'request.name', 'HW-30')).toEqual([11]);
		expect(await find('request', 'request.name', 'SR-30')).toEqual([]);
		expect(await find('asset/asset_hardware', 'asset.assetId', 'PC-2')).toEqual([2]);
		const note = { conversationType: 'note', details: 'x' };
		expect((await call('POST', '/api/v1/request/11/conversation', note)).body.subject).toMatch(
			/^\[HW-30\]: /,
		);
		const link = async (name: string) =>
			(
				await call('POST', '/api/v1/request/11/relation/bulk/create', {
					destinationModel: 'asset_hardware',
					destinationNames: [name],
					type: 'related',
				})
			).body.failerIds;
		expect(await link('PC-1')).toBeNull();
		expect(await link('AST-1')).toEqual(['AST-1']);
	});

	test('new service requests have them too, and keep to their own fields', async () => {
		speak({ keyPrefixes: { SR: 'HW' } });
		const { body } = await call('POST', '/api/v1/service_catalog/servicerequest', {
			requester: 'requester.logon',
			serviceName: 'HW 1',
			serviceCategoryName: 'Hardware',
		});
		expect(body.name).toBe('HW-130');
		const patched = await call('PATCH', `/api/v1/request/${String(body.id)}`, {
			serviceName: 'New Laptop',
		});
		expect(patched.status).toBe(200);
	});
});

test.each<[Dialect['dateForm'], string, string, string]>([
	['documented', '19-10-2020 11:23', '01/06/2025 10:43 pm', '15-08-2020'],
	['dd-MM-yyyy HH:mm', '19-10-2020 11:23', '01-06-2025 22:43', '15-08-2020'],
	['dd-MM-yyyy HH:mm:ss', '19-10-2020 11:23:00', '01-06-2025 22:43:00', '15-08-2020'],
	['dd/MM/yyyy hh:mm a', '19/10/2020 11:23 am', '01/06/2025 10:43 pm', '15/08/2020'],
	['MM/dd/yyyy hh:mm a', '10/19/2020 11:23 am', '06/01/2025 10:43 pm', '08/15/2020'],
	['yyyy-MM-dd HH:mm', '2020-10-19 11:23', '2025-06-01 22:43', '2020-08-15'],
])('dateForm %s', async (dateForm, assetDate, ciDate, acquired) => {
	await call('PATCH', '/api/v1/asset/1', {
		type: 'HardwareAsset',
		assignmentDate: '01-02-2026 13:05',
		assetPropertyList: [{ type: 'HardwareProperty', auditDate: '15-08-2020' }],
	});
	speak({ dateForm });

	const { body } = await call('GET', '/api/v1/asset/1');

	expect(body).toMatchObject({ createdDate: assetDate, acquitionDate: acquired });
	expect(body.assetPropertyList).toContainEqual(expect.objectContaining({ auditDate: acquired }));
	expect(String(body.assignmentDate)).toMatch(/2026/);
	expect(String(body.assignmentDate)).toMatch(/13:05|01:05 pm/);
	expect((await call('GET', '/api/v1/cmdb/ci/2')).body.createdDate).toBe(ciDate);
	expect((await call('GET', '/api/v1/request/2')).body.createdTime).toEqual(expect.any(Number));
});
