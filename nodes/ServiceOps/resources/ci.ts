import { choiceField, dateField, longTextField, nameField, textField } from './fields';
import {
	hardwareFields,
	inventoryCountBy,
	inventoryDue,
	inventoryFields,
	inventoryTimes,
	networkFields,
} from './inventory';
import {
	idSearch,
	named,
	statusQuickFilter,
	textQuickFilter,
	timeQuickFilters,
	timeSearch,
} from './searchProperties';
import type { Resource } from './types';

const CI = 'CI';

/** Configuration items of the CMDB. Source: assets.md sections 6 and 7. */
export const ci: Resource = {
	name: 'ci',
	displayName: 'Configuration Item (CI)',
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
	due: inventoryDue,
	canBeWatched: true,
	types: {
		parameter: 'ciClass',
		displayName: 'CI Class',
		options: [{ value: CI, displayName: CI, relationModel: 'cmdb' }],
	},
	fields: [
		textField('ciTypeName', {
			required: true,
			displayName: 'CI Type',
			compare: 'lastOfPath',
			placeholder: 'e.g. base ci$Hardware$Laptops',
			description: 'Full path of the CI type, with levels separated by $',
		}),
		textField('name', { required: true, placeholder: 'e.g. db-01' }),
		textField('ciDisplayName', {
			placeholder: 'e.g. Database Server 1',
			displayName: 'Display Name',
			only: 'update',
			description: 'Name to display. ServiceOps does not return it.',
		}),
		choiceField('statusName', ['Operational', 'Non-Operational', 'In Maintenance', 'Retired'], {
			isNeverEmpty: true,
		}),
		nameField('ciGroupName', { displayName: 'CI Group', placeholder: 'e.g. Data Center' }),
		longTextField('description', {
			compare: 'html',
			description: 'Description of the CI, as plain text',
		}),
		...inventoryFields,
		...networkFields(),
	],
	readOnlyFields: [
		{ name: 'id', displayName: 'ID', kind: 'number' },
		textField('ciId', { displayName: 'Key' }),
		textField('origin'),
		dateField('createdDate'),
		dateField('updatedDate'),
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
		idSearch,
		{ name: 'ipAddress', displayName: 'IP Address', kind: 'text' },
		{ name: 'name', displayName: 'Name', kind: 'text' },
		named('statusId', 'Status', ['statusName']),
		{ name: 'tags', displayName: 'Tags', kind: 'list' },
		...timeSearch(inventoryTimes.created, inventoryTimes.updated),
	],
	quickFilters: [
		statusQuickFilter,
		textQuickFilter('name', 'Name Contains'),
		textQuickFilter('hostName', 'Host Name Contains'),
		...timeQuickFilters,
	],
	sortBy: [
		{ name: 'Created Time', value: 'createdTime' },
		{ name: 'Name', value: 'name' },
		{ name: 'Updated Time', value: 'updatedTime' },
	],
	linkedAs: {
		parameter: 'linkedCis',
		displayName: 'Linked CIs',
		list: 'linkCiIds',
		model: 'ciModel',
		id: 'ciId',
	},
	matchOn: ['ciId', 'hostName', 'ipAddress', 'macAddress', 'name', 'serialNumber'],
	countBy: ['ciTypeName', 'ciGroupName', ...inventoryCountBy],
	simplified: [
		'ciTypeName',
		'statusName',
		'impactName',
		'usedByEmail',
		'managedByEmail',
		'hostName',
		'ipAddress',
	],
	operations: ['count', 'create', 'upsert', 'delete', 'get', 'getAll', 'update'],
	inferred: {
		delete: 'Not in the API documentation',
		get: 'Not in the API documentation; the node falls back to a search',
		getAll: 'Not in the API documentation',
	},
};
