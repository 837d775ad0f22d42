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
		text('activationStatus', { types: [OS], description: 'How the system reports its activation' }),
		text('architecture', {
			types: [OS],
			description: 'Whether the system is built for 32 or 64 bits',
		}),
		text('biosName', {
			displayName: 'BIOS Name',
			types: [BIOS],
			description: 'The name of the BIOS',
		}),
		text('bootUpStatus', { types: [COMPUTER], description: 'How the computer started last' }),
		text('buildNo', {
			displayName: 'Build Number',
			types: [OS],
			description: 'The build of the system',
		}),
		text('computerSystemName', {
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
		text('displayVersion', { types: [OS], description: 'The version as the system shows it' }),
		text('domainName', {
			displayName: 'Domain Name',
			types: [COMPUTER],
			description: 'The domain that the computer belongs to',
		}),
		text('installedDate', {
			types: [OS],
			description:
				'When the system was installed; the API documentation names no format, so it is sent as entered',
		}),
		text('licenceKey', {
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
		text('osName', { displayName: 'OS Name', types: [OS], description: 'The name of the system' }),
		text('osVersion', {
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
		text('productKey', { types: [OS], description: 'The key that came with the system' }),
		text('releaseDate', {
			types: [BIOS],
			description:
				'When it was released; the API documentation names no format, so it is sent as entered',
		}),
		text('serialNumber', {
			types: [BIOS, RAM],
			description: 'The number that the maker gave the part',
		}),
		text('size', {
			types: [RAM],
			description:
				'The size of the memory; the API documentation names no unit, so it is sent as entered',
		}),
		text('smbiosVersion', {
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
			displayName: 'User Name',
			types: [COMPUTER],
			description: 'Who used the computer last',
		}),
		text('uuid', {
			displayName: 'UUID',
			types: [COMPUTER],
			description: 'The unique ID of the computer',
		}),
		text('version', { types: [BIOS], description: 'The version of the BIOS' }),
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
