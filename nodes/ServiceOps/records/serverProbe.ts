import { NodeOperationError } from 'n8n-workflow';
import { RateLimited, ServiceOpsError } from '../transport/errors';
import { toPage, type Page } from '../transport/page';
import type { Api, ApiAnswer, ApiRequest } from '../transport/types';
import { isRecord } from '../values/json';

/*
 * Requests that find out how a server behaves. Whatever comes back is an answer, and nothing in it reveals the content of records.
 */

const TOO_MANY = 429;

/** An answer of any status but that; undefined when none came because of the network, the login, or because there is no API. */
export type Probe = ApiAnswer | undefined;

/**
 * Sends a request; an error counts as an answer.
 *
 * @throws RateLimited when it has waited in vain: each of the others would wait as long
 */
export async function sendProbe(api: Api, request: ApiRequest): Promise<Probe> {
	return await api.send(request, ({ status }) => status !== TOO_MANY).catch(toProbe);
}

/** The server's own words are left out: they may quote names and addresses. */
function toProbe(error: unknown): Probe {
	// n8n's own says that no credential is chosen.
	if (error instanceof RateLimited || error instanceof NodeOperationError) throw error;
	const status = error instanceof ServiceOpsError ? error.status : undefined;
	return status === undefined ? undefined : { status, body: undefined };
}

export const isSuccess = (probe: Probe): probe is ApiAnswer =>
	probe !== undefined && probe.status >= 200 && probe.status < 300;

/** The page in a response, if it is one. */
export function findPage(probe: Probe): Page | undefined {
	if (!isSuccess(probe)) return undefined;
	try {
		return toPage(probe.body);
	} catch {
		return undefined;
	}
}

/** Describes a response by its keys, never by its values. */
export function describeShape(probe: Probe): string {
	if (!probe) return 'No response';
	const { status, body } = probe;
	const prefix = `HTTP status ${status}`;
	if (Array.isArray(body)) return `${prefix}, a list`;
	if (isRecord(body)) {
		const keys = Object.keys(body).filter((key) => /^[a-z]\w{0,29}$/i.test(key));
		return `${prefix}, an object with ${keys.slice(0, 10).join(', ') || 'no keys'}`;
	}
	if (typeof body !== 'string' || body === '') return `${prefix}, no readable body`;
	return `${prefix}, ${body.trimStart().startsWith('<') ? 'a web page' : 'text that is not JSON'}`;
}
