import type { ICredentialDataDecryptedObject as Credentials } from 'n8n-workflow';
import { IHttpRequestOptions, IN8nHttpFullResponse, sleep } from 'n8n-workflow';
import { Helpers } from './accessToken';
import { ConnectionFault, describeConnectionFault } from './connectionFaults';
import { explainOddAnswer } from './oddAnswers';
import { normalizeServerUrl } from './serverUrl';

const LOGIN_FIELDS = {
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	username: 'Username',
	password: 'Password',
};

function fieldText(credentials: Credentials, name: keyof typeof LOGIN_FIELDS): string {
	const value = credentials[name];
	if (typeof value === 'string' && value !== '') return value;
	throw new Error(`${LOGIN_FIELDS[name]} is empty. Enter it in the ServiceOps credential`);
}

/** ServiceOps documents the login as multipart/form-data; all its examples use it (requests.md 3.1). */
export async function loginRequest(credentials: Credentials): Promise<IHttpRequestOptions> {
	const form = new FormData();
	form.set('username', fieldText(credentials, 'username'));
	form.set('password', fieldText(credentials, 'password'));
	form.set('grant_type', 'password');
	const encoded = new Response(form);
	const client = `${fieldText(credentials, 'clientId')}:${fieldText(credentials, 'clientSecret')}`;
	return {
		method: 'POST',
		url: `${normalizeServerUrl(credentials.serverUrl)}/api/oauth/token`,
		headers: {
			Authorization: `Basic ${Buffer.from(client, 'utf8').toString('base64')}`,
			'Content-Type': encoded.headers.get('content-type') ?? 'multipart/form-data',
			Accept: 'application/json',
		},
		body: Buffer.from(await encoded.arrayBuffer()),
		skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: LOGIN_TIMEOUT_MS,
	};
}

/** OAuth names the culprit: `invalid_client` is the client id or secret, `invalid_grant` the user name or password. */
export function explainRefusedLogin(answer: IN8nHttpFullResponse): string {
	const odd = explainOddAnswer(answer);
	if (odd) return odd;
	const body = (answer.body ?? {}) as Record<string, unknown>;
	const detail = [body.error_description, body.userMessage, body.message].find(
		(text): text is string => typeof text === 'string' && text !== '',
	);
	const said = detail ? `. ServiceOps says: ${detail.replace(/\.+$/, '')}` : '';
	const advice = '. Check both in the ServiceOps credential';
	const isClient =
		body.error === 'invalid_client' ||
		(body.error !== 'invalid_grant' && /\bclient\b/i.test(detail ?? ''));
	if (isClient) return `ServiceOps refused the Client ID or Client Secret${said}${advice}`;
	if ([400, 401, 403].includes(answer.statusCode)) {
		return `ServiceOps refused the Username or Password${said}${advice}`;
	}
	if (answer.statusCode === 200) {
		return `ServiceOps answered the login without a token${said}. Is the Server URL right?`;
	}
	return `ServiceOps did not let the login through (HTTP status ${answer.statusCode})${said}`;
}

/** A login changes nothing on the server, so a broken connection is no reason to give up at once. */
export async function sendLogin(
	helpers: Helpers,
	request: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const started = Date.now();
	for (let attempt = 1; ; attempt++) {
		const outcome = await attemptLogin(helpers, request);
		const mayPass =
			'fault' in outcome ? outcome.fault.isPassing : BUSY.includes(outcome.answer.statusCode);
		const isLate = Date.now() - started > LOGIN_PATIENCE_MS;
		if (!mayPass || isLate || attempt === LOGIN_ATTEMPTS) {
			if ('fault' in outcome) throw new Error(outcome.fault.message);
			return outcome.answer;
		}
		await sleep(attempt * 1_000);
	}
}

async function attemptLogin(helpers: Helpers, request: IHttpRequestOptions): Promise<LoginOutcome> {
	try {
		return { answer: (await helpers.httpRequest(request)) as IN8nHttpFullResponse };
	} catch (error) {
		return { fault: describeConnectionFault(error) };
	}
}

type LoginOutcome = { answer: IN8nHttpFullResponse } | { fault: ConnectionFault };

export const BUSY = [408, 429, 502, 503, 504];

const LOGIN_ATTEMPTS = 3;

/** A login that took so long is not tried again. */
const LOGIN_PATIENCE_MS = 10_000;

/** A poll of a trigger must end within 45 s, whatever becomes of its login. */
const LOGIN_TIMEOUT_MS = 20_000;
