import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { obtainToken } from './accessToken';
import { describeConnectionFault } from './connectionFaults';
import { redact } from './redact';
import { isHtml } from './pageWords';
import { explainOddAnswer, quoteWords, wordsOf } from './serverAnswer';
import { adoptStoredToken, planRecovery } from './sessions';

const MARK = 'X-Serviceops-Credential-Test';

/** Headers that mark the credential's test request; they are removed before it is sent. */
export const markCredentialTest = { [MARK]: 'true' };

/** Whether a request is the credential's test request. Removes the mark. */
export function isCredentialTest(options: IHttpRequestOptions): boolean {
	const isTest = options.headers?.[MARK] !== undefined;
	if (isTest) {
		options.headers = { ...options.headers };
		delete options.headers[MARK];
	}
	return isTest;
}

/**
 * Sends the same read as the test request, but explains what does not work: n8n itself would show a bare code such as
 * ECONNREFUSED, and treat a login page as success.
 *
 * @throws Error with a text for the person who fills in the form
 */
export async function checkAccess(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
	signed: IHttpRequestOptions,
): Promise<void> {
	const problem = await findProblem(helpers, credentials, signed);
	if (problem) throw new Error(redact(problem, credentials));
}

async function findProblem(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
	signed: IHttpRequestOptions,
): Promise<string | undefined> {
	try {
		const first = await sendOnce(helpers, signed);
		const answer = isForgotten(first, credentials)
			? await readWithFreshToken(helpers, credentials, signed)
			: first;
		return explainOddAnswer(answer) ?? explainStatus(answer, credentials);
	} catch (error) {
		return describeConnectionFault(error).message;
	}
}

const sendOnce = async (
	helpers: IHttpRequestHelper['helpers'],
	signed: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> =>
	(await helpers.httpRequest({
		...signed,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	})) as IN8nHttpFullResponse;

/** Whether the server has forgotten a token that has not expired, as after a restart. */
const isForgotten = (
	{ statusCode, body }: IN8nHttpFullResponse,
	{ authentication }: ICredentialDataDecryptedObject,
): boolean =>
	authentication !== 'apiKey' && (statusCode === 401 || (statusCode === 200 && isHtml(body)));

/** Logs in again and reads once more; the test request of n8n that follows is sent with the new token too. */
async function readWithFreshToken(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
	signed: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const rejected = adoptStoredToken(credentials);
	planRecovery(credentials, rejected, 'unauthorized', 0);
	credentials.accessToken = '';
	await obtainToken(helpers, credentials);
	signed.headers = { ...signed.headers, Authorization: `Bearer ${adoptStoredToken(credentials)}` };
	return await sendOnce(helpers, signed);
}

function explainStatus(
	{ statusCode, body }: IN8nHttpFullResponse,
	{ authentication }: ICredentialDataDecryptedObject,
): string | undefined {
	if (statusCode >= 200 && statusCode < 300) return undefined;
	const quote = quoteWords(wordsOf(body));
	switch (statusCode) {
		case 401:
			return authentication === 'apiKey'
				? `ServiceOps rejected the API Key${quote}`
				: `The login worked, but ServiceOps rejected the token that it had just issued${quote}`;
		case 403:
			return authentication === 'apiKey'
				? `ServiceOps rejected the API Key, or its user may not read requests${quote}`
				: `The login worked, but this account may not read requests${quote}. Give the user a role that may read requests`;
		case 404:
			return 'There is no ServiceOps API at this address. Check the Server URL';
		default:
			return `The server answered with HTTP status ${statusCode}${quote}`;
	}
}
