import { http } from './node';

/** One request as it came over the wire. */
export interface Received {
	method: string;
	path: string;
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
}

/** A server that answers what it is told to and remembers what it was asked. */
export interface CannedServer {
	url: string;
	received: Received[];
	answer: (request: Received) => Canned;
	close: () => Promise<void>;
}

const parse = (text: string, contentType = ''): unknown => {
	if (text === '') return undefined;
	return contentType.includes('json') ? (JSON.parse(text) as unknown) : text;
};

/** Starts a canned server on a free port. */
export async function startCannedServer(answer: CannedServer['answer']): Promise<CannedServer> {
	const server = http.createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
			const received: Received = {
				method: request.method ?? '',
				path: pathname,
				query: Object.fromEntries(searchParams),
				headers: request.headers,
				body: parse(Buffer.concat(chunks).toString('utf8'), request.headers['content-type']),
			};
			canned.received.push(received);
			const { status = 200, headers = {}, body } = canned.answer(received);
			const isText = typeof body === 'string';
			response.writeHead(status, {
				'content-type': isText ? 'text/html' : 'application/json',
				...headers,
			});
			response.end(isText || body === undefined ? body : JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	const canned: CannedServer = {
		url: `http://127.0.0.1:${address.port}`,
		received: [],
		answer,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return canned;
}
