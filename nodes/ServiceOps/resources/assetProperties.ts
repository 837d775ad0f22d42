import { booleanField, numberField, textField } from './fields';
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
				textField('activationStatus', { placeholder: 'e.g. Licensed' }),
				textField('bootupState', {
					placeholder: 'e.g. Normal boot',
					isObserved: true,
					displayName: 'Boot State',
				}),
				numberField('cpuCoreCount', { displayName: 'CPU Core Count' }),
				numberField('cpuSpeed', {
					description: 'Processor speed, in the unit that your ServiceOps form uses',
					displayName: 'CPU Speed',
				}),
				numberField('diskSize', {
					description: 'Total disk size, in the unit that your ServiceOps form uses',
				}),
				textField('domainName', {
					placeholder: 'e.g. example.com',
					displayName: 'Domain Name',
				}),
				textField('lastLoggedInUser', {
					placeholder: 'e.g. nathan',
					isObserved: true,
					displayName: 'Last Logged In User',
				}),
				numberField('memorySize', {
					description: 'Memory size, in the unit that your ServiceOps form uses',
				}),
				numberField('numberOfLogicalProcessors', { displayName: 'Number of Logical Processors' }),
				numberField('numberOfProcessors', { displayName: 'Number of Processors' }),
				textField('osArchitecture', { placeholder: 'e.g. 64-bit', displayName: 'OS Architecture' }),
				textField('osLicenceKey', {
					placeholder: 'e.g. XXXXX-XXXXX-XXXXX',
					displayName: 'OS License Key',
				}),
				textField('osName', { placeholder: 'e.g. Windows 11 Pro', displayName: 'OS Name' }),
				textField('osVersion', { placeholder: 'e.g. 10.0.22631', displayName: 'OS Version' }),
				booleanField('partOfDomain', {
					displayName: 'Is Part of Domain',
					description: 'Whether the computer belongs to a domain',
				}),
				textField('pcSystemType', {
					description: 'Type of computer, such as Desktop or Mobile',
					displayName: 'PC System Type',
				}),
				textField('servicePackName', {
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
				numberField('softwareCost', {
					description: 'Cost of the software, as a number without a currency',
					displayName: 'Cost',
				}),
			],
		},
	],
};
