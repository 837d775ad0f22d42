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
	testEnvironment: 'node',
});

module.exports = {
	projects: ['unit', 'engine', 'contract'].map(layer),
	testSequencer: '<rootDir>/test/support/longestFirst.js',
	testTimeout: 30_000,
	// One more than there are cores, because an engine test waits for HTTP and for the virtual clock half of its time.
	maxWorkers: availableParallelism() + 1,
};
