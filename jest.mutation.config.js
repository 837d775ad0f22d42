/** The unit tests of the rooms that Stryker changes: without those of the simulator, of texts and of forms. */
const { projects } = require('./jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');
const ROOMS = '(credentials|records|run|transport|values)';

module.exports = {
	...unit,
	testMatch: undefined,
	testRegex: [`/test/unit/(${ROOMS}/.*|clock|properties|secrets)\\.test\\.ts$`],
	testTimeout: 30_000,
};
delete module.exports.testMatch;
