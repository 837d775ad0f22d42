/** What is sent again and what is not, timeouts, and certificates. */
import type { INodeParameters } from 'n8n-workflow';
import { credentialStore, runNode, testCredential } from '../support/engine';
import { listen, takeAnything } from '../support/loopback';
import { delay, stream } from '../support/node';
import { MAY_BE_DONE, naming } from '../support/says';
import {
	apiKeyLogin,
	clock,
	newRequest,
	numbered,
	passwordLogin,
	record,
	simulators,
	useWorld,
} from './world';

const world = useWorld();
const start = simulators();

const get: INodeParameters = { resource: 'request', operation: 'get', ...record('104') };
const search: INodeParameters = { resource: 'request', operation: 'getAll', limit: 1 };
const create = newRequest('Again');
const update: INodeParameters = {
	resource: 'request',
	operation: 'update',
	...record('104'),
	updateFields: { priorityName: 'High' },
};
const remove: INodeParameters = { resource: 'request', operation: 'delete', ...record('104') };

const soon = { 'retry-after': '0' };

describe('is sent again', () => {
	test.each([
		{ what: 'create after 429', parameters: create, fault: { status: 429, headers: soon } },
		{ what: 'update after 429', parameters: update, fault: { status: 429, headers: soon } },
		{ what: 'delete after 429', parameters: remove, fault: { status: 429, headers: soon } },
		{ what: 'get after 429', parameters: get, fault: { status: 429, headers: soon } },
		{
			what: 'create after 429 with a reset time',
			parameters: create,
			fault: { status: 429, headers: { 'x-ratelimit-reset': '20' } },
		},
		{
			what: 'create after 429 with a date',
			parameters: create,
			fault: { status: 429, headers: { 'retry-after': 'Wed, 01 Jan 2020 00:00:00 GMT' } },
		},
		{
			what: 'create after 503 with Retry-After',
			parameters: create,
			fault: { status: 503, headers: soon },
		},
		{ what: 'search after 503', parameters: search, fault: { status: 503 } },
		{ what: 'search after 502', parameters: search, fault: { status: 502 } },
		{ what: 'search after 504', parameters: search, fault: { status: 504, body: '<html>' } },
		{ what: 'search after a broken connection', parameters: search, fault: { reset: true } },
		{ what: 'get after 503', parameters: get, fault: { status: 503 } },
		{ what: 'get after a broken connection', parameters: get, fault: { reset: true } },
	])('$what', async ({ parameters, fault }) => {
		world.simulator.failNext(fault);

		const { error, items } = await world.run(parameters);

		expect(error).toBeUndefined();
		expect(items[0]).toHaveLength(1);
		expect(world.simulator.journal).toHaveLength(2);
	});

	test('the pause is the one the server asks for', async () => {
		world.simulator.failNext({ status: 429, headers: { 'retry-after': '30' } });

		await world.one(create);

		const [first, second] = world.simulator.journal;
		const between = Number(second?.at) - Number(first?.at);
		expect(between).toBeGreaterThanOrEqual(30_000);
		// Not much longer either.
		expect(between).toBeLessThan(40_000);
	});
});

describe('is not sent again, for it may have been carried out', () => {
	const broken = [
		{ fault: 'status 500', how: { status: 500, body: '{"userMessage":"Oops."}' } },
		{ fault: 'status 502', how: { status: 502 } },
		{ fault: 'status 503 without Retry-After', how: { status: 503 } },
		{ fault: 'status 504', how: { status: 504, after: true } },
		{ fault: 'a broken connection', how: { reset: true, after: true } },
	];
	const writes = [
		{ verb: 'create', parameters: create },
		{ verb: 'update', parameters: update },
		{ verb: 'delete', parameters: remove },
	];

	test.each(broken.flatMap((one) => writes.map((write) => ({ ...one, ...write }))))(
		'$verb after $fault',
		async ({ parameters, how }) => {
			world.simulator.failNext(how);

			const { error } = await world.run(parameters);

			expect(world.simulator.journal).toHaveLength(1);
			expect(`${error?.message} ${error?.description}`).toMatch(MAY_BE_DONE);
			if ('body' in how) expect(error?.message).toContain('Oops.');
		},
	);
});

test.each([
	{ status: 400, body: '{"code":"1","userMessage":"Not like that."}', says: 'Not like that.' },
	{ status: 403, body: '{"userMessage":"Not you."}', says: 'Not you.' },
	{ status: 404, body: '{"message":"Not here."}', says: 'Not here.' },
	{ status: 409, body: '{"error":"busy"}', says: 'busy' },
	{ status: 422, body: '{"error_description":"Not valid."}', says: 'Not valid.' },
	{ status: 500, body: '{"userMessage":"Oops."}', says: 'Oops.' },
])('a create refused with $status is sent once and says: $says', async ({ says, ...fault }) => {
	world.simulator.failNext(fault);

	const { error } = await world.run(create);

	expect(error?.message).toContain(says);
	expect(error).toMatchObject({ httpCode: String(fault.status) });
	expect(world.simulator.journal).toHaveLength(1);
});

test.each([
	{ seconds: 600, calls: 2, httpCode: undefined },
	{ seconds: 3_600, calls: 1, httpCode: '429' },
])('a pause of ten minutes is waited out, one of an hour is not', async (one) => {
	world.simulator.failNext({ status: 429, headers: { 'retry-after': String(one.seconds) } });

	const { error } = await world.run(create);

	expect(error?.httpCode).toBe(one.httpCode);
	expect(world.simulator.journal).toHaveLength(one.calls);
	clock.advance(one.seconds * 1_000);
});

test('a server that keeps saying 429 ends in an error', async () => {
	world.simulator.failNext({ status: 429, headers: soon, times: 100 });

	const { error } = await world.run(create);

	expect(error).toMatchObject({ httpCode: '429' });
	expect(world.simulator.journal.length).toBeLessThan(50);
});

test('an answer that claims success and is no record is an error: a page in HTML', async () => {
	world.simulator.failNext({
		path: /request$/,
		times: 5,
		status: 200,
		body: '<html><body>Welcome</body></html>',
		contentType: 'text/html',
	});

	const { error } = await world.run(create);

	expect(error?.message).toMatch(naming('web page', 'Server URL'));
	expect(error?.message).toMatch(MAY_BE_DONE);
	expect(world.simulator.calls({ path: '/api/v1/request' })).toHaveLength(1);
});

test('a slow answer is given up after Timeout; a create is not sent again', async () => {
	world.simulator.failNext({ delayMs: 3_000 });
	const started = Date.now();

	const { error } = await world.run({ ...create, options: { timeout: 100 } });

	expect(error?.message).toMatch(/\bin time\b/);
	expect(error?.message).toMatch(MAY_BE_DONE);
	expect(Date.now() - started).toBeLessThan(3_000);
	expect(world.simulator.journal).toHaveLength(1);
});

/** A server whose answers come in drops, one every 10 ms. */
async function dripping(drops: Iterable<string>) {
	const drip = async function* () {
		for (const drop of drops) {
			yield Buffer.from(drop);
			await delay(10);
		}
	};
	const server = takeAnything();
	let calls = 0;
	server.all('/*', async (_request, reply) => {
		calls++;
		reply.header('content-type', 'application/json');
		return await reply.send(stream.Readable.from(drip(), { objectMode: false }));
	});
	const credentials = apiKeyLogin(await listen(server));
	const { items, error } = await world.run(
		{ ...create, options: { timeout: 30 } },
		{ credentials },
	);
	await server.close();
	return { items, error, calls };
}

test('one that takes longer than Timeout to arrive, but never pauses that long, is not given up', async () => {
	const { items, error } = await dripping(['{"id":', ' ', ' ', ' ', ' ', ' ', '7}']);
	expect(error).toBeUndefined();
	expect(items[0]).toMatchObject([{ json: { id: 7 } }]);
});

test('one that drips without end is given up, which n8n would wait for', async () => {
	const forever = function* () {
		for (;;) yield ' ';
	};
	const { error, calls } = await dripping(forever());
	expect(error?.message).toMatch(/\bin time\b/);
	expect(error?.message).toMatch(MAY_BE_DONE);
	expect(calls).toBe(1);
});

test('many items under 429 all get through', async () => {
	world.simulator.latencyMs = 20;

	const running = world.run(create, { items: numbered(20) });
	// The first item runs alone; the others are to meet the limit together.
	while (world.simulator.journal.length < 2) await delay(1);
	world.simulator.failNext({ status: 429, headers: soon, times: 8 });
	const { items, error } = await running;

	expect(error).toBeUndefined();
	expect(items[0]).toHaveLength(20);
	expect(world.simulator.journal).toHaveLength(28);
});

describe('an answer that makes no sense is an error, not a result', () => {
	const asJson = { status: 200, contentType: 'application/json' };

	test.each([
		{ what: 'no body', body: '', says: MAY_BE_DONE },
		{ what: 'half a record', body: '{"id": 5, "na', says: MAY_BE_DONE },
		{
			what: 'a failure with status 200',
			body: '{"returnCode":"FAILED","userMessage":"Nope."}',
			says: /^Nope\./,
		},
	])('create answers $what', async ({ body, says }) => {
		world.simulator.failNext({ ...asJson, body, after: true });

		const { error, items } = await world.run(create);

		const text = `${error?.message} ${error?.description ?? ''}`;
		expect(text).toMatch(says);
		// Who is told that it may be done is told how to check, and nobody else is.
		expect(text.includes('Subject Is "Again"')).toBe(says === MAY_BE_DONE);
		expect(items.flat()).toEqual([]);
		expect(world.simulator.journal).toHaveLength(1);
	});

	test.each([
		{ what: 'an object without a list', body: '{"foo": 1}' },
		{ what: 'a list that is none', body: '{"objectList": "oops"}' },
		{ what: 'nothing', body: '' },
	])('search answers $what', async ({ body }) => {
		world.simulator.failNext({ ...asJson, body, times: 10 });

		const { error, items } = await world.run(search);

		expect(error?.message).toMatch(/\bdid not return a list of records\b/);
		expect(items.flat()).toEqual([]);
	});
});

describe('a server with a certificate of its own', () => {
	test.each(['password', 'apiKey'])('is refused, and says why (%s)', async (authentication) => {
		const simulator = await start({ https: true });
		const login = authentication === 'password' ? passwordLogin : apiKeyLogin;
		const credentials = credentialStore({ one: login(simulator.url) });

		const { error } = await runNode({ parameters: get, credentials });
		const result = await testCredential({ credentials });

		for (const message of [error?.message, result.message]) {
			expect(message).toMatch(naming('certificate', 'self-signed', 'Ignore SSL Issues'));
		}
		expect(result.status).toBe('Error');
		expect(simulator.journal).toEqual([]);
	});

	test.each(['password', 'apiKey'])(
		'is accepted once the switch is on (%s)',
		async (authentication) => {
			const simulator = await start({ https: true });
			const login = authentication === 'password' ? passwordLogin : apiKeyLogin;
			const credentials = credentialStore({
				one: { ...login(simulator.url), allowUnauthorizedCerts: true },
			});

			const { error, items } = await runNode({ parameters: get, credentials });

			expect(error).toBeUndefined();
			expect(items[0]).toHaveLength(1);
			expect(simulator.logins()).toBe(authentication === 'password' ? 1 : 0);
			expect(await testCredential({ credentials })).toMatchObject({ status: 'OK' });
		},
	);
});
