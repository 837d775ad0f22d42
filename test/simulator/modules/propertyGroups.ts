/** The property groups of assets and CIs. */
import type { CustomFields } from '../customFields';
import type { FieldTable, Schema } from '../fields';
import { bodySchema, customFields, date, flag, groups, number, text } from '../fields';

/** A property group of an asset or a CI: what its fields are, and how unset ones are answered. */
export interface PropertyGroup {
	fields: FieldTable;
	unset: Record<string, unknown>;
	customFields: CustomFields;
}

const COMPUTER_TEXTS = [
	'osName',
	'osVersion',
	'servicePackName',
	'osLicenceKey',
	'osArchitecture',
	'bootupState',
	'domainName',
	'pcSystemType',
	'lastLoggedInUser',
	'activationStatus',
];
const COMPUTER_NUMBERS = [
	'memorySize',
	'diskSize',
	'cpuSpeed',
	'cpuCoreCount',
	'numberOfLogicalProcessors',
	'numberOfProcessors',
];
const all = <T>(names: string[], value: (name: string) => T): Record<string, T> =>
	Object.fromEntries(names.map((name) => [name, value(name)]));

export const PROPERTY_GROUPS: Record<string, PropertyGroup> = {
	HardwareProperty: {
		fields: { serialNumber: text(), warrentyExpirationDate: date(), auditDate: date() },
		unset: { serialNumber: null, warrentyExpirationDate: null, auditDate: null },
		customFields: { 'hardwareproperty-textbox': 'text', CMDBHWPG: 'text' },
	},
	ComputerProperty: {
		fields: {
			...all(COMPUTER_TEXTS, () => text()),
			...all(COMPUTER_NUMBERS, () => number()),
			partOfDomain: flag(),
		},
		unset: {
			...all(COMPUTER_TEXTS, () => null),
			...all(COMPUTER_NUMBERS, () => 0),
			partOfDomain: false,
		},
		customFields: { 'computerproperty-textbox': 'text' },
	},
	SoftwareProperty: {
		fields: { softwareCost: number() },
		unset: { softwareCost: 0 },
		customFields: { 'softwareproperty-textbox': 'text' },
	},
};

export function propertyGroups(...types: string[]) {
	return groups(
		types.map((type): Schema => {
			const fields = { ...PROPERTY_GROUPS[type]?.fields, propertyCustomField: customFields() };
			const body = bodySchema(fields, 'update');
			return {
				...body,
				required: ['type'],
				properties: { type: { const: type }, ...(body.properties as Schema) },
			};
		}),
	);
}
