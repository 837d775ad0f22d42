/**
 * `npm run bench`: how fast the node is in a real n8n, beside n8n's own HTTP Request node, the least that a node of n8n
 * can do, and a loop without n8n. `-- --short` measures once, at 20 ms only, and leaves docs/dev/benchmarks.md alone; `-- --once`
 * measures everything once instead of three times.
 */
import { startGateway } from '../e2e/gateway';
import { chosenN8n, installN8n, packTarball, printProgress } from '../e2e/install';
import { startN8n, type N8nServer } from '../e2e/n8nServer';
import { logTail, print, runScript, startProcess, temporaryFolder } from '../e2e/processes';
import { CREDENTIAL_TYPE, workflowNode } from '../e2e/workflows';
import { LOGIN } from '../simulator';
import { delay, fs, nodeProcess, path, projectRoot } from '../support/node';
import { bareLoop } from './bareLoop';
import { benchmarksPage, table, targets, type Measurement, type Series } from './report';
import type { Counts } from './server';
import { measureStartUp } from './startUp';
import { variantsOf, type Credentials, type Task, type Variant } from './variants';

const isShort = nodeProcess.argv.includes('--short');
const isOnce = isShort || nodeProcess.argv.includes('--once');
const RUNS = isOnce ? 1 : 3;
const STARTS = isOnce ? 1 : 5;
const LATENCIES = isShort ? [20] : [0, 20, 100];
const WIDTHS = [1, 5, 10, 32];
const ITEMS = 500;
/** One after another at 100 ms, 500 would take most of a minute. */
const ITEMS_ONE_BY_ONE = 100;

interface Plan {
	title: string;
	task: Task;
	count: number;
	pageSize?: number;
	latencies: number[];
	widths: number[];
}

const PLANS: Plan[] = [
	{ title: 'Create 500', task: 'create', count: ITEMS, latencies: LATENCIES, widths: WIDTHS },
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

async function startServer(): Promise<string> {
	const logFile = path.join(temporaryFolder('bench-server'), 'server.log');
	const tsx = path.join(projectRoot, 'node_modules', '.bin', 'tsx');
	startProcess(tsx, [path.join(BENCH_FOLDER, 'server.ts')], { cwd: projectRoot, logFile });
	for (let tries = 0; tries < 200; tries++) {
		const url = logTail(logFile).trim();
		if (url.startsWith('http')) return url;
		await delay(50);
	}
	throw new Error(`The bench server did not start: ${logTail(logFile)}`);
}

async function ask(url: string): Promise<unknown> {
	const answer = await fetch(url);
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
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

async function main(): Promise<number> {
	const started = performance.now();
	const progress = printProgress();
	await installN8n(progress);
	progress('Packing the package, starting the bench server and n8n');
	const tarball = await packTarball();
	const gateway = await startGateway(tarball);
	const server = await startServer();
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
		{ task, count }: Plan,
		latencyMs: number,
	): Promise<Measurement> => {
		const items = task === 'list' ? 1 : count;
		const total = task === 'list' ? count : 0;
		await ask(`${server}/bench/reset?latency=${latencyMs}&total=${total}`);
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
	for (const plan of PLANS) {
		for (const latencyMs of plan.latencies) {
			progress(`${plan.title}, ${latencyMs} ms`);
			const credentials = await makeCredentials(n8n, server, `bench-${series.length}`);
			const variants = variantsOf(plan.task, server, credentials, plan.widths, plan.pageSize);
			const lines = [];
			for (const variant of variants) {
				const hook = await publish(n8n, variant, latencyMs);
				const isSlow = plan.task !== 'list' && variant.width === 1;
				const actual = isSlow ? { ...plan, count: ITEMS_ONE_BY_ONE } : plan;
				const runs = [];
				for (let run = 0; run < RUNS; run++) {
					runs.push(await measure(variant, hook, actual, latencyMs));
				}
				lines.push({ variant: variant.name, width: variant.width, runs });
			}
			const measured = { title: plan.title, task: plan.task, latencyMs, lines };
			series.push(measured);
			print(table(measured));
		}
	}
	progress('Starting n8n without the package and with it');
	const startUp = await measureStartUp(gateway, tarball, STARTS);
	progress('Done');
	print(targets(series, startUp));
	if (!isShort) {
		const minutes = Math.ceil((performance.now() - started) / 60_000);
		const page = benchmarksPage(series, startUp, { n8nVersion: chosenN8n(), runs: RUNS, minutes });
		fs.writeFileSync(path.join(projectRoot, 'docs', 'dev', 'benchmarks.md'), page);
		print('Written to docs/dev/benchmarks.md');
	}
	return 0;
}

void runScript(main);
