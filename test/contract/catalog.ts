/**
 * Every documented example, and what becomes of it: replayed through the node's form, or not, and why not.
 * A file that is in neither table fails the test, so a new example cannot be forgotten.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** How a documented request is made with the node. */
export interface Replay {
	authentication: 'password' | 'apiKey';
	/** The form, filled in so that the documented request should come out. Absent for a login, which any call brings. */
	parameters?: INodeParameters;
	/** Where the node sends something else on purpose, and why. */
	instead?: { path?: string; query?: Record<string, string>; body?: IDataObject; why: string };
	/** Answers to other requests that the node makes on the way, by method; 200 and the documented record unless told. */
	onTheWay?: Record<string, { status: number; body?: unknown }>;
	/** Stand-ins for `{…}` in the documented path. */
	id?: number;
	/** Documented keys that the simulator leaves out, with the reason. */
	simulatorOmits?: Record<string, string>;
	/** Set where the simulator does not answer the documented request, with the reason. */
	notSimulated?: string;
}

const locator = (value: number): INodeParameters => ({
	recordId: { __rl: true, mode: 'id', value: String(value) },
});

const custom = (...fields: INodeParameters[]): INodeParameters => ({
	customFields: { field: fields },
});

const INTERNAL = 'the example uses the internal /api/request path, the node the public /api/v1 one';

/** A search that is typed in as JSON. */
const qualification = (resource: string, file: string, more: INodeParameters = {}) => ({
	authentication: 'password' as const,
	parameters: {
		resource,
		operation: 'getAll',
		returnAll: true,
		simplify: false,
		// Filled in from the example itself by the test.
		filters: { qualification: `@${file}` },
		...more,
	},
});

const internalSearch = (file: string, pageSize: number, sortBy = 'createdTime'): Replay => ({
	...qualification('request', file, { options: { pageSize, ...(sortBy ? { sortBy } : {}) } }),
	instead: { path: '/api/v1/request/search/byqual', why: INTERNAL },
});

/** Examples that the node's form can produce. */
export const replayed: Record<string, Replay> = {
	'requests/oauth.token.password.multipart.json': { authentication: 'password' },
	'requests/oauth.token.password.bad-credentials.json': { authentication: 'password' },

	'requests/request.create.json': {
		authentication: 'apiKey',
		parameters: {
			resource: 'request',
			operation: 'create',
			subject: 'Incident Summary',
			requesterEmail: 'requester.logon',
			additionalFields: {
				description: '<p>Incident Description</p>',
				departmentName: 'Department',
				impactName: 'Low',
				urgencyName: 'Low',
				categoryName: 'Incident Category',
				source: 'Email',
				locationName: 'Head Office',
				priorityName: 'Low',
				...custom(
					{ name: 'New Multi-Select Dropdown', type: 'list', value: 'A, C' },
					{ name: 'New Datetime', type: 'time', value: '2025-08-27T14:24:36.767Z' },
				),
			},
		},
	},
	'requests/request.update.json': {
		authentication: 'password',
		id: 65,
		parameters: {
			resource: 'request',
			operation: 'update',
			...locator(65),
			updateFields: {
				subject: 'Laptop does not start',
				statusName: 'In Progress',
				priorityName: 'High',
				urgencyName: 'High',
				impactName: 'Low',
				tags: 'laptop',
				ccEmailSet: 'manager@example.com',
				assigneeEmail: 'technician@example.com',
				fileAttachments: '[{ "refFileName": "abc", "realName": "xyz.pdf" }]',
				...custom(
					{ name: 'New Dropdown', type: 'text', value: '1' },
					{ name: 'New Number', type: 'number', value: '110.1' },
					{ name: 'New Text Area', type: 'text', value: 'a11' },
					{ name: 'New Text Input', type: 'text', value: '111' },
				),
			},
		},
	},

	'requests/request.search.empty-body.json': {
		authentication: 'apiKey',
		parameters: {
			resource: 'request',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			options: { pageSize: 2000, sortBy: 'createdTime' },
		},
		instead: {
			body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
			why: 'n8n does not send an empty body; an empty list of conditions means the same',
		},
	},
	'requests/request.search.status-not-in.json': {
		authentication: 'password',
		parameters: {
			resource: 'request',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			filters: {
				conditions: { condition: [{ field: 'statusId', operator: 'not_in', value: '13' }] },
			},
			options: { pageSize: 25, sortBy: 'createdTime' },
		},
		instead: { path: '/api/v1/request/search/byqual', why: INTERNAL },
	},
	'requests/request.search.unassigned.json': {
		authentication: 'password',
		parameters: {
			resource: 'request',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			filters: {
				conditions: { condition: [{ field: 'technicianId', operator: 'in', value: '0' }] },
			},
			options: { pageSize: 25, sortBy: 'createdTime' },
		},
		instead: { path: '/api/v1/request/search/byqual', why: INTERNAL },
	},
	'requests/request.search.multi-and.json': {
		authentication: 'password',
		parameters: {
			resource: 'request',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			filters: {
				match: 'all',
				conditions: {
					condition: [
						{ field: 'statusId', operator: 'in', value: '9, 10' },
						{ field: 'priorityId', operator: 'in', value: '3, 4' },
						{ field: 'subject', operator: 'contains', value: 'vpn' },
					],
				},
			},
			options: { pageSize: 25, sortBy: 'createdTime' },
		},
		instead: { path: '/api/v1/request/search/byqual', why: INTERNAL },
	},
	...Object.fromEntries(
		[
			{ name: 'category-variable-operand', size: 25 },
			{ name: 'created-after', size: 30, sortBy: '' },
			{ name: 'custom-field', size: 20, sortBy: '' },
			{ name: 'is-null', size: 25 },
			{ name: 'nested-and-or', size: 25 },
			{ name: 'or-binary', size: 15, sortBy: '' },
			{ name: 'tags', size: 25 },
		].map(({ name, size, sortBy }) => {
			const file = `requests/request.search.${name}.json`;
			return [file, internalSearch(file, size, sortBy)];
		}),
	),

	'requests/change.search.dboperand.json': {
		...qualification('change', 'requests/change.search.dboperand.json'),
		authentication: 'apiKey',
	},
	'changes/search-by-id.json': {
		...qualification('change', 'changes/search-by-id.json'),
		authentication: 'apiKey',
	},
	'changes/search-by-id-8.4.json': {
		authentication: 'password',
		simulatorOmits: { companyName: 'only on servers with several companies' },
		parameters: {
			resource: 'change',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			filters: { conditions: { condition: [{ field: 'id', operator: 'not_in', value: '90' }] } },
		},
	},
	'changes/get-by-id-via-search.json': {
		authentication: 'apiKey',
		parameters: { resource: 'change', operation: 'get', ...locator(2), simplify: false },
		onTheWay: { GET: { status: 405 } },
		instead: {
			query: { offset: '0', size: '10' },
			why: 'the example is constructed; the node leaves room for rows of other asset classes',
		},
	},
	'changes/create.json': {
		authentication: 'password',
		parameters: {
			resource: 'change',
			operation: 'create',
			subject: 'Need to Change the RAM',
			requesterEmail: 'requester@example.com',
			startDate: '2025-08-07T13:01:00Z',
			endDate: '2025-08-14T13:01:00Z',
			additionalFields: {
				description: 'Need to change the RAM',
				priorityName: 'Low',
				urgencyName: 'Low',
				impactName: 'Low',
				riskType: 'Low',
				changeType: 'Minor',
				targetEnvironment: 'Production',
				assigneeEmail: 'technician@example.com',
				technicianGroupName: 'Service Desk',
				categoryName: 'Hardware',
				locationName: 'Head Office',
				departmentName: 'IT',
				tags: 'hardware',
				fileAttachments: [{ refFileName: 'abc', realName: 'xyz.pdf' }],
			},
		},
	},
	'changes/update.json': {
		authentication: 'password',
		id: 5,
		parameters: {
			resource: 'change',
			operation: 'update',
			...locator(5),
			updateFields: {
				subject: 'Need to Change the RAM',
				startDate: '2025-08-07T13:01:00Z',
				endDate: '2025-08-14T13:01:00Z',
				priorityName: 'High',
				urgencyName: 'High',
				impactName: 'On Business',
				riskType: 'Medium',
				changeType: 'Standard',
				targetEnvironment: 'Test',
			},
		},
	},

	'assets/asset-create-hardware.constructed.json': {
		authentication: 'password',
		parameters: {
			resource: 'asset',
			operation: 'create',
			assetClass: 'HardwareAsset',
			assetTypeName: 'Hardware$Computer',
			name: 'EXAMPLE-PC',
			additionalFields: {
				impactName: 'Low',
				statusName: 'In Use',
				usedByEmail: 'requester@example.com',
				managedByEmail: 'technician@example.com',
				managedByGroupName: 'Example Group',
				locationName: 'Example Location',
				departmentName: 'Example Department',
				acquitionDate: '2020-08-15',
				barCode: 'EXAMPLE0001',
				tags: 'tag-1, tag-2',
				ipAddress: '192.0.2.10',
				hostName: 'EXAMPLE-PC',
				macAddress: '00:00:5E:00:53:02',
				...custom(
					{ name: 'hardware-textbox', type: 'text', value: 'text' },
					{ name: 'number', type: 'number', value: '1' },
				),
				hardwareProperty: {
					serialNumber: 'SN-EXAMPLE-1',
					warrentyExpirationDate: '2023-08-15',
				},
				computerProperty: { osName: 'Windows 10' },
			},
		},
	},
	'assets/asset-create-software.constructed.json': {
		authentication: 'password',
		parameters: {
			resource: 'asset',
			operation: 'create',
			assetClass: 'SoftwareAsset',
			assetTypeName: 'Software$OS',
			name: 'Example Software',
			additionalFields: {
				swTypeName: 'Managed',
				installationStatus: true,
				version: '1.0',
				softwareProperty: { softwareCost: 500 },
			},
		},
	},
	'assets/asset-create-non-it.constructed.json': {
		authentication: 'password',
		parameters: {
			resource: 'asset',
			operation: 'create',
			assetClass: 'NonITAsset',
			assetTypeName: 'Non IT$Furniture',
			name: 'Example Chair',
			additionalFields: { statusName: 'In Stock' },
		},
	},
	'assets/asset-update-hardware.json': {
		authentication: 'password',
		parameters: {
			resource: 'asset',
			operation: 'update',
			assetClass: 'HardwareAsset',
			...locator(1),
			updateFields: {
				name: 'Hardware Asset Name Updated',
				...custom(
					{ name: 'number', type: 'number', value: '8778' },
					{ name: 'hardware-textbox', type: 'text', value: 'hardware-text-updated' },
				),
				computerProperty: {
					osName: 'Windows X10',
					propertyCustomField: {
						field: [
							{ name: 'computerproperty-textbox', type: 'text', value: 'computer-text-updated' },
						],
					},
				},
			},
		},
	},
	'assets/asset-update-software.json': {
		authentication: 'password',
		parameters: {
			resource: 'asset',
			operation: 'update',
			assetClass: 'SoftwareAsset',
			...locator(1),
			updateFields: {
				name: 'Software Asset Name Updated',
				...custom(
					{ name: 'number', type: 'number', value: '889' },
					{ name: 'software-textbox', type: 'text', value: 'software-text-updated' },
				),
				softwareProperty: {
					softwareCost: 500,
					propertyCustomField: {
						field: [
							{
								name: 'softwareproperty-textbox',
								type: 'text',
								value: 'softwareproperty-text-updated',
							},
						],
					},
				},
			},
		},
	},
	'assets/asset-search-internal.third-party.json': {
		...qualification('asset', 'assets/asset-search-internal.third-party.json', {
			assetClass: 'HardwareAsset',
			options: { pageSize: 20 },
		}),
		instead: { path: '/api/v1/asset/asset_hardware/search/byqual', why: INTERNAL },
	},
};

/** Why an example is not replayed: it never will be, or not until the node has a resource or operation. */
export type Reason = string | { until: { resource: string; operation?: string } };

const PREDECESSOR = 'the predecessor product of 2018-2019, whose paths are gone';
const ADMINISTRATION = 'internal path of the administration, not of a service desk';
const until = (resource: string, operation?: string): Reason => ({
	until: { resource, operation },
});

/** Examples that the node's form cannot produce. */
export const notReplayed: Record<string, Reason> = {
	'requests/oauth.token.password.urlencoded.json':
		'the node logs in with multipart/form-data, as the vendor documents it',
	'requests/oauth.token.client_credentials.internal.json': 'a grant for internal clients only',
	'requests/oauth.token.predecessor-2019.json': PREDECESSOR,
	'requests/incident.create.predecessor-2019.json': PREDECESSOR,
	'requests/incident.get.predecessor-2019.json': PREDECESSOR,
	'requests/incident.resolve.predecessor-2019.json': PREDECESSOR,
	'requests/attachment.upload.predecessor-2019.json': until('attachment'),
	'requests/form-field.create.error-invalid-input.json': ADMINISTRATION,
	'requests/form-field.create.error-reserved-name.json': ADMINISTRATION,
	'requests/service-category.create.json': ADMINISTRATION,
	'requests/service-item.create.json': ADMINISTRATION,
	'users/error-envelope-observed.json': ADMINISTRATION,
	'requests/form-schema.get.json': 'a lookup for the editor on an internal path, no operation',
	'requests/status.list.json': 'a lookup for the editor on an internal path, no operation',
	'requests/service-request.create.json': until('serviceRequest'),
	'requests/service-request.create.error-500.json': until('serviceRequest'),
	'requests/service-request.update.json': until('serviceRequest'),
	'requests/conversation.create.note.json': until('conversation'),
	'requests/conversation.create.reply-to-requester.json': until('conversation'),
	'requests/conversation.create.requester-reply.json': until('conversation'),
	'requests/conversation.search.json': until('conversation'),
	'requests/conversation.update.json': until('conversation'),
	'requests/change.conversation.create.json': until('conversation'),
	'changes/conversation-create-collaborate.json': until('conversation'),
	'changes/conversation-create-note.json': until('conversation'),
	'changes/conversation-search-notes.json': until('conversation'),
	'changes/conversation-update-note.json': until('conversation'),
	'problems/conversation-search-notes.json': until('conversation'),
	'releases/conversation-search-notes.json': until('conversation'),
	'problems/create-INFERRED.json': until('problem'),
	'problems/search-INFERRED.json': until('problem'),
	'releases/create.json': until('release'),
	'releases/update.json': until('release'),
	'assets/asset-types-get-all.json': until('asset', 'getTypes'),
	'assets/request-relate-assets.json': until('request', 'linkAssets'),
	'assets/change-relate-assets.json': until('change', 'linkAssets'),
	'assets/ci-create.constructed.json': until('ci'),
	'assets/ci-update.json': until('ci'),
	'assets/ci-component-update.json': until('component'),
	'assets/hardware-component-create.constructed.json': until('component'),
	'assets/hardware-component-update.json': until('component'),
	'users/requester-create-8.3.json': until('requester'),
	'users/requester-create-8.5.0.json': until('requester'),
	'users/technician-create.json': until('technician'),
	'users/technician-get.json': until('technician'),
};
