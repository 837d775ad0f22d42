import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { describeConnectionFault } from '../../../credentials/connectionFaults';
import type { Outcome } from '../../../credentials/retry';
import { toPath } from '../values/apiPath';
import { storeDownload } from './download';
import { encodeFile, type EncodedFile } from './multipart';
import { CREDENTIAL, type Credentials } from './session';
import type { ApiRequest, Context } from './types';

/** The outcome of one request on the wire. */
export type SignedOutcome = Outcome & {
	/** The bare token that was sent. */
	token?: string;
};

/**
 * Sends a request once.
 *
 * @param credentials to sign with; n8n logs in first when they hold no token, and sets it on them
 * @param timeoutMs how long to wait for a response
 */
export async function exchange(
	context: Context,
	request: ApiRequest,
	credentials: Credentials,
	timeoutMs: number,
): Promise<SignedOutcome> {
	const encoded = request.file && (await encodeFile(request.file));
	const options = toRequestOptions(request, timeoutMs, encoded);
	const { id, name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			{ credentialsDecrypted: { id: id ?? '', name, type: CREDENTIAL, data: credentials } },
		)) as IN8nHttpFullResponse;
		if (request.receive) answer.body = await storeDownload(answer, request.receive);
		return { answer, token: sentToken(options) };
	} catch (error) {
		return { fault: describeConnectionFault(error), token: sentToken(options) };
	} finally {
		encoded?.close();
	}
}

const toRequestOptions = (
	request: ApiRequest,
	timeoutMs: number,
	encoded: EncodedFile | undefined,
): IHttpRequestOptions => ({
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
});

/**
 * The bare token that a request went out with. The credential signs the options in place
 * (`credentials/signRequest.ts`), and n8n may have logged in just before: so what they contain afterwards is what the
 * server saw.
 */
function sentToken(options: IHttpRequestOptions): string | undefined {
	const header: unknown = options.headers?.Authorization;
	return typeof header === 'string' ? header.replace(/^Bearer /, '') : undefined;
}
