import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { redact } from '../../../credentials/redact';
import { planRecovery, suppressRelogin, type TokenRefusal } from '../../../credentials/sessions';
import { validTokenOf } from '../../../credentials/storedToken';
import type { Context } from './types';

export const CREDENTIAL = 'serviceOpsOAuthApi';

/** How long another process may take to store its token after its login invalidated this one's. */
const WAIT_FOR_OTHERS_MS = 300;

export type Credentials = ICredentialDataDecryptedObject;

/** A request whose token the server rejected. */
export interface RejectedToken {
	/** What the request was signed with. */
	credentials: Credentials;
	/** The bare token that was sent; undefined when none was. */
	token: string | undefined;
	refusal: TokenRefusal;
	/** Freshly issued tokens that the same request was rejected with before. */
	freshRejected: number;
}

/** The credential of a run. */
export interface RunSession {
	/** What to sign with now. n8n logs in first when it holds no token, and sets the new one on it. */
	current(): Promise<Credentials>;
	/**
	 * Another token after a rejection: one that another request of the run or another n8n process has obtained in the
	 * meantime, or none, so that n8n logs in.
	 *
	 * @returns what to sign with, undefined when the token is not the reason; and `freshRejected` for the next rejection
	 * of the same request
	 */
	renew(
		rejected: RejectedToken,
	): Promise<{ credentials: Credentials | undefined; freshRejected: number }>;
	/**
	 * Removes the secrets from a text for users.
	 *
	 * @param token the bare token that was sent
	 */
	redact(text: string, token?: string): string;
}

/**
 * Reads the credential once for all requests of a run, and again after a rejection. Left to itself, n8n reads and
 * decrypts it for every request, which takes more time than signing and sending.
 *
 * @param signal aborted when the workflow is stopped
 * @param item the item whose credential is meant, and the credential if it was read already
 */
export function openSession(
	context: Context,
	signal?: AbortSignal,
	item: { index?: number; credentials?: Credentials } = {},
): RunSession {
	let latest = item.credentials;
	let shared = latest && Promise.resolve(latest);
	const read = async (): Promise<Credentials> =>
		(latest = await context.getCredentials<Credentials>(CREDENTIAL, item.index));
	const share = (credentials: Credentials): Credentials => {
		shared = Promise.resolve(credentials);
		return credentials;
	};
	const current = async (): Promise<Credentials> => {
		shared ??= read().catch((error: unknown) => {
			shared = undefined;
			throw error;
		});
		return await shared;
	};
	/** What is stored now, or shortly, if another process may be about to store its token. */
	const readOther = async (token: string | undefined, wait: boolean): Promise<Credentials> => {
		const stored = await read();
		if (!wait || hasOther(stored, token)) return stored;
		await systemClock.sleep(WAIT_FOR_OTHERS_MS, signal);
		return signal?.aborted ? stored : await read();
	};
	return {
		current,
		renew: async ({ credentials, token, refusal, freshRejected: before }) => {
			const { wait, logIn, freshRejected } = planRecovery(credentials, token, refusal, before);
			const ofRun = await current();
			if (hasOther(ofRun, token)) return { credentials: ofRun, freshRejected };
			const stored = await readOther(token, wait);
			if (signal?.aborted) return { credentials: undefined, freshRejected };
			if (hasOther(stored, token)) return { credentials: share(stored), freshRejected };
			if (logIn) return { credentials: share({ ...stored, accessToken: '' }), freshRejected };
			suppressRelogin(credentials, token, refusal);
			return { credentials: undefined, freshRejected };
		},
		redact: (text, token) => redact(text, latest, token),
	};
}

/** Whether the credentials hold a token that may be sent and is not the one that was rejected. */
function hasOther(credentials: Credentials, rejected: string | undefined): boolean {
	const token = validTokenOf(credentials)?.token;
	return token !== undefined && token !== rejected;
}
