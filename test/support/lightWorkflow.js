/**
 * n8n-workflow for mutation testing: what the rooms under test use comes from its own files, the rest is loaded when it is asked
 * for. Loading all of it for each mutant takes longer than the tests.
 */
const path = require('node:path');

const folder = path.dirname(require.resolve('n8n-workflow/package.json'));
const part = (name) => require(path.join(folder, 'dist', 'cjs', name));

const sources = {
	UserError: () => part('errors/base/user.error'),
	NodeApiError: () => part('errors/node-api.error'),
	NodeOperationError: () => part('errors/node-operation.error'),
	sleep: () => part('utils'),
	deepCopy: () => part('utils'),
};

module.exports = new Proxy(
	{},
	{
		get: (_target, name) => (sources[name] ? sources[name]()[name] : part('index')[name]),
		has: () => true,
	},
);
