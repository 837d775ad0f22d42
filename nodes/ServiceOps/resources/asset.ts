import { boolean, choice, date, descriptionField, number, text } from './fields';
import { assetTypes } from './lookups';
import { hardwareFields, inventoryFields, inventoryTimes, networkFields } from './inventory';
import { idSearch } from './searchProperties';
import type { Resource } from './types';

const HARDWARE = 'HardwareAsset';
const SOFTWARE = 'SoftwareAsset';
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
		choice('assetTypeName', [], {
			lookup: assetTypes,
			sends: 'path',
			compare: 'lastOfPath',
			required: true,
			displayName: 'Asset Type',
			placeholder: 'e.g. Hardware$Computer',
			description: 'Full path of the asset type, with levels separated by $',
		}),
		text('name', {
			description: 'Name of the asset',
			required: true,
			placeholder: 'e.g. LAPTOP-0042',
		}),
		choice('statusName', ['In Use', 'In Stock', 'In Transit', 'Missing', 'Retired']),
		text('categoryName', {
			placeholder: 'e.g. Laptop',
			description: 'Name of an existing category',
		}),
		text('assetGroupName', {
			placeholder: 'e.g. Loan Pool',
			description: 'Name of an existing asset group',
		}),
		date('acquitionDate', { displayName: 'Acquisition Date' }),
		text('barCode', {
			description: 'Barcode on the asset label',
			displayName: 'Barcode',
			placeholder: 'e.g. LT0042',
		}),
		descriptionField('Description of the asset, as plain text'),
		choice(
			'swTypeName',
			['Excluded', 'Freeware', 'Managed', 'Prohibited', 'Shareware', 'Unidentified'],
			{ displayName: 'Software Type', types: [SOFTWARE] },
		),
		text('swCategoryName', {
			displayName: 'Software Category',
			placeholder: 'e.g. Office',
			description: 'Name of an existing software category',
			types: [SOFTWARE],
		}),
		boolean('installationStatus', {
			displayName: 'Is Installed',
			description: 'Whether the software is installed',
			types: [SOFTWARE],
		}),
		text('version', {
			description: 'Version of the software',
			placeholder: 'e.g. 4.2.1',
			types: [SOFTWARE],
		}),
		...inventoryFields,
		...networkFields([HARDWARE]),
	],
	readOnlyFields: [
		number('id', { displayName: 'ID' }),
		text('assetId', { displayName: 'Key' }),
		text('type', { displayName: 'Asset Class' }),
		text('origin'),
		text('createdDate'),
		text('updatedDate'),
	],
	propertyGroups: {
		name: 'assetPropertyList',
		groups: [
			{
				name: 'computerProperty',
				displayName: 'Computer Properties',
				wireType: 'ComputerProperty',
				types: [HARDWARE],
				fields: [
					text('activationStatus', {
						placeholder: 'e.g. Licensed',
						description: 'Activation status reported by the operating system',
					}),
					text('bootupState', {
						placeholder: 'e.g. Normal boot',
						description: 'Boot state reported by the computer',
						displayName: 'Boot State',
					}),
					number('cpuCoreCount', {
						description: 'Number of processor cores',
						displayName: 'CPU Core Count',
					}),
					number('cpuSpeed', {
						description: 'Processor speed, in the unit that your ServiceOps form uses',
						displayName: 'CPU Speed',
					}),
					number('diskSize', {
						description: 'Total disk size, in the unit that your ServiceOps form uses',
					}),
					text('domainName', {
						placeholder: 'e.g. example.com',
						description: 'Domain that the computer belongs to',
						displayName: 'Domain Name',
					}),
					text('lastLoggedInUser', {
						placeholder: 'e.g. nathan',
						description: 'User who last logged in to the computer',
						displayName: 'Last Logged In User',
					}),
					number('memorySize', {
						description: 'Memory size, in the unit that your ServiceOps form uses',
					}),
					number('numberOfLogicalProcessors', {
						description: 'Logical processors reported by the operating system',
						displayName: 'Number of Logical Processors',
					}),
					number('numberOfProcessors', {
						description: 'Physical processors reported by the operating system',
						displayName: 'Number of Processors',
					}),
					text('osArchitecture', {
						placeholder: 'e.g. 64-bit',
						description: 'Architecture of the operating system, 32-bit or 64-bit',
						displayName: 'OS Architecture',
					}),
					text('osLicenceKey', {
						placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
						description: 'License key of the operating system',
						displayName: 'OS License Key',
					}),
					text('osName', {
						placeholder: 'e.g. Windows 11 Pro',
						description: 'Name of the operating system',
						displayName: 'OS Name',
					}),
					text('osVersion', {
						placeholder: 'e.g. 10.0.22631',
						description: 'Version of the operating system',
						displayName: 'OS Version',
					}),
					boolean('partOfDomain', {
						displayName: 'Is Part of Domain',
						description: 'Whether the computer belongs to a domain',
					}),
					text('pcSystemType', {
						description: 'Type of computer, such as Desktop or Mobile',
						displayName: 'PC System Type',
					}),
					text('servicePackName', {
						placeholder: 'e.g. Service Pack 1',
						description: 'Installed service pack',
						displayName: 'Service Pack',
					}),
				],
			},
			{
				name: 'hardwareProperty',
				displayName: 'Hardware Properties',
				wireType: 'HardwareProperty',
				types: [HARDWARE],
				fields: hardwareFields,
			},
			{
				name: 'softwareProperty',
				displayName: 'Software Properties',
				wireType: 'SoftwareProperty',
				types: [SOFTWARE],
				fields: [
					number('softwareCost', {
						description: 'Cost of the software, as a number without a currency',
						displayName: 'Cost',
					}),
				],
			},
		],
	},
	search: [
		{ name: 'assetId', displayName: 'Key', kind: 'text' },
		{ name: 'createdTime', displayName: 'Created Time', kind: 'time' },
		{ name: 'hostName', displayName: 'Host Name', kind: 'text' },
		idSearch,
		{ name: 'ipAddress', displayName: 'IP Address', kind: 'text' },
		{ name: 'locationId', displayName: 'Location ID', kind: 'id' },
		{ name: 'name', displayName: 'Name', kind: 'text' },
		{ name: 'statusId', displayName: 'Status ID', kind: 'id' },
		{ name: 'tags', displayName: 'Tags', kind: 'list' },
		{ name: 'updatedTime', displayName: 'Updated Time', kind: 'time' },
	],
	sortBy: [
		{ name: 'Created Time', value: 'createdTime' },
		{ name: 'Name', value: 'name' },
		{ name: 'Updated Time', value: 'updatedTime' },
	],
	matchOn: ['assetId', 'name', 'hostName', 'ipAddress', 'macAddress'],
	simplified: [
		'id',
		'assetId',
		'name',
		'type',
		'assetTypeName',
		'statusName',
		'usedByEmail',
		'managedByEmail',
		'locationName',
		'hostName',
	],
	operations: ['create', 'upsert', 'delete', 'get', 'getAll', 'getTypes', 'update'],
	inferred: {
		get: 'Not in the API documentation; the node falls back to a search',
		getAll: 'Not in the API documentation',
		delete: 'Not in the API documentation',
	},
};
