import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { filtersForm } from '../parameters/filters';
import { simplify } from '../parameters/output';
import { typePicker } from '../parameters/record';
import { watchableResources, type Resource } from '../resources';
import type { Choice } from '../values/choice';
import type { TriggerEvent } from './watch';

interface EventChoice extends Choice {
	value: TriggerEvent;
	description: string;
}

/** The choices under Trigger On. */
export const triggerEvents: EventChoice[] = [
	{ name: 'Created', value: 'created', description: 'A record was created' },
	{
		name: 'Created or Updated',
		value: 'createdOrUpdated',
		description: 'A record was created or changed in any way',
	},
	{
		name: 'New Conversation',
		value: 'newConversation',
		description: 'A note, message or reply was added; tickets only',
	},
	{ name: 'Status Changed', value: 'statusChanged', description: 'The status of a record changed' },
	{ name: 'Updated', value: 'updated', description: 'A record was changed after its creation' },
];

/** The choices under Resource. */
export const watchableChoices = watchableResources.map((resource) => ({
	name: resource.displayName,
	value: resource.name,
	resource,
}));

const shownFor = (resource: Resource, parameters: INodeProperties[]): INodeProperties[] =>
	updateDisplayOptions({ show: { resource: [resource.name] } }, parameters);

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Ignore Changes By',
			name: 'ignoreChangesBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. Automation, Nathan Smith',
			description:
				"Names as shown under Updated By in ServiceOps, separated by commas. Records last changed by these users do not trigger the workflow. Add the credential's user to avoid loops.",
		},
		{
			displayName: 'Include Last Conversation',
			name: 'includeLastConversation',
			type: 'boolean',
			default: false,
			description:
				'Whether to add the latest note, message or reply on the record. Requires one more call per record; tickets only.',
		},
	],
};

/** The form of the polling trigger. */
export const triggerForm: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: watchableChoices.map(({ name, value }) => ({ name, value })),
		default: 'request',
	},
	{
		displayName: 'Trigger On',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: triggerEvents,
		default: 'created',
		required: true,
	},
	...watchableResources.flatMap((resource) => shownFor(resource, typePicker(resource))),
	...watchableResources.flatMap((resource) => shownFor(resource, [filtersForm(resource)])),
	simplify,
	options,
];
