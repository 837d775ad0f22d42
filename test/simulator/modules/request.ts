/** Requests, and service requests, which share their table. */
import type { CustomFields } from '../customFields';
import type { FieldTable } from '../fields';
import {
	choice,
	customFields,
	emails,
	flag,
	html,
	links,
	person,
	reference,
	text,
} from '../fields';
import { COMMON_CUSTOM_FIELDS, impact, INFERRED, priority, ticketFields, urgency } from './common';
import type { Module } from './module';

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
		linkAssetIds: links('assetModel', 'assetId', [
			'asset_hardware',
			'asset_software',
			'asset_non_it',
		]),
		linkCiIds: links('ciModel', 'ciId', ['cmdb']),
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
	hiddenFields: { 'Internal Score': 'number' },
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
