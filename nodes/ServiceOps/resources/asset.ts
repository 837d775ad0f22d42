import { assetProperties, HARDWARE, SOFTWARE } from './assetProperties';
import {
	booleanField,
	choiceField,
	dateField,
	longTextField,
	nameField,
	numberField,
	textField,
} from './fields';
import { assetTypes, locations } from './lookups';
import {
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

const NON_IT = 'NonITAsset';

/**
 * Assets of three classes. Source: assets.md sections 0 to 3. The spellings `acquitionDate`, `warrentyExpirationDate`
 * and `osLicenceKey` are the server's own.
 */
export const asset: Resource = {
	name: 'asset',
	displayName: 'Asset',
	noun: 'asset',
	plural: 'assets',
	path: ['asset'],
	searchModule: 'asset',
	keyField: 'assetId',
	keyExample: 'AST-1',
	keyForm: 'mixed',
	titleField: 'name',
	customTime: 'date',
	rowTimes: inventoryTimes,
	due: inventoryDue,
	canBeWatched: true,
	types: {
		parameter: 'assetClass',
		displayName: 'Asset Class',
		options: [
			{
				value: HARDWARE,
				displayName: 'Hardware',
				model: 'asset_hardware',
				relationModel: 'asset_hardware',
			},
			{
				value: NON_IT,
				displayName: 'Non-IT',
				model: 'asset_non_it',
				relationModel: 'asset_non_it',
			},
			{
				value: SOFTWARE,
				displayName: 'Software',
				model: 'asset_software',
				relationModel: 'asset_software',
			},
		],
	},
	fields: [
		choiceField('assetTypeName', [], {
			lookup: assetTypes,
			sends: 'path',
			compare: 'lastOfPath',
			required: true,
			displayName: 'Asset Type',
			placeholder: 'e.g. Hardware$Computer',
			description: 'Full path of the asset type, with levels separated by $',
		}),
		textField('name', { required: true, placeholder: 'e.g. LAPTOP-0042' }),
		choiceField('statusName', ['In Use', 'In Stock', 'In Transit', 'Missing', 'Retired'], {
			isNeverEmpty: true,
		}),
		nameField('categoryName', { placeholder: 'e.g. Laptop' }),
		nameField('assetGroupName', { placeholder: 'e.g. Loan Pool' }),
		dateField('acquitionDate', { displayName: 'Acquisition Date' }),
		textField('barCode', {
			description: 'Barcode on the asset label. Some servers have none for software.',
			format: 'code',
			displayName: 'Barcode',
			placeholder: 'e.g. LT0042',
		}),
		longTextField('description', {
			compare: 'html',
			description: 'Description of the asset, as plain text',
		}),
		choiceField(
			'swTypeName',
			['Excluded', 'Freeware', 'Managed', 'Prohibited', 'Shareware', 'Unidentified'],
			{ displayName: 'Software Type', types: [SOFTWARE] },
		),
		nameField('swCategoryName', {
			displayName: 'Software Category',
			placeholder: 'e.g. Office',
			types: [SOFTWARE],
		}),
		booleanField('installationStatus', {
			displayName: 'Is Installed',
			description: 'Whether the software is installed',
			types: [SOFTWARE],
		}),
		textField('version', { placeholder: 'e.g. 4.2.1', types: [SOFTWARE] }),
		...inventoryFields,
		...networkFields([HARDWARE]),
	],
	readOnlyFields: [
		numberField('id', { displayName: 'ID' }),
		textField('assetId', { displayName: 'Key' }),
		textField('type', { displayName: 'Asset Class' }),
		textField('origin'),
		dateField('createdDate'),
		dateField('updatedDate'),
	],
	propertyGroups: assetProperties,
	search: [
		{ name: 'assetId', displayName: 'Key', kind: 'text' },
		{ name: 'hostName', displayName: 'Host Name', kind: 'text' },
		idSearch,
		{ name: 'ipAddress', displayName: 'IP Address', kind: 'text' },
		named('locationId', 'Location', ['locationName'], locations),
		{ name: 'name', displayName: 'Name', kind: 'text' },
		named('statusId', 'Status', ['statusName']),
		{ name: 'tags', displayName: 'Tags', kind: 'list' },
		...timeSearch(inventoryTimes.created, inventoryTimes.updated),
	],
	quickFilters: [
		statusQuickFilter,
		{ name: 'locationName', displayName: 'Location', search: 'locationId' },
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
		parameter: 'linkedAssets',
		displayName: 'Linked Assets',
		list: 'linkAssetIds',
		model: 'assetModel',
		id: 'assetId',
	},
	matchOn: ['assetId', 'barCode', 'hostName', 'ipAddress', 'macAddress', 'name', 'serialNumber'],
	countBy: ['assetTypeName', 'categoryName', 'assetGroupName', ...inventoryCountBy],
	simplified: [
		'type',
		'assetTypeName',
		'statusName',
		'usedByEmail',
		'managedByEmail',
		'locationName',
		'hostName',
	],
	operations: ['count', 'create', 'upsert', 'delete', 'get', 'getAll', 'getTypes', 'update'],
	inferred: {
		get: 'Not in the API documentation; the node falls back to a search',
		getAll: 'Not in the API documentation',
		delete: 'Not in the API documentation',
	},
};
