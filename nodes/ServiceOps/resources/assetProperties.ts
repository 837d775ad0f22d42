import { boolean, number, text } from './fields';
import { hardwareFields } from './inventory';
import type { Resource } from './types';

/** The classes of assets that have properties of their own, by their names on the wire. */
export const HARDWARE = 'HardwareAsset';
export const SOFTWARE = 'SoftwareAsset';

/** The groups of properties of hardware and software assets. Source: assets.md sections 1 and 2. */
export const assetProperties: Resource['propertyGroups'] = {
	name: 'assetPropertyList',
	groups: [
		{
			name: 'computerProperty',
			displayName: 'Computer Properties',
			wireType: 'ComputerProperty',
			types: [HARDWARE],
			fields: [
				text('activationStatus', { placeholder: 'e.g. Licensed' }),
				text('bootupState', {
					placeholder: 'e.g. Normal boot',
					isObserved: true,
					displayName: 'Boot State',
				}),
				number('cpuCoreCount', { displayName: 'CPU Core Count' }),
				number('cpuSpeed', {
					description: 'Processor speed, in the unit that your ServiceOps form uses',
					displayName: 'CPU Speed',
				}),
				number('diskSize', {
					description: 'Total disk size, in the unit that your ServiceOps form uses',
				}),
				text('domainName', {
					placeholder: 'e.g. example.com',
					displayName: 'Domain Name',
				}),
				text('lastLoggedInUser', {
					placeholder: 'e.g. nathan',
					isObserved: true,
					displayName: 'Last Logged In User',
				}),
				number('memorySize', {
					description: 'Memory size, in the unit that your ServiceOps form uses',
				}),
				number('numberOfLogicalProcessors', { displayName: 'Number of Logical Processors' }),
				number('numberOfProcessors', { displayName: 'Number of Processors' }),
				text('osArchitecture', { placeholder: 'e.g. 64-bit', displayName: 'OS Architecture' }),
				text('osLicenceKey', {
					placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
					displayName: 'OS License Key',
				}),
				text('osName', { placeholder: 'e.g. Windows 11 Pro', displayName: 'OS Name' }),
				text('osVersion', { placeholder: 'e.g. 10.0.22631', displayName: 'OS Version' }),
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
};
