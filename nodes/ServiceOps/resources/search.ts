import type { Resource, SearchProperty } from './types';

/** Shared by the modules that are tickets: requests.md section 5, "Property keys". */
export const ticketSearch: SearchProperty[] = [
	{ name: 'categoryId', displayName: 'Category ID', kind: 'id' },
	{ name: 'createdTime', displayName: 'Created Time', kind: 'time' },
	{ name: 'departmentId', displayName: 'Department ID', kind: 'id' },
	{ name: 'description', displayName: 'Description', kind: 'text' },
	{ name: 'dueByTime', displayName: 'Due By', kind: 'time' },
	{ name: 'id', displayName: 'ID', kind: 'id' },
	{ name: 'impactId', displayName: 'Impact ID', kind: 'id' },
	{ name: 'name', displayName: 'Key', kind: 'text' },
	{ name: 'locationId', displayName: 'Location ID', kind: 'id' },
	{ name: 'priorityId', displayName: 'Priority ID', kind: 'id' },
	{ name: 'requesterId', displayName: 'Requester ID', kind: 'id' },
	{ name: 'statusId', displayName: 'Status ID', kind: 'id' },
	{ name: 'subject', displayName: 'Subject', kind: 'text' },
	{ name: 'tags', displayName: 'Tags', kind: 'list' },
	{ name: 'groupId', displayName: 'Technician Group ID', kind: 'id' },
	{ name: 'technicianId', displayName: 'Technician ID', kind: 'id' },
	{ name: 'updatedTime', displayName: 'Updated Time', kind: 'time' },
	{ name: 'urgencyId', displayName: 'Urgency ID', kind: 'id' },
];

/** Only `createdTime` was seen in real calls (requests.md section 4, "Pagination"). */
export const ticketSortBy: Resource['sortBy'] = [
	{ name: 'Created Time', value: 'createdTime' },
	{ name: 'Key', value: 'name' },
	{ name: 'Updated Time', value: 'updatedTime' },
];
