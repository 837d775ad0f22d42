import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { excuse, remedyFor, usableToken, type Refusal } from '../../../credentials/accessToken';
import { systemClock } from '../../../credentials/clock';
import { redact } from '../../../credentials/redact';
import type { Context } from './types';

export const CREDENTIAL = 'serviceOpsOAuthApi';

/** Time for another process to store the token of a login that ended this one's token. */
const PATIENCE_MS = 300;

export type Credentials = ICredentialDataDecryptedObject;

/** How a request was turned away. */
export interface TurnedAway {
	/** What it was signed with. */
	credentials: Credentials;
	/** The bare token that was sent; undefined when none was. */
	token: string | undefined;
	refusal: Refusal;
	/** Tokens of just now that the same request was refused with before. */
	freshRefused: number;
}

/** The credential of a run. */
export interface Login {
	/** What to sign with now. n8n logs in first when it holds no token, and puts the new one there. */
	current(): Promise<Credentials>;
	/**
	 * Another token after a refusal: one that another request of the run or another process of n8n has got meanwhile, or
	 * none, so that n8n logs in.
	 *
	 * @returns what to sign with, undefined when the refusal is not because of the token; and for the next refusal of the
	 * same request its `freshRefused`
	 */
	renew(
		request: TurnedAway,
	): Promise<{ credentials: Credentials | undefined; freshRefused: number }>;
	/**
	 * Takes the secrets out of a text for people.
	 *
	 * @param token the bare token that was sent
	 */
	redact(text: string, token?: string): string;
}

/**
 * Reads the credential once for all requests of a run, and again after a refusal. Left to itself, n8n reads and decrypts
 * it for every request, which takes more time than signing and sending.
 *
 * @param signal aborted when the workflow is stopped
 */
export function loginOf(context: Context, signal?: AbortSignal): Login {
	let shared: Promise<Credentials> | undefined;
	let latest: Credentials | undefined;
	const read = async (): Promise<Credentials> =>
		(latest = await context.getCredentials<Credentials>(CREDENTIAL));
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
	return {
		current,
		renew: async ({ credentials, token, refusal, freshRefused: before }) => {
			const { wait, logIn, freshRefused } = remedyFor(credentials, token, refusal, before);
			const ofRun = await current();
			if (hasOther(ofRun, token)) return { credentials: ofRun, freshRefused };
			let stored = await read();
			if (wait && !hasOther(stored, token)) {
				await systemClock.sleep(PATIENCE_MS, signal).catch(() => undefined);
				if (signal?.aborted) return { credentials: undefined, freshRefused };
				stored = await read();
			}
			if (hasOther(stored, token)) return { credentials: share(stored), freshRefused };
			if (logIn) return { credentials: share({ ...stored, accessToken: '' }), freshRefused };
			excuse(credentials, token, refusal);
			return { credentials: undefined, freshRefused };
		},
		redact: (text, token) => redact(text, latest, token),
	};
}

/** Whether the credentials hold a token that may be sent and is not the one that was refused. */
function hasOther(credentials: Credentials, refused: string | undefined): boolean {
	const token = usableToken(credentials);
	return token !== undefined && token !== refused;
}
