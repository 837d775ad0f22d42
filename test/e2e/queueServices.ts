/** What n8n needs for queue mode besides itself: Redis for the queue, PostgreSQL for the database that all share. */
import { installDebianPackage } from './debian';
import type { Progress } from './install';
import { freePort } from './n8nServer';
import { logTail, runProcess, startProcess, temporaryFolder } from './processes';
import { delay, fs, net, nodeProcess, path } from '../support/node';

const REDIS = '/usr/bin/redis-server';
const POSTGRES_VERSIONS = '/usr/lib/postgresql';
/** The home of the user whom Debian's package makes for the database. */
const POSTGRES_HOME = '/var/lib/postgresql';
const START_TIMEOUT_MS = 60_000;

/** A service that n8n uses. */
export interface QueueService {
	/** What a process of n8n needs in its environment to use it. */
	readonly env: Record<string, string>;
	readonly logFile: string;
}

async function untilUp(
	name: string,
	service: { readonly running: boolean },
	logFile: string,
	isUp: () => Promise<boolean>,
): Promise<void> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (!(await isUp())) {
		if (!service.running || Date.now() > deadline) {
			throw new Error(`${name} did not start. Its last lines:\n${logTail(logFile)}`);
		}
		await delay(100);
	}
}

/** Whether a Redis answers a ping. */
async function answersPing(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const end = (isUp: boolean): void => {
			socket.destroy();
			resolve(isUp);
		};
		socket.on('data', (data) => end(data.toString().startsWith('+PONG')));
		socket.on('error', () => end(false));
		socket.on('close', () => end(false));
	});
}

/** Starts a Redis on a free port of loopback that keeps nothing on disk. */
export async function startRedis(progress: Progress): Promise<QueueService> {
	await installDebianPackage('redis-server', () => fs.existsSync(REDIS), progress);
	const folder = temporaryFolder('redis');
	const logFile = path.join(folder, 'redis.log');
	const port = await freePort();
	const settings = { port: String(port), bind: '127.0.0.1', dir: folder, save: '' };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
	const redis = startProcess(REDIS, args, { cwd: folder, logFile });
	await untilUp('Redis', redis, logFile, async () => await answersPing(port));
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(port),
		},
		logFile,
	};
}

/** The programs of the newest PostgreSQL that is installed. */
function postgresPrograms(): string | undefined {
	if (!fs.existsSync(POSTGRES_VERSIONS)) return undefined;
	const [newest] = fs
		.readdirSync(POSTGRES_VERSIONS)
		.filter((version) => fs.existsSync(path.join(POSTGRES_VERSIONS, version, 'bin', 'postgres')))
		.sort((one, other) => Number(other) - Number(one));
	return newest === undefined ? undefined : path.join(POSTGRES_VERSIONS, newest, 'bin');
}

/**
 * Starts a PostgreSQL with an empty database. It listens on a socket in a folder of its own and on no port, so nobody
 * else gets in and no password is needed.
 */
export async function startPostgres(progress: Progress): Promise<QueueService> {
	await installDebianPackage('postgresql', () => postgresPrograms() !== undefined, progress);
	const programs = postgresPrograms() ?? '';
	const folder = temporaryFolder('postgres');
	const data = path.join(folder, 'data');
	const logFile = path.join(folder, 'postgres.log');
	// PostgreSQL refuses to run as root.
	const { uid, gid } = fs.statSync(POSTGRES_HOME);
	const isRoot = nodeProcess.getuid?.() === 0;
	if (isRoot) fs.chownSync(folder, uid, gid);
	const options = {
		cwd: folder,
		env: { PATH: nodeProcess.env.PATH, LANG: 'C.UTF-8' },
		logFile,
		...(isRoot && { user: { uid, gid } }),
	};
	await runProcess(
		path.join(programs, 'initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
		options,
	);
	const postgres = startProcess(
		path.join(programs, 'postgres'),
		['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
		options,
	);
	await untilUp('PostgreSQL', postgres, logFile, async () => {
		const probe = startProcess(path.join(programs, 'pg_isready'), ['-q', '-h', folder], options);
		return (await probe.ended) === 0;
	});
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: folder,
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
		},
		logFile,
	};
}
