import type { IWebhookFunctions } from 'n8n-workflow';
import { isSecret, SECRET_HEADER, secretFault } from '../../../credentials/webhookSecret';
import { textOf } from '../values/json';
import { CallRejected } from './callRejected';
import { readSecret } from './secret';

/** The used part of the request, whose type comes from a package that is not installed. */
interface Request {
	method: string;
	/** Absent when n8n read no body. */
	rawBody?: Buffer;
}

const MAX_BODY_BYTES = 64 * 1024;

/**
 * Checks everything about a call except the content of its body. n8n has already parsed the body, or returned 422 if
 * that failed.
 *
 * @throws CallRejected when the call may not start the workflow
 */
export async function checkCall(context: IWebhookFunctions): Promise<void> {
	const { method, rawBody } = context.getRequestObject() as Request;
	const headers = context.getHeaderData();
	if (method !== 'POST') throw new CallRejected(405, `Use POST instead of ${method}`);
	checkSecret(await readSecret(context), textOf(headers[SECRET_HEADER.toLowerCase()]));
	checkContentType(headers['content-type']);
	checkSize(headers['content-length'], rawBody);
}

function checkSecret(secret: unknown, given = ''): void {
	const fault = secretFault(secret);
	if (fault) {
		throw new CallRejected(
			500,
			`The credential in n8n is not set up, so all calls are rejected: ${fault}`,
		);
	}
	if (given === '') {
		throw new CallRejected(401, `The ${SECRET_HEADER} header is missing`);
	}
	if (!isSecret(secret, given)) {
		throw new CallRejected(
			403,
			`The ${SECRET_HEADER} header does not match the secret of the credential`,
		);
	}
}

function checkContentType(given = ''): void {
	const mediaType = given.split(';')[0]?.trim().toLowerCase();
	if (mediaType !== 'application/json') {
		throw new CallRejected(415, 'Send the Content-Type header with application/json');
	}
}

/** Compressed bodies are larger than their length header says. */
function checkSize(announced = '0', rawBody: Request['rawBody']): void {
	const bytes = Math.max(Number(announced), rawBody?.length ?? 0);
	if (bytes > MAX_BODY_BYTES) {
		throw new CallRejected(413, `The body has ${bytes} bytes; the limit is ${MAX_BODY_BYTES}`);
	}
}
