import {
	dateField,
	department,
	impact,
	location,
	nameField,
	personField,
	tags,
	textField,
} from './fields';
import { requesters, technicians } from './lookups';
import type { DueTime, Field, RowTimes } from './types';

/*
 * What assets and configuration items have in common (assets.md sections 1 and 6).
 */

/** Searches sort by `createdTime` and `updatedTime`; rows have text under other names (assets.md section 0). */
export const inventoryTimes: RowTimes = {
	created: 'createdDate',
	updated: 'updatedDate',
	form: 'text',
};

/** The fields by whose values they can be counted. */
export const inventoryCountBy = [
	'statusName',
	'impactName',
	'vendorName',
	'productName',
	'departmentName',
	'locationName',
	'usedByEmail',
	'managedByEmail',
	'managedByGroupName',
	'tags',
];

/** The end of the warranty is the one date by which something is due (assets.md section 1). */
export const inventoryDue: DueTime = {
	displayName: 'Warranty Expiration Date',
	names: ['warrentyExpirationDate'],
	group: 'HardwareProperty',
	closedStatuses: ['Retired'],
};

export const inventoryFields: Field[] = [
	impact,
	nameField('vendorName', { placeholder: 'e.g. Lenovo' }),
	nameField('productName', { placeholder: 'e.g. ThinkPad T14' }),
	department,
	location,
	personField('usedByEmail', {
		displayName: 'Used By Email',
		lookup: requesters,
		description: 'Email of the person who uses the asset or CI',
	}),
	personField('managedByEmail', {
		displayName: 'Managed By Email',
		lookup: technicians,
		description: 'Email of the technician responsible for the asset or CI',
	}),
	nameField('managedByGroupName', {
		placeholder: 'e.g. Service Desk',
		description: 'Name of the technician group responsible for the asset or CI',
	}),
	dateField('assignmentDate'),
	tags,
	nameField('businessServiceName', { placeholder: 'e.g. Payroll' }),
];

/** @param types the record types that are network devices; all when absent */
export const networkFields = (types?: string[]): Field[] => [
	textField('ipAddress', {
		displayName: 'IP Address',
		placeholder: 'e.g. 192.0.2.10',
		format: 'code',
		types,
	}),
	textField('hostName', {
		displayName: 'Host Name',
		placeholder: 'e.g. laptop-0042',
		format: 'code',
		types,
	}),
	textField('macAddress', {
		displayName: 'MAC Address',
		placeholder: 'e.g. 00:00:5E:00:53:01',
		description: 'Hardware address of the network adapter, in any notation',
		format: 'mac',
		compare: 'mac',
		types,
	}),
];

/** The fields of a `HardwareProperty`. */
export const hardwareFields: Field[] = [
	dateField('auditDate', { isObserved: true }),
	textField('serialNumber', { placeholder: 'e.g. SN-0042', format: 'code', isUpFront: true }),
	dateField('warrentyExpirationDate', { displayName: 'Warranty Expiration Date', isUpFront: true }),
];
