import { boolean, choice, date, longText, number, text } from './fields';
import { assetTypes } from './lookups';
import { hardwareFields, inventoryFields, inventoryTimes, networkFields } from './inventory';
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
			{ value: HARDWARE, displayName: 'Hardware', model: 'asset_hardware' },
			{ value: NON_IT, displayName: 'Non-IT', model: 'asset_non_it' },
			{ value: SOFTWARE, displayName: 'Software', model: 'asset_software' },
		],
	},
	fields: [
		choice('assetTypeName', [], {
			lookup: assetTypes,
			sends: 'path',
			required: true,
			displayName: 'Asset Type',
			placeholder: 'e.g. Hardware$Computer',
			description: 'Path of the asset type from the top of the tree, joined with $',
		}),
		text('name', {
			description: 'What the asset is called',
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
			description: "The code on the asset's label",
			displayName: 'Barcode',
			placeholder: 'e.g. LT0042',
		}),
		longText('description', { description: 'More about the asset, as text' }),
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
			description: 'The version of the software',
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
						description: 'How the operating system reports its activation',
					}),
					text('bootupState', {
						placeholder: 'e.g. Normal boot',
						description: 'How the computer started last, as its system reports it',
						displayName: 'Boot State',
					}),
					number('cpuCoreCount', {
						description: 'How many cores the processors have',
						displayName: 'CPU Core Count',
					}),
					number('cpuSpeed', {
						description: 'The speed of the processor, in the unit of your ServiceOps form',
						displayName: 'CPU Speed',
					}),
					number('diskSize', {
						description: 'The size of the disks, in the unit of your ServiceOps form',
					}),
					text('domainName', {
						placeholder: 'e.g. example.com',
						description: 'The domain that the computer belongs to',
						displayName: 'Domain Name',
					}),
					text('lastLoggedInUser', {
						placeholder: 'e.g. nathan',
						description: 'Who used the computer last',
						displayName: 'Last Logged In User',
					}),
					number('memorySize', {
						description: 'The size of the memory, in the unit of your ServiceOps form',
					}),
					number('numberOfLogicalProcessors', {
						description: 'How many logical processors the system reports',
						displayName: 'Number of Logical Processors',
					}),
					number('numberOfProcessors', {
						description: 'How many processors the system reports',
						displayName: 'Number of Processors',
					}),
					text('osArchitecture', {
						placeholder: 'e.g. 64-bit',
						description: 'Whether the system is built for 32 or 64 bits',
						displayName: 'OS Architecture',
					}),
					text('osLicenceKey', {
						placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
						description: 'The key under which the operating system is licensed',
						displayName: 'OS License Key',
					}),
					text('osName', {
						placeholder: 'e.g. Windows 11 Pro',
						description: 'The name of the operating system',
						displayName: 'OS Name',
					}),
					text('osVersion', {
						placeholder: 'e.g. 10.0.22631',
						description: 'The version of the operating system',
						displayName: 'OS Version',
					}),
					boolean('partOfDomain', {
						displayName: 'Is Part of Domain',
						description: 'Whether the computer belongs to a domain',
					}),
					text('pcSystemType', {
						description: 'The kind of computer, such as Desktop or Mobile',
						displayName: 'PC System Type',
					}),
					text('servicePackName', {
						placeholder: 'e.g. Service Pack 1',
						description: 'The service pack that is installed',
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
						description: 'What the software costs, as a plain number',
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
		{ name: 'id', displayName: 'ID', kind: 'id' },
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
		get: 'the API documentation does not show this call, so the node also finds its way by search',
		getAll: 'the API documentation does not show this call',
		delete: 'the API documentation does not show this call',
	},
};
