/** Who may come in: logins, tokens and API keys. */
import OAuth2Server from '@node-oauth/oauth2-server';

import type { Dialect } from './dialect';
import type { Answer } from './errors';
import { envelope, htmlPage, Refusal } from './errors';
import { idOf, newToken } from './jwt';
import type { Operation, User } from './operation';

/** Seeded test logins. Nothing here is or ever was a real credential. */
export const LOGIN = {
	clientId: 'simulator-client',
	clientSecret: 'simulator-client-secret-not-real',
	username: 'automation',
	password: 'simulator-password-not-real',
	/** Looks percent-encoded, as the web interface shows keys: to be sent byte for byte. */
	apiKey: 'SIMULATOR%2Fnot%2Ba%40real%2Fkey%3D%3D',
	restrictedApiKey: 'SIMULATOR%2Frestricted%2Bkey%40none%3D%3D',
	/** Logs in with the same password, and has no permission on any module. */
	restrictedUsername: 'restricted',
};

/** A client whose id and secret are not ASCII: Basic authentication has to send UTF-8. */
export const UMLAUT_CLIENT = {
	clientId: 'simülator-client',
	clientSecret: 'geheimnis-für-tests-ß',
};

const AUTOMATION: User = { name: 'Automation', email: 'automation@example.com' };
const RESTRICTED: User = {
	name: 'Restricted User',
	email: 'restricted@example.com',
	restricted: true,
};
const USERS = new Map<string, User>([
	[LOGIN.username, AUTOMATION],
	[AUTOMATION.email, AUTOMATION],
	[LOGIN.restrictedUsername, RESTRICTED],
]);
const API_KEYS = new Map<string, User>([
	[LOGIN.apiKey, AUTOMATION],
	[LOGIN.restrictedApiKey, RESTRICTED],
]);
const CLIENTS = new Map(
	[LOGIN, UMLAUT_CLIENT].map(({ clientId, clientSecret }) => [clientId, clientSecret]),
);

/** The login. It is run by `Logins`, because it needs the Authorization header. */
export const TOKEN_OPERATION: Operation = {
	operationId: 'logIn',
	method: 'post',
	path: '/api/oauth/token',
	tag: 'oauth',
	summary: 'Log in with the password grant; client id and secret go into a Basic header',
	evidence: 'captured',
	mediaTypes: ['multipart/form-data', 'application/x-www-form-urlencoded'],
	body: {
		type: 'object',
		additionalProperties: false,
		required: ['username', 'password', 'grant_type'],
		properties: {
			username: { type: 'string', minLength: 1 },
			password: { type: 'string', minLength: 1 },
			grant_type: { enum: ['password'] },
		},
	},
	run: () => {
		throw new Error('The login is handled before all other operations');
	},
};

interface Token {
	user: User;
	expiresAt: number;
}

/** The tokens that are in use, and the checks of whoever comes. */
export interface Logins {
	/** Answers a login whose form has been checked. */
	logIn: (authorization: string | undefined, form: Record<string, string>) => Promise<Answer>;
	/** Who sent this Authorization header; a refusal if nobody that is known. */
	identify: (authorization: string | undefined) => { user: User; by: 'token' | 'apiKey' };
	/** No token issued so far is accepted any longer. */
	forget: () => void;
}

/** Starts without any token. */
export function createLogins(
	dialect: () => Dialect,
	now: () => number,
	lifetimeSeconds: number,
): Logins {
	const tokens = new Map<string, Token>();
	const oauth = oauthServer(now);
	return {
		logIn: async (authorization, form) => {
			try {
				const request = tokenRequest(authorization ?? '', form);
				const issued = await oauth.token(request, new OAuth2Server.Response());
				const user = issued.user as User;
				if (dialect().newTokenRevokesOld) revoke(tokens, user);
				tokens.set(issued.accessToken, { user, expiresAt: now() + lifetimeSeconds * 1000 });
				return tokenAnswer(issued, lifetimeSeconds);
			} catch (error) {
				return refusedLogin(error, dialect());
			}
		},
		identify: (authorization = '') => {
			if (authorization.startsWith('Apikey ')) {
				const key = authorization.slice('Apikey '.length);
				const user = API_KEYS.get(key);
				// Like many servers it quotes what it refuses, so that clients have to take care of it.
				if (user === undefined) throw unauthorized(`The API key ${key} is not valid.`);
				return { user, by: 'apiKey' };
			}
			const sent = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : '';
			const token = tokens.get(sent);
			if (token === undefined || token.expiresAt <= now()) throw expired(sent, dialect());
			return { user: token.user, by: 'token' };
		},
		forget: () => tokens.clear(),
	};
}

function oauthServer(now: () => number): OAuth2Server {
	const generate = async (_client: unknown, user: unknown) =>
		await Promise.resolve(newToken((user as User).email, now()));
	return new OAuth2Server({
		model: {
			getClient: async (id, secret) =>
				await Promise.resolve(knownClient(decodeURIComponent(id), decodeURIComponent(secret))),
			getUser: async (username: string, password: string) =>
				await Promise.resolve(password === LOGIN.password ? USERS.get(username) : undefined),
			saveToken: async (token, client, user) => await Promise.resolve({ ...token, client, user }),
			// Tokens are looked up by `identify`, whose refusals depend on the dialect.
			getAccessToken: async () => await Promise.resolve(undefined),
			generateAccessToken: generate,
			generateRefreshToken: generate,
		},
	});
}

function tokenRequest(authorization: string, form: Record<string, string>): OAuth2Server.Request {
	return new OAuth2Server.Request({
		method: 'POST',
		query: {},
		headers: {
			authorization: asciiBasic(authorization),
			'content-type': 'application/x-www-form-urlencoded',
			'content-length': '1',
		},
		body: form,
	});
}

function revoke(tokens: Map<string, Token>, user: User): void {
	for (const [token, { user: owner }] of tokens) if (owner === user) tokens.delete(token);
}

function tokenAnswer({ accessToken, refreshToken }: OAuth2Server.Token, lifetime: number): Answer {
	return {
		status: 200,
		body: {
			access_token: accessToken,
			token_type: 'bearer',
			refresh_token: refreshToken,
			expires_in: lifetime,
			scope: 'other-api-scope',
			jti: idOf(accessToken),
		},
	};
}

/** The request is not signed in. */
export function unauthorized(userMessage: string): Refusal {
	return new Refusal({ status: 401, body: envelope('401', userMessage) });
}

function expired(token: string, { expiredToken }: Dialect): Refusal {
	switch (expiredToken) {
		case '401':
			return unauthorized(`Invalid access token: ${token}`);
		case '403':
			return new Refusal({ status: 403, body: envelope('403', 'Access is denied.') });
		case 'html200':
			return new Refusal(htmlPage(200, 'Login - ServiceOps'));
	}
}

function knownClient(id: string, secret: string) {
	return CLIENTS.get(id) === secret ? { id, grants: ['password'] } : undefined;
}

/** The OAuth library takes ASCII only, so what the header holds as UTF-8 is handed over percent-encoded. */
function asciiBasic(authorization: string): string {
	const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(authorization)?.[1];
	if (encoded === undefined || encoded.length % 4 !== 0) return '';
	const text = new TextDecoder().decode(
		Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)),
	);
	const colon = text.indexOf(':');
	if (colon < 0) return '';
	const id = encodeURIComponent(text.slice(0, colon));
	const secret = encodeURIComponent(text.slice(colon + 1));
	return `Basic ${btoa(`${id}:${secret}`)}`;
}

function refusedLogin(error: unknown, { refusedLogin: status }: Dialect): Answer {
	const name = error instanceof OAuth2Server.OAuthError ? error.name : '';
	if (name === 'invalid_grant') {
		return { status, body: { error: name, error_description: 'Bad credentials' } };
	}
	if (name === 'invalid_client' || name === 'invalid_request') {
		return {
			status: 401,
			body: { error: 'invalid_client', error_description: 'Bad client credentials' },
		};
	}
	throw error;
}
