const {
	ServiceOps,
	ServiceOpsOAuthApi,
	ServiceOpsTrigger,
	ServiceOpsWebhookApi,
	ServiceOpsWebhookTrigger,
} = require('./dist/serviceOps.js');

module.exports = {
	ServiceOps,
	ServiceOpsOAuthApi,
	ServiceOpsTrigger,
	ServiceOpsWebhookApi,
	ServiceOpsWebhookTrigger,
	// n8n's verification wants names that end in "Api"; programs may use the plain name.
	ServiceOpsOAuth: ServiceOpsOAuthApi,
};
