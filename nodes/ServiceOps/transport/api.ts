import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type { Refusal } from '../../../credentials/accessToken';
import { describeConnectionFault, explainOddAnswer, isHtml } from '../../../credentials/answers';
import { systemClock } from '../../../credentials/clock';
import { describeRefusal, errorEnvelope, mayHaveBeenDone } from './errors';
import { CREDENTIAL, loginOf, type Credentials, type Login } from './login';
import { isRateLimit, pauseAfter } from './retry';
import { all } from './search';
import { encodeFile, type Encoded } from './multipart';
import { takeIn } from './receive';
import type { Accept, Api, ApiAnswer, ApiRequest, Context, Outcome } from './types';

const DEFAULT_TIMEOUT_MS = 60_000;
/**
 * More than one, because a new token may be stale as well: it may stem from an earlier login of this process, or a
 * login of another process may have ended it on the way.
 */
const MAX_RENEWALS = 4;

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
	const sender: Sender = { context, login: loginOf(context, cancelSignal(context)), timeoutMs };
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
		const { outcome } = await sendSigned(sender, request, await sender.login.current());
		effort.attempts++;
		const pauseMs = pauseAfter(outcome, isRead, effort);
		if (pauseMs === undefined) return settle(sender, outcome, request, accept);
		// Ends early when the workflow is stopped, which the next line tells.
		await systemClock.sleep(pauseMs, cancelSignal(context)).catch(() => undefined);
		effort.waitedMs += pauseMs;
		throwIfCancelled(context, request);
	}
}

/**
 * One request, signed; once more with another token when the server turned the first one away.
 *
 * @returns what became of it, and what it was signed with in the end
 */
async function sendSigned(
	sender: Sender,
	request: ApiRequest,
	given: Credentials,
): Promise<{ outcome: Outcome; credentials: Credentials }> {
	let credentials = given;
	let freshRefused = 0;
	for (let renewals = 0; ; renewals++) {
		const outcome = await attempt(sender, request, credentials);
		const result = { outcome, credentials };
		if (renewals === MAX_RENEWALS || credentials.authentication === 'apiKey') return result;
		const refusal = refusalIn(outcome);
		let renewed: Credentials | undefined;
		if (isDoubtful(request, outcome, refusal)) {
			renewed = await renewedIfDead(sender, credentials);
		} else if (refusal) {
			const { token } = outcome;
			const next = await sender.login.renew({ credentials, token, refusal, freshRefused });
			({ credentials: renewed, freshRefused } = next);
		}
		if (!renewed) return result;
		credentials = renewed;
	}
}

/**
 * Whether a write may have been carried out, although the answer looks like a refusal of the token, or may be one that
 * got lost: a server that turns a token away may hang up while a file is still on its way.
 */
const isDoubtful = (request: ApiRequest, outcome: Outcome, refusal?: Refusal): boolean =>
	(request.file !== undefined && outcome.fault?.neverSent === false) ||
	(refusal === 'page' && !isReading(request));

const isReading = (request: ApiRequest): boolean =>
	request.isRead === true || request.method === 'GET';

/** How an answer says "log in", if it does: ServiceOps may use 401, 403, or a login page with 200. */
function refusalIn({ answer }: Outcome): Refusal | undefined {
	if (answer?.statusCode === 401) return 'unauthorized';
	if (answer?.statusCode === 403) return 'forbidden';
	return answer?.statusCode === 200 && isHtml(answer.body) ? 'page' : undefined;
}

/**
 * What to sign with if a page in answer to a write means that the login has expired. The page proves nothing by itself,
 * as a proxy may have lost the real answer. So a read with the same token has to be turned away too, and to get through
 * with another one.
 */
async function renewedIfDead(
	sender: Sender,
	credentials: Credentials,
): Promise<Credentials | undefined> {
	const probe = await sendSigned(sender, HARMLESS_READ, credentials);
	const { answer } = probe.outcome;
	const isThrough = answer?.statusCode === 200 && !isHtml(answer.body);
	return isThrough && probe.credentials !== credentials ? probe.credentials : undefined;
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

/** @param credentials to sign with; n8n logs in first when they hold no token, and puts it there */
async function attempt(
	{ context, timeoutMs }: Sender,
	request: ApiRequest,
	credentials: Credentials,
): Promise<Outcome> {
	const encoded = request.file && (await encodeFile(request.file));
	const options = wireOptions(request, timeoutMs, encoded);
	const { id, name = '' } = context.getNode().credentials?.[CREDENTIAL] ?? {};
	try {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			{ credentialsDecrypted: { id: id ?? '', name, type: CREDENTIAL, data: credentials } },
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
			isUncertain: !isRead && (status >= 500 || status === 408) && !isRateLimit(outcome.answer),
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
