/** What goes back to the client. A body that is text is sent as it is, anything else as JSON. */
export interface Answer {
	status: number;
	body?: unknown;
	contentType?: string;
	headers?: Record<string, string>;
	/** The request broke the contract: such calls are listed by `simulator.refused()`. */
	breach?: boolean;
}

/** Thrown anywhere while a request is handled, to answer it with an error. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`Refused with status ${answer.status}`);
	}
}

/** ServiceOps' error envelope. */
export function envelope(code: string, userMessage: string) {
	return { code, userMessage, cause: null };
}

/** The request broke the contract. */
export function invalid(userMessage: string): Refusal {
	return new Refusal({
		status: 400,
		body: envelope('FDTx1.template', userMessage),
		breach: true,
	});
}

/** The server has a rule or a limit of its own against it: no breach of the contract. */
export function against(userMessage: string): Refusal {
	return new Refusal({ status: 400, body: envelope('400', userMessage) });
}

/** A field has a value that the server does not know. */
export function unknownValue(field: string, value: unknown): Refusal {
	const shown = typeof value === 'string' ? value : JSON.stringify(value);
	return invalid(`Field '${field}' has an unknown value '${shown}'.`);
}

/** There is no such record: a 404 with the envelope. */
export function noRecord(what: string, id: number | string): Refusal {
	return new Refusal({
		status: 404,
		body: envelope('404', `${what} with id ${id} does not exist.`),
	});
}

/** A page as a web server sends it when it does not know the path: no envelope. */
export function htmlPage(status: number, title: string): Answer {
	return {
		status,
		body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
		contentType: 'text/html;charset=UTF-8',
	};
}

const REASONS: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	409: 'Conflict',
	415: 'Unsupported Media Type',
	422: 'Unprocessable Entity',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	503: 'Service Unavailable',
};

/** A refusal in the words of Spring, which knows neither code nor userMessage. */
export function springBody(status: number, path: string, at: number, message?: string) {
	return {
		timestamp: new Date(at).toISOString().replace('Z', '+00:00'),
		status,
		error: REASONS[status] ?? 'Error',
		...(message === undefined ? {} : { message }),
		path,
	};
}
