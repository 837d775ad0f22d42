import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { decode, isHtml, isSoapFault, isXml, readPage, readXml } from './pageWords';

/*
 * What a response says, wherever it comes from: ServiceOps, its login, or a proxy.
 */

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What web servers answer to HTTP where they expect TLS. */
const NEEDS_HTTPS = /\bto (an )?HTTPS (port|server)|requires TLS/i;
export const PROXY_WANTS_LOGIN = 'A proxy between n8n and ServiceOps requires authentication';
export const WANTS_HTTPS =
	'The server uses HTTPS at this address. Start the Server URL with https://';

/**
 * Explains what is wrong with a response that cannot come from the ServiceOps API.
 *
 * @returns undefined when the answer looks like the API's
 */
export function explainOddAnswer(answer: IN8nHttpFullResponse): string | undefined {
	const { statusCode, body } = answer as { statusCode: number; body: unknown };
	if (statusCode === 400 && typeof body === 'string' && NEEDS_HTTPS.test(body)) return WANTS_HTTPS;
	if (answer.statusCode >= 300 && answer.statusCode < 400) {
		const { location } = answer.headers;
		const target = typeof location === 'string' ? ` to ${location.split('?')[0]}` : '';
		return `The server redirects${target}. Enter the address it redirects to as the Server URL`;
	}
	// Gateways return a page of their own when ServiceOps is down or busy, or for themselves: the address is right.
	const isGateway = statusCode >= 500 || statusCode === 407 || statusCode === 429;
	if (isHtml(answer.body) && !isGateway) {
		return 'The server returned a web page instead of data from the ServiceOps API. Check the Server URL';
	}
	return undefined;
}

/** Where servers put their error text, the most specific first, as `plainKey` writes it (requests.md section 4, "Errors"). */
const TEXT_KEYS = [
	'usermessage',
	'message',
	'errordescription',
	'errormessage',
	'defaultmessage',
	'detail',
	'msg',
	'text',
	'reason',
	'title',
	'error',
	'err',
	'faultstring',
	'description',
];
/** Lists of faults, or faults by field. */
const FAULT_KEYS = ['errors', 'fielderrors', 'violations', 'details', 'messages', 'invalidparams'];
/** What may say more than the text beside it. */
const MORE_KEYS = ['cause', ...FAULT_KEYS, ...TEXT_KEYS];
const LONGEST_TEXT = 500;
const DEEPEST = 3;
const MOST_FAULTS = 5;

/** What is said of the answer itself, not of a field. */
const ABOUT_ANSWER = /^(code|path|status|success|timestamp|type|.*id|.*code)$/i;

/** Placeholders for no message. */
const SAYS_NOTHING = /^\s*(no message available|not found|null|none|false|no|0)?\s*$/i;

const isText = (value: unknown): value is string =>
	typeof value === 'string' && !SAYS_NOTHING.test(value);

const plainKey = (key: string): string => key.toLowerCase().replace(/[_-]/g, '');

/**
 * The server's own error text, from wherever it puts it. Long stack traces are shortened.
 *
 * @param isRefusal whether the body is known to be one: then it may consist of nothing but faults by field
 * @returns undefined where there is none
 */
export function wordsOf(body: unknown, isRefusal = false): string | undefined {
	const data = isHtml(body) ? readPage(body).own : body;
	if (isXml(data)) return shorten(collectDeep(readXml(data)));
	// Text that starts like data is truncated; with a zero byte, it is compressed.
	if (typeof data === 'string' && /^\s*[<[{]|\0/.test(data)) return undefined;
	return shorten(collect(data, 0, isRefusal));
}

function collect(value: unknown, depth: number, isByField = false): string | undefined {
	if (isText(value)) return withoutTags(value);
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
	if (Array.isArray(value)) return join(value.map((one) => collect(one, depth + 1)));
	const fields = Object.fromEntries(
		Object.entries(value).map(([key, one]) => [plainKey(key), one as unknown]),
	);
	const others = Object.keys(fields).filter((key) => key.endsWith('message'));
	const own = [...TEXT_KEYS, ...others].map((key) => fields[key]).find(isText);
	const more = [...MORE_KEYS, ...(own === undefined ? ['data', 'result'] : [])]
		.filter((key) => key === 'cause' || !isText(fields[key]))
		.map((key) => collect(fields[key], depth + 1, key !== 'cause'))
		.find((words) => words !== undefined);
	if (own === undefined && more === undefined && isByField) {
		const faults = Object.entries(value).filter(([name]) => !ABOUT_ANSWER.test(name));
		return join(faults.map(([name, one]) => withField(name, collect(one, depth + 1))));
	}
	const said = own && collect(own, depth);
	const isMore = more !== undefined && !said?.includes(more);
	return withField(fields.field, [said, isMore ? more : undefined].filter(isText).join(' '));
}

/** The words of the outermost element that has any, whatever it is called. */
const collectDeep = (value: Fields, depth = 0): string | undefined =>
	collect(value, 0) ??
	(depth > DEEPEST
		? undefined
		: Object.values(value)
				.filter(isObject)
				.map((one) => collectDeep(one, depth + 1))
				.find(isText));

/** A fault with the field that it is about. */
const withField = (field: unknown, said: string | undefined): string | undefined =>
	said && isText(field) && !said.includes(field) ? `${field}: ${said}` : said || undefined;

const join = (faults: Array<string | undefined>): string | undefined =>
	faults.filter(isText).slice(0, MOST_FAULTS).join('; ') || undefined;

/** Tags of running text only: what else is in angle brackets may be what was entered. */
const withoutTags = (text: string): string =>
	decode(text.replace(/\s*<\/?(p|b|br|div|span|strong|ul|li)\b[^<>]*>\s*/gi, ' ').trim());

/** All words of a web page, which may be those of a proxy. */
export const wordsOfPage = (body: unknown): string | undefined =>
	isHtml(body) ? shorten(readPage(body).words || undefined) : undefined;

const shorten = (text: string | undefined): string | undefined =>
	text && text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;

/**
 * The result inside an envelope such as `{ "error": null, "result": { … } }`, whatever the envelope calls it; else the body
 * itself.
 */
export function resultIn(body: unknown): unknown {
	const inner = isObject(body) ? innerOf(body) : undefined;
	return isObject(inner) ? inner : body;
}

/** The one record in the answer to its creation, inside lists and envelopes. */
export function recordIn(body: unknown): unknown {
	if (Array.isArray(body)) return body.length === 1 ? recordIn(body[0]) : undefined;
	const inner = isObject(body) && !hasId(body) ? (body.objectList ?? innerOf(body)) : undefined;
	return inner === undefined ? body : recordIn(inner);
}

/** The only thing in an envelope. */
function innerOf(body: Fields): unknown {
	const [name = '', another] = Object.keys(body).filter(
		(key) => !ENVELOPE_KEYS.includes(plainKey(key)),
	);
	const inner = another === undefined ? body[name] : undefined;
	const isResult = RESULT_KEYS.includes(name) && typeof inner === 'object' && inner !== null;
	return isResult || (isObject(inner) && hasId(inner)) ? inner : undefined;
}

const RESULT_KEYS = ['result', 'data', 'response', 'object', 'payload'];
const ENVELOPE_KEYS = [
	...MORE_KEYS,
	'returncode',
	'code',
	'errorcode',
	'status',
	'statuscode',
	'success',
	'timestamp',
];

const hasId = ({ id }: Fields): boolean =>
	(typeof id === 'number' && id > 0) || (isText(id) && id !== '-1');

/** What a `returnCode`, `code` or `status` of success looks like. */
const SUCCESS_CODE = /^(success|successful|ok|done|true|created|accepted|0|2\d\d)$/i;
const FAILURE_CODE = /^(error|fail|failed|failure|false|[45]\d{2,3})$/i;
const SUCCESS_WORDS = /\b(success|successfully|accepted|created|updated|saved|done|ok)\b/i;
const FAILURE_WORDS =
	/\b(not?|un(able|success)\w*|fail\w*|errors?|invalid|cannot|denied|exception|missing|required)\b|n't\b/i;

/** Whether a text tells of a failure. */
export const tellsFailure = (text: string): boolean => FAILURE_WORDS.test(text);

/**
 * The error text in a response with a 2xx status. Keys that are `null` or empty say nothing, and a message next to a
 * result is not a rejection.
 *
 * @returns undefined when the response is a result
 */
export function refusalIn(answered: unknown): string | undefined {
	if (isXml(answered) && isSoapFault(answered)) return wordsOf(answered) ?? SILENT_REFUSAL;
	const body = isXml(answered) ? readXml(answered) : answered;
	if (!isObject(body)) return undefined;
	if ('objectList' in body) return failureBeside(body);
	const { returnCode, success, status, code = body.errorCode, statusCode, responseCode } = body;
	if (isText(returnCode) && !SUCCESS_CODE.test(returnCode)) return wordsOf(body) ?? SILENT_REFUSAL;
	if (returnCode === 'SUCCESS' || hasId(body) || resultIn(body) !== body) return undefined;
	const words = wordsOf(body);
	const codes = [success, status, statusCode, responseCode, body.result];
	const isFailure = codes.some((one) => FAILURE_CODE.test(String(one)));
	if (isFailure) return words ?? SILENT_REFUSAL;
	const { userMessage, error, errors, cause, exception } = body;
	const isRefusal =
		[userMessage, error, exception].some(isText) ||
		error === true ||
		// What was to be made has no ID.
		(body.id === null && isText(body.message)) ||
		[error, cause].some(isObject) ||
		(Array.isArray(errors) ? errors.length > 0 : isObject(errors)) ||
		(isText(code) && !SUCCESS_CODE.test(code) && words !== undefined && isBare(body));
	if (!isRefusal) return undefined;
	const isSuccess = words !== undefined && SUCCESS_WORDS.test(words) && !tellsFailure(words);
	return isSuccess ? undefined : (words ?? SILENT_REFUSAL);
}

/** Whether there is nothing beside what an envelope has: things have a code, too. */
const isBare = (body: Fields): boolean =>
	Object.keys(body).every((key) => ENVELOPE_KEYS.includes(plainKey(key)));

/** The words of a failure beside a list without rows, which would look as if there were no records. */
function failureBeside(body: Fields): string | undefined {
	const { objectList: rows } = body;
	const words = Array.isArray(rows) && rows.length > 0 ? undefined : wordsOf(body);
	return words && /(?<!\bno )\b(fail\w*|errors?|invalid|denied|exception)\b/i.test(words)
		? words
		: undefined;
}

const SILENT_REFUSAL = 'ServiceOps rejected the request without giving a reason';

/** What the server says, to follow a statement; empty if it says nothing. */
export const quoteWords = (words: string | undefined): string =>
	words ? `. ServiceOps says: ${words.replace(/\.+$/, '')}` : '';
