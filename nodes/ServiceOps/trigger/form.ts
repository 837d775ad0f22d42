import type { INodeProperties } from 'n8n-workflow';
import { filtersForm } from '../parameters/filters';
import { simplify } from '../parameters/output';
import { typePicker } from '../parameters/record';
import { showFor, showForWatchable } from '../parameters/showFor';
import { watchableChoices, watchableResources } from '../resources';
import { labelsIn, shownChoices, type Choice } from '../values/choice';
import { DAY_MS } from '../values/days';
import type { TriggerEvent } from './watch';

interface EventChoice extends Choice {
	value: TriggerEvent;
	description: string;
}

/** The choices under Trigger On; n8n lists them as "On Record Created" and so on. */
export const triggerEvents: EventChoice[] = [
	{
		name: 'Due Soon',
		value: 'dueSoon',
		description: 'An open record becomes due within a time that you set',
	},
	{
		name: 'New Conversation',
		value: 'newConversation',
		description: 'A note, message or reply was added. Not for assets and CIs.',
	},
	{
		name: 'Overdue',
		value: 'overdue',
		description: 'The due time of an open record has passed',
	},
	{ name: 'Record Created', value: 'created', description: 'A record was created' },
	{
		name: 'Record Created or Updated',
		value: 'createdOrUpdated',
		description: 'A record was created or changed in any way',
	},
	{
		name: 'Record Updated',
		value: 'updated',
		description: 'A record was changed after its creation',
	},
	{ name: 'Status Changed', value: 'statusChanged', description: 'The status of a record changed' },
];

/** The units of Due Within. */
export const spanUnits = [
	{ name: 'Hours', value: 'hours', ms: 3_600_000 },
	{ name: 'Days', value: 'days', ms: DAY_MS },
	{ name: 'Minutes', value: 'minutes', ms: 60_000 },
] as const satisfies Array<Choice & { ms: number }>;

export const DEFAULT_SPAN = 4;

/** How each resource is due, in its own words: `Due By of requests, End of changes`. */
const dueFields = [...new Set(watchableResources.map(({ due }) => due?.displayName))]
	.filter((name) => name !== undefined)
	.join(', ');

const dueForm: INodeProperties[] = [
	...showFor({ event: ['dueSoon'] }, [
		{
			displayName: 'Due Within',
			name: 'dueWithin',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_SPAN,
			description: 'How long before the due time the workflow starts',
			hint: 'Records that are already due within this time when you activate the workflow do not start it',
		},
		{
			displayName: 'Unit',
			name: 'dueUnit',
			type: 'options',
			options: shownChoices(spanUnits),
			default: 'hours',
			description: 'Unit of Due Within',
		},
	] satisfies INodeProperties[]),
	{
		displayName: 'Records that are already overdue when you activate the workflow do not start it.',
		name: 'overdueNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['overdue'] } },
	},
];

/** What is chosen, in words, as the canvas shows it below the name of the node, e.g. "Request: Record Created". */
export const triggerSubtitle = `={{ ${labelsIn(watchableChoices)}[$parameter["resource"]] + ": " + ${labelsIn(triggerEvents)}[$parameter["event"]] }}`;

const optionsForm: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Closed Statuses',
			name: 'closedStatuses',
			type: 'string',
			default: '',
			placeholder: 'e.g. Resolved, Closed, Done',
			description: `For Due Soon and Overdue: comma-separated statuses that mean a record is no longer due, instead of the usual ones. The due time is ${dueFields}.`,
		},
		{
			displayName: 'Ignore Changes By',
			name: 'ignoreChangesBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. Automation, Nathan Smith',
			description:
				'Comma-separated emails, or names as shown under Updated By in ServiceOps. Changes by these users do not trigger the workflow. Add the user of the credential to avoid loops.',
		},
		{
			displayName: 'Include Last Conversation',
			name: 'includeLastConversation',
			type: 'boolean',
			default: false,
			description:
				'Whether to add the latest note, message or reply on the record. Not for assets and CIs.',
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
		options: shownChoices(watchableChoices),
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
	...dueForm,
	...showForWatchable('resource', typePicker),
	...showForWatchable('resource', (resource) => [filtersForm(resource)]),
	simplify,
	optionsForm,
];
