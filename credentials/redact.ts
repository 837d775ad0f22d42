import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Shorter ones are parts of ordinary words, and would make messages unreadable. */
const SHORTEST = 6;

const HEADER = /\b((?:Bearer|Apikey|Basic)\s+)([^\s"',;]+)/gi;
const NAMED =
	/\b((?:\w*(?:password|passwd|secret|token|api_?key))["']?\s*[=:]\s*["']?)([^\s"',;&<>]{6,})/gi;
const JWT = /\beyJ[\w-]+\.[\w.-]+/g;

/** Words of a language have neither digits nor such signs nor capitals within, and are shorter. */
const isToken = (text: string): boolean => /\d|[._~+/=%][^.]|[a-z][A-Z]|.{24}/.test(text);

const hide = (all: string, name: string, value: string): string =>
	isToken(value) ? `${name}***` : all;

/**
 * Removes secrets from a server's text: servers quote what they reject, such as "Invalid access token: …".
 *
 * @param credentials decrypted fields of the credential, if they are known
 * @param token the bare token that was sent, if it may be another than the stored one
 */
export function redact(
	text: string,
	credentials: ICredentialDataDecryptedObject = {},
	token?: string,
): string {
	const { clientId, clientSecret, password, apiKey, accessToken } = credentials;
	const stored = typeof accessToken === 'string' ? accessToken.split('|').pop() : undefined;
	const client =
		typeof clientId === 'string' && typeof clientSecret === 'string'
			? `${clientId.trim()}:${clientSecret.trim()}`
			: undefined;
	return (
		[client, clientSecret, password, apiKey, token, stored]
			// Spaces around them are not sent.
			.map((secret) => (typeof secret === 'string' ? secret.trim() : ''))
			.filter((secret) => secret.length >= SHORTEST)
			.flatMap(formsOf)
			.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
			.replace(HEADER, hide)
			.replace(NAMED, hide)
			.replace(JWT, '***')
	);
}

const formsOf = (secret: string): string[] => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64'),
];
