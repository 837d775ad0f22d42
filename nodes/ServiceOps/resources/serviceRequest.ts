import {
	assigneeEmail,
	choice,
	department,
	descriptionField,
	email,
	fileAttachments,
	impact,
	location,
	priority,
	technicianGroup,
	text,
	ticketCountBy,
	ticketDue,
	ticketReadOnly,
	ticketSimplified,
	ticketStatus,
	ticketTimes,
	urgency,
} from './fields';
import {
	requestCategories,
	requesters,
	requestStatuses,
	serviceCategories,
	services,
} from './lookups';
import { requestSearch, ticketQuickFilters, ticketSortBy } from './searchProperties';
import type { Resource } from './types';

/** Requests for something from the service catalog. Source of all fields: requests.md 6.5. */
export const serviceRequest: Resource = {
	name: 'serviceRequest',
	displayName: 'Service Request',
	noun: 'service request',
	plural: 'service requests',
	// Requests and service requests share one path and one sequence of IDs.
	path: ['request'],
	createPath: ['service_catalog', 'servicerequest'],
	readsAfterCreate: true,
	searchModule: 'request',
	keyField: 'name',
	keyExample: 'SR-47',
	keyForm: 'upper',
	// What marks a service request is inferred from the fields that only service requests take (requests.md 6.5).
	sharedPath: {
		prefix: 'SR',
		otherPrefix: 'INC',
		ownFields: [
			'serviceName',
			'serviceCategoryName',
			'serviceId',
			'serviceCatalogId',
			'serviceCatalogName',
		],
		kindFields: ['requestType', 'ticketType', 'moduleName', 'module', 'model', 'type'],
		ownKinds: ['servicerequest', 'servicecatalog', 'service', 'sr'],
	},
	titleField: 'subject',
	customTime: 'time',
	rowTimes: ticketTimes,
	due: ticketDue,
	canBeWatched: true,
	hasConversation: true,
	fields: [
		email('requester', {
			required: true,
			canBeMade: true,
			lookup: requesters,
			sends: 'email',
			placeholder: 'e.g. nathan@example.com',
			description: 'Logon name or email of the person requesting the service',
		}),
		choice('serviceName', [], {
			required: true,
			lookup: services,
			displayName: 'Service',
			placeholder: 'e.g. New Laptop',
			description: 'Name of the item in the service catalog',
		}),
		choice('serviceCategoryName', [], {
			required: true,
			lookup: serviceCategories,
			displayName: 'Service Category',
			placeholder: 'e.g. Hardware',
			description: 'Category of the item in the service catalog',
		}),
		descriptionField('What is requested, as plain text or HTML'),
		choice('categoryName', [], {
			lookup: requestCategories,
			placeholder: 'e.g. Hardware',
			description: 'Name of an existing request category',
		}),
		impact,
		priority,
		urgency,
		department,
		location,
		text('vendorName', { placeholder: 'e.g. Lenovo', description: 'Name of an existing vendor' }),
		text('source', {
			only: 'create',
			placeholder: 'e.g. Email',
			description: 'Where the request came from',
		}),
		{ ...assigneeEmail, only: 'update' },
		{ ...technicianGroup, only: 'update' },
		choice('statusName', ['Open', 'In Progress', 'Pending', 'Resolved', 'Closed'], {
			lookup: requestStatuses,
			...ticketStatus,
			// The catalog's form has no status.
			atCreation: 'afterwards',
		}),
		// By symmetry with requests, which are updated under the same path.
		{ ...fileAttachments, only: 'update' },
	],
	readOnlyFields: [
		...ticketReadOnly,
		text('subject'),
		text('requesterEmail', { displayName: 'Requester Email' }),
	],
	search: requestSearch,
	quickFilters: ticketQuickFilters,
	sortBy: ticketSortBy,
	countBy: ticketCountBy,
	simplified: ticketSimplified,
	operations: ['count', 'create', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		create: 'Captured from a live server, but not in the API documentation',
		delete: 'Mentioned in the API documentation, but not described',
		get: 'Not in the API documentation; the node falls back to a search',
		getAll:
			'Service requests are told apart from requests by their service, or by the prefix of their keys',
	},
};
