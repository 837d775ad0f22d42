/** The HTTP server underneath, with or without TLS. */
import { generate } from 'selfsigned';

import { http, https } from '../support/node';

export type IncomingHttpHeaders = http.IncomingHttpHeaders;

let sharedCertificate: ReturnType<typeof generate> | undefined;

/**
 * Keeps idle connections open. A busy test blocks the event loop that it shares with the simulator: after Node's
 * usual five seconds its next call would meet a connection that is just being closed.
 */
function patient<T extends http.Server | https.Server>(server: T): T {
	server.keepAliveTimeout = 600_000;
	return server;
}

/** How Fastify gets its server. One self-signed certificate serves all simulators of a process. */
export async function serverFactory(secure: boolean) {
	if (!secure) return (handler: http.RequestListener) => patient(http.createServer(handler));
	sharedCertificate ??= generate([{ name: 'commonName', value: 'localhost' }], {
		keyType: 'ec',
		extensions: [
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
	const { private: key, cert } = await sharedCertificate;
	return (handler: http.RequestListener) => patient(https.createServer({ key, cert }, handler));
}
