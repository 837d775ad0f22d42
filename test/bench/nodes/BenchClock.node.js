/** Stands before and after the node that is measured: hands on items and starts the clock, stops it and tells. */
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

let started;

const memory = () => {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

function start(count) {
	clearInterval(started?.timer);
	collectGarbage();
	const base = memory();
	const state = { base, peak: base };
	state.timer = setInterval(() => (state.peak = Math.max(state.peak, memory())), 10);
	state.cpu = process.cpuUsage();
	state.at = performance.now();
	started = state;
	return Array.from({ length: count }, (_, index) => ({ json: { number: index + 1 } }));
}

function stop(items) {
	const ms = performance.now() - started.at;
	const cpu = process.cpuUsage(started.cpu);
	clearInterval(started.timer);
	const peak = Math.max(started.peak, memory()) - started.base;
	collectGarbage();
	const rows = items.reduce((sum, { json }) => sum + (json.objectList?.length ?? 1), 0);
	const failed = items.filter(({ json }) => json.error !== undefined).length;
	const result = {
		ms,
		cpuMs: (cpu.user + cpu.system) / 1000,
		rows: rows - failed,
		peakMb: peak / 1e6,
		keptMb: (memory() - started.base) / 1e6,
	};
	started = undefined;
	return [{ json: result }];
}

class BenchClock {
	description = {
		displayName: 'Bench Clock',
		name: 'benchClock',
		group: ['input'],
		version: 1,
		description: 'Measures what stands between two of it',
		defaults: { name: 'Bench Clock' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Count', name: 'count', type: 'string', default: '' }],
	};

	async execute() {
		const count = this.getNodeParameter('count', 0);
		return [count === 'stop' ? stop(this.getInputData()) : start(Number(count))];
	}
}
module.exports = { BenchClock };
