import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { isSecret, secretFault } from '../../credentials/webhookSecret';
import {
	activateWebhook,
	callWebhook,
	loadPackage,
	type WebhookCall,
	type WebhookNode,
} from '../support/engine';
import { naming } from '../support/says';
import { apiKeyLogin, useWorld } from './world';

const NODE = 'n8n-nodes-serviceops.serviceOpsWebhookTrigger';
const SECRET = 'correct-horse-battery-staple';
const CALLABLE = ['asset', 'change', 'ci', 'problem', 'release', 'request', 'serviceRequest'];

const world = useWorld();

const node = (
	parameters: INodeParameters = {},
	credentials: Record<string, ICredentialDataDecryptedObject> = {},
): WebhookNode => ({
	nodeType: NODE,
	parameters: { modules: CALLABLE, ...parameters },
	credentials: {
		serviceOpsWebhookApi: { secret: SECRET },
		serviceOpsOAuthApi: apiKeyLogin(world.simulator.url),
		...credentials,
	},
});

/** A call as ServiceOps makes it, unless told otherwise. */
function call(body: unknown, more: WebhookCall = {}): WebhookCall {
	const rawBody = Buffer.from(JSON.stringify(body) ?? '');
	return {
		headers: {
			'content-type': 'application/json',
			'content-length': String(rawBody.length),
			'x-serviceops-secret': SECRET,
		},
		body,
		rawBody,
		...more,
	};
}

const withHeaders = (headers: Record<string, string>): WebhookCall => ({
	headers: { 'content-type': 'application/json', 'x-serviceops-secret': SECRET, ...headers },
});

const good = { module: 'request', id: 10 };

describe('A good call', () => {
	test('starts the workflow with the record as the server has it', async () => {
		const { items, status } = await callWebhook(
			node(),
			call({ ...good, subject: 'not what the server says' }),
		);

		expect(status).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items?.[0]?.json).toMatchObject({ module: 'request', id: 10, key: 'INC-29' });
		expect(items?.[0]?.json.subject).not.toBe('not what the server says');
		expect(world.sent()).toEqual(['GET /api/v1/request/10']);
	});

	test('is answered with what it has started', async () => {
		const { response, items } = await callWebhook(node(), call(good));
		const byKey = await callWebhook(node(), call({ module: 'request', id: 'inc-29' }));
		const unfetched = await callWebhook(node({ fetchRecord: false }), call(good));

		const { eventId } = items?.[0]?.json ?? {};
		const message = 'The workflow was started';
		expect(response).toEqual({ message, module: 'request', id: 10, eventId });
		expect(byKey.response).toEqual({ message, module: 'request', key: 'INC-29', id: 10, eventId });
		expect(unfetched.response).toEqual({ message, module: 'request', id: '10' });
	});

	test.each([
		['an ID as a number', 10],
		['an ID as text', '10'],
		['an ID with blanks around it', ' 10 '],
		['a key', 'INC-29'],
		['a key in lower case', 'inc-29'],
	])('may name the record by %s', async (_, id) => {
		const { items } = await callWebhook(node(), call({ module: 'request', id }));

		expect(items?.[0]?.json.id).toBe(10);
	});

	test.each([
		{ key: 'inc-29' },
		{ id: ' ', key: 'INC-29' },
		{ id: null, key: 'INC-29' },
		{ id: 10, key: 'INC-21' },
	])('may name it under "key": %j', async (name) => {
		const { items } = await callWebhook(node(), call({ module: 'request', ...name }));

		expect(items?.[0]?.json.id).toBe(10);
	});

	test.each([
		['change', 'change'],
		['Change', 'change'],
		['ci', 'ci'],
		['problem', 'problem'],
		['release', 'release'],
		['Service Request', 'serviceRequest'],
		['asset', 'asset'],
	])('may be about a %s', async (module, expected) => {
		const ids: Record<string, number> = { release: 5, serviceRequest: 11 };

		const { items, answer } = await callWebhook(node(), call({ module, id: ids[expected] ?? 1 }));

		expect(answer).toBeUndefined();
		expect(items?.[0]?.json).toMatchObject({ module: expected, id: ids[expected] ?? 1 });
	});

	test('about an asset means the class of the form, unless it names one itself', async () => {
		const form = node({ assetClass: 'HardwareAsset' });

		const ofForm = await callWebhook(form, call({ module: 'asset', id: 1 }));
		const ofCall = await callWebhook(
			form,
			call({ module: 'asset', id: 1, assetClass: 'SoftwareAsset' }),
		);

		expect(ofForm.items?.[0]?.json.type).toBe('HardwareAsset');
		expect(ofCall.items?.[0]?.json.type).toBe('SoftwareAsset');
	});

	test('brings all fields without Simplify', async () => {
		const short = await callWebhook(node(), call(good));
		const long = await callWebhook(node({ simplify: false }), call(good));

		const count = (items = short.items) => Object.keys(items?.[0]?.json ?? {}).length;
		expect(count(long.items)).toBeGreaterThan(count());
	});

	test('brings only what names the record when nothing is to be fetched, and no login is needed', async () => {
		const form = node({ fetchRecord: false });
		delete form.credentials.serviceOpsOAuthApi;

		const byId = await callWebhook(form, call({ ...good, subject: 'anything' }));
		const byKey = await callWebhook(form, call({ module: 'request', id: 'INC-29' }));

		expect(byId.items).toEqual([{ json: { module: 'request', id: '10' } }]);
		expect(byKey.items).toEqual([{ json: { module: 'request', key: 'INC-29' } }]);
		expect(world.sent()).toEqual([]);
	});

	test('that is repeated carries the same eventId, and another one after a change', async () => {
		const id = async () => (await callWebhook(node(), call(good))).items?.[0]?.json.eventId;

		const [first, again] = [await id(), await id()];
		await world.one({
			resource: 'request',
			operation: 'update',
			recordId: { __rl: true, mode: 'id', value: '10' },
			updateFields: { subject: 'Changed' },
		});
		const changed = await id();

		expect(first).toMatch(/^request:10:\d+$/);
		expect(again).toBe(first);
		expect(changed).not.toBe(first);
	});

	test('about an asset carries an eventId with the class, because each class counts on its own', async () => {
		const { items } = await callWebhook(node(), call({ module: 'asset', id: 1 }));

		expect(items?.[0]?.json.eventId).toMatch(/^asset:HardwareAsset:1:\d+-[0-9a-f]{8}$/);
	});

	test('that comes before the record can be read waits for it', async () => {
		world.simulator.failNext({
			path: /\/request\/10$/,
			status: 404,
			body: JSON.stringify({ code: '404', userMessage: 'Not yet' }),
		});

		const { items } = await callWebhook(node(), call(good));

		expect(items?.[0]?.json.id).toBe(10);
		expect(world.sent()).toHaveLength(2);
	});
});

describe('A bad call is refused', () => {
	const big = { ...good, padding: 'x'.repeat(64 * 1024) };
	const nothing = Buffer.from('');
	const MISSING = /X-ServiceOps-Secret.*\bmissing\b/i;
	const WRONG = /X-ServiceOps-Secret.*\bsecret\b/i;
	const WRONG_TYPE = naming('Content-Type', 'application/json');
	test.each<[string, number, WebhookCall, RegExp]>([
		['GET', 405, call(good, { method: 'GET' }), naming('POST', 'GET')],
		['PUT', 405, call(good, { method: 'PUT' }), naming('POST', 'PUT')],
		['no secret', 401, call(good, { headers: { 'content-type': 'application/json' } }), MISSING],
		['an empty secret', 401, call(good, withHeaders({ 'x-serviceops-secret': '' })), MISSING],
		[
			'a wrong secret',
			403,
			call(good, withHeaders({ 'x-serviceops-secret': `${SECRET}!` })),
			WRONG,
		],
		[
			'half the secret',
			403,
			call(good, withHeaders({ 'x-serviceops-secret': SECRET.slice(0, 9) })),
			WRONG,
		],
		[
			'the secret twice',
			403,
			call(good, withHeaders({ 'x-serviceops-secret': `${SECRET}, ${SECRET}` })),
			WRONG,
		],
		[
			'no content type',
			415,
			call(good, { headers: { 'x-serviceops-secret': SECRET } }),
			WRONG_TYPE,
		],
		['plain text', 415, call(good, withHeaders({ 'content-type': 'text/plain' })), WRONG_TYPE],
		[
			'a form',
			415,
			call(good, withHeaders({ 'content-type': 'multipart/form-data; boundary=x' })),
			WRONG_TYPE,
		],
		[
			'a look-alike type',
			415,
			call(good, withHeaders({ 'content-type': 'application/jsonp' })),
			WRONG_TYPE,
		],
		['a large body', 413, call(big), /65536/],
		['a large body without length', 413, call(big, withHeaders({})), /65536/],
		[
			'an announced large body',
			413,
			call(good, withHeaders({ 'content-length': '70000' })),
			/70000/,
		],
		['no body', 400, call(undefined, { rawBody: nothing }), /JSON object/],
		['an empty object', 400, call({}), /JSON object/],
		['a list', 400, call([good]), /JSON object/],
		['text', 400, call('65'), /JSON object/],
		['null', 400, call(null), /JSON object/],
		['no module', 422, call({ id: 65 }), /"module" must be one of/],
		['an unknown module', 422, call({ module: 'task', id: 65 }), /"task"/],
		['a module of people', 422, call({ module: 'requester', id: 1 }), /"requester"/],
		['a module by a path', 422, call({ module: '../user', id: 1 }), /"..\/user"/],
		['no id', 422, call({ module: 'request' }), /"id"/],
		['an empty id', 422, call({ module: 'request', id: ' ' }), /"id"/],
		['several ids', 422, call({ module: 'request', id: [65, 66] }), /one ID.*\[65,66\]/],
		['an object as id', 422, call({ module: 'request', id: { id: 65 } }), /"id"/],
		['true as id', 422, call({ module: 'request', id: true }), /"id"/],
		['zero', 422, call({ module: 'request', id: 0 }), naming('"0"', 'ID', 'key')],
		['a negative id', 422, call({ module: 'request', id: -65 }), naming('"-65"', 'ID', 'key')],
		['a broken id', 422, call({ module: 'request', id: 6.5 }), naming('"6.5"', 'ID', 'key')],
		['a huge id', 422, call({ module: 'request', id: 1e20 }), naming('ID', 'key', '00000')],
		[
			'a path as id',
			422,
			call({ module: 'request', id: '65/../../user/1' }),
			naming('65/..', 'ID'),
		],
		['a placeholder', 422, call({ module: 'request', id: '{{ticket.id}}' }), /did not fill in/],
		['an unknown asset class', 422, call({ module: 'asset', id: 1, assetClass: 'Boat' }), /Boat/],
	])('%s: %d', async (_, status, incoming, message) => {
		const outcome = await callWebhook(node(), incoming);

		expect(outcome).toMatchObject({
			status,
			answer: { message: expect.stringMatching(message) as string },
		});
		expect(outcome.items).toBeUndefined();
		expect(world.sent()).toEqual([]);
		expect(outcome.log).toEqual([
			{ level: 'warn', message: expect.stringContaining(`answered ${status}`) as string },
		]);
		expect(JSON.stringify(outcome)).not.toContain(SECRET);
	});

	test('with the methods that are allowed', async () => {
		const { headers } = await callWebhook(node(), call(good, { method: 'DELETE' }));

		expect(headers).toEqual({ Allow: 'POST' });
	});

	test('a module that was not chosen: 403', async () => {
		const outcome = await callWebhook(node({ modules: ['change'] }), call(good));

		expect(outcome).toMatchObject({
			status: 403,
			answer: { message: expect.stringMatching(/\bmodule request\b/) as string },
		});
		expect(world.sent()).toEqual([]);
	});
});

describe('Without a usable secret every call is refused, and activation too', () => {
	test.each([
		['none', undefined],
		['an empty one', ''],
		['a short one', 'short'],
		['one with blanks', 'correct horse battery staple'],
		['one beyond ASCII', 'richtiges-Pferd-große-Heftklammer'],
	])('%s', async (_, secret) => {
		const form = node();
		if (secret === undefined) delete form.credentials.serviceOpsWebhookApi;
		else form.credentials.serviceOpsWebhookApi = { secret };

		for (const given of [secret ?? '', '', SECRET]) {
			const outcome = await callWebhook(
				form,
				call(good, withHeaders({ 'x-serviceops-secret': given })),
			);

			expect(outcome.status).toBe(500);
			expect(outcome.answer).toMatchObject({
				message: expect.stringContaining('not set up') as string,
			});
			expect(outcome.items).toBeUndefined();
			expect(outcome.log.at(-1)?.level).toBe('error');
		}
		await expect(activateWebhook(form)).rejects.toThrow(/\bSecret\b/);
		expect(world.sent()).toEqual([]);
	});

	test('and with one, the workflow can be activated', async () => {
		await expect(activateWebhook(node())).resolves.toBeUndefined();
	});
});

describe('A record that cannot be read starts nothing, and the answer says why', () => {
	test.each([
		['an ID that is not there', { module: 'request', id: 9999 }, 'No request with the ID 9999'],
		['a key that is not there', { module: 'request', id: 'INC-9999' }, 'key INC-9999'],
	])('%s: 404', async (_, body, message) => {
		const outcome = await callWebhook(node(), call(body));

		expect(outcome).toMatchObject({
			status: 404,
			answer: { message: expect.stringContaining(message) as string },
		});
		expect(outcome.items).toBeUndefined();
	});

	test('a refused login: 502', async () => {
		const serviceOpsOAuthApi = { ...apiKeyLogin(world.simulator.url), apiKey: 'wrong-key' };

		const outcome = await callWebhook(node({}, { serviceOpsOAuthApi }), call(good));

		expect(outcome.status).toBe(502);
		expect(outcome.items).toBeUndefined();
		expect(outcome.log).toEqual([
			{ level: 'error', message: expect.stringContaining('cannot be read') as string },
		]);
		expect(JSON.stringify(outcome)).not.toContain('wrong-key');
	});

	test('a server that is down: 502', async () => {
		const serviceOpsOAuthApi = apiKeyLogin('http://127.0.0.1:9');

		const outcome = await callWebhook(node({}, { serviceOpsOAuthApi }), call(good));

		expect(outcome.status).toBe(502);
		expect(outcome.items).toBeUndefined();
	});

	test('a server that fails: 502', async () => {
		world.simulator.failNext({
			status: 500,
			body: JSON.stringify({ code: '500', userMessage: 'Out of order' }),
		});

		const outcome = await callWebhook(node(), call(good));

		expect(outcome).toMatchObject({
			status: 502,
			answer: { message: expect.stringContaining('Out of order') as string },
		});
	});

	test('a key that two records have: 409, at once', async () => {
		const row = { name: 'INC-29', subject: 'Printer', createdTime: 1, updatedTime: 1 };
		world.simulator.failNext({
			path: /byqual/,
			status: 200,
			contentType: 'application/json',
			body: JSON.stringify({
				objectList: [
					{ ...row, id: 1 },
					{ ...row, id: 2 },
				],
				totalCount: 2,
			}),
			times: 9,
		});

		const outcome = await callWebhook(node(), call({ module: 'request', id: 'INC-29' }));

		expect(outcome).toMatchObject({
			status: 409,
			answer: { message: expect.stringMatching(/ID 1 .*ID 2 /) as string },
		});
		expect(world.sent()).toHaveLength(1);
	});

	test('an answer that is no list: 502, at once', async () => {
		world.simulator.failNext({
			path: /byqual/,
			status: 200,
			contentType: 'application/json',
			body: JSON.stringify({ objectList: 'none' }),
			times: 9,
		});

		const outcome = await callWebhook(node(), call({ module: 'request', id: 'INC-29' }));

		expect(outcome).toMatchObject({
			status: 502,
			answer: { message: expect.stringContaining('did not return a list of records') as string },
		});
		expect(world.sent()).toHaveLength(1);
	});

	test('a form that is filled in wrongly is an error of n8n: the caller is not to blame', async () => {
		await expect(callWebhook(node({ fetchRecord: 'maybe' }), call(good))).rejects.toThrow(
			'Fetch Record must be true or false',
		);
		expect(world.sent()).toEqual([]);
	});

	test('a fault of the set-up is an error of n8n, not an answer', async () => {
		const form = node();
		delete form.credentials.serviceOpsOAuthApi;

		await expect(callWebhook(form, call(good))).rejects.toThrow('credentials');
	});
});

describe('The secret', () => {
	test.each([
		[SECRET, true],
		[`${SECRET} `, false],
		[SECRET.toUpperCase(), false],
		[SECRET.slice(1), false],
		['', false],
	])('fits %j: %j', (given, fits) => expect(isSecret(SECRET, given)).toBe(fits));

	test.each([undefined, null, '', 'short', 42, 'with blanks between words'])(
		'%j fits nothing, not even itself',
		(secret) => {
			expect(secretFault(secret)).toMatch(/\bSecret\b/);
			expect(isSecret(secret, String(secret))).toBe(false);
		},
	);

	test.each([
		[SECRET, 'OK'],
		['', 'Error'],
		['short', 'Error'],
	])('is tested in the credential: %j is %s', async (secret, status) => {
		const { nodeTypes } = await loadPackage();
		const { methods } = nodeTypes.getByNameAndVersion(NODE);
		const test = methods?.credentialTest?.testSecret;

		const result = await test?.call({} as never, {
			id: '1',
			name: 'Secret',
			type: 'serviceOpsWebhookApi',
			data: { secret },
		});

		expect(result?.status).toBe(status);
	});
});
