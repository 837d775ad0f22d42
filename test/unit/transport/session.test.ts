/** The credential of a run: read once, and again when the server turns its token away. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { obtainToken } from '../../../credentials/accessToken';
import { adoptStoredToken as usableToken } from '../../../credentials/sessions';
import { openSession, type RunSession } from '../../../nodes/ServiceOps/transport/session';
import type { Context } from '../../../nodes/ServiceOps/transport/types';
import { useFastClock } from '../../support/clock';

const clock = useFastClock();

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

/** A refusal of the token that a request was signed with. */
const refusalOf = async (login: RunSession, token: string, freshRejected = 0) =>
	await login.renew({
		credentials: await login.current(),
		token,
		refusal: 'unauthorized',
		freshRejected,
	});

test('is read once, however many requests there are', async () => {
	const store = new Stored();
	const login = openSession(store.context);

	const [one, other] = await Promise.all([login.current(), login.current()]);

	expect(store.reads).toBe(1);
	// The token that n8n puts onto it is there for the requests that follow.
	expect(other).toBe(one);
	expect(await login.current()).toBe(one);
});

test('after a refusal, takes the token that another process has saved meanwhile', async () => {
	const store = new Stored();
	store.row = { ...entered, username: 'run-b' };
	const login = openSession(store.context);
	await login.current();
	store.row = { ...store.row, accessToken: await stored('b') };

	const { credentials = {} } = await refusalOf(login, 'a');

	expect(usableToken(credentials)).toBe('b');
	expect(await login.current()).toBe(credentials);
});

test('takes the token that another request of the run has got, without looking further', async () => {
	const store = new Stored();
	store.row = { ...entered, username: 'run-c', accessToken: await stored('c') };
	const login = openSession(store.context);
	await login.current();
	const { reads } = store;

	expect(usableToken((await refusalOf(login, 'older')).credentials ?? {})).toBe('c');
	expect(store.reads).toBe(reads);
});

test('where there is no other token, n8n is to log in', async () => {
	const store = new Stored();
	store.row = { ...entered, username: 'run-old', accessToken: await stored('old') };
	const login = openSession(store.context);
	clock.advance(60_000);

	const { credentials } = await refusalOf(login, 'old');

	expect(credentials?.accessToken).toBe('');
	expect(await login.current()).toBe(credentials);
});

/** A login that was made a moment ago, so that another process may be about to store its own. */
async function freshLogin(token: string, signal?: AbortSignal) {
	const store = new Stored();
	store.row = { ...entered, username: `run-${token}`, accessToken: await stored(token) };
	const login = openSession(store.context, signal);
	await login.current();
	return { store, login };
}

test('waits a moment for the token of another process, and reads it once more', async () => {
	const { store, login } = await freshLogin('fresh');
	const { length } = clock.pauses;
	const { reads } = store;
	const { credentials, freshRejected } = await refusalOf(login, 'fresh');
	expect(clock.pauses.slice(length)).toEqual([300]);
	expect(store.reads).toBe(reads + 2);
	expect([credentials?.accessToken, freshRejected]).toEqual(['', 1]);
});

test('waits for nobody where another token is stored already, or the login is old', async () => {
	const { store, login } = await freshLogin('fresh-2');
	const own = store.row.accessToken as string;
	store.row = { ...store.row, accessToken: own.replace('fresh-2', 'other') };
	const { length } = clock.pauses;
	expect(usableToken((await refusalOf(login, 'fresh-2')).credentials ?? {})).toBe('other');
	expect(clock.pauses).toHaveLength(length);

	const old = await freshLogin('old-2');
	clock.advance(60_000);
	const { reads } = old.store;
	await refusalOf(old.login, 'old-2');
	expect(clock.pauses).toHaveLength(length);
	expect(old.store.reads).toBe(reads + 1);
});

test('a stopped workflow gets no other token', async () => {
	const controller = new AbortController();
	const { login } = await freshLogin('stopped', controller.signal);
	controller.abort();
	const renewed = await refusalOf(login, 'stopped');
	expect(renewed).toStrictEqual({ credentials: undefined, freshRejected: 1 });
});

test('a reading that fails is tried again by the next request', async () => {
	const store = new Stored();
	const login = openSession(store.context);
	store.fault = new Error('The database is busy');
	await expect(login.current()).rejects.toThrow('The database is busy');
	store.fault = undefined;
	await expect(login.current()).resolves.toMatchObject({ username: 'run' });
});
