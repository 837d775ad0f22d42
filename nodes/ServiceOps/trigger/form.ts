import type { INodeProperties } from 'n8n-workflow';
import { simplify } from '../parameters/output';
import { filtersForm } from '../parameters/filters';
import { resources, type Resource } from '../resources';
import { typePicker } from '../parameters/record';

export type TriggerEvent =
	| 'created'
	| 'updated'
	| 'createdOrUpdated'
	| 'statusChanged'
	| 'newConversation';

const events: Array<{ name: string; value: TriggerEvent; description: string }> = [
	{ name: 'Created', value: 'created', description: 'A record was created' },
	{
		name: 'Created or Updated',
		value: 'createdOrUpdated',
		description: 'A record was created or changed in any way',
	},
	{
		name: 'New Conversation',
		value: 'newConversation',
		description: 'A note, a message or a reply was added; for tickets only',
	},
	{ name: 'Status Changed', value: 'statusChanged', description: 'A record got another status' },
	{ name: 'Updated', value: 'updated', description: 'A record was changed after its creation' },
];

const only = (names: string[]): Resource[] => resources.filter(({ name }) => names.includes(name));

const withConversation = only(['request', 'serviceRequest', 'change', 'problem', 'release']);

/** The modules that can be watched. */
export const watchable = [...withConversation, ...only(['asset', 'ci'])].sort((a, b) =>
	a.displayName.localeCompare(b.displayName),
);

/** The records of people that a trigger can wait for. */
export const findWatched = (name: unknown): Resource | undefined =>
	watchable.find((resource) => resource.name === name);

export const hasConversation = (resource: Resource): boolean => withConversation.includes(resource);

const shownFor = (resource: Resource, parameter: INodeProperties): INodeProperties => ({
	...parameter,
	displayOptions: {
		...parameter.displayOptions,
		show: { ...parameter.displayOptions?.show, resource: [resource.name] },
	},
});

/** The form of the polling trigger. */
export const triggerForm: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: watchable.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: 'request',
	},
	{
		displayName: 'Trigger On',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: events,
		default: 'created',
		required: true,
	},
	...watchable.flatMap((resource) =>
		typePicker(resource).map((parameter) => shownFor(resource, parameter)),
	),
	...watchable.map((resource) => shownFor(resource, filtersForm(resource))),
	simplify,
	{
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
					'Names as ServiceOps shows them under Updated By, separated by commas. What these people did last does not start the workflow: enter the name of the account of the credential to keep a workflow from starting itself.',
			},
			{
				displayName: 'Include Last Conversation',
				name: 'includeLastConversation',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the newest note, message or reply of the record. Takes one more call for each record; for tickets only.',
			},
		],
	},
];
