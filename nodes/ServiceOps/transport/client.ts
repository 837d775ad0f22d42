import { sleep } from 'n8n-workflow';
import { toPath } from '../values/apiPath';
import { Sender } from './exchange';
import { pauseAfter } from './retry';
import { loginOf } from './session';
import { apiError, settle } from './settle';
import { isReading, sendSigned } from './tokenRenewal';
import type { Accept, Api, ApiAnswer, ApiRequest, Context } from './types';

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Ties requests to the node that makes them.
 *
 * @param timeoutMs how long to wait for an answer
 * @param parallel how many pages of one list to ask for at a time
 */
export function connect(context: Context, timeoutMs = DEFAULT_TIMEOUT_MS, parallel = 1): Api {
	const answers = new Map<string, Promise<unknown>>();
	const turns = new Map<string, Promise<unknown>>();
	const sender: Sender = { context, login: loginOf(context, cancelSignal(context)), timeoutMs };
	return {
		parallel,
		known: new Set(),
		once: async <T>(key: string, read: () => Promise<T>) => {
			const answer = (answers.get(key) as Promise<T> | undefined) ?? read();
			answers.set(key, answer);
			return await answer;
		},
		inTurn: async (key, work) => {
			const before = turns.get(key) ?? Promise.resolve();
			const turn = before.catch(() => undefined).then(work);
			turns.set(key, turn);
			return await turn;
		},
		send: async (request, accept = () => false) => await send(sender, request, accept),
	};
}

async function send(sender: Sender, request: ApiRequest, accept: Accept): Promise<ApiAnswer> {
	const { context } = sender;
	const isRead = isReading(request);
	const effort = { attempts: 0, waitedMs: 0 };
	for (;;) {
		const { outcome } = await sendSigned(sender, request, await sender.login.current());
		effort.attempts++;
		const pauseMs = pauseAfter(outcome, isRead, effort);
		if (pauseMs === undefined) return settle(sender, outcome, request, accept);
		// Ends early when the workflow is stopped, which the next line tells.
		await sleep(pauseMs, cancelSignal(context)).catch(() => undefined);
		effort.waitedMs += pauseMs;
		throwIfCancelled(context, request);
	}
}

/** Aborted when the workflow is stopped; the editor's lists have none. */
const cancelSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

function throwIfCancelled(context: Context, request: ApiRequest): void {
	if (cancelSignal(context)?.aborted) {
		throw apiError(context, {
			message: `The workflow was stopped while waiting to repeat ${request.method} ${toPath(request.path)}`,
		});
	}
}
