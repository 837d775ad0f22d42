/**
 * Stryker's runner for jest, made quick. For each mutant it loads only the test files that have a test which covers it: the one
 * named like the changed file first, then the quickest, until one fails. By itself Stryker loads all that import the changed file
 * in some way, which for a file that others are built on is most of them; and has jest look for its files again each time.
 */
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

const [jest] = jestPlugins;
const { resolve } = createRequire(import.meta.url);
const fromJest = createRequire(resolve('@jest/core', { paths: [resolve('jest')] }));
const { readConfigs } = fromJest('jest-config');
const { default: Runtime } = fromJest('jest-runtime');
const { default: TestRunner } = fromJest('jest-runner');

const nameOf = (path) => basename(path).replace(/(?:\.test)?\.ts$/, '');

/** What jest knows about the project, read once for each configuration. */
const contexts = new Map();

async function contextFor(config) {
	const argv = { $0: 'stryker', _: [], config, runInBand: true, silent: true };
	const { globalConfig, configs } = await readConfigs(argv, [process.cwd()]);
	const options = { console, maxWorkers: 1, watch: false, watchman: false };
	return { globalConfig, context: await Runtime.createContext(configs[0], options) };
}

/** Runs a test file, without what jest does around it; returns its result. */
async function runTestFile(path, { jestConfig, testNamePattern }) {
	const key = JSON.stringify(jestConfig);
	if (!contexts.has(key)) contexts.set(key, await contextFor(key));
	const { globalConfig, context } = contexts.get(key);
	const runner = new TestRunner({ ...globalConfig, testNamePattern }, {});
	let result;
	runner.on('test-file-success', ([, outcome]) => (result = outcome));
	runner.on(
		'test-file-failure',
		([, testExecError]) => (result = { testExecError, testResults: [] }),
	);
	const watcher = { isInterrupted: () => false, isWatchMode: () => false };
	await runner.runTests([{ path, context }], watcher, { serial: true });
	return { ...result, testFilePath: path };
}

function createRunner(injector) {
	const runner = jest.factory(injector);
	const { jestTestAdapter: adapter } = runner;
	/** By the name of a test, which may be in several files. */
	const filesOf = new Map();
	/** In ms, by test file. */
	const times = new Map();
	let filesOfMutant = [];

	const dryRun = runner.dryRun.bind(runner);
	runner.dryRun = async (options) => {
		const result = await dryRun(options);
		for (const { id, fileName, timeSpentMs } of result.tests ?? []) {
			filesOf.set(id, [...(filesOf.get(id) ?? []), fileName]);
			times.set(fileName, (times.get(fileName) ?? 0) + timeSpentMs);
		}
		return result;
	};

	const mutantRun = runner.mutantRun.bind(runner);
	runner.mutantRun = async (options) => {
		const wanted = nameOf(options.sandboxFileName);
		const rank = (file) => (nameOf(file) === wanted ? -1 : times.get(file));
		const files = new Set((options.testFilter ?? []).flatMap((id) => filesOf.get(id) ?? []));
		filesOfMutant = [...files].sort((one, other) => rank(one) - rank(other));
		return await mutantRun(options);
	};

	runner.jestTestAdapter = {
		async run(settings) {
			if (filesOfMutant.length === 0) return await adapter.run(settings);
			const testResults = [];
			let numRuntimeErrorTestSuites = 0;
			for (const file of filesOfMutant) {
				const result = await runTestFile(file, settings);
				testResults.push(result);
				if (result.testExecError) numRuntimeErrorTestSuites++;
				if (result.testExecError || result.numFailingTests > 0) break;
			}
			return { results: { testResults, numRuntimeErrorTestSuites } };
		},
	};
	return runner;
}
createRunner.inject = ['$injector'];

export const strykerPlugins = [{ ...jest, name: 'jestByCoverage', factory: createRunner }];
