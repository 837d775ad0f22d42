const { ServiceOpsOAuthApi } = require('./dist/credentials/ServiceOpsOAuthApi.credentials.js');
const { ServiceOps } = require('./dist/nodes/ServiceOps/ServiceOps.node.js');

module.exports = {
	ServiceOps,
	ServiceOpsOAuthApi,
	// n8n's verification wants names that end in "Api"; programs may use the plain name.
	ServiceOpsOAuth: ServiceOpsOAuthApi,
};
