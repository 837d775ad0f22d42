/** The unit tests of the rooms that Stryker changes: without those of the simulator, of texts and of forms. */
const { projects } = require('./jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');
const ROOMS = '(credentials|records|run|transport|values)';

// Fewer cases of each property than in npm test: a change that only others would show counts as survived.
process.env.PROPERTY_RUNS = '50';
process.env.ALLOWED_MS = '500';

module.exports = {
	...unit,
	testRegex: [`/test/unit/(${ROOMS}/.*|clock|properties|secrets)\\.test\\.ts$`],
	// A mutant that makes a test wait for ever is found by jest, which is faster than by Stryker's end of the process.
	testTimeout: 5_000,
	testEnvironment: require.resolve('./test/support/mutationEnvironment.js'),
	roots: ['credentials', 'nodes', 'test/unit', 'test/support'].map(
		(folder) => `<rootDir>/${folder}`,
	),
	moduleNameMapper: {
		'^fast-check$': '<rootDir>/test/support/quickFastCheck.js',
		'^n8n-workflow$': '<rootDir>/test/support/lightWorkflow.js',
	},
};
delete module.exports.testMatch;
