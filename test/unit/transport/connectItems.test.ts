/** Which server an item goes to, where the credential contains expressions. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { connectItems } from '../../../nodes/ServiceOps/transport/connectItems';
import type { Api } from '../../../nodes/ServiceOps/transport/types';

const login = (more: object = {}): ICredentialDataDecryptedObject => ({
	serverUrl: 'https://desk.example.com',
	authentication: 'password',
	clientId: 'client',
	clientSecret: 'word',
	username: 'jane',
	password: 'word',
	accessToken: '',
	...more,
});

/** Connects a run of items whose credential is up to the test; an item that does not exist has one, too. */
async function connectAll(
	count: number,
	credentialOf: (index: number) => ICredentialDataDecryptedObject | Error,
) {
	const reads: number[] = [];
	const context = {
		getNode: () => ({ credentials: { serviceOpsOAuthApi: { id: '7', name: 'Mine' } } }),
		getCredentials: async (_type: string, index: number) => {
			reads.push(index);
			await Promise.resolve();
			const credential = credentialOf(index);
			if (credential instanceof Error) throw credential;
			return credential;
		},
	} as unknown as IExecuteFunctions;
	const apiOf = await connectItems(context, count, {});
	const apis = Array.from({ length: count }, (_, index) => apiOf(index));
	/** Items with the same API have the same letter. */
	const numbered = new Map<Api, string>();
	for (const api of apis) {
		if (!numbered.has(api)) numbered.set(api, String.fromCharCode(97 + numbered.size));
	}
	return { apiOf, apis, reads, shape: apis.map((api) => numbered.get(api)).join('') };
}

test('one login is one connection, for which a few items are read', async () => {
	const { shape, reads } = await connectAll(1_000, () => login());
	expect(new Set(shape)).toEqual(new Set('a'));
	expect(reads.length).toBeLessThan(15);
	// Also that of an item which does not exist, where an expression gives something else.
	expect(reads).toContain(1_000);
});

test('one item is asked for once', async () => {
	const { shape, reads } = await connectAll(1, (index) => login({ username: `user ${index}` }));
	expect([shape, reads]).toEqual(['a', [0]]);
});

test.each<[string, string, (index: number) => ICredentialDataDecryptedObject | Error]>([
	['two servers', 'abab', (index) => login({ serverUrl: `https://${index % 2}.example.com` })],
	['two logins', 'aabb', (index) => login({ username: index < 2 ? 'jane' : 'john' })],
	[
		'two API keys',
		'abba',
		(index) => login({ authentication: 'apiKey', apiKey: `key ${index % 3 > 0}` }),
	],
	['only the last differs', 'aaab', (index) => login({ username: index < 3 ? 'jane' : 'john' })],
	['a token of their own', 'aaaa', (index) => login({ accessToken: `token ${index}` })],
	['a wrong Server URL', 'abab', (index) => login({ serverUrl: index % 2 ? 'nonsense' : 'odd' })],
	[
		'a wrong Server URL and a token',
		'aaaa',
		(index) => login({ serverUrl: 'odd', accessToken: `token ${index}` }),
	],
	// An expression that fails for an item is told by its requests.
	['a fault', 'abac', (index) => (index % 2 ? new Error('No data') : login())],
])('%s: items share a connection where all is the same', async (_what, expected, credentialOf) => {
	expect((await connectAll(4, credentialOf)).shape).toBe(expected);
});

test('servers and logins are told apart', async () => {
	const { apis } = await connectAll(4, (index) =>
		login(index % 2 ? { serverUrl: 'https://other.example.com' } : {}),
	);
	expect(apis[0]?.server).not.toBe(apis[1]?.server);
	expect(apis[0]?.server).toBe(apis[2]?.server);
});

test('without a credential, every item says so by itself', async () => {
	const { shape, apiOf } = await connectAll(3, () => new Error('No credential'));
	expect(shape).toBe('aaa');
	expect(apiOf(7)).toBe(apiOf(0));
});

test('an item beyond those that there were has a connection', async () => {
	const { apiOf, apis } = await connectAll(2, (index) => login({ username: `user ${index}` }));
	expect(apiOf(7)).toBeDefined();
	expect(apis).not.toContain(apiOf(7));
});
