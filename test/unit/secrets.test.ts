/** The search for secrets must find them, or its silence would prove nothing. */
import { expectNoSecrets } from '../support/secrets';

const row = {
	clientId: 'client',
	clientSecret: 'very secret/1',
	password: 'pass word?1',
	apiKey: 'key%2Fkey%3D',
	accessToken: 'digest|12345|token-of-now',
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
	['plain', { json: { note: 'x pass word?1 y' } }],
	['URL-encoded', [encodeURIComponent('very secret/1')]],
	['in Base64', { a: { b: base64('key%2Fkey%3D') } }],
	['as the login sends it', `Basic ${base64('client:very secret/1')}`],
	['the token alone', { headers: { Authorization: 'Bearer token-of-now' } }],
	['in the cause of an error', new Error('no', { cause: { config: 'pass word?1' } })],
])('finds a secret %s', (_, result) => {
	expect(() => expectNoSecrets({ result }, { row })).toThrow(
		/^A secret of the credential is in the result/,
	);
});

test('is silent where there is none', () => {
	const circular: { self?: unknown } = {};
	circular.self = circular;
	expect(() => expectNoSecrets([circular, new Error('client')], { row })).not.toThrow();
});
