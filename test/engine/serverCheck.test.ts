/** The check of the server: its answers are true for every reading of the contract, and give nothing away. */
import { LOGIN } from '../simulator';
import type { Dialect } from '../simulator/dialect';
import { startCannedServer } from '../support/cannedServer';
import { runNode } from '../support/engine';
import { sample } from '../support/scale';
import {
	apiKeyLogin,
	clock,
	jsonOf,
	numbered,
	passwordLogin,
	record,
	simulators,
	useWorld,
} from './world';

const world = useWorld();
const start = simulators();
const check = { resource: 'server', operation: 'check' };
type Verdict = 'Fine' | 'Works around' | 'Cannot' | 'Unknown';
interface Row {
	check: string;
	result: Verdict;
	meaning: string;
	technical: string;
}
const report = async (login = passwordLogin(world.simulator.url)): Promise<Row[]> =>
	jsonOf(await world.run(check, { credentials: login })) as unknown as Row[];

interface Case {
	dialect: Partial<Dialect>;
	question: string;
	result: Verdict;
	says: RegExp;
}

const cases: Case[] = [
	{ dialect: {}, question: 'Connection and login', result: 'Fine', says: /can log in/ },
	{ dialect: {}, question: 'Total count', result: 'Fine', says: /are correct/ },
	...(['page', 'tooHigh', 'tooLow'] as const).map((totalCount) => ({
		dialect: { totalCount },
		question: 'Total count',
		result: 'Works around' as const,
		says: /are wrong/,
	})),
	{
		dialect: { totalCount: false },
		question: 'Total count',
		result: 'Works around',
		says: /without a total/,
	},
	{ dialect: {}, question: 'List order', result: 'Fine', says: /newest .* first/ },
	{
		dialect: { listOrder: 'ascending' },
		question: 'List order',
		result: 'Fine',
		says: /oldest .* first/,
	},
	{ dialect: { idsAsText: true }, question: 'List order', result: 'Fine', says: /newest .* first/ },
	{
		dialect: { listStability: 'unsortedMoves' },
		question: 'List order',
		result: 'Works around',
		says: /does not sort lists/,
	},
	{ dialect: {}, question: 'Sorting', result: 'Fine', says: /sorts lists/ },
	{ dialect: { idsAsText: true }, question: 'ID format', result: 'Works around', says: /text/ },
	{ dialect: {}, question: 'ID format', result: 'Fine', says: /numbers/ },
	{ dialect: {}, question: 'Paging by offset', result: 'Fine', says: /page by page/ },
	{
		dialect: { ignoreOffset: true },
		question: 'Paging by offset',
		result: 'Works around',
		says: /first page/,
	},
	{ dialect: {}, question: 'Largest page', result: 'Fine', says: /as large as/ },
	{ dialect: { totalCount: false }, question: 'Largest page', result: 'Fine', says: /as large as/ },
	{
		dialect: { pageCap: 30 },
		question: 'Largest page',
		result: 'Works around',
		says: /at most 30/,
	},
	{
		dialect: { pageCap: 30, totalCount: false },
		question: 'Largest page',
		result: 'Works around',
		says: /at most 30/,
	},
	{ dialect: {}, question: 'Get by ID', result: 'Fine', says: /can be read/ },
	{ dialect: { idsAsText: true }, question: 'Get by ID', result: 'Fine', says: /can be read/ },
	{ dialect: { getById: '405' }, question: 'Get by ID', result: 'Works around', says: /searches/ },
	{
		dialect: { getById: '404html' },
		question: 'Get by ID',
		result: 'Works around',
		says: /searches/,
	},
	{ dialect: {}, question: 'Search by date', result: 'Fine', says: /applies/ },
	{
		dialect: { timeFilter: 'ignored' },
		question: 'Search by date',
		result: 'Works around',
		says: /ignores/,
	},
	{
		dialect: { timeFilter: 'refused' },
		question: 'Search by date',
		result: 'Works around',
		says: /rejects/,
	},
	{ dialect: {}, question: 'Asset search by class', result: 'Fine', says: /by class/ },
	{
		dialect: { assetSearch: 'flat' },
		question: 'Asset search by class',
		result: 'Works around',
		says: /all of them/,
	},
	{ dialect: {}, question: 'Missing record', result: 'Fine', says: /does not exist/ },
	{ dialect: {}, question: 'Records', result: 'Fine', says: /all kinds of records/ },
	{ dialect: {}, question: 'Lists of names', result: 'Fine', says: /can read all/ },
	{ dialect: {}, question: 'Custom fields', result: 'Fine', says: /can read/ },
	{
		dialect: { formAccess: 'forbidden' },
		question: 'Custom fields',
		result: 'Works around',
		says: /by hand/,
	},
	{ dialect: {}, question: 'Clock', result: 'Fine', says: /agree/ },
	{ dialect: {}, question: 'Rate limit', result: 'Fine', says: /No rate limit/ },
];

test.each(sample(cases, 4))(
	'$dialect: $question: $result',
	async ({ dialect, question, result, says }) => {
		world.simulator.seedRequests(40);
		Object.assign(world.simulator.dialect, dialect);

		const row = (await report()).find((candidate) => candidate.check === question);

		expect(row).toMatchObject({ result, meaning: expect.stringMatching(says) as string });
		expect(Object.keys(row ?? {})).toEqual(['check', 'result', 'meaning', 'technical']);
	},
);

test('the first row sums up', async () => {
	world.simulator.seedRequests(40);
	const [fine] = await report();
	Object.assign(world.simulator.dialect, { totalCount: false, timeFilter: 'ignored' });
	const [unusual] = await report();

	expect(fine).toMatchObject({ check: 'Overall', result: 'Fine' });
	expect(unusual).toMatchObject({
		check: 'Overall',
		result: 'Works around',
		technical: expect.stringContaining('Total count, Search by date') as string,
	});
});

test('an API key cannot read the lists of names', async () => {
	const found = await report(apiKeyLogin(world.simulator.url));

	expect(found.find((row) => row.check === 'Lists of names')).toMatchObject({
		result: 'Works around',
		meaning: expect.stringMatching(
			/^This account cannot read .*request priority, .*request status, /,
		) as string,
	});
});

test.each([
	[7 * 60_000, 'Works around', '7 minutes ahead of'],
	[-3 * 3_600_000, 'Works around', '3 hours behind'],
	[20_000, 'Fine', '20 seconds ahead of'],
])('a clock that is %i ms off', async (offMs, result, says) => {
	const server = await start({ now: () => clock.now() + offMs });
	const rows = await report(apiKeyLogin(server.url));

	expect(rows.find((row) => row.check === 'Clock')).toMatchObject({
		result,
		meaning: expect.stringContaining(says) as string,
	});
});

test('the pace that was learned is reported', async () => {
	const server = await start();
	const credentials = apiKeyLogin(server.url);
	server.rateLimit = { capacity: 5, refillPerSecond: 10, now: clock.now };
	const one = { resource: 'request', operation: 'get', ...record('104') };
	await world.run(one, { credentials, items: numbered(60) });
	server.rateLimit = undefined;
	const rows = await report(credentials);

	expect(rows.find((row) => row.check === 'Rate limit')).toMatchObject({
		result: 'Works around',
		meaning: expect.stringMatching(
			/^The server accepts about [\d.]+ requests per second/,
		) as string,
	});
});

test('what an account may not read is named', async () => {
	world.simulator.failNext({ path: /problem/, status: 403, times: 5 });
	const rows = await report();

	expect(rows.find((row) => row.check === 'Records')).toMatchObject({
		result: 'Cannot',
		meaning: expect.stringContaining('cannot read: problems') as string,
	});
	expect(rows[0]).toMatchObject({ check: 'Overall', result: 'Cannot' });
});

test('it only reads, asks at most 35 times however many items there are, and gives nothing away', async () => {
	world.simulator.dialect.totalCount = false;
	world.simulator.dialect.pageCap = 3;

	const result = await world.run(check, { items: numbered(20) });

	expect(world.simulator.writes()).toEqual([]);
	expect(world.simulator.journal.length).toBeLessThanOrEqual(35);
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
		check: 'Overall',
		result: 'Cannot',
	});
	expect(items[0]?.[1]?.json).toMatchObject({ check: 'Connection and login', result: 'Cannot' });
});

test('a limit that nothing gets past is an error after the first wait', async () => {
	const server = await startCannedServer(() => ({ status: 429, body: {} }));
	const started = clock.now();
	const { error } = await runNode({ parameters: check, credentials: apiKeyLogin(server.url) });
	await server.close();
	expect(error?.message).toMatch(/rate limit/i);
	expect(clock.now() - started).toBeLessThan(20 * 60_000);
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
			check: 'Version',
			technical: 'server: Apache/2.4.1; x-app-version: 8.7.4',
		}),
	);
});

test('without a credential, n8n says that none is chosen', async () => {
	const none = { rows: {}, hookCalls: 0, writes: 0 };
	const { error, items } = await world.run(check, { credentials: none });
	expect(error?.message).toMatch(/credentials/i);
	expect(error?.message).not.toMatch(/login/i);
	expect(items.flat()).toEqual([]);
});
