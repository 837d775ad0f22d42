import type { http } from './node';
import { brokenOff, listen, takeAnything } from './loopback';

/** One request as it came over the wire. */
export interface Received {
	method: string;
	path: string;
	/** The path with the query, as it was sent. */
	url: string;
	query: Record<string, string>;
	headers: http.IncomingHttpHeaders;
	/** Parsed JSON, or the raw text of any other body; undefined without a body. */
	body: unknown;
}

/** What to answer: an object goes out as JSON, a text as it is. */
export interface Canned {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** After how many bytes of the body the connection breaks off. */
	breaksAfter?: number;
}

/** A server that answers what it is told to and remembers what it was asked. */
export interface CannedServer {
	url: string;
	received: Received[];
	answer: (request: Received) => Canned;
	close: () => Promise<void>;
}

const parse = (bytes: Buffer | undefined, contentType = ''): unknown => {
	const text = bytes?.toString('utf8') ?? '';
	if (text === '') return undefined;
	return contentType.includes('json') ? (JSON.parse(text) as unknown) : text;
};

/** Starts a canned server on a free port. */
export async function startCannedServer(answer: CannedServer['answer']): Promise<CannedServer> {
	const app = takeAnything();
	app.all('/*', async (request, reply) => {
		const received: Received = {
			method: request.method,
			path: request.url.split('?')[0] ?? '',
			url: request.url,
			query: { ...(request.query as Record<string, string>) },
			headers: request.headers,
			body: parse(request.body as Buffer | undefined, request.headers['content-type']),
		};
		canned.received.push(received);
		const { status = 200, headers = {}, body, breaksAfter } = canned.answer(received);
		const isText = typeof body === 'string';
		const bytes = Buffer.from((isText ? body : JSON.stringify(body)) ?? '');
		return await reply
			.code(status)
			.headers({
				'content-type': isText ? 'text/html' : 'application/json',
				'content-length': bytes.length,
				...headers,
			})
			.send(breaksAfter === undefined ? bytes : brokenOff(bytes, breaksAfter));
	});
	const canned: CannedServer = {
		url: await listen(app),
		received: [],
		answer,
		close: async () => {
			await app.close();
		},
	};
	return canned;
}
