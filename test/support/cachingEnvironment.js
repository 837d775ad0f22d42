const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/*
 * Jest evaluates every module anew for each test file, the two thousand of n8n-core and its libraries too, and most of that time is
 * V8 reading the same sources. What it makes of them is kept, so that a worker reads each source once.
 */

const { compileFunction } = vm;
/** By the name of the file. */
const compiled = new Map();

vm.compileFunction = (code, parameters, options) => {
	const known = compiled.get(options.filename);
	if (known?.code === code) {
		return compileFunction(code, parameters, { ...options, cachedData: known.cachedData });
	}
	const made = compileFunction(code, parameters, { ...options, produceCachedData: true });
	compiled.set(options.filename, { code, cachedData: made.cachedData });
	return made;
};

module.exports = TestEnvironment;
