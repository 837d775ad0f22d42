/** What every test of the simulator needs: a simulator, and a client that knows nothing but HTTP. */
import { LOGIN, startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** An answer, its body read. */
export interface Answered {
	status: number;
	type: string;
	headers: Headers;
	text: string;
	/** Empty where the answer is not JSON. */
	body: Json;
}

/** What `fetch` says of a connection that the server breaks off. */
export const BROKEN_OFF = { message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } };

/** The fields of a login that the simulator knows. */
export const PASSWORD_FORM = {
	username: LOGIN.username,
	password: LOGIN.password,
	grant_type: 'password',
};
/** The Authorization header with the API key. */
export const API_KEY = `Apikey ${LOGIN.apiKey}`;

/** The Authorization header of a client's login. */
export function basic(client: { clientId: string; clientSecret: string }): string {
	const bytes = new TextEncoder().encode(`${client.clientId}:${client.clientSecret}`);
	return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Ways to call a simulator. */
export interface Client {
	raw: (url: string, init?: RequestInit) => Promise<Answered>;
	/** With the API key, unless told, and a JSON body where one is given. */
	call: (method: string, url: string, body?: unknown, authorization?: string) => Promise<Answered>;
	logIn: (
		form?: Record<string, string>,
		authorization?: string,
		encoding?: 'multipart' | 'urlencoded',
	) => Promise<Answered>;
	/** The Authorization header of a fresh login. */
	bearer: () => Promise<string>;
	/** Finds requests for which all of these conditions hold. */
	search: (...quals: unknown[]) => Promise<Answered>;
	/** A page of all requests; the query as text. */
	page: (query?: string) => Promise<Answered>;
}

/** A client of the simulator that `current` names at the time of the call. */
export function clientOf(current: () => Simulator): Client {
	const raw: Client['raw'] = async (url, init = {}) => {
		const response = await fetch(`${current().url}${url}`, { redirect: 'manual', ...init });
		const text = await response.text();
		const type = response.headers.get('content-type') ?? '';
		const body = type.includes('json') && text !== '' ? parsed(text) : {};
		return { status: response.status, type, headers: response.headers, text, body };
	};
	const call: Client['call'] = async (method, url, body, authorization = API_KEY) =>
		await raw(url, {
			method,
			headers: {
				Authorization: authorization,
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
	const logIn: Client['logIn'] = async (
		form = PASSWORD_FORM,
		authorization = basic(LOGIN),
		encoding = 'multipart',
	) => {
		const parts = new FormData();
		for (const [name, value] of Object.entries(form)) parts.append(name, value);
		return await raw('/api/oauth/token', {
			method: 'POST',
			headers: { Authorization: authorization },
			body: encoding === 'multipart' ? parts : new URLSearchParams(form),
		});
	};
	return {
		raw,
		call,
		logIn,
		bearer: async () => `Bearer ${String((await logIn()).body.access_token)}`,
		search: async (...quals) =>
			await call('POST', '/api/v1/request/search/byqual?size=100', flat(...quals)),
		page: async (query = '') => await call('POST', `/api/v1/request/search/byqual?${query}`, {}),
	};
}

/** JSON that is cut off is an answer, too. */
function parsed(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return {};
	}
}

/** One simulator for the file, as new before every test, and its client. */
export function useSimulator(options: SimulatorOptions = {}): Client & { simulator: Simulator } {
	let started: Simulator | undefined;
	const current = () => {
		if (started === undefined) throw new Error('The simulator starts before the first test');
		return started;
	};
	beforeAll(async () => {
		started = await startSimulator(options);
	});
	beforeEach(() => {
		current().reset();
	});
	afterAll(async () => {
		await started?.close();
	});
	return {
		...clientOf(current),
		get simulator() {
			return current();
		},
	};
}

// ---- conditions -----------------------------------------------------------------------------------------------

/** All of these conditions. */
export const flat = (...quals: unknown[]) => ({
	qualDetails: { type: 'FlatQualificationRest', quals },
});
export const property = (key: string) => ({ type: 'PropertyOperandRest', key });
export const value = (type: string, given: unknown) => ({
	type: 'ValueOperandRest',
	value: { type, value: given },
});
export const relation = (leftOperand: unknown, operator: string, rightOperand?: unknown) => ({
	type: 'RelationalQualificationRest',
	leftOperand,
	operator,
	rightOperand,
});
/** A condition on a text of a request. */
export const textIs = (key: string, operator: string, wanted: string) =>
	relation(property(`request.${key}`), operator, value('StringValueRest', wanted));
/** A condition on a number, a time or an ID of a request. */
export const numberIs = (key: string, operator: string, wanted: number) =>
	relation(property(`request.${key}`), operator, value('LongValueRest', wanted));

export const rowsOf = ({ body }: Answered) => body.objectList as Json[];
export const idsOf = (answer: Answered) => rowsOf(answer).map(({ id }) => id);

// ---- records --------------------------------------------------------------------------------------------------

export const NEW_REQUEST = { subject: 'Broken', requesterEmail: 'requester@example.com' };
export const NEW_CHANGE = { ...NEW_REQUEST, startDate: 1754571660000, endDate: 1755176460000 };
export const NEW_ASSET = { type: 'HardwareAsset', assetTypeName: 'hardware$computer', name: 'PC' };
