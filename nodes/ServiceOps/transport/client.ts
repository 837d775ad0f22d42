import { sendWithRetries } from '../../../credentials/retry';
import { systemClock } from '../../../credentials/clock';
import { interpretOutcome } from './interpret';
import { CREDENTIAL, openSession } from './session';
import { sendSigned, type Sender } from './tokenRenewal';
import {
	isRead,
	type Accept,
	type Api,
	type ApiAnswer,
	type ApiRequest,
	type Context,
} from './types';

const DEFAULT_TIMEOUT_MS = 60_000;

export interface ConnectOptions {
	/** How long to wait for an answer, in ms; 60,000 unless told. */
	timeoutMs?: number;
	/** How many pages of one list to ask for at a time; 1 unless told. */
	pagesInFlight?: number;
}

/** Ties requests to the node that makes them. */
export function connect(
	context: Context,
	{ timeoutMs = DEFAULT_TIMEOUT_MS, pagesInFlight = 1 }: ConnectOptions = {},
): Api {
	const signal = cancelSignal(context);
	const session = openSession(context, signal);
	const sender: Sender = { context, session, timeoutMs, signal };
	return {
		server: context.getNode().credentials?.[CREDENTIAL]?.id ?? '',
		pagesInFlight,
		ready: async () => await Promise.resolve(),
		known: new Set(),
		once: rememberResults(),
		send: async (request, accept = () => false) => await send(sender, request, accept),
	};
}

async function send(sender: Sender, request: ApiRequest, accept: Accept): Promise<ApiAnswer> {
	const { session, signal } = sender;
	const outcome = await sendWithRetries(
		async () => (await sendSigned(sender, request, await session.current())).outcome,
		{ isRead: isRead(request), clock: systemClock, signal },
	);
	return interpretOutcome(outcome, request, accept, (text, token) => session.redact(text, token));
}

/** Keeps the results of reads by key, and forgets those that failed. */
function rememberResults(): Api['once'] {
	const results = new Map<string, Promise<unknown>>();
	return async <T>(key: string, read: () => Promise<T>) => {
		const known = results.get(key) as Promise<T> | undefined;
		if (known) return await known;
		const result = read();
		results.set(key, result);
		result.catch(() => results.delete(key));
		return await result;
	};
}

/** Aborted when the workflow is stopped; the editor's lists have none. */
const cancelSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
