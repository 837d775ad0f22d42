/** The shapes in which servers and whatever stands before them put answers. */
import type { Dialect } from './dialect';
import type { Answer } from './errors';
import { envelope, springBody } from './errors';

/** Where the words of a refusal stand. */
export type RefusalShape = Exclude<Dialect['refusalShape'], 'envelope'>;

/** A refusal in words. */
export interface Words {
	status: number;
	code: string;
	message: string;
	path: string;
	/** In ms since 1970. */
	at: number;
}

const REFUSALS: Record<RefusalShape, (words: Words) => unknown> = {
	cause: ({ status, code, message }) => ({
		code: String(status),
		userMessage: null,
		cause: envelope(code, message),
	}),
	errors: ({ code, message }) => ({ errors: [{ code, message }] }),
	spring: ({ status, path, at, message }) => springBody(status, path, at, message),
	xml: ({ status, path, at, message }) => {
		const parts = Object.entries(springBody(status, path, at, message));
		const elements = parts.map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`);
		return `<?xml version="1.0" encoding="UTF-8"?><Map>${elements.join('')}</Map>`;
	},
	tomcat: ({ status, message, path, at }) => {
		const title = `HTTP Status ${status} – ${springBody(status, path, at).error}`;
		return (
			`<!doctype html><html lang="en"><head><title>${title}</title><style type="text/css">h1 {color:white}</style></head>` +
			`<body><h1>${title}</h1><hr class="line" /><p><b>Type</b> Status Report</p><p><b>Message</b> ${escaped(message)}</p>` +
			'<p><b>Description</b> The server did not process the request.</p><h3>Apache Tomcat/9.0.65</h3></body></html>'
		);
	},
	oauth: ({ status, message }) => ({
		error: status === 401 ? 'invalid_token' : 'invalid_request',
		error_description: message,
	}),
};

const escaped = (text: string): string =>
	text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const TYPES: Partial<Record<Dialect['refusalShape'], string>> = {
	xml: 'application/xml;charset=UTF-8',
	tomcat: 'text/html;charset=utf-8',
};

/** The Content-Type of a refusal; undefined for JSON. */
export const refusalType = (shape: Dialect['refusalShape']): string | undefined => TYPES[shape];

/** The body of a refusal in a shape. */
export function refusalBody(shape: Dialect['refusalShape'], words: Words): unknown {
	return shape === 'envelope' ? envelope(words.code, words.message) : REFUSALS[shape](words);
}

/** An answer as this server words it. */
export function dressed(
	answer: Answer,
	{ refusalShape, answerShape }: Dialect,
	path: string,
	at: number,
): Answer {
	if (isRefusal(answer)) {
		const { status, body } = answer;
		const { code, userMessage: message } = body;
		return {
			...answer,
			body: refusalBody(refusalShape, { status, code, message, path, at }),
			contentType: refusalType(refusalShape) ?? answer.contentType,
		};
	}
	if (answerShape === 'plain' || !isSuccess(answer)) return answer;
	const isWrapped = answerShape === 'allWrapped' || !isList(answer.body);
	return isWrapped ? wrapped(answer) : answer;
}

/** A success with the record one level further down. */
export function wrapped(answer: Answer): Answer {
	return { ...answer, body: { error: null, result: answer.body } };
}

/** A success with a JSON body. */
export function isSuccess({ status, body, contentType }: Answer): boolean {
	return status < 300 && typeof body === 'object' && contentType === undefined;
}

function isList(body: unknown): boolean {
	return Array.isArray(body) || 'objectList' in (body as object);
}

type Enveloped = Answer & { body: { code: string; userMessage: string } };

function isRefusal(answer: Answer): answer is Enveloped {
	const { status, body } = answer;
	return status >= 400 && typeof body === 'object' && body !== null && 'userMessage' in body;
}
