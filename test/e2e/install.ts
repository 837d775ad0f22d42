import { print, runProcess, temporaryFolder } from './processes';
import { fs, nodeProcess, os, path, projectRoot } from '../support/node';

/** What it takes to run a version of n8n. */
interface N8nRelease {
	/** The Node it runs on; n8n 2 needs 24 while this project also runs on 20. */
	readonly node: string;
	/** Versions to take instead of those that it asks for, because the registry does not have them. */
	readonly overrides?: Record<string, string>;
	/** What else it needs in its environment. */
	readonly env?: Record<string, string>;
}

/** The releases of n8n that the package is tried on: the newest that the registry has whole, and the last of n8n 1. */
export const RELEASES: Readonly<Record<string, N8nRelease>> = {
	'2.41.1': { node: '24.21.0' },
	'1.123.81': {
		node: '20.20.2',
		overrides: { xlsx: '0.18.5' },
		// Its newer engine comes compiled for Node 22 and later only.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
};

/**
 * The release of n8n that a script works with: the one after `--n8n` on the command line, else the newest.
 *
 * @throws when it is none of those that are tried
 */
export function chosenN8n(args: string[] = nodeProcess.argv): string {
	const [newest = ''] = Object.keys(RELEASES);
	const place = args.indexOf('--n8n');
	const version = place === -1 ? newest : (args[place + 1] ?? '');
	if (!RELEASES[version]) {
		throw new Error(`--n8n takes one of ${Object.keys(RELEASES).join(', ')}, not "${version}"`);
	}
	return version;
}

const ABANDONED_MS = 60 * 60_000;

/** An installed n8n. */
export interface N8nInstallation {
	readonly version: string;
	/** The folder that holds its `node_modules`. */
	readonly folder: string;
	/** The `node` that runs it, and the folder to put first on PATH. */
	readonly node: string;
	readonly binFolder: string;
	/** n8n's start script. */
	readonly script: string;
	readonly env: Record<string, string>;
}

/** Tells the user what a long step is doing. */
export type Progress = (line: string) => void;

/** Prints progress with the time it took so far. */
export function printProgress(): Progress {
	const started = Date.now();
	return (line) => {
		const seconds = Math.round((Date.now() - started) / 1000);
		print(
			`[${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}] ${line}`,
		);
	};
}

/** Where n8n, the scanner and the like are kept between runs: never inside the repository. */
export function cacheFolder(): string {
	const { SERVICEOPS_TEST_CACHE, XDG_CACHE_HOME } = nodeProcess.env;
	return (
		SERVICEOPS_TEST_CACHE ??
		path.join(XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'n8n-nodes-serviceops')
	);
}

function rename(from: string, to: string): boolean {
	try {
		fs.renameSync(from, to);
		return true;
	} catch {
		return false;
	}
}

/** Removes what a killed run has left; an install that is going on is younger. */
function removeAbandoned(prefix: string): void {
	for (const entry of fs.readdirSync(cacheFolder())) {
		const folder = path.join(cacheFolder(), entry);
		if (entry.startsWith(prefix) && Date.now() - fs.statSync(folder).birthtimeMs > ABANDONED_MS) {
			fs.rmSync(folder, { recursive: true, force: true });
		}
	}
}

/**
 * Fills a folder of the cache once. The work is done under a temporary name and renamed when complete, so a broken
 * install is never used; of two that install at the same time, the first to finish wins and the other's is removed.
 */
export async function installOnce(
	name: string,
	work: (folder: string) => Promise<void>,
): Promise<string> {
	const target = path.join(cacheFolder(), name);
	if (fs.existsSync(target)) return target;
	fs.mkdirSync(cacheFolder(), { recursive: true });
	removeAbandoned(`${name}.partial-`);
	const partial = fs.mkdtempSync(`${target}.partial-`);
	const discard = (): void => {
		fs.rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
	};
	nodeProcess.once('exit', discard);
	try {
		await work(partial);
		if (!rename(partial, target) && !fs.existsSync(target)) {
			throw new Error(`Could not rename ${partial} to ${target}`);
		}
		return target;
	} finally {
		discard();
		nodeProcess.off('exit', discard);
	}
}

/** Installs packages of the npm registry into a folder, without running any of their scripts. */
export async function npmInstall(
	folder: string,
	packages: string[],
	onProgress: Progress,
	overrides: Record<string, string> = {},
): Promise<void> {
	fs.writeFileSync(
		path.join(folder, 'package.json'),
		JSON.stringify({
			private: true,
			name: 'n8n-nodes-serviceops-cache',
			version: '0.0.0',
			overrides,
		}),
	);
	await runProcess(
		'npm',
		[
			'install',
			'--ignore-scripts',
			'--no-audit',
			'--no-fund',
			'--save-exact',
			'--loglevel=error',
			...packages,
		],
		{
			cwd: folder,
			logFile: path.join(folder, 'npm.log'),
			onTick: (seconds) => {
				const modules = path.join(folder, 'node_modules');
				const count = fs.existsSync(modules) ? fs.readdirSync(modules).length : 0;
				onProgress(
					`  npm install is running (${seconds} s; ${count === 0 ? 'reading the package list' : `${count} packages unpacked`})`,
				);
			},
		},
	);
}

/** Installs n8n into the cache, unless it is there already. Takes three to five minutes the first time. */
export async function installN8n(
	onProgress: Progress = print,
	version: string = chosenN8n(),
): Promise<N8nInstallation> {
	const { node, overrides, env = {} } = RELEASES[version] ?? { node: '' };
	const nodePackage = `node-${os.platform()}-${os.arch()}`;
	const folder = await installOnce(`n8n-${version}`, async (partial) => {
		onProgress(
			`Installing n8n ${version} and Node ${node} from the npm registry into ${cacheFolder()} (once; about 3 GB, 3 to 5 minutes)`,
		);
		await npmInstall(partial, [`n8n@${version}`, `${nodePackage}@${node}`], onProgress, overrides);
		onProgress('Compiling sqlite3 for this Node (about a minute)');
		const nodeFolder = path.join(partial, 'node_modules', nodePackage);
		await runProcess('npm', ['rebuild', 'sqlite3', '--foreground-scripts'], {
			cwd: partial,
			// The headers come with the Node package: nothing is fetched from nodejs.org.
			env: {
				...nodeProcess.env,
				PATH: `${path.join(nodeFolder, 'bin')}:${nodeProcess.env.PATH ?? ''}`,
				npm_config_nodedir: nodeFolder,
			},
			logFile: path.join(partial, 'npm.log'),
			onTick: (seconds) => {
				onProgress(`  compiling sqlite3 (${seconds} s)`);
			},
		});
		onProgress(`n8n ${version} is installed`);
	});
	const binFolder = path.join(folder, 'node_modules', nodePackage, 'bin');
	return {
		version,
		folder,
		node: path.join(binFolder, 'node'),
		binFolder,
		script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		env,
	};
}

/** A packed npm package. */
export interface Tarball {
	readonly name: string;
	readonly version: string;
	readonly file: string;
}

/** Packs this project as `npm publish` would, into a temporary folder. */
export async function packTarball(): Promise<Tarball> {
	const folder = temporaryFolder('pack');
	await runProcess('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
		cwd: projectRoot,
		logFile: path.join(folder, 'npm.log'),
	});
	const { name, version } = JSON.parse(
		fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
	) as { name: string; version: string };
	return { name, version, file: path.join(folder, `${name}-${version}.tgz`) };
}
