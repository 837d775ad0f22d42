import { http, https } from './node';

/** An answer of the server behind the proxy. */
export interface Relayed {
	status: number;
	headers: http.IncomingHttpHeaders;
	body: Buffer;
}

/** One request on its way through the proxy. */
export interface Passage {
	/** Hands the request on; the server behind has done its work when this answers. */
	forward: () => Promise<Relayed>;
	/** Answers as a server would. */
	answer: (answer: Partial<Relayed>) => void;
	/** Writes bytes as they are, and ends the connection. */
	raw: (text: string) => void;
	/** Breaks the connection off, after so much of an answer. */
	breakOff: (started?: Relayed) => void;
	/** Answers a byte at a time. */
	drip: (answer: Relayed) => Promise<void>;
}

/** What goes wrong with a request. */
export type Fault = (passage: Passage) => Promise<void> | void;

/** A proxy on loopback that hurts chosen requests and lets all others through. */
export interface FaultProxy {
	/** Any first segment `case-…` of a path is taken off, so that tests can have addresses of their own. */
	url: string;
	/** The address of the server behind. */
	target: string;
	/** Asked for every request. */
	faultFor: (method: string, path: string) => Fault | undefined;
	/** Refuses connections, until `accept`. */
	refuse: () => Promise<void>;
	accept: () => Promise<void>;
	close: () => Promise<void>;
}

const HOP_HEADERS = ['connection', 'transfer-encoding', 'keep-alive'];

async function bytesOf(stream: http.IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** @param certificate makes it an https proxy */
export async function startFaultProxy(certificate?: {
	key: string;
	cert: string;
}): Promise<FaultProxy> {
	const agent = new http.Agent({ keepAlive: true });
	const relay = async (request: http.IncomingMessage, path: string, body: Buffer) =>
		await new Promise<Relayed>((resolve, reject) => {
			const { method, headers } = request;
			const onward = http.request(proxy.target + path, { method, headers, agent }, (answer) => {
				bytesOf(answer).then(
					(bytes) =>
						resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes }),
					reject,
				);
			});
			onward.on('error', reject);
			onward.end(body);
		});

	const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
		const path = (request.url ?? '/').replace(/^\/case-[^/]*/, '');
		const body = await bytesOf(request);
		const start = ({ status = 200, headers = {}, body: bytes }: Partial<Relayed>) => {
			const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
			response.writeHead(status, {
				...(Object.fromEntries(kept) as http.OutgoingHttpHeaders),
				'content-length': bytes?.length ?? 0,
			});
		};
		const passage: Passage = {
			forward: async () => await relay(request, path, body),
			answer: (answer) => {
				start(answer);
				response.end(answer.body);
			},
			raw: (text) => request.socket.end(text),
			breakOff: (started) => {
				if (!started) {
					request.socket.destroy();
					return;
				}
				start(started);
				const half = started.body.subarray(0, Math.floor(started.body.length / 2));
				response.write(half, () => request.socket.destroy());
			},
			drip: async (answer) => {
				start(answer);
				for (const byte of answer.body) {
					await new Promise<void>((resolve) => {
						response.write(Buffer.from([byte]), () => resolve());
					});
				}
				response.end();
			},
		};
		const fault = proxy.faultFor(request.method ?? '', path.split('?')[0] ?? '');
		if (fault) await fault(passage);
		else passage.answer(await passage.forward());
	};

	const listener: http.RequestListener = (request, response) => {
		// A client that gave up is part of the plan.
		handle(request, response).catch(() => request.socket.destroy());
	};
	const server = certificate
		? https.createServer(certificate, listener)
		: http.createServer(listener);
	const listen = async (port: number) =>
		await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const stop = async () =>
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	await listen(0);
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
	const proxy: FaultProxy = {
		url: `${certificate ? 'https' : 'http'}://127.0.0.1:${address.port}`,
		target: '',
		faultFor: () => undefined,
		refuse: stop,
		accept: async () => await listen(address.port),
		close: async () => {
			agent.destroy();
			await stop();
		},
	};
	return proxy;
}
