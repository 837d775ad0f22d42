/** Custom API Request: any path on the credential's server and nowhere else, with the node's login and repeats. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCannedServer, type Canned, type CannedServer } from '../support/cannedServer';
import { aboutField, MAY_BE_DONE } from '../support/says';
import { apiKeyLogin, jsonOf, numbered, passwordLogin, useWorld } from './world';

const world = useWorld();

const call = (method: string, path: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'api',
	operation: 'request',
	method,
	path,
	...more,
});

const problem = '{"subject":"New","requesterEmail":"requester@example.com"}';

test.each([
	{ method: 'GET', path: '/api/v1/request/104', gives: { name: 'INC-104' } },
	{ method: 'GET', path: ' api/v1/change/2/ ', gives: { name: 'CHG-2' }, wire: '/api/v1/change/2' },
	{ method: 'POST', path: '/api/v1/problem', body: problem, gives: { subject: 'New' } },
	{
		method: 'PATCH',
		path: '/api/v1/problem/1',
		body: '={{ { priorityName: "High" } }}',
		gives: { name: 'PRB-4', priorityName: 'High' },
	},
	{ method: 'DELETE', path: '/api/v1/problem/1', gives: {} },
	{
		method: 'POST',
		path: '/api/v1/release/search/byqual',
		query: '{"offset":1,"size":2,"sort_by":"createdTime"}',
		gives: { totalCount: 5 },
	},
])('$method $path', async ({ method, path, body, query, wire, gives }) => {
	const form = { ...(body && { body }), ...(query && { query }) };

	const output = await world.one(call(method, path, form));

	expect(output).toMatchObject(gives);
	expect(world.simulator.journal).toMatchObject([{ method, path: wire ?? path, status: 200 }]);
	const sentQuery = world.simulator.journal[0]?.query;
	expect(sentQuery).toEqual(query ? { offset: '1', size: '2', sort_by: 'createdTime' } : {});
	expect(world.simulator.refused()).toEqual([]);
});

describe('whatever the server answers', () => {
	let server: CannedServer;
	let answer: Canned = {};
	beforeAll(async () => {
		server = await startCannedServer(() => answer);
	});
	afterAll(async () => {
		await server.close();
	});
	const items = async (given: Canned, form = call('GET', '/api/v1/anything')) => {
		answer = given;
		const result = await world.run(form, { credentials: apiKeyLogin(server.url) });
		if (result.error) throw result.error;
		return result.items[0] ?? [];
	};
	const json = 'application/json;charset=UTF-8';

	test.each<[string, Canned, IDataObject[]]>([
		['a record', { body: { id: 1 } }, [{ id: 1 }]],
		['records', { body: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
		['texts', { body: ['Open', 'Closed'] }, [{ data: 'Open' }, { data: 'Closed' }]],
		[
			'a mixed list',
			{ body: [1, { id: 2 }, null, [3]] },
			[{ data: 1 }, { id: 2 }, { data: null }, { data: [3] }],
		],
		['no records', { body: [] }, []],
		['a number', { body: 42 }, [{ data: 42 }]],
		[
			'numbers that JavaScript would round',
			{ body: '[{"id":8901234567890123456,"x":[9007199254740993,-1e3],"t":"12345678901234567"}]' },
			[{ id: '8901234567890123456', x: ['9007199254740993', -1000], t: '12345678901234567' }],
		],
		['a truth', { body: true }, [{ data: true }]],
		['null', { body: 'null', headers: { 'content-type': json } }, [{ data: null }]],
		['a text as JSON', { body: '"Open"', headers: { 'content-type': json } }, [{ data: 'Open' }]],
		['text', { body: 'Done', headers: { 'content-type': 'text/plain' } }, [{ data: 'Done' }]],
		[
			'text that looks like JSON cut off',
			{ body: '{done', headers: { 'content-type': 'text/plain' } },
			[{ data: '{done' }],
		],
		[
			'CSV',
			{ body: 'id,name\n1,a\n', headers: { 'content-type': 'text/csv; charset=utf-8' } },
			[{ data: 'id,name\n1,a\n' }],
		],
		['XML', { body: '<a/>', headers: { 'content-type': 'application/xml' } }, [{ data: '<a/>' }]],
		['nothing', { status: 204 }, [{ success: true }]],
		['an empty body', { body: '', headers: { 'content-type': json } }, [{ success: true }]],
		['large JSON', { body: [{ text: 'x'.repeat(100_000) }] }, [{ text: 'x'.repeat(100_000) }]],
	])('comes out as items: %s', async (_, given, expected) => {
		for (const method of ['GET', 'POST', 'DELETE']) {
			const found = await items(given, call(method, '/api/v1/anything'));
			expect(found.map(({ json: item }) => item)).toEqual(expected);
		}
	});

	test.each([
		['report.pdf', 'application/pdf', 'attachment; filename="report.pdf"', '%PDF-1.7'],
		['people.csv', 'text/csv', 'attachment; filename="people.csv"', 'id\n1\n'],
		['anything', 'image/png', undefined, '\u0089PNG'],
	])('comes out as a file: %s', async (name, type, disposition, body) => {
		const headers = {
			'content-type': type,
			...(disposition && { 'content-disposition': disposition }),
		};

		const [item] = await items({ body, headers });

		expect(item?.json).toMatchObject({ fileName: name, mimeType: type });
		expect(item?.binary?.data).toMatchObject({ fileName: name, mimeType: type });
	});

	test.each([
		['[{"id":1}]', [{ id: 1 }]],
		['{}', {}],
		['[]', []],
		['={{ [{ id: 1 }] }}', [{ id: 1 }]],
		['={{ {} }}', undefined],
	])('a body goes out as given: %s', async (body, sent) => {
		await items({ body: {} }, call('POST', '/api/v1/anything', { body }));
		expect(server.received.at(-1)).toMatchObject(sent === undefined ? {} : { body: sent });
		expect(server.received.at(-1)?.headers['content-type']).toMatch(/^application\/json/);
	});

	test('an empty body goes out to a search too', async () => {
		await items({ body: {} }, call('POST', '/api/v1/request/search/byqual', { body: '{}' }));
		expect(server.received.at(-1)?.body).toEqual({});
	});

	test.each<[string, Canned, RegExp]>([
		[
			'JSON that is cut off',
			{ body: '[{"id":', headers: { 'content-type': json } },
			/truncated or not JSON/,
		],
		['a login page', { body: '<html><form></form></html>' }, /web page/],
	])('is an error if it is %s', async (_, given, says) => {
		answer = given;
		const { error } = await world.run(call('GET', '/api/v1/anything'), {
			credentials: apiKeyLogin(server.url),
		});
		expect(error?.message).toMatch(says);
	});
});

test.each([
	{ dialect: { unknownPath: 'spring' }, method: 'GET' },
	{ dialect: { unknownPath: 'html' }, method: 'POST' },
] as const)('a path that is not there: $dialect, $method', async ({ dialect, method }) => {
	Object.assign(world.simulator.dialect, dialect);

	const { error } = await world.run(call(method, '/api/v1/nothing'));

	expect(error?.message).toContain('There is nothing at /api/v1/nothing. Check Path');
	expect(error).toMatchObject({ httpCode: '404' });
});

test('query parameters that are empty are left out, and a list is repeated', async () => {
	const server = await startCannedServer(() => ({ body: {} }));
	const query = '={{ { size: 5, model: ["a", "b"], of: null, from: undefined } }}';
	await world.one(call('GET', '/api/v1/x', { query }), { credentials: apiKeyLogin(server.url) });
	await server.close();
	expect(server.received[0]?.url).toBe('/api/v1/x?size=5&model=a&model=b');
});

test('an array comes out as items', async () => {
	const result = await world.run(call('GET', '/api/v1/asset/assettype'));

	expect(jsonOf(result)).toMatchObject([
		{ node: { name: 'Hardware' } },
		{ node: { name: 'Software' } },
		{ node: { name: 'Non IT' } },
	]);
});

describe('what leads elsewhere is refused before anything is sent', () => {
	let other: CannedServer;
	beforeAll(async () => {
		other = await startCannedServer(() => ({ body: {} }));
	});
	afterAll(async () => {
		await other.close();
	});

	test.each([
		'={{ $json.other + "/api" }}',
		'={{ $json.other.replace("http:", "") + "/api" }}',
		'={{ " " + $json.other }}',
		'HTTPS://other.example/api',
		'//other.example/api',
		'///other.example/api',
		'/\\other.example/api',
		'\\\\other.example\\api',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'/api/v1/../../admin',
		'..',
		'/api/./v1/request',
		'/api/v1/%2e%2e/%2E%2E/admin',
		'/api/v1/.%2e/admin',
		'/api/v1/request%2F..%2F..%2Fadmin',
		'/api/v1/request%2f104',
		'/api/v1/..%5cadmin',
		'/%2Fother.example/api',
		'/api/v1/request/104?force=true',
		'/api/v1/request/104#top',
		'/',
		'={{ "" }}',
		'={{ null }}',
		'={{ ["api", "v1"] }}',
	])('%s', async (path) => {
		for (const method of ['GET', 'POST', 'DELETE']) {
			const { error } = await world.run(call(method, path), {
				items: [{ json: { other: other.url } }],
			});
			expect(error?.message).toMatch(aboutField('Path'));
		}
		expect(world.sent()).toEqual([]);
		expect(other.received).toEqual([]);
	});
});

test.each([
	{ path: '/api/v1/%252e%252e/x', wire: '/api/v1/%252e%252e/x' },
	{ path: '/@other.example/x y/ü', wire: '/%40other.example/x%20y/%C3%BC' },
	{ path: '/api/v1/a%3Fb%23c/100%', wire: '/api/v1/a%3Fb%23c/100%25' },
])('segments are encoded anew: $path', async ({ path, wire }) => {
	const { error } = await world.run(call('GET', path));

	// The simulator has no such path.
	expect(error).toMatchObject({ httpCode: '404' });
	expect(world.sent()).toEqual([`GET ${wire}`]);
});

test.each([
	{
		what: 'a body that is no JSON',
		form: call('POST', '/api/v1/problem', { body: '{"a":' }),
		says: /^Body \(JSON\) is not valid JSON/,
	},
	{
		what: 'a body that is neither an object nor an array',
		form: call('POST', '/api/v1/problem', { body: '42' }),
		says: /^Body \(JSON\) must be a JSON object or array/,
	},
	{
		what: 'a query that is no object',
		form: call('GET', '/api/v1/x', { query: '"a"' }),
		says: /^Query Parameters \(JSON\)/,
	},
	{
		what: 'an unknown method',
		form: call('={{ "TRACE" }}', '/api/v1/x'),
		says: /^Method: there is no "TRACE"/,
	},
	{
		what: 'all pages of what is no search',
		form: call('POST', '/api/v1/problem', { returnAllPages: true, body: problem }),
		says: /requires a path that ends in search\/byqual/,
	},
])('$what is refused before anything is sent', async ({ form, says }) => {
	const { error } = await world.run(form);

	expect(error?.message).toMatch(says);
	expect(world.sent()).toEqual([]);
});

test.each([
	{ what: 'all', pageCap: 0, calls: 3, body: '', rows: 230 },
	{ what: 'all, in pages of 50', pageCap: 50, calls: 5, body: '', rows: 230 },
	{
		what: 'those that match',
		pageCap: 0,
		calls: 2,
		body: '{"qualDetails":{"type":"FlatQualificationRest","quals":[{"type":"RelationalQualificationRest","leftOperand":{"type":"DbOperandRest","key":"id"},"operator":"in","rightOperand":{"type":"ValueOperandRest","value":{"type":"ListLongValueRest","value":[1,2,230]}}}]}}',
		rows: 3,
	},
])('pages of a search: $what', async ({ pageCap, calls, body, rows }) => {
	world.simulator.seedRequests(230);
	world.simulator.dialect.pageCap = pageCap;
	const search = call('POST', '/api/v1/request/search/byqual', { body, returnAllPages: true });

	const found = jsonOf(await world.run({ ...search, query: '{"sort_by":"createdTime"}' }));

	expect(new Set(found.map(({ id }) => id)).size).toBe(rows);
	expect(found).toHaveLength(rows);
	expect(world.simulator.journal).toHaveLength(calls);
	const sorts = world.simulator.journal.map(({ query }) => query.sort_by);
	expect(new Set(sorts)).toEqual(new Set(['createdTime']));
	expect(world.simulator.refused()).toEqual([]);
});

describe('login and repeats are those of every operation', () => {
	const ticket = '/api/v1/request/104';
	const search = '/api/v1/request/search/byqual';

	test('one login serves all items, and a new one an expired token', async () => {
		const credentials = passwordLogin(world.simulator.url);
		const get = async () =>
			await world.run(call('GET', ticket), { credentials, items: numbered(5) });

		const first = await get();
		expect(jsonOf(first)).toHaveLength(5);
		const logins = world.simulator.logins();
		world.simulator.expireTokens();
		const second = await get();

		expect(jsonOf(second)).toHaveLength(5);
		expect(world.simulator.logins()).toBe(logins + 1);
		const [last] = world.simulator.calls({ path: ticket }).slice(-1);
		expect(last?.headers.authorization).toMatch(/^Bearer /);
	});

	test.each([
		{ method: 'GET', path: ticket, fault: { status: 503 }, calls: 2 },
		{ method: 'POST', path: search, fault: { status: 503 }, calls: 2 },
		{
			method: 'DELETE',
			path: ticket,
			fault: { status: 429, headers: { 'retry-after': '0' } },
			calls: 2,
		},
		{ method: 'DELETE', path: ticket, fault: { status: 503 }, calls: 1 },
		{ method: 'POST', path: '/api/v1/problem', body: problem, fault: { status: 500 }, calls: 1 },
		{ method: 'PATCH', path: ticket, body: '{"spam":true}', fault: { reset: true }, calls: 1 },
	])('$method $path after $fault: $calls calls', async ({ method, path, body, fault, calls }) => {
		world.simulator.failNext(fault);

		const { error } = await world.run(call(method, path, body ? { body } : {}));

		expect(world.sent()).toEqual(Array.from({ length: calls }, () => `${method} ${path}`));
		expect(error?.message ?? 'none').toMatch(calls === 1 ? MAY_BE_DONE : /^none$/);
	});

	test('the words of the server come out', async () => {
		const { error } = await world.run(call('GET', '/api/v1/request/9999'));

		expect(error?.message).toContain('Request with id 9999 does not exist.');
	});
});
