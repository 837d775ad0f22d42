import type { IWebhookFunctions } from 'n8n-workflow';
import { isSecret, SECRET_HEADER, secretFault } from '../../../credentials/webhookSecret';
import { toList } from '../values/coerce';
import type { RecordType, Resource } from '../resources';
import { isRecord, textOf } from '../values/json';
import { watchable } from '../trigger/form';
import { readSecret } from './secret';
import { quote } from '../values/refuse';
import { readType } from '../parameters/record';
import { parseReference, type Reference } from '../records/reference';

/** A call that does not start the workflow, with the HTTP status and the text that the caller gets. */
export class Refused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** The record that a call is about. */
export interface Mention {
	resource: Resource;
	/** For resources with types, such as asset classes. */
	type?: RecordType;
	reference: Reference;
}

/** What is used of the request, which n8n types by a package that is not there. */
interface Request {
	method: string;
	/** Absent when n8n read no body. */
	rawBody?: Buffer;
}

const MAX_BYTES = 64 * 1024;

/**
 * Takes the record from a call; everything else in it is left alone, because ServiceOps fills in texts that anybody may
 * have written. n8n has parsed the body by now, and answered with 422 where that failed.
 *
 * @throws Refused, or UserError when the body does not name a record
 */
export async function readCall(context: IWebhookFunctions): Promise<Mention> {
	const { method } = context.getRequestObject() as Request;
	if (method !== 'POST') throw new Refused(405, `Use POST instead of ${method}`);
	await checkSecret(context);
	checkForm(context);
	return readBody(context, context.getBodyData());
}

async function checkSecret(context: IWebhookFunctions): Promise<void> {
	const secret = await readSecret(context);
	const fault = secretFault(secret);
	if (fault) {
		throw new Refused(
			500,
			`No call is accepted, because the credential in n8n is not set up: ${fault}`,
		);
	}
	const given = context.getHeaderData()[SECRET_HEADER.toLowerCase()];
	if (given === undefined || given === '') {
		throw new Refused(401, `The header ${SECRET_HEADER} is missing`);
	}
	if (!isSecret(secret, String(given))) {
		throw new Refused(
			403,
			`The header ${SECRET_HEADER} does not hold the secret of the credential`,
		);
	}
}

function checkForm(context: IWebhookFunctions): void {
	const { 'content-type': contentType = '', 'content-length': length = '0' } =
		context.getHeaderData();
	const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
	if (mediaType !== 'application/json') {
		throw new Refused(415, 'Send the header Content-Type with application/json');
	}
	const { rawBody } = context.getRequestObject() as Request;
	// What came in compressed is larger than it says.
	const bytes = Math.max(Number(length), rawBody?.length ?? 0);
	if (bytes > MAX_BYTES) {
		throw new Refused(413, `The body has ${bytes} bytes, and at most ${MAX_BYTES} are accepted`);
	}
}

function readBody(context: IWebhookFunctions, body: unknown): Mention {
	if (!isRecord(body) || Object.keys(body).length === 0) {
		throw new Refused(
			400,
			'The body must be a JSON object such as {"module": "request", "id": 65}',
		);
	}
	const resource = readModule(context, body.module);
	const type = readType(resource, {
		parameter: (name, fallback) => body[name] ?? context.getNodeParameter(name, fallback),
	});
	return { resource, type, reference: readReference(resource, body.id) };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

function readModule(context: IWebhookFunctions, given: unknown): Resource {
	const wanted = plain(textOf(given));
	const resource = watchable.find(({ name, displayName }) =>
		[name, displayName].map(plain).includes(wanted),
	);
	if (!resource) {
		const names = watchable.map(({ name }) => name).join(', ');
		throw new Refused(422, `"module" must be one of ${names}, but it is ${quote(given)}`);
	}
	const accepted = toList('Modules', context.getNodeParameter('modules'));
	if (!accepted.includes(resource.name)) {
		throw new Refused(403, `This webhook does not accept the module ${resource.name}`);
	}
	return resource;
}

function readReference(resource: Resource, given: unknown): Reference {
	const text = textOf(given).trim();
	if (text.includes('{{')) {
		throw new Refused(
			422,
			`ServiceOps did not fill in ${quote(text)}: choose another variable for "id"`,
		);
	}
	if (text === '') {
		throw new Refused(
			422,
			`"id" must be one ID such as 65, or one key such as ${resource.keyExample}, but it is ${quote(given)}`,
		);
	}
	return parseReference(resource, text);
}
