/** The credential of a run: read once, and again when the server turns its token away. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { obtainToken, usableToken } from '../../credentials/accessToken';
import { loginOf } from '../../nodes/ServiceOps/transport/login';
import type { Context } from '../../nodes/ServiceOps/transport/types';

const entered = {
	serverUrl: 'https://helpdesk.example.com',
	authentication: 'password',
	clientId: 'client',
	clientSecret: 'client-word',
	username: 'run',
	password: 'pass-word',
	accessToken: '',
};

/** What n8n has stored, and how often it was read. */
class Stored {
	reads = 0;
	row: ICredentialDataDecryptedObject = { ...entered };
	fault?: Error;

	readonly context = {
		getNode: () => ({ credentials: { serviceOpsOAuthApi: { id: '7', name: 'Mine' } } }),
		getCredentials: async () => {
			this.reads++;
			await Promise.resolve();
			if (this.fault) throw this.fault;
			return { ...this.row };
		},
	} as unknown as Context;
}

/** The stored form of a token, as a login gives it. */
async function stored(token: string): Promise<string> {
	const body = { access_token: token, expires_in: 43199 };
	const httpRequest = async () => await Promise.resolve({ statusCode: 200, headers: {}, body });
	const row: ICredentialDataDecryptedObject = { ...entered, username: `run-${token}` };
	const { accessToken = '' } = await obtainToken({ httpRequest }, row);
	return accessToken;
}

const handedOver = async (login: ReturnType<typeof loginOf>) =>
	(await login.toHandOver()).credentialsDecrypted.data ?? {};

test('is read once, however many requests there are, and named for n8n', async () => {
	const store = new Stored();
	const login = loginOf(store.context);

	const all = await Promise.all([1, 2, 3].map(async () => await login.toHandOver()));

	expect(store.reads).toBe(1);
	expect(all[0]?.credentialsDecrypted).toMatchObject({
		id: '7',
		name: 'Mine',
		type: 'serviceOpsOAuthApi',
	});
	// The token that n8n puts onto it is there for the requests that follow.
	Object.assign(all[0]?.credentialsDecrypted.data ?? {}, { accessToken: 'new' });
	expect((await handedOver(login)).accessToken).toBe('new');
});

test('after a refusal, takes the token that another process has saved meanwhile', async () => {
	const store = new Stored();
	store.row = { ...entered, username: 'run-b', accessToken: await stored('b') };
	const login = loginOf(store.context);

	await login.renew('a');
	expect(usableToken(await handedOver(login))).toBe('b');

	await login.renew('b');
	expect((await handedOver(login)).accessToken).toBe('');
});

test('tells an API key from a login that can be renewed', async () => {
	const store = new Stored();
	expect(await loginOf(store.context).hasToken()).toBe(true);
	store.row = { authentication: 'apiKey', apiKey: 'key' };
	expect(await loginOf(store.context).hasToken()).toBe(false);
});

test('a reading that fails is tried again by the next request', async () => {
	const store = new Stored();
	const login = loginOf(store.context);
	store.fault = new Error('The database is busy');
	await expect(login.toHandOver()).rejects.toThrow('The database is busy');
	store.fault = undefined;
	await expect(login.toHandOver()).resolves.toBeDefined();
});
