import { priorities, requestCategories, requestStatuses, technicians, urgencies } from './lookups';
import type { Resource, SearchProperty } from './types';

/** The only property certain to work as a bare column (changes-and-others.md C5). */
export const idSearch: SearchProperty = {
	name: 'id',
	displayName: 'ID',
	kind: 'id',
	isColumn: true,
};

/** Shared by the modules that are tickets: requests.md section 5, "Property keys". */
export const ticketSearch: SearchProperty[] = [
	{ name: 'categoryId', displayName: 'Category ID', kind: 'id' },
	{ name: 'createdTime', displayName: 'Created Time', kind: 'time' },
	{ name: 'departmentId', displayName: 'Department ID', kind: 'id' },
	{ name: 'description', displayName: 'Description', kind: 'text' },
	{ name: 'dueByTime', displayName: 'Due By', kind: 'time', rowName: 'dueBy' },
	idSearch,
	{ name: 'impactId', displayName: 'Impact ID', kind: 'id' },
	{ name: 'name', displayName: 'Key', kind: 'text' },
	{ name: 'locationId', displayName: 'Location ID', kind: 'id' },
	{ name: 'priorityId', displayName: 'Priority', kind: 'id', lookup: priorities },
	{ name: 'requesterId', displayName: 'Requester ID', kind: 'id' },
	{ name: 'statusId', displayName: 'Status ID', kind: 'id' },
	{ name: 'subject', displayName: 'Subject', kind: 'text' },
	{ name: 'tags', displayName: 'Tags', kind: 'list' },
	{ name: 'groupId', displayName: 'Technician Group ID', kind: 'id' },
	{ name: 'technicianId', displayName: 'Technician', kind: 'id', lookup: technicians },
	{ name: 'updatedTime', displayName: 'Updated Time', kind: 'time' },
	{ name: 'urgencyId', displayName: 'Urgency', kind: 'id', lookup: urgencies },
];

/** Only `createdTime` was seen in real calls (requests.md section 4, "Pagination"). */
export const ticketSortBy: Resource['sortBy'] = [
	{ name: 'Created Time', value: 'createdTime' },
	{ name: 'Key', value: 'name' },
	{ name: 'Updated Time', value: 'updatedTime' },
];

const namedInRequests: Record<string, Partial<SearchProperty>> = {
	categoryId: { displayName: 'Category', lookup: requestCategories },
	statusId: { displayName: 'Status', lookup: requestStatuses },
};

/** Lists of statuses and categories are known for requests only. */
export const requestSearch: SearchProperty[] = ticketSearch.map((one) => ({
	...one,
	...namedInRequests[one.name],
}));
