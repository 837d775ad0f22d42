/** A strict stand-in for a Motadata ServiceOps server: a second reading of the contract, independent of the product. */
import multipart from '@fastify/multipart';
import Fastify from 'fastify';

import type { Simulator, SimulatorOptions } from './api';
import { createControls } from './controls';
import type { Dialect as FullDialect } from './dialect';
import { serverFactory } from './http';
import { answerCalls } from './respond';
import { createState } from './state';
import { requestCheck } from './validation';

export type { Simulator, SimulatorOptions } from './api';
export { DEFAULT_DIALECT, READINGS, type DateForm } from './dialect';
export type { Fault, Shape } from './faults';
export type { CallFilter, JournalEntry } from './journal';
export { LOGIN, UMLAUT_CLIENT } from './oauth';
export type { RateLimit, ToldBy } from './rateLimit';

/** What a test says of a server; what it leaves out stays as it is. */
export type Dialect = Partial<FullDialect>;

const MAX_BODY = 256 * 1024 * 1024;

/** Starts a simulator on loopback. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const check = await requestCheck();
	const app = Fastify({
		bodyLimit: MAX_BODY,
		forceCloseConnections: true,
		serverFactory: await serverFactory(options.https ?? false),
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
	await app.register(multipart, { limits: { fileSize: MAX_BODY } });
	const state = createState(options);
	answerCalls(app, state, check);
	const address = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
	const url = options.https ? address.replace('http:', 'https:') : address;
	return createControls(state, url, async () => await app.close());
}
