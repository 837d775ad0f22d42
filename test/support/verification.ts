/**
 * `npm run verification`: carries out the check of every row of docs/dev/verification.md, and counts.
 *
 *   tsx test/support/verification.ts [--tests <file>]
 *
 * `--tests` names the results of a run of jest over all tests (`--json --outputFile`); without it, or where there is no such
 * file, the tests of the page are run.
 */
import { ESLint } from 'eslint';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { ServiceOpsOAuthApi } from '../../credentials/ServiceOpsOAuthApi.credentials.js';
import { ServiceOps } from '../../nodes/ServiceOps/ServiceOps.node.js';
import { modules } from '../../nodes/ServiceOps/operations';
import { resources } from '../../nodes/ServiceOps/resources';
import { triggerForm } from '../../nodes/ServiceOps/trigger/form';
import { childProcess, fs, nodeProcess, os, path, projectRoot } from './node';
import { SILENCES_RULES } from './silencedRules';

const PAGE = 'docs/dev/verification.md';
/** How many rows each part of the checklist has: a row that is missing is a row that is not met. */
const EXPECTED = { P: 21, C: 16, N: 12, K: 9, U: 17, D: 4 };

const read = (file: string): string => fs.readFileSync(path.join(projectRoot, file), 'utf8');
const exists = (file: string): boolean => fs.existsSync(path.join(projectRoot, file));

interface Manifest {
	license: string;
	author: { email: string };
	repository?: unknown;
	n8n: { strict: boolean; nodes: string[]; credentials: string[] };
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

const filesUnder = (folder: string, ending: string): string[] =>
	fs
		.readdirSync(path.join(projectRoot, folder), { recursive: true })
		.map((file) => path.join(folder, String(file)))
		.filter((file) => file.endsWith(ending));
const shipped = [...filesUnder('nodes', '.ts'), ...filesUnder('credentials', '.ts')];
const nodeSources = filesUnder('nodes', '.node.ts');

const description: INodeTypeDescription = new ServiceOps().description;
const everyProperty = (list: INodeProperties[]): INodeProperties[] =>
	list.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) => {
			if ('values' in option) return everyProperty(option.values);
			return 'type' in option ? everyProperty([option]) : [];
		}),
	]);
const properties = everyProperty(description.properties);
const texts = properties.flatMap(({ displayName, description: help = '', placeholder = '' }) => [
	displayName,
	help,
	placeholder,
]);
/** What a look at the files finds wrong, by row. */
const facts: Record<string, () => string[]> = {
	P3: () =>
		read('LICENSE.md').includes('MIT License') ? [] : ['LICENSE.md is not the MIT license'],
	P15: () => [
		...(manifest.n8n.strict ? [] : ['n8n.strict is off']),
		...(/^import { config } from '@n8n\/node-cli\/eslint';\s+export default config;\s*$/.test(
			read('eslint.config.mjs'),
		)
			? []
			: ['eslint.config.mjs is not the template']),
	],
	P16: () =>
		nodeSources.filter(
			(file) => !manifest.n8n.nodes.includes(`dist/${file.replace(/\.ts$/, '.js')}`),
		),
	P19: () => [
		...('@n8n/node-cli' in manifest.devDependencies ? [] : ['@n8n/node-cli is no dependency']),
		...(manifest.scripts.lint?.includes('n8n-node lint') ? [] : ['lint does not use it']),
		...(manifest.scripts.release === 'n8n-node release' ? [] : ['release does not use it']),
	],
	P21: () =>
		nodeSources.filter((file) => {
			const codex = file.replace(/\.ts$/, '.json');
			return !exists(codex) || !('resources' in (JSON.parse(read(codex)) as object));
		}),
	C2: () =>
		shipped.flatMap((file) =>
			[...read(file).matchAll(/from '([^']+)'/g)]
				.map(([, from = '']) => from)
				.filter((from) => !from.startsWith('.') && from !== 'n8n-workflow')
				.filter((from) => !(from === 'crypto' && file.startsWith('credentials')))
				.map((from) => `${file}: ${from}`),
		),
	C11: () =>
		shipped.flatMap((file) =>
			// Whatever holds the input is asked for its length, and for nothing else.
			[...read(file).matchAll(/const (\w+) = this\.getInputData\(\)/g)].flatMap(([, name]) =>
				[...read(file).matchAll(new RegExp(`\\b${name}\\b(?!\\.length| = )[^\\n]*`, 'g'))].map(
					([line]) => `${file}: ${line}`,
				),
			),
		),
	C16: () => shipped.filter((file) => SILENCES_RULES.test(read(file))),
	K9: () => {
		const modes = new ServiceOpsOAuthApi().properties
			.filter(({ name }) => name === 'authentication')
			.flatMap(({ options = [] }) => options.map(({ name }) => name));
		return modes.some((name) => name.startsWith('OAuth')) ? [] : [`only ${modes.join(', ')}`];
	},
	U1: () =>
		['request', 'serviceRequest', 'change', 'problem', 'release', 'asset', 'ci'].flatMap((name) => {
			const offered = resources.find((resource) => resource.name === name)?.operations ?? [];
			return (['create', 'get', 'getAll', 'update', 'delete'] as const)
				.filter((verb) => !offered.includes(verb))
				.map((verb) => `${name}: ${verb}`);
		}),
	U2: () =>
		properties
			.filter(({ name }) => name === 'recordId')
			.filter(
				({ type, modes, default: value }) =>
					type !== 'resourceLocator' ||
					modes?.[0]?.name !== 'list' ||
					(value as { mode?: string }).mode !== 'list',
			)
			.map(({ displayName }) => displayName),
	U7: () =>
		modules
			.flatMap(({ actions }) => actions.map(({ action }) => action))
			.filter((text) => /\b(a|an|the)\b/i.test(text)),
	U12: () => {
		const outside = description.properties.filter(({ name }) => /^sort/i.test(name));
		return properties.some(({ name }) => /^sort/i.test(name))
			? outside.map(({ name }) => name)
			: ['there is no sorting'];
	},
	U14: () =>
		// The webhook trigger has no such choice: ServiceOps decides which events call it.
		triggerForm.some(
			({ name, displayName, description: tooltip }) =>
				name === 'event' && displayName === 'Trigger On' && tooltip === undefined,
		)
			? []
			: ['Trigger On is missing, or has a tooltip'],
	U16: () => texts.filter((text) => /binary property/i.test(text)),
	U17: () => texts.filter((text) => /[^\p{ASCII}…–“”‘’]/u.test(text)),
	D1: () =>
		['Installation', 'Operations', 'Credentials', 'Compatibility', 'Resources'].filter(
			(title) => !read('README.md').includes(`\n## ${title}\n`),
		),
	D2: () => [
		...(/^## \[Unreleased\]$/m.test(read('CHANGELOG.md')) ? [] : ['CHANGELOG.md: no Unreleased']),
		...['LICENSE.md', 'docs/examples.md'].filter((file) => !exists(file)),
	],
	D3: () =>
		nodeSources.filter(
			(file) => !/#(readme|operations)"/.test(read(file.replace(/\.ts$/, '.json'))),
		),
};

/** What tells that the owner has done their part. */
const ownersPart: Record<string, () => boolean> = {
	P4: () => manifest.repository !== undefined,
	// A published version cannot be seen from here.
	P5: () => false,
	P6: () => !manifest.author.email.endsWith('.invalid'),
	D4: () => exists('CODE_OF_CONDUCT.md'),
};

interface Findings {
	active: Set<string>;
	found: Map<string, string[]>;
}

const bare = (rule: string): string =>
	rule.replace(/^(@n8n\/community-nodes|n8n-nodes-base)\//, '');

/** Runs both lint configurations over what n8n looks at, deaf to comments that silence rules. */
async function lint(): Promise<Findings> {
	const active = new Set<string>();
	const found = new Map<string, string[]>();
	const files = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts'];
	for (const overrideConfigFile of ['eslint.config.mjs', 'eslint.quality.config.mjs']) {
		const eslint = new ESLint({ cwd: projectRoot, overrideConfigFile, allowInlineConfig: false });
		for (const file of [
			'package.json',
			...nodeSources,
			...shipped.filter((f) => f.includes('Api.cred')),
		]) {
			const { rules = {} } = (await eslint.calculateConfigForFile(file)) as {
				rules?: Record<string, [number]>;
			};
			for (const [rule, [severity]] of Object.entries(rules))
				if (severity > 0) active.add(bare(rule));
		}
		for (const { filePath, messages } of await eslint.lintFiles(files)) {
			for (const { ruleId, message, line } of messages) {
				const rule = bare(ruleId ?? 'parser');
				const place = `${path.relative(projectRoot, filePath)}:${line} ${message}`;
				found.set(rule, [...(found.get(rule) ?? []), place]);
			}
		}
	}
	return { active, found };
}

interface TestCase {
	file: string;
	name: string;
	passed: boolean;
}

function runTests(files: string[]): TestCase[] {
	const output = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'verification-')), 'jest.json');
	childProcess.spawnSync(
		nodeProcess.execPath,
		['node_modules/jest/bin/jest.js', ...files, '--json', `--outputFile=${output}`, '--silent'],
		{ cwd: projectRoot, stdio: 'ignore' },
	);
	const tests = readTests(output);
	fs.rmSync(path.dirname(output), { recursive: true });
	return tests;
}

/** The tests in a file of results that jest has written. */
function readTests(results: string): TestCase[] {
	const { testResults } = JSON.parse(fs.readFileSync(results, 'utf8')) as {
		testResults: Array<{
			name: string;
			assertionResults: Array<{ fullName: string; status: string }>;
		}>;
	};
	return testResults.flatMap(({ name: file, assertionResults }) =>
		assertionResults.map(({ fullName, status }) => ({
			file: path.relative(projectRoot, file),
			name: fullName,
			passed: status === 'passed',
		})),
	);
}

interface Row {
	id: string;
	level: string;
	text: string;
	checks: string[];
}

const rowsOf = (page: string): Row[] =>
	[...page.matchAll(/^\| ([A-Z]\d+) \| ([MS]) \| (.*?) \| .* \| (.*?) \|$/gm)].map(
		([, id = '', level = '', text = '', check = '']) => ({
			id,
			level,
			text,
			checks: check.split('; '),
		}),
	);

const TEST = /^test `([^`]+)`: (.+)$/;

function faultsOf(
	{ id }: Row,
	check: string,
	{ active, found }: Findings,
	tests: TestCase[],
): string[] {
	if (check === 'fact') return facts[id]?.() ?? ['there is no such look'];
	const [, file, name = ''] = TEST.exec(check) ?? [];
	if (file) {
		const named = tests.filter((test) => test.file === file && test.name.includes(name));
		if (named.length === 0) return [`${file} has no test "${name}"`];
		return named.filter(({ passed }) => !passed).map((test) => `${file}: ${test.name}`);
	}
	const names = [...check.matchAll(/`([^`]+)`/g)].map(([, rule = '']) => rule);
	if (!check.startsWith('rule ') || names.length === 0) return [`unknown check: ${check}`];
	return names.flatMap((rule) => {
		const isMeant = (one: string): boolean =>
			rule.endsWith('*') ? one.startsWith(rule.slice(0, -1)) : one === rule;
		if (![...active].some(isMeant)) return [`no rule ${rule} is switched on`];
		return [...found].filter(([one]) => isMeant(one)).flatMap(([, places]) => places);
	});
}

async function main(): Promise<void> {
	const rows = rowsOf(read(PAGE));
	const findings = await lint();
	const files = rows.flatMap(({ checks }) => checks.map((check) => TEST.exec(check)?.[1] ?? ''));
	const place = nodeProcess.argv.indexOf('--tests');
	const results = place === -1 ? '' : (nodeProcess.argv[place + 1] ?? '');
	const tests = fs.existsSync(results)
		? readTests(results)
		: runTests([...new Set(files)].filter(Boolean));
	const count = { met: 0, owner: 0, review: 0, open: 0 };
	const print = (line: string): void => void nodeProcess.stdout.write(`${line}\n`);
	let broken = 0;
	for (const row of rows) {
		const [first = ''] = row.checks;
		const isDone = first === 'owner' && ownersPart[row.id]?.() === true;
		if (!isDone && (first === 'owner' || first === 'review' || first === 'open')) {
			count[first] += 1;
			print(`${first.padEnd(6)}  ${row.id} ${row.level}  ${row.text}`);
			continue;
		}
		const faults = isDone
			? []
			: row.checks.flatMap((check) => faultsOf(row, check, findings, tests));
		count[faults.length === 0 ? 'met' : 'open'] += 1;
		if (faults.length > 0) broken += 1;
		print(`${faults.length === 0 ? 'met   ' : 'BROKEN'}  ${row.id} ${row.level}  ${row.text}`);
		for (const fault of faults.slice(0, 5)) print(`          ${fault}`);
	}
	const missing = Object.entries(EXPECTED).flatMap(([part, rowCount]) =>
		Array.from({ length: rowCount }, (_, index) => `${part}${index + 1}`).filter(
			(id) => !rows.some((row) => row.id === id),
		),
	);
	for (const id of missing) print(`BROKEN  ${id} has no row`);
	broken += missing.length;
	print(
		`\n${count.met} of ${rows.length + missing.length} rows met; ${count.owner} wait for the owner, ${count.review} for n8n's review, ${count.open + missing.length} open`,
	);
	print(`${count.met} passed, ${broken} failed`);
	nodeProcess.exitCode = broken === 0 ? 0 : 1;
}

void main();
