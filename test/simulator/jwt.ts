/** Tokens that look like those of the vendor's examples: JSON Web Tokens, whose signature nobody checks here. */
import { crypto } from '../support/node';

/** The life that the captured tokens claim. It is longer than `expires_in`, which is what counts. */
const CLAIMED_SECONDS = 48 * 3600;

const encoded = (part: object) => encodedBytes(new TextEncoder().encode(JSON.stringify(part)));

function encodedBytes(bytes: Uint8Array): string {
	const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * A new token, unlike every other.
 *
 * @param user whose token it is
 * @param now in ms since 1970
 */
export function newToken(user: string, now: number): string {
	const issued = Math.floor(now / 1000);
	const header = { kid: 'simulator', alg: 'RS256', typ: 'JWT' };
	const claims = {
		sub: user,
		aud: 'simulator-client',
		iss: 'http://serviceops.example.com',
		nbf: issued,
		iat: issued,
		exp: issued + CLAIMED_SECONDS,
		scope: ['other-api-scope'],
		jti: crypto.randomUUID(),
	};
	const signature = encodedBytes(crypto.randomBytes(256));
	return `${encoded(header)}.${encoded(claims)}.${signature}`;
}

/** The `jti` that a token of ours claims. */
export function idOf(token: string): string {
	const claims = token.split('.')[1] ?? '';
	const text = atob(claims.replaceAll('-', '+').replaceAll('_', '/'));
	return String((JSON.parse(text) as { jti: unknown }).jti);
}
