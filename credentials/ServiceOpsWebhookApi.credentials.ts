import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { SECRET_HEADER } from './webhookSecret';

export class ServiceOpsWebhookApi implements ICredentialType {
	name = 'serviceOpsWebhookApi';

	displayName = 'ServiceOps Webhook API';

	icon = {
		light: 'file:../icons/serviceOps.svg',
		dark: 'file:../icons/serviceOps.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-serviceops#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: `Random string of at least 16 letters and digits, which ServiceOps sends in the header ${SECRET_HEADER}. Calls without it are rejected.`,
		},
	];
}
