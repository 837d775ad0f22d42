/** fast-check for mutation testing: that a property fails is enough, a smaller example of it is not looked for. */
const path = require('node:path');

const folder = path.dirname(require.resolve('fast-check/package.json'));
const fastCheck = require(path.join(folder, 'lib', 'cjs', 'fast-check.js'));

fastCheck.configureGlobal({ endOnFailure: true });
module.exports = fastCheck;
