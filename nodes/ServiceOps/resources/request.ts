import {
	assigneeEmail,
	boolean,
	choice,
	department,
	descriptionField,
	fileAttachments,
	impact,
	list,
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
import { requestCategories, requestStatuses } from './lookups';
import { requestSearch, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

/** Requests, also called incidents. Source of all fields: requests.md 6.1 (create) and 6.2 (update). */
export const request: Resource = {
	name: 'request',
	displayName: 'Request',
	noun: 'request',
	plural: 'requests',
	path: ['request'],
	searchModule: 'request',
	keyField: 'name',
	keyExample: 'INC-46',
	keyForm: 'upper',
	titleField: 'subject',
	customTime: 'time',
	fields: [
		text('subject', {
			required: true,
			description: 'Short summary of the request',
			placeholder: 'e.g. Laptop does not start',
		}),
		requesterEmail,
		descriptionField('Details of the request, as plain text or HTML'),
		choice('categoryName', [], {
			lookup: requestCategories,
			placeholder: 'e.g. Hardware',
			description: 'Name of an existing request category',
		}),
		list('ccEmailSet', {
			displayName: 'CC Emails',
			placeholder: 'e.g. nathan@example.com, jane@example.com',
			description: 'Comma-separated emails to copy in, or an array of strings',
		}),
		tags,
		impact,
		priority,
		urgency,
		department,
		location,
		// The documentation says "Tier1", the server "tier1".
		choice('supportLevel', ['Tier1', 'Tier2', 'Tier3', 'Tier4'], { compare: 'ignoreCase' }),
		boolean('spam', { displayName: 'Is Spam', description: 'Whether the request is spam' }),
		assigneeEmail,
		technicianGroup,
		text('source', {
			only: 'create',
			placeholder: 'e.g. Email',
			description: 'Where the request came from. Defaults to External.',
		}),
		choice('statusName', ['Open', 'In Progress', 'Pending', 'Resolved', 'Closed'], {
			lookup: requestStatuses,
			only: 'update',
			description:
				'Use Resolved or Closed to finish the request, or Open to reopen it. ServiceOps may require other fields first, such as a solution.',
		}),
		fileAttachments,
	],
	hasConversation: true,
	form: { method: 'GET', path: ['module', 'request', 'form'] },
	readOnlyFields: ticketReadOnly,
	search: requestSearch,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	simplified: ticketSimplified,
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'linkAssets', 'update'],
	inferred: {
		get: 'Not in the API documentation; the node falls back to a search',
		getAll: 'Seen in published client code, but not in the API documentation',
		delete: 'Mentioned in the API documentation, but not described',
	},
};
