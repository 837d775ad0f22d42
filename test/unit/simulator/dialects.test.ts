/** Switches for who may come in, what there is, and what is answered. */
import type { Dialect } from '../../simulator';
import { flat, idsOf, NEW_CHANGE, property, relation, rowsOf, useSimulator, value } from './client';

const world = useSimulator();
const { bearer, call, page, search } = world;

describe('dialects', () => {
	const speak = (dialect: Partial<Dialect>) => Object.assign(world.simulator.dialect, dialect);

	test('expiredToken', async () => {
		speak({ expiredToken: '403' });
		expect(await call('GET', '/api/v1/request/2', undefined, 'Bearer x')).toMatchObject({
			status: 403,
			body: { code: '403' },
		});
		speak({ expiredToken: 'html200' });
		expect(await call('GET', '/api/v1/request/2', undefined, 'Bearer x')).toMatchObject({
			status: 200,
			type: 'text/html;charset=UTF-8',
		});
		expect(world.simulator.refused()).toEqual([]);
	});

	test('getById', async () => {
		for (const [getById, status] of [
			['405', 405],
			['404html', 404],
		] as const) {
			speak({ getById });
			for (const url of ['request/2', 'change/1', 'asset/1', 'cmdb/ci/2']) {
				const answer = await call('GET', `/api/v1/${url}`);
				expect(answer.status).toBe(status);
				expect(answer.type).toContain('html');
			}
		}
		expect((await call('GET', '/api/v1/asset/assettype')).status).toBe(200);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('assetPath', async () => {
		expect(await call('GET', '/api/v1/asset/asset_software/1')).toMatchObject({
			status: 404,
			body: {},
		});
		speak({ assetPath: 'byClass' });
		expect((await call('GET', '/api/v1/asset/1')).body).toMatchObject({
			status: 404,
			error: 'Not Found',
		});
		expect((await call('DELETE', '/api/v1/asset/1')).status).toBe(404);
		expect((await call('GET', '/api/v1/asset/asset_software/1')).body).toMatchObject({
			assetId: 'AST-3',
		});
		expect(
			(await call('PATCH', '/api/v1/asset/1', { type: 'HardwareAsset', name: 'x' })).status,
		).toBe(200);
		expect((await call('DELETE', '/api/v1/asset/asset_software/1')).status).toBe(200);
		expect((await call('GET', '/api/v1/asset/asset_hardware/1')).status).toBe(200);
		expect((await call('GET', '/api/v1/asset/asset_consumable/1')).status).toBe(400);
	});

	test('assetSearch', async () => {
		expect((await call('POST', '/api/v1/asset/search/byqual', {})).status).toBe(404);
		speak({ assetSearch: 'flat' });
		expect((await call('POST', '/api/v1/asset/search/byqual?size=100', {})).body.totalCount).toBe(
			50,
		);
		expect((await call('POST', '/api/v1/asset/asset_hardware/search/byqual', {})).status).toBe(404);
		const named = flat(
			relation(property('asset.assetId'), 'in', value('ListStringValueRest', ['AST-1', 'AST-3'])),
		);
		expect(
			rowsOf(await call('POST', '/api/v1/asset/search/byqual', named))
				.map(({ type }) => type)
				.sort(),
		).toEqual(['HardwareAsset', 'SoftwareAsset']);
	});

	test('listOrder, totalCount, pageCap, ignoreOffset, idsAsText', async () => {
		speak({ listOrder: 'ascending', totalCount: false, pageCap: 2 });
		const first = await page('size=50');
		expect(idsOf(first)).toEqual([2, 3]);
		expect(first.body).not.toHaveProperty('totalCount');
		expect(idsOf(await page('offset=2&size=50'))).toEqual([4, 5]);
		speak({ ignoreOffset: true, idsAsText: true });
		expect(idsOf(await page('offset=2&size=50'))).toEqual(['2', '3']);
		expect((await call('GET', '/api/v1/request/2')).body.id).toBe('2');
	});

	test('lookupsAcceptApiKey', async () => {
		expect(await call('POST', '/api/urgency/search/byqual', {})).toMatchObject({
			status: 401,
			body: { code: '401' },
		});
		speak({ lookupsAcceptApiKey: true });
		expect((await call('POST', '/api/urgency/search/byqual', {})).status).toBe(200);
	});

	test('newTokenRevokesOld', async () => {
		const first = await bearer();
		const read = async () => (await call('GET', '/api/v1/request/2', undefined, first)).status;
		await bearer();
		expect(await read()).toBe(200);
		speak({ newTokenRevokesOld: true });
		await bearer();
		expect(await read()).toBe(401);
	});

	test('patchAnswer', async () => {
		const patch = async () => await call('PATCH', '/api/v1/request/2', { subject: 'x' });
		speak({ patchAnswer: 'empty' });
		expect((await patch()).body).toEqual({});
		speak({ patchAnswer: 'returnCode' });
		expect((await patch()).body).toEqual({
			returnCode: 'SUCCESS',
			status: 0,
			userMessage: null,
			id: 2,
		});
	});

	test('deleteAnswer and createStatus', async () => {
		speak({ deleteAnswer: 'empty', createStatus: 201 });
		expect(await call('DELETE', '/api/v1/change/1')).toMatchObject({ status: 204, text: '' });
		expect((await call('POST', '/api/v1/change', NEW_CHANGE)).status).toBe(201);
	});

	test('timeFilter', async () => {
		const qual = relation(
			property('request.updatedTime'),
			'after',
			value('LongValueRest', 1900000000000),
		);
		expect(rowsOf(await search(qual))).toEqual([]);
		speak({ timeFilter: 'ignored' });
		expect(rowsOf(await search(qual))).toHaveLength(61);
		speak({ timeFilter: 'refused' });
		expect((await search(qual)).status).toBe(400);
		expect(world.simulator.refused()).toEqual([]);
	});
});
