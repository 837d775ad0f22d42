/**
 * Stryker's runner for jest, but for each mutant it loads only the test files that have a test which covers it: the one named like
 * the changed file first, then the quickest, until one fails. By itself it loads all that import the changed file in some way,
 * which for a file that others are built on is most of them: ten times the work.
 */
import { basename } from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

const [jest] = jestPlugins;

const nameOf = (path) => basename(path).replace(/(?:\.test)?\.ts$/, '');

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
			let outcome;
			for (const file of filesOfMutant) {
				outcome = await adapter.run({ ...settings, testFiles: [file] });
				const { numFailedTests, numRuntimeErrorTestSuites } = outcome.results;
				if (numFailedTests > 0 || numRuntimeErrorTestSuites > 0) break;
			}
			return outcome;
		},
	};
	return runner;
}
createRunner.inject = ['$injector'];

export const strykerPlugins = [{ ...jest, name: 'jestByCoverage', factory: createRunner }];
