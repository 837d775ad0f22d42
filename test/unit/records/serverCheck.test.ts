/** The check of the server, question by question: what is told about each kind of answer, and by what it was seen. */
import { systemClock } from '../../../credentials/clock';
import { checkServer } from '../../../nodes/ServiceOps/records/serverCheck';
import { NotPermitted, Unreachable } from '../../../nodes/ServiceOps/transport/errors';
import type { Row } from '../../../nodes/ServiceOps/transport/page';
import type { ApiAnswer, ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { textOf } from '../../../nodes/ServiceOps/values/json';
import { fakeApi } from '../../support/fakeApi';

const MOMENT = Date.parse('2026-06-01T08:00:00Z');
/** The newest first; updated in another order. */
const requests = (count: number): Row[] =>
	Array.from({ length: count }, (_, index) => ({
		id: count - index,
		name: `INC-${count - index}`,
		createdTime: MOMENT + (count - index) * 1_000,
		updatedTime: MOMENT + ((index * 7) % 11) * 1_000,
	}));

interface Server {
	rows?: Row[];
	/** The total that it tells; undefined for the truth. */
	total?: (found: number, offset: number) => unknown;
	cap?: number;
	headers?: Record<string, string>;
	/** Asked first. */
	before?: (request: ApiRequest, path: string) => ApiAnswer | Error | undefined;
	learnedPerSecond?: number;
	/** What the clock is ahead of n8n's, in ms. */
	aheadMs?: number;
}

const page = (objectList: unknown[], totalCount: unknown = objectList.length): ApiAnswer => ({
	status: 200,
	body: { objectList, ...(totalCount !== 'none' && { totalCount }) },
});
const status = (code: number, body: unknown = { userMessage: 'No' }): ApiAnswer => ({
	status: code,
	body,
});
const isFuture = ({ body }: ApiRequest) => JSON.stringify(body ?? {}).includes('"after"');

function serve({
	rows = requests(40),
	total,
	cap = Infinity,
	headers = {},
	before,
	...more
}: Server) {
	const api = fakeApi();
	const sent: ApiRequest[] = [];
	const date = new Date(MOMENT + (more.aheadMs ?? 0)).toUTCString();
	const answerTo = (request: ApiRequest): ApiAnswer | Error => {
		const path = request.path.slice(1).join('/');
		const own = before?.(request, path);
		if (own) return own;
		const [offset, size] = [Number(request.query?.offset), Number(request.query?.size)];
		if (path === 'v1/request/search/byqual') {
			if (isFuture(request)) return page([]);
			const by = textOf(request.query?.sort_by);
			const all = by ? [...rows].sort((a, b) => Number(b[by]) - Number(a[by])) : rows;
			const found = all.slice(offset, offset + Math.min(size, cap));
			return page(found, total ? total(rows.length, offset) : rows.length);
		}
		if (request.method === 'POST') return page([]);
		if (!path.startsWith('v1/request/')) return status(200, { fieldList: [] });
		const row = rows.find(({ id }) => textOf(id) === textOf(request.path.at(-1)));
		return row ? status(200, row) : status(404);
	};
	api.send = async (request): Promise<ApiAnswer> => {
		sent.push(request);
		const answer = await Promise.resolve(answerTo(request));
		if (answer instanceof Error) throw answer;
		return { ...answer, headers: { date, ...headers } };
	};
	api.describePace = async () =>
		await Promise.resolve({
			inFlightLimit: 12,
			inFlight: 0,
			waiting: 0,
			learnedPerSecond: more.learnedPerSecond,
		});
	return { api, sent };
}

const report = async (server: Server) => {
	const now = jest.spyOn(systemClock, 'now').mockReturnValue(MOMENT + 500);
	const { api, sent } = serve(server);
	const rows = await checkServer(api);
	now.mockRestore();
	return { rows, sent, row: (check: string) => rows.find((one) => one.check === check) };
};

const LIST = 'HTTP status 200, an object with objectList, totalCount';

test('a server as documented is fine, and told in the order of the questions', async () => {
	const { rows } = await report({ headers: { server: 'nginx/1.24', via: 'x' } });
	expect(rows.map(({ check, result, meaning }) => `${check}: ${result}. ${meaning}`)).toEqual([
		'Overall: Fine. The node works with this server',
		'Connection and login: Fine. ServiceOps answers, and this account can log in',
		'Version: Fine. The server says which software it runs',
		'Clock: Fine. The clocks of ServiceOps and n8n agree',
		'Rate limit: Fine. No rate limit was met since n8n was started',
		'Records: Fine. This account can read all kinds of records',
		'Lists of names: Fine. This account can read all lists of names',
		'Custom fields: Fine. This account can read the custom fields of the form',
		'Total count: Fine. The totals of lists are correct, so Count does not read the records',
		'Paging by offset: Fine. Long lists are read page by page',
		'Largest page: Fine. The server sends pages as large as the node asks for',
		'List order: Fine. The server lists the newest records first',
		'Sorting: Fine. The server sorts lists as the node asks',
		'Search by date: Fine. The server applies conditions on dates',
		'Get by ID: Fine. Single records can be read',
		'ID format: Fine. IDs are numbers',
		'Missing record: Fine. The server says when a record does not exist',
		'Asset search by class: Fine. Assets are searched by class',
	]);
	expect(rows.map(({ technical }) => technical.replace(/(: HTTP 200; ).*/, '$1…'))).toEqual([
		'All fine',
		LIST,
		'server: nginx/1.24',
		'Date header +0 s',
		'At most 12 requests in flight',
		expect.stringMatching(/: HTTP 200; …$/),
		'asset assettype: HTTP 200; …',
		expect.stringMatching(/^requests: HTTP 200/),
		'totalCount 40',
		LIST,
		'500 rows requested, 40 received',
		'Judged by the IDs on the first page',
		`sort_by updatedTime: ${LIST}`,
		LIST,
		'HTTP status 200, an object with id, name, createdTime, updatedTime',
		'Judged by the IDs on the first page',
		'HTTP status 404, an object with userMessage',
		LIST,
	]);
});

test('it only reads, a few rows at a time', async () => {
	const { sent } = await report({});
	expect(sent.every(({ method, isRead }) => method === 'GET' || isRead)).toBe(true);
	expect(sent.slice(0, 2).map(({ query }) => query)).toEqual([
		{ offset: 0, size: 25 },
		{ offset: 1, size: 1 },
	]);
	const names = sent.map(({ path }) => path.join('/'));
	expect(names).toContain('api/v1/request/999999999');
	expect(names).toContain('api/v1/asset/asset_hardware/search/byqual');
	// Where assets are searched by class, not all at once too.
	expect(names).not.toContain('api/v1/asset/search/byqual');
	expect(names).toContain('api/v1/cmdb/ci/search/byqual');
	const to = (path: string) => sent.filter((one) => one.path.join('/') === path);
	expect(to('api/request/priority/search/byqual')).toEqual([
		{
			method: 'POST',
			path: ['api', 'request', 'priority', 'search', 'byqual'],
			isRead: true,
			query: { offset: 0, size: 1 },
			body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
		},
	]);
	expect(to('api/request/category')).toEqual([
		{ method: 'GET', path: ['api', 'request', 'category'], isRead: true },
	]);
	const future = sent.find(isFuture);
	expect(JSON.stringify(future?.body)).toMatch(/"request\.createdTime".*"LongValueRest"/);
});

test.each([
	[
		'is not reached',
		new Unreachable('No connection'),
		/^There is no answer, or the login failed/,
		/^No response$/,
	],
	[
		'sends a page',
		status(200, '<html>x</html>'),
		/^The answer is not a list of requests\. Check the Server URL/,
		/^HTTP status 200, a web page$/,
	],
	[
		'rejects the account',
		new NotPermitted('No', { status: 403 }),
		/^The answer is not a list/,
		/^HTTP status 403, no readable body$/,
	],
])('a server that %s cannot be used', async (_what, answer, meaning, technical) => {
	const { rows } = await report({ before: () => answer });
	const [overall, connection] = rows;
	expect(rows).toHaveLength(answer instanceof Unreachable ? 2 : 18);
	expect(connection).toEqual({
		check: 'Connection and login',
		result: 'Cannot',
		meaning: expect.stringMatching(meaning) as string,
		technical: expect.stringMatching(technical) as string,
	});
	expect(overall).toMatchObject({
		check: 'Overall',
		result: 'Cannot',
		meaning: expect.stringMatching(
			/^Some things do not work with this server and account: Connection and login/,
		) as string,
		technical: expect.stringMatching(/^Cannot: Connection and login/) as string,
	});
});

test('what the node copes with, and what is not known, is told at the top', async () => {
	const ids = requests(1).map((row) => ({ ...row, id: '1' }));
	const { rows } = await report({ rows: ids });
	expect(rows[0]).toEqual({
		check: 'Overall',
		result: 'Works around',
		meaning: 'The node works with this server, and copes with what is unusual about it',
		technical: 'Works around: ID format; Unknown: Version, Paging by offset, List order, Sorting',
	});
});

const lists = (path: string) => path.endsWith('search/byqual');
const cases: Array<
	[question: string, server: Server, result: string, meaning: RegExp, technical: RegExp]
> = [
	[
		'Version',
		{ headers: { 'x-version': '5.2', server: 'Jetty', 'observer-id': 'x' } },
		'Fine',
		/says which/,
		/^x-version: 5\.2; server: Jetty$/,
	],
	[
		'Version',
		{ headers: { 'x-version': 'v5.2', 'x-powered-by': 'Jane Doe <x>' } },
		'Fine',
		/says which/,
		/^x-version: v5\.2$/,
	],
	[
		'Version',
		{ headers: { server: 'host-17.example.com:8443 (internal)' } },
		'Unknown',
		/does not say which software/,
		/^No hint in the headers/,
	],
	[
		'Clock',
		{ aheadMs: 30_000 },
		'Fine',
		/clock of ServiceOps is 30 seconds ahead of that of n8n$/,
		/^Date header \+30 s$/,
	],
	[
		'Clock',
		{ aheadMs: -60_000 },
		'Works around',
		/is 60 seconds behind that of n8n\. Correct it/,
		/^Date header -60 s$/,
	],
	['Clock', { aheadMs: 120_000 }, 'Works around', /is 2 minutes ahead/, /^Date header \+120 s$/],
	['Clock', { aheadMs: 7_200_000 }, 'Works around', /is 2 hours ahead/, /^Date header \+7200 s$/],
	['Clock', { aheadMs: 4_000 }, 'Fine', /agree$/, /^Date header \+4 s$/],
	['Clock', { headers: { date: '' } }, 'Unknown', /does not say what time/, /^No Date header$/],
	[
		'Rate limit',
		{ learnedPerSecond: 7.5 },
		'Works around',
		/about 7\.5 requests per second/,
		/^At most 12 requests/,
	],
	[
		'Records',
		{ before: (_, path) => (path.includes('/problem/') ? status(403) : undefined) },
		'Cannot',
		/^This account cannot read: problems\. If workflows/,
		/problems: HTTP 403/,
	],
	[
		'Records',
		{ before: (_, path) => (path.includes('/asset_hardware/') ? status(404) : undefined) },
		'Fine',
		/all kinds/,
		/assets: HTTP 200/,
	],
	[
		'Records',
		{ before: (_, path) => (path.includes('/change/') ? new Unreachable('No') : undefined) },
		'Cannot',
		/cannot read: changes\./,
		/changes: no response/,
	],
	[
		'Lists of names',
		{ before: (_, path) => (path === 'request/priority/search/byqual' ? status(401) : undefined) },
		'Works around',
		/cannot read request priority\. The form suggests/,
		/request priority: HTTP 401/,
	],
	[
		'Lists of names',
		{
			before: (_, path) =>
				path.startsWith('v1/') && !path.includes('assettype') ? undefined : status(401),
		},
		'Works around',
		/cannot read the lists of names\./,
		/request status: HTTP 401/,
	],
	[
		'Custom fields',
		{ before: (_, path) => (path.includes('form') ? status(403) : undefined) },
		'Works around',
		/cannot read the custom fields of the form\. Enter them by hand/,
		/^requests: HTTP 403/,
	],
	[
		'Total count',
		{ total: () => 'none' },
		'Works around',
		/come without a total, so the node reads lists to their end/,
		/^No totalCount/,
	],
	[
		'Total count',
		{ total: (found) => found + 3 },
		'Works around',
		/are wrong, so the node/,
		/^totalCount 43$/,
	],
	['Total count', { rows: [] }, 'Unknown', /too few requests/, /^totalCount 0$/],
	['Paging by offset', { rows: requests(1) }, 'Unknown', /too few/, /^HTTP status 200/],
	[
		'Paging by offset',
		{
			before: ({ query }, path) =>
				path === 'v1/request/search/byqual' && query?.offset === 1 ? page([{ id: 7 }]) : undefined,
		},
		'Unknown',
		/a different row than expected/,
		/^HTTP status 200/,
	],
	[
		'Paging by offset',
		{
			before: ({ query }, path) =>
				path === 'v1/request/search/byqual' && query?.offset === 1 ? page([{ id: 40 }]) : undefined,
		},
		'Works around',
		/always sends the first page/,
		/^HTTP status 200/,
	],
	[
		'Total count',
		{
			before: ({ query }, path) =>
				path === 'v1/request/search/byqual' && query?.offset === 1 ? page([{ id: 40 }]) : undefined,
		},
		'Unknown',
		/cannot be checked, because the server does not page/,
		/^totalCount 40$/,
	],
	[
		'Largest page',
		{ cap: 30 },
		'Works around',
		/at most 30 records per call, so long lists take more/,
		/^500 rows requested, 30 received$/,
	],
	[
		'Largest page',
		{ rows: requests(140), cap: 100 },
		'Fine',
		/at most 100 records per call$/,
		/100 received$/,
	],
	['Largest page', { rows: requests(600) }, 'Fine', /as large as/, /500 received$/],
	[
		'Largest page',
		{ before: ({ query }) => (query?.size === 500 ? status(400) : undefined) },
		'Unknown',
		/did not send a large page/,
		/^HTTP status 400/,
	],
	[
		'List order',
		{ rows: requests(40).reverse() },
		'Fine',
		/the oldest records first/,
		/IDs on the first page/,
	],
	[
		'List order',
		{ rows: [5, 7, 6].map((id) => ({ id })) },
		'Works around',
		/does not sort lists/,
		/IDs on the first page/,
	],
	['List order', { rows: requests(1) }, 'Unknown', /too few/, /IDs/],
	[
		'Sorting',
		{ before: ({ query }) => (query?.sort_by ? status(500) : undefined) },
		'Works around',
		/does not sort lists/,
		/^sort_by updatedTime: HTTP status 500/,
	],
	[
		'Sorting',
		{ before: ({ query }) => (query?.sort_by ? page(requests(25)) : undefined) },
		'Works around',
		/does not sort/,
		/^sort_by updatedTime/,
	],
	[
		'Sorting',
		{ rows: [3, 1, 2].map((id) => ({ id, createdTime: MOMENT + id, updatedTime: MOMENT })) },
		'Fine',
		/sorts lists/,
		/^sort_by createdTime/,
	],
	[
		'Sorting',
		{ rows: requests(3).map((row) => ({ ...row, updatedTime: 1 })) },
		'Unknown',
		/already in order/,
		/times on the first page/,
	],
	[
		'Search by date',
		{ before: (request) => (isFuture(request) ? page(requests(1)) : undefined) },
		'Works around',
		/ignores conditions on dates/,
		/^HTTP status 200/,
	],
	[
		'Search by date',
		{ before: (request) => (isFuture(request) ? status(400) : undefined) },
		'Works around',
		/rejects conditions on dates/,
		/^HTTP status 400/,
	],
	[
		'Search by date',
		{ before: (request) => (isFuture(request) ? new Unreachable('No') : undefined) },
		'Unknown',
		/did not answer/,
		/^No response/,
	],
	[
		'Get by ID',
		{
			before: ({ method }, path) =>
				method === 'GET' && path === 'v1/request/40' ? status(405) : undefined,
		},
		'Works around',
		/cannot be read directly/,
		/^HTTP status 405/,
	],
	[
		'Get by ID',
		{
			before: ({ method }, path) =>
				method === 'GET' && path === 'v1/request/40' ? status(200, { id: 7 }) : undefined,
		},
		'Works around',
		/searches for them/,
		/^HTTP status 200/,
	],
	['Get by ID', { rows: [] }, 'Unknown', /too few/, /^No row$/],
	[
		'ID format',
		{ rows: [{ id: 1 }, { id: '2' }] },
		'Works around',
		/IDs are text: compare them as text/,
		/IDs/,
	],
	['ID format', { rows: [] }, 'Unknown', /too few/, /IDs/],
	[
		'Missing record',
		{ before: (_, path) => (path.endsWith('/999999999') ? status(200, {}) : undefined) },
		'Works around',
		/does not say clearly/,
		/^HTTP status 200, an object with no keys$/,
	],
	[
		'Missing record',
		{ before: (_, path) => (path.endsWith('/999999999') ? new Unreachable('No') : undefined) },
		'Unknown',
		/did not answer/,
		/^No response/,
	],
	[
		'Asset search by class',
		{ before: (_, path) => (path.includes('asset_hardware') ? status(404) : undefined) },
		'Works around',
		/cannot be searched by class, so the node searches all/,
		/^HTTP status 404/,
	],
	[
		'Asset search by class',
		{ before: (_, path) => (path.includes('asset_hardware') ? new Unreachable('No') : undefined) },
		'Unknown',
		/did not answer/,
		/^No response/,
	],
	[
		'Total count',
		{ before: (_, path) => (lists(path) ? status(200, 'x') : undefined) },
		'Unknown',
		/list of requests cannot be read/,
		/^No list in the response$/,
	],
	[
		'Largest page',
		{ before: (_, path) => (lists(path) ? status(200, 'x') : undefined) },
		'Unknown',
		/list of requests cannot be read/,
		/^No list in the response$/,
	],
];

test('what cannot be read is told by its name, all of it', async () => {
	const before = (_: ApiRequest, path: string) =>
		/\/(problem|change)\/|^(service_catalog|request\/status)/.test(path) ? status(403) : undefined;
	const { row } = await report({ before });
	expect(row('Records')?.meaning).toMatch(
		/^This account cannot read: (problems, changes|changes, problems)\./,
	);
	expect(row('Lists of names')?.technical).toMatch(/(^|; )service catalog category: HTTP 403(;|$)/);
	expect(row('Lists of names')?.meaning).toMatch(/cannot read .*request status, /);
});

test.each(cases.map((one, index) => [`${one[0]}, ${one[3].source} (${index})`, ...one] as const))(
	'%s',
	async (_title, question, server, result, meaning, technical) => {
		const row = (await report(server)).row(question);
		expect(row).toEqual({
			check: question,
			result,
			meaning: expect.stringMatching(meaning) as string,
			technical: expect.stringMatching(technical) as string,
		});
	},
);
