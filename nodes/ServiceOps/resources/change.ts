import {
	assigneeEmail,
	choice,
	department,
	descriptionField,
	fileAttachments,
	impact,
	location,
	priority,
	requesterEmail,
	tags,
	technicianGroup,
	text,
	ticketReadOnly,
	ticketTimes,
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
	rowTimes: ticketTimes,
	canBeWatched: true,
	hasConversation: true,
	fields: [
		text('subject', {
			required: true,
			description: 'Short summary of the change',
			placeholder: 'e.g. Replace the disk of db-01',
		}),
		requesterEmail,
		time('startDate', {
			required: true,
			displayName: 'Start',
			description:
				'When the change starts. Times without a UTC offset are in the time zone of the workflow.',
		}),
		time('endDate', {
			required: true,
			displayName: 'End',
			description:
				'When the change is due to finish. Times without a UTC offset are in the time zone of the workflow.',
		}),
		descriptionField('What the change involves, as plain text or HTML'),
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
		// The API documentation does not list this field for changes.
		text('statusName', {
			only: 'update',
			placeholder: 'e.g. Accepted',
			description:
				'A status in the current stage of the change. Some servers may reject this field.',
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
		get: 'Not in the API documentation; the node falls back to a search',
		delete: 'Mentioned in the API documentation, but not described',
	},
};
