import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { charsetOf, decodeAnyway } from './charsets';
import { systemClock } from './clock';
import { CannotSign, describeConnectionFault } from './connectionFaults';
import { encodeForm } from './encodeForm';
import { deadlineFor } from './loginDeadline';
import { redact } from './redact';
import { forgetRefusals, rememberRefusal } from './refusedLogins';
import { isPassing, sendWithRetries, type Outcome } from './retry';
import { explainOddAnswer, PROXY_WANTS_LOGIN, quoteWords, resultIn, wordsOf } from './serverAnswer';
import { normalizeServerUrl } from './serverUrl';
import { startSession, type Session } from './sessions';

export type Helpers = IHttpRequestHelper['helpers'];

/** A trigger's poll must end within 45 s, whatever happens to its login. */
const LOGIN_TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 3;
/** How many times a login waits for a rate limit. */
const MAX_REJECTIONS = 6;
/** The token lifetime in seconds to assume when the server names none: the shortest seen (two hours). */
const DEFAULT_LIFE_S = 7_199;

const LOGIN_FIELDS = {
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	username: 'Username',
	password: 'Password',
};

/**
 * Logs in with the password grant and shares the token in this process.
 *
 * @param key the fingerprint of the credential
 * @throws CannotSign with a text for the person
 */
export async function logIn(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
	key: string,
): Promise<Session> {
	const first = await sendLogin(helpers, await loginRequest(credentials), credentials);
	const answer = isOtherEncoding(first)
		? await sendLogin(helpers, await loginRequest(credentials, true), credentials)
		: first;
	const token = issuedToken(answer);
	if (token) {
		forgetRefusals(key);
		return startSession({ key, ...token });
	}
	const message = redact(explainFailedLogin(answer), credentials);
	// Whatever the server means by it, trying again could lock the account; only a busy server is worth another try.
	const isBusy = answer.statusCode === 429 || isPassing(answer.statusCode);
	if (!isBusy) rememberRefusal(key, message);
	const kind = answer.statusCode === 429 ? 'rateLimited' : 'unreachable';
	throw new CannotSign(message, isBusy ? kind : 'login');
}

/** Whether the server does not read the form as it was sent: nobody has looked at the password yet. */
const isOtherEncoding = ({ statusCode, body }: IN8nHttpFullResponse): boolean =>
	statusCode === 415 || fieldsOf(body).error === 'invalid_request';

/**
 * ServiceOps documents the login as multipart/form-data, and all its examples use it; its own screens send the standard
 * encoding of OAuth (requests.md 3.1).
 */
async function loginRequest(
	credentials: ICredentialDataDecryptedObject,
	isStandard = false,
): Promise<IHttpRequestOptions> {
	const form = isStandard ? new URLSearchParams() : new FormData();
	form.set('username', fieldText(credentials, 'username'));
	form.set('password', fieldText(credentials, 'password'));
	form.set('grant_type', 'password');
	const { contentType, content } = await encodeForm(form);
	const client = `${fieldText(credentials, 'clientId')}:${fieldText(credentials, 'clientSecret')}`;
	return {
		method: 'POST',
		url: `${normalizeServerUrl(credentials.serverUrl)}/api/oauth/token`,
		headers: {
			Authorization: `Basic ${Buffer.from(client, 'utf8').toString('base64')}`,
			'Content-Type': contentType,
			Accept: 'application/json',
		},
		body: content,
		skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
		// As bytes: n8n would read text in another character set as UTF-8.
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: LOGIN_TIMEOUT_MS,
	};
}

function fieldText(
	credentials: ICredentialDataDecryptedObject,
	name: keyof typeof LOGIN_FIELDS,
): string {
	const value = credentials[name];
	// Copied from a file, a value ends in a line break; only passwords may have spaces at their ends.
	const around = name === 'password' ? /[\r\n]+$/ : /^\s+|\s+$/g;
	const text = typeof value === 'string' ? value.replace(around, '') : '';
	if (text !== '') return text;
	throw new CannotSign(`${LOGIN_FIELDS[name]} is empty. Enter it in the ServiceOps credential`);
}

/** A login changes nothing on the server, so it is retried like any read. */
async function sendLogin(
	helpers: Helpers,
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
): Promise<IN8nHttpFullResponse> {
	const deadline = deadlineFor(credentials);
	const { answer, fault } = await sendWithRetries(
		async (): Promise<Outcome> => {
			// n8n's timeout is for pauses in a response, and would let one that drips go on.
			const abortSignal = AbortSignal.timeout(Math.ceil(deadline.cap(LOGIN_TIMEOUT_MS)));
			try {
				const answer = (await helpers.httpRequest({
					...request,
					abortSignal,
				})) as IN8nHttpFullResponse;
				return { answer: readText(answer) };
			} catch (error) {
				return {
					fault: describeConnectionFault(abortSignal.aborted ? { code: 'ETIMEDOUT' } : error),
				};
			}
		},
		{
			isRead: true,
			wantsBody: true,
			clock: systemClock,
			maxAttempts: MAX_ATTEMPTS,
			maxRejections: MAX_REJECTIONS,
			deadline,
		},
	);
	if (!answer) throw new CannotSign(fault.message, fault.kind);
	return answer;
}

/** Reads the bytes of an answer as JSON or text. */
function readText(answer: IN8nHttpFullResponse): IN8nHttpFullResponse {
	const content: unknown = answer.body;
	if (!Buffer.isBuffer(content)) return answer;
	const text = decodeAnyway(content, charsetOf(answer));
	try {
		return { ...answer, body: JSON.parse(text) as IN8nHttpFullResponse['body'] };
	} catch {
		return { ...answer, body: text };
	}
}

function issuedToken({
	statusCode,
	body,
}: IN8nHttpFullResponse): { token: string; expiresAt: number } | undefined {
	const { access_token: token, expires_in: expiresIn } = fieldsOf(resultIn(body));
	if (statusCode < 200 || statusCode > 299 || typeof token !== 'string' || token === '') {
		return undefined;
	}
	const lifeMs = (Number(expiresIn) > 0 ? Number(expiresIn) : DEFAULT_LIFE_S) * 1_000;
	const marginMs = Math.min(60_000, lifeMs / 10);
	return {
		token: token.replace(/^bearer /i, ''),
		expiresAt: Math.floor(systemClock.now() + lifeMs - marginMs),
	};
}

const fieldsOf = (body: unknown): Record<string, unknown> =>
	typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

/** OAuth says which part is wrong: `invalid_client` means client ID or secret, `invalid_grant` username or password. */
function explainFailedLogin(answer: IN8nHttpFullResponse): string {
	const status = answer.statusCode;
	const odd = explainOddAnswer(answer);
	// A page with this status is rather that of a proxy.
	if (odd && status !== 403) return odd;
	const { error, error_description: description } = fieldsOf(answer.body);
	const words = typeof description === 'string' && description !== '' ? description : undefined;
	const detail = words ?? wordsOf(withoutCode(answer.body));
	const said = quoteWords(detail);
	const advice = '. Check both in the ServiceOps credential';
	const isClient =
		error === 'invalid_client' || (error !== 'invalid_grant' && /\bclient\b/i.test(detail ?? ''));
	if (isClient) return `ServiceOps rejected the Client ID or Client Secret${said}${advice}`;
	if (status === 403 && (odd || (!detail && typeof error !== 'string'))) {
		return 'A proxy may have answered the login, with HTTP status 403. Check the Server URL and the proxy settings of n8n';
	}
	if (status === 429) return `Login failed: rate limit reached${said}. Try again later`;
	// Of whoever guards the path, because it is not that of the login.
	const isUnknown = error === 'invalid_token';
	if (error === 'invalid_grant' || ([400, 401, 403].includes(status) && !isUnknown)) {
		return `ServiceOps rejected the Username or Password${said}${advice}`;
	}
	if (status === 200 || isUnknown) {
		return `ServiceOps answered the login without a token${said}. Check the Server URL`;
	}
	if (status === 407) {
		return `${PROXY_WANTS_LOGIN}. Check the proxy settings of n8n`;
	}
	const where = status === 404 || status === 405 ? '. Check the Server URL' : '';
	return `Login failed: ServiceOps returned HTTP status ${status}${said}${where}`;
}

/** OAuth's `error` is a code such as `invalid_grant`, not text for people. */
function withoutCode(body: unknown): unknown {
	const { error: _code, ...rest } = fieldsOf(body);
	return typeof _code === 'string' && !_code.includes(' ') ? rest : body;
}
