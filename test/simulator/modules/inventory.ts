/** The three classes of assets, and CIs. */
import type { CustomFields } from '../customFields';
import type { FieldTable } from '../fields';
import { choice, customFields, date, flag, person, reference, tags, text } from '../fields';
import { COMMON_CUSTOM_FIELDS, impact, INFERRED } from './common';
import type { Module } from './module';
import { propertyGroups } from './propertyGroups';

/** The fields that CIs and all classes of assets share. */
const inventoryFields = (status: string): FieldTable => ({
	name: text({ required: true }),
	impactName: impact(),
	statusName: reference(status),
	vendorName: reference('vendor'),
	productName: reference('product'),
	departmentName: reference('department'),
	locationName: reference('location'),
	businessServiceName: reference('businessService'),
	usedByEmail: person(),
	managedByEmail: person({ technician: true }),
	managedByGroupName: reference('group'),
	assignmentDate: date(),
	tags: tags(),
	description: text(),
	customField: customFields(),
});

const networkFields: FieldTable = { ipAddress: text(), hostName: text(), macAddress: text() };

const assetFields: FieldTable = {
	assetTypeName: reference('assetType', { required: true }),
	...inventoryFields('assetStatus'),
	categoryName: reference('category'),
	assetGroupName: reference('assetGroup'),
	acquitionDate: date(),
};

/** Not for software: the bar code on the sticker. */
const barCode: FieldTable = {
	barCode: text({}, { pattern: '^[A-Za-z0-9]*$', maxLength: 15 }),
};

/** One class of assets: ids are numbered per class. */
export interface AssetClass extends Module {
	/** The value of `type` in bodies and answers. */
	type: string;
	/** The root of its types. */
	root: string;
}

const assetClass = (
	name: string,
	type: string,
	root: string,
	fields: FieldTable,
	custom: CustomFields,
): AssetClass => ({
	name,
	type,
	root,
	title: type,
	path: '/api/v1/asset',
	models: ['asset'],
	keyName: 'assetId',
	fields: { ...assetFields, ...fields },
	customFields: { ...COMMON_CUSTOM_FIELDS, number: 'number', ...custom },
	defaults: { impactName: 'Low', statusName: 'In Use', origin: 'manual' },
	evidence: { ...INFERRED, create: 'documented', update: 'documented' },
});

export const ASSET_CLASSES: AssetClass[] = [
	assetClass(
		'asset_hardware',
		'HardwareAsset',
		'Hardware',
		{
			...networkFields,
			...barCode,
			assetPropertyList: propertyGroups('HardwareProperty', 'ComputerProperty'),
		},
		{ 'hardware-textbox': 'text' },
	),
	assetClass(
		'asset_software',
		'SoftwareAsset',
		'Software',
		{
			swTypeName: reference('softwareType'),
			swCategoryName: reference('softwareCategory'),
			installationStatus: flag(),
			version: text(),
			assetPropertyList: propertyGroups('SoftwareProperty'),
		},
		{ 'software-textbox': 'text' },
	),
	assetClass(
		'asset_non_it',
		'NonITAsset',
		'Non IT',
		{ ...barCode, assetPropertyList: propertyGroups('HardwareProperty') },
		{ 'non-it-textbox': 'text' },
	),
];

export const CI: Module = {
	name: 'ci',
	title: 'CI',
	path: '/api/v1/cmdb/ci',
	models: ['ci'],
	keyName: 'ciId',
	fields: {
		type: { ...choice(['CI']), required: true },
		ciTypeName: reference('ciType', { required: true }),
		...inventoryFields('ciStatus'),
		...networkFields,
		ciGroupName: reference('ciGroup'),
		ciDisplayName: text(),
		ciPropertyList: propertyGroups('HardwareProperty', 'ComputerProperty', 'SoftwareProperty'),
	},
	customFields: { ...COMMON_CUSTOM_FIELDS, 'CMDB Global': 'text', Hardware: 'text' },
	defaults: {
		impactName: 'Low',
		statusName: 'Operational',
		origin: 'manual',
		tags: [],
		fileAttachments: [],
	},
	evidence: { ...INFERRED, create: 'documented', update: 'documented' },
};
