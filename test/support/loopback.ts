/** Servers on loopback that tests make up themselves. */
import Fastify, { type FastifyInstance } from 'fastify';
import { delay, stream } from './node';

/** A key and its certificate, as PEM. */
export interface Certificate {
	key: string;
	cert: string;
}

/**
 * A server that takes requests of any kind and size, with their bodies as bytes; it listens once it has a route.
 *
 * @param certificate makes it an https server
 */
export function takeAnything(certificate?: Certificate): FastifyInstance {
	const app = Fastify({
		bodyLimit: Number.MAX_SAFE_INTEGER,
		forceCloseConnections: true,
		...(certificate && { https: certificate }),
	}) as FastifyInstance;
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	return app;
}

/** @returns its address, on a free port */
export const listen = async (app: FastifyInstance): Promise<string> =>
	await app.listen({ port: 0, host: '127.0.0.1' });

/** The beginning of a body, after which the connection breaks off. */
export function brokenOff(body: Buffer, bytes: number): stream.Readable {
	const parts = async function* () {
		yield body.subarray(0, bytes);
		// Lets the beginning out first.
		await delay(0);
		throw new Error('The connection breaks off, as it should');
	};
	return stream.Readable.from(parts(), { objectMode: false });
}
