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
	/** What the node makes of the documented answer; its record or rows as they are unless told. */
	output?: IDataObject[];
	/** Stands in for `{…}` in the documented path; also the id of the answer where none is documented. */
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

const EVERYTHING: IDataObject = { qualDetails: { type: 'FlatQualificationRest', quals: [] } };
const NO_EMPTY_BODY = 'n8n does not send an empty body; an empty list of conditions means the same';
const FIRST_PAGE = {
	query: { offset: '0', size: '100' },
	why: 'the example names no page; the node names one in every search, so as to read on after it',
};

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

const serviceRequest: INodeParameters = {
	resource: 'serviceRequest',
	operation: 'create',
	requester: 'requester.logon',
	serviceName: 'HW 1',
	serviceCategoryName: 'Hardware',
};

const serviceRequestFields: INodeParameters = {
	description: '<p>SR Description</p>',
	departmentName: 'Department',
	impactName: 'Low',
	urgencyName: 'Low',
	categoryName: 'SR Category',
	source: 'Email',
	locationName: 'Head Office',
	priorityName: 'Low',
};

const INTERNAL_NOTE = '<p>This is an internal note about the request progress.</p>';

const conversation = (
	operation: string,
	parentResource: string,
	parentId: number,
): INodeParameters => ({
	resource: 'conversation',
	operation,
	parentResource,
	...locator(parentId),
});

const assignmentMail: INodeParameters = {
	subject: 'Request Assignment Notification',
	emailIds: 'requester@example.com',
	ccEmailIds: 'manager@example.com',
};

const collaboration: INodeParameters = {
	...conversation('create', 'change', 1),
	conversationType: 'collaborate',
	details: INTERNAL_NOTE,
	additionalFields: { subject: 'Empty Details Test' },
};

const editedNote = (id: number): INodeParameters => ({
	conversationId: String(id),
	updateFields: {
		details: '<p>Please take this request on priority.</p>',
		subject: 'Progress Update',
	},
});

const notesOf = (
	authentication: Replay['authentication'],
	parent: string,
	parentId: number,
): Replay => ({
	authentication,
	parameters: {
		...conversation('getAll', parent, parentId),
		returnAll: true,
		conversationFilter: 'note',
	},
	instead: FIRST_PAGE,
});

const releaseBasics: INodeParameters = {
	subject: 'New Software Release v8.7.4',
	startDate: '2026-05-29T06:00:00Z',
	endDate: '2026-06-05T06:00:00Z',
};

const releaseFields: INodeParameters = {
	description: 'Quarterly release',
	priorityName: 'High',
	urgencyName: 'Medium',
	impactName: 'On Business',
	riskTypeName: 'Low',
	releaseTypeName: 'Minor',
	reasonTypeName: 'Upgrade Existing',
	categoryName: 'Software',
	locationName: 'Head Office',
	departmentName: 'IT',
	assigneeEmail: 'technician@example.com',
	technicianGroupName: 'Service Desk',
	releaseEngineerEmail: 'engineer@example.com',
	releaseManagerEmail: 'manager@example.com',
	qaManagerEmail: 'qa@example.com',
	releaseReviewerEmail: 'reviewer@example.com',
	tags: 'release',
};

const relatedAssets = (
	resource: string,
	id: number,
	successIds: number[],
): Pick<Replay, 'parameters' | 'output'> => ({
	parameters: {
		resource,
		operation: 'linkAssets',
		...locator(id),
		destinationModel: 'asset_hardware',
		destinationNames: 'AST-2, AST-1',
		relationType: 'related',
	},
	// The answer has numbers of relations only, so the node tells which keys they stand for.
	output: [{ linked: ['AST-2', 'AST-1'], successIds, failerIds: null }],
});

const newUser = (resource: string, name: string): INodeParameters => ({
	resource,
	operation: 'create',
	name,
	email: `${resource}@example.com`,
});

const userFields = (userLogOnName: string): INodeParameters => ({
	userLogOnName,
	contactNo: '0000000001',
	locationName: 'Asia',
	departmentName: 'HR',
	manager: 'manager@example.com',
	altContactNo1: '0000000002',
	altContactNo2: '0000000003',
	// Not in the form: the table of fields calls it read-only, and yet the examples send it.
	extraFields: '{ "verified": false }',
	...custom(
		{ name: 'Nickname', type: 'text', value: 'Req' },
		{ name: 'City', type: 'text', value: 'Ahmedabad' },
	),
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
		instead: { body: EVERYTHING, why: NO_EMPTY_BODY },
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
		instead: FIRST_PAGE,
	},
	'changes/search-by-id.json': {
		...qualification('change', 'changes/search-by-id.json'),
		authentication: 'apiKey',
		instead: FIRST_PAGE,
	},
	'changes/search-by-id-8.4.json': {
		authentication: 'password',
		instead: FIRST_PAGE,
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

	'requests/service-request.create.json': {
		authentication: 'apiKey',
		parameters: {
			...serviceRequest,
			additionalFields: {
				...serviceRequestFields,
				...custom(
					{ name: 'New Text Area', type: 'text', value: 'Text data' },
					{ name: 'New Checkbox', type: 'list', value: 'C, B' },
					{ name: 'New Datetime', type: 'time', value: '2025-08-27T14:24:37.083Z' },
				),
			},
		},
	},
	'requests/service-request.create.error-500.json': {
		authentication: 'apiKey',
		parameters: {
			...serviceRequest,
			additionalFields: {
				...serviceRequestFields,
				...custom(
					{ name: 'New Text Area', type: 'text', value: 'Text data' },
					{ name: 'New Dropdown', type: 'text', value: 'A' },
					{ name: 'New Multi-Select Dropdown', type: 'list', value: 'A, C' },
					{ name: 'New Datetime', type: 'time', value: '2025-08-27T13:40:00Z' },
					{ name: 'New Radio', type: 'text', value: 'B' },
					{ name: 'New Number', type: 'number', value: '10' },
					{ name: 'New Checkbox', type: 'list', value: 'C, B' },
					// The mistake of the captured run: this field takes text.
					{ name: 'New Rich Text Area', type: 'list', value: 'C, B' },
					{ name: 'New Text Input', type: 'text', value: 'Text data' },
				),
			},
		},
	},
	'requests/service-request.update.json': {
		authentication: 'apiKey',
		// One that the simulator has as a service request: only these know the custom fields of their service.
		id: 10,
		parameters: {
			resource: 'serviceRequest',
			operation: 'update',
			...locator(10),
			updateFields: custom(
				{ name: 'Source File Path', type: 'text', value: 'sample text' },
				{ name: 'Destination File Path', type: 'text', value: 'sample text' },
				{
					name: 'File Restore Initiation Date',
					type: 'time',
					value: '2025-04-07T10:11:08.073Z',
				},
				{ name: 'New Datetime', type: 'time', value: '2025-04-07T11:22:17.023Z' },
				{ name: 'New Text Input', type: 'text', value: 'File Restore' },
				{ name: 'New Multi-Select Dropdown', type: 'list', value: 'W2, W5' },
			),
		},
	},

	'requests/conversation.create.note.json': {
		authentication: 'apiKey',
		id: 65,
		parameters: {
			...conversation('create', 'request', 65),
			conversationType: 'note',
			details: INTERNAL_NOTE,
			additionalFields: { subject: 'Progress Update' },
		},
	},
	'requests/conversation.create.reply-to-requester.json': {
		authentication: 'apiKey',
		id: 65,
		parameters: {
			...conversation('create', 'request', 65),
			conversationType: 'replyToRequester',
			details: '<p>Your request has been assigned to our technical team.</p>',
			additionalFields: {
				...assignmentMail,
				fileAttachments:
					'[{ "refFileName": "00000000-0000-4000-8000-000000000003", "realName": "image.png" }]',
			},
		},
	},
	'requests/conversation.create.requester-reply.json': {
		authentication: 'apiKey',
		id: 65,
		parameters: {
			...conversation('create', 'request', 65),
			conversationType: 'requesterReply',
			details: '<p>More information from the requester.</p>',
			additionalFields: assignmentMail,
		},
	},
	'requests/conversation.search.json': notesOf('apiKey', 'request', 104),
	'requests/conversation.update.json': {
		authentication: 'apiKey',
		parameters: { ...conversation('update', 'request', 104), ...editedNote(2) },
	},
	'requests/change.conversation.create.json': {
		authentication: 'apiKey',
		id: 1,
		parameters: collaboration,
	},
	'changes/conversation-create-collaborate.json': {
		authentication: 'apiKey',
		parameters: collaboration,
	},
	'changes/conversation-create-note.json': {
		authentication: 'apiKey',
		parameters: {
			...conversation('create', 'change', 1),
			conversationType: 'note',
			details: INTERNAL_NOTE,
			additionalFields: { subject: 'Progress Update' },
		},
	},
	'changes/conversation-search-notes.json': notesOf('apiKey', 'change', 1),
	'changes/conversation-update-note.json': {
		authentication: 'apiKey',
		parameters: { ...conversation('update', 'change', 1), ...editedNote(3) },
	},
	'problems/conversation-search-notes.json': notesOf('password', 'problem', 1),
	'releases/conversation-search-notes.json': notesOf('apiKey', 'release', 9),

	'problems/create-INFERRED.json': {
		authentication: 'password',
		parameters: {
			resource: 'problem',
			operation: 'create',
			subject: 'Recurring disk failures',
			requesterEmail: 'requester@example.com',
			additionalFields: {
				description: 'Several hosts lost disks',
				priorityName: 'High',
				urgencyName: 'Medium',
				impactName: 'On Department',
				categoryName: 'Hardware',
				assigneeEmail: 'technician@example.com',
			},
		},
	},
	'problems/search-INFERRED.json': {
		authentication: 'password',
		parameters: {
			resource: 'problem',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			options: { pageSize: 50 },
		},
		instead: { body: EVERYTHING, why: NO_EMPTY_BODY },
	},
	'releases/create.json': {
		authentication: 'password',
		parameters: {
			resource: 'release',
			operation: 'create',
			requesterEmail: 'requester@example.com',
			...releaseBasics,
			additionalFields: releaseFields,
		},
	},
	'releases/update.json': {
		authentication: 'password',
		id: 8,
		parameters: {
			resource: 'release',
			operation: 'update',
			...locator(8),
			updateFields: { ...releaseBasics, ...releaseFields },
		},
	},

	'assets/asset-types-get-all.json': {
		authentication: 'password',
		parameters: { resource: 'asset', operation: 'getTypes' },
		// The tree as a list, with the paths that a new asset wants.
		output: [
			{ id: 1, name: 'Hardware', path: 'Hardware' },
			{ id: 2, name: 'Monitor', path: 'Hardware$Monitor' },
			{ id: 3, name: 'Projector', path: 'Hardware$Projector' },
		],
	},
	'assets/request-relate-assets.json': {
		authentication: 'apiKey',
		...relatedAssets('request', 2, [3, 4]),
	},
	'assets/change-relate-assets.json': {
		authentication: 'apiKey',
		...relatedAssets('change', 1, [5, 6]),
	},
	'assets/ci-create.constructed.json': {
		authentication: 'apiKey',
		parameters: {
			resource: 'ci',
			operation: 'create',
			ciTypeName: 'base ci$Hardware$Laptops',
			name: 'EXAMPLE-LAPTOP',
			additionalFields: {
				impactName: 'Low',
				statusName: 'Operational',
				usedByEmail: 'requester@example.com',
				managedByEmail: 'technician@example.com',
				tags: 'tag-1',
				hardwareProperty: { serialNumber: 'SN-EXAMPLE-1' },
			},
		},
	},
	'assets/ci-update.json': {
		authentication: 'apiKey',
		parameters: {
			resource: 'ci',
			operation: 'update',
			...locator(2),
			updateFields: {
				ciDisplayName: 'CI Updated',
				usedByEmail: 'requester@example.com',
				ciTypeName: 'base ci$Hardware$laptops',
				...custom(
					{ name: 'CMDB Global', type: 'text', value: 'cmdbf' },
					{ name: 'Hardware', type: 'text', value: 's' },
				),
				hardwareProperty: {
					serialNumber: 'Serial',
					propertyCustomField: {
						field: [{ name: 'CMDBHWPG', type: 'text', value: 'computer-text-updated' }],
					},
				},
			},
		},
	},
	'assets/ci-component-update.json': {
		authentication: 'apiKey',
		parameters: {
			resource: 'component',
			operation: 'update',
			partOf: 'ci',
			componentId: '14',
			componentKind: 'Bios',
			updateFields: {
				serialNumber: '12345',
				// The form has biosName and manufacturerName, as the table of fields and the answer spell them.
				extraFields: '{ "name": "Windows Laptop", "manufacturer": "Phoenix Technologies LTD" }',
				...custom(
					{ name: 'Bios Asset', type: 'text', value: 'asset' },
					{ name: 'DesktopCMDB', type: 'text', value: 'desktopCmdb' },
					{ name: 'LaptopCmdb', type: 'text', value: 'alptio' },
				),
			},
		},
	},
	'assets/hardware-component-create.constructed.json': {
		authentication: 'password',
		parameters: {
			resource: 'component',
			operation: 'create',
			...locator(1),
			componentKind: 'Bios',
			additionalFields: {
				biosName: 'Example BIOS',
				manufacturerName: 'Example Vendor',
				version: '1.0',
				serialNumber: 'SN-EXAMPLE-1',
				smbiosVersion: '3.0',
				deviceStatus: 'Ok',
			},
		},
	},
	'assets/hardware-component-update.json': {
		authentication: 'password',
		parameters: {
			resource: 'component',
			operation: 'update',
			partOf: 'asset',
			componentId: '3',
			componentKind: 'Computer System',
			updateFields: {
				domainName: 'GROUP',
				manufacturerName: 'LENOVO',
				modelName: 'ThinkPad',
				systemType: 'x64-based PC',
				pcSystemType: 'Mobile',
				uuid: '00000000-0000-4000-8000-000000000001',
				bootUpStatus: 'Normal boot',
				numberOfLogicalProcessors: 12,
				numberOfProcessors: 1,
				deviceStatus: 'Ok',
				partOfDomain: 'No',
				userName: 'EXAMPLE-PC\\Example User',
				description: 'AT/AT COMPATIBLE',
				computerSystemName: 'EXAMPLE-PC',
			},
		},
	},

	'users/requester-create-8.3.json': {
		authentication: 'password',
		parameters: {
			...newUser('requester', 'Requester One'),
			additionalFields: { ...userFields('requester1'), vipRequester: true },
		},
	},
	'users/requester-create-8.5.0.json': {
		authentication: 'apiKey',
		parameters: {
			...newUser('requester', 'Requester One'),
			additionalFields: {
				...userFields('requester1'),
				allowToLogin: true,
				vipRequester: true,
			},
		},
	},
	'users/technician-create.json': {
		authentication: 'password',
		parameters: {
			...newUser('technician', 'Technician One'),
			additionalFields: {
				...userFields('technician1'),
				supportLevel: 'tier4',
				roles: 'Super Admin',
				accessLevel: 'global_access',
			},
		},
	},
	'users/technician-get.json': {
		authentication: 'password',
		parameters: { resource: 'technician', operation: 'get', ...locator(1), simplify: false },
	},
};

/** The example whose body is a file; the address it shows is the one that is assumed for today's servers. */
export const uploaded = 'requests/attachment.upload.predecessor-2019.json';

const PREDECESSOR = 'the predecessor product of 2018-2019, whose paths are gone';
const ADMINISTRATION = 'internal path of the administration, not of a service desk';

/** Examples that the node's form cannot produce. */
export const notReplayed: Record<string, string> = {
	'requests/oauth.token.password.urlencoded.json':
		'the node logs in with multipart/form-data, as the vendor documents it',
	'requests/oauth.token.client_credentials.internal.json': 'a grant for internal clients only',
	'requests/oauth.token.predecessor-2019.json': PREDECESSOR,
	'requests/incident.create.predecessor-2019.json': PREDECESSOR,
	'requests/incident.get.predecessor-2019.json': PREDECESSOR,
	'requests/incident.resolve.predecessor-2019.json': PREDECESSOR,
	'requests/form-field.create.error-invalid-input.json': ADMINISTRATION,
	'requests/form-field.create.error-reserved-name.json': ADMINISTRATION,
	'requests/service-category.create.json': ADMINISTRATION,
	'requests/service-item.create.json': ADMINISTRATION,
	'users/error-envelope-observed.json': ADMINISTRATION,
	'requests/form-schema.get.json': 'a lookup for the editor on an internal path, no operation',
	'requests/status.list.json': 'a lookup for the editor on an internal path, no operation',
};
