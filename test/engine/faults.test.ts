/**
 * Every fault of a network or server, met by every kind of operation: what is asked for is done exactly once, or the
 * person is told that it was not done, or that it may have been done and how to check.
 */
import type { INodeParameters } from 'n8n-workflow';
import { generate } from 'selfsigned';
import { credentialStore, runNode, type CredentialStore } from '../support/engine';
import { startFaultProxy, type Fault, type FaultProxy } from '../support/faultProxy';
import { useFiles } from '../support/files';
import { delay, http, tls, zlib } from '../support/node';
import { MAY_BE_DONE, naming } from '../support/says';
import { scannedResults } from '../support/secrets';
import { sample } from '../support/scale';
import { apiKeyLogin, clock, jsonOf, newRequest, passwordLogin, record, useWorld } from './world';

/** What the node says became of an item: done; not done; maybe done. */
type Verdict = 'D' | 'N' | 'M';
/** The verdicts when the fault comes once, and when it stays. */
type Verdicts = `${Verdict}${Verdict}`;

interface Operation {
	name: string;
	kind: 'write' | 'read' | 'login';
	parameters: INodeParameters;
	/** The call that the fault meets. */
	method: string;
	path: RegExp;
	/** Whether the result is the true one. */
	isRight: (rows: Array<Record<string, unknown>>) => boolean;
}

const request = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'request',
	operation,
	...more,
});
const one = /\/v1\/request\/104$/;
const hasId = (id?: number) => (rows: Array<Record<string, unknown>>) =>
	rows.length === 1 && (id === undefined ? Number(rows[0]?.id) > 0 : rows[0]?.id === id);

const get: Operation = {
	name: 'get',
	kind: 'read',
	parameters: request('get', record('104')),
	method: 'GET',
	path: one,
	isRight: hasId(104),
};
const operations: Operation[] = [
	{
		name: 'create',
		kind: 'write',
		parameters: newRequest('Printer is on fire'),
		method: 'POST',
		path: /\/v1\/request$/,
		isRight: hasId(),
	},
	{
		// New records are late in searches, and what was possibly created is not created again.
		name: 'upsert',
		kind: 'write',
		parameters: request('upsert', {
			matchOn: 'subject',
			matchValue: 'Printer is on fire',
			fields: { requesterEmail: 'requester@example.com' },
		}),
		method: 'POST',
		path: /\/v1\/request$/,
		isRight: hasId(),
	},
	{
		name: 'update',
		kind: 'write',
		parameters: request('update', { ...record('104'), updateFields: { priorityName: 'High' } }),
		method: 'PATCH',
		path: one,
		isRight: hasId(104),
	},
	{
		name: 'delete',
		kind: 'write',
		parameters: request('delete', record('104')),
		method: 'DELETE',
		path: one,
		isRight: ([row]) => row?.deleted === true,
	},
	{
		name: 'upload',
		kind: 'write',
		parameters: { resource: 'attachment', operation: 'upload' },
		method: 'POST',
		path: /\/oprfile$/,
		isRight: ([row]) => typeof row?.refFileName === 'string',
	},
	get,
	{
		name: 'search',
		kind: 'read',
		parameters: request('getAll', { limit: 3 }),
		method: 'POST',
		path: /\/v1\/request\/search\/byqual$/,
		isRight: (rows) => new Set(rows.map(({ id }) => id)).size === 3,
	},
	{ ...get, name: 'login', kind: 'login', method: 'POST', path: /\/oauth\/token$/ },
];

interface Row {
	fault: string;
	run: Fault | 'refuse' | 'expire' | 'otherHost' | 'selfSigned';
	/** By the name of the operation, by login and kind, or by kind; the first that is there counts. */
	expected: Record<string, Verdicts>;
	/** So long does the server want to be left alone, in ms, although the fault comes once. */
	lastsMs?: number;
}

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };
const PAGE = Buffer.from('<!doctype html><html><body>Welcome</body></html>');
const ENVELOPE = Buffer.from('{"code":"1","userMessage":"Not like that.","cause":null}');
const nowhere = 'http://other.example.com/api';

/** Turned away: nothing was done. */
const refused =
	(status: number, body?: Buffer, headers: Record<string, string> = {}): Fault =>
	({ answer }) =>
		answer({ status, body, headers: { ...(body === PAGE ? html : json), ...headers } });
/** Done, but the answer does not arrive as it was sent. */
const spoilt =
	(change: (body: Buffer) => Parameters<Parameters<Fault>[0]['answer']>[0]): Fault =>
	async ({ forward, answer }) =>
		answer(change((await forward()).body));

/** The request whose time is to run out: nobody waits for real. */
let letTimeRunOut = () => undefined as void;

const lost = { write: 'MM', read: 'DN', login: 'DN' } as const;
const refusedOnce = { write: 'NN', read: 'NN', login: 'NN' } as const;
/** What the server may reject because of the order that was asked for: a search is sent again without it. */
const refusedFlatly = { search: 'DN', ...refusedOnce } as const;
const passing = { write: 'DN', read: 'DN', login: 'DN' } as const;
const harmless = { write: 'DD', read: 'DD', login: 'DD' } as const;
const newLogin = { ...refusedOnce, 'password write': 'DN', 'password read': 'DN' } as const;
const uncertain = { write: 'MM', read: 'NN', login: 'NN' } as const;

const rows: Row[] = [
	{ fault: 'connection refused', run: 'refuse', expected: passing },
	{ fault: 'reset before the server had it', run: ({ breakOff }) => breakOff(), expected: lost },
	{
		fault: 'reset during the answer',
		run: async ({ forward, breakOff }) => breakOff(await forward()),
		expected: lost,
	},
	{
		fault: 'reset instead of the answer',
		run: async ({ forward, breakOff }) => {
			await forward();
			breakOff();
		},
		expected: lost,
	},
	{
		fault: 'no answer in time',
		run: async ({ forward }) => {
			await forward();
			letTimeRunOut();
		},
		expected: lost,
	},
	{
		// Reads are asked again; to a DELETE, any answer of success means done.
		fault: 'truncated JSON',
		run: spoilt((body) => ({ headers: json, body: body.subarray(0, body.length - 1) })),
		expected: { ...lost, delete: 'DD' },
	},
	{ fault: 'no HTTP', run: ({ raw }) => raw('220 mail.example.com ESMTP\r\n'), expected: lost },
	{
		fault: 'a huge header',
		run: async ({ forward, raw }) => {
			await forward();
			raw(`HTTP/1.1 200 OK\r\nX-Huge: ${'x'.repeat(200_000)}\r\n\r\n{}`);
		},
		expected: lost,
	},
	{
		fault: 'a page with 200',
		run: spoilt(() => ({ headers: html, body: PAGE })),
		expected: { ...uncertain, 'password read': 'DN' },
	},
	{ fault: 'a page with 502', run: refused(502, PAGE), expected: lost },
	{
		fault: 'an empty body',
		run: spoilt(() => ({ headers: json })),
		expected: {
			...harmless,
			create: 'MM',
			upsert: 'MM',
			upload: 'MM',
			search: 'DN',
			login: 'DN',
		},
	},
	{ fault: '400 in ServiceOps words', run: refused(400, ENVELOPE), expected: refusedFlatly },
	{ fault: '400 without words', run: refused(400), expected: refusedFlatly },
	{ fault: '401', run: refused(401, ENVELOPE), expected: newLogin },
	{ fault: '403', run: refused(403, ENVELOPE), expected: newLogin },
	{ fault: '404 in ServiceOps words', run: refused(404, ENVELOPE), expected: refusedOnce },
	{ fault: '404 page', run: refused(404, PAGE), expected: { get: 'DD', ...refusedOnce } },
	{ fault: '408', run: refused(408), expected: lost },
	{ fault: '409', run: refused(409, ENVELOPE), expected: refusedFlatly },
	{ fault: '422', run: refused(422, ENVELOPE), expected: refusedFlatly },
	{
		fault: '429, seconds',
		run: refused(429, undefined, { 'retry-after': '2' }),
		expected: passing,
	},
	{
		fault: '429, date',
		run: refused(429, undefined, { 'retry-after': 'Wed, 01 Jan 2020 00:00:00 GMT' }),
		expected: passing,
	},
	{
		fault: '429, reset in ms',
		run: refused(429, undefined, { 'x-ratelimit-reset': '900' }),
		expected: passing,
	},
	{
		fault: '429, reset as a time',
		run: (passage) =>
			refused(429, undefined, {
				'x-ratelimit-reset': String(clock.now() + 900),
				date: new Date(clock.now()).toUTCString(),
			})(passage),
		expected: passing,
	},
	{
		fault: '429, seconds and reset',
		run: refused(429, undefined, { 'retry-after': '1', 'x-ratelimit-reset': '900' }),
		expected: passing,
	},
	{
		fault: '429, an hour',
		run: refused(429, undefined, { 'retry-after': '3600' }),
		expected: refusedOnce,
		lastsMs: 3_600_000,
	},
	{ fault: '429 with nothing', run: refused(429), expected: passing },
	{ fault: '500', run: refused(500, ENVELOPE), expected: { search: 'DN', ...uncertain } },
	{
		fault: '500, done',
		run: spoilt(() => ({ status: 500 })),
		expected: { search: 'DN', ...uncertain },
	},
	{
		fault: '503 with Retry-After',
		run: refused(503, undefined, { 'retry-after': '1' }),
		expected: passing,
	},
	{ fault: '503', run: refused(503), expected: lost },
	{ fault: '503, done', run: spoilt(() => ({ status: 503 })), expected: lost },
	{
		fault: '504, done',
		run: spoilt(() => ({ status: 504, headers: html, body: PAGE })),
		expected: lost,
	},
	{
		fault: 'gzip',
		run: spoilt((body) => ({
			headers: { ...json, 'content-encoding': 'gzip' },
			body: zlib.gzipSync(body),
		})),
		expected: harmless,
	},
	{
		fault: 'a slow drip',
		run: async ({ forward, drip }) => drip(await forward()),
		expected: harmless,
	},
	{
		fault: 'redirect elsewhere (302)',
		run: refused(302, undefined, { location: nowhere }),
		expected: refusedOnce,
	},
	{
		fault: 'redirect elsewhere (307)',
		run: refused(307, undefined, { location: nowhere }),
		expected: refusedOnce,
	},
	{ fault: 'certificate expired', run: 'expire', expected: refusedOnce },
	{ fault: 'certificate for another host', run: 'otherHost', expected: refusedOnce },
	{ fault: 'certificate self-signed', run: 'selfSigned', expected: refusedOnce },
];

/**
 * n8n's Retry On Fail runs the node again: what was done, or possibly done, must not be done again. How n8n logs in makes no
 * difference to that.
 */
const triesOf = ({ run }: Row, { kind, name }: Operation, login: string): number[] => {
	if (typeof run !== 'function' || kind !== 'write' || login !== 'apiKey') return [1];
	return name === 'upsert' ? [3] : [1, 3];
};

const allCases = rows.flatMap((row) =>
	operations.flatMap((operation) =>
		(['password', 'apiKey'] as const)
			.filter((login) => operation.kind !== 'login' || login === 'password')
			.filter((login) => operation.name !== 'upsert' || login === 'apiKey')
			.flatMap((login) =>
				(['once', 'always'] as const)
					.filter(
						(often) => typeof row.run === 'function' || row.run === 'refuse' || often === 'always',
					)
					.flatMap((often) =>
						triesOf(row, operation, login).map((tries) => ({
							...row,
							operation,
							login,
							often,
							tries,
							name: operation.name,
						})),
					),
			),
	),
);
const cases = sample(allCases, 11);
type Case = (typeof allCases)[number];

const world = useWorld();
const { store } = useFiles('memory');
const proxies: Record<string, FaultProxy> = {};
let held = 0;
let number = 0;

const certificate = async (days: [number, number], host: string) => {
	const day = 86_400_000;
	const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
		keyType: 'ec',
		notBeforeDate: new Date(Date.now() + days[0] * day),
		notAfterDate: new Date(Date.now() + days[1] * day),
		extensions: [
			{
				name: 'subjectAltName',
				altNames: [host === '127.0.0.1' ? { type: 7, ip: host } : { type: 2, value: host }],
			},
		],
	});
	return { key, cert };
};

beforeAll(async () => {
	const certificates = {
		expire: await certificate([-20, -10], '127.0.0.1'),
		otherHost: await certificate([-1, 10], 'other.example.com'),
		selfSigned: await certificate([-1, 10], '127.0.0.1'),
	};
	proxies.plain = await startFaultProxy();
	for (const [name, pair] of Object.entries(certificates)) {
		proxies[name] = await startFaultProxy(pair);
	}
	for (const proxy of Object.values(proxies)) proxy.target = world.simulator.url;

	// Two of them are trusted, so that nothing but the date or the host is wrong.
	const createContext = tls.createSecureContext;
	jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
		const made = createContext(options);
		const { addCACert } = made.context as { addCACert: (pem: string) => void };
		for (const { cert } of [certificates.expire, certificates.otherHost]) {
			addCACert.call(made.context, cert);
		}
		return made;
	});
	const { setTimeout: realSetTimeout } = http.ClientRequest.prototype as unknown as {
		setTimeout: (this: http.ClientRequest, ms: number, then?: () => void) => http.ClientRequest;
	};
	jest.spyOn(http.ClientRequest.prototype, 'setTimeout').mockImplementation(function (
		this: http.ClientRequest,
		ms,
		onTimeout,
	) {
		if (onTimeout) letTimeRunOut = onTimeout;
		return realSetTimeout.call(this, ms, onTimeout);
	});
});

afterAll(async () => {
	jest.restoreAllMocks();
	await Promise.all(Object.values(proxies).map(async (proxy) => await proxy.close()));
	// eslint-disable-next-line no-console -- the count belongs to the result
	console.info(
		`Fault matrix: ${cases.length} cases, ${held} held; ${scannedResults()} results searched for secrets, 0 found`,
	);
});

/** A file is taken by the server without a reference to it: nothing that could be looked for. */
const FILE_WITHOUT_REFERENCE = /\btook the file\b/;
const isUncertain = (text: string) => MAY_BE_DONE.test(text) || FILE_WITHOUT_REFERENCE.test(text);

/** How a person finds out whether a write has been done. A file that was taken without a reference cannot be found. */
const HOW_TO_CHECK: Record<string, RegExp> = {
	create: naming('To check', 'Get Many', 'Subject Is "Printer is on fire"'),
	upsert: naming('To check', 'Get Many', 'Subject Is "Printer is on fire"'),
	update: naming('To check', 'Get', 'ID 104'),
	delete: naming('To check', 'Get', 'ID 104'),
};

const expectedOf = ({ expected, operation, login, often, tries, lastsMs }: Case): string => {
	const { name, kind } = operation;
	const verdicts = expected[name] ?? expected[`${login} ${kind}`] ?? expected[kind];
	const verdict = verdicts?.[often === 'once' ? 0 : 1] ?? '?';
	// The next try is met by no fault, and does what was certainly not done.
	return verdict === 'N' && often === 'once' && tries > 1 && !lastsMs ? 'D' : verdict;
};

/** The next try of Create or Update finds a record that was possibly created, if it was. */
const isFoundAgain = ({ operation, tries }: Case, taken: number): boolean =>
	operation.name === 'upsert' && tries > 1 && taken === 1;

/** How late new records are in searches. */
const LAG_MS = 10_000;

/** Two more executions at the same time: whatever became of the first one, there is one record in the end. */
async function runUpsertTwice({ operation }: Case, address: string): Promise<void> {
	const run = async () =>
		await runNode({
			parameters: operation.parameters,
			credentials: credentialStore({ one: apiKeyLogin(address) }),
		});
	const results = await Promise.all([run(), run()]);
	for (const { error } of results) expect(error).toBeUndefined();
	const writes = world.simulator.writes({ method: operation.method, path: operation.path });
	expect(writes).toHaveLength(1);
}

/** Runs an item, with the fault in the way. */
async function meet(
	{ run, operation, often, tries }: Case,
	proxy: FaultProxy,
	credentials: CredentialStore,
) {
	let hits = 0;
	proxy.faultFor = (method, path) => {
		const isMet = method === operation.method && operation.path.test(path);
		if (!isMet || typeof run !== 'function' || (often === 'once' && hits > 0)) return undefined;
		hits++;
		return run;
	};
	const binary = { data: await store(Buffer.from('Ink is out')) };
	if (run === 'refuse') await proxy.refuse();
	const running = runNode({
		parameters: operation.parameters,
		credentials,
		items: [{ json: {}, binary }],
		...(tries > 1 && { maxTries: tries }),
	});
	if (run === 'refuse' && often === 'once') {
		clock.hold();
		while (clock.waiting === 0) await delay(1);
		await proxy.accept();
		clock.release();
	}
	const result = await running;
	if (run === 'refuse' && often === 'always') await proxy.accept();
	proxy.faultFor = () => undefined;
	return { ...result, hits };
}

test.each(cases)('$fault, $often: $name ($login, tries: $tries)', async (one) => {
	const { operation, login, run } = one;
	const isTls = typeof run === 'string' && run !== 'refuse';
	const proxy = proxies[isTls ? run : 'plain'];
	if (!proxy) throw new Error('No such proxy');
	const address = `${proxy.url}/case-${number++}`;
	const credentials = credentialStore({
		one: (login === 'password' ? passwordLogin : apiKeyLogin)(address),
	});
	if (login === 'password' && operation.kind !== 'login' && !isTls) {
		// n8n has logged in before, so that the fault meets the operation.
		await runNode({ parameters: get.parameters, credentials });
	}
	world.simulator.clearJournal();
	if (operation.name === 'upsert') world.simulator.dialect.indexLagMs = LAG_MS;

	const { items, error, hits } = await meet(one, proxy, credentials);

	const taken = world.simulator
		.calls({ method: operation.method, path: operation.path })
		.filter(({ status }) => status >= 200 && status < 300).length;
	const text = `${error?.message} ${error?.description ?? ''}`;
	const verdict = !error ? 'D' : isUncertain(text) ? 'M' : 'N';
	if (operation.kind === 'write') {
		// The property: what is said is so.
		const allowed = { D: [1], N: [0], M: [0, 1] }[verdict];
		expect(allowed).toContain(taken);
	}
	const expected = isFoundAgain(one, taken) ? 'D' : expectedOf(one);
	expect(`${verdict}: ${error ? text : ''}`).toBe(`${expected}: ${error ? text : ''}`);
	if (!error) expect(operation.isRight(jsonOf({ items } as never))).toBe(true);
	else expect(text).not.toMatch(/undefined|\[object|TypeError|ECONN|ETIMEDOUT/);
	if (verdict === 'M' && operation.name !== 'upload') {
		expect(text).toMatch(HOW_TO_CHECK[operation.name] ?? 'a way to check');
	}
	if (operation.kind === 'login') expect(world.simulator.logins() + hits).toBeLessThanOrEqual(6);
	clock.advance(one.lastsMs ?? 0);
	if (operation.name === 'upsert' && !isTls) await runUpsertTwice(one, address);
	expect(world.simulator.refused()).toEqual([]);
	held++;
});
