import { longText, number, text } from './fields';
import type { Resource } from './types';

const COMPUTER = 'Computer System';
const OS = 'OS';
const BIOS = 'Bios';
const RAM = 'Ram';

/** Each kind of component goes by two names on the wire; the last two are formed after the first (assets.md section 4). */
export const componentTypes: Record<string, string> = {
	[BIOS]: 'bios_component',
	[COMPUTER]: 'computer_system_component',
	[OS]: 'os_component',
	[RAM]: 'ram_component',
};

/** Parts that a discovery finds in a computer. Source: assets.md sections 4, 5 and 8. They cannot be read or listed. */
export const component: Resource = {
	name: 'component',
	displayName: 'Hardware Component',
	noun: 'hardware component',
	plural: 'hardware components',
	path: ['asset'],
	searchModule: 'component',
	keyField: 'id',
	keyExample: '3',
	keyForm: 'mixed',
	titleField: 'id',
	customTime: 'date',
	types: {
		parameter: 'componentKind',
		displayName: 'Kind',
		options: [
			{ value: BIOS, displayName: 'BIOS' },
			{ value: COMPUTER, displayName: 'Computer System' },
			{ value: RAM, displayName: 'Memory' },
			{ value: OS, displayName: 'Operating System' },
		],
	},
	fields: [
		text('activationStatus', {
			placeholder: 'e.g. Licensed',
			types: [OS],
			description: 'How the system reports its activation',
		}),
		text('architecture', {
			placeholder: 'e.g. 64-bit',
			types: [OS],
			description: 'Whether the system is built for 32 or 64 bits',
		}),
		text('biosName', {
			placeholder: 'e.g. Phoenix BIOS',
			displayName: 'BIOS Name',
			types: [BIOS],
			description: 'The name of the BIOS',
		}),
		text('bootUpStatus', {
			placeholder: 'e.g. Normal boot',
			types: [COMPUTER],
			description: 'How the computer started last',
		}),
		text('buildNo', {
			placeholder: 'e.g. 22631',
			displayName: 'Build Number',
			types: [OS],
			description: 'The build of the system',
		}),
		text('computerSystemName', {
			placeholder: 'e.g. LAPTOP-0042',
			displayName: 'Computer Name',
			types: [COMPUTER],
			description: 'What the computer calls itself',
		}),
		longText('description', {
			types: [COMPUTER, BIOS],
			description: 'More about the component, as text',
		}),
		text('deviceStatus', {
			types: [COMPUTER, BIOS],
			placeholder: 'e.g. Ok',
			description: 'How the device reports its state',
		}),
		text('displayVersion', {
			placeholder: 'e.g. 23H2',
			types: [OS],
			description: 'The version as the system shows it',
		}),
		text('domainName', {
			placeholder: 'e.g. example.com',
			displayName: 'Domain Name',
			types: [COMPUTER],
			description: 'The domain that the computer belongs to',
		}),
		text('installedDate', {
			placeholder: 'e.g. 2025-06-02',
			types: [OS],
			description:
				'When the system was installed; the API documentation names no format, so it is sent as entered',
		}),
		text('licenceKey', {
			placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
			displayName: 'License Key',
			types: [OS],
			description: 'The key under which the system is licensed',
		}),
		text('manufacturerName', {
			displayName: 'Manufacturer',
			placeholder: 'e.g. Lenovo',
			description: 'Who made it',
		}),
		text('modelName', {
			placeholder: 'e.g. ThinkPad T14',
			displayName: 'Model',
			types: [COMPUTER],
			description: 'The model of the computer',
		}),
		number('numberOfLogicalProcessors', {
			displayName: 'Number of Logical Processors',
			types: [COMPUTER],
			description: 'How many logical processors the system reports',
		}),
		number('numberOfProcessors', {
			displayName: 'Number of Processors',
			types: [COMPUTER],
			description: 'How many processors the system reports',
		}),
		text('osName', {
			placeholder: 'e.g. Windows 11 Pro',
			displayName: 'OS Name',
			types: [OS],
			description: 'The name of the system',
		}),
		text('osVersion', {
			placeholder: 'e.g. 10.0.22631',
			displayName: 'OS Version',
			types: [OS],
			description: 'The version of the system',
		}),
		text('partOfDomain', {
			displayName: 'Part of Domain',
			types: [COMPUTER],
			placeholder: 'e.g. Yes',
			description: 'Yes if the computer belongs to a domain, else No',
		}),
		text('pcSystemType', {
			displayName: 'PC System Type',
			types: [COMPUTER],
			placeholder: 'e.g. Mobile',
			description: 'The kind of computer',
		}),
		text('productKey', {
			placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
			types: [OS],
			description: 'The key that came with the system',
		}),
		text('releaseDate', {
			placeholder: 'e.g. 2024-03-15',
			types: [BIOS],
			description:
				'When it was released; the API documentation names no format, so it is sent as entered',
		}),
		text('serialNumber', {
			placeholder: 'e.g. SN-0042',
			types: [BIOS, RAM],
			description: 'The number that the maker gave the part',
		}),
		text('size', {
			placeholder: 'e.g. 16',
			types: [RAM],
			description:
				'The size of the memory; the API documentation names no unit, so it is sent as entered',
		}),
		text('smbiosVersion', {
			placeholder: 'e.g. 3.4',
			displayName: 'SMBIOS Version',
			types: [BIOS],
			description: 'The version of SMBIOS',
		}),
		text('systemType', {
			types: [COMPUTER],
			placeholder: 'e.g. x64-based PC',
			description: 'The architecture of the computer',
		}),
		text('userName', {
			placeholder: 'e.g. nathan',
			displayName: 'User Name',
			types: [COMPUTER],
			description: 'Who used the computer last',
		}),
		text('uuid', {
			placeholder: 'e.g. 4c4c4544-0042-3010-8056-b4c04f4e3132',
			displayName: 'UUID',
			types: [COMPUTER],
			description: 'The unique ID of the computer',
		}),
		text('version', {
			placeholder: 'e.g. 1.27',
			types: [BIOS],
			description: 'The version of the BIOS',
		}),
	],
	readOnlyFields: [
		{ name: 'id', displayName: 'ID', kind: 'number' },
		text('type', { displayName: 'Kind' }),
		text('componentType'),
	],
	search: [],
	sortBy: [],
	simplified: [],
	operations: [],
};
