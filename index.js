const { ServiceOpsOAuthApi } = require('./dist/credentials/ServiceOpsOAuthApi.credentials.js');
const { ServiceOpsWebhookApi } = require('./dist/credentials/ServiceOpsWebhookApi.credentials.js');
const { ServiceOps } = require('./dist/nodes/ServiceOps/ServiceOps.node.js');
const { ServiceOpsTrigger } = require('./dist/nodes/ServiceOps/ServiceOpsTrigger.node.js');
const {
	ServiceOpsWebhookTrigger,
} = require('./dist/nodes/ServiceOps/ServiceOpsWebhookTrigger.node.js');

module.exports = {
	ServiceOps,
	ServiceOpsOAuthApi,
	ServiceOpsTrigger,
	ServiceOpsWebhookApi,
	ServiceOpsWebhookTrigger,
	// n8n's verification wants names that end in "Api"; programs may use the plain name.
	ServiceOpsOAuth: ServiceOpsOAuthApi,
};
