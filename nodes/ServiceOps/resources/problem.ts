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
	ticketSimplified,
	urgency,
} from './fields';
import { ticketSearch, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

const guess = 'Inferred from requests and changes; not in the API documentation';

/** Problems. Source of all fields: changes-and-others.md section 4, by symmetry with requests and changes. */
export const problem: Resource = {
	name: 'problem',
	displayName: 'Problem',
	noun: 'problem',
	plural: 'problems',
	path: ['problem'],
	searchModule: 'problem',
	keyField: 'name',
	keyExample: 'PRB-7',
	keyForm: 'upper',
	titleField: 'subject',
	customTime: 'time',
	fields: [
		text('subject', {
			required: true,
			description: 'Short summary of the problem',
			placeholder: 'e.g. Mail server loses connections',
		}),
		requesterEmail,
		descriptionField('What is known about the problem, as plain text or HTML'),
		text('categoryName', {
			placeholder: 'e.g. Network',
			description: 'Name of an existing problem category',
		}),
		tags,
		impact,
		priority,
		urgency,
		department,
		location,
		assigneeEmail,
		technicianGroup,
		choice('statusName', ['Open', 'In Progress', 'Resolved', 'Closed'], { only: 'update' }),
		fileAttachments,
	],
	hasConversation: true,
	readOnlyFields: ticketReadOnly,
	search: ticketSearch,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	simplified: ticketSimplified,
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		create: guess,
		delete: guess,
		get: guess,
		getAll: guess,
		update: guess,
	},
};
