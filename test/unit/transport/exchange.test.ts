/** One request on the wire, as n8n's helpers get it, and what is read from its response. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { exchange } from '../../../nodes/ServiceOps/transport/exchange';
import type { ApiRequest, Context } from '../../../nodes/ServiceOps/transport/types';
import { brokenConnection } from '../../support/n8nContext';
import { stream } from '../../support/node';

const SERVER = 'https://desk.example.com';
const credentials = { username: 'jane' };
type Answer = { statusCode?: number; headers?: IDataObject; body?: unknown } | Error;

/** Sends a request; the responses to it and to its redirects come one after another. */
async function send(
	request: ApiRequest,
	answers: Answer[] = [{}],
	{
		authorization = 'Bearer token',
		login = { id: '7', name: 'Mine' },
	}: { authorization?: string; login?: object | null } = {},
) {
	const sent: Array<IHttpRequestOptions & { isSigned: boolean }> = [];
	const signedWith: unknown[] = [];
	const answer = async () => {
		await Promise.resolve();
		const next = answers[sent.length - 1] ?? {};
		if (next instanceof Error) throw next;
		return { statusCode: 200, headers: {}, body: '', ...next };
	};
	const context = {
		getNode: () => ({ credentials: login ? { serviceOpsOAuthApi: login } : undefined }),
		helpers: {
			httpRequestWithAuthentication: async (
				name: string,
				options: IHttpRequestOptions,
				more: object,
			) => {
				signedWith.push(name, more);
				options.url = new URL(options.url, SERVER).href;
				if (authorization) options.headers = { ...options.headers, Authorization: authorization };
				sent.push({ ...options, isSigned: true });
				return await answer();
			},
			httpRequest: async (options: IHttpRequestOptions) => {
				sent.push({ ...options, isSigned: false });
				return await answer();
			},
		},
	} as unknown as Context;
	const outcome = await exchange(context, request, credentials, 1_000);
	return { outcome, sent, signedWith };
}

const get: ApiRequest = { method: 'GET', path: ['api', 'v1', 'request', 7], query: { a: [1, 2] } };
const received = { file: { stored: true } };
const download: ApiRequest = {
	...get,
	receive: async () => await Promise.resolve({ stored: true }),
};
const fileBody = () => stream.Readable.from([Buffer.from('%PDF')]);

test('goes out with what n8n needs to leave it as it is', async () => {
	const { sent, signedWith } = await send(get);
	expect(sent).toEqual([
		{
			method: 'GET',
			url: `${SERVER}/api/v1/request/7`,
			qs: { a: [1, 2] },
			arrayFormat: 'repeat',
			json: true,
			encoding: 'arraybuffer',
			timeout: 1_000,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			headers: { Authorization: 'Bearer token' },
			isSigned: true,
		},
	]);
	const stored = { id: '7', name: 'Mine', type: 'serviceOpsOAuthApi', data: credentials };
	expect(signedWith).toEqual(['serviceOpsOAuthApi', { credentialsDecrypted: stored }]);
});

test.each([null, {}])(
	'a node without a stored credential (%j) is signed for, too',
	async (login) => {
		const { signedWith } = await send(get, [{}], { login });
		expect(signedWith[1]).toMatchObject({ credentialsDecrypted: { id: '', name: '' } });
	},
);

test.each<[string, IDataObject | undefined, unknown]>([
	['no body', undefined, undefined],
	['a body', { a: 1 }, { a: 1 }],
	// n8n drops these, unless they are text.
	['an empty body', {}, '{}'],
	[
		'a label such as constructor',
		{ customField: { constructor: 1 } },
		'{"customField":{"constructor":1}}',
	],
])('%s', async (_what, body, expected) => {
	const { sent } = await send({ method: 'PATCH', path: ['x'], body });
	expect(sent[0]?.body).toEqual(expected);
	expect(sent[0]?.headers?.['Content-Type']).toBe(
		typeof expected === 'string' ? 'application/json' : undefined,
	);
});

test.each([
	['Bearer token', 'token'],
	['Apikey key', 'Apikey key'],
	['Apikey Bearer key', 'Apikey Bearer key'],
	['', undefined],
])('says what it was signed with: %j', async (authorization, token) => {
	expect((await send(get, [{}], { authorization })).outcome.token).toBe(token);
	const lost = await send(get, [brokenConnection()], { authorization });
	expect(lost.outcome).toMatchObject({ fault: { neverSent: false } });
	expect(lost.outcome.token).toBe(token);
});

test.each([
	['JSON', Buffer.from('{"a":1}'), { a: 1 }],
	['JSON in JSON', Buffer.from(JSON.stringify('{"a":1}')), { a: 1 }],
	['a word in JSON', Buffer.from('"Open"'), 'Open'],
	['text', Buffer.from('Hi'), 'Hi'],
	['nothing', Buffer.alloc(0), ''],
	['what n8n has read already', { a: 1 }, { a: 1 }],
])('the bytes of a response are read: %s', async (_what, body, expected) => {
	expect((await send(get, [{ body }])).outcome.answer?.body).toEqual(expected);
});

test('a file that was sent is closed, whatever comes of it', async () => {
	for (const answer of [{}, brokenConnection()]) {
		const source = fileBody();
		const file = {
			name: 'a.pdf',
			contentType: 'application/pdf',
			open: async () => await Promise.resolve(source),
		};
		await send({ method: 'POST', path: ['x'], file }, [answer]);
		expect(source.destroyed).toBe(true);
	}
});

describe('a download', () => {
	const to = (location: string, statusCode = 302) => ({ statusCode, headers: { location } });
	const pdf = () => ({ headers: { 'content-type': 'application/pdf' }, body: fileBody() });

	test('is received as a stream', async () => {
		const { outcome, sent } = await send(download, [pdf()]);
		expect(outcome.answer?.body).toEqual(received);
		expect(sent[0]).toMatchObject({ encoding: 'stream' });
		expect(sent[0]).not.toHaveProperty('json');
	});

	test('may be redirected on its server, and to another one, which gets nothing of the credential', async () => {
		const { outcome, sent } = await send(download, [
			to('/files/1?key=x'),
			to('https://files.example.com/1?key=y'),
			pdf(),
		]);
		expect(outcome).toMatchObject({ answer: { body: received }, token: 'token' });
		expect(sent.map(({ url, qs, isSigned }) => ({ url, qs, isSigned }))).toEqual([
			{ url: `${SERVER}/api/v1/request/7`, qs: { a: [1, 2] }, isSigned: true },
			{ url: `${SERVER}/files/1?key=x`, qs: undefined, isSigned: true },
			{ url: 'https://files.example.com/1?key=y', qs: undefined, isSigned: false },
		]);
		expect(sent[2]?.headers).toBeUndefined();
		expect(sent[2]).toMatchObject({ encoding: 'stream', disableFollowRedirect: true });
	});

	test('that may not be followed is a fault', async () => {
		const { outcome } = await send(download, [to('http://files.example.com/1')]);
		expect(outcome).toMatchObject({ fault: { kind: 'unreachable' }, token: 'token' });
	});

	test.each<[string, ApiRequest]>([
		['a write', { ...download, method: 'POST' }],
		['data', get],
	])('only: %s is not redirected', async (_what, request) => {
		const body = fileBody();
		const { outcome, sent } = await send(request, [{ ...to('/files/1'), body }]);
		expect(sent).toHaveLength(1);
		expect(outcome.answer?.statusCode).toBe(302);
	});
});
