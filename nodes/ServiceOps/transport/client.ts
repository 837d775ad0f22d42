import { systemClock } from '../../../credentials/clock';
import { createDeadline } from '../../../credentials/deadline';
import { setLoginDeadline } from '../../../credentials/loginDeadline';
import { paceFor } from '../../../credentials/pacing';
import type { Run } from '../../../credentials/pacingQueue';
import { sendWithRetries } from '../../../credentials/retry';
import { loginKeyOf } from '../../../credentials/storedToken';
import { interpretOutcome } from './interpret';
import { CREDENTIAL, openSession, type Credentials } from './session';
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
	/** How long to wait for a response, in ms; 60,000 by default. */
	timeoutMs?: number;
	/** How many pages of one list to request at a time; 1 by default. */
	pagesInFlight?: number;
	/** How many requests of this run may be in flight; by default, as many as the server handles well. */
	maxInFlight?: number;
	/** Limit for everything that is sent, with all attempts, pauses and logins, in ms from now on; none by default. */
	deadlineMs?: number;
	/** Whether a person is waiting, so that it goes ahead of the requests of running workflows. */
	isUrgent?: boolean;
	/** The item whose credential is meant, where it contains expressions, and the credential as it was read. */
	item?: { index: number; credentials?: Credentials };
}

/** What belongs to all requests of a run. */
interface Connection extends Sender {
	run: Run;
	priority: number;
}

/** Connects a node to the server. */
export function connect(context: Context, options: ConnectOptions = {}): Api {
	const {
		timeoutMs = DEFAULT_TIMEOUT_MS,
		deadlineMs = Infinity,
		maxInFlight,
		isUrgent = false,
		item,
	} = options;
	const signal = cancelSignal(context);
	const connection: Connection = {
		context,
		session: openSession(context, signal, item),
		timeoutMs,
		signal,
		deadline: createDeadline(systemClock, deadlineMs),
		run: { limit: maxInFlight },
		priority: isUrgent ? 1 : 0,
	};
	return {
		server: serverOf(context, item?.credentials),
		pagesInFlight: options.pagesInFlight ?? 1,
		ready: async () => await Promise.resolve(),
		describePace: async () => paceFor(loginKeyOf(await connection.session.current())).describe(),
		known: new Set(),
		once: rememberResults(),
		send: async (request, accept = () => false) => await sendRequest(connection, request, accept),
	};
}

/** The ID of a credential tells servers and logins apart, unless it contains expressions. */
function serverOf(context: Context, credentials: Credentials | undefined): string {
	const id = context.getNode().credentials?.[CREDENTIAL]?.id ?? '';
	const { serverUrl = '', username = '', clientId = '' } = credentials ?? {};
	return credentials ? JSON.stringify([id, serverUrl, username, clientId]) : id;
}

async function sendRequest(
	connection: Connection,
	request: ApiRequest,
	accept: Accept,
): Promise<ApiAnswer> {
	const { session, signal, deadline, run, priority } = connection;
	const first = await session.current();
	const turn = { pace: paceFor(loginKeyOf(first)), run, priority, kind: kindOf(request) };
	const outcome = await sendWithRetries(
		async () => {
			const credentials = await session.current();
			setLoginDeadline(credentials, deadline);
			return (await sendSigned(connection, request, credentials)).outcome;
		},
		{
			isRead: isRead(request),
			wantsBody: !request.receive,
			clock: systemClock,
			signal,
			deadline,
			turn,
		},
	);
	return interpretOutcome(outcome, request, accept, (text, token) => session.redact(text, token));
}

/** Requests of one kind take about the same time. */
const kindOf = ({ method, path }: ApiRequest): string =>
	[method, ...path.filter((segment) => !/\d/.test(String(segment))).slice(0, 4)].join(' ');

/** Caches the results of reads by key, except failures. */
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
