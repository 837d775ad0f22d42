import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { CannotSign } from './connectionFaults';
import { deadlineFor } from './loginDeadline';
import { normalizeServerUrl } from './serverUrl';
import { adoptStoredToken } from './sessions';

/** Fields of n8n's older request options, which its HTTP Request node still uses. */
interface LegacyOptions {
	uri?: string;
	rejectUnauthorized?: boolean;
}

/**
 * Completes the address, signs the request and applies the TLS switch. Changes the given object, so that the caller
 * can tell afterwards which token the server saw.
 *
 * @param credentials decrypted fields of the credential
 * @param options a request with a path (`/api/v1/…`), or with an absolute URL on the credential's server
 * @throws Error when the URL leads to another server: the token must not go there
 */
export function signRequest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions & LegacyOptions,
): IHttpRequestOptions {
	const server = normalizeServerUrl(credentials.serverUrl);
	const target = options.url || options.uri || '';
	const url = target.startsWith('/') && !target.startsWith('//') ? server + target : target;
	if (originOf(url, options.baseURL) !== new URL(server).origin) {
		throw new CannotSign(
			`This credential is for ${server} and is not sent to any other server. Check the URL of the request`,
		);
	}
	if (options.uri !== undefined) options.uri = url;
	else options.url = url;

	const authorization = authorizationHeader(credentials);
	options.headers = { ...options.headers };
	if (authorization) options.headers.Authorization = authorization;
	else delete options.headers.Authorization;

	options.sendCredentialsOnCrossOriginRedirect = false;
	limitTime(credentials, options);
	if (credentials.allowUnauthorizedCerts === true) {
		options.skipSslCertificateValidation = true;
		options.rejectUnauthorized = false;
	}
	return options;
}

/** How many times longer than its timeout a response may take as a whole. */
const WHOLE = 5;
/** Longer timers end at once, in ms. */
const LONGEST = 2 ** 31 - 1;

/**
 * Ends a request whose response drips without end: n8n ends it only if nothing at all comes for as long as its timeout.
 * Files, the bodies with a type of their own, may take longer.
 */
function limitTime(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): void {
	const { abortSignal, json, timeout, headers } = options;
	if (!json || !timeout || headers?.['Content-Type']) return;
	const wholeMs = Math.ceil(deadlineFor(credentials).cap(timeout * WHOLE));
	const late = AbortSignal.timeout(Math.min(LONGEST, wholeMs));
	options.abortSignal = abortSignal ? AbortSignal.any([abortSignal as AbortSignal, late]) : late;
}

/**
 * The value of the Authorization header. An API key is sent as entered, but for spaces at its ends: keys look
 * percent-encoded, and ServiceOps expects them that way (requests.md 3.2).
 */
function authorizationHeader(credentials: ICredentialDataDecryptedObject): string | undefined {
	if (credentials.authentication === 'apiKey') {
		const key = typeof credentials.apiKey === 'string' ? credentials.apiKey.trim() : '';
		if (key === '') throw new CannotSign('API Key is empty. Enter it in the ServiceOps credential');
		const [, word] = /^(apikey|bearer)\W/i.exec(key) ?? [];
		if (word) {
			throw new CannotSign(`Leave out the word ${word} in front of the API Key in the credential`);
		}
		if (/[\r\n]|[^\x20-\xff]/.test(key)) {
			throw new CannotSign(
				'The API Key contains a line break or an invalid character. Copy it again from ServiceOps',
			);
		}
		return `Apikey ${key}`;
	}
	const token = adoptStoredToken(credentials);
	return token === undefined ? undefined : `Bearer ${token}`;
}

function originOf(url: string, baseUrl?: string): string | undefined {
	try {
		return new URL(url, baseUrl).origin;
	} catch {
		return undefined;
	}
}
