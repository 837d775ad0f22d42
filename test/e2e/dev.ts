/**
 * `npm run dev`: a real n8n that loads the node anew after every change of its sources, next to the simulator.
 *
 *   tsx test/e2e/dev.ts [--inspect]
 *
 * `--inspect` lets a debugger attach to n8n; the build then carries source maps (`npm run dev:debug`).
 */
import { installN8n, printProgress } from './install';
import { OWNER, startN8n } from './n8nServer';
import { logTail, onEnd, print, runScript, startProcess, temporaryFolder } from './processes';
import { CREDENTIAL_TYPE } from './workflows';
import { LOGIN, startSimulator } from '../simulator';
import { delay, fs, nodeProcess, path, projectRoot } from '../support/node';

const SETTLE_MS = 300;
/** Where `.vscode/launch.json` attaches. */
const INSPECTOR = '127.0.0.1:9229';

/**
 * Copies what n8n loads, and copies it again whenever a build changes it. A link to the project would have n8n watch
 * the project's whole `node_modules`.
 */
function mirror(target: string): void {
	const copy = (): void => {
		for (const part of ['package.json', 'dist']) {
			fs.cpSync(path.join(projectRoot, part), path.join(target, part), { recursive: true });
		}
	};
	copy();
	let isWaiting = false;
	const watcher = fs.watch(path.join(projectRoot, 'dist'), { recursive: true }, () => {
		if (isWaiting) return;
		isWaiting = true;
		void delay(SETTLE_MS).then(() => {
			isWaiting = false;
			copy();
			print('Built; reload the page in the browser');
		});
	});
	onEnd(() => {
		watcher.close();
	});
}

async function main(): Promise<number> {
	const progress = printProgress();
	const isInspected = nodeProcess.argv.includes('--inspect');
	const installation = await installN8n(progress);
	const userFolder = temporaryFolder('dev');
	mirror(path.join(userFolder, '.n8n', 'custom', 'node_modules', 'n8n-nodes-serviceops'));
	progress('Starting the ServiceOps simulator and n8n');
	const simulator = await startSimulator({});
	onEnd(async () => {
		await simulator.close();
	});
	const n8n = await startN8n({
		userFolder,
		nodeArgs: isInspected ? [`--inspect=${INSPECTOR}`] : [],
		// n8n loads anew in development only. The node finds n8n's own n8n-workflow.
		env: {
			NODE_ENV: 'development',
			N8N_DEV_RELOAD: 'true',
			NODE_PATH: path.join(installation.folder, 'node_modules'),
		},
	});
	await n8n.api.createCredential('ServiceOps (simulated)', CREDENTIAL_TYPE, {
		serverUrl: simulator.url,
		authentication: 'password',
		clientId: LOGIN.clientId,
		clientSecret: LOGIN.clientSecret,
		username: LOGIN.username,
		password: LOGIN.password,
	});
	const logFile = path.join(userFolder, 'gulp.log');
	const watch = ['gulp', 'watch', ...(isInspected ? ['--maps'] : [])];
	const gulp = startProcess('npx', watch, { cwd: projectRoot, logFile });
	print(`\nn8n:         ${n8n.url}`);
	print(`  e-mail:    ${OWNER.email}`);
	print(`  password:  ${OWNER.password}`);
	print(`  log:       ${n8n.logFile}`);
	if (isInspected) print(`  debugger:  ${INSPECTOR}`);
	print(`ServiceOps:  ${simulator.url} (simulated)`);
	print('\nChanges are built at once. Press Ctrl-C to stop everything.');
	const code = await gulp.ended;
	nodeProcess.stderr.write(`${logTail(logFile)}\n`);
	return code;
}

void runScript(main);
