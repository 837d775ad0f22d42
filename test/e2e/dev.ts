/** `npm run dev`: a real n8n that loads the node anew after every change of its sources, next to the simulator. */
import { installN8n, printProgress } from './install';
import { OWNER, startN8n } from './n8nServer';
import { logTail, onEnd, print, runScript, startProcess, temporaryFolder } from './processes';
import { CREDENTIAL_TYPE } from './workflows';
import { LOGIN, startSimulator } from '../simulator';
import { delay, fs, nodeProcess, path, projectRoot } from '../support/node';

const SETTLE_MS = 300;

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
	const gulp = startProcess('npx', ['gulp', 'watch'], { cwd: projectRoot, logFile });
	print(`\nn8n:         ${n8n.url}`);
	print(`  e-mail:    ${OWNER.email}`);
	print(`  password:  ${OWNER.password}`);
	print(`  log:       ${n8n.logFile}`);
	print(`ServiceOps:  ${simulator.url} (simulated)`);
	print('\nChanges are built at once. Press Ctrl-C to stop everything.');
	const code = await gulp.ended;
	nodeProcess.stderr.write(`${logTail(logFile)}\n`);
	return code;
}

void runScript(main);
