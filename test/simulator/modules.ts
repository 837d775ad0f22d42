/** What the server has: one table per module. Paths, bodies, checks and search properties follow from here. */
import type { CustomFields, FieldTable, Schema } from './fields';
import {
	bodySchema,
	choice,
	choices,
	customFields,
	date,
	emails,
	files,
	flag,
	groups,
	html,
	number,
	person,
	reference,
	tags,
	text,
	time,
} from './fields';
import { IMPACTS, LEVELS } from './references';

/** How far to trust an operation. */
export type Evidence = 'documented' | 'captured' | 'third-party' | 'inferred';

/** A module whose records are created, read, updated, deleted and searched alike. */
export interface Module {
	/** The name of its table, and of the operations' tag. */
	name: string;
	/** One record in words, for messages. */
	title: string;
	path: string;
	/** The first part of property keys in the search language. */
	models: string[];
	fields: FieldTable;
	customFields: CustomFields;
	/** Values of a new record that the client did not give. */
	defaults: Record<string, unknown>;
	/** The name of the display key in answers and searches. */
	keyName?: 'name' | 'assetId' | 'ciId';
	/** Further search properties that hold a time. */
	times?: string[];
	/** Where conversations and relations are offered. */
	conversations?: true;
	relations?: true;
	evidence: Record<'create' | 'get' | 'update' | 'delete' | 'search', Evidence>;
}

const INFERRED = {
	create: 'inferred',
	get: 'inferred',
	update: 'inferred',
	delete: 'inferred',
	search: 'inferred',
} as const;

const priority = () => choice(LEVELS, { list: 'priority' });
const urgency = () => choice(LEVELS, { list: 'urgency' });
/** Documented as "On User", answered as "On Users": both are accepted. */
const impact = () => choice(['On User', ...IMPACTS], { list: 'impact' });
const technicianGroup = () => reference('group', { searchAs: 'groupId' });
const assignee = () => person({ technician: true, searchAs: 'technicianId' });
const requester = () => person({ required: true, only: 'create', searchAs: 'requesterId' });

/** The fields that every form of an administrator's example server has. */
const COMMON_CUSTOM_FIELDS: CustomFields = {
	'New Text Input': 'text',
	'New Text Area': 'text',
	'New Rich Text Area': 'text',
	'New Number': 'number',
	'New Datetime': 'datetime',
	'New Dropdown': 'dropdown',
	'New Radio': 'radio',
	'New Multi-Select Dropdown': 'multiselect',
	'New Checkbox': 'checkbox',
};

const ticketFields = (status: string): FieldTable => ({
	requesterEmail: requester(),
	subject: text({ required: true }),
	description: html(),
	statusName: reference(status, { searchAs: 'statusId' }),
	priorityName: priority(),
	urgencyName: urgency(),
	impactName: impact(),
	categoryName: reference('category'),
	departmentName: reference('department'),
	locationName: reference('location'),
	assigneeEmail: assignee(),
	technicianGroupName: technicianGroup(),
	tags: tags(),
	fileAttachments: files(),
	customField: customFields(),
});

export const REQUEST: Module = {
	name: 'request',
	title: 'Request',
	path: '/api/v1/request',
	models: ['request'],
	keyName: 'name',
	fields: {
		...ticketFields('requestStatus'),
		description: html({ plain: true }),
		ccEmailSet: emails(),
		supportLevel: choice([0, 1, 2, 3, 4].flatMap((tier) => [`tier${tier}`, `Tier${tier}`])),
		spam: flag(),
		source: text({ only: 'create' }),
		// Of service requests only, which are updated under the same path.
		requester: person({ only: 'update', searchAs: 'serviceRequesterId' }),
		serviceName: reference('service', { only: 'update' }),
		serviceCategoryName: reference('serviceCategory', { only: 'update' }),
		vendorName: reference('vendor', { only: 'update' }),
	},
	customFields: {
		...COMMON_CUSTOM_FIELDS,
		'WSR Sent': 'text',
		'Project Ticket ID': 'text',
		'Count of WSR Sent': 'number',
		'WSR Status': 'text',
		'Delivery Ticket Internal ID': 'text',
		'Delivery Ticket ID': 'text',
		'Project Ticket Internal ID': 'text',
		'Cost Centre': 'text',
	},
	defaults: {
		statusName: 'Open',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		source: 'External',
		spam: false,
		supportLevel: 'tier0',
		fileAttachments: [],
	},
	times: [
		'dueByTime',
		'resolvedTime',
		'lastOpenedTime',
		'lastResolvedTime',
		'lastClosedTime',
		'firstResponseTime',
	],
	conversations: true,
	relations: true,
	evidence: { ...INFERRED, create: 'captured', update: 'documented', search: 'third-party' },
};

/** Fields that only service requests have. */
export const SERVICE_REQUEST_ONLY = [
	'requester',
	'serviceName',
	'serviceCategoryName',
	'vendorName',
];

/** The custom fields of the services' own forms. */
export const SERVICE_CUSTOM_FIELDS: CustomFields = {
	...COMMON_CUSTOM_FIELDS,
	'Source File Path': 'text',
	'Destination File Path': 'text',
	'File Restore Initiation Date': 'datetime',
};

export const SERVICE_REQUEST_FIELDS: FieldTable = {
	requester: person({ required: true }),
	serviceName: reference('service', { required: true }),
	serviceCategoryName: reference('serviceCategory', { required: true }),
	description: html({ plain: true }),
	source: text(),
	categoryName: reference('category'),
	priorityName: priority(),
	urgencyName: urgency(),
	impactName: impact(),
	departmentName: reference('department'),
	locationName: reference('location'),
	vendorName: reference('vendor'),
	customField: customFields(),
};

export const CHANGE: Module = {
	name: 'change',
	title: 'Change',
	path: '/api/v1/change',
	models: ['change'],
	keyName: 'name',
	fields: {
		...ticketFields('changeStatus'),
		startDate: time({ required: true }),
		endDate: time({ required: true }),
		riskType: choice(['Low', 'Medium', 'High']),
		changeType: choice(['Minor', 'Standard', 'Significant', 'Major', 'Emergency']),
		targetEnvironment: choice(['Production', 'Development', 'Test']),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Requested',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	relations: true,
	evidence: { ...INFERRED, create: 'documented', update: 'documented', search: 'documented' },
};

const PROBLEM: Module = {
	name: 'problem',
	title: 'Problem',
	path: '/api/v1/problem',
	models: ['problem'],
	keyName: 'name',
	fields: {
		...ticketFields('problemStatus'),
		natureOfProblem: choice(['Proactive', 'Reactive']),
		knownError: flag(),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Open',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	evidence: INFERRED,
};

const RELEASE: Module = {
	name: 'release',
	title: 'Release',
	path: '/api/v1/release',
	models: ['release'],
	keyName: 'name',
	fields: {
		...ticketFields('releaseStatus'),
		startDate: time({ required: true }),
		endDate: time({ required: true }),
		riskTypeName: choice(['Low', 'Medium', 'High']),
		releaseTypeName: choice(['Minor', 'Major', 'Emergency']),
		reasonTypeName: reference('reasonType'),
		releaseEngineerEmail: person(),
		releaseManagerEmail: person(),
		qaManagerEmail: person(),
		releaseReviewerEmail: person(),
		businessServiceName: reference('businessService'),
	},
	customFields: COMMON_CUSTOM_FIELDS,
	defaults: {
		statusName: 'Requested',
		priorityName: 'Low',
		urgencyName: 'Low',
		impactName: 'Low',
		tags: [],
		fileAttachments: [],
	},
	conversations: true,
	evidence: { ...INFERRED, create: 'documented', update: 'documented' },
};

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

function propertyGroups(...types: string[]) {
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

const CI: Module = {
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

const userFields: FieldTable = {
	name: text({ required: true }),
	email: text(),
	userLogOnName: text(),
	contactNo: text(),
	altContactNo1: text(),
	altContactNo2: text(),
	departmentName: reference('department'),
	locationName: reference('location'),
	manager: person(),
	allowToLogin: flag(),
	// "Read only" in the table, and yet sent by the documented examples.
	verified: flag(),
	customField: customFields(),
};
const userModule = (name: string, title: string, fields: FieldTable): Module => ({
	name,
	title,
	path: `/api/v1/${name}`,
	models: [name, 'user'],
	fields: { ...userFields, ...fields },
	customFields: { ...COMMON_CUSTOM_FIELDS, Nickname: 'text', City: 'text' },
	defaults: { verified: false },
	evidence: { ...INFERRED, create: 'documented' },
});

const REQUESTER = userModule('requester', 'Requester', {
	companyName: reference('company'),
	vipRequester: flag(),
});

const TECHNICIAN: Module = userModule('technician', 'Technician', {
	companyNames: text(),
	roles: choices(['Super Admin', 'Technician', 'Change Manager', 'Asset Manager']),
	accessLevel: choice(['global_access', 'group_access', 'restricted', 'global_restricted']),
	assetAccessLevel: choice(['global_access', 'group_access', 'restricted', 'global_restricted']),
	supportLevel: choices(['tier0', 'tier1', 'tier2', 'tier3', 'tier4']),
});

/** Every module with the usual five operations. Assets have their own, because ids repeat across classes. */
export const MODULES: Module[] = [
	REQUEST,
	CHANGE,
	PROBLEM,
	RELEASE,
	CI,
	REQUESTER,
	{ ...TECHNICIAN, evidence: { ...TECHNICIAN.evidence, get: 'documented' } },
];
