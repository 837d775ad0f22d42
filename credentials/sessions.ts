import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { remember } from './boundedMemory';
import { systemClock } from './clock';
import { fingerprintOf, validTokenOf, type StoredToken } from './storedToken';

/*
 * The newest token of each login, shared across this process, and what its rejections mean.
 */

/** How the server rejected a token: with 401, with 403, or with a web page. */
export type TokenRefusal = 'unauthorized' | 'forbidden' | 'page';

export interface Session extends StoredToken {
	/** Epoch ms; 0 when another process logged in, and this one found the token stored. */
	loggedInAt: number;
	/** Epoch ms at which n8n was given the token to save it. */
	savedAt: number;
	/** Whether the server has rejected the token. */
	isRejected: boolean;
	/** For each kind of rejection: epoch ms until which it is not taken as a sign that the token has expired. */
	suppressedUntil: Partial<Record<TokenRefusal, number>>;
}

const SUPPRESS_RELOGIN_MS = 60_000;
/** How long a token counts as freshly issued. */
const FRESH_MS = 10_000;
/** When this many fresh tokens are rejected for one request, the login is not the problem. */
const MAX_FRESH_REJECTED = 2;

const sessions = new Map<string, Session>();

export const sessionFor = (key: string): Session | undefined => sessions.get(key);

/** Shares a freshly issued token. */
export function startSession(stored: StoredToken): Session {
	const now = systemClock.now();
	const session: Session = {
		...stored,
		loggedInAt: now,
		savedAt: now,
		isRejected: false,
		suppressedUntil: {},
	};
	remember(sessions, stored.key, session);
	return session;
}

/**
 * The token to sign with. One that another process has stored becomes the one to share in this process too, if it is
 * newer.
 *
 * @param credentials decrypted fields of the credential; `accessToken` holds the stored value
 * @returns the bare token, or undefined when a login is needed
 */
export function adoptStoredToken(credentials: ICredentialDataDecryptedObject): string | undefined {
	const stored = validTokenOf(credentials);
	if (!stored) return undefined;
	const known = sessions.get(stored.key);
	if (known && known.token !== stored.token && known.expiresAt <= stored.expiresAt) {
		const adopted = { loggedInAt: 0, savedAt: systemClock.now(), isRejected: false };
		remember(sessions, stored.key, { ...known, ...stored, ...adopted });
	}
	return stored.token;
}

/** What to do about a rejected token. */
export interface RecoveryPlan {
	/** Whether another process may be about to store its token, which is worth waiting for. */
	wait: boolean;
	/** Whether a login may help if no other token is there. */
	logIn: boolean;
	/** How many freshly issued tokens the request has been rejected with. */
	freshRejected: number;
}

/**
 * Plans what to do when the server rejected a token, and stops sharing it.
 *
 * A freshly issued token may have been ended by the login of another process. But if one fresh token after the other is
 * rejected for the same request, the login is good and something else is wrong (a missing permission, say).
 *
 * @param credentials what the request was signed with
 * @param token the bare token that was sent; undefined when none was
 * @param refusal how it was rejected
 * @param freshBefore how many freshly issued tokens the same request was rejected with before
 */
export function planRecovery(
	credentials: ICredentialDataDecryptedObject,
	token: string | undefined,
	refusal: TokenRefusal,
	freshBefore: number,
): RecoveryPlan {
	const session = sessionOf(credentials, token);
	if (!session) return { wait: false, logIn: true, freshRejected: freshBefore };
	const now = systemClock.now();
	const isFresh = session.loggedInAt + FRESH_MS > now;
	const freshRejected = freshBefore + (isFresh ? 1 : 0);
	const isSuppressed = (session.suppressedUntil[refusal] ?? 0) > now;
	if (isSuppressed) return { wait: false, logIn: false, freshRejected };
	const logIn = freshRejected < MAX_FRESH_REJECTED;
	if (logIn) session.isRejected = true;
	return { wait: isFresh, logIn, freshRejected };
}

/**
 * Notes that nothing could be done about a rejected token: for a minute, no login is made because of such an answer.
 *
 * @param credentials what the request was signed with
 * @param token the bare token that was sent
 * @param refusal how it was rejected
 */
export function suppressRelogin(
	credentials: ICredentialDataDecryptedObject,
	token: string | undefined,
	refusal: TokenRefusal,
): void {
	const session = sessionOf(credentials, token);
	if (!session || (session.suppressedUntil[refusal] ?? 0) > systemClock.now()) return;
	session.suppressedUntil[refusal] = systemClock.now() + SUPPRESS_RELOGIN_MS;
}

function sessionOf(
	credentials: ICredentialDataDecryptedObject,
	token: string | undefined,
): Session | undefined {
	const session = sessions.get(fingerprintOf(credentials));
	return session?.token === token ? session : undefined;
}
