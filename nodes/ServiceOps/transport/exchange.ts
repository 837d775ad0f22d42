import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { describeConnectionFault } from '../../../credentials/connectionFaults';
import type { Outcome } from '../../../credentials/retry';
import { toPath } from '../values/apiPath';
import { readBody } from './answerBody';
import { storeDownload } from './download';
import { encodeFile, type EncodedFile } from './multipart';
import { followRedirects, type Hops } from './redirects';
import { CREDENTIAL, type Credentials } from './session';
import type { ApiRequest, Context } from './types';

type Body = IN8nHttpFullResponse['body'];

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
	const { receive, receiveText } = request;
	const encoded = request.file && (await encodeFile(request.file));
	const options = toRequestOptions(request, timeoutMs, encoded);
	const { id, name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	const stored = { id: id ?? '', name, type: CREDENTIAL, data: credentials };
	const signed = async (target: Partial<IHttpRequestOptions> = {}) => {
		Object.assign(options, target);
		return (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
			credentialsDecrypted: stored,
		})) as IN8nHttpFullResponse;
	};
	const hops: Hops = {
		signed: async (url) => await signed({ url, qs: undefined }),
		unsigned: async (url) => {
			const plain = toRequestOptions({ ...request, query: undefined }, timeoutMs, undefined);
			return (await context.helpers.httpRequest({ ...plain, url })) as IN8nHttpFullResponse;
		},
	};
	try {
		const first = await signed();
		// Only downloads: a redirect of anything else means that the server has another URL.
		const isDownload = receive !== undefined && request.method === 'GET';
		const { answer, fault } = isDownload
			? await followRedirects(first, options.url, hops)
			: { answer: first };
		if (!answer) return { fault, token: sentToken(options) };
		const content: unknown = answer.body;
		if (receive) answer.body = await storeDownload(answer, { receive, receiveText });
		else if (Buffer.isBuffer(content)) answer.body = readBody(content, answer) as Body;
		return { answer, token: sentToken(options) };
	} catch (error) {
		const fault = describeConnectionFault(isLate(options) ? { code: 'ETIMEDOUT' } : error);
		return { fault, token: sentToken(options) };
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
	arrayFormat: 'repeat',
	...(encoded ? { body: encoded.body, headers: encoded.headers } : toBody(request.body)),
	...(request.receive ? { encoding: 'stream' } : { json: true, encoding: 'arraybuffer' }),
	timeout: timeoutMs,
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
});

/** Whether the credential ended the request, because its response took too long. */
const isLate = ({ abortSignal }: IHttpRequestOptions): boolean =>
	((abortSignal as AbortSignal | undefined)?.reason as Error | undefined)?.name === 'TimeoutError';

/** Keys that n8n's HTTP client drops, at any depth: a custom field may have such a label. */
const DROPPED_KEY = /"(?:__proto__|constructor|prototype)":/;

/** n8n drops an empty object or list, and some keys, unless the body is text. */
function toBody(body: ApiRequest['body']): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (!body) return { body };
	const text = JSON.stringify(body);
	if (Object.keys(body).length > 0 && !DROPPED_KEY.test(text)) return { body };
	return { body: text, headers: { 'Content-Type': 'application/json' } };
}

/**
 * The bare token that a request went out with. The credential signs the options in place
 * (`credentials/signRequest.ts`), and n8n may have logged in just before: so what they contain afterwards is what the
 * server saw.
 */
function sentToken(options: IHttpRequestOptions): string | undefined {
	const header: unknown = options.headers?.Authorization;
	return typeof header === 'string' ? header.replace(/^Bearer /, '') : undefined;
}
