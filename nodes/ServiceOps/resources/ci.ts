import { choice, longText, text } from './fields';
import { hardwareFields, inventoryFields, inventoryTimes, networkFields } from './inventory';
import type { Resource } from './types';

const CI = 'CI';

/** Configuration items of the CMDB. Source: assets.md sections 6 and 7. */
export const ci: Resource = {
	name: 'ci',
	displayName: 'CI',
	noun: 'configuration item',
	plural: 'configuration items',
	path: ['cmdb', 'ci'],
	searchModule: 'ci',
	keyField: 'ciId',
	keyExample: 'CI-2',
	keyForm: 'mixed',
	titleField: 'name',
	customTime: 'date',
	rowTimes: inventoryTimes,
	canBeWatched: true,
	types: {
		parameter: 'ciClass',
		displayName: 'CI Class',
		options: [{ value: CI, displayName: CI }],
	},
	fields: [
		text('ciTypeName', {
			required: true,
			displayName: 'CI Type',
			placeholder: 'e.g. base ci$Hardware$Laptops',
			description: 'Path of the CI type from the top of the tree, joined with $',
		}),
		text('name', {
			required: true,
			placeholder: 'e.g. db-01',
			description: 'What the CI is called',
		}),
		text('ciDisplayName', {
			placeholder: 'e.g. Database Server 1',
			displayName: 'Display Name',
			only: 'update',
			description: 'A name to show; the server does not send it back',
		}),
		choice('statusName', ['Operational', 'Non-Operational', 'In Maintenance', 'Retired']),
		text('ciGroupName', {
			displayName: 'CI Group',
			placeholder: 'e.g. Data Center',
			description: 'Name of an existing CI group',
		}),
		longText('description', { description: 'More about the CI, as text' }),
		...inventoryFields,
		...networkFields(),
	],
	readOnlyFields: [
		{ name: 'id', displayName: 'ID', kind: 'number' },
		text('ciId', { displayName: 'Key' }),
		text('origin'),
		text('createdDate'),
		text('updatedDate'),
	],
	propertyGroups: {
		name: 'ciPropertyList',
		groups: [
			{
				name: 'hardwareProperty',
				displayName: 'Hardware Properties',
				wireType: 'HardwareProperty',
				types: [CI],
				fields: hardwareFields,
			},
		],
	},
	search: [
		{ name: 'ciId', displayName: 'Key', kind: 'text' },
		{ name: 'hostName', displayName: 'Host Name', kind: 'text' },
		{ name: 'id', displayName: 'ID', kind: 'id' },
		{ name: 'ipAddress', displayName: 'IP Address', kind: 'text' },
		{ name: 'name', displayName: 'Name', kind: 'text' },
		{ name: 'statusId', displayName: 'Status ID', kind: 'id' },
		{ name: 'tags', displayName: 'Tags', kind: 'list' },
	],
	sortBy: [
		{ name: 'Created Time', value: 'createdTime' },
		{ name: 'Name', value: 'name' },
		{ name: 'Updated Time', value: 'updatedTime' },
	],
	simplified: [
		'id',
		'ciId',
		'name',
		'ciTypeName',
		'statusName',
		'impactName',
		'usedByEmail',
		'managedByEmail',
		'hostName',
		'ipAddress',
	],
	operations: ['create', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		delete: 'the API documentation does not show this call',
		get: 'the API documentation does not show this call, so the node also finds its way by search',
		getAll: 'the API documentation does not show this call',
	},
};
