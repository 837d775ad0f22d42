/** What stands beside the modules: service requests, files, and the internal lookups of the web interface. */
import type { Answer } from './errors';
import { envelope, Refusal } from './errors';
import type { Fields } from './fields';
import { bodySchema, FITS, mergeCustomFields, without } from './fields';
import { REQUEST, SERVICE_CUSTOM_FIELDS, SERVICE_REQUEST_FIELDS } from './modules';
import type { Call, Operation } from './operation';
import { created, SEARCH_BODY } from './operation';
import type { Entry } from './references';
import { entriesOf } from './references';
import { render } from './render';
import { applyFields, insert, tableOf, userNamed } from './store';

/** Everything that is no record of a module. */
export function serviceOperations(): Operation[] {
	return [serviceRequest, upload, download, ...lookups(), ...forms()];
}

// ---- service requests -----------------------------------------------------------------------------------------

const serviceRequest: Operation = {
	operationId: 'createServiceRequest',
	method: 'post',
	path: '/api/v1/service_catalog/servicerequest',
	tag: 'serviceRequest',
	summary: 'Create a service request from an item of the catalog',
	evidence: 'captured',
	body: bodySchema(SERVICE_REQUEST_FIELDS, 'create'),
	run: (call) => {
		const { store, body, user } = call;
		const person = userNamed(store, 'requester', body.requester);
		const fields: Fields = { ...REQUEST.defaults };
		applyFields(
			store,
			{ ...REQUEST, fields: { ...REQUEST.fields, ...SERVICE_REQUEST_FIELDS } },
			fields,
			without(body, 'requester', 'customField'),
		);
		const now = store.now();
		const table = tableOf(store, 'request');
		const row = insert(
			table,
			{
				...fields,
				subject: `Request for: ${String(body.serviceName)}`,
				requesterEmail: person.fields.email,
				requesterName: person.fields.name,
				createdByName: user.name,
				updatedByName: user.name,
				customField: serviceCustomFields(body.customField),
			},
			now,
			{ key: `SR-${table.numbers.next}`, updatedTime: now + 85 },
		);
		// The captured answer is no faithful echo: read the record again to see what was stored.
		return created(call, {
			...without(render(REQUEST, row), 'categoryName', 'serviceName', 'serviceCategoryName'),
			subject: '---',
			description: '',
			source: 'External',
			customField: render(REQUEST, { ...row, fields: {} }).customField,
		});
	},
};

/** A custom field of the wrong type was answered with 500 in the captured run, not with 400. */
function serviceCustomFields(given: unknown): Fields {
	const isMistyped = Object.entries((given ?? {}) as Fields).some(([label, value]) => {
		const kind = SERVICE_CUSTOM_FIELDS[label];
		return kind !== undefined && value !== null && !FITS[kind](value);
	});
	if (isMistyped) {
		const body = envelope('500', 'Internal Server Error');
		throw new Refusal({ status: 500, body, breach: true });
	}
	return mergeCustomFields(undefined, given, SERVICE_CUSTOM_FIELDS);
}

// ---- files ----------------------------------------------------------------------------------------------------

const upload: Operation = {
	operationId: 'uploadFile',
	method: 'post',
	path: '/api/oprfile',
	tag: 'attachment',
	summary: 'Upload a file',
	evidence: 'inferred',
	mediaTypes: ['multipart/form-data'],
	body: {
		type: 'object',
		additionalProperties: false,
		required: ['file'],
		properties: { file: { type: 'object', 'x-binary': true } },
	},
	run: ({ store, uploads }): Answer => {
		const [file] = Object.values(uploads);
		if (file === undefined) throw new Error('The schema lets no upload through without a file');
		const refFileName = `file-${store.files.size + 1}-${file.content.length}`;
		store.files.set(refFileName, file);
		return { status: 200, body: { refFileName, realName: file.realName, link: null } };
	},
};

const download: Operation = {
	operationId: 'downloadFile',
	method: 'get',
	path: '/api/oprfile/{refFileName}',
	pathValues: { refFileName: [] },
	tag: 'attachment',
	summary: 'Download a file; no source shows such a path',
	evidence: 'inferred',
	run: ({ store, params }): Answer => {
		const file = store.files.get(params.refFileName ?? '');
		if (file === undefined) {
			return { status: 404, body: envelope('404', 'The file does not exist.') };
		}
		return { status: 200, body: file.content, contentType: file.contentType };
	},
};

// ---- lookups of the web interface -----------------------------------------------------------------------------

const LOOKUPS: Record<string, (call: Call) => Entry[]> = {
	'request/status': () => entriesOf('requestStatus'),
	'request/priority': () => entriesOf('priority'),
	'request/technician': ({ store }) =>
		[...tableOf(store, 'technician').rows.values()].map(({ id, fields }) => ({
			id,
			name: String(fields.name),
			email: fields.email,
		})),
	urgency: () => entriesOf('urgency'),
	service_catalog: () => entriesOf('service'),
};

function lookups(): Operation[] {
	const searches = Object.entries(LOOKUPS).map(([path, entries]): Operation => {
		const name = path.replace('request/', '').replace('_catalog', 's');
		return {
			operationId: `lookUp${name.charAt(0).toUpperCase()}${name.slice(1)}`,
			method: 'post',
			path: `/api/${path}/search/byqual`,
			tag: 'lookup',
			summary: `Look up: ${name}`,
			evidence: 'third-party',
			paging: true,
			body: SEARCH_BODY,
			run: (call): Answer => {
				const all = entries(call);
				const from = Number(call.query.offset ?? 0);
				const objectList = all.slice(from, from + Number(call.query.size ?? all.length));
				return { status: 200, body: { objectList, totalCount: all.length } };
			},
		};
	});
	return [
		...searches,
		{
			operationId: 'lookUpCategories',
			method: 'get',
			path: '/api/request/category',
			tag: 'lookup',
			summary: 'The tree of categories',
			evidence: 'third-party',
			run: () => ({
				status: 200,
				body: entriesOf('category').map((node) => ({ node, childrens: null })),
			}),
		},
	];
}

// ---- form definitions -----------------------------------------------------------------------------------------

const FIELD_TYPES: Record<string, string> = {
	text: 'TextInputFieldRest',
	number: 'NumberFieldRest',
	datetime: 'DateFieldRest',
	dropdown: 'DropDownFieldRest',
	radio: 'DropDownFieldRest',
	multiselect: 'MultiSelectDropDownFieldRest',
	checkbox: 'CheckBoxFieldRest',
};
const OPTIONS: Record<string, string[]> = {
	dropdown: ['1', '2', '3'],
	radio: ['A', 'B'],
	multiselect: ['A', 'B', 'C'],
	checkbox: ['A', 'B', 'C'],
};

function formField(name: string, paramName: string, type: string, more: Fields = {}): Fields {
	return {
		name,
		paramName,
		type,
		required: false,
		requesterRequired: false,
		requesterViewOnly: false,
		requesterCanEdit: true,
		groupIds: [],
		hidden: false,
		removed: false,
		inActive: false,
		options: [],
		defaultValue: null,
		minLength: 0,
		maxLength: 0,
		...more,
	};
}

function customFormFields(known: Record<string, string>): Fields[] {
	return Object.entries(known).map(([label, kind], at) =>
		formField(label, `custom_${at + 1}`, FIELD_TYPES[kind] ?? 'TextFieldRest', {
			options: OPTIONS[kind] ?? [],
			...(kind === 'radio' ? { radioButtonField: true } : {}),
		}),
	);
}

function forms(): Operation[] {
	const common = { tag: 'lookup', evidence: 'third-party' as const, method: 'get' as const };
	const system = [
		formField('Subject', 'subject', 'TextFieldRest', { required: true, requesterRequired: true }),
		formField('Description', 'description', 'RichTextAreaFieldRest'),
		formField('Priority', 'priorityId', 'SystemFieldRest'),
		formField('Department', 'departmentId', 'SystemFieldRest'),
		formField('Location', 'locationId', 'SystemFieldRest'),
	];
	return [
		{
			...common,
			operationId: 'getRequestForm',
			path: '/api/module/request/form',
			summary: 'The fields of the request form',
			run: () => ({
				status: 200,
				body: { id: 1, fieldList: [...system, ...customFormFields(REQUEST.customFields)] },
			}),
		},
		{
			...common,
			operationId: 'getServiceForm',
			path: '/api/module/service_catalog/{id}/form',
			summary: "The fields of a service's own form",
			run: ({ params }) => ({
				status: 200,
				body: { id: Number(params.id), fieldList: customFormFields(SERVICE_CUSTOM_FIELDS) },
			}),
		},
	];
}
