/** A call is answered within 20 seconds, whatever the server does. Time is virtual. */
import type { IHttpRequestOptions, IWebhookFunctions } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { answerCall } from '../../../nodes/ServiceOps/webhook/respond';
import { cpuStopwatch } from '../../support/cpuTime';
import { createVirtualClock } from '../../support/virtualClock';

const SECRET = 'correct-horse-battery-staple';
const clock = createVirtualClock();
const real = { ...systemClock };
beforeAll(() => {
	Object.assign(systemClock, {
		now: () => clock.now(),
		sleep: async (ms: number) => await clock.sleep(ms),
	});
});
afterAll(() => Object.assign(systemClock, real));

type Server = (options: IHttpRequestOptions) => Promise<unknown>;

/** What n8n hands to a webhook node, with a server behind it. */
function call(server: Server, id: unknown = 10) {
	const answer: { status?: number; message?: unknown } = {};
	const response = {
		setHeader: () => undefined,
		status: (status: number) => {
			answer.status = status;
			return { json: (body: { message: unknown }) => (answer.message = body.message) };
		},
	};
	const credentials: Record<string, object> = {
		serviceOpsWebhookApi: { secret: SECRET },
		serviceOpsOAuthApi: {
			serverUrl: `http://hanging-${clock.now()}.example.com`,
			authentication: 'apiKey',
			apiKey: 'key',
		},
	};
	const parameters: Record<string, unknown> = {
		modules: ['request'],
		fetchRecord: true,
		simplify: true,
	};
	const context = {
		getRequestObject: () => ({ method: 'POST' }),
		getResponseObject: () => response,
		getHeaderData: () => ({
			'content-type': 'application/json',
			'x-serviceops-secret': SECRET,
		}),
		getBodyData: () => ({ module: 'request', id }),
		getNode: () => ({ name: 'Webhook', credentials: { serviceOpsOAuthApi: { id: '1' } } }),
		getWorkflow: () => ({ id: '1' }),
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getCredentials: async (type: string) => await Promise.resolve(credentials[type]),
		logger: { warn: () => undefined, error: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) =>
				await server(options),
		},
	} as unknown as IWebhookFunctions;
	return { context, answer };
}

const hangs: Server = async ({ timeout = Infinity }) => {
	await clock.sleep(timeout);
	throw Object.assign(new Error(`timeout of ${timeout}ms exceeded`), { code: 'ECONNABORTED' });
};
const answers =
	(statusCode: number, afterMs: number, headers = {}): Server =>
	async () => {
		await clock.sleep(afterMs);
		return { statusCode, headers, body: { code: String(statusCode), userMessage: 'No' } };
	};

test.each<[string, Server, number, RegExp]>([
	['hangs', hangs, 502, /cannot be read from ServiceOps/],
	['is overloaded and slow', answers(503, 6_000), 502, /cannot be read from ServiceOps/],
	['takes 9 s to find nothing', answers(404, 9_000), 404, /No/],
	['has no room for a minute', answers(429, 10, { 'retry-after': '60' }), 502, /limit|No/],
	['has no room for a while', answers(429, 10, { 'retry-after': '5' }), 502, /limit|No/],
])('a server that %s', async (_, server, status, message) => {
	const { context, answer } = call(server);
	const start = clock.now();

	const result = await clock.runUntil(answerCall(context));

	expect(clock.now() - start).toBeLessThanOrEqual(20_000);
	expect(result).toEqual({ noWebhookResponse: true });
	expect(answer.status).toBe(status);
	expect(String(answer.message)).toMatch(message);
});

test.each([
	['blanks', ' '.repeat(65_000)],
	['blanks and a hyphen', `${' '.repeat(65_000)}-`],
	['blanks inside', `INC${' '.repeat(65_000)}46`],
	['hyphens', '-'.repeat(65_000)],
	['letters', 'A'.repeat(65_000)],
	['digits', '9'.repeat(65_000)],
	['hyphens and digits', '-1'.repeat(32_000)],
	['letters, hyphens and blanks', 'A - '.repeat(16_000)],
	['braces', '{'.repeat(65_000)],
])('64 kB of %s for an ID are refused in no time', async (_, id) => {
	const { context, answer } = call(hangs, id);
	const spentMs = cpuStopwatch();

	await answerCall(context);

	expect(spentMs()).toBeLessThan(50);
	expect(answer.status).toBe(422);
	expect(String(answer.message).length).toBeLessThan(400);
});
