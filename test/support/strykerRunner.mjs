/**
 * Stryker's runner for the unit tests: it runs them itself, in the process in which Stryker starts it. The files of the project are
 * compiled once and evaluated anew for each mutant, what comes from node_modules is loaded once; only the tests that cover a mutant
 * run, those of the file named like the changed one first, until one fails. Jest, which loads all anew for each mutant, takes five
 * times as long. Of jest the tests get what they use: `test`, `describe`, their `each`, the hooks, `expect`, and of `jest` functions
 * that record their calls.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import {
	commonTokens,
	declareFactoryPlugin,
	PluginKind,
	tokens,
} from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

/** A mutant that makes a test wait for ever is found by this, which is faster than by Stryker's end of the process. */
const LONGEST_TEST_MS = 5_000;
const ROOMS = '(credentials|records|run|transport|values)';
const TESTS = new RegExp(
	`/test/unit/(${ROOMS}/.*|trigger/rowTimes|clock|properties|secrets)\\.test\\.ts$`,
);
/** What stands in for packages, from the root of the project. */
const STAND_INS = {
	'fast-check': 'test/support/quickFastCheck.js',
	'n8n-workflow': 'test/support/lightWorkflow.js',
};

const fromHere = createRequire(import.meta.url);
const { transformSync } = fromHere('@swc/core');
const fromJest = createRequire(
	fromHere.resolve('jest-circus', { paths: [fromHere.resolve('jest')] }),
);
const { bind } = fromJest('jest-each');
const { expect } = fromJest('expect');
const { ModuleMocker } = fromJest('jest-mock');
const mocker = new ModuleMocker(globalThis);

/** Compiled files, by path. */
const scripts = new Map();

function scriptOf(file) {
	if (!scripts.has(file)) {
		const { code } = transformSync(fs.readFileSync(file, 'utf8'), {
			filename: file,
			swcrc: false,
			jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
			module: { type: 'commonjs' },
		});
		const wrapped = `(function (exports, require, module, __filename, __dirname, jest) {${code}\n})`;
		scripts.set(file, vm.runInThisContext(wrapped, { filename: file }));
	}
	return scripts.get(file);
}

/** Paths of files that imports mean, undefined for what is not TypeScript. */
const resolved = new Map();

function findSource(target) {
	if (!resolved.has(target)) {
		const candidates = [target, `${target}.ts`, path.join(target, 'index.ts')];
		const isSource = (file) => file.endsWith('.ts') && fs.existsSync(file);
		resolved.set(target, candidates.find(isSource));
	}
	return resolved.get(target);
}

/** Evaluates files of the project, each once for each loader. */
function createLoader(root) {
	const requireHere = createRequire(path.join(root, 'package.json'));
	const modules = new Map();
	return function load(file) {
		const known = modules.get(file);
		if (known) return known.exports;
		const module = { exports: {} };
		modules.set(file, module);
		const requireFrom = (name) => {
			if (STAND_INS[name]) return requireHere(path.join(root, STAND_INS[name]));
			if (!name.startsWith('.') && !path.isAbsolute(name)) return requireHere(name);
			const target = path.resolve(path.dirname(file), name);
			const source = findSource(target);
			return source ? load(source) : requireHere(target);
		};
		const jest = {
			fn: (...args) => mocker.fn(...args),
			spyOn: (...args) => mocker.spyOn(...args),
			requireActual: requireFrom,
		};
		scriptOf(file)(module.exports, requireFrom, module, file, path.dirname(file), jest);
		return module.exports;
	};
}

/** The tests that a file declares, in order. */
function declaredIn(file, root) {
	const blockIn = (parent, name) => ({
		parent,
		name,
		before: [],
		after: [],
		beforeEach: [],
		afterEach: [],
	});
	let block = blockIn(undefined, '');
	const tests = [];
	const counts = new Map();
	const describe = (name, body) => {
		const outer = block;
		block = blockIn(outer, String(name));
		body();
		block = outer;
	};
	const test = (name, run, ms = LONGEST_TEST_MS) => {
		const blocks = [];
		for (let one = block; one; one = one.parent) blocks.unshift(one);
		const title = [...blocks.map((one) => one.name), String(name)].filter(Boolean).join(' ');
		const count = (counts.get(title) ?? 0) + 1;
		counts.set(title, count);
		const id = `${path.relative(root, file)} ${title}${count > 1 ? ` #${count}` : ''}`;
		tests.push({ id, run, ms, blocks });
	};
	test.each = bind(test, false);
	describe.each = bind(describe, false);
	const hooks = {
		beforeAll: 'before',
		afterAll: 'after',
		beforeEach: 'beforeEach',
		afterEach: 'afterEach',
	};
	for (const [name, list] of Object.entries(hooks))
		globalThis[name] = (hook) => block[list].push(hook);
	Object.assign(globalThis, { describe, test, it: test, expect });
	createLoader(root)(file);
	return tests;
}

async function within(work, ms) {
	const result = work();
	if (typeof result?.then !== 'function') return;
	let timer;
	const tooLate = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`The test took more than ${ms} ms`)), ms);
	});
	await Promise.race([result, tooLate]).finally(() => clearTimeout(timer));
}

const all = async (hooks) => {
	for (const hook of hooks) await within(hook, LONGEST_TEST_MS);
};

/** @returns what the test, or a hook of it, threw */
async function faultOf({ run, ms, blocks }, begun) {
	try {
		for (const block of blocks.filter((one) => !begun.has(one))) {
			begun.add(block);
			await all(block.before);
		}
		await all(blocks.flatMap(({ beforeEach }) => beforeEach));
		try {
			await within(run, ms);
		} finally {
			await all(blocks.toReversed().flatMap(({ afterEach }) => afterEach));
		}
		return undefined;
	} catch (error) {
		return error ?? new Error('Something was thrown');
	}
}

/**
 * Runs the tests of a file.
 *
 * @param wanted the IDs of those to run; all when absent
 * @param bail whether to stop after the first that fails
 */
async function runFile(file, { root, wanted, bail, stryker }) {
	const results = [];
	const note = (id, fault, ms = 0) => {
		const failed = { status: TestStatus.Failed, failureMessage: String(fault?.stack ?? fault) };
		const outcome = fault === undefined ? { status: TestStatus.Success } : failed;
		results.push({ id, name: id, fileName: file, timeSpentMs: Math.round(ms), ...outcome });
	};
	let tests = [];
	try {
		tests = declaredIn(file, root);
	} catch (error) {
		note(file, error);
	}
	const begun = new Set();
	for (const test of tests.filter(({ id }) => !wanted || wanted.has(id))) {
		const start = performance.now();
		stryker.currentTestId = test.id;
		const fault = await faultOf(test, begun);
		stryker.currentTestId = undefined;
		note(test.id, fault, performance.now() - start);
		if (fault !== undefined && bail) break;
	}
	await all([...begun].toReversed().flatMap(({ after }) => after)).catch(() => undefined);
	return results;
}

/** Remembers, beyond the end of a process, which tests are where, and how long the files take. */
const MEMORY = '.strykerTests.json';

function createRunner() {
	const root = process.cwd();
	const stryker = (globalThis.__stryker__ ??= {});
	Object.assign(process.env, {
		PROPERTY_RUNS: '50',
		ALLOWED_MS: '500',
		NODE_ENV: 'test',
		FORCE_COLOR: '0',
	});
	// What is left running of an earlier mutant says nothing about this one.
	for (const event of ['uncaughtException', 'unhandledRejection'])
		process.on(event, () => undefined);
	for (const method of ['info', 'log', 'warn']) console[method] = () => undefined;

	const runFiles = async (files, options) => {
		const results = [];
		for (const file of files) {
			results.push(...(await runFile(file, { root, stryker, ...options })));
			if (options.bail && results.at(-1)?.status === TestStatus.Failed) break;
		}
		return results;
	};

	return {
		capabilities: () => ({ reloadEnvironment: true }),
		async dryRun() {
			stryker.mutantCoverage = { static: {}, perTest: {} };
			const files = fs
				.readdirSync(path.join(root, 'test/unit'), { recursive: true })
				.map((file) => path.join(root, 'test/unit', file))
				.filter((file) => TESTS.test(file))
				.sort();
			const tests = await runFiles(files, {});
			const known = tests.map(({ id, fileName, timeSpentMs }) => [id, fileName, timeSpentMs]);
			fs.writeFileSync(path.join(root, MEMORY), JSON.stringify(known));
			return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
		},
		async mutantRun({ activeMutant, testFilter, hitLimit, disableBail, sandboxFileName }) {
			const known = JSON.parse(fs.readFileSync(path.join(root, MEMORY), 'utf8'));
			const wanted = testFilter && new Set(testFilter);
			const times = new Map();
			for (const [id, file, ms] of known)
				if (!wanted || wanted.has(id)) times.set(file, (times.get(file) ?? 0) + ms);
			const isOwn = (file) =>
				path.basename(file, '.test.ts') === path.basename(sandboxFileName, '.ts');
			const rank = (file) => (isOwn(file) ? -1 : times.get(file));
			const files = [...times.keys()].sort((one, other) => rank(one) - rank(other));
			const hitCount = hitLimit ? 0 : undefined;
			Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount });
			const tests = await runFiles(files, { wanted, bail: !disableBail });
			const limit = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
			stryker.activeMutant = undefined;
			return toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests }, disableBail);
		},
	};
}
createRunner.inject = tokens(commonTokens.options);

export const strykerPlugins = [
	declareFactoryPlugin(PluginKind.TestRunner, 'inProcess', createRunner),
];
