import { redact } from '../../../credentials/redact';

const login = {
	clientId: 'client',
	clientSecret: 'client/secret 1',
	username: 'user',
	password: 'pass word 1',
	accessToken: 'digest|12345|token-in-store',
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
	['Bad header: Bearer abc.def', 'Bad header: Bearer ***'],
	['Bad header: Bearer abcDef', 'Bad header: Bearer ***'],
	['header Authorization: Basic YWJjOmRlZg==', 'header Authorization: Basic ***'],
	['no eyJhbGciOi.eyJzdWIi.x-Y_z here', 'no *** here'],
	['{"client_secret":"abcDEF12","x":1}', '{"client_secret":"***","x":1}'],
	['?access_token=zzTop1234&y=2', '?access_token=***&y=2'],
	['Invalid access token: token-in-store', 'Invalid access token: ***'],
	['Invalid access token: token-sent', 'Invalid access token: ***'],
	['No user with pass word 1', 'No user with ***'],
	[`Query ?password=${encodeURIComponent('pass word 1')}&x=1`, 'Query ?password=***&x=1'],
	[`Client ${base64('client:client/secret 1')}`, 'Client ***'],
	[`Half of it: ${base64('client/secret 1')}`, 'Half of it: ***'],
])('%j becomes %j', (said, expected) => {
	expect(redact(said, login, 'token-sent')).toBe(expected);
});

test('a secret of six characters is taken out', () => {
	expect(redact('No user with abc123', { password: 'abc123' })).toBe('No user with ***');
	expect(redact('client:undefined', { clientId: 'client' })).toBe('client:undefined');
});

test('secrets are taken out as they are sent, without what is around them', () => {
	const copied = { clientId: ' id ', clientSecret: 'client/secret\n', password: 'pass word 1\r\n' };
	expect(redact('client/secret, pass word 1', copied)).toBe('***, ***');
	expect(redact(`Client ${base64('id:client/secret')}`, copied)).toBe('Client ***');
});

test('an API key is taken out as it was entered', () => {
	const key = { authentication: 'apiKey', apiKey: 'a%2Fkey%3D' };
	expect(redact('The key a%2Fkey%3D is blocked', key)).toBe('The key *** is blocked');
});

test.each([
	'Basic details are required',
	'Bearer of the badge',
	'Basic authentication is off.',
	'Basic AUTHENTICATION is off.',
	'Password: required',
	'The token ring; password policy wants 8 characters',
])('no ordinary word is taken out of %j', (said) => {
	expect(redact(said, login)).toBe(said);
});

test('words stay, also those that hold a very short password', () => {
	expect(redact('The latest request', { password: 'test' })).toBe('The latest request');
	expect(redact('The latest request')).toBe('The latest request');
});
