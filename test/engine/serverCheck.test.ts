/** The check of the server: its answers are true for every reading of the contract, and give nothing away. */
import { LOGIN } from '../simulator';
import { startCannedServer } from '../support/cannedServer';
import { runNode } from '../support/engine';
import { apiKeyLogin, jsonOf, numbered, passwordLogin, textOf, useWorld } from './world';

const world = useWorld();
const check = { resource: 'server', operation: 'check' };
const table = async (
	login = apiKeyLogin(world.simulator.url),
): Promise<Record<string, unknown>> => {
	const rows = jsonOf(await world.run(check, { credentials: login }));
	return Object.fromEntries(rows.map((row) => [textOf(row.question), textOf(row.answer)]));
};

test.each([
	{ dialect: {}, question: 'List of requests', answer: 'Works' },
	{ dialect: {}, question: 'Total count in lists', answer: 'Present' },
	{ dialect: { totalCount: false }, question: 'Total count in lists', answer: 'Missing' },
	{ dialect: {}, question: 'List order', answer: 'Newest first' },
	{ dialect: { listOrder: 'ascending' }, question: 'List order', answer: 'Oldest first' },
	{ dialect: { idsAsText: true }, question: 'List order', answer: 'Newest first' },
	{ dialect: { idsAsText: true }, question: 'ID format', answer: 'Text' },
	{ dialect: {}, question: 'ID format', answer: 'Numbers' },
	{ dialect: {}, question: 'Paging by offset', answer: 'Works' },
	{ dialect: { ignoreOffset: true }, question: 'Paging by offset', answer: 'Ignored' },
	{ dialect: {}, question: 'Largest page', answer: 'At least 40' },
	{ dialect: { totalCount: false }, question: 'Largest page', answer: 'At least 40' },
	{ dialect: { pageCap: 30 }, question: 'Largest page', answer: '30' },
	{ dialect: { pageCap: 30, totalCount: false }, question: 'Largest page', answer: '30' },
	{ dialect: {}, question: 'Get by ID', answer: 'Works' },
	{ dialect: { idsAsText: true }, question: 'Get by ID', answer: 'Works' },
	{ dialect: { getById: '405' }, question: 'Get by ID', answer: 'Does not work' },
	{ dialect: { getById: '404html' }, question: 'Get by ID', answer: 'Does not work' },
	{ dialect: {}, question: 'Name lists', answer: 'Not readable with this account' },
	{
		dialect: { lookupsAcceptApiKey: true },
		question: 'Name lists',
		answer: 'Readable with this account',
	},
	{ dialect: {}, question: 'Search by date', answer: 'Works' },
	{ dialect: { timeFilter: 'ignored' }, question: 'Search by date', answer: 'Ignored' },
	{ dialect: { timeFilter: 'refused' }, question: 'Search by date', answer: 'Rejected' },
	{ dialect: {}, question: 'Asset search by class', answer: 'Works' },
	{
		dialect: { assetSearch: 'flat' },
		question: 'Asset search by class',
		answer: 'Does not work',
	},
	{ dialect: {}, question: 'Response for a missing record', answer: 'HTTP 404' },
] as const)('$dialect: $question: $answer', async ({ dialect, question, answer }) => {
	world.simulator.seedRequests(40);
	Object.assign(world.simulator.dialect, dialect);

	expect(await table()).toHaveProperty([question], answer);
});

test('with a password the lists of names are open', async () => {
	expect(await table(passwordLogin(world.simulator.url))).toHaveProperty(
		['Name lists'],
		'Readable with this account',
	);
});

test('it only reads, asks at most ten times however many items there are, and gives nothing away', async () => {
	world.simulator.dialect.totalCount = false;
	world.simulator.dialect.pageCap = 3;

	const result = await world.run(check, { items: numbered(20) });

	const isRead = ({ method, path }: { method: string; path: string }) =>
		method === 'GET' || path.endsWith('/search/byqual');
	expect(world.simulator.journal.every(isRead)).toBe(true);
	expect(world.simulator.journal.length).toBeLessThanOrEqual(10);
	const text = JSON.stringify(jsonOf(result));
	const { host, hostname } = new URL(world.simulator.url);
	const secrets = [host, hostname, 'example.com', 'INC-', ...Object.values(LOGIN)];
	for (const secret of secrets) expect(text).not.toContain(secret);
});

test.each([
	['nobody there', 'http://127.0.0.1:1'],
	['no Server URL', ''],
])('%s is an answer, not an error', async (_, url) => {
	const { items, error } = await runNode({
		parameters: { ...check, options: { timeout: 500 } },
		credentials: apiKeyLogin(url),
	});

	expect(error).toBeUndefined();
	expect(items[0]?.[0]?.json).toMatchObject({
		question: 'List of requests',
		answer: 'Does not work',
	});
});

test('a server that knows nothing and says much is answered without its words', async () => {
	const server = await startCannedServer(() => ({
		status: 500,
		headers: { server: 'Apache/2.4.1', 'x-app-version': '8.7.4', via: 'gw.example.com' },
		body: { userMessage: 'Jane Doe at secret.example.com is not welcome' },
	}));
	const broken = await runNode({ parameters: check, credentials: apiKeyLogin(server.url) });
	server.answer = () => ({
		headers: {
			server: 'Apache/2.4.1',
			'x-app-version': '8.7.4',
			'x-host-version': 'gw.example.com',
		},
		body: { objectList: [{ id: 1, subject: 'Jane Doe' }] },
	});
	const working = await runNode({ parameters: check, credentials: apiKeyLogin(server.url) });
	await server.close();

	for (const { items, error } of [broken, working]) {
		expect(error).toBeUndefined();
		expect(JSON.stringify(items)).not.toMatch(/Jane|example\.com/);
	}
	expect(jsonOf(working)).toContainEqual(
		expect.objectContaining({
			question: 'Version hints',
			answer: 'server: Apache/2.4.1; x-app-version: 8.7.4',
		}),
	);
});
