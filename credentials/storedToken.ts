import type { ICredentialDataDecryptedObject as Credentials } from 'n8n-workflow';
import { createHash } from 'crypto';
import { Session } from './accessToken';
import { normalizeServerUrl } from './serverUrl';

/** A digest of every field that a token depends on: another password never gets this one's token. */
export function fingerprint(credentials: Credentials): string {
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
export function serialize(key: string, session: Session): string {
	return `${key}|${session.expiresAt}|${session.token}`;
}

export function parseStored(
	stored: unknown,
): { key: string; expiresAt: number; token: string } | undefined {
	const match = typeof stored === 'string' ? /^([0-9a-f]{64})\|(\d+)\|(.+)$/s.exec(stored) : null;
	const [, key, expiresAt, token] = match ?? [];
	return key && expiresAt && token ? { key, expiresAt: Number(expiresAt), token } : undefined;
}
