/** Service requests: orders of services from the catalog. */
import { FITS, mergeCustomFields } from './customFields';
import { envelope, Refusal } from './errors';
import type { Fields } from './fields';
import { bodySchema, without } from './fields';
import { REQUEST, SERVICE_CUSTOM_FIELDS, SERVICE_REQUEST_FIELDS } from './modules';
import type { Call, Operation } from './operation';
import { created } from './operation';
import { render } from './render';
import { addRow } from './rows';
import type { Row } from './store';
import { tableOf, userNamed } from './store';
import { applyFields } from './writing';

/** Ordering something from the catalog. */
export const serviceRequestOperation: Operation = {
	operationId: 'createServiceRequest',
	method: 'post',
	path: '/api/v1/service_catalog/servicerequest',
	tag: 'serviceRequest',
	summary: 'Create a service request from an item of the catalog',
	evidence: 'captured',
	body: bodySchema(SERVICE_REQUEST_FIELDS, 'create'),
	run: (call) => {
		const row = order(call);
		// The captured answer is no faithful echo: read the record again to see what was stored.
		return created(call, {
			...without(shown(call, row), 'categoryName', 'serviceName', 'serviceCategoryName'),
			subject: '---',
			description: '',
			source: 'External',
			customField: shown(call, { ...row, fields: {} }).customField,
		});
	},
};

function shown({ dialect }: Call, row: Row): Fields {
	return render(REQUEST, row, dialect);
}

function order(call: Call): Row {
	const { store, dialect, body, user } = call;
	const person = userNamed(store, 'requester', body.requester);
	const fields: Fields = { ...REQUEST.defaults };
	const module = { ...REQUEST, fields: { ...REQUEST.fields, ...SERVICE_REQUEST_FIELDS } };
	applyFields(
		{ store, dialect, module, verb: 'create' },
		fields,
		without(body, 'requester', 'customField'),
	);
	const all: Fields = {
		...fields,
		subject: `Request for: ${String(body.serviceName)}`,
		requesterEmail: person.fields.email,
		requesterName: person.fields.name,
		createdByName: user.name,
		updatedByName: user.name,
		customField: serviceCustomFields(body.customField),
	};
	return addRow(call, 'request', all, {
		key: `SR-${tableOf(store, 'request').numbers.next}`,
		updatedTime: store.now() + 85,
	});
}

/** A custom field of the wrong type was answered with 500 in the captured run, not with 400. */
function serviceCustomFields(given: unknown): Fields {
	const isMistyped = Object.entries((given ?? {}) as Fields).some(([label, value]) => {
		const kind = Object.hasOwn(SERVICE_CUSTOM_FIELDS, label)
			? SERVICE_CUSTOM_FIELDS[label]
			: undefined;
		return kind !== undefined && value !== null && !FITS[kind](value);
	});
	if (isMistyped) {
		const body = envelope('500', 'Internal Server Error');
		throw new Refusal({ status: 500, body, breach: true });
	}
	return mergeCustomFields(undefined, given, SERVICE_CUSTOM_FIELDS);
}
