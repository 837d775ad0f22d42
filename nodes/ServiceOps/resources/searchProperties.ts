import {
	departments,
	locations,
	priorities,
	requestCategories,
	requesters,
	requestStatuses,
	technicians,
	urgencies,
} from './lookups';
import type { Lookup, QuickFilter, Resource, SearchProperty } from './types';

/** The only property certain to work as a bare column (changes-and-others.md C5). */
export const idSearch: SearchProperty = {
	name: 'id',
	displayName: 'ID',
	kind: 'id',
	isColumn: true,
};

/**
 * A property that the search language identifies by a number, and people by a name.
 *
 * @param names the fields of a row with the name
 */
export const named = (
	name: string,
	displayName: string,
	names: string[],
	lookup?: Lookup,
): SearchProperty => ({ name, displayName, kind: 'id', names, ...(lookup && { lookup }) });

/** What searches and sorting call the times of a record, whatever its rows call them. */
export const SEARCH_TIMES = { created: 'createdTime', updated: 'updatedTime' } as const;

/**
 * When a record was created and last updated.
 *
 * @param created what rows call the time
 * @param updated what rows call the time
 */
export const timeSearch = (created: string, updated: string): SearchProperty[] => [
	{ name: SEARCH_TIMES.created, displayName: 'Created Time', kind: 'time', rowName: created },
	{ name: SEARCH_TIMES.updated, displayName: 'Updated Time', kind: 'time', rowName: updated },
];

/** Shared by the modules that are tickets: requests.md section 5, "Property keys". */
export const ticketSearch: SearchProperty[] = [
	named('categoryId', 'Category', ['categoryName']),
	named('departmentId', 'Department', ['departmentName'], departments),
	{ name: 'description', displayName: 'Description', kind: 'text' },
	{ name: 'dueByTime', displayName: 'Due By', kind: 'time', rowName: 'dueBy' },
	idSearch,
	named('impactId', 'Impact', ['impactName']),
	{ name: 'name', displayName: 'Key', kind: 'text' },
	named('locationId', 'Location', ['locationName'], locations),
	named('priorityId', 'Priority', ['priorityName'], priorities),
	named('requesterId', 'Requester', ['requesterEmail', 'requesterName'], requesters),
	named('statusId', 'Status', ['statusName']),
	{ name: 'subject', displayName: 'Subject', kind: 'text' },
	{ name: 'tags', displayName: 'Tags', kind: 'list' },
	named('groupId', 'Technician Group', ['technicianGroupName']),
	named('technicianId', 'Technician', ['assigneeEmail'], technicians),
	...timeSearch('createdTime', 'updatedTime'),
	named('urgencyId', 'Urgency', ['urgencyName'], urgencies),
];

/** Only `createdTime` was seen in real calls (requests.md section 4, "Pagination"). */
export const ticketSortBy: Resource['sortBy'] = [
	{ name: 'Created Time', value: 'createdTime' },
	{ name: 'Key', value: 'name' },
	{ name: 'Updated Time', value: 'updatedTime' },
];

const listedForRequests: Record<string, Lookup> = {
	categoryId: requestCategories,
	statusId: requestStatuses,
};

/** Lists of statuses and categories are known for requests only. */
export const requestSearch: SearchProperty[] = ticketSearch.map((one) => ({
	...one,
	...(listedForRequests[one.name] && { lookup: listedForRequests[one.name] }),
}));

export const timeQuickFilters: QuickFilter[] = [
	{ name: 'createdAfter', displayName: 'Created After', search: 'createdTime', operator: 'after' },
	{ name: 'updatedAfter', displayName: 'Updated After', search: 'updatedTime', operator: 'after' },
];

export const statusQuickFilter: QuickFilter = {
	name: 'statusName',
	displayName: 'Status',
	search: 'statusId',
};

/** @param name the field whose text is looked at */
export const textQuickFilter = (name: string, displayName: string): QuickFilter => ({
	name,
	displayName,
	search: name,
	operator: 'contains',
});

export const ticketQuickFilters: QuickFilter[] = [
	statusQuickFilter,
	{ name: 'priorityName', displayName: 'Priority', search: 'priorityId' },
	{ name: 'assigneeEmail', displayName: 'Technician', search: 'technicianId' },
	{ name: 'technicianGroupName', displayName: 'Technician Group', search: 'groupId' },
	{ name: 'requesterEmail', displayName: 'Requester', search: 'requesterId' },
	textQuickFilter('subject', 'Subject Contains'),
	...timeQuickFilters,
];
