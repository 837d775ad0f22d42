import { date, department, email, impact, location, tags, text } from './fields';
import type { Field, RowTimes } from './types';

/*
 * What assets and configuration items have in common (assets.md sections 1 and 6).
 */

/** Searches sort by `createdTime` and `updatedTime`; rows have texts under other names (assets.md section 0). */
export const inventoryTimes: RowTimes = {
	created: 'createdDate',
	updated: 'updatedDate',
	form: 'text',
};

export const inventoryFields: Field[] = [
	impact,
	text('vendorName', { placeholder: 'e.g. Lenovo', description: 'Name of an existing vendor' }),
	text('productName', {
		placeholder: 'e.g. ThinkPad T14',
		description: 'Name of an existing product',
	}),
	department,
	location,
	email('usedByEmail', {
		displayName: 'Used By Email',
		placeholder: 'e.g. nathan@example.com',
		description: 'Email of the person who uses it',
	}),
	email('managedByEmail', {
		displayName: 'Managed By Email',
		placeholder: 'e.g. nathan@example.com',
		description: 'Email of the technician who looks after it',
	}),
	text('managedByGroupName', {
		placeholder: 'e.g. Service Desk',
		description: 'Name of the technician group that looks after it',
	}),
	date('assignmentDate'),
	tags,
	text('businessServiceName', {
		placeholder: 'e.g. Payroll',
		description: 'Name of an existing business service',
	}),
];

/** @param types the record types that are devices in a network; all when absent */
export const networkFields = (types?: string[]): Field[] => [
	text('ipAddress', {
		displayName: 'IP Address',
		placeholder: 'e.g. 192.0.2.10',
		description: 'The address of the device in the network',
		types,
	}),
	text('hostName', {
		displayName: 'Host Name',
		placeholder: 'e.g. laptop-0042',
		description: 'The name of the computer in the network',
		types,
	}),
	text('macAddress', {
		displayName: 'MAC Address',
		placeholder: 'e.g. 00:00:5E:00:53:01',
		description: 'The hardware address of the network card',
		types,
	}),
];

/** The fields of a `HardwareProperty`. */
export const hardwareFields: Field[] = [
	date('auditDate'),
	text('serialNumber', {
		placeholder: 'e.g. SN-0042',
		description: 'The number that the maker gave the device',
	}),
	date('warrentyExpirationDate', { displayName: 'Warranty Expiration Date' }),
];
