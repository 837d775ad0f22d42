/** Who may come in: logins, tokens and API keys. */
import { LOGIN, startSimulator, UMLAUT_CLIENT } from '../../simulator';
import { basic, clientOf, PASSWORD_FORM, useSimulator } from './client';

const world = useSimulator({ tokenLifetimeSeconds: 3600 });
const { call, logIn } = world;

describe('login', () => {
	test('answers a token, by multipart and by urlencoded form', async () => {
		for (const encoding of ['multipart', 'urlencoded'] as const) {
			const { status, body } = await logIn(PASSWORD_FORM, basic(LOGIN), encoding);
			expect({ status, body }).toEqual({
				status: 200,
				body: {
					access_token: expect.any(String) as unknown,
					token_type: 'bearer',
					refresh_token: expect.any(String) as unknown,
					expires_in: 3600,
					scope: 'other-api-scope',
					jti: expect.any(String) as unknown,
				},
			});
		}
		expect(world.simulator.logins()).toBe(2);
	});

	test('takes client id and secret as UTF-8', async () => {
		const { status } = await logIn(PASSWORD_FORM, basic(UMLAUT_CLIENT));
		expect(status).toBe(200);
	});

	const clientRefusal = { error: 'invalid_client', error_description: 'Bad client credentials' };
	test.each([
		['a wrong secret', basic({ ...LOGIN, clientSecret: 'wrong' })],
		['an unknown client', basic({ ...LOGIN, clientId: 'wrong' })],
		['no client', ''],
		['nonsense', 'Basic %%%'],
		[
			'an umlaut in Latin-1',
			`Basic ${btoa(`${UMLAUT_CLIENT.clientId}:${UMLAUT_CLIENT.clientSecret}`)}`,
		],
	])('refuses %s', async (_what, authorization) => {
		const { status, body } = await logIn(PASSWORD_FORM, authorization);
		expect({ status, body }).toEqual({ status: 401, body: clientRefusal });
	});

	test.each([400, 401] as const)('refuses a wrong password with %s', async (refusedLogin) => {
		world.simulator.dialect.refusedLogin = refusedLogin;
		const { status, body } = await logIn({ ...PASSWORD_FORM, password: 'wrong' });
		expect({ status, body }).toEqual({
			status: refusedLogin,
			body: { error: 'invalid_grant', error_description: 'Bad credentials' },
		});
		expect(world.simulator.refused()).toEqual([]);
	});

	test.each([
		[
			'a missing part',
			{ username: 'automation', grant_type: 'password' },
			"Field 'password' is required.",
		],
		['an unknown part', { ...PASSWORD_FORM, scope: 'all' }, "Field 'scope' is not known."],
		[
			'another grant',
			{ ...PASSWORD_FORM, grant_type: 'refresh_token' },
			"Field 'grant_type' has an unknown value 'refresh_token'.",
		],
	])('refuses %s', async (_what, form, error_description) => {
		const { status, body } = await logIn(form);
		expect({ status, body }).toEqual({
			status: 400,
			body: { error: 'invalid_request', error_description },
		});
		expect(world.simulator.refused()).toHaveLength(1);
	});

	test('refuses a JSON body', async () => {
		const { status } = await call('POST', '/api/oauth/token', PASSWORD_FORM, basic(LOGIN));
		expect(status).toBe(415);
	});
});

describe('signing in', () => {
	test.each([
		['another key', 'Apikey wrong'],
		['a decoded key', `Apikey ${decodeURIComponent(LOGIN.apiKey)}`],
		['lower case', `apikey ${LOGIN.apiKey}`],
		['two spaces', `Apikey  ${LOGIN.apiKey}`],
		['a key as a token', `Bearer ${LOGIN.apiKey}`],
	])('refuses %s', async (_what, authorization) => {
		const { status, body } = await call('GET', '/api/v1/request/2', undefined, authorization);
		expect(status).toBe(401);
		expect(body).toEqual({ code: '401', userMessage: expect.any(String) as unknown, cause: null });
	});

	test('gives a login without permissions a 403 everywhere', async () => {
		const { body } = await logIn({ ...PASSWORD_FORM, username: LOGIN.restrictedUsername });
		for (const authorization of [
			`Bearer ${String(body.access_token)}`,
			`Apikey ${LOGIN.restrictedApiKey}`,
		]) {
			for (const url of [
				'/api/v1/request/2',
				'/api/v1/change/1',
				'/api/v1/asset/1',
				'/api/v1/asset/assettype',
			]) {
				const answer = await call('GET', url, undefined, authorization);
				expect(answer).toMatchObject({ status: 403, body: { code: '403', cause: null } });
			}
		}
	});

	test('tokens end by time and by expireTokens', async () => {
		const clock = { now: Date.now() };
		const other = await startSimulator({ tokenLifetimeSeconds: 60, now: () => clock.now });
		const { bearer, call } = clientOf(() => other);
		try {
			const token = await bearer();
			const read = async () => (await call('GET', '/api/v1/request/2', undefined, token)).status;
			expect(await read()).toBe(200);
			clock.now += 60_000;
			expect(await read()).toBe(401);
			clock.now -= 1;
			expect(await read()).toBe(200);
			other.expireTokens();
			expect(await read()).toBe(401);
		} finally {
			await other.close();
		}
	});
});
