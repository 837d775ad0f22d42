/** The way of a call through the server: journal, rate limiter, latency, faults, work, answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { delay } from '../support/node';
import type { Answer } from './errors';
import { envelope } from './errors';
import type { Fault } from './faults';
import { failsAnswer, isDoneFirst, outcomeOf, takeFault } from './faults';
import { handle } from './handle';
import { read, type Incoming } from './incoming';
import type { JournalEntry } from './journal';
import { TOKEN_OPERATION } from './oauth';
import type { Verdict } from './rateLimit';
import type { State } from './state';
import type { RequestCheck } from './validation';

const JSON_TYPE = 'application/json;charset=UTF-8';

/** Lets the server answer every call. */
export function answerCalls(app: FastifyInstance, state: State, check: RequestCheck): void {
	const { journal } = state;
	const entries = new WeakMap<FastifyRequest, JournalEntry>();
	app.addHook('onRequest', async (request, reply) => {
		const { method, headers } = request;
		const entry = journal.open({ method, url: request.raw.url ?? '', headers });
		entries.set(request, entry);
		reply.raw.once('close', () => journal.close(entry));
		await Promise.resolve();
	});
	app.setErrorHandler(async (_error, request, reply) => {
		// Only a body that cannot be read comes here: too large, or broken off.
		const answer = { status: 400, body: envelope('400', 'The request cannot be read.') };
		send(state, reply, answer, entries.get(request));
		await Promise.resolve();
	});
	app.all('/*', async (request, reply) => {
		const entry = entries.get(request);
		if (entry === undefined) throw new Error('A request without a journal entry');
		const incoming = await read(request);
		entry.body = incoming.body;
		const verdict = limited(state, entry);
		void reply.headers(verdict.headers);
		if (verdict.rejection !== undefined) {
			await wait(state, latencyOf(state, entry));
			send(state, reply, verdict.rejection, entry);
			entry.rejected = true;
			return;
		}
		await answer(state, check, request, reply, entry, incoming);
	});
}

function limited({ limiters }: State, { method, path, headers }: JournalEntry): Verdict {
	const isLogin = path === TOKEN_OPERATION.path;
	const call = { method, path, authorization: headers.authorization ?? '', isLogin };
	for (const limiter of limiters) {
		const verdict = limiter(call);
		if (verdict !== undefined) return verdict;
	}
	return { headers: {} };
}

function latencyOf({ latencyMs, latencyByMethod }: State, { method }: JournalEntry): number {
	return latencyByMethod[method] ?? latencyMs;
}

/** Waits in small steps, so that a closed simulator keeps no process alive. */
async function wait(state: State, ms: number): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0 && !state.closed; left = end - Date.now()) {
		await delay(Math.min(left, 50));
	}
}

async function answer(
	state: State,
	check: RequestCheck,
	request: FastifyRequest,
	reply: FastifyReply,
	entry: JournalEntry,
	incoming: Incoming,
): Promise<void> {
	const fault = takeFault(state.faults, entry);
	await wait(state, latencyOf(state, entry) + (fault?.delayMs ?? 0));
	const fails = fault !== undefined && failsAnswer(fault);
	if (fails && !isDoneFirst(fault)) {
		fail(state, request, reply, fault, entry, undefined);
		return;
	}
	const real = await handle(state, check, entry, incoming);
	if (real.breach) state.journal.addBreach(entry);
	if (fails) fail(state, request, reply, fault, entry, real);
	else send(state, reply, real, entry);
}

function fail(
	state: State,
	request: FastifyRequest,
	reply: FastifyReply,
	fault: Fault,
	entry: JournalEntry,
	real: Answer | undefined,
): void {
	const outcome = outcomeOf(fault, entry, real, state.now());
	if (typeof outcome === 'object') {
		send(state, reply, outcome, entry);
		return;
	}
	void reply.hijack();
	if (outcome === 'reset') {
		state.journal.answered(entry);
		request.raw.socket.destroy();
	}
}

function send(
	{ journal, now, dialect: { charset } }: State,
	reply: FastifyReply,
	{ status, body, contentType, headers = {} }: Answer,
	entry: JournalEntry | undefined,
): void {
	if (entry !== undefined) {
		entry.status = status;
		entry.rejected = status === 429 || (status === 503 && tellsWhen(headers));
		journal.answered(entry);
	}
	// By the server's own clock, as are the times of its rate limit.
	void reply.code(status).headers({ date: new Date(now()).toUTCString(), ...headers });
	if (body === undefined) {
		void reply.send();
		return;
	}
	const isRaw = typeof body === 'string' || body instanceof Uint8Array;
	if (charset === 'utf-8' || isRaw) {
		void reply.type(contentType ?? JSON_TYPE).send(isRaw ? body : JSON.stringify(body));
		return;
	}
	void reply.header('content-type', LATIN_TYPES[charset]).send(inLatin(JSON.stringify(body)));
}

const LATIN_TYPES = {
	'iso-8859-1': 'application/json;charset=ISO-8859-1',
	latinUnsaid: 'application/json',
};

/** JSON in Latin-1; characters that it lacks are escaped. */
function inLatin(json: string): Buffer {
	const escape = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
	return Buffer.from(json.replace(/[\u0100-\uffff]/g, escape), 'latin1');
}

function tellsWhen(headers: Record<string, string>): boolean {
	return Object.keys(headers).some((name) => /^(retry-after|x-ratelimit-reset)$/i.test(name));
}
