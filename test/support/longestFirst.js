const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest. Where jest has no times from an earlier run, it goes by size and would begin some of them last. */
const LONGEST = [
	'htmlText',
	'description',
	'pacingInFlight',
	'engine/faults',
	'triggerModel',
	'exactlyOnce',
	'engine/dialects',
	'upsert',
	'trigger',
	'authentication',
	'assets',
	'workedExample',
	'fields',
].map((name) => `${name}.test.ts`);

/**
 * Unit tests come first: n8n-core, once loaded into a worker, slows every promise of that process, and a simulation of a
 * rate limit then takes five times as long. Within a layer the longest files begin, so that no core ends the run alone.
 */
class LongestFirst extends Sequencer {
	sort(tests) {
		const rank = ({ path, context }) => {
			const at = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
			const isUnit = context.config.displayName.name === 'unit';
			return (isUnit ? 0 : LONGEST.length + 1) + (at < 0 ? LONGEST.length : at);
		};
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
}

module.exports = LongestFirst;
