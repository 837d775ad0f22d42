/**
 * `npm run bench`: how fast the node is in a real n8n, beside n8n's own HTTP Request node, the least that a node of n8n
 * can do, and a loop without n8n. `-- --short` measures once, at 20 ms only, and leaves docs/dev/benchmarks.md alone; `-- --once`
 * measures everything but plain creates once instead of three times; `-- --items 50` has all of them work on so few items, to see that each row
 * works.
 */
import { startGateway } from '../e2e/gateway';
import { chosenN8n, installN8n, packTarball, printProgress } from '../e2e/install';
import { startN8n, type N8nServer } from '../e2e/n8nServer';
import { logTail, print, runScript, startProcess, temporaryFolder } from '../e2e/processes';
import { CREDENTIAL_TYPE, workflowNode } from '../e2e/workflows';
import { LOGIN } from '../simulator';
import { delay, fs, http, https, nodeProcess, path, projectRoot } from '../support/node';
import { bareLoop } from './bareLoop';
import { concurrencyPicture } from './picture';
import {
	benchmarksPage,
	CREATES,
	MANY_CREATES,
	PICTURE,
	table,
	targets,
	type Measurement,
	type Series,
} from './report';
import type { Counts } from './server';
import { measureStartUp } from './startUp';
import { variantsOf, type Choice, type Credentials, type Task, type Variant } from './variants';

const isShort = nodeProcess.argv.includes('--short');
const isOnce = isShort || nodeProcess.argv.includes('--once');
const USUAL_RUNS = 3;
/** What is compared most is measured as often as ever with `--once`. */
const runsOf = ({ title }: Plan): number =>
	isShort || (isOnce && title !== CREATES) ? 1 : USUAL_RUNS;
const STARTS = isOnce ? 1 : 5;
const LATENCIES = isShort ? [20] : [0, 20, 100];
const itemsAt = nodeProcess.argv.indexOf('--items');
/** How many items there are at most, where told. */
const MOST_ITEMS = itemsAt < 0 ? Infinity : Number(nodeProcess.argv[itemsAt + 1]);
const WIDTHS: Choice['widths'] = ['Auto', 1, 10, 32];
/** For the picture. */
const MORE_WIDTHS: Choice['widths'] = ['Auto', 1, 2, 5, 10, 20, 32, 50];
const ITEMS = 500;
/** A few at a time at 100 ms, 500 would take most of a minute. */
const ITEMS_OF_FEW = 100;

interface Plan extends Choice {
	title: string;
	task: Task;
	count: number;
	latencies: number[];
	isTls?: boolean;
	/** What the server allows: calls per second, and how many at once. */
	limit?: { perSecond: number; bucket: number };
	/** The token expires after so many calls, and after as many again. */
	expireAfter?: number;
}

const PLANS: Plan[] = [
	{ title: CREATES, task: 'create', count: ITEMS, latencies: LATENCIES, widths: MORE_WIDTHS },
	{
		title: 'Create 500 over TLS',
		task: 'create',
		count: ITEMS,
		latencies: isShort ? [20] : [0, 20],
		widths: WIDTHS,
		isTls: true,
		withoutFloor: true,
	},
	{
		title: 'Create 300, 50 per second allowed, bucket of 50',
		task: 'create',
		count: 300,
		latencies: [20],
		widths: ['Auto', 10, 32],
		limit: { perSecond: 50, bucket: 50 },
		beside: 'nothing',
	},
	{
		title: 'Create 5,000, the token expires twice',
		task: 'create',
		count: 5_000,
		latencies: [20],
		widths: ['Auto'],
		expireAfter: 1_700,
		beside: 'nothing',
	},
	{
		title: MANY_CREATES,
		task: 'create',
		count: 5_000,
		latencies: isShort ? [] : [100],
		widths: ['Auto'],
		beside: 'HTTP Request',
	},
	{ title: 'Get 500 by ID', task: 'get', count: ITEMS, latencies: LATENCIES, widths: WIDTHS },
	...[100, 1000].map(
		(pageSize): Plan => ({
			title: `Get Many, 10,000 rows, pages of ${pageSize}`,
			task: 'list',
			count: 10_000,
			pageSize,
			latencies: LATENCIES,
			widths: WIDTHS,
		}),
	),
	{
		title: 'Get Many, 100,000 rows, pages of 1000',
		task: 'list',
		count: 100_000,
		pageSize: 1000,
		latencies: isShort ? [20] : [20, 100],
		widths: [10],
	},
];

const BENCH_FOLDER = path.join(projectRoot, 'test', 'bench');

async function startServer(...args: string[]): Promise<string> {
	const logFile = path.join(temporaryFolder('bench-server'), 'server.log');
	const tsx = path.join(projectRoot, 'node_modules', '.bin', 'tsx');
	const script = path.join(BENCH_FOLDER, 'server.ts');
	startProcess(tsx, [script, ...args], { cwd: projectRoot, logFile });
	for (let tries = 0; tries < 200; tries++) {
		const url = logTail(logFile).trim();
		if (url.startsWith('http')) return url;
		await delay(50);
	}
	throw new Error(`The bench server did not start: ${logTail(logFile)}`);
}

async function ask(url: string): Promise<unknown> {
	const { request } = url.startsWith('https') ? https : http;
	const [status = 0, text] = await new Promise<[number | undefined, string]>((resolve, reject) => {
		const sent = request(url, { rejectUnauthorized: false, agent: false }, (answer) => {
			let body = '';
			answer.setEncoding('utf8');
			answer.on('data', (part: string) => (body += part));
			answer.on('end', () => resolve([answer.statusCode, body]));
		});
		sent.on('error', reject);
		sent.end();
	});
	if (status >= 300) throw new Error(`${url}: ${status} ${text}`);
	return JSON.parse(text);
}

/** A user of its own for each series, so that its logins can be counted. */
async function makeCredentials(
	{ api }: N8nServer,
	server: string,
	username: string,
): Promise<Credentials> {
	return {
		serviceOps: await api.createCredential('Bench', CREDENTIAL_TYPE, {
			serverUrl: server,
			authentication: 'password',
			clientId: LOGIN.clientId,
			clientSecret: LOGIN.clientSecret,
			username,
			password: LOGIN.password,
			allowUnauthorizedCerts: server.startsWith('https'),
		}),
		header: await api.createCredential('Bench header', 'httpHeaderAuth', {
			name: 'Authorization',
			value: `Apikey ${LOGIN.apiKey}`,
		}),
		floor: await api.createCredential('Bench floor', 'benchFloorApi', { key: LOGIN.apiKey }),
	};
}

/** Published once per kind of node; the number of items comes with the call. Nothing of a run is saved. */
async function publish({ api, url }: N8nServer, variant: Variant, latencyMs: number) {
	const measured = variant.node?.(latencyMs);
	if (!measured) return undefined;
	const hook = `bench-${measured.id}`;
	const clock = (name: string, count: string) =>
		workflowNode(name, 'CUSTOM.benchClock', 1, { count });
	const nodes = [
		workflowNode(
			'Webhook',
			'n8n-nodes-base.webhook',
			2,
			{ path: hook, responseMode: 'lastNode', options: {} },
			{ webhookId: hook },
		),
		clock('Start', '={{ $json.query.count }}'),
		measured,
		clock('Stop', 'stop'),
	];
	const workflow = await api.createWorkflow({
		name: `${variant.task} ${variant.name} ${latencyMs}`,
		nodes,
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [
					nodes[index]?.name ?? '',
					{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
				]),
		),
		settings: { saveDataSuccessExecution: 'none', executionOrder: 'v1' },
	});
	await api.publish(workflow.id);
	const address = `${url}/webhook/${hook}`;
	// Without an item nothing is measured: this only waits until n8n has registered the webhook.
	for (let tries = 0; (await fetch(`${address}?count=0`)).status === 404; tries++) {
		if (tries === 100) throw new Error(`n8n did not register the webhook of ${variant.name}`);
		await delay(100);
	}
	return address;
}

/** The plan with no more items than `--items` says; what happens after so many calls happens earlier too. */
function downsized(plan: Plan): Plan {
	const count = Math.min(plan.count, MOST_ITEMS);
	const { expireAfter } = plan;
	return {
		...plan,
		count,
		...(expireAfter && { expireAfter: Math.ceil((expireAfter * count) / plan.count) }),
	};
}

async function main(): Promise<number> {
	const started = performance.now();
	const progress = printProgress();
	await installN8n(progress);
	progress('Packing the package, starting the bench server and n8n');
	const tarball = await packTarball();
	const gateway = await startGateway(tarball);
	const servers = { plain: await startServer(), tls: await startServer('--tls') };
	const n8n = await startN8n({
		gateway,
		env: {
			N8N_CUSTOM_EXTENSIONS: path.join(BENCH_FOLDER, 'nodes'),
			N8N_LOG_LEVEL: 'error',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
		},
	});
	await n8n.api.installPackage(tarball.name);

	const measure = async (
		variant: Variant,
		hook: string | undefined,
		{ task, count, isTls, limit, expireAfter = 0 }: Plan,
		latencyMs: number,
	): Promise<Measurement> => {
		const server = isTls ? servers.tls : servers.plain;
		const items = task === 'list' ? 1 : count;
		const query = new URLSearchParams({
			latency: String(latencyMs),
			total: String(task === 'list' ? count : 0),
			perSecond: String(limit?.perSecond ?? 0),
			bucket: String(limit?.bucket ?? 0),
			expireAfter: String(expireAfter),
		});
		await ask(`${server}/bench/reset?${query}`);
		const result = hook
			? ((await ask(`${hook}?count=${items}`)) as Measurement)
			: await bareLoop(server, variant, count);
		const counts = (await ask(`${server}/bench/counts`)) as Counts;
		if (result.rows !== count) {
			throw new Error(`${variant.name}: ${result.rows} instead of ${count} results`);
		}
		return { ...result, ...counts };
	};

	const series: Series[] = [];
	for (const plan of PLANS.map(downsized)) {
		for (const latencyMs of plan.latencies) {
			progress(`${plan.title}, ${latencyMs} ms`);
			const server = plan.isTls ? servers.tls : servers.plain;
			const credentials = await makeCredentials(n8n, server, `bench-${series.length}`);
			const lines = [];
			for (const variant of variantsOf(plan.task, server, credentials, plan)) {
				const hook = await publish(n8n, variant, latencyMs);
				const isSlow = plan.task !== 'list' && (variant.width ?? Infinity) < 5;
				const count = isSlow ? Math.min(plan.count, ITEMS_OF_FEW) : plan.count;
				const runs = [];
				for (let run = 0; run < runsOf(plan); run++) {
					runs.push(await measure(variant, hook, { ...plan, count }, latencyMs));
				}
				lines.push({ variant: variant.name, width: variant.width, runs });
			}
			const measured = { ...plan, latencyMs, lines };
			series.push(measured);
			print(table(measured));
		}
	}
	progress('Starting n8n without the package and with it');
	const startUp = await measureStartUp(gateway, tarball, STARTS);
	progress('Done');
	print(targets(series, startUp));
	if (!isShort && MOST_ITEMS === Infinity) {
		const minutes = Math.ceil((performance.now() - started) / 60_000);
		const page = benchmarksPage(series, startUp, { n8nVersion: chosenN8n(), isOnce, minutes });
		const folder = path.join(projectRoot, 'docs', 'dev');
		fs.writeFileSync(path.join(folder, 'benchmarks.md'), page);
		fs.writeFileSync(path.join(folder, PICTURE), concurrencyPicture(series));
		print(`Written to docs/dev/benchmarks.md and docs/dev/${PICTURE}`);
	}
	return 0;
}

void runScript(main);
