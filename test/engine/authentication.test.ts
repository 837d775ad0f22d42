/** One login, whatever happens; and never another user's token. */
import { LOGIN, type Simulator } from '../simulator';
import { credentialStore, runNode, testCredential, type CredentialStore } from '../support/engine';
import { delay } from '../support/node';
import { LOGIN_REFUSED, naming } from '../support/says';
import { sample, scaled } from '../support/scale';
import {
	apiKeyLogin,
	newRequest,
	numbered,
	passwordLogin,
	record,
	simulators,
	textOf,
	type LoginFields,
} from './world';

const start = simulators();

const list = { resource: 'request', operation: 'getAll', returnAll: true };
const read = { resource: 'request', operation: 'get', ...record('104') };

const run = async (
	credentials: CredentialStore,
	n: number,
	parameters: Parameters<typeof runNode>[0]['parameters'] = read,
	credentialId?: string,
) => {
	const result = await runNode({
		parameters: { ...parameters, options: { concurrency: 50 } },
		items: numbered(n),
		credentials,
		credentialId,
		onError: 'continueRegularOutput',
	});
	const output = result.items[0] ?? [];
	expect(output).toHaveLength(n);
	return {
		...result,
		errors: output.flatMap(({ json }) => (json.error ? [textOf(json.error)] : [])),
	};
};

const store = (simulator: Simulator, more?: LoginFields) =>
	credentialStore({ one: passwordLogin(simulator.url, more) });

/** Whose it is, when it ends in epoch ms, and the token itself. */
const STORED_TOKEN = /^[0-9a-f]{64}\|\d{13}\|\S{8,}$/;

const reads = (simulator: Simulator) => simulator.calls({ method: 'GET' });
/** Those that carried a key or token. */
const signed = (simulator: Simulator) =>
	simulator.journal.filter(
		({ path, headers }) => !path.endsWith('/token') && headers.authorization,
	);

const ITEMS = scaled(200, 20);

const READINGS = [
	{ expiredToken: '401', newTokenRevokesOld: false },
	{ expiredToken: '401', newTokenRevokesOld: true },
	{ expiredToken: '403', newTokenRevokesOld: false },
	{ expiredToken: '403', newTokenRevokesOld: true },
	{ expiredToken: 'html200', newTokenRevokesOld: false },
	{ expiredToken: 'html200', newTokenRevokesOld: true },
] as const;

describe.each(sample(READINGS, 2))(
	'expired tokens answer $expiredToken, new ones revoke old ones: $newTokenRevokesOld',
	(dialect) => {
		test(`${ITEMS} parallel items log in once and write once`, async () => {
			const simulator = await start({ dialect });
			const credentials = store(simulator);

			expect((await run(credentials, ITEMS)).errors).toEqual([]);
			expect(simulator.logins()).toBe(1);
			expect(credentials.writes).toBe(1);
			expect(signed(simulator)).toHaveLength(ITEMS);
		});

		test(`${ITEMS} parallel items with an expired token log in once more and write at most once more`, async () => {
			const simulator = await start({ dialect });
			const credentials = store(simulator);
			await run(credentials, 1);
			simulator.expireTokens();

			expect((await run(credentials, ITEMS)).errors).toEqual([]);
			expect(simulator.logins()).toBe(2);
			expect(credentials.writes).toBeLessThanOrEqual(2);
			// Each item is turned away once at most.
			expect(reads(simulator).length).toBeLessThanOrEqual(2 * ITEMS + 1);
		});

		test('the token is shared by runs, and expires in the middle of one', async () => {
			const simulator = await start({ dialect });
			const credentials = store(simulator);
			await Promise.all([run(credentials, 20), run(credentials, 20), run(credentials, 20)]);
			expect(simulator.logins()).toBe(1);
			expect(credentials.writes).toBe(1);
			simulator.latencyMs = 5;

			const running = run(credentials, ITEMS);
			while (reads(simulator).length < 60 + ITEMS / 2) await delay(1);
			simulator.expireTokens();

			expect((await running).errors).toEqual([]);
			expect(simulator.logins()).toBe(2);
			expect(credentials.writes).toBeLessThanOrEqual(2);
			expect(reads(simulator).length).toBeLessThanOrEqual(60 + ITEMS + 50);
		});

		test('a write that meets an expired token is carried out once', async () => {
			const simulator = await start({ dialect });
			const credentials = store(simulator);
			await run(credentials, 1);
			simulator.expireTokens();
			simulator.seedRequests(0);

			expect((await run(credentials, 5, newRequest('Once'))).errors).toEqual([]);
			const { items } = await runNode({
				parameters: list,
				credentials,
			});
			expect(items[0]).toHaveLength(5);
		});
	},
);

test.each([400, 401] as const)(
	'a wrong password, refused with %d, is tried once for 20 items, parallel or not',
	async (refusedLogin) => {
		const simulator = await start({ dialect: { refusedLogin } });
		const credentials = store(simulator, { password: 'wrong' });

		const { errors } = await run(credentials, 20);
		const again = await run(credentials, 1);

		expect(errors).toHaveLength(20);
		for (const error of [...errors, ...again.errors]) {
			expect(error).toMatch(LOGIN_REFUSED);
			expect(error).not.toContain('wrong');
		}
		expect(simulator.logins()).toBe(1);
		expect(credentials.writes).toBe(0);
		expect(simulator.journal).toHaveLength(1);
	},
);

test.each([
	{ what: 'client secret', more: { clientSecret: 'wrong' }, says: /Client ID or Client Secret/ },
	{ what: 'user name', more: { username: 'nobody' }, says: LOGIN_REFUSED },
	{ what: 'empty password', more: { password: '' }, says: /Password is empty/ },
])('a wrong $what is named', async ({ more, says }) => {
	const simulator = await start();

	const { errors } = await run(store(simulator, more), 3);

	expect(errors).toHaveLength(3);
	for (const error of errors) expect(error).toMatch(says);
	expect(simulator.logins()).toBeLessThanOrEqual(1);
});

describe('an API key', () => {
	test('is sent as it is; nobody logs in and nothing is written', async () => {
		const simulator = await start();
		const credentials = credentialStore({ one: apiKeyLogin(simulator.url) });

		expect((await run(credentials, 20)).errors).toEqual([]);
		expect(simulator.logins()).toBe(0);
		expect(credentials.writes).toBe(0);
		const sent = new Set(simulator.journal.map(({ headers }) => headers.authorization));
		expect([...sent]).toEqual([`Apikey ${LOGIN.apiKey}`]);
	});

	test.each(['401', '403', 'html200'] as const)(
		'that is wrong is refused once per item: %s',
		async (expiredToken) => {
			const simulator = await start({ dialect: { expiredToken } });
			const credentials = credentialStore({
				one: { ...apiKeyLogin(simulator.url), apiKey: 'not-a-key' },
			});

			const { errors } = await run(credentials, 5, newRequest('Refused'));

			expect(errors).toHaveLength(5);
			expect(errors.join()).not.toContain('not-a-key');
			const creates = simulator.calls({ path: '/api/v1/request' });
			expect(creates).toHaveLength(5);
			expect(simulator.logins()).toBe(0);
			expect(credentials.writes).toBe(0);
		},
	);
});

describe('a token belongs to its credential', () => {
	test.each([
		{ what: 'another password', more: { password: 'wrong' } },
		{ what: 'another client secret', more: { clientSecret: 'wrong' } },
		{ what: 'another user', more: { username: 'nobody' } },
	])('and is never used with $what', async ({ more }) => {
		const simulator = await start();
		const credentials = credentialStore({
			right: passwordLogin(simulator.url),
			other: passwordLogin(simulator.url, more),
		});
		expect((await run(credentials, 2, read, 'right')).errors).toEqual([]);
		simulator.clearJournal();

		const { errors } = await run(credentials, 5, read, 'other');

		expect(errors).toHaveLength(5);
		expect(signed(simulator)).toEqual([]);
		expect((await run(credentials, 2, read, 'right')).errors).toEqual([]);
	});

	test.each([
		{ what: 'the password', more: { password: 'wrong' } },
		{ what: 'the user', more: { username: 'nobody' } },
	])('and not used any more when $what was changed in the form', async ({ more }) => {
		const simulator = await start();
		const credentials = store(simulator);
		await run(credentials, 1);
		expect(credentials.rows.one?.accessToken).toMatch(STORED_TOKEN);
		// n8n keeps the hidden field when the form is saved.
		Object.assign(credentials.rows.one ?? {}, more);
		simulator.clearJournal();

		const { errors } = await run(credentials, 3);

		expect(errors).toHaveLength(3);
		expect(signed(simulator)).toEqual([]);
	});

	test('and changing to another user who may log in means one login', async () => {
		const simulator = await start();
		const credentials = store(simulator);
		await run(credentials, 1);
		Object.assign(credentials.rows.one ?? {}, { username: LOGIN.restrictedUsername });

		const { errors } = await run(credentials, 20);

		// This user has no permission for anything, which is no reason to log in for every item.
		expect(errors).toHaveLength(20);
		for (const error of errors) expect(error).toContain('You do not have permission to do this.');
		expect(simulator.logins()).toBeLessThanOrEqual(3);
	});
});

describe('the credential test', () => {
	const says = async (credentials: CredentialStore, form?: LoginFields) =>
		await testCredential({ credentials, form });

	test('logs in, reads and saves the token', async () => {
		const simulator = await start();
		const credentials = store(simulator);

		expect(await says(credentials)).toMatchObject({ status: 'OK' });
		expect(simulator.logins()).toBe(1);
		expect(credentials.rows.one?.accessToken).toMatch(STORED_TOKEN);
		expect((await run(credentials, 1)).errors).toEqual([]);
		expect(simulator.logins()).toBe(1);
	});

	test.each(['401', 'html200'] as const)(
		'logs in again when the server has forgotten the token: %s',
		async (expiredToken) => {
			const simulator = await start({ dialect: { expiredToken } });
			const credentials = store(simulator);
			await says(credentials);
			simulator.expireTokens();

			expect(await says(credentials)).toMatchObject({ status: 'OK' });
			expect(simulator.logins()).toBe(2);
		},
	);

	test('passes with an API key, without a login', async () => {
		const simulator = await start();
		const credentials = credentialStore({ one: apiKeyLogin(simulator.url) });

		expect(await says(credentials)).toMatchObject({ status: 'OK' });
		expect(simulator.logins()).toBe(0);
	});

	test('checks what is in the form, not what is stored', async () => {
		const simulator = await start();
		const credentials = store(simulator);
		await run(credentials, 1);

		const wrong = await says(credentials, { password: 'wrong' });

		expect(wrong.status).toBe('Error');
		expect(wrong.message).toMatch(LOGIN_REFUSED);
	});

	test.each([
		{
			what: 'a wrong client secret',
			form: { clientSecret: 'wrong' },
			message: naming('Client ID or Client Secret', 'Bad client credentials'),
		},
		{
			what: 'a wrong API key',
			form: { authentication: 'apiKey', apiKey: 'wrong' },
			message: naming('API Key', 'is not valid'),
		},
		{
			what: 'no permission',
			form: { username: LOGIN.restrictedUsername },
			message: naming('may not read requests', 'You do not have permission', 'role'),
		},
		{
			what: 'an API key without permission',
			form: { authentication: 'apiKey', apiKey: LOGIN.restrictedApiKey },
			message: naming('API Key', 'may not read requests'),
		},
		{
			what: 'nobody there',
			form: { serverUrl: 'http://127.0.0.1:1' },
			message: naming('refused the connection', 'port in the Server URL'),
		},
		{ what: 'no URL', form: { serverUrl: 'not a url' }, message: naming('Server URL', 'https://') },
	])('tells $what', async ({ form, message }) => {
		const simulator = await start();

		const result = await says(store(simulator), form);

		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
		expect(result.message).not.toContain(LOGIN.password);
	});

	test.each(['password', 'apiKey'])(
		'does not take a login page for a success (%s)',
		async (authentication) => {
			const simulator = await start();
			simulator.failNext({
				path: /search/,
				times: 5,
				status: 200,
				body: '<!doctype html><html><body>Sign in</body></html>',
				contentType: 'text/html',
			});

			const result = await says(store(simulator, { authentication, apiKey: LOGIN.apiKey }));

			expect(result.status).toBe('Error');
			expect(result.message).toMatch(naming('web page', 'Server URL'));
		},
	);
});

test.each(['', '/', '/api', '/api/v1/', ' '])('a Server URL that ends in %j works', async (end) => {
	const simulator = await start();

	const { errors } = await run(credentialStore({ one: apiKeyLogin(`${simulator.url}${end}`) }), 1);

	expect(errors).toEqual([]);
	expect(simulator.journal.map(({ path }) => path)).toEqual(['/api/v1/request/104']);
});
