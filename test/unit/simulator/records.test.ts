/** Records of the modules: what is stored, and what is answered. */
import { idsOf, NEW_ASSET, NEW_REQUEST, useSimulator } from './client';

const world = useSimulator();
const { call, search } = world;

describe('requests', () => {
	test('have ids and numbers of their own, and omit what is not set', async () => {
		const { body } = await call('POST', '/api/v1/request', {
			...NEW_REQUEST,
			description: '<p>a &amp; <b>b</b></p>',
			impactName: 'On User',
			supportLevel: 'Tier2',
		});
		expect(body).toMatchObject({
			id: 105,
			name: 'INC-130',
			description: 'a & b',
			impactName: 'On Users',
			supportLevel: 'tier2',
			statusName: 'Open',
			source: 'External',
			requesterName: 'Requester One',
		});
		expect(body).not.toHaveProperty('assigneeEmail');
		expect(body).not.toHaveProperty('tags');
		expect((await call('GET', '/api/v1/request/105')).body).toEqual(body);
	});

	test('PATCH merges, clears with null, "" and [], and keeps the rest', async () => {
		const { body: made } = await call('POST', '/api/v1/request', {
			...NEW_REQUEST,
			locationName: 'Asia',
			departmentName: 'HR',
			tags: ['a'],
			description: 'x',
			customField: { 'New Number': 1, 'New Text Input': 'x' },
		});
		const { body } = await call('PATCH', `/api/v1/request/${String(made.id)}`, {
			locationName: null,
			description: '',
			tags: [],
			statusName: 'Resolved',
			customField: { 'New Number': 2 },
		});
		expect(body).toMatchObject({
			departmentName: 'HR',
			statusName: 'Resolved',
			subject: 'Broken',
			customField: { 'New Number': 2, 'New Text Input': 'x' },
			resolvedTime: expect.any(Number) as unknown,
		});
		for (const gone of ['locationName', 'description', 'tags'])
			expect(body).not.toHaveProperty(gone);
	});

	test('are gone after DELETE', async () => {
		expect(await call('DELETE', '/api/v1/request/5')).toMatchObject({ status: 200, text: '{}' });
		expect(await call('GET', '/api/v1/request/5')).toMatchObject({
			status: 404,
			body: { cause: null },
		});
		expect(await call('DELETE', '/api/v1/request/5')).toMatchObject({
			status: 404,
			body: { cause: null },
		});
		expect(idsOf(await search())).not.toContain(5);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('share ids with service requests, whose first answer is no faithful echo', async () => {
		const { body } = await call('POST', '/api/v1/service_catalog/servicerequest', {
			requester: 'requester.logon',
			serviceName: 'HW 1',
			serviceCategoryName: 'Hardware',
			description: '<p>why</p>',
			source: 'Email',
		});
		expect(body).toMatchObject({
			id: 105,
			name: 'SR-130',
			subject: '---',
			description: '',
			source: 'External',
		});
		expect((await call('GET', '/api/v1/request/105')).body).toMatchObject({
			subject: 'Request for: HW 1',
			description: 'why',
			source: 'Email',
			serviceName: 'HW 1',
		});
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).body).toMatchObject({
			id: 106,
			name: 'INC-131',
		});
		const patched = await call('PATCH', '/api/v1/request/105', {
			serviceName: 'New Laptop',
			customField: { 'Source File Path': 'x' },
		});
		expect(patched.body).toMatchObject({
			serviceName: 'New Laptop',
			customField: { 'Source File Path': 'x' },
		});
	});
});

describe('assets', () => {
	test('count ids per class, and AST numbers over all classes', async () => {
		const made = [];
		for (const body of [
			NEW_ASSET,
			{ type: 'SoftwareAsset', assetTypeName: 'Software$OS', name: 'System' },
			{ type: 'NonITAsset', assetTypeName: 'non it$FURNITURE', name: 'Chair' },
		])
			made.push((await call('POST', '/api/v1/asset', body)).body);
		expect(
			made.map(({ type, id, assetId, assetTypeName }) => [type, id, assetId, assetTypeName]),
		).toEqual([
			['HardwareAsset', 31, 'AST-51', 'Computer'],
			['SoftwareAsset', 13, 'AST-52', 'OS'],
			['NonITAsset', 9, 'AST-53', 'Furniture'],
		]);
		expect(made[0]).toMatchObject({
			createdDate: expect.stringMatching(/^\d\d-\d\d-\d{4} \d\d:\d\d$/) as unknown,
		});
	});

	test('GET and DELETE by id alone meet the hardware first, PATCH the class in the body', async () => {
		expect((await call('GET', '/api/v1/asset/1')).body).toMatchObject({ assetId: 'AST-1' });
		const patched = await call('PATCH', '/api/v1/asset/1', { type: 'SoftwareAsset', version: '2' });
		expect(patched.body).toMatchObject({ assetId: 'AST-3', version: '2' });
		await call('DELETE', '/api/v1/asset/1');
		expect((await call('GET', '/api/v1/asset/1')).body).toMatchObject({ assetId: 'AST-3' });
	});

	test('merge property groups by type', async () => {
		const { body } = await call('PATCH', '/api/v1/asset/1', {
			type: 'HardwareAsset',
			assetPropertyList: [
				{ type: 'HardwareProperty', serialNumber: 'SN' },
				{ type: 'ComputerProperty', osVersion: '11' },
			],
		});
		expect(body.assetPropertyList).toMatchObject([
			{
				type: 'ComputerProperty',
				osName: 'Windows 10',
				osVersion: '11',
				memorySize: 0,
				refName: 'AST-1',
			},
			{ type: 'HardwareProperty', serialNumber: 'SN', auditDate: null },
		]);
	});
});
