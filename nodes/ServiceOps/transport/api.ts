import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';
import { mayNewLoginHelp, type Refusal } from '../../../credentials/accessToken';
import { describeConnectionFault, explainOddAnswer, isHtml } from '../../../credentials/answers';
import { describeRefusal, errorEnvelope, mayHaveBeenDone } from './errors';
import { CREDENTIAL, loginOf, type Login } from './login';
import { pauseAfter } from './retry';
import { all } from './search';
import { encodeFile, type Encoded } from './multipart';
import { takeIn } from './receive';
import type { Accept, Api, ApiAnswer, ApiRequest, Context, Outcome } from './types';

const DEFAULT_TIMEOUT_MS = 60_000;
/** More than one, because the next token may stem from an earlier login of another or of this process, and be stale as well. */
const MAX_RENEWALS = 3;

/** What a run of a node sends its requests with. */
interface Sender {
	context: Context;
	login: Login;
	timeoutMs: number;
}

/**
 * Ties requests to the node that makes them.
 *
 * @param timeoutMs how long to wait for an answer
 * @param parallel how many pages of one list to ask for at a time
 */
export function connect(context: Context, timeoutMs = DEFAULT_TIMEOUT_MS, parallel = 1): Api {
	const answers = new Map<string, Promise<unknown>>();
	const turns = new Map<string, Promise<unknown>>();
	const sender: Sender = { context, login: loginOf(context), timeoutMs };
	return {
		parallel,
		known: new Set(),
		once: async <T>(key: string, read: () => Promise<T>) => {
			const answer = (answers.get(key) as Promise<T> | undefined) ?? read();
			answers.set(key, answer);
			return await answer;
		},
		inTurn: async (key, work) => {
			const before = turns.get(key) ?? Promise.resolve();
			const turn = before.catch(() => undefined).then(work);
			turns.set(key, turn);
			return await turn;
		},
		send: async (request, accept = () => false) => await send(sender, request, accept),
	};
}

async function send(sender: Sender, request: ApiRequest, accept: Accept): Promise<ApiAnswer> {
	const { context } = sender;
	const isRead = isReading(request);
	const effort = { attempts: 0, waitedMs: 0 };
	for (;;) {
		const outcome = await sendSigned(sender, request);
		effort.attempts++;
		const pauseMs = pauseAfter(outcome, isRead, effort);
		if (pauseMs === undefined) return settle(sender, outcome, request, accept);
		// Ends early when the workflow is stopped, which the next line tells.
		await sleep(pauseMs, cancelSignal(context)).catch(() => undefined);
		effort.waitedMs += pauseMs;
		throwIfCancelled(context, request);
	}
}

/** One request, signed; once more with a new login when the server turned the first one away. */
async function sendSigned(sender: Sender, request: ApiRequest): Promise<Outcome> {
	for (let renewals = 0; ; renewals++) {
		const outcome = await attempt(sender, request);
		if (renewals === MAX_RENEWALS || !(await sender.login.hasToken())) return outcome;
		if (!(await isWorthRenewal(sender, request, outcome, renewals > 0))) return outcome;
		await sender.login.renew(outcome.token);
	}
}

async function isWorthRenewal(
	sender: Sender,
	request: ApiRequest,
	outcome: Outcome,
	isRenewed: boolean,
): Promise<boolean> {
	const refusal = refusalIn(outcome);
	// A server that turns a token away may hang up while the file is still on its way, and its answer gets lost.
	const isLostUpload = request.file !== undefined && outcome.fault?.neverSent === false;
	if (isLostUpload || (refusal === 'page' && !isReading(request))) {
		return await isTokenDead(sender);
	}
	return refusal !== undefined && mayNewLoginHelp(outcome.token, refusal, isRenewed);
}

const isReading = (request: ApiRequest): boolean =>
	request.isRead === true || request.method === 'GET';

/** How an answer says "log in", if it does: ServiceOps may use 401, 403, or a login page with 200. */
function refusalIn({ answer }: Outcome): Refusal | undefined {
	if (answer?.statusCode === 401) return 'unauthorized';
	if (answer?.statusCode === 403) return 'forbidden';
	return answer?.statusCode === 200 && isHtml(answer.body) ? 'page' : undefined;
}

/**
 * Whether a page in answer to a write means that the login has expired. The page proves nothing by itself, as a proxy
 * may have lost the real answer. So a read has to be turned away too, and to get through with a new login.
 */
async function isTokenDead(sender: Sender): Promise<boolean> {
	const first = await attempt(sender, HARMLESS_READ);
	const refusal = refusalIn(first);
	if (!refusal || !mayNewLoginHelp(first.token, refusal, false)) return false;
	await sender.login.renew(first.token);
	const { answer } = await attempt(sender, HARMLESS_READ);
	return answer?.statusCode === 200 && !isHtml(answer.body);
}

const HARMLESS_READ: ApiRequest = {
	method: 'POST',
	path: ['api', 'v1', 'request', 'search', 'byqual'],
	query: { offset: 0, size: 1 },
	body: { qualDetails: all([]) },
	isRead: true,
};

/** A path on the server, with every segment encoded: `/api/v1/request/65`. */
export const toPath = (segments: ApiRequest['path']): string =>
	`/${segments.map((segment) => encodeURIComponent(String(segment))).join('/')}`;

function wireOptions(
	request: ApiRequest,
	timeoutMs: number,
	encoded: Encoded | undefined,
): IHttpRequestOptions {
	return {
		method: request.method,
		url: toPath(request.path),
		qs: request.query,
		body: encoded?.body ?? request.body,
		...(encoded && { headers: encoded.headers }),
		...(request.receive ? { encoding: 'stream' } : { json: true }),
		timeout: timeoutMs,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
}

async function attempt(
	{ context, login, timeoutMs }: Sender,
	request: ApiRequest,
): Promise<Outcome> {
	const encoded = request.file && (await encodeFile(request.file));
	const options = wireOptions(request, timeoutMs, encoded);
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			await login.toHandOver(),
		)) as IN8nHttpFullResponse;
		if (request.receive) answer.body = await takeIn(answer, request.receive);
		return { answer, token: sentToken(options) };
	} catch (error) {
		return { fault: describeConnectionFault(error), token: sentToken(options) };
	} finally {
		encoded?.close();
	}
}

/** The credential signs the options in place, so what it put there is what the server saw. */
function sentToken(options: IHttpRequestOptions): string | undefined {
	const header: unknown = options.headers?.Authorization;
	return typeof header === 'string' ? header.replace(/^Bearer /, '') : undefined;
}

/** Turns the last outcome into the caller's answer, or into the error that the person sees. */
function settle(
	{ context, login }: Sender,
	outcome: Outcome,
	request: ApiRequest,
	accept: Accept,
): ApiAnswer {
	const fail = ({ message, description, ...failure }: Failure): NodeApiError =>
		apiError(context, {
			...failure,
			message: login.redact(message, outcome.token),
			description: description && login.redact(description, outcome.token),
		});
	const isRead = isReading(request);
	const { advice } = request;
	if (!outcome.answer) {
		const { message, neverSent } = outcome.fault;
		const isUncertain = !isRead && !neverSent;
		throw fail({ message, isUncertain });
	}
	const { statusCode: status, body, headers } = outcome.answer;
	const isSuccess = status >= 200 && status < 300;
	if (!isSuccess && accept({ status, body })) return { status, body };
	if (!isSuccess) {
		const { message, description } = describeRefusal(outcome.answer);
		throw fail({
			message,
			description,
			advice: NOT_THE_ADDRESS.includes(status) ? undefined : advice,
			status,
			isUncertain: !isRead && (status >= 500 || status === 408),
		});
	}
	const odd = explainOddAnswer(outcome.answer);
	if (odd) throw fail({ message: odd, advice, status, isUncertain: !isRead });
	if (typeof body === 'string' && body.trim() !== '') {
		const message = 'The answer of the server is cut off or is no JSON';
		throw fail({ message, advice, status, isUncertain: !isRead });
	}
	const envelope = errorEnvelope(body);
	if (envelope) throw fail({ message: envelope, advice, status });
	return { status, body: body === '' ? undefined : body, headers };
}

/** Refusals that do not come from a wrong address. */
const NOT_THE_ADDRESS = [401, 403, 429, 503];

interface Failure {
	message: string;
	description?: string;
	advice?: string;
	status?: number;
	isUncertain?: boolean;
}

/** Built from plain text only: what n8n threw carries the signed request, and would be saved with the execution. */
function apiError(
	context: Context,
	{ message, description: meaning, advice, status, isUncertain }: Failure,
): NodeApiError {
	const description = [meaning, advice].filter(Boolean).join(' ') || undefined;
	const text = isUncertain ? `${message}. ${mayHaveBeenDone}` : message;
	const error = new NodeApiError(
		context.getNode(),
		{ message: text },
		{ message: text, description, httpCode: status === undefined ? undefined : String(status) },
	);
	// n8n puts words of its own before messages that look like network codes.
	error.message = text;
	error.context.mayHaveBeenDone = isUncertain === true;
	return error;
}

/** Aborted when the workflow is stopped; the editor's lists have none. */
const cancelSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

function throwIfCancelled(context: Context, request: ApiRequest): void {
	if (cancelSignal(context)?.aborted) {
		throw apiError(context, {
			message: `The workflow was stopped while waiting to repeat ${request.method} ${toPath(request.path)}`,
		});
	}
}
