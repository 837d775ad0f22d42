import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { describeConnectionFault, explainOddAnswer, type ConnectionFault } from './answers';
import { systemClock } from './clock';
import { redact } from './redact';
import { normalizeServerUrl } from './serverUrl';

/*
 * n8n asks for a token without any lock: twenty parallel items with an expired token would log in twenty times, and
 * a wrong password would be tried forty times, until ServiceOps locks the account. So this module logs in once for
 * all callers of a process, and remembers for a while who was refused.
 *
 * Other processes log in with the same credential: in queue mode every worker is one. They meet in the database only,
 * where the credential is stored with the token of whoever saved last; on some servers, a login ends all others' tokens.
 */

type Credentials = ICredentialDataDecryptedObject;
type Helpers = IHttpRequestHelper['helpers'];

/** How the server turned a token away: with 401, with 403, or with a web page. */
export type Refusal = 'unauthorized' | 'forbidden' | 'page';

interface Session {
	token: string;
	/** Epoch ms after which the token is not sent any more. */
	expiresAt: number;
	/** Epoch ms; 0 when another process logged in, and this one found the token stored. */
	loggedInAt: number;
	/** Epoch ms at which n8n was given the token to save it. */
	savedAt: number;
	/** Whether the server has turned the token away. */
	isRefused: boolean;
	/** For each way of refusing: epoch ms until which it is not taken to mean that the token has expired. */
	excused: Partial<Record<Refusal, number>>;
}

/** A poll of a trigger must end within 45 s, whatever becomes of its login. */
const LOGIN_TIMEOUT_MS = 20_000;
/** A login that took so long is not tried again. */
const LOGIN_PATIENCE_MS = 10_000;
const LOGIN_ATTEMPTS = 3;
const BUSY = [408, 429, 502, 503, 504];
const REMEMBER_REFUSAL_MS = 30_000;
const EXCUSE_MS = 60_000;
const FRESH_MS = 10_000;
/** So many fresh tokens refused to one request, and it is not the login that is at fault. */
const MAX_FRESH_REFUSED = 2;
/** How soon a token is saved again that another process has overwritten. */
const SAVE_AGAIN_MS = 200;
/** The life that is assumed when the server names none: the shortest seen (two hours), in seconds. */
const DEFAULT_LIFE_S = 7_199;
const MAX_REMEMBERED = 500;

const sessions = new Map<string, Session>();
const loginsUnderWay = new Map<string, Promise<Session>>();
const refusedLogins = new Map<string, { message: string; at: number }>();

/** Keeps module-wide memory bounded: the oldest entry makes room. */
function remember<T>(memory: Map<string, T>, key: string, value: T): void {
	memory.delete(key);
	memory.set(key, value);
	const oldest = memory.keys().next();
	if (memory.size > MAX_REMEMBERED && !oldest.done) memory.delete(oldest.value);
}

/** A digest of every field that a token depends on: another password never gets this one's token. */
function fingerprint(credentials: Credentials): string {
	const fields = [
		normalizeServerUrl(credentials.serverUrl),
		credentials.clientId,
		credentials.clientSecret,
		credentials.username,
		credentials.password,
		credentials.allowUnauthorizedCerts === true,
	];
	return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** What is stored in the credential's hidden field: `fingerprint|expiry (epoch ms)|token`. */
function serialize(key: string, session: Session): string {
	return `${key}|${session.expiresAt}|${session.token}`;
}

function parseStored(
	stored: unknown,
): { key: string; expiresAt: number; token: string } | undefined {
	const match = typeof stored === 'string' ? /^([0-9a-f]{64})\|(\d+)\|(.+)$/s.exec(stored) : null;
	const [, key, expiresAt, token] = match ?? [];
	return key && expiresAt && token ? { key, expiresAt: Number(expiresAt), token } : undefined;
}

/**
 * The stored token, if it belongs to just these credentials and has not expired. One that another process has stored
 * becomes the one to share in this process too, if it is newer.
 *
 * @param credentials decrypted fields of the credential; `accessToken` holds the stored value
 * @returns the bare token, or undefined when a login is needed
 */
export function usableToken(credentials: Credentials): string | undefined {
	const stored = parseStored(credentials.accessToken);
	const key = fingerprint(credentials);
	if (stored?.key !== key || stored.expiresAt <= systemClock.now()) return undefined;
	const { token, expiresAt } = stored;
	const known = sessions.get(key);
	if (known && known.token !== token && known.expiresAt <= expiresAt) {
		const adopted = {
			token,
			expiresAt,
			loggedInAt: 0,
			savedAt: systemClock.now(),
			isRefused: false,
		};
		remember(sessions, key, { ...known, ...adopted });
	}
	return token;
}

/** What to do about a refused token. */
export interface Remedy {
	/** Whether another process may be about to store its token, which is worth waiting for. */
	wait: boolean;
	/** Whether a login may help if no other token is there. */
	logIn: boolean;
	/** How many tokens of just now the request has been refused with. */
	freshRefused: number;
}

/**
 * To be told when the server turned a token away, so that it is not shared any longer.
 *
 * A token of just now may have been ended by the login of another process. But if one token of just now after the other
 * is turned away from the same request, the login is good and something else is wrong (a missing permission, say).
 *
 * @param credentials what the request was signed with
 * @param token the bare token that was sent; undefined when none was
 * @param refusal how it was turned away
 * @param freshBefore how many tokens of just now the same request was refused with before
 */
export function remedyFor(
	credentials: Credentials,
	token: string | undefined,
	refusal: Refusal,
	freshBefore: number,
): Remedy {
	const session = sessionOf(credentials, token);
	if (!session) return { wait: false, logIn: true, freshRefused: freshBefore };
	const isFresh = session.loggedInAt + FRESH_MS > systemClock.now();
	const freshRefused = freshBefore + (isFresh ? 1 : 0);
	const isExcused = (session.excused[refusal] ?? 0) > systemClock.now();
	if (isExcused) return { wait: false, logIn: false, freshRefused };
	const logIn = freshRefused < MAX_FRESH_REFUSED;
	if (logIn) session.isRefused = true;
	return { wait: isFresh, logIn, freshRefused };
}

/**
 * To be told when nothing could be done about a refused token: for a minute, no login is made because of such an answer.
 *
 * @param credentials what the request was signed with
 * @param token the bare token that was sent
 * @param refusal how it was turned away
 */
export function excuse(
	credentials: Credentials,
	token: string | undefined,
	refusal: Refusal,
): void {
	const session = sessionOf(credentials, token);
	if (!session || (session.excused[refusal] ?? 0) > systemClock.now()) return;
	session.excused[refusal] = systemClock.now() + EXCUSE_MS;
}

function sessionOf(credentials: Credentials, token: string | undefined): Session | undefined {
	const session = sessions.get(fingerprint(credentials));
	return session?.token === token ? session : undefined;
}

/**
 * Gets a token for n8n's `preAuthentication`: from a login that another caller made or is making, else by a login.
 * n8n saves what is returned; so only the caller who logged in returns the token, the others put it on `credentials`.
 * Later it is returned once more where the database turns out to have lost it to an older one of another process.
 *
 * @param helpers n8n's request helper
 * @param credentials decrypted fields; `accessToken` holds the stored value, which n8n took to be missing or refused
 * @returns `{ accessToken }` to be saved, or `{}` when nothing is to be saved
 * @throws Error without a `response`, so that n8n does not try again, with a text for the person
 */
export async function obtainToken(
	helpers: Helpers,
	credentials: Credentials,
): Promise<{ accessToken?: string }> {
	const key = fingerprint(credentials);
	const stored = parseStored(credentials.accessToken);
	const known = sessions.get(key);

	const own = stored?.key === key ? stored : undefined;
	const isNewer = known !== undefined && (!own || known.expiresAt >= own.expiresAt);
	const isGood = known !== undefined && !known.isRefused && known.expiresAt > systemClock.now();
	if (isGood && isNewer && known.token !== own?.token) {
		const value = serialize(key, known);
		credentials.accessToken = value;
		const isLost = known.savedAt + SAVE_AGAIN_MS < systemClock.now();
		if (!isLost && (!stored || own)) return {};
		known.savedAt = systemClock.now();
		return { accessToken: value };
	}

	const refusal = refusedLogins.get(key);
	if (refusal && refusal.at + REMEMBER_REFUSAL_MS > systemClock.now()) {
		throw new Error(
			`${refusal.message} (to keep the account from being locked, the same login is not tried again for 30 seconds)`,
		);
	}

	const underWay = loginsUnderWay.get(key);
	if (underWay) {
		credentials.accessToken = serialize(key, await underWay);
		return {};
	}

	const login = logIn(helpers, credentials, key).finally(() => loginsUnderWay.delete(key));
	loginsUnderWay.set(key, login);
	const value = serialize(key, await login);
	credentials.accessToken = value;
	return { accessToken: value };
}

/** ServiceOps documents the login as multipart/form-data; all its examples use it (requests.md 3.1). */
async function loginRequest(credentials: Credentials): Promise<IHttpRequestOptions> {
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

async function logIn(helpers: Helpers, credentials: Credentials, key: string): Promise<Session> {
	const answer = await sendLogin(helpers, await loginRequest(credentials));
	const body = (answer.body ?? {}) as Record<string, unknown>;
	if (
		answer.statusCode === 200 &&
		typeof body.access_token === 'string' &&
		body.access_token !== ''
	) {
		const lifeMs = (Number(body.expires_in) > 0 ? Number(body.expires_in) : DEFAULT_LIFE_S) * 1000;
		const marginMs = Math.min(60_000, lifeMs / 10);
		const now = systemClock.now();
		const session: Session = {
			token: body.access_token,
			expiresAt: Math.floor(now + lifeMs - marginMs),
			loggedInAt: now,
			savedAt: now,
			isRefused: false,
			excused: {},
		};
		refusedLogins.delete(key);
		remember(sessions, key, session);
		return session;
	}
	const message = redact(explainRefusedLogin(answer), credentials);
	// Whatever the server means by it, trying on could lock the account; only a busy server is worth another try.
	if (!BUSY.includes(answer.statusCode)) {
		remember(refusedLogins, key, { message, at: systemClock.now() });
	}
	throw new Error(message);
}

type LoginOutcome = { answer: IN8nHttpFullResponse } | { fault: ConnectionFault };

async function attemptLogin(helpers: Helpers, request: IHttpRequestOptions): Promise<LoginOutcome> {
	try {
		return { answer: (await helpers.httpRequest(request)) as IN8nHttpFullResponse };
	} catch (error) {
		return { fault: describeConnectionFault(error) };
	}
}

/** A login changes nothing on the server, so a broken connection is no reason to give up at once. */
async function sendLogin(
	helpers: Helpers,
	request: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const started = systemClock.now();
	for (let attempt = 1; ; attempt++) {
		const outcome = await attemptLogin(helpers, request);
		const mayPass =
			'fault' in outcome ? outcome.fault.isPassing : BUSY.includes(outcome.answer.statusCode);
		const isLate = systemClock.now() - started > LOGIN_PATIENCE_MS;
		if (!mayPass || isLate || attempt === LOGIN_ATTEMPTS) {
			if ('fault' in outcome) throw new Error(outcome.fault.message);
			return outcome.answer;
		}
		await systemClock.sleep(attempt * 1_000);
	}
}

/** OAuth names the culprit: `invalid_client` is the client id or secret, `invalid_grant` the user name or password. */
function explainRefusedLogin(answer: IN8nHttpFullResponse): string {
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
