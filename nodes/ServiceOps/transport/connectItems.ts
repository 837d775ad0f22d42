import type { IExecuteFunctions } from 'n8n-workflow';
import { loginKeyOf } from '../../../credentials/storedToken';
import { inParallel } from '../values/concurrency';
import { connect, type ConnectOptions } from './client';
import { CREDENTIAL, type Credentials } from './session';
import type { Api } from './types';

/*
 * A credential may contain expressions, such as `{{ $json.server }}`: then each item has its own server or login. Reading a
 * credential takes longer than sending a request, and n8n does not say whether it contains expressions. So it is read for an
 * item that does not exist, where an expression about the item gives something else, and for a few items.
 */

const SAMPLES = 10;
const READS_IN_FLIGHT = 10;

/**
 * Connects the node to the server of each item; items with the same server and login share a connection.
 *
 * @param count how many items there are
 * @returns the API of an item
 */
export async function connectItems(
	context: IExecuteFunctions,
	count: number,
	options: ConnectOptions,
): Promise<(itemIndex: number) => Api> {
	const first = await readFor(context, 0);
	// Without a credential, every request says so.
	if (!first) return sameFor(connect(context, options));
	if (!(await dependsOnItem(context, count, first))) {
		return sameFor(connect(context, { ...options, item: { index: 0, credentials: first } }));
	}
	const apis = new Map<string, Api>();
	const ofItems: Api[] = [];
	await inParallel(0, count, READS_IN_FLIGHT, async (index) => {
		const credentials = await readFor(context, index);
		const key = credentials ? loginIn(credentials) : `item ${index}`;
		const api = apis.get(key) ?? connect(context, { ...options, item: { index, credentials } });
		apis.set(key, api);
		ofItems[index] = api;
	});
	return (index) => ofItems[index] ?? connect(context, options);
}

const sameFor = (api: Api) => (): Api => api;

/** @returns undefined when an expression in the credential fails for the item; its requests say why */
const readFor = async (
	context: IExecuteFunctions,
	index: number,
): Promise<Credentials | undefined> =>
	await context.getCredentials<Credentials>(CREDENTIAL, index).catch(() => undefined);

/** What tells a server and login from others; also where the Server URL is wrong. */
function loginIn(credentials: Credentials): string {
	try {
		return loginKeyOf(credentials);
	} catch {
		return JSON.stringify({ ...credentials, accessToken: '' });
	}
}

async function dependsOnItem(
	context: IExecuteFunctions,
	count: number,
	first: Credentials,
): Promise<boolean> {
	if (count < 2) return false;
	const same = loginIn(first);
	const step = Math.max(1, Math.floor((count - 1) / SAMPLES));
	for (let index = count; index > 0; index -= step) {
		const other = await readFor(context, index);
		if (!other || loginIn(other) !== same) return true;
	}
	return false;
}
