import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { answerCall } from './webhook/respond';
import { webhookForm } from './webhook/form';
import { checkSetUp, testSecret } from './webhook/secret';

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
		subtitle: '={{ $parameter["modules"].join(", ") }}',
		description:
			'Starts the workflow when Motadata ServiceOps calls it with its Run Webhook action',
		eventTriggerDescription: 'Waiting for ServiceOps to call the Test URL',
		activationMessage:
			'ServiceOps can now start this workflow: enter the Production URL of the trigger in its Run Webhook action.',
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
			// Only to be refused with 405: n8n itself would call the address unknown.
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
			// ServiceOps does not tell who it calls, so n8n always goes on to `create`.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			// Nothing can be registered in ServiceOps, but a workflow that would refuse every call need not be activated.
			async create(this: IHookFunctions): Promise<boolean> {
				await checkSetUp(this);
				return true;
			},
			// The calling workflow belongs to the administrator of ServiceOps: it stays.
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerCall(this);
	}
}
