import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { systemClock } from './clock';
import { sha256 } from './digest';
import { normalizeServerUrl } from './serverUrl';

/*
 * The credential's hidden field holds `fingerprint|expiry (epoch ms)|token`, so that a token issued for other field
 * values, or an expired one, is never sent.
 */

/** A token and when it expires. */
export interface StoredToken {
	/** The fingerprint of the fields that it was issued for. */
	key: string;
	/** Epoch ms after which the token is not sent any more. */
	expiresAt: number;
	token: string;
}

/**
 * A digest of every field that a token depends on: another password never gets this one's token.
 *
 * @throws CannotSign when the Server URL cannot be used
 */
export function fingerprintOf(credentials: ICredentialDataDecryptedObject): string {
	const fields = [
		normalizeServerUrl(credentials.serverUrl),
		credentials.clientId,
		credentials.clientSecret,
		credentials.username,
		credentials.password,
		credentials.allowUnauthorizedCerts === true,
	];
	return digestFields(fields);
}

/**
 * What tells a server and a login of it from others, be it with a password or an API key.
 *
 * @throws CannotSign when the Server URL cannot be used
 */
export function loginKeyOf(credentials: ICredentialDataDecryptedObject): string {
	if (credentials.authentication !== 'apiKey') return fingerprintOf(credentials);
	const fields = [normalizeServerUrl(credentials.serverUrl), credentials.apiKey];
	return digestFields(fields);
}

const digestFields = (fields: unknown[]): string => sha256(JSON.stringify(fields));

/** The form in which a token is stored. */
export const serializeToken = ({ key, expiresAt, token }: StoredToken): string =>
	`${key}|${expiresAt}|${token}`;

/** @returns undefined when the field holds nothing of this form */
export function parseStoredToken(stored: unknown): StoredToken | undefined {
	const match = typeof stored === 'string' && /^([0-9a-f]{64})\|(\d+)\|(.+)/s.exec(stored);
	if (!match) return undefined;
	const [, key = '', expiresAt, token = ''] = match;
	return { key, expiresAt: Number(expiresAt), token };
}

/**
 * The stored token, if it was issued for exactly these credentials and has not expired.
 *
 * @param credentials decrypted fields of the credential; `accessToken` holds the stored value
 * @returns undefined when a login is needed
 */
export function validTokenOf(credentials: ICredentialDataDecryptedObject): StoredToken | undefined {
	const stored = parseStoredToken(credentials.accessToken);
	const isValid =
		stored?.key === fingerprintOf(credentials) && stored.expiresAt > systemClock.now();
	return isValid ? stored : undefined;
}
