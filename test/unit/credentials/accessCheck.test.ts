/** The credential's test: what does not work is told in words, and a forgotten token is replaced. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	checkAccess,
	isCredentialTest,
	markCredentialTest,
} from '../../../credentials/accessCheck';
import { obtainToken } from '../../../credentials/accessToken';
import { useFastClock } from '../../support/clock';
import { brokenConnection, newLogin, type WireAnswer } from '../../support/n8nContext';

const clock = useFastClock();
const PAGE = '<html><body>Sign in</body></html>';

/** Runs the test against a server with these answers to reads, one after another; returns what is said, if anything. */
async function check(answers: WireAnswer[], fields: Parameters<typeof newLogin>[0] = {}) {
	const sent: IHttpRequestOptions[] = [];
	let reads = 0;
	let logins = 0;
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			await Promise.resolve();
			if (options.url.endsWith('/oauth/token')) {
				const body = { access_token: `token-${++logins}`, expires_in: 43_199 };
				return { statusCode: 200, headers: {}, body };
			}
			sent.push(options);
			const answer = answers[Math.min(reads++, answers.length - 1)] ?? {};
			if (answer instanceof Error) throw answer;
			const { status: statusCode = 200, headers = {}, body = {} } = answer;
			return { statusCode, headers, body };
		},
	};
	const credentials = newLogin(fields);
	if (credentials.authentication === 'password') await obtainToken(helpers, credentials);
	clock.advance(20_000);
	const signed: IHttpRequestOptions = {
		method: 'POST',
		url: 'https://helpdesk.example.com/api/v1/request/search/byqual',
		headers: { Authorization: 'Bearer token-1' },
	};
	const said = await checkAccess(helpers, credentials, signed).then(
		() => undefined,
		(error: Error) => error.message,
	);
	return { said, sent, signed, logins };
}

test('a server that answers is fine', async () => {
	const { said, sent } = await check([{ body: { objectList: [] } }]);
	expect(said).toBeUndefined();
	expect(sent).toEqual([
		expect.objectContaining({ returnFullResponse: true, ignoreHttpStatusErrors: true }),
	]);
});

test.each([
	[
		'a rejected API key',
		{ status: 401, body: { error_description: 'Unknown key.' } },
		'ServiceOps rejected the API Key. ServiceOps says: Unknown key',
	],
	['a key without permission', { status: 403 }, /^ServiceOps rejected the API Key, or its user/],
	['a page', { body: PAGE }, /web page instead of data/],
])('with an API key: %s', async (_what, answer, expected) => {
	const { said, sent } = await check([answer], { authentication: 'apiKey' });
	expect(said).toMatch(expected);
	expect(sent).toHaveLength(1);
});

test.each([
	[{ status: 403 }, /^The login worked, but this account may not read requests\. Give the user/],
	[{ status: 404 }, 'There is no ServiceOps API at this address. Check the Server URL'],
	[{ status: 500, body: { message: 'Oops...' } }, /HTTP status 500\. ServiceOps says: Oops$/],
	[{ status: 302, headers: { location: 'https://x.example/' } }, /redirects to https:\/\/x/],
	[{ status: 299 }, undefined],
	[{ status: 300, body: '' }, /redirects/],
	[{ status: 199 }, /HTTP status 199/],
])('%j', async (answer, expected) => {
	const { said, sent } = await check([answer]);
	if (expected === undefined) expect(said).toBeUndefined();
	else expect(said).toMatch(expected);
	expect(sent).toHaveLength(1);
});

test.each([
	['401', { status: 401 }],
	['a page', { body: PAGE }],
])(
	'a token that the server forgot (%s) is replaced, also in what n8n sends next',
	async (_what, answer) => {
		const { said, sent, signed, logins } = await check([answer, {}]);
		expect(said).toBeUndefined();
		expect(logins).toBe(2);
		expect(sent.map(({ headers }) => headers?.Authorization)).toEqual([
			'Bearer token-1',
			'Bearer token-2',
		]);
		expect(signed.headers?.Authorization).toBe('Bearer token-2');
	},
);

test('a new token that is rejected too is told', async () => {
	const { said } = await check([{ status: 401, body: { message: 'No.' } }]);
	expect(said).toBe(
		'The login worked, but ServiceOps rejected the token that it had just issued. ServiceOps says: No',
	);
});

test('no answer is told by its cause, without secrets', async () => {
	expect((await check([brokenConnection('ECONNREFUSED')])).said).toMatch(/refused the connection/);
	const { said } = await check([{ status: 500, body: { message: 'pass-word is wrong' } }]);
	expect(said).toContain('*** is wrong');
});

test('the mark of the test is taken off, and only it', () => {
	const options: IHttpRequestOptions = { url: '/', headers: { ...markCredentialTest, A: '1' } };
	const { headers } = options;
	expect(isCredentialTest(options)).toBe(true);
	expect(options.headers).toEqual({ A: '1' });
	expect(headers).toHaveProperty(Object.keys(markCredentialTest)[0] ?? '');
	expect(isCredentialTest(options)).toBe(false);
	expect(isCredentialTest({ url: '/' })).toBe(false);
});
