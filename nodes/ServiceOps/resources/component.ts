import { asset } from './asset';
import { HARDWARE } from './assetProperties';
import { ci } from './ci';
import { longText, number, text } from './fields';
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
		text('activationStatus', { placeholder: 'e.g. Licensed', types: [OS] }),
		text('architecture', { placeholder: 'e.g. 64-bit', types: [OS] }),
		text('biosName', {
			placeholder: 'e.g. Phoenix BIOS',
			displayName: 'BIOS Name',
			types: [BIOS],
		}),
		text('bootUpStatus', { placeholder: 'e.g. Normal boot', types: [COMPUTER] }),
		text('buildNo', {
			placeholder: 'e.g. 22631',
			displayName: 'Build Number',
			types: [OS],
		}),
		text('computerSystemName', {
			placeholder: 'e.g. LAPTOP-0042',
			displayName: 'Computer Name',
			types: [COMPUTER],
		}),
		longText('description', {
			types: [COMPUTER, BIOS],
			description: 'Description of the component, as plain text',
		}),
		text('deviceStatus', { types: [COMPUTER, BIOS], placeholder: 'e.g. Ok' }),
		text('displayVersion', { placeholder: 'e.g. 23H2', types: [OS] }),
		text('domainName', {
			placeholder: 'e.g. example.com',
			displayName: 'Domain Name',
			types: [COMPUTER],
		}),
		text('installedDate', {
			placeholder: 'e.g. 2025-06-02',
			types: [OS],
			description: 'Installation date of the operating system. Sent exactly as entered.',
		}),
		text('licenceKey', {
			placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
			displayName: 'License Key',
			types: [OS],
		}),
		text('manufacturerName', { displayName: 'Manufacturer', placeholder: 'e.g. Lenovo' }),
		text('modelName', {
			placeholder: 'e.g. ThinkPad T14',
			displayName: 'Model',
			types: [COMPUTER],
		}),
		number('numberOfLogicalProcessors', {
			displayName: 'Number of Logical Processors',
			types: [COMPUTER],
		}),
		number('numberOfProcessors', { displayName: 'Number of Processors', types: [COMPUTER] }),
		text('osName', {
			placeholder: 'e.g. Windows 11 Pro',
			displayName: 'OS Name',
			types: [OS],
		}),
		text('osVersion', {
			placeholder: 'e.g. 10.0.22631',
			displayName: 'OS Version',
			types: [OS],
		}),
		text('partOfDomain', {
			displayName: 'Part of Domain',
			types: [COMPUTER],
			placeholder: 'e.g. Yes',
			description: 'Yes if the computer belongs to a domain, otherwise No',
		}),
		text('pcSystemType', {
			displayName: 'PC System Type',
			types: [COMPUTER],
			placeholder: 'e.g. Mobile',
		}),
		text('productKey', { placeholder: 'e.g. XXXXX-XXXXX-XXXXX', types: [OS] }),
		text('releaseDate', {
			placeholder: 'e.g. 2024-03-15',
			types: [BIOS],
			description: 'Release date of the BIOS. Sent exactly as entered.',
		}),
		text('serialNumber', {
			placeholder: 'e.g. SN-0042',
			types: [BIOS, RAM],
			format: 'code',
		}),
		text('size', {
			placeholder: 'e.g. 16',
			types: [RAM],
			description: 'Memory size. Sent exactly as entered.',
		}),
		text('smbiosVersion', {
			placeholder: 'e.g. 3.4',
			displayName: 'SMBIOS Version',
			types: [BIOS],
		}),
		text('systemType', { types: [COMPUTER], placeholder: 'e.g. x64-based PC' }),
		text('userName', {
			placeholder: 'e.g. nathan',
			displayName: 'User Name',
			types: [COMPUTER],
		}),
		text('uuid', {
			placeholder: 'e.g. 4c4c4544-0042-3010-8056-b4c04f4e3132',
			displayName: 'UUID',
			types: [COMPUTER],
		}),
		text('version', { placeholder: 'e.g. 1.27', types: [BIOS] }),
	],
	readOnlyFields: [
		{ name: 'id', displayName: 'ID', kind: 'number' },
		text('type'),
		text('componentType'),
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
