import { childProcess, delay, fs, nodeProcess, os, path } from '../support/node';

/** What is left to tidy up, newest first: a server is stopped before the folder it writes to is removed. */
const cleanups: Array<() => Promise<void> | void> = [];
let cleaning: Promise<void> | undefined;

/** Remembers something to undo when the script ends, however it ends. */
export function onEnd(cleanup: () => Promise<void> | void): void {
	cleanups.unshift(cleanup);
}

async function cleanUp(): Promise<void> {
	for (let cleanup = cleanups.shift(); cleanup; cleanup = cleanups.shift()) {
		try {
			await cleanup();
		} catch (error) {
			nodeProcess.stderr.write(`Could not clean up: ${String(error)}\n`);
		}
	}
}

/**
 * Runs a script's main function, tidies up after it (also after a failure or Ctrl-C), then ends the process
 * with the exit code it answered.
 */
export async function runScript(main: () => Promise<number>): Promise<void> {
	const end = async (code: number): Promise<void> => {
		cleaning ??= cleanUp();
		await cleaning;
		nodeProcess.exit(code);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		nodeProcess.on(signal, () => void end(130));
	}
	let code = 1;
	try {
		code = await main();
	} catch (error) {
		nodeProcess.stderr.write(
			`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
		);
	}
	await end(code);
}

/** Prints one line. */
export function print(line = ''): void {
	nodeProcess.stdout.write(`${line}\n`);
}

/** A new temporary folder, removed when the script ends. */
export function temporaryFolder(name: string): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), `n8n-nodes-serviceops-${name}-`));
	onEnd(() => {
		fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	});
	return folder;
}

/** The last lines of a log, for an error message. */
export function logTail(file: string, lines = 30): string {
	if (!fs.existsSync(file)) return '';
	return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** A program that runs in the background, in a process group of its own. */
export interface BackgroundProcess {
	readonly pid: number;
	/** Fulfilled with the exit code when the program has ended. */
	readonly ended: Promise<number>;
	readonly running: boolean;
	/** Ends the program and everything it started: politely first, then by force. */
	stop: () => Promise<void>;
}

/** How to start a program. */
export interface ProcessOptions {
	readonly cwd: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Whom it runs as, for a program that refuses to run as root. */
	readonly user?: { readonly uid: number; readonly gid: number };
	/** Gets all that the program prints. */
	readonly logFile: string;
}

const STOP_TIMEOUT_MS = 10_000;

/** Starts a program in the background; it is stopped when the script ends, at the latest. */
export function startProcess(
	command: string,
	args: string[],
	{ cwd, env = nodeProcess.env, user, logFile }: ProcessOptions,
): BackgroundProcess {
	const log = fs.openSync(logFile, 'a');
	const child = childProcess.spawn(command, args, {
		cwd,
		env,
		...user,
		// A group of its own: Ctrl-C in the terminal reaches only this script, which then stops the group in order.
		detached: true,
		stdio: ['ignore', log, log],
	});
	fs.closeSync(log);
	let running = true;
	const ended = new Promise<number>((resolve) => {
		child.on('error', (error) => {
			fs.appendFileSync(logFile, `${command}: ${error.message}\n`);
			running = false;
			resolve(127);
		});
		child.on('exit', (code, signal) => {
			running = false;
			resolve(signal ? 128 : (code ?? 1));
		});
	});
	const pid = child.pid ?? 0;
	const signalGroup = (signal: NodeJS.Signals): void => {
		try {
			nodeProcess.kill(-pid, signal);
		} catch {
			// The group has ended by itself.
		}
	};
	const stop = async (): Promise<void> => {
		if (pid === 0) return;
		if (running) {
			signalGroup('SIGTERM');
			await Promise.race([ended, delay(STOP_TIMEOUT_MS)]);
		}
		// Also after a normal end: children of the program may have outlived it.
		signalGroup('SIGKILL');
		await ended;
	};
	onEnd(stop);
	return {
		pid,
		ended,
		get running() {
			return running;
		},
		stop,
	};
}

/** Runs a program to its end; calls `onTick` every few seconds meanwhile. Fails with the log's tail. */
export async function runProcess(
	command: string,
	args: string[],
	options: ProcessOptions & { readonly onTick?: (seconds: number) => void },
): Promise<void> {
	const started = Date.now();
	const child = startProcess(command, args, options);
	const ticks = (async () => {
		while (child.running) {
			await Promise.race([child.ended, delay(5_000)]);
			if (child.running) options.onTick?.(Math.round((Date.now() - started) / 1000));
		}
	})();
	const code = await child.ended;
	await ticks;
	if (code !== 0) {
		throw new Error(
			`"${command} ${args.join(' ')}" ended with code ${code}. Its last lines:\n${logTail(options.logFile)}`,
		);
	}
}
