import type { IN8nHttpFullResponse } from 'n8n-workflow';

/*
 * What a response says, wherever it comes from: ServiceOps, its login, or a proxy.
 */

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
	typeof value === 'string' && value.trim() !== '';

/** Whether an answer's body is a web page rather than data. */
export function isHtml(body: unknown): body is string {
	return typeof body === 'string' && /^\s*(<!doctype|<html|<head|<\?xml|<body)/i.test(body);
}

/**
 * Explains what is wrong with a response that cannot come from the ServiceOps API.
 *
 * @returns undefined when the answer looks like the API's
 */
export function explainOddAnswer(answer: IN8nHttpFullResponse): string | undefined {
	if (answer.statusCode >= 300 && answer.statusCode < 400) {
		const { location } = answer.headers;
		const target = typeof location === 'string' ? ` to ${location.split('?')[0]}` : '';
		return `The server redirects${target}. Enter the address it redirects to as the Server URL`;
	}
	// Gateways return a page of their own when ServiceOps is down or busy: in that case the address is right.
	const isGateway = answer.statusCode >= 500 || answer.statusCode === 429;
	if (isHtml(answer.body) && !isGateway) {
		return 'The server returned a web page instead of data from the ServiceOps API. Check the Server URL';
	}
	return undefined;
}

/** Where servers put their error text, the most specific first (requests.md section 4, "Errors"). */
const TEXT_KEYS = [
	'userMessage',
	'message',
	'error_description',
	'errorMessage',
	'detail',
	'error',
];
/** Envelopes that wrap the error text. */
const WRAPPERS = ['cause', 'error', 'errors', 'data', 'result'];
const LONGEST_TEXT = 500;
const DEEPEST = 3;

/** Spring's placeholder for no message. */
const SAYS_NOTHING = ['No message available', 'null'];

/**
 * The server's own error text, from wherever it puts it. Long stack traces are shortened.
 *
 * @returns undefined where there are none
 */
export function wordsOf(body: unknown, depth = 0): string | undefined {
	if (Array.isArray(body)) return wordsOf(body[0], depth);
	if (isText(body) && depth > 0) return shorten(body);
	if (!isObject(body)) return undefined;
	for (const key of TEXT_KEYS) {
		const text = body[key];
		if (isText(text) && !SAYS_NOTHING.includes(text.trim())) return shorten(text);
	}
	if (depth === DEEPEST) return undefined;
	for (const key of WRAPPERS) {
		const words = wordsOf(body[key], depth + 1);
		if (words !== undefined) return words;
	}
	return undefined;
}

const shorten = (text: string): string => {
	const trimmed = text.trim();
	return trimmed.length > LONGEST_TEXT ? `${trimmed.slice(0, LONGEST_TEXT)}…` : trimmed;
};

/** The result inside an envelope such as `{ "error": null, "result": { … } }`; else the body itself. */
export function resultIn(body: unknown): unknown {
	if (!isObject(body) || 'id' in body || !isObject(body.result)) return body;
	const isEnvelope = Object.keys(body).every((key) => ENVELOPE_KEYS.includes(key));
	return isEnvelope ? body.result : body;
}

const ENVELOPE_KEYS = [
	'result',
	'error',
	'errors',
	'userMessage',
	'message',
	'returnCode',
	'code',
	'status',
	'success',
];

/**
 * The error text in a response with a 2xx status. Keys that are `null` or empty say nothing, and a message next to a
 * result is not a rejection.
 *
 * @returns undefined when the response is a result
 */
export function refusalIn(body: unknown): string | undefined {
	if (!isObject(body) || 'objectList' in body) return undefined;
	const { returnCode, userMessage, error, errors, code, message } = body;
	if (isText(returnCode)) {
		return returnCode === 'SUCCESS' ? undefined : (wordsOf(body) ?? SILENT_REFUSAL);
	}
	const hasResult = (body.id !== undefined && body.id !== null) || isObject(body.result);
	const isRefusal =
		isText(userMessage) ||
		isText(error) ||
		isObject(error) ||
		(Array.isArray(errors) && errors.length > 0) ||
		(isText(code) && isText(message));
	return isRefusal && !hasResult ? (wordsOf(body) ?? SILENT_REFUSAL) : undefined;
}

const SILENT_REFUSAL = 'ServiceOps rejected the request without giving a reason';
