import { asset } from './asset';
import { HARDWARE } from './assetProperties';
import { ci } from './ci';
import { longTextField, numberField, textField } from './fields';
import type { FieldTable, RecordType } from './types';

const COMPUTER = 'Computer System';
const OS = 'OS';
const BIOS = 'Bios';
const RAM = 'Ram';

/** Each type has two names on the wire; the last two follow the pattern of the first (assets.md section 4). */
const typed = (value: string, displayName: string, componentType: string): RecordType => ({
	value,
	displayName,
	alsoSends: { componentType },
});

/** Parts that discovery finds in a computer. Source: assets.md sections 4, 5 and 8. They cannot be read or listed. */
export const component: FieldTable = {
	name: 'component',
	displayName: 'Hardware Component',
	noun: 'hardware component',
	plural: 'hardware components',
	customTime: 'date',
	types: {
		parameter: 'componentKind',
		displayName: 'Component Type',
		options: [
			typed(BIOS, 'BIOS', 'bios_component'),
			typed(COMPUTER, 'Computer System', 'computer_system_component'),
			typed(RAM, 'Memory', 'ram_component'),
			typed(OS, 'Operating System', 'os_component'),
		],
	},
	fields: [
		textField('activationStatus', { placeholder: 'e.g. Licensed', types: [OS] }),
		textField('architecture', { placeholder: 'e.g. 64-bit', types: [OS] }),
		textField('biosName', {
			placeholder: 'e.g. Phoenix BIOS',
			displayName: 'BIOS Name',
			types: [BIOS],
		}),
		textField('bootUpStatus', { placeholder: 'e.g. Normal boot', types: [COMPUTER] }),
		textField('buildNo', {
			placeholder: 'e.g. 22631',
			displayName: 'Build Number',
			types: [OS],
		}),
		textField('computerSystemName', {
			placeholder: 'e.g. LAPTOP-0042',
			displayName: 'Computer Name',
			types: [COMPUTER],
		}),
		longTextField('description', {
			types: [COMPUTER, BIOS],
			description: 'Description of the component, as plain text',
		}),
		textField('deviceStatus', { types: [COMPUTER, BIOS], placeholder: 'e.g. Ok' }),
		textField('displayVersion', { placeholder: 'e.g. 23H2', types: [OS] }),
		textField('domainName', {
			placeholder: 'e.g. example.com',
			displayName: 'Domain Name',
			types: [COMPUTER],
		}),
		textField('installedDate', {
			placeholder: 'e.g. 2025-06-02',
			types: [OS],
			description: 'Installation date of the operating system. Sent exactly as entered.',
		}),
		textField('licenceKey', {
			placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
			displayName: 'License Key',
			types: [OS],
		}),
		textField('manufacturerName', { displayName: 'Manufacturer', placeholder: 'e.g. Lenovo' }),
		textField('modelName', {
			placeholder: 'e.g. ThinkPad T14',
			displayName: 'Model',
			types: [COMPUTER],
		}),
		numberField('numberOfLogicalProcessors', {
			displayName: 'Number of Logical Processors',
			types: [COMPUTER],
		}),
		numberField('numberOfProcessors', { displayName: 'Number of Processors', types: [COMPUTER] }),
		textField('osName', {
			placeholder: 'e.g. Windows 11 Pro',
			displayName: 'OS Name',
			types: [OS],
		}),
		textField('osVersion', {
			placeholder: 'e.g. 10.0.22631',
			displayName: 'OS Version',
			types: [OS],
		}),
		textField('partOfDomain', {
			displayName: 'Part of Domain',
			types: [COMPUTER],
			placeholder: 'e.g. Yes',
			description: 'Yes if the computer belongs to a domain, otherwise No',
		}),
		textField('pcSystemType', {
			displayName: 'PC System Type',
			types: [COMPUTER],
			placeholder: 'e.g. Mobile',
		}),
		textField('productKey', { placeholder: 'e.g. XXXXX-XXXXX-XXXXX', types: [OS] }),
		textField('releaseDate', {
			placeholder: 'e.g. 2024-03-15',
			types: [BIOS],
			description: 'Release date of the BIOS. Sent exactly as entered.',
		}),
		textField('serialNumber', {
			placeholder: 'e.g. SN-0042',
			types: [BIOS, RAM],
			format: 'code',
		}),
		textField('size', {
			placeholder: 'e.g. 16',
			types: [RAM],
			description: 'Memory size. Sent exactly as entered.',
		}),
		textField('smbiosVersion', {
			placeholder: 'e.g. 3.4',
			displayName: 'SMBIOS Version',
			types: [BIOS],
		}),
		textField('systemType', { types: [COMPUTER], placeholder: 'e.g. x64-based PC' }),
		textField('userName', {
			placeholder: 'e.g. nathan',
			displayName: 'User Name',
			types: [COMPUTER],
		}),
		textField('uuid', {
			placeholder: 'e.g. 4c4c4544-0042-3010-8056-b4c04f4e3132',
			displayName: 'UUID',
			types: [COMPUTER],
		}),
		textField('version', { placeholder: 'e.g. 1.27', types: [BIOS] }),
	],
	readOnlyFields: [
		{ name: 'id', displayName: 'ID', kind: 'number' },
		textField('type'),
		textField('componentType'),
	],
};

/** Placeholder for an ID in the paths below. */
export const ID_IN_PATH = '{id}';

/** What a component can be part of, with the path of the component itself (assets.md sections 5 and 8). */
export const componentOwners = [
	{
		name: ci.displayName,
		value: ci.name,
		path: ['api', 'v1', 'cmdb', 'ci', 'discoveryComponent', ID_IN_PATH],
	},
	{
		name: 'Hardware Asset',
		value: asset.name,
		path: ['api', 'v1', 'asset', ID_IN_PATH, 'discoveryComponent'],
	},
];

/** What components can be added to, with the path of the asset's components (assets.md section 4). */
export const componentHome = {
	displayName: 'Hardware Asset',
	resource: asset,
	type: asset.types?.options.find(({ value }) => value === HARDWARE),
	path: ['api', 'v1', 'asset', ID_IN_PATH, 'discoveryComponent'],
};
