import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { webhookForm, webhookSubtitle } from './webhook/form';
import { answerCall } from './webhook/respond';
import { requireSecret, testSecret } from './webhook/secret';

export class ServiceOpsWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ServiceOps Webhook Trigger',
		name: 'serviceOpsWebhookTrigger',
		icon: {
			light: 'file:../../icons/serviceOps.svg',
			dark: 'file:../../icons/serviceOps.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: webhookSubtitle,
		description:
			'Starts the workflow when Motadata ServiceOps calls it with its Run Webhook action',
		eventTriggerDescription: 'Waiting for ServiceOps to call the Test URL',
		activationMessage:
			'ServiceOps can now trigger this workflow: enter the Production URL in its Run Webhook action.',
		defaults: { name: 'ServiceOps Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'serviceOpsWebhookApi', required: true, testedBy: 'testSecret' },
			{
				name: 'serviceOpsOAuthApi',
				required: true,
				displayOptions: { show: { fetchRecord: [true] } },
			},
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
			// Only to return 405: n8n itself would say that the webhook is not registered.
			{
				name: 'setup',
				httpMethod: 'DELETE,GET,HEAD,PATCH,PUT',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideMethod: true,
				ndvHideUrl: true,
			},
		],
		properties: webhookForm,
	};

	methods = { credentialTest: { testSecret } };

	webhookMethods = {
		default: {
			// ServiceOps does not say what it calls, so n8n always continues with `create`.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			// Nothing can be registered in ServiceOps, but a workflow that would reject every call is not activated.
			async create(this: IHookFunctions): Promise<boolean> {
				await requireSecret(this);
				return true;
			},
			// The caller belongs to the ServiceOps administrator: it stays.
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerCall(this);
	}
}
