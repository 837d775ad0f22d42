const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest. Where jest has no times from an earlier run, it goes by size and would begin some of them last. */
const LONGEST = [
	'faults',
	'triggerModel',
	'simulator',
	'dialects',
	'trigger',
	'upsert',
	'description',
	'authentication',
	'workedExample',
	'fields',
].map((name) => `${name}.test.ts`);

/** Begins with the longest files, so that no core ends the run alone. */
class LongestFirst extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const at = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
			return at < 0 ? LONGEST.length : at;
		};
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
}

module.exports = LongestFirst;
