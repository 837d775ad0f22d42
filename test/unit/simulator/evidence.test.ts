/** What real clients and the vendor's later material show: such things are taken, and answered in that form. */
import { DEFAULT_DIALECT, READINGS } from '../../simulator';
import { NEW_REQUEST, rowsOf, useSimulator, type Json } from './client';

const world = useSimulator();
const { bearer, call, logIn } = world;

interface Branch {
	node: Json;
	childrens: Branch[] | null;
}

/** A list of the web interface, read with a token. */
async function tree(path: string): Promise<Branch[]> {
	const { text } = await call('GET', `/api/${path}`, undefined, await bearer());
	return JSON.parse(text) as Branch[];
}
const depthOf = (branches: Branch[] | null): number =>
	branches?.length ? 1 + Math.max(...branches.map(({ childrens }) => depthOf(childrens))) : 0;
const leaves = (branches: Branch[]): Array<Branch['childrens']> =>
	branches.flatMap(({ childrens }) => (childrens?.length ? leaves(childrens) : [childrens]));

describe('the creation of a request', () => {
	test('takes group, status, and links to assets and CIs, which become relations', async () => {
		const { status, body } = await call('POST', '/api/v1/request', {
			...NEW_REQUEST,
			technicianGroupName: 'Network Team',
			statusName: 'Pending',
			linkAssetIds: [
				{ assetModel: 'asset_hardware', assetId: 1 },
				{ assetModel: 'asset_software', assetId: 1 },
			],
			linkCiIds: [{ ciId: 2, ciModel: 'cmdb' }],
		});

		expect(status).toBe(200);
		expect(body).toMatchObject({ technicianGroupName: 'Network Team', statusName: 'Pending' });
		expect(body).not.toHaveProperty('linkAssetIds');
		const link = { module: 'request', recordId: body.id, type: 'related' };
		expect(world.simulator.links).toMatchObject([
			{ ...link, model: 'asset_hardware', key: 'AST-1' },
			{ ...link, model: 'asset_software', key: 'AST-3' },
			{ ...link, model: 'cmdb', key: 'CI-2' },
		]);
	});

	test('has the status Open by default', async () => {
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).body.statusName).toBe('Open');
	});

	test.each([
		{ linkAssetIds: [{ assetModel: 'asset_hardware', assetId: 999 }] },
		{ linkAssetIds: [{ assetModel: 'asset_hardware', assetId: '1' }] },
		{ linkAssetIds: [{ assetModel: 'hardware', assetId: 1 }] },
		{ linkAssetIds: [1] },
		{ linkCiIds: [{ ciId: 2 }] },
	])('is refused with %j, and nothing is made', async (links) => {
		const { status } = await call('POST', '/api/v1/request', { ...NEW_REQUEST, ...links });

		expect(status).toBe(400);
		expect(world.simulator.links).toEqual([]);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('an update takes no links', async () => {
		const { body } = await call('PATCH', '/api/v1/request/2', { linkCiIds: [] });
		expect(body.userMessage).toBe("Field 'linkCiIds' is not known.");
	});
});

test('relations made later are kept as well', async () => {
	await call('POST', '/api/v1/change/2/relation/bulk/create', {
		destinationModel: 'cmdb',
		destinationNames: ['CI-1'],
		type: 'Impacts',
	});
	expect(world.simulator.links).toMatchObject([
		{ module: 'change', recordId: 2, model: 'cmdb', key: 'CI-1', type: 'Impacts' },
	]);
});

test('searches take qualId, columns and fullObject, and check their types', async () => {
	const search = async (body: Json) => await call('POST', '/api/v1/change/search/byqual', body);

	const { status, body } = await search({ qualId: 3, columns: ['id', 'name'], fullObject: true });
	expect(status).toBe(200);
	expect(body.totalCount).toBe(12);
	expect((await search({ qualId: null, columns: null, fullObject: null })).status).toBe(200);
	expect((await search({ columns: 'id' })).status).toBe(400);
});

describe('lists of names', () => {
	test('categories are nested, and end in null', async () => {
		const categories = await tree('request/category');

		expect(depthOf(categories)).toBe(3);
		expect(categories).toContainEqual({
			node: { id: 2, name: 'Hardware', systemName: 'hardware', parentId: 0 },
			childrens: [
				{
					node: { id: 10, name: 'Printer', systemName: 'printer', parentId: 2 },
					childrens: null,
				},
			],
		});
		expect(new Set(leaves(categories))).toEqual(new Set([null]));
	});

	test.each(['department', 'location'])('%s is nested, and ends in empty lists', async (path) => {
		const branches = await tree(path);

		expect(depthOf(branches)).toBe(3);
		expect(leaves(branches).every((leaf) => leaf?.length === 0)).toBe(true);
		expect(branches[0]?.node).toMatchObject({
			id: expect.any(Number) as unknown,
			name: expect.any(String) as unknown,
		});
	});

	test('names from below the top are accepted by records', async () => {
		const names = { categoryName: 'Printer', departmentName: 'Legal', locationName: 'Head Office' };
		expect((await call('PATCH', '/api/v1/request/2', names)).body).toMatchObject(names);
	});

	test('services say what they belong to', async () => {
		const answer = await call('POST', '/api/service_catalog/search/byqual', {}, await bearer());
		expect(rowsOf(answer)[0]).toMatchObject({
			systemName: 'hw_1',
			categoryId: 1,
			serviceCatalogStatus: 'published',
		});
	});

	test('API keys are refused there', async () => {
		expect((await call('GET', '/api/department')).status).toBe(401);
	});
});

test('the form of a request has fields that nobody can fill in', async () => {
	const { body } = await call('GET', '/api/module/request/form', undefined, await bearer());
	const fields = body.fieldList as Json[];

	expect(fields).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ name: 'Internal Score', hidden: true }),
			expect.objectContaining({ type: 'AttachmentFieldRest' }),
			expect.objectContaining({ type: 'DisplayFieldRest' }),
			expect.objectContaining({ removed: true }),
			expect.objectContaining({ inActive: true }),
		]) as unknown,
	);
	expect(new Set(fields.map(({ paramName }) => paramName)).size).toBe(fields.length);
});

test('a hidden custom field can be written, and is answered from then on', async () => {
	const read = async () =>
		(await call('GET', '/api/v1/request/2')).body.customField as Json | undefined;
	expect(await read()).not.toHaveProperty(['Internal Score']);

	await call('PATCH', '/api/v1/request/2', { customField: { 'Internal Score': 7 } });

	expect(await read()).toMatchObject({ 'Internal Score': 7 });
});

test('tokens look like JSON Web Tokens that claim 48 hours, and no two are alike', async () => {
	const [one, other] = [(await logIn()).body, (await logIn()).body];
	const token = String(one.access_token);
	const claimsOf = (text: string) =>
		JSON.parse(atob((text.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as Json;

	expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{300,}$/);
	const claims = claimsOf(token);
	expect(claims).toMatchObject({ jti: one.jti, iss: expect.any(String) as unknown });
	expect(Number(claims.exp) - Number(claims.nbf)).toBe(172_800);
	expect(one.expires_in).toBe(43_199);
	expect(other.access_token).not.toBe(token);
});

test('every switch has its most likely reading first, and other ones', () => {
	expect(Object.keys(READINGS).sort()).toEqual(Object.keys(DEFAULT_DIALECT).sort());
	for (const [name, usual] of Object.entries(DEFAULT_DIALECT)) {
		expect({ [name]: READINGS[name as keyof typeof READINGS][0] }).toEqual({ [name]: usual });
	}
});
