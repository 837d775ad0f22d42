import {
	assigneeEmail,
	boolean,
	choice,
	department,
	fileAttachments,
	impact,
	list,
	location,
	longText,
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
import { requestSearch, ticketSortBy } from './search';
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
			description: 'One line that says what it is about',
			placeholder: 'e.g. Laptop does not start',
		}),
		requesterEmail,
		longText('description', { description: 'What happened, as text or HTML' }),
		choice('categoryName', [], {
			lookup: requestCategories,
			placeholder: 'e.g. Hardware',
			description: 'Name of an existing request category',
		}),
		list('ccEmailSet', {
			displayName: 'CC Emails',
			placeholder: 'e.g. nathan@example.com, jane@example.com',
			description: 'Emails to keep informed, separated by commas, or an array of texts',
		}),
		tags,
		impact,
		priority,
		urgency,
		department,
		location,
		choice('supportLevel', ['Tier1', 'Tier2', 'Tier3', 'Tier4']),
		boolean('spam', { displayName: 'Is Spam', description: 'Whether the request is spam' }),
		assigneeEmail,
		technicianGroup,
		text('source', {
			only: 'create',
			placeholder: 'e.g. Email',
			description: 'Where the request came from; External when left out',
		}),
		choice('statusName', ['Open', 'In Progress', 'Pending', 'Resolved', 'Closed'], {
			lookup: requestStatuses,
			only: 'update',
			description:
				'Set it to Resolved or Closed to finish the request, to Open to reopen it. ServiceOps may ask for more first, such as a solution.',
		}),
		fileAttachments,
	],
	readOnlyFields: ticketReadOnly,
	search: requestSearch,
	sortBy: ticketSortBy,
	matchOn: ['name', 'subject'],
	simplified: ticketSimplified,
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'linkAssets', 'update'],
	inferred: {
		get: 'the API documentation does not show this call, so the node also finds its way by search',
		getAll: 'seen in published client code, not in the API documentation',
		delete: 'the API documentation only mentions this call',
	},
};
