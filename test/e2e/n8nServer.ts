import type { Gateway } from './gateway';
import { installN8n } from './install';
import { logTail, startProcess, temporaryFolder } from './processes';
import { n8nApi, type N8nApi } from './n8nApi';
import { delay, net, nodeProcess, path } from '../support/node';

/** The account that is made on a fresh n8n. Made up, and only ever on loopback. */
export const OWNER = {
	email: 'admin@example.com',
	password: 'ServiceOps-2026',
	firstName: 'Sam',
	lastName: 'Admin',
} as const;

/** How to start n8n. */
export interface N8nOptions {
	/** Keeps the database and the installed packages; a temporary one by default. */
	readonly userFolder?: string;
	readonly env?: Record<string, string>;
	/** Options of `node` itself. */
	readonly nodeArgs?: readonly string[];
	/** Without one, n8n has no way out at all. */
	readonly gateway?: Gateway;
}

/** A running n8n. */
export interface N8nServer {
	readonly url: string;
	readonly userFolder: string;
	readonly pid: number;
	readonly api: N8nApi;
	/** What n8n printed. */
	readonly logFile: string;
	/** From the start of its process until it answered, in ms. */
	readonly readyAfterMs: number;
	stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 120_000;

/** A port of loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = net.createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (address === null || typeof address === 'string') reject(new Error('No free port'));
				else resolve(address.port);
			});
		});
	});
}

/** Only what is listed here: a developer's own N8N_… settings or npm tokens must not reach the n8n under test. */
function environment(
	userFolder: string,
	port: number,
	brokerPort: number,
	binFolder: string,
	{ gateway, env }: N8nOptions,
): Record<string, string> {
	const nowhere = 'http://127.0.0.1:9';
	return {
		PATH: `${binFolder}:${nodeProcess.env.PATH ?? ''}`,
		// npm writes its cache here too.
		HOME: userFolder,
		LANG: 'C.UTF-8',
		// n8n leaves folders in the temporary folder.
		TMPDIR: userFolder,
		TZ: 'UTC',
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_ONBOARDING_FLOW_DISABLED: 'true',
		N8N_HIDE_USAGE_PAGE: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// The preset of n8n 2; n8n 1 would keep files in memory.
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_LOG_LEVEL: 'info',
		HTTP_PROXY: nowhere,
		HTTPS_PROXY: nowhere,
		NO_PROXY: '127.0.0.1,localhost',
		...gateway?.env,
		...env,
	};
}

/** A process of n8n that is up. */
type N8nProcess = Omit<N8nServer, 'api'>;

async function startOneProcess(
	args: string[],
	options: N8nOptions,
	isReady: (url: string) => Promise<boolean>,
): Promise<N8nProcess> {
	const installation = await installN8n();
	const userFolder = options.userFolder ?? temporaryFolder('n8n');
	const [port, brokerPort] = [await freePort(), await freePort()];
	const logFile = path.join(userFolder, 'n8n.log');
	const started = performance.now();
	const nodeArgs = [...(options.nodeArgs ?? []), installation.script, ...args];
	const child = startProcess(installation.node, nodeArgs, {
		cwd: userFolder,
		env: {
			...environment(userFolder, port, brokerPort, installation.binFolder, options),
			...installation.env,
		},
		logFile,
	});
	const url = `http://127.0.0.1:${port}`;
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (!(await isReady(url))) {
		if (!child.running || Date.now() > deadline) {
			await child.stop();
			throw new Error(
				`"n8n ${args.join(' ')}" did not start. Its last lines:\n${logTail(logFile)}`,
			);
		}
		await delay(100);
	}
	const readyAfterMs = performance.now() - started;
	return { url, userFolder, pid: child.pid, logFile, readyAfterMs, stop: child.stop };
}

/** Starts n8n on a free port of loopback, with SQLite unless told, and with an owner account that is logged in. */
export async function startN8n(options: N8nOptions = {}): Promise<N8nServer> {
	const started = await startOneProcess(
		['start'],
		options,
		async (url) => await n8nApi(url).isReady(),
	);
	const api = n8nApi(started.url);
	await api.logIn(OWNER);
	return { ...started, api };
}

/** A running worker of an n8n in queue mode. */
export type N8nWorker = Pick<N8nServer, 'userFolder' | 'pid' | 'logFile' | 'stop'>;

/**
 * Starts a worker, with a folder of its own, as if it were on another machine than n8n.
 *
 * @param options as for n8n; `env` names the queue and the database that they share
 * @param concurrency how many executions it takes at a time
 */
export async function startWorker(options: N8nOptions, concurrency: number): Promise<N8nWorker> {
	return await startOneProcess(
		['worker', `--concurrency=${concurrency}`],
		{ ...options, env: { ...options.env, QUEUE_HEALTH_CHECK_ACTIVE: 'true' } },
		async (url) => await isOk(`${url}/healthz/readiness`),
	);
}

async function isOk(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}
