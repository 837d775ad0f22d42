/** One project per layer, so that `jest --selectProjects engine` runs a layer alone. */
const layer = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: { '^.+\\.ts$': '@swc/jest' },
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
});

module.exports = {
	projects: ['unit', 'engine', 'contract'].map(layer),
	testTimeout: 30_000,
};
