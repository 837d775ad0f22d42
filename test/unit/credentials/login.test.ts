import type { IHttpRequestOptions } from 'n8n-workflow';
import { obtainToken } from '../../../credentials/accessToken';
import { describeConnectionFault } from '../../../credentials/connectionFaults';
import { createDeadline } from '../../../credentials/deadline';
import { setLoginDeadline } from '../../../credentials/loginDeadline';
import { redact } from '../../../credentials/redact';
import { normalizeServerUrl } from '../../../credentials/serverUrl';
import {
	adoptStoredToken as usableToken,
	planRecovery,
	suppressRelogin,
} from '../../../credentials/sessions';
import { signRequest } from '../../../credentials/signRequest';
import { loginKeyOf } from '../../../credentials/storedToken';
import { useFastClock } from '../../support/clock';
import { brokenConnection } from '../../support/n8nContext';
import { LOGIN_REFUSED, naming } from '../../support/says';

const clock = useFastClock();

describe('Server URL', () => {
	test.each([
		['https://helpdesk.example.com', 'https://helpdesk.example.com'],
		[' https://helpdesk.example.com/ ', 'https://helpdesk.example.com'],
		['https://helpdesk.example.com/api', 'https://helpdesk.example.com'],
		['https://helpdesk.example.com/api/v1//', 'https://helpdesk.example.com'],
		['HTTP://Helpdesk.Example.com:8080/API/V1/', 'http://helpdesk.example.com:8080'],
		['https://example.com/serviceops/api/v1?x=1#y', 'https://example.com/serviceops'],
		['https://helpdesk.example.com/api/oauth/token', 'https://helpdesk.example.com'],
		['https://helpdesk.example.com/login?next=%2F', 'https://helpdesk.example.com'],
		['https://example.com/api/serviceops', 'https://example.com/api/serviceops'],
		['https:// helpdesk.example.com', 'https://helpdesk.example.com'],
	])('%j', (given, expected) => expect(normalizeServerUrl(given)).toBe(expected));

	test.each([
		['', 'Server URL is empty'],
		[undefined, 'Server URL is empty'],
		['helpdesk.example.com', 'has no scheme'],
		['helpdesk.example.com:8443', 'has no scheme'],
		['ftp://helpdesk.example.com', "starts with 'ftp://'"],
		['javascript://x', "starts with 'javascript://'"],
		['https://', 'is not a web address'],
		['https://user:secret@helpdesk.example.com', 'contains a username or password'],
	])('%j is refused', (given, message) => expect(() => normalizeServerUrl(given)).toThrow(message));
});

let account = 0;
/** Credentials that no other test has used, because the module remembers logins. */
const credentials = (more: object = {}) => ({
	serverUrl: 'https://helpdesk.example.com',
	authentication: 'password',
	clientId: 'client',
	clientSecret: 'client-word',
	username: `user-${++account}`,
	password: 'pass-word',
	allowUnauthorizedCerts: false,
	accessToken: '',
	...more,
});

/** Stands in for n8n's request helper and counts logins. */
function server(answer: (login: number) => { statusCode: number; body: unknown }) {
	const seen: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		seen.push(options);
		await Promise.resolve();
		return { headers: {}, ...answer(seen.length) };
	};
	return { seen, helpers: { httpRequest } };
}

const granted = (login: number) => ({
	statusCode: 200,
	body: { access_token: `token-${login}`, token_type: 'bearer', expires_in: 43199 },
});
const refused = () => ({
	statusCode: 401,
	body: { error: 'invalid_grant', error_description: 'Bad credentials' },
});

describe('login', () => {
	test('sends what ServiceOps documents, also with umlauts', async () => {
		const { seen, helpers } = server(granted);
		const entered = credentials({ clientId: 'Büro', clientSecret: 'Schlüssel' });
		await obtainToken(helpers, entered);
		const [{ method, url, headers, body } = {} as IHttpRequestOptions] = seen;
		expect([method, url]).toEqual(['POST', 'https://helpdesk.example.com/api/oauth/token']);
		expect(headers?.Authorization).toBe(
			`Basic ${Buffer.from('Büro:Schlüssel', 'utf8').toString('base64')}`,
		);
		const form = await new Response(body as unknown as BodyInit, {
			headers: headers as HeadersInit,
		}).formData();
		expect(Object.fromEntries([...form.entries()])).toEqual({
			username: entered.username,
			password: 'pass-word',
			grant_type: 'password',
		});
	});

	test('sends no line break that a value was copied with, nor spaces but those of a password', async () => {
		const { seen, helpers } = server(granted);
		const entered = { clientId: ' id\n', clientSecret: 'word\r\n', username: 'me \n' };
		await obtainToken(helpers, credentials({ ...entered, password: ' pass word \r\n' }));
		const [{ headers, body } = {} as IHttpRequestOptions] = seen;
		expect(headers?.Authorization).toBe(`Basic ${Buffer.from('id:word').toString('base64')}`);
		const form = await new Response(body as unknown as BodyInit, {
			headers: headers as HeadersInit,
		}).formData();
		expect([form.get('username'), form.get('password')]).toEqual(['me', ' pass word ']);
	});

	test.each([
		{ statusCode: 415, body: { error: 'Unsupported Media Type' } },
		{ statusCode: 400, body: { error: 'invalid_request' } },
	])('is sent in the standard encoding where the server does not read the form: %j', async (no) => {
		const { seen, helpers } = server((login) => (login === 1 ? no : granted(login)));
		const entered = credentials({ password: 'a&b=c ü' });
		expect(usableToken({ ...entered, ...(await obtainToken(helpers, entered)) })).toBe('token-2');
		const [, { headers, body } = {} as IHttpRequestOptions] = seen;
		expect(headers?.['Content-Type']).toMatch(/^application\/x-www-form-urlencoded/);
		expect(Object.fromEntries(new URLSearchParams((body as Buffer).toString()))).toEqual({
			username: entered.username,
			password: 'a&b=c ü',
			grant_type: 'password',
		});
	});

	test('takes a token that comes with its type', async () => {
		const { helpers } = server(() => ({ statusCode: 200, body: { access_token: 'Bearer abc' } }));
		const entered = credentials();
		await obtainToken(helpers, entered);
		expect(usableToken(entered)).toBe('abc');
	});

	test.each([
		[200, { error: 'invalid_grant' }, LOGIN_REFUSED],
		[401, { error: 'invalid_token', error_description: 'No token' }, naming('Server URL')],
	])('%s %j is told by what it means', async (statusCode, body, expected) => {
		const { helpers } = server(() => ({ statusCode, body }));
		await expect(obtainToken(helpers, credentials())).rejects.toThrow(expected);
	});

	test('happens once for all who ask at the same time, and only one stores the token', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials();
		const callers = Array.from({ length: 20 }, () => ({ ...fields }));
		const saved = await Promise.all(
			callers.map(async (caller) => await obtainToken(helpers, caller)),
		);
		expect(seen).toHaveLength(1);
		expect(saved.filter(({ accessToken }) => accessToken)).toHaveLength(1);
		expect(callers.map(usableToken)).toEqual(new Array(20).fill('token-1'));
	});

	test('happens once more when the token was refused, however many tell so', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials();
		await obtainToken(helpers, fields);
		const callers = Array.from({ length: 20 }, () => ({ ...fields }));
		await Promise.all(callers.map(async (caller) => await obtainToken(helpers, caller)));
		expect(seen).toHaveLength(2);
		expect(callers.map(usableToken)).toEqual(new Array(20).fill('token-2'));
	});

	test('is not tried again for a while after a refusal', async () => {
		const { seen, helpers } = server(refused);
		const fields = credentials();
		for (let item = 0; item < 20; item++) {
			await expect(obtainToken(helpers, { ...fields })).rejects.toThrow(
				naming('Username or Password', 'Bad credentials'),
			);
		}
		expect(seen).toHaveLength(1);
		await expect(obtainToken(helpers, { ...fields, password: 'other' })).rejects.toThrow(
			LOGIN_REFUSED,
		);
		expect(seen).toHaveLength(2);
	});

	test('is tried again after pauses that grow, and are told; a success begins anew', async () => {
		let isRight = false;
		const { seen, helpers } = server((login) => (isRight ? granted(login) : refused()));
		const fields = credentials();
		const attempt = async () => await obtainToken(helpers, { ...fields });
		const pauses: Array<[number, string]> = [
			[30, '30 seconds'],
			[60, '60 seconds'],
			[120, '2 minutes'],
			[300, '5 minutes'],
			[900, '15 minutes'],
			[900, '15 minutes'],
		];
		for (const [index, [seconds, told]] of pauses.entries()) {
			await expect(attempt()).rejects.toThrow(/Username or Password.*ServiceOps credential$/);
			await expect(attempt()).rejects.toMatchObject({
				message: expect.stringContaining(`(not tried again for ${told},`) as string,
				kind: 'login',
			});
			clock.advance(seconds * 1_000 - 500);
			await expect(attempt()).rejects.toThrow('(not tried again for one second,');
			clock.advance(500);
			expect(seen).toHaveLength(index + 1);
		}
		isRight = true;
		expect(await attempt()).toHaveProperty('accessToken');
		isRight = false;
		clock.advance(50_000_000);
		await expect(attempt()).rejects.toThrow('ServiceOps rejected');
		await expect(attempt()).rejects.toThrow('for 30 seconds,');
	});

	test('of other credentials never lends its token', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials();
		await obtainToken(helpers, fields);
		for (const change of [
			{ password: 'x' },
			{ clientSecret: 'x' },
			{ clientId: 'x' },
			{ username: 'x' },
			{ serverUrl: 'https://other.example.com' },
			{ allowUnauthorizedCerts: true },
		]) {
			expect(usableToken({ ...fields, ...change })).toBeUndefined();
		}
		await obtainToken(helpers, { ...fields, password: 'x' });
		expect(seen).toHaveLength(2);
	});

	test('tells client, user and web page apart', async () => {
		const cases: Array<[{ statusCode: number; body: unknown }, string]> = [
			[
				{
					statusCode: 401,
					body: { error: 'invalid_client', error_description: 'Bad client credentials' },
				},
				'Client ID or Client Secret',
			],
			[{ statusCode: 400, body: { error: 'invalid_grant' } }, 'Username or Password'],
			[{ statusCode: 200, body: '<!DOCTYPE html><html></html>' }, 'web page'],
			[{ statusCode: 302, body: '' }, 'redirects'],
			[{ statusCode: 500, body: '' }, 'HTTP status 500'],
			// The page of a gateway, where ServiceOps is down.
			[{ statusCode: 500, body: '<html><body>Error</body></html>' }, 'HTTP status 500'],
		];
		for (const [answer, message] of cases) {
			await expect(obtainToken(server(() => answer).helpers, credentials())).rejects.toThrow(
				message,
			);
		}
	});

	const client = 'ServiceOps rejected the Client ID or Client Secret';
	const user = 'ServiceOps rejected the Username or Password';
	const both = 'Check both in the ServiceOps credential';

	test.each<[number, unknown, string]>([
		[401, { error: 'invalid_client' }, `${client}. ${both}`],
		[401, { error: 'invalid_client', error_description: '' }, `${client}. ${both}`],
		[400, { message: 'Unknown client' }, `${client}. ServiceOps says: Unknown client. ${both}`],
		[
			400,
			{ error: 'invalid_grant', error_description: 'No user of this client...' },
			`${user}. ServiceOps says: No user of this client. ${both}`,
		],
		[401, { error: 'Wrong. Try again' }, `${user}. ServiceOps says: Wrong. Try again. ${both}`],
		[401, { error: 'unauthorized' }, `${user}. ${both}`],
		[
			400,
			{ error: 'x', error_description: 7, message: 'Locked.' },
			`${user}. ServiceOps says: Locked. ${both}`,
		],
		[400, null, `${user}. ${both}`],
		// Bytes, in UTF-8 with a mark, in Latin-1 or in both, as JSON or text.
		...[
			Buffer.from('\ufeff{"message":"Compte désactivé"}'),
			Buffer.from('{"message":"Compte désactivé"}', 'latin1'),
			Buffer.from('Compte désactivé', 'latin1'),
			Buffer.from('Compte d\xe9sactiv\xc3\xa9', 'latin1'),
		].map((bytes): [number, unknown, string] => [
			400,
			bytes,
			`${user}. ServiceOps says: Compte désactivé. ${both}`,
		]),
		[403, { message: 'Locked' }, `${user}. ServiceOps says: Locked. ${both}`],
		[403, { error: 'access_denied' }, `${user}. ${both}`],
		[
			403,
			'',
			'A proxy may have answered the login, with HTTP status 403. Check the Server URL and the proxy settings of n8n',
		],
		[
			403,
			'<html><title>Access Denied</title><body>Blocked by a firewall</body></html>',
			'A proxy may have answered the login, with HTTP status 403. Check the Server URL and the proxy settings of n8n',
		],
		[200, {}, 'ServiceOps answered the login without a token. Check the Server URL'],
		[
			200,
			{ access_token: '' },
			'ServiceOps answered the login without a token. Check the Server URL',
		],
		[
			200,
			{ message: 'Maintenance.' },
			'ServiceOps answered the login without a token. ServiceOps says: Maintenance. Check the Server URL',
		],
		[199, { access_token: 'x' }, 'Login failed: ServiceOps returned HTTP status 199'],
		[
			407,
			'',
			'A proxy between n8n and ServiceOps requires authentication. Check the proxy settings of n8n',
		],
		[
			407,
			'<html><h1>407 Proxy Authentication Required</h1></html>',
			'A proxy between n8n and ServiceOps requires authentication. Check the proxy settings of n8n',
		],
		[404, {}, 'Login failed: ServiceOps returned HTTP status 404. Check the Server URL'],
		[405, {}, 'Login failed: ServiceOps returned HTTP status 405. Check the Server URL'],
		[418, {}, 'Login failed: ServiceOps returned HTTP status 418'],
		[
			501,
			{ message: 'Not here' },
			'Login failed: ServiceOps returned HTTP status 501. ServiceOps says: Not here',
		],
	])(
		'that fails with %s and %j is explained, and not tried again at once',
		async (statusCode, body, message) => {
			const { seen, helpers } = server(() => ({ statusCode, body }));
			const fields = credentials();
			const fault = { message, kind: 'login' };
			await expect(obtainToken(helpers, { ...fields })).rejects.toMatchObject(fault);
			await expect(obtainToken(helpers, { ...fields })).rejects.toThrow('for 30 seconds');
			expect(seen).toHaveLength(1);
		},
	);

	test.each([
		[429, 'rateLimited', /rate limit/],
		[503, 'unreachable', /503/],
	])(
		'that meets a busy server (%s) may be tried again at once',
		async (statusCode, kind, message) => {
			let isBusy = true;
			const { helpers } = server((login) => (isBusy ? { statusCode, body: '' } : granted(login)));
			const fields = credentials();
			await expect(obtainToken(helpers, { ...fields })).rejects.toMatchObject({
				kind,
				message: expect.stringMatching(message) as string,
			});
			isBusy = false;
			expect(await obtainToken(helpers, { ...fields })).toHaveProperty('accessToken');
		},
	);

	test('is tried again where the connection was lost', async () => {
		let attempts = 0;
		const httpRequest = async () => {
			await Promise.resolve();
			if (attempts++ < 2) throw brokenConnection();
			return { headers: {}, ...granted(1) };
		};
		expect(await obtainToken({ httpRequest }, credentials())).toHaveProperty('accessToken');
		attempts = -9;
		await expect(obtainToken({ httpRequest }, credentials())).rejects.toMatchObject({
			message: expect.stringMatching(/lost/) as string,
			kind: 'unreachable',
		});
		expect(attempts).toBe(-6);
	});

	test.each([
		[43_199, 43_139],
		[100, 90],
		['100', 90],
		[0, 7_139],
		[-1, 7_139],
		[undefined, 7_139],
		['soon', 7_139],
	])('that lasts %j s is used for %s s', async (expires_in, seconds) => {
		const { helpers } = server(() => ({
			statusCode: 299,
			body: { access_token: 'token', expires_in },
		}));
		const fields = credentials();
		const startedAt = clock.now();
		await obtainToken(helpers, fields);
		const expiresAt = Number(fields.accessToken.split('|')[1]);
		expect(Math.round((expiresAt - startedAt) / 1_000)).toBe(seconds);
	});

	test('is sent so that every answer comes back, with certificates checked unless told otherwise', async () => {
		const { seen, helpers } = server(granted);
		await obtainToken(helpers, credentials());
		await obtainToken(helpers, credentials({ allowUnauthorizedCerts: true }));
		expect(seen[0]).toMatchObject({
			headers: { Accept: 'application/json' },
			skipSslCertificateValidation: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 20_000,
		});
		expect(seen[1]).toMatchObject({ skipSslCertificateValidation: true });
	});

	test('is given up by the deadline of its caller, even where the response drips', async () => {
		const httpRequest = async ({ abortSignal }: IHttpRequestOptions) =>
			await new Promise((_resolve, reject) => {
				const end = () => reject(Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }));
				(abortSignal as AbortSignal).addEventListener('abort', end);
			});
		const fields = credentials();
		setLoginDeadline(fields, createDeadline(clock, 30));
		await expect(obtainToken({ httpRequest }, fields)).rejects.toThrow('did not answer in time');
	});

	test('names an empty field before anything is sent', async () => {
		const { seen, helpers } = server(granted);
		await expect(obtainToken(helpers, credentials({ clientSecret: '' }))).rejects.toThrow(
			'Client Secret is empty',
		);
		await expect(obtainToken(helpers, credentials({ username: 7 }))).rejects.toThrow(
			'Username is empty. Enter it in the ServiceOps credential',
		);
		expect(seen).toHaveLength(0);
	});
});

describe('a stored token', () => {
	const stored = async () => {
		const fields = credentials();
		const { accessToken = '' } = await obtainToken(server(granted).helpers, fields);
		return { ...fields, accessToken };
	};

	test('is sent until a minute before it expires', async () => {
		const fields = await stored();
		clock.advance(43_199_000 - 60_000 - 1_000);
		expect(usableToken(fields)).toBe('token-1');
		clock.advance(1_000);
		expect(usableToken(fields)).toBeUndefined();
	});

	test('is that of these fields, in this form', async () => {
		const fields = await stored();
		const [fingerprint = '', expiresAt = ''] = fields.accessToken.split('|');
		const used = (accessToken: unknown) =>
			usableToken({ ...fields, accessToken: accessToken as string });
		expect(used(`${fingerprint}|${expiresAt}|a|b`)).toBe('a|b');
		for (const odd of [
			`${'a'.repeat(64)}|${expiresAt}|token`,
			`x${fields.accessToken}`,
			`${fingerprint}|${expiresAt}|`,
			`${fingerprint}|soon|token`,
			'some older format',
			undefined,
		]) {
			expect(used(odd)).toBeUndefined();
		}
		const { allowUnauthorizedCerts, ...without } = fields;
		expect(allowUnauthorizedCerts).toBe(false);
		expect(usableToken(without)).toBe('token-1');
	});
});

test('a login is told from others by what is sent with it', () => {
	const key = { authentication: 'apiKey', serverUrl: 'https://x.example', apiKey: 'one' };
	const same = [
		{ ...key, serverUrl: 'https://x.example/api/v1/' },
		{ ...key, username: 'left over', password: 'left over' },
	];
	expect(same.map(loginKeyOf)).toEqual([loginKeyOf(key), loginKeyOf(key)]);
	const password = { ...key, authentication: 'password', username: 'jane' };
	const others = [
		key,
		{ ...key, apiKey: 'two' },
		{ ...key, serverUrl: 'https://y.example' },
		password,
		{ ...password, username: 'john' },
	];
	expect(new Set(others.map(loginKeyOf)).size).toBe(others.length);
	expect(loginKeyOf({ ...password, apiKey: 'other' })).toBe(loginKeyOf(password));
});

describe('a refused token', () => {
	/** As n8n runs the hook for a request that is sent once more: without the token. */
	const renew = async (
		helpers: ReturnType<typeof server>['helpers'],
		fields: ReturnType<typeof credentials>,
	) => {
		const renewed = { ...fields, accessToken: '' };
		const { accessToken } = await obtainToken(helpers, renewed);
		return { token: usableToken(renewed), saved: accessToken };
	};
	const otherProcess = (fields: ReturnType<typeof credentials>, token: string, laterMs: number) => {
		const [fingerprint, expiresAt] = fields.accessToken.split('|');
		return { ...fields, accessToken: `${fingerprint}|${Number(expiresAt) + laterMs}|${token}` };
	};

	const AT_ONCE = { wait: false, logIn: true, freshRejected: 0 };

	test('means a new login; one after the other, a missing permission', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials({ password: 'permission-test' });
		await obtainToken(helpers, fields);

		expect(planRecovery(fields, 'a token from before the start of n8n', 'forbidden', 0)).toEqual(
			AT_ONCE,
		);
		expect(planRecovery(fields, usableToken(fields), 'forbidden', 0)).toEqual({
			wait: true,
			logIn: true,
			freshRejected: 1,
		});
		const { token } = await renew(helpers, fields);
		expect(token).toBe('token-2');
		expect(planRecovery(fields, token, 'forbidden', 1)).toEqual({
			wait: true,
			logIn: false,
			freshRejected: 2,
		});
		suppressRelogin(fields, token, 'forbidden');
		// The login is good, so the token stays that of all.
		expect(await renew(helpers, fields)).toMatchObject({ token: 'token-2' });

		clock.advance(30_000);
		expect(planRecovery(fields, token, 'forbidden', 0)).toMatchObject({
			wait: false,
			logIn: false,
		});
		// A minute from the first of them.
		suppressRelogin(fields, token, 'forbidden');
		suppressRelogin(fields, 'a token that nobody has', 'forbidden');
		clock.advance(31_000);
		expect(planRecovery(fields, token, 'forbidden', 0)).toEqual(AT_ONCE);
		expect(seen).toHaveLength(2);
	});

	test('says nothing about expiry when a permission is missing', async () => {
		const { helpers } = server(granted);
		const fields = credentials({ password: 'expiry-test' });
		await obtainToken(helpers, fields);
		const token = usableToken(fields);
		suppressRelogin(fields, token, 'forbidden');

		clock.advance(30_000);
		expect(planRecovery(fields, token, 'forbidden', 0)).toMatchObject({
			wait: false,
			logIn: false,
		});
		expect(planRecovery(fields, token, 'unauthorized', 0)).toEqual(AT_ONCE);
	});

	test('that another process has stored gives way to a login without delay', async () => {
		const { helpers } = server(granted);
		const fields = credentials({ password: 'foreign-test' });
		await obtainToken(helpers, fields);

		expect(usableToken(otherProcess(fields, 'foreign', 1))).toBe('foreign');
		expect(planRecovery(fields, 'foreign', 'unauthorized', 0)).toEqual(AT_ONCE);
		expect(await renew(helpers, fields)).toMatchObject({ token: 'token-2' });
	});

	test('that was stored last, but is the older one, gives way to the one of this process', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials({ password: 'overtaken-test' });
		await obtainToken(helpers, fields);
		const overtaken = otherProcess(fields, 'overtaken', -1);

		expect(usableToken(overtaken)).toBe('overtaken');
		expect(planRecovery(fields, 'overtaken', 'unauthorized', 0)).toEqual(AT_ONCE);
		expect(await renew(helpers, overtaken)).toEqual({ token: 'token-1', saved: undefined });
		// Once it is certain that it is not just about to be saved, it is saved again, and once only.
		clock.advance(1_000);
		expect(await renew(helpers, overtaken)).toEqual({
			token: 'token-1',
			saved: fields.accessToken,
		});
		expect(await renew(helpers, overtaken)).toEqual({ token: 'token-1', saved: undefined });
		expect(seen).toHaveLength(1);
	});

	test('that another process stored later is not replaced by the older one of this process', async () => {
		const { seen, helpers } = server(granted);
		const fields = credentials({ password: 'later-test' });
		await obtainToken(helpers, fields);
		const later = otherProcess(fields, 'later', 60_000);
		await obtainToken(helpers, later);
		expect(usableToken(later)).toBe('token-2');
		expect(seen).toHaveLength(2);
	});

	test('of a login without permission stays suppressed when another process stores its own', async () => {
		const { helpers } = server(granted);
		const fields = credentials({ password: 'suppressed-test' });
		await obtainToken(helpers, fields);
		suppressRelogin(fields, usableToken(fields), 'forbidden');

		expect(usableToken(otherProcess(fields, 'foreign', 60_000))).toBe('foreign');
		expect(planRecovery(fields, 'foreign', 'forbidden', 0)).toMatchObject({
			wait: false,
			logIn: false,
		});
	});
});

describe('signing', () => {
	const key = {
		serverUrl: 'https://helpdesk.example.com/',
		authentication: 'apiKey',
		apiKey: 'ab%2Fc%3D@d',
	};

	test('sends the API key byte for byte, and never to another server', () => {
		expect(signRequest(key, { url: '/api/v1/request' })).toMatchObject({
			url: 'https://helpdesk.example.com/api/v1/request',
			headers: { Authorization: 'Apikey ab%2Fc%3D@d' },
			sendCredentialsOnCrossOriginRedirect: false,
		});
		for (const url of [
			'https://evil.example.com/x',
			'//evil.example.com/x',
			'http://helpdesk.example.com/x',
			'nonsense',
		]) {
			expect(() => signRequest(key, { url })).toThrow('is not sent to any other server');
		}
	});

	test('serves the older options of the HTTP Request node too', () => {
		const options = { url: '', uri: 'https://helpdesk.example.com/api/v1/request/1' };
		expect(signRequest({ ...key, allowUnauthorizedCerts: true }, options)).toMatchObject({
			uri: 'https://helpdesk.example.com/api/v1/request/1',
			rejectUnauthorized: false,
			skipSslCertificateValidation: true,
		});
	});

	test('leaves out what is not there, and checks certificates unless told otherwise', () => {
		const login = { ...key, authentication: 'password', username: 'nobody' };
		const old = { Authorization: 'Bearer of somebody else', Accept: 'application/json' };
		const signed = signRequest(login, { url: '/api/v1/request', headers: old });
		expect(signed).toStrictEqual({
			url: 'https://helpdesk.example.com/api/v1/request',
			headers: { Accept: 'application/json' },
			sendCredentialsOnCrossOriginRedirect: false,
		});
		const legacy = signRequest(key, { url: '', uri: '/api/v1/request' });
		expect(legacy).toMatchObject({ url: '', uri: 'https://helpdesk.example.com/api/v1/request' });
	});

	test.each([' ', '\n', '\t', '\u00a0'])('sends a key without the %j around it', (blank) => {
		const pasted = { ...key, apiKey: `${blank}${key.apiKey}${blank}` };
		expect(signRequest(pasted, { url: '/x' }).headers).toEqual({
			Authorization: 'Apikey ab%2Fc%3D@d',
		});
		expect(redact('No key "ab%2Fc%3D@d"', pasted)).toBe('No key "***"');
	});

	test('ends what takes much longer than its timeout, except files', () => {
		const request = { url: '/x', json: true, timeout: 60_000.5 };
		const cancel = new AbortController();
		const both = signRequest(key, { ...request, abortSignal: cancel.signal });
		expect(both.abortSignal?.aborted).toBe(false);
		cancel.abort();
		expect(both.abortSignal?.aborted).toBe(true);
		expect(signRequest(key, { ...request })).toHaveProperty('abortSignal');
		expect(signRequest(key, { ...request, timeout: 2 ** 40 }).abortSignal?.aborted).toBe(false);
		const upload = { ...request, headers: { 'Content-Type': 'multipart/form-data' } };
		for (const other of [upload, { ...request, json: false }, { ...request, timeout: 0 }])
			expect(signRequest(key, other)).not.toHaveProperty('abortSignal');
	});

	test('refuses a key that would break the header', () => {
		expect(() => signRequest({ ...key, apiKey: 'a\r\nX: y' }, { url: '/x' })).toThrow('line break');
		expect(() => signRequest({ ...key, apiKey: ' ' }, { url: '/x' })).toThrow('API Key is empty');
		for (const apiKey of ['Apikey a%2Fb', ' apikey: a%2Fb', 'Bearer a%2Fb'])
			expect(() => signRequest({ ...key, apiKey }, { url: '/x' })).toThrow(
				/Leave out the word (apikey|bearer) in front/i,
			);
	});
});

describe('connection faults', () => {
	test.each([
		['ENOTFOUND', /Server URL was not found/, true],
		['ECONNREFUSED', /refused the connection/, true],
		['DEPTH_ZERO_SELF_SIGNED_CERT', /Ignore SSL Issues/, true],
		['CERT_HAS_EXPIRED', /has expired/, true],
		['ERR_TLS_CERT_ALTNAME_INVALID', /issued for a different host name/, true],
		['ECONNRESET', /lost before the response was complete/, false],
		['ETIMEDOUT', /did not answer in time/, false],
		['SOMETHING_NEW', /connection to the server was lost/, false],
	])('%s', (code, message, neverSent) => {
		const wrapped = new Error('n8n says', { cause: Object.assign(new Error('x'), { code }) });
		expect(describeConnectionFault(wrapped).message).toMatch(message);
		expect(describeConnectionFault(wrapped).neverSent).toBe(neverSent);
	});
});
