import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { systemClock } from './clock';
import { logIn, type Helpers } from './passwordLogin';
import { checkNotRefusedBefore } from './refusedLogins';
import { sessionFor, type Session } from './sessions';
import { fingerprintOf, parseStoredToken, serializeToken } from './storedToken';

/*
 * n8n asks for a token without any lock: twenty parallel items with an expired token would log in twenty times, and a
 * wrong password would be tried forty times, until ServiceOps locks the account. So this module logs in once for all
 * callers of a process, and remembers rejected logins for a while.
 *
 * Other processes log in with the same credential: in queue mode every worker is one. All they share is the database,
 * where the credential is stored with the token that was saved last; on some servers, a login invalidates earlier
 * tokens.
 */

/** How long to wait before saving a token again that another process has overwritten. */
const SAVE_AGAIN_MS = 200;

const loginsUnderWay = new Map<string, Promise<Session>>();

/**
 * Gets a token for n8n's `preAuthentication`: from a login that another caller made or is making, otherwise by logging
 * in. n8n saves what is returned, so only the caller that logged in returns the token; the others set it on
 * `credentials`. It is returned again later if an older token from another process turns out to have overwritten it in
 * the database.
 *
 * @param helpers n8n's request helper
 * @param credentials decrypted fields; `accessToken` holds the stored value, which n8n took to be missing or rejected
 * @returns `{ accessToken }` to be saved, or `{}` when nothing is to be saved
 * @throws CannotSign, which has no `response`, so that n8n does not try again
 */
export async function obtainToken(
	helpers: Helpers,
	credentials: ICredentialDataDecryptedObject,
): Promise<{ accessToken?: string }> {
	const key = fingerprintOf(credentials);
	const shared = takeSharedToken(credentials, key);
	if (shared) return shared;
	const underWay = loginsUnderWay.get(key);
	if (underWay) {
		credentials.accessToken = serializeToken(await underWay);
		return {};
	}
	checkNotRefusedBefore(key);
	const login = logIn(helpers, credentials, key).finally(() => loginsUnderWay.delete(key));
	loginsUnderWay.set(key, login);
	const accessToken = serializeToken(await login);
	credentials.accessToken = accessToken;
	return { accessToken };
}

/**
 * Sets the token shared by this process on the credentials, if it is valid and newer than the stored one.
 *
 * @returns what n8n is to save; undefined when there is no such token
 */
function takeSharedToken(
	credentials: ICredentialDataDecryptedObject,
	key: string,
): { accessToken?: string } | undefined {
	const stored = parseStoredToken(credentials.accessToken);
	const own = stored?.key === key ? stored : undefined;
	const shared = sessionFor(key);
	const now = systemClock.now();
	if (!shared || shared.isRejected || shared.expiresAt <= now) return undefined;
	const isNewer = !own || shared.expiresAt >= own.expiresAt;
	if (!isNewer || shared.token === own?.token) return undefined;
	const accessToken = serializeToken(shared);
	credentials.accessToken = accessToken;
	const isLost = shared.savedAt + SAVE_AGAIN_MS < now;
	if (!isLost && (!stored || own)) return {};
	shared.savedAt = now;
	return { accessToken };
}
