/**
 * The documented examples (`examples/`, copied unchanged) against the node and against the simulator:
 * the node sends what is documented, takes the documented answer, and the simulator answers as documented.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runNode } from '../support/engine';
import { startCannedServer, type CannedServer, type Received } from '../support/cannedServer';
import { fs, nodeProcess, path, projectRoot } from '../support/node';
import { LOGIN, startSimulator, type Simulator } from '../simulator';
import { notReplayed, replayed, uploaded, type Replay } from './catalog';

interface Example {
	request: {
		method: string;
		path: string;
		query: Record<string, string | number>;
		headers: Record<string, string>;
		body: IDataObject | null;
	};
	response: { status: number | null; body: IDataObject | IDataObject[] | null };
}

interface TreeNode {
	node: IDataObject;
	childrens: TreeNode[] | null;
}

const folder = path.join(projectRoot, 'test/contract/examples');
const files = fs
	.readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.split(path.sep).join('/'))
	.sort();
const read = (file: string) =>
	JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Example;

const cases = Object.entries(replayed).map(([file, replay]) => ({ file, replay, ...read(file) }));
const isLogin = ({ path: where }: { path: string }) => where === '/api/oauth/token';
const logins = cases.filter(({ request }) => isLogin(request));
const calls = cases.filter(({ request }) => !isLogin(request));

const TOKEN = { access_token: 'contract-token', token_type: 'bearer', expires_in: 43199 };

/** Fills in what the catalog leaves to the example: a qualification that is typed in as JSON. */
function form({ parameters: given = {} }: Replay): INodeParameters {
	// What the server answers is compared as it is.
	const parameters: INodeParameters = { simplify: false, ...given };
	const filters = parameters.filters as INodeParameters | undefined;
	const reference = filters?.qualification;
	if (typeof reference !== 'string' || !reference.startsWith('@')) return parameters;
	const { qualDetails } = read(reference.slice(1)).request.body ?? {};
	return { ...parameters, filters: { qualification: JSON.stringify(qualDetails) } };
}

const pathOf = ({ request, replay }: { request: Example['request']; replay: Replay }) =>
	replay.instead?.path ?? request.path.replace(/\{\w+\}/, String(replay.id));

const stringify = (query: Record<string, string | number>) =>
	Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** Property groups are matched by their type (assets.md section 2), so their order means nothing. */
const inOrder = (body: unknown) => {
	if (!body) return undefined;
	const { assetPropertyList: groups, ...rest } = body as { assetPropertyList?: IDataObject[] };
	const typeOf = ({ type }: IDataObject) => JSON.stringify(type);
	return groups
		? { ...rest, assetPropertyList: [...groups].sort((a, b) => (typeOf(a) < typeOf(b) ? -1 : 1)) }
		: rest;
};

describe('the catalog', () => {
	test('names every example once', () => {
		const named = [uploaded, ...Object.keys(replayed), ...Object.keys(notReplayed)];
		expect(named.sort()).toEqual(files);
	});

	test('adds up', () => {
		const counts = {
			examples: files.length,
			replayed: Object.keys(replayed).length + 1,
			notReplayed: Object.keys(notReplayed).length,
			simulated: cases.filter(({ replay }) => !replay.notSimulated).length + 1,
		};
		nodeProcess.stdout.write(`Documented examples: ${JSON.stringify(counts)}\n`);

		expect(counts).toEqual({ examples: 72, replayed: 59, notReplayed: 13, simulated: 59 });
	});
});

describe('the node and a server that answers as documented', () => {
	let server: CannedServer;

	beforeAll(async () => {
		server = await startCannedServer(() => ({}));
	});
	beforeEach(() => {
		server.received = [];
	});
	afterAll(async () => {
		await server.close();
	});

	const run = async (replay: Replay, items?: INodeExecutionData[]) =>
		await runNode({
			items,
			parameters: form(replay),
			credentials: {
				serverUrl: server.url,
				authentication: replay.authentication,
				clientId: 'client',
				clientSecret: 'secret',
				username: 'user',
				password: 'password',
				apiKey: 'key%2F1%3D',
			},
		});

	test.each(calls)('$file', async (example) => {
		const { request, response, replay } = example;
		const documented = { method: request.method, path: pathOf(example) };
		const record = {
			id: replay.id ?? 1,
			name: 'KEY-1',
			type: request.body?.type,
			...response.body,
		};
		server.answer = ({ method, path: where }: Received) => {
			if (isLogin({ path: where })) return { body: TOKEN };
			if (method === documented.method && where === documented.path) {
				const undocumented = where.endsWith('/byqual') ? { objectList: [] } : record;
				return { status: response.status ?? 200, body: response.body ?? undocumented };
			}
			return replay.onTheWay?.[method] ?? { body: record };
		};

		const { items, error } = await run(replay);

		const [sent, ...again] = server.received.filter(
			({ method, path: where }) => method === documented.method && where === documented.path,
		);
		const isRefused = (response.status ?? 200) >= 400;
		expect(error?.httpCode).toBe(isRefused ? String(response.status) : undefined);
		if (!isRefused) expect(error).toBeUndefined();
		expect(sent).toMatchObject(documented);
		// A search without a total is read on; a write must not be sent twice.
		expect(again.filter(({ query }) => query.offset === sent?.query.offset)).toEqual([]);
		const query = stringify(replay.instead?.query ?? request.query);
		// Lists are asked for in an order, which few of the examples do.
		expect(sent?.query).toEqual({
			...(sent?.query.sort_by && { sort_by: 'createdTime' }),
			...query,
		});
		expect(inOrder(sent?.body)).toEqual(inOrder(replay.instead?.body ?? request.body));
		expect(sent?.headers.authorization).toBe(
			replay.authentication === 'apiKey' ? 'Apikey key%2F1%3D' : 'Bearer contract-token',
		);
		if (response.body) {
			const answered = (response.body as IDataObject).objectList ?? [response.body];
			const rows = replay.output ?? answered;
			expect(items[0]?.map(({ json }) => json)).toEqual(rows);
		}
	});

	test(uploaded, async () => {
		const { request, response } = read(uploaded);
		server.answer = ({ path: where }) => ({
			body: isLogin({ path: where }) ? TOKEN : response.body,
		});

		const { items, error } = await run({ authentication: 'password', parameters: upload }, file);

		expect(error).toBeUndefined();
		const sent = server.received.at(-1);
		expect(sent).toMatchObject({ method: request.method, path: request.path, query: {} });
		const type = sent?.headers['content-type'] ?? '';
		const [documentedType = ''] = request.headers['Content-Type']?.split(';') ?? [];
		expect(type.split(';')[0]).toBe(documentedType);
		const parts = await new Response(String(sent?.body), {
			headers: { 'content-type': type },
		}).formData();
		expect([...parts.keys()]).toEqual(Object.keys(request.body ?? {}));
		expect(items[0]?.map(({ json }) => json)).toEqual([response.body]);
	});

	test.each(logins)('$file', async ({ request, response, replay }) => {
		server.answer = ({ path: where }: Received) => {
			if (!isLogin({ path: where })) return { body: { objectList: [{ id: 1 }] } };
			return { status: response.status ?? 200, body: response.body ?? undefined };
		};
		const credentials = {
			clientId: 'cliënt',
			clientSecret: 's:ecret',
			password: `p&=+ä%${response.status}`,
		};

		const { items, error } = await runNode({
			parameters: form({ ...replay, parameters: anyCall }),
			credentials: { serverUrl: server.url, username: 'user', ...credentials },
		});

		const [login, next] = server.received;
		const sent: Record<string, unknown> = {};
		const encoded = new Response(String(login?.body), {
			headers: { 'content-type': login?.headers['content-type'] ?? '' },
		});
		(await encoded.formData()).forEach((value, name) => (sent[name] = value));
		const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`, 'utf8');
		expect(login).toMatchObject({ method: request.method, path: request.path });
		expect(login?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(login?.headers.authorization).toBe(`Basic ${basic.toString('base64')}`);
		expect(Object.keys(sent).sort()).toEqual(Object.keys(request.body ?? {}).sort());
		expect(sent).toEqual({
			grant_type: 'password',
			username: 'user',
			password: credentials.password,
		});
		if (response.status === 200) {
			expect(error).toBeUndefined();
			expect(items[0]).toHaveLength(1);
			const token = (response.body as IDataObject).access_token as string;
			expect(next?.headers.authorization).toBe(`Bearer ${token}`);
		} else {
			expect(error?.message).toMatch(/rejected the Username or Password/);
			expect(server.received).toHaveLength(1);
		}
	});
});

const upload: INodeParameters = { resource: 'attachment', operation: 'upload' };
const file = [
	{
		json: {},
		binary: { data: { data: '/9j/4AAQ', mimeType: 'image/jpeg', fileName: 'sample.jpg' } },
	},
];

const anyCall: INodeParameters = {
	resource: 'request',
	operation: 'get',
	recordId: { __rl: true, mode: 'id', value: '1' },
};

describe('the simulator', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	beforeEach(() => {
		simulator.reset();
		// The documented records are low in number, and requests 65 and 104 are among them.
		simulator.dialect.listOrder = 'ascending';
		simulator.seedRequests(104);
	});
	afterAll(async () => {
		await simulator.close();
	});

	test(uploaded, async () => {
		const { response } = read(uploaded);
		const { items, error } = await runNode({
			parameters: upload,
			items: file,
			credentials: { serverUrl: simulator.url, authentication: 'apiKey', apiKey: LOGIN.apiKey },
		});

		expect(error).toBeUndefined();
		expect(simulator.refused()).toEqual([]);
		const [answer] = items[0]?.map(({ json }) => json) ?? [];
		expect(Object.keys(answer ?? {})).toEqual(Object.keys(response.body ?? {}));
		expect(answer?.realName).toBe((response.body as IDataObject).realName);
	});

	const logIn = async (body: Record<string, string>) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(body)) form.set(name, value);
		const client = Buffer.from(`${LOGIN.clientId}:${LOGIN.clientSecret}`).toString('base64');
		return await fetch(`${simulator.url}/api/oauth/token`, {
			method: 'POST',
			headers: { authorization: `Basic ${client}` },
			body: form,
		});
	};

	/** The JSON types of a value, one level deep: what a client may rely on. */
	const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

	const expectSameTypes = (answer: IDataObject, documented: IDataObject) => {
		const isSet = ([, value]: [string, unknown]) => value !== null;
		const types = Object.fromEntries(
			Object.entries(documented)
				.filter(isSet)
				.map(([name, value]) => [name, typeOf(value)]),
		);
		const answered = Object.keys(types).map((name) => [name, typeOf(answer[name])]);
		expect(Object.fromEntries(answered)).toEqual(types);
	};

	/** The records in a list, or in a tree such as that of the asset types; undefined for a single record. */
	const rowsOf = (body: unknown): IDataObject[] | undefined =>
		Array.isArray(body)
			? nodesOf(body as TreeNode[])
			: (body as { objectList?: IDataObject[] }).objectList;

	const nodesOf = (tree: TreeNode[]): IDataObject[] =>
		tree.flatMap(({ node, childrens }) => [node, ...nodesOf(childrens ?? [])]);

	test.each(calls.filter(({ replay }) => !replay.notSimulated))('$file', async (example) => {
		const { request, response, replay } = example;
		let authorization = `Apikey ${LOGIN.apiKey}`;
		if (replay.authentication === 'password') {
			const { username, password } = LOGIN;
			const login = await logIn({ username, password, grant_type: 'password' });
			authorization = `Bearer ${((await login.json()) as IDataObject).access_token as string}`;
		}

		const query = new URLSearchParams(stringify(request.query)).toString();
		const sent = replay.instead?.body ?? request.body;
		const answer = await fetch(`${simulator.url}${pathOf(example)}?${query}`, {
			method: request.method,
			headers: { authorization, 'content-type': 'application/json' },
			body: sent ? JSON.stringify(sent) : undefined,
		});
		const body = (await answer.json()) as IDataObject;

		expect({ status: answer.status, body }).toMatchObject({ status: response.status ?? 200 });
		if (!response.body) return;
		const rows = rowsOf(response.body);
		if (!rows) {
			expectSameTypes(body, response.body as IDataObject);
			return;
		}
		if (!Array.isArray(response.body)) {
			expectSameTypes(body, { ...response.body, objectList: [] });
		}
		const answered = rowsOf(body) ?? [];
		for (const row of rows) {
			const twin = answered.find(({ id }) => id === row.id);
			expect(twin).toMatchObject({ id: row.id });
			const known = Object.entries(row).filter(([name]) => !replay.simulatorOmits?.[name]);
			expectSameTypes(twin ?? {}, Object.fromEntries(known));
		}
	});

	test.each(logins)('$file', async ({ response }) => {
		const right = response.status === 200;

		const answer = await logIn({
			username: LOGIN.username,
			password: right ? LOGIN.password : 'wrong',
			grant_type: 'password',
		});

		expect(answer.status).toBe(response.status);
		if (response.body) {
			expectSameTypes((await answer.json()) as IDataObject, response.body as IDataObject);
		}
	});
});
