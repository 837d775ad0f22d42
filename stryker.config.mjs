/**
 * Mutation testing (docs/dev/mutation.md): which changes of the code no unit test notices. `npm run test:mutation` takes all
 * rooms, `npm run test:mutation -- --mutate "credentials/**\/*.ts"` one.
 */
const rooms = ['transport', 'records', 'run', 'values'].map((room) => `nodes/ServiceOps/${room}`);

export default {
	mutate: [
		...['credentials', ...rooms].map((folder) => `${folder}/**/*.ts`),
		// Types only, and forms, which tests of their own hold against n8n's rules.
		'!**/types.ts',
		'!**/*.credentials.ts',
	],
	testRunner: 'jestByCoverage',
	plugins: ['@stryker-mutator/jest-runner', './test/support/strykerRunner.mjs'],
	jest: { projectType: 'custom', configFile: 'jest.mutation.config.js' },
	coverageAnalysis: 'perTest',
	// Constants at the top of a file count for all of its tests, which would then run for each: they are in docs/dev/mutation.md.
	ignoreStatic: true,
	concurrency: 1,
	timeoutMS: 10_000,
	incremental: true,
	incrementalFile: '.stryker/incremental.json',
	tempDirName: '.stryker/tmp',
	ignorePatterns: ['dist', 'docs/images', 'examples', 'icons', 'test/e2e', '.stryker'],
	reporters: ['clear-text', 'json', 'html', 'progress-append-only'],
	jsonReporter: { fileName: '.stryker/report.json' },
	htmlReporter: { fileName: '.stryker/report.html' },
	clearTextReporter: { logTests: false, allowColor: false },
	thresholds: { high: 90, low: 85, break: null },
};
