/** A strict stand-in for a Motadata ServiceOps server: a second reading of the contract, independent of the product. */
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import type { Document } from 'openapi-backend';
import { OpenAPIRouter, OpenAPIValidator } from 'openapi-backend';
import { generate } from 'selfsigned';

import { delay, http, https } from '../support/node';
import type { Dialect } from './dialect';
import { DEFAULT_DIALECT } from './dialect';
import type { Answer } from './errors';
import { envelope, explain, htmlPage, invalid, Refusal } from './errors';
import type { Fields } from './fields';
import { createLogins, TOKEN_OPERATION, unauthorized } from './oauth';
import { openApiDocument, OPERATIONS } from './openapi';
import type { Operation, Upload, User } from './operation';
import { replaceRequests, seed } from './seed';
import { createStore, type Store } from './store';

export type { Dialect } from './dialect';
export { LOGIN, UMLAUT_CLIENT } from './oauth';

/** One call, as it arrived and as it was answered. */
export interface JournalEntry {
	method: string;
	/** Without the query, and still encoded. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON; forms as an object; undefined without a body. */
	body: unknown;
	/** 0 while the call is in progress, and where the connection was broken off. */
	status: number;
	operationId?: string;
	at: number;
}

export interface SimulatorOptions {
	/** 0, which is the default, takes a free port. */
	port?: number;
	https?: boolean;
	dialect?: Partial<Dialect>;
	/** Every answer is this late. */
	latencyMs?: number;
	tokenLifetimeSeconds?: number;
	/** The server's clock. */
	now?: () => number;
}

/** Something that goes wrong with the next matching calls. */
export interface Fault {
	method?: string;
	path?: RegExp;
	/** How many calls it hits; 1 unless it says otherwise. */
	times?: number;
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	contentType?: string;
	/** Break the connection off. */
	reset?: boolean;
	/** Do the work first, and then fail the answer. */
	after?: boolean;
	/** Be late; without a status, body or reset that is all that happens. */
	delayMs?: number;
}

export interface Simulator {
	url: string;
	dialect: Dialect;
	latencyMs: number;
	/** Every call, logins too, in the order in which they arrived. */
	journal: JournalEntry[];
	calls: (filter?: { method?: string; path?: string | RegExp }) => JournalEntry[];
	/** How many logins were tried. */
	logins: () => number;
	/** As after the start: data, dialect, journal, tokens, faults. */
	reset: () => void;
	clearJournal: () => void;
	/** No token issued so far is accepted any longer. */
	expireTokens: () => void;
	/** Replaces the requests by so many generated ones. */
	seedRequests: (count: number) => void;
	/** Changes the data past the API, as jobs of the server or late commits do. */
	edit: (change: (data: Store) => void) => void;
	/** Calls that were refused because they broke the contract. */
	refused: () => JournalEntry[];
	failNext: (fault: Fault) => void;
	/** Uploaded files by `refFileName`. */
	readonly files: ReadonlyMap<string, Upload>;
	/** The most calls in progress at once since the journal was cleared. */
	readonly peak: number;
	/** Ends all connections at once. */
	close: () => Promise<void>;
}

const MAX_BODY = 256 * 1024 * 1024;
const DEFAULT_TOKEN_LIFETIME = 43199;
const JSON_TYPE = 'application/json;charset=UTF-8';

/** A request as it came over the wire, its body read. */
interface Incoming {
	authorization: string | undefined;
	contentType: string;
	body: unknown;
	uploads: Record<string, Upload>;
	malformed: boolean;
	repeated: string | undefined;
}

/** Starts a simulator on loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const now = options.now ?? Date.now;
	const check = requestCheck();
	const app = Fastify({
		bodyLimit: MAX_BODY,
		forceCloseConnections: true,
		serverFactory: await serverFactory(options.https ?? false),
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
	await app.register(multipart, { limits: { fileSize: MAX_BODY } });

	const journal: JournalEntry[] = [];
	const breaches = new Set<JournalEntry>();
	const entries = new WeakMap<FastifyRequest, JournalEntry>();
	let faults: Fault[] = [];
	let inProgress = 0;
	let peak = 0;
	let closed = false;
	let store = createStore(now);
	const logins = createLogins(
		() => simulator.dialect,
		now,
		options.tokenLifetimeSeconds ?? DEFAULT_TOKEN_LIFETIME,
	);

	const simulator: Simulator = {
		url: '',
		dialect: { ...DEFAULT_DIALECT, ...options.dialect },
		latencyMs: options.latencyMs ?? 0,
		journal,
		calls: ({ method, path } = {}) =>
			journal.filter(
				(entry) =>
					(method === undefined || entry.method === method.toUpperCase()) &&
					(path === undefined ||
						(typeof path === 'string' ? entry.path === path : path.test(entry.path))),
			),
		logins: () => simulator.calls({ method: 'POST', path: TOKEN_OPERATION.path }).length,
		reset: () => {
			store = createStore(now);
			seed(store);
			Object.assign(simulator.dialect, DEFAULT_DIALECT, options.dialect);
			simulator.latencyMs = options.latencyMs ?? 0;
			faults = [];
			logins.forget();
			simulator.clearJournal();
		},
		clearJournal: () => {
			journal.length = 0;
			breaches.clear();
			peak = inProgress;
		},
		expireTokens: () => {
			logins.forget();
		},
		seedRequests: (count) => {
			replaceRequests(store, count);
		},
		edit: (change) => {
			change(store);
		},
		refused: () => journal.filter((entry) => breaches.has(entry)),
		failNext: (fault) => {
			faults.push({ ...fault, times: fault.times ?? 1 });
		},
		get files() {
			return store.files;
		},
		get peak() {
			return peak;
		},
		close: async () => {
			closed = true;
			await app.close();
		},
	};

	app.addHook('onRequest', async (request, reply) => {
		const entry = newEntry(request, now());
		journal.push(entry);
		entries.set(request, entry);
		inProgress++;
		peak = Math.max(peak, inProgress);
		reply.raw.once('close', () => inProgress--);
		await Promise.resolve();
	});
	app.setErrorHandler(async (_error, request, reply) => {
		// Only a body that cannot be read comes here: too large, or broken off.
		const answer = { status: 400, body: envelope('400', 'The request cannot be read.') };
		send(reply, answer, entries.get(request));
		await Promise.resolve();
	});
	app.all('/*', async (request, reply) => {
		const entry = entries.get(request);
		if (entry === undefined) throw new Error('A request without a journal entry');
		const incoming = await read(request);
		entry.body = incoming.body;
		const fault = takeFault(faults, entry);
		const late = simulator.latencyMs + (fault?.delayMs ?? 0);
		await wait(late);
		const fails =
			fault !== undefined &&
			(fault.reset === true || fault.status !== undefined || fault.body !== undefined);
		if (fails && !fault.after) {
			fail(request, reply, fault, entry);
			return;
		}
		const answer = await handle(entry, incoming);
		if (answer.breach) breaches.add(entry);
		if (fails) fail(request, reply, fault, entry);
		else send(reply, answer, entry);
	});

	/** Waits in small steps, so that a closed simulator keeps no process alive. */
	async function wait(ms: number): Promise<void> {
		const end = Date.now() + ms;
		for (let left = ms; left > 0 && !closed; left = end - Date.now()) {
			await delay(Math.min(left, 50));
		}
	}

	/** Signs in, checks and answers one call. */
	async function handle(entry: JournalEntry, incoming: Incoming): Promise<Answer> {
		try {
			if (entry.path === '/openapi.json' && entry.method === 'GET') {
				return { status: 200, body: openApiDocument() };
			}
			const operation = check.match(entry);
			if (operation !== undefined) entry.operationId = operation.operationId;
			if (operation === TOKEN_OPERATION) {
				check.validate(operation, entry, incoming);
				const form = incoming.body as Record<string, string>;
				return await logins.logIn(incoming.authorization, form);
			}
			const { user, by } = logins.identify(incoming.authorization);
			if (operation === undefined) return { ...htmlPage(404, 'Not Found'), breach: true };
			const { dialect } = simulator;
			if (by === 'apiKey' && isInternal(operation) && !dialect.lookupsAcceptApiKey) {
				throw unauthorized('An API key is not accepted here.');
			}
			const absent = operation.absent?.(dialect);
			if (absent === 404) return htmlPage(404, 'Not Found');
			if (absent === 405) return htmlPage(405, 'Method Not Allowed');
			const params = check.validate(operation, entry, incoming);
			permit(user);
			return operation.run({
				store,
				dialect,
				user,
				params,
				query: entry.query,
				body: (incoming.body ?? {}) as Fields,
				uploads: incoming.uploads,
			});
		} catch (error) {
			if (error instanceof Refusal) {
				return entry.path === TOKEN_OPERATION.path ? oauthRefusal(error.answer) : error.answer;
			}
			return { status: 500, body: envelope('500', `Simulator: ${String(error)}`), breach: true };
		}
	}

	seed(store);
	const address = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
	simulator.url = options.https ? address.replace('http:', 'https:') : address;
	return simulator;
}

// ---- checking against the document ----------------------------------------------------------------------------

interface RequestCheck {
	/** The operation that a call means, if there is one. */
	match: (entry: JournalEntry) => Operation | undefined;
	/** The path parameters of a call that keeps to the document; a refusal for any other. */
	validate: (
		operation: Operation,
		entry: JournalEntry,
		incoming: Incoming,
	) => Record<string, string>;
}

let sharedCheck: RequestCheck | undefined;

/** The document never changes, so all simulators of a process share its compiled checks. */
function requestCheck(): RequestCheck {
	sharedCheck ??= buildCheck();
	return sharedCheck;
}

function buildCheck(): RequestCheck {
	const definition = openApiDocument() as unknown as Document;
	const router = new OpenAPIRouter({ definition, ignoreTrailingSlashes: false });
	const validator = new OpenAPIValidator({
		definition,
		router,
		// Checks are compiled when they are first needed: most tests need a few of them only.
		lazyCompileValidators: true,
		ajvOpts: { strict: false, discriminator: true },
	});
	const definitions = new Map(router.getOperations().map((one) => [one.operationId, one]));
	const known = new Map<string, Operation | undefined>();
	const operations = new Map(OPERATIONS.map((one) => [one.operationId, one]));
	const asked = ({ method, path }: JournalEntry) => ({ method, path, headers: {} });
	return {
		match: (entry) => {
			const kind = `${entry.method} ${entry.path.replace(/\/\d+(?=\/|$)/g, '/0')}`;
			if (!known.has(kind)) {
				const found = router.matchOperation(asked(entry));
				known.set(kind, operations.get(found?.operationId ?? ''));
			}
			return known.get(kind);
		},
		validate: (operation, entry, incoming) => {
			refuseMalformed(operation, incoming);
			const described = definitions.get(operation.operationId);
			const { path } = entry;
			const call = {
				method: entry.method,
				path,
				headers: {},
				query: { ...entry.query },
				body: incoming.body as Fields | undefined,
			};
			const { errors } = validator.validateRequest(call, described);
			const params = router.parseRequest(call, described).params as Record<string, string>;
			const [error] = errors ?? [];
			if (error !== undefined) {
				const input = { path: params, query: entry.query, requestBody: incoming.body };
				throw invalid(explain(error, input));
			}
			return params;
		},
	};
}

/** What the document cannot say: whether a body could be read, and was of the right media type. */
function refuseMalformed(operation: Operation, incoming: Incoming): void {
	const { body, contentType, malformed, repeated } = incoming;
	if (repeated !== undefined) throw invalid(`Query parameter '${repeated}' is given twice.`);
	if (operation.body === undefined) {
		if (body !== undefined) throw invalid('No request body is expected here.');
		return;
	}
	const accepted = operation.mediaTypes ?? ['application/json'];
	if (body !== undefined && !accepted.includes(contentType)) {
		throw new Refusal({
			status: 415,
			body: envelope('415', `Content type '${contentType}' is not supported.`),
			breach: true,
		});
	}
	if (malformed) throw invalid('The request body is not valid JSON.');
	if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
		throw invalid('The request body must be an object.');
	}
}

/** The paths that the web interface calls, apart from the upload. */
function isInternal({ path, tag }: Operation): boolean {
	return !path.startsWith('/api/v1/') && tag !== 'attachment';
}

/** The login words its errors as OAuth does. */
function oauthRefusal(answer: Answer): Answer {
	const { userMessage } = answer.body as { userMessage: string };
	return { ...answer, body: { error: 'invalid_request', error_description: userMessage } };
}

function permit(user: User): void {
	if (!user.restricted) return;
	throw new Refusal({
		status: 403,
		body: envelope('403', 'You do not have permission to do this.'),
	});
}

// ---- reading and answering ------------------------------------------------------------------------------------

function newEntry(request: FastifyRequest, at: number): JournalEntry {
	const [path = '', query = ''] = (request.raw.url ?? '').split(/\?(.*)/s);
	const headers = Object.entries(request.headers).map(([name, value]) => [
		name,
		[value ?? ''].flat().join(', '),
	]);
	return {
		method: request.method,
		path,
		query: Object.fromEntries(new URLSearchParams(query)),
		headers: Object.fromEntries(headers) as Record<string, string>,
		body: undefined,
		status: 0,
		at,
	};
}

async function read(request: FastifyRequest): Promise<Incoming> {
	const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	const incoming: Incoming = {
		authorization: request.headers.authorization,
		contentType: contentType.toLowerCase(),
		body: undefined,
		uploads: {},
		malformed: false,
		repeated: repeatedParameter(request.raw.url ?? ''),
	};
	if (request.isMultipart()) return await readParts(request, incoming);
	const bytes = request.body as Uint8Array | undefined;
	if (bytes === undefined || bytes.length === 0) return incoming;
	const text = new TextDecoder().decode(bytes);
	if (incoming.contentType === 'application/x-www-form-urlencoded') {
		return { ...incoming, body: Object.fromEntries(new URLSearchParams(text)) };
	}
	try {
		return { ...incoming, body: JSON.parse(text) as unknown };
	} catch {
		return { ...incoming, body: text, malformed: true };
	}
}

async function readParts(request: FastifyRequest, incoming: Incoming): Promise<Incoming> {
	const body: Fields = {};
	const uploads: Record<string, Upload> = {};
	for await (const part of request.parts()) {
		if (part.type === 'field') {
			body[part.fieldname] = part.value;
			continue;
		}
		const content = new Uint8Array(await part.toBuffer());
		const { filename: realName, mimetype } = part;
		uploads[part.fieldname] = { realName, contentType: mimetype, content };
		body[part.fieldname] = { realName, contentType: mimetype, size: content.length };
	}
	return { ...incoming, body, uploads };
}

function repeatedParameter(url: string): string | undefined {
	const names = [...new URLSearchParams(url.split(/\?(.*)/s)[1] ?? '').keys()];
	return names.find((name, at) => names.indexOf(name) !== at);
}

function send(
	reply: FastifyReply,
	{ status, body, contentType }: Answer,
	entry: JournalEntry | undefined,
): void {
	if (entry !== undefined) entry.status = status;
	void reply.code(status);
	if (body === undefined) {
		void reply.send();
		return;
	}
	void reply.type(contentType ?? JSON_TYPE);
	const isRaw = typeof body === 'string' || body instanceof Uint8Array;
	void reply.send(isRaw ? body : JSON.stringify(body));
}

function takeFault(faults: Fault[], { method, path }: JournalEntry): Fault | undefined {
	const at = faults.findIndex(
		(fault) =>
			(fault.method === undefined || fault.method.toUpperCase() === method) &&
			(fault.path === undefined || fault.path.test(path)),
	);
	const fault = faults[at];
	if (fault === undefined) return undefined;
	fault.times = (fault.times ?? 1) - 1;
	if (fault.times <= 0) faults.splice(at, 1);
	return fault;
}

function fail(
	request: FastifyRequest,
	reply: FastifyReply,
	{ reset, status = 500, headers = {}, body = '', contentType }: Fault,
	entry: JournalEntry,
): void {
	if (reset) {
		entry.status = 0;
		void reply.hijack();
		request.raw.socket.destroy();
		return;
	}
	void reply.headers(headers);
	const guessed = body.trimStart().startsWith('{') ? JSON_TYPE : 'text/html;charset=UTF-8';
	send(reply, { status, body, contentType: contentType ?? guessed }, entry);
}

// ---- the server -----------------------------------------------------------------------------------------------

let sharedCertificate: ReturnType<typeof generate> | undefined;

/**
 * Keeps idle connections open. A busy test blocks the event loop that it shares with the simulator: after Node's
 * usual five seconds its next call would meet a connection that is just being closed.
 */
function patient<T extends http.Server | https.Server>(server: T): T {
	server.keepAliveTimeout = 600_000;
	return server;
}

/** One self-signed certificate serves all simulators of a process. */
async function serverFactory(secure: boolean) {
	if (!secure) return (handler: http.RequestListener) => patient(http.createServer(handler));
	sharedCertificate ??= generate([{ name: 'commonName', value: 'localhost' }], {
		keyType: 'ec',
		extensions: [
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
	const { private: key, cert } = await sharedCertificate;
	return (handler: http.RequestListener) => patient(https.createServer({ key, cert }, handler));
}
