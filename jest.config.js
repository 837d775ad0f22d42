const { availableParallelism } = require('node:os');

/** Packages that are published as ES modules only; the first one is required by openapi-backend. */
const esModules = '(?:@apidevtools|github-slugger)';

/** One project per layer, so that `jest --selectProjects engine` runs a layer alone. */
const layer = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: {
		'^.+\\.ts$': '@swc/jest',
		[`.+/node_modules/${esModules}/.+\\.js$`]: ['@swc/jest', { module: { type: 'commonjs' } }],
	},
	// Copies that Stryker works on.
	modulePathIgnorePatterns: ['<rootDir>/.stryker/'],
	transformIgnorePatterns: [`/node_modules/(?!${esModules}/)`],
	testEnvironment: '<rootDir>/test/support/cachingEnvironment.js',
});

const unit = {
	...layer('unit'),
	// What unit tests need of n8n-workflow is loaded when it is asked for: all of it takes longer than most of these tests.
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/test/support/lightWorkflow.js' },
};

module.exports = {
	projects: [unit, layer('engine'), layer('contract')],
	testSequencer: '<rootDir>/test/support/longestFirst.js',
	testTimeout: 30_000,
	// One more than there are cores, because an engine test waits for HTTP and for the virtual clock half of its time.
	maxWorkers: availableParallelism() + 1,
};
