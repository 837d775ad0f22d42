import type { Credentials } from './session';
import { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { describeConnectionFault } from '../../../credentials/connectionFaults';
import { toPath } from '../values/apiPath';
import { takeIn } from './download';
import { Encoded, encodeFile } from './multipart';
import { CREDENTIAL, Login } from './session';
import { ApiRequest, Context, Outcome } from './types';

function wireOptions(
	request: ApiRequest,
	timeoutMs: number,
	encoded: Encoded | undefined,
): IHttpRequestOptions {
	return {
		method: request.method,
		url: toPath(request.path),
		qs: request.query,
		body: encoded?.body ?? request.body,
		...(encoded && { headers: encoded.headers }),
		...(request.receive ? { encoding: 'stream' } : { json: true }),
		timeout: timeoutMs,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
}

/** @param credentials to sign with; n8n logs in first when they hold no token, and puts it there */
export async function attempt(
	{ context, timeoutMs }: Sender,
	request: ApiRequest,
	credentials: Credentials,
): Promise<Outcome> {
	const encoded = request.file && (await encodeFile(request.file));
	const options = wireOptions(request, timeoutMs, encoded);
	const { id, name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			{ credentialsDecrypted: { id: id ?? '', name, type: CREDENTIAL, data: credentials } },
		)) as IN8nHttpFullResponse;
		if (request.receive) answer.body = await takeIn(answer, request.receive);
		return { answer, token: sentToken(options) };
	} catch (error) {
		return { fault: describeConnectionFault(error), token: sentToken(options) };
	} finally {
		encoded?.close();
	}
}

/** The credential signs the options in place, so what it put there is what the server saw. */
function sentToken(options: IHttpRequestOptions): string | undefined {
	const header: unknown = options.headers?.Authorization;
	return typeof header === 'string' ? header.replace(/^Bearer /, '') : undefined;
}

/** What a run of a node sends its requests with. */
export interface Sender {
	context: Context;
	login: Login;
	timeoutMs: number;
}
