import { readType } from '../parameters/record';
import { parseReference, type Reference } from '../records/reference';
import { watchableChoices, type RecordType, type Resource } from '../resources';
import { BadInput } from '../values/badInput';
import { findChoice } from '../values/choice';
import { entered } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { quote } from '../values/refuse';
import { CallRejected } from './callRejected';
import type { WebhookForm } from './readForm';

/** The record that a call is about. */
export interface CalledRecord {
	resource: Resource;
	/** For resources with types, such as asset classes. */
	type?: RecordType;
	reference: Reference;
}

/**
 * Reads from the body which record the call is about. Everything else in it is ignored, because ServiceOps fills in
 * text that anyone may have written.
 *
 * @throws CallRejected, or BadInput when the body does not name a record
 */
export function parseCall(body: unknown, form: WebhookForm): CalledRecord {
	if (!isRecord(body) || Object.keys(body).length === 0) {
		throw new CallRejected(
			400,
			'The body must be a JSON object such as {"module": "request", "id": 65}',
		);
	}
	const resource = parseModule(body.module, form);
	const parameter = (name: string, fallback?: unknown): unknown =>
		body[name] ?? form.parameter(name, fallback);
	const type = readType(resource, { parameter });
	return {
		resource,
		type,
		reference: parseId(resource, entered(body.id) ?? body.key),
	};
}

function parseModule(given: unknown, { modules }: WebhookForm): Resource {
	const choice = findChoice(watchableChoices, given);
	if (!choice) {
		const names = watchableChoices.map(({ value }) => value).join(', ');
		throw new BadInput(`"module" must be one of ${names}, but it is ${quote(given)}`);
	}
	if (!modules.includes(choice.value)) {
		throw new CallRejected(403, `This webhook does not accept the module ${choice.value}`);
	}
	return choice.resource;
}

function parseId(resource: Resource, given: unknown): Reference {
	const text = textOf(given).trim();
	if (text.includes('{{')) {
		throw new BadInput(
			`ServiceOps did not fill in the variable ${quote(text)}. Choose another one for "id"`,
		);
	}
	if (text === '') {
		throw new BadInput(
			`"id" must be one ID such as 65, or one key such as ${resource.keyExample}, but it is ${quote(given)}`,
		);
	}
	return parseReference(resource, text);
}
