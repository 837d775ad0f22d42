/** One project per layer, so that `jest --selectProjects engine` runs a layer alone. */
const layer = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: {
		'^.+\\.ts$': '@swc/jest',
		'.+/@apidevtools/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
	},
	// openapi-backend requires this package, which is published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!@apidevtools/)'],
	testEnvironment: 'node',
});

module.exports = {
	projects: ['unit', 'engine', 'contract'].map(layer),
	testTimeout: 30_000,
	// By default jest leaves one core alone, which on two cores means half of them.
	maxWorkers: '100%',
};
