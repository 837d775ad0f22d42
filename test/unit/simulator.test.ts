/** The simulator keeps to the contract: examples replay, anything else is refused, and every switch switches. */
import { OpenAPIBackend, type Document } from 'openapi-backend';
import { LOGIN, startSimulator, UMLAUT_CLIENT, type Dialect, type Simulator } from '../simulator';
import { delay, fs, https, path, projectRoot } from '../support/node';

type Json = Record<string, unknown>;

interface Answered {
	status: number;
	type: string;
	text: string;
	body: Json;
}

const BEARER_FORM = {
	username: LOGIN.username,
	password: LOGIN.password,
	grant_type: 'password',
};
const API_KEY = `Apikey ${LOGIN.apiKey}`;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ tokenLifetimeSeconds: 3600 });
});
beforeEach(() => {
	simulator.reset();
});
afterAll(async () => {
	await simulator.close();
});

async function raw(url: string, init: RequestInit = {}): Promise<Answered> {
	const response = await fetch(`${simulator.url}${url}`, { redirect: 'manual', ...init });
	const text = await response.text();
	const type = response.headers.get('content-type') ?? '';
	const body = type.includes('json') && text !== '' ? (JSON.parse(text) as Json) : {};
	return { status: response.status, type, text, body };
}

/** A call with the API key and, where one is given, a JSON body. */
async function call(
	method: string,
	url: string,
	body?: unknown,
	authorization = API_KEY,
): Promise<Answered> {
	return await raw(url, {
		method,
		headers: {
			Authorization: authorization,
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
}

function basic({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string {
	const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`);
	return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

async function logIn(
	form: Record<string, string> = BEARER_FORM,
	authorization = basic(LOGIN),
	encoding: 'multipart' | 'urlencoded' = 'multipart',
): Promise<Answered> {
	const multipart = new FormData();
	for (const [name, value] of Object.entries(form)) multipart.append(name, value);
	return await raw('/api/oauth/token', {
		method: 'POST',
		headers: { Authorization: authorization },
		body: encoding === 'multipart' ? multipart : new URLSearchParams(form),
	});
}

async function bearer(): Promise<string> {
	const { body } = await logIn();
	return `Bearer ${String(body.access_token)}`;
}

const flat = (...quals: unknown[]) => ({ qualDetails: { type: 'FlatQualificationRest', quals } });
const property = (key: string) => ({ type: 'PropertyOperandRest', key });
const value = (type: string, given: unknown) => ({
	type: 'ValueOperandRest',
	value: { type, value: given },
});
const relation = (leftOperand: unknown, operator: string, rightOperand?: unknown) => ({
	type: 'RelationalQualificationRest',
	leftOperand,
	operator,
	rightOperand,
});
const rowsOf = ({ body }: Answered) => body.objectList as Json[];
const idsOf = (answer: Answered) => rowsOf(answer).map(({ id }) => id);

async function search(...quals: unknown[]): Promise<Answered> {
	return await call('POST', '/api/v1/request/search/byqual?size=100', flat(...quals));
}

// ---- examples -------------------------------------------------------------------------------------------------

interface Example {
	request: {
		method: string;
		path: string;
		query: Record<string, string | number>;
		headers: Record<string, string>;
		body: Json | null;
	};
	response: { status: number | null; body: Json | Json[] | null };
}

const EXAMPLES = path.join(projectRoot, 'test/contract/examples');
const exampleFiles = ['requests', 'assets', 'changes', 'problems', 'releases', 'users'].flatMap(
	(folder) => fs.readdirSync(path.join(EXAMPLES, folder)).map((file) => `${folder}/${file}`),
);
const example = (file: string) =>
	JSON.parse(fs.readFileSync(path.join(EXAMPLES, file), 'utf8')) as Example;
/** Another product's predecessor, internal clients, administration: no part of the contract. */
const isForeign = (file: string) =>
	/predecessor|internal\.json|form-field|service-(category|item)|error-envelope|bad-credentials/.test(
		file,
	) && !file.includes('attachment');
const replayable = exampleFiles.filter((file) => !isForeign(file));

async function replay({ request }: Example): Promise<Answered> {
	if (request.path === '/api/oauth/token') {
		const isForm = request.headers['Content-Type']?.includes('urlencoded');
		return await logIn(BEARER_FORM, basic(LOGIN), isForm ? 'urlencoded' : 'multipart');
	}
	if (request.path === '/api/oprfile') {
		const body = new FormData();
		body.append('file', new Blob(['picture']), 'sample.jpg');
		return await raw(request.path, {
			method: 'POST',
			headers: { Authorization: await bearer() },
			body,
		});
	}
	const isServiceRequest =
		request.body?.customField && 'Source File Path' in (request.body.customField as Json);
	const id = isServiceRequest ? '11' : request.path.includes('change') ? '1' : '104';
	const query = new URLSearchParams(
		Object.entries(request.query).map(([name, given]): [string, string] => [name, String(given)]),
	);
	return await call(
		request.method,
		`${request.path.replace(/\{\w+\}/, id)}?${query.toString()}`,
		request.body ?? undefined,
		request.headers.Authorization?.startsWith('Bearer') ? await bearer() : API_KEY,
	);
}

/** Values that no two servers share. */
const OWN = new Set([
	'id',
	'name',
	'createdTime',
	'updatedTime',
	'createdDate',
	'updatedDate',
	'createdByName',
	'createdByEmail',
	'updatedByName',
	'access_token',
	'refresh_token',
	'jti',
	'expires_in',
	'refFileName',
	'successIds',
	'totalCount',
	'requesterName',
	'requesterEmail',
]);

/** Every documented key is there and, unless it is the server's own affair, has the documented value. */
function expectLike(actual: Json, documented: Json): void {
	for (const [key, wanted] of Object.entries(documented)) {
		expect(actual).toHaveProperty([key]);
		if (!OWN.has(key)) {
			if (key === 'customField') expect(actual[key]).toMatchObject(wanted as Json);
			else expect({ [key]: actual[key] }).toEqual({ [key]: wanted });
		} else expect(typeof actual[key]).toBe(typeof wanted);
	}
}

describe('documented examples', () => {
	test.each(replayable)('%s replays', async (file) => {
		const { request, response } = example(file);
		const answer = await replay({ request, response });

		expect({ text: answer.text.slice(0, 300), status: answer.status }).toMatchObject({
			status: response.status ?? 200,
		});
		if (response.status !== 500) expect(simulator.refused()).toEqual([]);
	});

	const answered = replayable.filter((file) => {
		const { body } = example(file).response;
		return body !== null && !Array.isArray(body) && !/list|search|form-schema|users/.test(file);
	});
	test.each(answered)('%s answers as documented', async (file) => {
		const { body } = await replay(example(file));

		expectLike(body, example(file).response.body as Json);
	});

	test('the seeded changes are the documented search rows', async () => {
		const documented = example('changes/search-by-id.json');
		const answer = await replay(documented);
		const wanted = (documented.response.body as Json).objectList as Json[];

		for (const row of wanted) {
			expect(
				rowsOf(answer).find(({ id }) => id === row.id) ??
					(await call('GET', `/api/v1/change/${String(row.id)}`)).body,
			).toMatchObject(row);
		}
	});

	test('conversation searches answer the documented note', async () => {
		for (const folder of ['changes', 'problems', 'releases']) {
			const file = `${folder}/conversation-search-notes.json`;
			const answer = await replay(example(file));
			const [wanted] = (example(file).response.body as Json).objectList as Json[];
			expect(Object.keys(rowsOf(answer)[0] ?? {}).sort()).toEqual(Object.keys(wanted ?? {}).sort());
		}
	});

	test('the asset type tree has the documented shape', async () => {
		const { text } = await call('GET', '/api/v1/asset/assettype');
		const [hardware] = JSON.parse(text) as Array<{
			node: Json;
			childrens: Array<{ node: Json; childrens: null }>;
		}>;
		const [documented] = example('assets/asset-types-get-all.json').response.body as Json[];

		expect(hardware).toMatchObject({
			node: documented?.node,
			childrens: expect.any(Array) as unknown,
		});
		expect(hardware?.childrens[0]).toEqual((documented?.childrens as Json[])[0]);
	});
});

/** The validator at hand knows OpenAPI 3.0 only: says the same in the words of 3.0. */
function asOpenApi30(node: unknown): unknown {
	if (Array.isArray(node)) return node.map(asOpenApi30);
	if (typeof node !== 'object' || node === null) return node;
	const entries = Object.entries(node).map(([key, inner]): Array<[string, unknown]> => {
		if (key === 'openapi') return [[key, '3.0.3']];
		if (key === 'const') return [['enum', [inner]]];
		if (key !== 'type' || !Array.isArray(inner)) return [[key, asOpenApi30(inner)]];
		const types = inner.filter((type) => type !== 'null');
		return types.length === 1
			? [
					['nullable', true],
					['type', types[0]],
				]
			: [];
	});
	return Object.fromEntries(entries.flat());
}

test('the OpenAPI document is valid and every operation says how far to trust it', async () => {
	const { body } = await raw('/openapi.json');
	expect(body).toMatchObject({ openapi: '3.1.0' });
	const definition = asOpenApi30(body) as Document;
	const api = new OpenAPIBackend({ definition, strict: true });
	await api.init();
	const operations = api.getOperations() as unknown as Json[];

	expect(operations.length).toBeGreaterThan(60);
	for (const operation of operations) {
		expect(operation).toMatchObject({
			operationId: expect.any(String) as unknown,
			tags: [expect.any(String)],
			summary: expect.any(String) as unknown,
			'x-evidence': expect.stringMatching(
				/^(documented|captured|third-party|inferred)$/,
			) as unknown,
		});
	}
	expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

// ---- logins ---------------------------------------------------------------------------------------------------

describe('login', () => {
	test('answers a token, by multipart and by urlencoded form', async () => {
		for (const encoding of ['multipart', 'urlencoded'] as const) {
			const { status, body } = await logIn(BEARER_FORM, basic(LOGIN), encoding);
			expect({ status, body }).toEqual({
				status: 200,
				body: {
					access_token: expect.any(String) as unknown,
					token_type: 'bearer',
					refresh_token: expect.any(String) as unknown,
					expires_in: 3600,
					scope: 'other-api-scope',
					jti: expect.any(String) as unknown,
				},
			});
		}
		expect(simulator.logins()).toBe(2);
	});

	test('takes client id and secret as UTF-8', async () => {
		const { status } = await logIn(BEARER_FORM, basic(UMLAUT_CLIENT));
		expect(status).toBe(200);
	});

	const clientRefusal = { error: 'invalid_client', error_description: 'Bad client credentials' };
	test.each([
		['a wrong secret', basic({ ...LOGIN, clientSecret: 'wrong' })],
		['an unknown client', basic({ ...LOGIN, clientId: 'wrong' })],
		['no client', ''],
		['nonsense', 'Basic %%%'],
		[
			'an umlaut in Latin-1',
			`Basic ${btoa(`${UMLAUT_CLIENT.clientId}:${UMLAUT_CLIENT.clientSecret}`)}`,
		],
	])('refuses %s', async (_what, authorization) => {
		const { status, body } = await logIn(BEARER_FORM, authorization);
		expect({ status, body }).toEqual({ status: 401, body: clientRefusal });
	});

	test.each([400, 401] as const)('refuses a wrong password with %s', async (refusedLogin) => {
		simulator.dialect.refusedLogin = refusedLogin;
		const { status, body } = await logIn({ ...BEARER_FORM, password: 'wrong' });
		expect({ status, body }).toEqual({
			status: refusedLogin,
			body: { error: 'invalid_grant', error_description: 'Bad credentials' },
		});
		expect(simulator.refused()).toEqual([]);
	});

	test.each([
		[
			'a missing part',
			{ username: 'automation', grant_type: 'password' },
			"Field 'password' is required.",
		],
		['an unknown part', { ...BEARER_FORM, scope: 'all' }, "Field 'scope' is not known."],
		[
			'another grant',
			{ ...BEARER_FORM, grant_type: 'refresh_token' },
			"Field 'grant_type' has an unknown value 'refresh_token'.",
		],
	])('refuses %s', async (_what, form, error_description) => {
		const { status, body } = await logIn(form);
		expect({ status, body }).toEqual({
			status: 400,
			body: { error: 'invalid_request', error_description },
		});
		expect(simulator.refused()).toHaveLength(1);
	});

	test('refuses a JSON body', async () => {
		const { status } = await call('POST', '/api/oauth/token', BEARER_FORM, basic(LOGIN));
		expect(status).toBe(415);
	});
});

describe('signing in', () => {
	test.each([
		['another key', 'Apikey wrong'],
		['a decoded key', `Apikey ${decodeURIComponent(LOGIN.apiKey)}`],
		['lower case', `apikey ${LOGIN.apiKey}`],
		['two spaces', `Apikey  ${LOGIN.apiKey}`],
		['a key as a token', `Bearer ${LOGIN.apiKey}`],
	])('refuses %s', async (_what, authorization) => {
		const { status, body } = await call('GET', '/api/v1/request/2', undefined, authorization);
		expect(status).toBe(401);
		expect(body).toEqual({ code: '401', userMessage: expect.any(String) as unknown, cause: null });
	});

	test('gives a login without permissions a 403 everywhere', async () => {
		const { body } = await logIn({ ...BEARER_FORM, username: LOGIN.restrictedUsername });
		for (const authorization of [
			`Bearer ${String(body.access_token)}`,
			`Apikey ${LOGIN.restrictedApiKey}`,
		]) {
			for (const url of [
				'/api/v1/request/2',
				'/api/v1/change/1',
				'/api/v1/asset/1',
				'/api/v1/asset/assettype',
			]) {
				const answer = await call('GET', url, undefined, authorization);
				expect(answer).toMatchObject({ status: 403, body: { code: '403', cause: null } });
			}
		}
	});

	test('tokens end by time and by expireTokens', async () => {
		const clock = { now: Date.now() };
		const other = await startSimulator({ tokenLifetimeSeconds: 60, now: () => clock.now });
		const before = simulator;
		simulator = other;
		try {
			const token = await bearer();
			const read = async () => (await call('GET', '/api/v1/request/2', undefined, token)).status;
			expect(await read()).toBe(200);
			clock.now += 60_000;
			expect(await read()).toBe(401);
			clock.now -= 1;
			expect(await read()).toBe(200);
			other.expireTokens();
			expect(await read()).toBe(401);
		} finally {
			simulator = before;
			await other.close();
		}
	});
});

// ---- records --------------------------------------------------------------------------------------------------

const NEW_REQUEST = { subject: 'Broken', requesterEmail: 'requester@example.com' };
const NEW_CHANGE = { ...NEW_REQUEST, startDate: 1754571660000, endDate: 1755176460000 };
const NEW_ASSET = { type: 'HardwareAsset', assetTypeName: 'hardware$computer', name: 'PC' };

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
		expect(simulator.refused()).toEqual([]);
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

describe('conversations, relations, files, lookups', () => {
	test('a note can be changed, anything else cannot', async () => {
		const url = '/api/v1/request/104/conversation';
		const note = await call('POST', url, { conversationType: 'note', details: '<p>x</p>' });
		expect(note.body).toMatchObject({
			id: 3,
			updatable: true,
			subject: '[INC-104]: Email Server is Down',
			createdTime: expect.stringMatching(/^\w{3}, \w{3} \d\d, \d{4} \d\d:\d\d [ap]m$/) as unknown,
		});
		expect((await call('PATCH', `${url}/3`, { details: 'y' })).body).toMatchObject({
			details: 'y',
		});
		await call('POST', url, { conversationType: 'collaborate', details: 'z' });
		expect((await call('PATCH', `${url}/4`, { details: 'y' })).status).toBe(400);
		expect((await call('DELETE', `${url}/4`)).status).toBe(200);
		expect((await call('GET', '/api/v1/request/2/conversation/3')).status).toBe(404);
		expect(idsOf(await call('POST', `${url}/search/byqual`, {}))).toEqual([3, 2]);
	});

	test('links all assets or none', async () => {
		const link = async (...destinationNames: string[]) =>
			(
				await call('POST', '/api/v1/request/2/relation/bulk/create', {
					destinationModel: 'asset_hardware',
					destinationNames,
					type: 'related',
				})
			).body;
		expect(await link('AST-1', 'AST-3', 'AST-2')).toEqual({
			successIds: null,
			failerIds: ['AST-3'],
		});
		expect(await link('AST-2', 'AST-1')).toEqual({ successIds: [3, 4], failerIds: null });
	});

	test('keeps uploaded files', async () => {
		const form = new FormData();
		form.append('file', new Blob(['content']), 'a.txt');
		const headers = { Authorization: API_KEY };
		const { body } = await raw('/api/oprfile', { method: 'POST', headers, body: form });
		expect(body).toMatchObject({ realName: 'a.txt', link: null });
		expect((await raw(`/api/oprfile/${String(body.refFileName)}`, { headers })).text).toBe(
			'content',
		);
		const wrong = new FormData();
		wrong.append('upload', new Blob(['content']), 'a.txt');
		expect((await raw('/api/oprfile', { method: 'POST', headers, body: wrong })).status).toBe(400);
	});

	test('lookups answer ids and names to a token', async () => {
		const token = await bearer();
		const { body } = await call('POST', '/api/request/status/search/byqual', {}, token);
		expect(body).toEqual({
			objectList: [
				{ id: 9, name: 'Open' },
				{ id: 10, name: 'In Progress' },
				{ id: 11, name: 'Pending' },
				{ id: 12, name: 'Resolved' },
				{ id: 13, name: 'Closed' },
			],
			totalCount: 5,
		});
		for (const name of ['request/priority', 'request/technician', 'urgency']) {
			expect(
				rowsOf(await call('POST', `/api/${name}/search/byqual`, {}, token)).length,
			).toBeGreaterThan(3);
		}
		expect(await call('GET', '/api/request/category', undefined, token)).toMatchObject({
			status: 200,
		});
		const form = await call('GET', '/api/module/request/form', undefined, token);
		expect(form.body.fieldList).toContainEqual(
			expect.objectContaining({ name: 'Subject', paramName: 'subject' }),
		);
	});

	test('problems, releases, CIs and users work like the rest', async () => {
		expect((await call('POST', '/api/v1/problem', NEW_REQUEST)).status).toBe(200);
		expect((await call('POST', '/api/v1/release', NEW_CHANGE)).status).toBe(200);
		expect((await call('POST', '/api/v1/cmdb/ci/search/byqual', {})).body.totalCount).toBe(14);
		expect((await call('GET', '/api/v1/cmdb/ci/2')).body).toMatchObject({
			ciId: 'CI-2',
			ciTypeName: 'Laptops',
		});
		await call('POST', '/api/v1/requester', { name: 'New', email: 'new@example.com' });
		expect(
			(await call('POST', '/api/v1/request', { ...NEW_REQUEST, requesterEmail: 'new@example.com' }))
				.body,
		).toMatchObject({ requesterName: 'New' });
	});
});

// ---- refusals -------------------------------------------------------------------------------------------------

describe('refusals name the field', () => {
	test.each<[string, string, unknown, string]>([
		['POST', 'request', { subject: 'x' }, "Field 'requesterEmail' is required."],
		['POST', 'request', { ...NEW_REQUEST, subject: '' }, "Field 'subject' must not be empty."],
		['POST', 'request', { ...NEW_REQUEST, foo: 1 }, "Field 'foo' is not known."],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, priorityName: 'Highest' },
			"Field 'priorityName' has an unknown value 'Highest'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, spam: 'true' },
			"Field 'spam' has the wrong type: boolean expected, got 'true'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, tags: 'a' },
			"Field 'tags' has the wrong type: array expected, got 'a'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, tags: ['a', 1] },
			"Field 'tags[1]' has the wrong type: string expected, got '1'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, locationName: 'Moon' },
			"Field 'locationName' has an unknown value 'Moon'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, categoryName: 'Moon' },
			"Field 'categoryName' has an unknown value 'Moon'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, statusName: 'Moon' },
			"Field 'statusName' has an unknown value 'Moon'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, requesterEmail: 'a@b.example' },
			"Field 'requesterEmail' has an unknown value 'a@b.example'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, assigneeEmail: 'requester@example.com' },
			"Field 'assigneeEmail' has an unknown value 'requester@example.com'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, description: null },
			"Field 'description' has the wrong type: string expected, got 'null'.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, customField: { Nope: 1 } },
			"Field 'customField.Nope' is not known.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, customField: { 'New Number': '1' } },
			"Field 'customField.New Number' has the wrong type: number expected.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, customField: { 'New Datetime': 1756304676 } },
			"Field 'customField.New Datetime' has the wrong type: datetime expected.",
		],
		[
			'POST',
			'request',
			{ ...NEW_REQUEST, fileAttachments: [{ refFileName: 'a' }] },
			"Field 'fileAttachments[0].realName' is required.",
		],
		['POST', 'request', [], 'The request body must be an object.'],
		[
			'PATCH',
			'request/2',
			{ requesterEmail: 'requester@example.com' },
			"Field 'requesterEmail' is not known.",
		],
		['PATCH', 'request/2', { source: 'Email' }, "Field 'source' is not known."],
		[
			'PATCH',
			'request/2',
			{ subject: null },
			"Field 'subject' has the wrong type: string expected, got 'null'.",
		],
		['PATCH', 'request/2', { serviceName: 'HW 1' }, "Field 'serviceName' is not known."],
		['PATCH', 'request/x', {}, "Path parameter 'id' has an invalid value 'x'."],
		['PATCH', 'request/0', {}, "Path parameter 'id' has an invalid value '0'."],
		['POST', 'change', NEW_REQUEST, "Field 'startDate' is required."],
		[
			'POST',
			'change',
			{ ...NEW_CHANGE, startDate: 1754571660 },
			"Field 'startDate' is too small: at least 100000000000 expected, got '1754571660'.",
		],
		[
			'POST',
			'change',
			{ ...NEW_CHANGE, startDate: '1754571660000' },
			"Field 'startDate' has the wrong type: integer expected, got '1754571660000'.",
		],
		[
			'POST',
			'change',
			{ ...NEW_CHANGE, endDate: 1754571650000 },
			"Field 'endDate' must not be before 'startDate'.",
		],
		[
			'PATCH',
			'change/2',
			{ endDate: 1754571650000 },
			"Field 'endDate' must not be before 'startDate'.",
		],
		['PATCH', 'change/2', { riskType: 'Huge' }, "Field 'riskType' has an unknown value 'Huge'."],
		['POST', 'asset', { assetTypeName: 'Hardware', name: 'x' }, "Field 'type' is required."],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, type: 'Asset' },
			"Field 'type' has an unknown value 'Asset'.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, assetTypeName: 'Hardware$Toaster' },
			"Field 'assetTypeName' has an unknown value 'Hardware$Toaster'.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, assetTypeName: 'Software$OS' },
			"Field 'assetTypeName' has a value that does not fit HardwareAsset: 'Software$OS'.",
		],
		['POST', 'asset', { ...NEW_ASSET, version: '1' }, "Field 'version' is not known."],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, acquitionDate: '2020-08-15' },
			"Field 'acquitionDate' has an invalid value '2020-08-15'.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, barCode: 'A-1' },
			"Field 'barCode' has an invalid value 'A-1'.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, barCode: 'A123456789012345' },
			"Field 'barCode' must not be longer than 15 characters.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, tags: ['a', 'a'] },
			"Field 'tags' must not hold a value twice.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, assetPropertyList: [{ type: 'SoftwareProperty' }] },
			"Field 'assetPropertyList[0].type' has an unknown value 'SoftwareProperty'.",
		],
		[
			'POST',
			'asset',
			{ ...NEW_ASSET, assetPropertyList: [{ type: 'HardwareProperty', osName: 'x' }] },
			"Field 'assetPropertyList[0].osName' is not known.",
		],
		['PATCH', 'asset/1', { name: 'x' }, "Field 'type' is required."],
		[
			'PATCH',
			'asset/1',
			{ type: 'SoftwareAsset', hostName: 'x' },
			"Field 'hostName' is not known.",
		],
		[
			'POST',
			'request/104/conversation',
			{ conversationType: 'Note', details: 'x' },
			"Field 'conversationType' has an unknown value 'Note'.",
		],
		[
			'POST',
			'request/104/conversation',
			{ conversationType: 'note', details: '' },
			"Field 'details' must not be empty.",
		],
		[
			'POST',
			'change/1/conversation',
			{ conversationType: 'technician_to_requester', details: 'x' },
			"Field 'conversationType' has an unknown value 'technician_to_requester'.",
		],
		['POST', 'request/search/byqual?limit=1', {}, "Query parameter 'limit' is not known."],
		[
			'POST',
			'request/search/byqual?size=0',
			{},
			"Query parameter 'size' is too small: at least 1 expected, got '0'.",
		],
		[
			'POST',
			'request/search/byqual?size=x',
			{},
			"Query parameter 'size' has the wrong type: integer expected, got 'x'.",
		],
		['POST', 'request/search/byqual?size=1&size=2', {}, "Query parameter 'size' is given twice."],
		[
			'POST',
			'request/search/byqual?sort_by=colour',
			{},
			"Query parameter 'sort_by' has an unknown value 'colour'.",
		],
		['POST', 'request/search/byqual', { filter: {} }, "Field 'filter' is not known."],
		['POST', 'request/search/byqual', undefined, 'The request body is missing.'],
	])('%s %s %j: %s', async (method, url, body, userMessage) => {
		const answer = await call(method, `/api/v1/${url}`, body);
		expect(answer).toMatchObject({
			status: 400,
			body: { code: expect.any(String) as unknown, userMessage, cause: null },
		});
		expect(simulator.refused()).toHaveLength(1);
		expect(simulator.refused()[0]).toMatchObject({ method, status: 400 });
	});

	test('broken JSON, other media types, unknown paths and bodies where none belong', async () => {
		const headers = { Authorization: API_KEY, 'Content-Type': 'application/json' };
		expect(
			(await raw('/api/v1/request', { method: 'POST', headers, body: '{' })).body,
		).toMatchObject({ userMessage: 'The request body is not valid JSON.' });
		expect(
			await raw('/api/v1/request', {
				method: 'POST',
				headers: { Authorization: API_KEY },
				body: 'x',
			}),
		).toMatchObject({ status: 415 });
		for (const [method, url] of [
			['GET', '/api/v1/requests'],
			['PUT', '/api/v1/request/2'],
			['GET', '/api//v1/request/2'],
			['GET', '/api/v1/request/2/'],
			['GET', '/api/v1/asset/assettypes/x/y'],
		] as const) {
			const answer = await call(method, url);
			expect({ url, status: answer.status, type: answer.type }).toEqual({
				url,
				status: 404,
				type: 'text/html;charset=UTF-8',
			});
		}
		expect((await call('DELETE', '/api/v1/request/2', {})).status).toBe(400);
		expect(simulator.refused()).toHaveLength(8);
	});

	test('a refused PATCH changes nothing', async () => {
		const before = (await call('GET', '/api/v1/request/2')).body;
		await call('PATCH', '/api/v1/request/2', {
			subject: 'New',
			customField: { 'New Number': 1 },
			locationName: 'Moon',
		});
		expect((await call('GET', '/api/v1/request/2')).body).toEqual(before);
	});
});

// ---- search ---------------------------------------------------------------------------------------------------

describe('search language', () => {
	const status = property('request.statusId');
	const subject = property('request.subject');
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
		[
			'equal',
			relation(property('request.priorityId'), 'equal', value('LongValueRest', 4)),
			(row) => row.priorityName === 'Urgent',
		],
		[
			'not_equal',
			relation(property('request.impactId'), 'not_equal', value('LongValueRest', 1)),
			(row) => row.impactName !== 'Low',
		],
		[
			'equal_case_insensitive',
			relation(
				subject,
				'equal_case_insensitive',
				value('StringValueRest', 'LAPTOP DOES NOT START'),
			),
			(row) => row.subject === 'Laptop does not start',
		],
		[
			'contains',
			relation(subject, 'contains', value('StringValueRest', 'vpn')),
			(row) => String(row.subject).includes('VPN'),
		],
		[
			'not_contains',
			relation(subject, 'not_contains', value('StringValueRest', 'vpn')),
			(row) => !String(row.subject).includes('VPN'),
		],
		[
			'start_with',
			relation(subject, 'start_with', value('StringValueRest', 'Printer')),
			(row) => String(row.subject).startsWith('Printer'),
		],
		[
			'end_with',
			relation(subject, 'end_with', value('StringValueRest', '(Asia)')),
			(row) => String(row.subject).endsWith('(Asia)'),
		],
		[
			'text in',
			relation(property('request.name'), 'in', value('ListStringValueRest', ['INC-21', 'INC-22'])),
			(row) => [2, 3].includes(Number(row.id)),
		],
		[
			'key',
			relation(property('request.name'), 'equal', value('StringValueRest', 'SR-30')),
			(row) => row.id === 11,
		],
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
		[
			'after',
			relation(property('request.createdTime'), 'after', value('LongValueRest', TIME)),
			(row) => Number(row.createdTime) > TIME,
		],
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
		[
			'less_than',
			relation(property('request.id'), 'less_than', value('LongValueRest', 10)),
			(row) => Number(row.id) < 10,
		],
		[
			'LessThanOrEqual',
			relation(property('request.id'), 'LessThanOrEqual', value('LongValueRest', 10)),
			(row) => Number(row.id) <= 10,
		],
		[
			'greater_than',
			relation(property('request.id'), 'greater_than', value('IntegerValueRest', 50)),
			(row) => Number(row.id) > 50,
		],
		[
			'greater_than_or_equal',
			relation(property('request.id'), 'greater_than_or_equal', value('LongValueRest', 50)),
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
			relation(property('request.technicianId'), 'equal', value('LongValueRest', 1)),
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
				leftQual: relation(status, 'equal', value('LongValueRest', 9)),
				operator: 'OR',
				rightQual: relation(status, 'equal', value('LongValueRest', 13)),
			},
			(row) => ['Open', 'Closed'].includes(String(row.statusName)),
		],
		[
			'batch',
			{
				type: 'BatchQualificationRest',
				quals: [
					relation(status, 'equal', value('LongValueRest', 9)),
					relation(status, 'equal', value('LongValueRest', 13)),
				],
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
		const body = { qualDetails: relation(status, 'equal', value('LongValueRest', 9)) };
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

	test.each<[string, unknown, RegExp]>([
		[
			'a name as a key',
			relation(property('request.statusName'), 'equal', value('StringValueRest', 'Open')),
			/Property 'request.statusName' is not known/,
		],
		[
			'a name for an id',
			relation(status, 'equal', value('StringValueRest', 'Open')),
			/needs a LongValueRest or IntegerValueRest here, got a StringValueRest/,
		],
		[
			'text as a number',
			relation(status, 'equal', value('LongValueRest', '9')),
			/"9" is not a LongValueRest/,
		],
		[
			'one value for a list',
			relation(status, 'in', value('LongValueRest', 9)),
			/needs a ListLongValueRest/,
		],
		[
			'an unknown operator',
			relation(status, 'is', value('LongValueRest', 9)),
			/Operator 'is' is not known/,
		],
		[
			'an operator that does not fit',
			relation(status, 'contains', value('LongValueRest', 9)),
			/does not fit a property of type id/,
		],
		[
			'another module',
			relation(property('change.statusId'), 'equal', value('LongValueRest', 9)),
			/Property 'change.statusId' is not known/,
		],
		[
			'a bare property',
			relation(property('statusId'), 'equal', value('LongValueRest', 9)),
			/Property 'statusId' is not known/,
		],
		[
			'an unknown value type',
			relation(status, 'equal', value('NumberRest', 9)),
			/Value type 'NumberRest' is not known/,
		],
		[
			'an unknown operand',
			relation({ type: 'Operand', key: 'id' }, 'equal', value('LongValueRest', 9)),
			/Operand type 'Operand' is not known/,
		],
		['no right side', relation(status, 'equal'), /needs a rightOperand/],
		['a raw right side', relation(status, 'equal', 9), /'rightOperand' must be an object/],
		[
			'an unknown key',
			{ ...relation(status, 'equal', value('LongValueRest', 9)), colour: 1 },
			/Key 'colour' is not known/,
		],
		[
			'an unknown custom field',
			relation(
				{ type: 'CustomFieldOperandRest', fieldName: 'Nope' },
				'equal',
				value('StringValueRest', 'x'),
			),
			/Custom field 'Nope' is not known/,
		],
		[
			'a wrong joint',
			{
				type: 'BinaryQualificationRest',
				leftQual: relation(status, 'is_null'),
				operator: 'XOR',
				rightQual: relation(status, 'is_null'),
			},
			/'XOR' does not join/,
		],
		[
			'half a joint',
			{ type: 'BinaryQualificationRest', leftQual: relation(status, 'is_null'), operator: 'OR' },
			/lacks a qualification/,
		],
		[
			'an unknown kind',
			{ type: 'Qualification' },
			/Qualification type 'Qualification' is not known/,
		],
	])('refuses %s', async (_what, qual, message) => {
		expect(await search(qual)).toMatchObject({
			status: 400,
			body: { userMessage: expect.stringMatching(message) as unknown },
		});
		expect(simulator.refused()).toHaveLength(1);
	});
});

describe('paging', () => {
	const page = async (query: string) =>
		await call('POST', `/api/v1/request/search/byqual?${query}`, {});

	test('ten by default, in pages by record offset', async () => {
		expect(rowsOf(await page(''))).toHaveLength(10);
		const first = idsOf(await page('offset=0&size=3'));
		const second = idsOf(await page('offset=2&size=3'));
		expect(second[0]).toBe(first[2]);
		expect(idsOf(await page('offset=1000&size=3'))).toEqual([]);
		expect(idsOf(await page('size=100&sort_by=createdTime'))[0]).toBe(104);
	});

	test('reads 100 000 requests to the end', async () => {
		simulator.seedRequests(100_000);
		let seen = 0;
		for (let offset = 0; offset < 100_000; offset += 2000) {
			seen += rowsOf(await page(`offset=${offset}&size=2000&sort_by=createdTime`)).length;
		}
		expect(seen).toBe(100_000);
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).body).toMatchObject({
			id: 100_001,
		});
	}, 120_000);
});

// ---- dialects -------------------------------------------------------------------------------------------------

describe('dialects', () => {
	const speak = (dialect: Partial<Dialect>) => Object.assign(simulator.dialect, dialect);

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
		expect(simulator.refused()).toEqual([]);
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
		expect(simulator.refused()).toEqual([]);
	});

	test('assetPath', async () => {
		expect(await call('GET', '/api/v1/asset/asset_software/1')).toMatchObject({
			status: 404,
			body: {},
		});
		speak({ assetPath: 'byClass' });
		expect(await call('GET', '/api/v1/asset/1')).toMatchObject({
			status: 404,
			type: 'text/html;charset=UTF-8',
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
		const page = async (query: string) =>
			await call('POST', `/api/v1/request/search/byqual?${query}`, {});
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
		expect(simulator.refused()).toEqual([]);
	});
});

// ---- the means for tests --------------------------------------------------------------------------------------

describe('as a means for tests', () => {
	test('the journal has every call in order of arrival', async () => {
		const token = await bearer();
		await call('POST', '/api/v1/request/search/byqual?size=2', {}, token);
		await call('GET', '/nothing');
		expect(simulator.journal).toMatchObject([
			{
				method: 'POST',
				path: '/api/oauth/token',
				status: 200,
				operationId: 'logIn',
				body: BEARER_FORM,
			},
			{
				method: 'POST',
				path: '/api/v1/request/search/byqual',
				query: { size: '2' },
				status: 200,
				body: {},
				headers: { authorization: token },
				operationId: 'searchRequest',
			},
			{ method: 'GET', path: '/nothing', status: 404 },
		]);
		expect(simulator.calls({ method: 'post' })).toHaveLength(2);
		expect(simulator.calls({ path: /search/ })).toHaveLength(1);
		simulator.clearJournal();
		expect(simulator.journal).toEqual([]);
	});

	test('reset brings back data, dialect and tokens', async () => {
		const token = await bearer();
		simulator.dialect.createStatus = 201;
		await call('DELETE', '/api/v1/request/2');
		simulator.failNext({ status: 503 });
		simulator.reset();
		expect(simulator.dialect.createStatus).toBe(200);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		expect((await call('GET', '/api/v1/request/2', undefined, token)).status).toBe(401);
	});

	test('failNext answers an error, for the calls it is meant for', async () => {
		simulator.failNext({
			method: 'GET',
			path: /request/,
			times: 2,
			status: 429,
			headers: { 'Retry-After': '1' },
			body: '{"code":"429"}',
		});
		expect((await call('GET', '/api/v1/change/1')).status).toBe(200);
		expect(await call('GET', '/api/v1/request/2')).toMatchObject({
			status: 429,
			body: { code: '429' },
		});
		expect((await call('GET', '/api/v1/request/2')).status).toBe(429);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		simulator.failNext({ body: '<html>', contentType: 'text/html' });
		expect(await call('GET', '/api/v1/request/2')).toMatchObject({
			status: 500,
			type: 'text/html',
			text: '<html>',
		});
	});

	test('failNext can break the connection, before or after the work', async () => {
		const BROKEN_OFF = { message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } };
		simulator.failNext({ reset: true });
		await expect(call('DELETE', '/api/v1/request/2')).rejects.toMatchObject(BROKEN_OFF);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		simulator.failNext({ method: 'DELETE', reset: true, after: true });
		await expect(call('DELETE', '/api/v1/request/2')).rejects.toMatchObject(BROKEN_OFF);
		expect((await call('GET', '/api/v1/request/2')).status).toBe(404);
		simulator.failNext({ method: 'POST', status: 502, after: true });
		expect((await call('POST', '/api/v1/request', NEW_REQUEST)).status).toBe(502);
		expect((await call('GET', '/api/v1/request/105')).status).toBe(200);
	});

	test('failNext and latencyMs can be late, and peak counts calls in progress', async () => {
		simulator.failNext({ delayMs: 80 });
		const started = Date.now();
		expect((await call('GET', '/api/v1/request/2')).status).toBe(200);
		expect(Date.now() - started).toBeGreaterThanOrEqual(75);
		simulator.latencyMs = 150;
		simulator.clearJournal();
		await Promise.all([2, 3, 4, 5].map(async (id) => await call('GET', `/api/v1/request/${id}`)));
		expect(simulator.peak).toBe(4);
	});

	test('speaks HTTPS with a self-signed certificate', async () => {
		const secure = await startSimulator({ https: true });
		try {
			expect(secure.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
			const get = async (rejectUnauthorized: boolean) =>
				await new Promise<number | undefined>((resolve, reject) => {
					https
						.get(`${secure.url}/openapi.json`, { rejectUnauthorized }, (response) => {
							response.resume();
							resolve(response.statusCode);
						})
						.on('error', reject);
				});
			expect(await get(false)).toBe(200);
			await expect(get(true)).rejects.toThrow(/self-signed/);
		} finally {
			await secure.close();
		}
	});

	test('close ends connections that are kept alive or busy', async () => {
		const busy = await startSimulator({ latencyMs: 20_000 });
		const pending = fetch(`${busy.url}/openapi.json`).catch(() => 'broken off');
		while (busy.journal.length === 0) await delay(5);
		const started = Date.now();
		await busy.close();
		expect(await pending).toBe('broken off');
		// It does not wait for the answer that would come after 20 s.
		expect(Date.now() - started).toBeLessThan(10_000);
	});
});
