import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { sayPause, systemClock } from '../../../credentials/clock';
import type { ConnectionFault } from '../../../credentials/connectionFaults';
import { readRateLimit } from '../../../credentials/rateLimitHeaders';
import {
	explainOddAnswer,
	refusalIn,
	resultIn,
	tellsFailure,
	WANTS_HTTPS,
	wordsOf,
	wordsOfPage,
} from '../../../credentials/serverAnswer';
import { BadInput } from '../values/badInput';
import { isRecord } from '../values/json';
import { Abandoned, LoginRejected, OddAnswer, RateLimited, Rejected, Unreachable } from './errors';
import type { ErrorDetails, ServiceOpsError } from './errors';
import type { SignedOutcome } from './exchange';
import { hasEnvelope } from './notThere';
import { meaningOf } from './statusMeanings';
import { isRead, type Accept, type ApiAnswer, type ApiRequest } from './types';

/** For writes whose response got lost. */
export const possiblyDone =
	'The request may have been processed. Check ServiceOps before you run this item again';

type ErrorClass = new (message: string, details: ErrorDetails) => ServiceOpsError;

/** What is known of a failure before it becomes an error. */
interface Failure {
	type: ErrorClass;
	message: string;
	description?: string;
	/** Whether the request's own advice about its path may help. */
	mayBeThePath?: boolean;
	/** Whether the API itself answered, so that there is such a call. */
	isFromApi?: boolean;
	status?: number;
	possiblyDone?: boolean;
	details?: string;
}

/**
 * Turns the outcome of any call into its answer or an error.
 *
 * @param accept which responses other than 2xx the caller handles itself
 * @param redact removes secrets from a text, given the token that was sent
 * @throws ServiceOpsError; `possiblyDone` tells that a write may have taken effect
 * @throws BadInput when the request could not be signed
 */
export function interpretOutcome(
	outcome: SignedOutcome,
	request: ApiRequest,
	accept: Accept,
	redact: (text: string, token?: string) => string,
): ApiAnswer {
	const { answer, fault, token } = outcome;
	const result = answer ? readAnswer(answer, request, accept) : fail(fault, request);
	if (!('type' in result)) return result;
	const clean = (text: string) => redact(text, token);
	throw toError(
		{
			...result,
			message: clean(result.message),
			description: result.description && clean(result.description),
			details: result.details && clean(result.details),
		},
		request,
	);
}

function toError({ type, message, ...failure }: Failure, request: ApiRequest): ServiceOpsError {
	const isInDoubt = failure.possiblyDone === true && !isRead(request);
	const description = [
		failure.description,
		failure.mayBeThePath && request.advice,
		isInDoubt && request.howToCheck,
	];
	return new type(isInDoubt ? `${message}. ${possiblyDone}` : message, {
		description: description.filter(Boolean).join(' ') || undefined,
		status: failure.status,
		possiblyDone: isInDoubt,
		details: failure.details,
		mayBeThePath: failure.mayBeThePath && !failure.isFromApi,
	});
}

const FAULT_TYPES: Record<Exclude<ConnectionFault['kind'], 'input'>, ErrorClass> = {
	login: LoginRejected,
	rateLimited: RateLimited,
	stopped: Abandoned,
	unreachable: Unreachable,
};

/** @throws BadInput when the request could not be signed */
function fail({ kind, message, neverSent }: ConnectionFault, request: ApiRequest): Failure {
	if (kind === 'input') throw new BadInput(message);
	return { type: FAULT_TYPES[kind], message, possiblyDone: !neverSent && !isRead(request) };
}

function readAnswer(
	answer: IN8nHttpFullResponse,
	request: ApiRequest,
	accept: Accept,
): ApiAnswer | Failure {
	const { statusCode: status, body, headers } = answer;
	if (status >= 200 && status < 300) return readSuccess(answer, request);
	return accept({ status, body }) ? { status, body, headers } : readRefusal(answer, request);
}

/** A 2xx means done, unless the body explicitly says otherwise; for a DELETE it means done whatever the body says. */
function readSuccess(answer: IN8nHttpFullResponse, request: ApiRequest): ApiAnswer | Failure {
	const { statusCode: status, body, headers } = answer;
	if (request.method === 'DELETE' && !explainOddAnswer(answer)) {
		const isWanted =
			isRecord(body) || (request.receiveText !== undefined && (body as unknown) !== '');
		return { status, body: isWanted ? body : undefined, headers };
	}
	const lost = { status, mayBeThePath: true, possiblyDone: true, type: OddAnswer };
	const odd = explainOddAnswer(answer);
	if (odd) return { ...lost, message: odd, description: quotePage(body) };
	const refusal = refusalIn(body);
	if (refusal) {
		const isFromApi = hasEnvelope(body);
		return { type: Rejected, message: refusal, mayBeThePath: true, isFromApi, status };
	}
	if (typeof body === 'string') {
		const said = wordsOf(body);
		if (said && !isRead(request) && !tellsFailure(said))
			return { status, body: { message: said }, headers };
		const message = "The server's answer is truncated or not JSON";
		if (body.trim() !== '') {
			return { ...lost, message: said ? `${message}: ${said}` : message, isFromApi: true };
		}
	}
	const data = request.receiveText ? body : resultIn(body);
	return { status, body: body === '' ? undefined : data, headers };
}

function quotePage(body: unknown): string | undefined {
	const page = wordsOfPage(body);
	return page && `The response is a web page that says: ${page.replace(/[^.!?…]$/, '$&.')}`;
}

/** Rejections that have nothing to do with the path. */
const NOT_THE_PATH = [401, 403, 407, 413, 429, 503];
/** Request timeout; what proxies say where a connection was closed before the answer. */
const NO_ANSWER = [408, 499];
/** Not implemented, HTTP version not supported, network login required. */
const NOT_PROCESSED = [501, 505, 511];

function readRefusal(answer: IN8nHttpFullResponse, request: ApiRequest): Failure {
	const { statusCode: status, body } = answer;
	const { rateLimited } = readRateLimit(answer, systemClock.now());
	const meaning = meaningOf(rateLimited && status !== 503 ? 429 : status);
	const common = {
		type: meaning.type,
		status,
		mayBeThePath: !NOT_THE_PATH.includes(status),
		isFromApi: hasEnvelope(body),
		possiblyDone:
			(status >= 500 || NO_ANSWER.includes(status)) &&
			!NOT_PROCESSED.includes(status) &&
			!rateLimited,
	};
	const description =
		typeof meaning.description === 'function' ? meaning.description(request) : meaning.description;
	const odd = explainOddAnswer(answer);
	const isAddressWrong = status < 400 || status === 404 || odd === WANTS_HTTPS;
	if (odd && isAddressWrong) return { ...common, type: OddAnswer, message: odd };
	// Plain text to anything else is what a proxy or a web server says about the status.
	const isAbout = typeof body !== 'string' || meaning.type === Rejected || /^\s*</.test(body);
	const said = isAbout ? wordsOf(body, true) : undefined;
	if (!said) {
		const advice = [meaning.unsaid ?? description, quotePage(body)];
		return {
			...common,
			message: rateLimited?.askedMs
				? `${meaning.message}: ${sayPause(rateLimited.askedMs)}`
				: meaning.message,
			description: advice.filter(Boolean).join(' ') || undefined,
		};
	}
	const code = isRecord(body) && typeof body.code === 'string' ? ` (code ${body.code})` : '';
	const details = `${meaning.message} (HTTP status ${status})${code}`;
	// A single word such as `unauthorized` is a code rather than text.
	const message = /\s/.test(said) ? said : `${meaning.message}: ${said}`;
	return { ...common, message, description, details };
}
