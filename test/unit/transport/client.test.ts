/** One call from the node to the wire: how it is sent, when another token is tried, when it is sent again. */
import { paceFor } from '../../../credentials/pacing';
import { loginKeyOf } from '../../../credentials/storedToken';
import { connect, type ConnectOptions } from '../../../nodes/ServiceOps/transport/client';
import {
	Abandoned,
	LoginRejected,
	NotPermitted,
	OddAnswer,
	RateLimited,
	ServerFailed,
	Unreachable,
} from '../../../nodes/ServiceOps/transport/errors';
import type { ApiRequest } from '../../../nodes/ServiceOps/transport/types';
import { useFastClock } from '../../support/clock';
import {
	brokenConnection,
	n8nContext,
	type ContextOptions,
	type WireAnswer,
	type WireRequest,
} from '../../support/n8nContext';

const clock = useFastClock();

const PAGE = '<!doctype html><html><body>Sign in</body></html>';
const API_KEY = { authentication: 'apiKey' };
const get: ApiRequest = { method: 'GET', path: ['api', 'v1', 'request', 7] };
const create: ApiRequest = {
	method: 'POST',
	path: ['api', 'v1', 'request'],
	body: { subject: 'A' },
};
const DONE = { body: { id: 7 } };

function connected(
	serve: (request: WireRequest) => WireAnswer | Promise<WireAnswer>,
	options: ConnectOptions & Omit<ContextOptions, 'serve'> = {},
) {
	const world = n8nContext({ serve, ...options });
	return { ...world, api: connect(world.context, options) };
}

/** Answers in this order; the last one again and again. */
const inOrder = (...answers: WireAnswer[]) => {
	let next = 0;
	return () => answers[Math.min(next++, answers.length - 1)] ?? {};
};
const accepts = (token: string, otherwise: WireAnswer) => (request: WireRequest) =>
	request.authorization === `Bearer ${token}` ? DONE : otherwise;

describe('a request', () => {
	test('goes to the path, signed, with query and body, and follows no redirect', async () => {
		const { api, requests } = connected(() => DONE, {
			credentials: { ...API_KEY, apiKey: 'k%2F' },
		});

		expect(await api.send({ ...create, query: { a: 1 } })).toMatchObject({ status: 200 });

		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			method: 'POST',
			path: '/api/v1/request',
			query: { a: 1 },
			body: { subject: 'A' },
			authorization: 'Apikey k%2F',
			options: {
				json: true,
				timeout: 60_000,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
		});
	});

	test('may be a file, or receive one', async () => {
		const { api, requests } = connected(() => ({ body: { refFileName: 'ref' } }));
		const open = async () => await Promise.resolve(Buffer.from('Hi'));
		await api.send({
			method: 'POST',
			path: ['api', 'oprfile'],
			file: { name: 'a.txt', contentType: 'text/plain', open },
		});
		expect(Buffer.isBuffer(requests[0]?.body)).toBe(true);
		expect(requests[0]?.options.headers?.['Content-Type']).toMatch(/^multipart\/form-data/);
	});

	test('waits for an answer as long as told, and no longer than its deadline', async () => {
		const { api, requests } = connected(() => DONE, { timeoutMs: 5_000, deadlineMs: 2_000 });
		await api.send(get);
		expect(requests[0]?.options.timeout).toBeLessThanOrEqual(2_000);
		expect(requests[0]?.options.timeout).toBeGreaterThan(1_000);
	});

	test('is told apart by server, as the credential has an ID', () => {
		const { api, context } = connected(() => DONE);
		expect(api.server).toBe(context.getNode().credentials?.serviceOpsOAuthApi?.id);
		expect(connect(context).pagesInFlight).toBe(1);
		expect(connect(context, { pagesInFlight: 4 }).pagesInFlight).toBe(4);
	});

	test('without an ID of the credential, by what the credential says', () => {
		const { context } = connected(() => DONE);
		const item = { index: 0, credentials: { serverUrl: 'https://x.example', username: 'jane' } };
		const parts = ['https://x.example', 'jane', ''];
		const id = context.getNode().credentials?.serviceOpsOAuthApi?.id;
		expect(JSON.parse(connect(context, { item }).server)).toEqual([id, ...parts]);
		const bare = { ...context, getNode: () => ({}) } as unknown as typeof context;
		expect(connect(bare).server).toBe('');
		const anyone = { index: 0, credentials: {} };
		expect(JSON.parse(connect(bare, { item: anyone }).server)).toEqual(['', '', '', '']);
	});

	test('waits for its turn among those of its kind, whatever the record', async () => {
		const { api, context, row } = connected(() => DONE, { credentials: API_KEY });
		const enter = jest.spyOn(paceFor(loginKeyOf(row)), 'enter');
		await api.send(get);
		const path = ['api', 'v1', 'request', 7, 'conversation', 'search', 'byqual'];
		await api.send({ method: 'POST', path });
		await connect(context, { isUrgent: true }).send(get);
		expect(enter.mock.calls.map(([turn]) => [turn?.kind, turn?.priority])).toEqual([
			['GET api request', 0],
			['POST api request conversation search', 0],
			['GET api request', 1],
		]);
		expect(await api.describePace()).toMatchObject({ inFlight: 0, waiting: 0 });
	});

	test('as many are in flight as the run may have', async () => {
		let inFlight = 0;
		let most = 0;
		const { api } = connected(
			async () => {
				most = Math.max(most, ++inFlight);
				await Promise.resolve();
				await Promise.resolve();
				inFlight--;
				return DONE;
			},
			{ maxInFlight: 2, credentials: API_KEY },
		);
		await Promise.all(Array.from({ length: 7 }, async () => await api.send(get)));
		expect(most).toBe(2);
	});
});

describe('a token that is rejected', () => {
	test.each([
		['401', { status: 401 }],
		['403', { status: 403 }],
		['a page, to a read', { body: PAGE }],
	])('with %s: n8n logs in, and the request is sent again', async (_what, rejection) => {
		const { api, requests, logins } = connected(accepts('token-2', rejection));
		expect(await api.send(get)).toMatchObject(DONE);
		expect(requests.map(({ authorization }) => authorization)).toEqual([
			'Bearer token-1',
			'Bearer token-2',
		]);
		expect(logins()).toBe(2);
	});

	test('a write too, for a rejected token means that it was not done', async () => {
		const { api, requests } = connected(accepts('token-2', { status: 401 }));
		expect(await api.send(create)).toMatchObject(DONE);
		expect(requests).toHaveLength(2);
	});

	test('an API key is not', async () => {
		const { api, requests } = connected(() => ({ status: 401 }), { credentials: API_KEY });
		await expect(api.send(get)).rejects.toThrow(LoginRejected);
		expect(requests).toHaveLength(1);
	});

	test('one freshly issued token after the other is a missing permission, and costs no login for a minute', async () => {
		const { api, logins } = connected(() => ({ status: 403 }));
		await expect(api.send(get)).rejects.toThrow(NotPermitted);
		expect(logins()).toBe(2);
		await expect(api.send(get)).rejects.toThrow(NotPermitted);
		expect(logins()).toBe(2);
		clock.advance(61_000);
		await expect(api.send(get)).rejects.toThrow(NotPermitted);
		expect(logins()).toBeGreaterThan(2);
	});

	test('a rejection of another kind is looked into all the same', async () => {
		let status = 403;
		const { api, logins } = connected(() => ({ status }));
		await expect(api.send(get)).rejects.toThrow(NotPermitted);
		const before = logins();
		status = 401;
		await expect(api.send(get)).rejects.toThrow(LoginRejected);
		expect(logins()).toBeGreaterThanOrEqual(before);
	});

	test('no request is sent more than five times for its token', async () => {
		const { api, requests } = connected(() => {
			clock.advance(11_000);
			return { status: 401 };
		});
		await expect(api.send(get)).rejects.toThrow(LoginRejected);
		expect(requests).toHaveLength(5);
	});
});

describe('a page in answer to a write', () => {
	const search = '/api/v1/request/search/byqual';
	const isProbe = ({ path }: WireRequest) => path === search;

	test('is an expired login only if a read with the token gets one too', async () => {
		const { api, requests } = connected((request) =>
			request.authorization === 'Bearer token-1'
				? { body: PAGE }
				: isProbe(request)
					? { body: { objectList: [] } }
					: DONE,
		);
		expect(await api.send(create)).toMatchObject(DONE);
		expect(requests.map(({ path }) => path)).toEqual([
			'/api/v1/request',
			search,
			search,
			'/api/v1/request',
		]);
		expect(requests[1]).toMatchObject({
			method: 'POST',
			query: { offset: 0, size: 1 },
			body: { qualDetails: { type: 'FlatQualificationRest', quals: [] } },
		});
	});

	test('is an answer that got lost if the token is good', async () => {
		const { api, requests } = connected((request) =>
			isProbe(request) ? { body: { objectList: [] } } : { body: PAGE },
		);
		await expect(api.send(create)).rejects.toMatchObject({ possiblyDone: true });
		expect(requests.filter((request) => !isProbe(request))).toHaveLength(1);
	});

	test.each([
		['by status', { status: 401 }],
		['by another page', { body: '<html><title>Sign in</title></html>' }],
		['by a page of another title', { body: '<html><title>Sign out</title></html>' }],
	])(
		'nor where the token expired after the write: the read is rejected %s',
		async (_what, rejection) => {
			const { api, requests } = connected((request) => {
				if (!isProbe(request)) return { body: PAGE };
				if (request.authorization === 'Bearer token-1') return rejection;
				return { body: { objectList: [] } };
			});
			await expect(api.send(create)).rejects.toMatchObject({ possiblyDone: true });
			expect(requests.filter((request) => !isProbe(request))).toHaveLength(1);
		},
	);

	test('the same page may differ in what is new each time', async () => {
		let visits = 0;
		const login = () => ({ body: `<html><title>Sign in</title>${visits++}</html>` });
		const { api } = connected((request) => {
			if (request.authorization === 'Bearer token-1') return login();
			return isProbe(request) ? { body: { objectList: [] } } : DONE;
		});
		expect(await api.send(create)).toMatchObject(DONE);
	});

	test('nor is it sent again where the read fails for another reason', async () => {
		const { api, requests } = connected((request) =>
			isProbe(request) ? { status: 500 } : { body: PAGE },
		);
		await expect(api.send(create)).rejects.toBeInstanceOf(OddAnswer);
		expect(requests.filter((request) => !isProbe(request))).toHaveLength(1);
	});

	test('a file whose connection broke is looked into like that', async () => {
		const file = {
			name: 'a.txt',
			contentType: 'text/plain',
			open: async () => await Promise.resolve(Buffer.from('Hi')),
		};
		const upload: ApiRequest = { method: 'POST', path: ['api', 'oprfile'], file };
		const { api, requests } = connected((request) => {
			if (request.authorization === 'Bearer token-1') {
				return isProbe(request) ? { status: 401 } : brokenConnection();
			}
			return isProbe(request) ? { body: { objectList: [] } } : DONE;
		});
		expect(await api.send(upload)).toMatchObject(DONE);
		expect(requests.filter(({ path }) => path === '/api/oprfile')).toHaveLength(2);

		const good = connected((request) =>
			isProbe(request) ? { body: { objectList: [] } } : brokenConnection(),
		);
		await expect(good.api.send(upload)).rejects.toMatchObject({ possiblyDone: true });
		expect(good.requests.filter(({ path }) => path === '/api/oprfile')).toHaveLength(1);
	});
});

describe('a failure', () => {
	test('of a read is tried again, of a write it is told', async () => {
		const read = connected(inOrder(brokenConnection(), { status: 503 }, DONE));
		expect(await read.api.send(get)).toMatchObject(DONE);
		expect(read.requests).toHaveLength(3);

		const write = connected(inOrder(brokenConnection(), DONE));
		await expect(write.api.send(create)).rejects.toBeInstanceOf(Unreachable);
		expect(write.requests).toHaveLength(1);
		const failing = connected(() => ({ status: 500 }));
		await expect(failing.api.send(create)).rejects.toBeInstanceOf(ServerFailed);
	});

	test('a search changes nothing, so it is a read', async () => {
		const { api, requests } = connected(inOrder({ status: 502 }, DONE));
		await api.send({ ...create, isRead: true });
		expect(requests).toHaveLength(2);
	});

	test('a rate limit is waited for, by all requests of the login', async () => {
		const startedAt = clock.now();
		const limited: WireAnswer = { status: 429, headers: { 'retry-after': '3' } };
		const { api, requests } = connected(inOrder(limited, DONE), { credentials: API_KEY });
		expect(await api.send(create)).toMatchObject(DONE);
		expect(requests).toHaveLength(2);
		expect(clock.now() - startedAt).toBeGreaterThanOrEqual(3_000);
	});

	test('not beyond the deadline', async () => {
		const limited: WireAnswer = { status: 429, headers: { 'retry-after': '60' } };
		const { api, requests } = connected(() => limited, { deadlineMs: 5_000 });
		await expect(api.send(create)).rejects.toBeInstanceOf(RateLimited);
		await expect(api.send(create)).rejects.toThrow(
			/^Rate limit reached: ServiceOps accepts no request for at least \d+ (seconds|minutes)$/,
		);
		expect(requests).toHaveLength(1);
	});

	test('a stopped workflow sends nothing more', async () => {
		const controller = new AbortController();
		const { api, requests } = connected(
			() => {
				controller.abort();
				return { status: 503 };
			},
			{ signal: controller.signal },
		);
		await expect(api.send(get)).rejects.toBeInstanceOf(Abandoned);
		await expect(api.send(get)).rejects.toBeInstanceOf(Abandoned);
		expect(requests).toHaveLength(1);
	});

	test('secrets are in no message', async () => {
		const { api } = connected(({ authorization }) => ({
			status: 400,
			body: { userMessage: `${authorization} and pass-word are unknown` },
		}));
		await expect(api.send(get)).rejects.toThrow(/^(?!.*(token-1|pass-word))/);
	});
});

test('what a run reads once is read once, and a failure is not kept', async () => {
	const { api } = connected(() => DONE);
	const read = jest.fn().mockRejectedValueOnce(new Error('Busy')).mockResolvedValue('names');
	await expect(api.once('statuses', read)).rejects.toThrow('Busy');
	const both = await Promise.all([api.once('statuses', read), api.once('statuses', read)]);
	expect(both).toEqual(['names', 'names']);
	expect(read).toHaveBeenCalledTimes(2);
	await api.once('priorities', read);
	expect(read).toHaveBeenCalledTimes(3);
	await expect(api.ready()).resolves.toBeUndefined();
});
