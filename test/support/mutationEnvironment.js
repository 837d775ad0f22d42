const { TestEnvironment } = require('jest-environment-node');

/** Runs no other test of a file after one has failed, as one is enough to notice a mutant; without a mutant it runs all. */
module.exports = class extends TestEnvironment {
	isDone = false;

	handleTestEvent({ name, test }) {
		if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) return;
		if (name === 'test_fn_failure' || name === 'hook_failure') this.isDone = true;
		if (name === 'test_start' && this.isDone) test.mode = 'skip';
	}
};
