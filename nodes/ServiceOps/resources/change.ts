import {
	assigneeEmail,
	choice,
	department,
	fileAttachments,
	impact,
	location,
	longText,
	priority,
	requesterEmail,
	tags,
	technicianGroup,
	text,
	ticketReadOnly,
	time,
	urgency,
} from './fields';
import { ticketSearch, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

/** Changes. Source of all fields: changes-and-others.md C1 (create, 8.5.X) and C3 (update, 8.3). */
export const change: Resource = {
	name: 'change',
	displayName: 'Change',
	noun: 'change',
	plural: 'changes',
	path: ['change'],
	searchModule: 'change',
	keyField: 'name',
	keyExample: 'CHG-2',
	keyForm: 'upper',
	titleField: 'subject',
	customTime: 'time',
	fields: [
		text('subject', {
			required: true,
			description: 'One line that says what it is about',
			placeholder: 'e.g. Replace the disk of db-01',
		}),
		requesterEmail,
		time('startDate', {
			required: true,
			displayName: 'Start',
			description:
				'When the change begins. Times without a zone count in the time zone of the workflow.',
		}),
		time('endDate', {
			required: true,
			displayName: 'End',
			description:
				'When the change is to be finished. Times without a zone count in the time zone of the workflow.',
		}),
		longText('description', { description: 'What is to be done, as text or HTML' }),
		priority,
		urgency,
		impact,
		choice('riskType', ['Low', 'Medium', 'High'], { displayName: 'Risk' }),
		choice('changeType', ['Minor', 'Standard', 'Significant', 'Major', 'Emergency']),
		text('categoryName', {
			placeholder: 'e.g. Hardware',
			description: 'Name of an existing change category',
		}),
		location,
		department,
		assigneeEmail,
		technicianGroup,
		choice('targetEnvironment', ['Production', 'Development', 'Test']),
		tags,
		text('statusName', {
			only: 'update',
			placeholder: 'e.g. Accepted',
			description:
				'A status of the stage that the change is in. The API documentation does not list this field for changes, so the server may refuse it.',
		}),
		fileAttachments,
	],
	readOnlyFields: ticketReadOnly,
	search: ticketSearch,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	simplified: [
		'id',
		'name',
		'subject',
		'statusName',
		'changeType',
		'riskType',
		'requesterEmail',
		'assigneeEmail',
		'startDate',
		'endDate',
	],
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'linkAssets', 'update'],
	inferred: {
		get: 'the API documentation does not show this call, so the node also finds its way by search',
		delete: 'the API documentation only mentions this call',
	},
};
