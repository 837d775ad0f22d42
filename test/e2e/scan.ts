import { startChecks, expect, expectEqual } from './checks';
import { installOnce, npmInstall, packTarball, printProgress, type Tarball } from './install';
import { print, runProcess, runScript, temporaryFolder } from './processes';
import { fs, nodeProcess, path, projectRoot } from '../support/node';

const SCANNER = '@n8n/scan-community-package@0.32.0';

/** What n8n and a reader on npm need; everything else stays at home. */
const ALLOWED = [
	/^package\.json$/,
	/^index\.js$/,
	/^(README|LICENSE)\.md$/,
	/^dist\/(credentials|nodes)\/[\w./-]+\.(js|json|svg)$/,
	/^dist\/serviceOps\.js$/,
	/^dist\/icons\/[\w.-]+\.svg$/,
];
const MAX_PACKED_BYTES = 150_000;
const MAX_UNPACKED_BYTES = 1_000_000;

interface ScanResult {
	readonly passed: boolean;
	readonly message: string;
	readonly details: unknown;
}

/** Runs n8n's scanner in a process of its own: it is an ES module that brings its own TypeScript and ESLint. */
async function scan(scanner: string, folder: string, leg: 'source' | 'dist'): Promise<ScanResult> {
	const work = temporaryFolder('scan');
	const [script, output] = [path.join(scanner, 'scan.mjs'), path.join(work, 'result.json')];
	await runProcess(nodeProcess.execPath, [script, folder, leg, output], {
		cwd: scanner,
		logFile: path.join(work, 'scan.log'),
	});
	return JSON.parse(fs.readFileSync(output, 'utf8')) as ScanResult;
}

const SCAN_SCRIPT = `
import { writeFileSync } from 'node:fs';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
const [folder, leg, output] = process.argv.slice(2);
const patterns = leg === 'dist' ? ['**/*.js', 'package.json'] : SOURCE_FILE_PATTERNS;
const { passed, message = '', details = '' } = await analyzePackage(folder, patterns);
writeFileSync(output, JSON.stringify({ passed, message, details }));
`;

async function unpack({ file }: Tarball): Promise<string> {
	const folder = temporaryFolder('unpacked');
	await runProcess('tar', ['-xzf', file, '-C', folder, '--strip-components=1'], {
		cwd: folder,
		logFile: path.join(temporaryFolder('tar'), 'tar.log'),
	});
	return folder;
}

function filesIn(folder: string): string[] {
	return fs
		.readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
		)
		.sort();
}

/** The icons that a packed class names, by their paths in the package; the bundle no longer says which class names which. */
function iconsOf(packed: string): string[] {
	const source = packed.replace(/^dist\/(.+)\.js$/, '$1.ts');
	const text = fs.readFileSync(path.join(projectRoot, source), 'utf8');
	return [...text.matchAll(/'file:([^']+)'/g)].map(([, icon = '']) =>
		path.posix.join(path.posix.dirname(packed), icon),
	);
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	const scanner = await installOnce('scanner-0.32.0', async (folder) => {
		progress(`Installing ${SCANNER} from the npm registry (once; about a minute)`);
		await npmInstall(folder, [SCANNER], progress);
		fs.writeFileSync(path.join(folder, 'scan.mjs'), SCAN_SCRIPT);
	});
	const tarball = await packTarball();
	const unpacked = await unpack(tarball);
	const files = filesIn(unpacked);
	const manifest = JSON.parse(fs.readFileSync(path.join(unpacked, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
		dependencies?: Record<string, string>;
	};

	print(`${path.basename(tarball.file)}:`);
	for (const file of files) {
		print(`  ${kilobytes(fs.statSync(path.join(unpacked, file)).size).padStart(10)}  ${file}`);
	}
	const packedSize = fs.statSync(tarball.file).size;
	const unpackedSize = files.reduce(
		(sum, file) => sum + fs.statSync(path.join(unpacked, file)).size,
		0,
	);
	print(`  ${kilobytes(packedSize).padStart(10)}  packed, ${files.length} files`);
	print(`  ${kilobytes(unpackedSize).padStart(10)}  unpacked\n`);

	const passes = async (folder: string, leg: 'source' | 'dist'): Promise<void> => {
		const { passed, message, details } = await scan(scanner, folder, leg);
		expect(
			passed,
			`${message}\n${typeof details === 'string' ? details : JSON.stringify(details, null, 2)}`,
		);
	};
	await check("n8n's scanner accepts the source", async () => {
		await passes(projectRoot, 'source');
	});
	await check("n8n's scanner accepts the packed files", async () => {
		await passes(unpacked, 'dist');
	});
	await check('the package holds only what n8n needs', () => {
		const strangers = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
		expectEqual(strangers, [], 'files that do not belong');
	});
	await check(
		'the package has every node and credential that it names, with icons and codex',
		() => {
			const { nodes, credentials } = manifest.n8n;
			expect(
				nodes.length > 0 && credentials.length > 0,
				'package.json names no node or credential',
			);
			const codex = nodes.map((file) => file.replace(/\.js$/, '.json'));
			const missing = [...nodes, ...credentials, ...codex].filter((file) => !files.includes(file));
			expectEqual(missing, [], 'missing files');
			const icons = new Set([...nodes, ...credentials].flatMap(iconsOf));
			expect(icons.size > 0, 'no class names an icon');
			expectEqual(
				[...icons].filter((file) => !files.includes(file)),
				[],
				'missing icons',
			);
		},
	);
	await check('the package has no dependencies at run time', () => {
		expectEqual(Object.keys(manifest.dependencies ?? {}), [], 'dependencies');
	});
	await check('the packed entry point loads, and exports the node and the credential', async () => {
		await runProcess(
			nodeProcess.execPath,
			[
				'-e',
				`const all = Object.keys(require(${JSON.stringify(unpacked)}));
				for (const name of ['ServiceOps', 'ServiceOpsOAuth']) if (!all.includes(name)) throw new Error(name + ' is not among ' + all);`,
			],
			{
				cwd: unpacked,
				env: { ...nodeProcess.env, NODE_PATH: path.join(projectRoot, 'node_modules') },
				logFile: path.join(temporaryFolder('load'), 'load.log'),
			},
		);
	});
	await check(`the package is smaller than ${kilobytes(MAX_PACKED_BYTES)}`, () => {
		expect(packedSize < MAX_PACKED_BYTES, `It has ${kilobytes(packedSize)}`);
	});
	await check(`unpacked, it is smaller than ${kilobytes(MAX_UNPACKED_BYTES)}`, () => {
		expect(unpackedSize < MAX_UNPACKED_BYTES, `It has ${kilobytes(unpackedSize)}`);
	});
	return finish();
}

void runScript(main);
