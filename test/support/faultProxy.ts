import { brokenOff, listen, takeAnything, type Certificate } from './loopback';
import { stream } from './node';

/** An answer of the server behind the proxy. */
export interface Relayed {
	status: number;
	headers: Record<string, string>;
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
	/** Breaks the connection off, after half of an answer or before any. */
	breakOff: (started?: Relayed) => void;
	/** Answers a byte at a time. */
	drip: (answer: Relayed) => void;
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

/** What concerns a connection, not what is sent over it. */
const HOP_HEADERS = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

const withoutHops = (headers: Iterable<[string, unknown]>): Record<string, string> =>
	Object.fromEntries(
		[...headers]
			.filter(([name]) => !HOP_HEADERS.includes(name))
			.map(([name, value]) => [name, String(value)]),
	);

/** @param certificate makes it an https proxy */
export async function startFaultProxy(certificate?: Certificate): Promise<FaultProxy> {
	const app = takeAnything(certificate);
	app.all('/*', async (request, reply) => {
		const path = request.url.replace(/^\/case-[^/]*/, '');
		const send = ({ status = 200, headers = {}, body }: Partial<Relayed>, as?: stream.Readable) =>
			void reply
				.code(status)
				.headers({ ...withoutHops(Object.entries(headers)), 'content-length': body?.length ?? 0 })
				.send(as ?? body);
		const { socket } = request.raw;
		const passage: Passage = {
			forward: async () => {
				const answer = await fetch(proxy.target + path, {
					method: request.method,
					headers: withoutHops(Object.entries(request.headers)),
					body: request.body as Buffer<ArrayBuffer> | undefined,
					redirect: 'manual',
				});
				const body = Buffer.from(await answer.arrayBuffer());
				return { status: answer.status, headers: withoutHops(answer.headers), body };
			},
			answer: (answer) => send(answer),
			raw: (text) => {
				reply.hijack();
				socket.end(text);
			},
			breakOff: (started) => {
				if (started) {
					send(started, brokenOff(started.body, Math.floor(started.body.length / 2)));
					return;
				}
				reply.hijack();
				socket.destroy();
			},
			drip: (answer) => {
				const bytes = [...answer.body].map((byte) => Buffer.from([byte]));
				send(answer, stream.Readable.from(bytes, { objectMode: false, highWaterMark: 1 }));
			},
		};
		const fault = proxy.faultFor(request.method, path.split('?')[0] ?? '');
		if (fault) await fault(passage);
		else passage.answer(await passage.forward());
		return await reply;
	});
	const url = await listen(app);
	const { server } = app;
	const proxy: FaultProxy = {
		url,
		target: '',
		faultFor: () => undefined,
		refuse: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
		accept: async () =>
			await new Promise<void>((resolve) => {
				server.listen(Number(new URL(url).port), '127.0.0.1', resolve);
			}),
		close: async () => {
			await app.close();
		},
	};
	return proxy;
}
