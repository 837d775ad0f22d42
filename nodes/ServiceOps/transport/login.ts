import type { ICredentialDataDecryptedObject, ICredentialsDecrypted } from 'n8n-workflow';
import { usableToken } from '../../../credentials/accessToken';
import { redact } from '../../../credentials/redact';
import type { Context } from './types';

export const CREDENTIAL = 'serviceOpsOAuthApi';

type Fields = ICredentialDataDecryptedObject;

/** The credential of a run. */
export interface Login {
	/** Whether a new login can help at all: an API key is what it is. */
	hasToken(): Promise<boolean>;
	/** For `httpRequestWithAuthentication`, which then need not read the credential. */
	toHandOver(): Promise<{ credentialsDecrypted: ICredentialsDecrypted }>;
	/**
	 * To be called when the server turned a token away: the next request goes out with the token that another process
	 * has saved meanwhile, else n8n has the credential log in first.
	 *
	 * @param refused the bare token that was sent; undefined when none was
	 */
	renew(refused: string | undefined): Promise<void>;
	/**
	 * Takes the secrets out of a text for people.
	 *
	 * @param token the bare token that was sent
	 */
	redact(text: string, token?: string): string;
}

/**
 * Reads the credential once for all requests of a run. n8n would read and decrypt it for every single one, which takes
 * more time than signing and sending (docs/benchmarks.md).
 */
export function loginOf(context: Context): Login {
	let fields: Promise<Fields> | undefined;
	let latest: Fields | undefined;
	const read = async (): Promise<Fields> =>
		(latest = await context.getCredentials<Fields>(CREDENTIAL));
	const current = async (): Promise<Fields> => {
		fields ??= read().catch((error: unknown) => {
			fields = undefined;
			throw error;
		});
		return await fields;
	};
	return {
		hasToken: async () => (await current()).authentication !== 'apiKey',
		toHandOver: async () => {
			const { id, name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
			// Not a copy: n8n puts a new token onto it, for the requests that follow.
			const data = await current();
			return { credentialsDecrypted: { id: id ?? '', name, type: CREDENTIAL, data } };
		},
		renew: async (refused) => {
			const stored = await read();
			const token = usableToken(stored);
			// n8n logs in when the token is empty.
			const isOther = token !== undefined && token !== refused;
			fields = Promise.resolve(isOther ? stored : { ...stored, accessToken: '' });
		},
		redact: (text, token) => redact(text, latest, token),
	};
}
