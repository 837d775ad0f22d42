import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { withTellTales } from './parameters/unknownNames';
import { triggerForm, triggerSubtitle } from './trigger/form';
import { poll } from './trigger/poll';

export class ServiceOpsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ServiceOps Trigger',
		name: 'serviceOpsTrigger',
		icon: {
			light: 'file:../../icons/serviceOps.svg',
			dark: 'file:../../icons/serviceOps.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description:
			'Create, update and watch requests, assets, changes and other records in Motadata ServiceOps',
		defaults: { name: 'ServiceOps Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'serviceOpsOAuthApi', required: true }],
		properties: withTellTales(triggerForm),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const events = await poll(this);
		return events && [events.map((json) => ({ json }))];
	}
}
