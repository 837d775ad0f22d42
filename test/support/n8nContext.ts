/** What n8n hands to a node, reduced to what the package uses, with the package's own credential: for unit tests of sources. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { ServiceOpsOAuthApi } from '../../credentials/ServiceOpsOAuthApi.credentials';

/** An answer, or the error that the request helper throws. */
export type WireAnswer = { status?: number; headers?: IDataObject; body?: unknown } | Error;

/** A signed request, as it goes out. */
export interface WireRequest {
	method: string;
	/** Behind the server's address. */
	path: string;
	query?: IDataObject;
	body: unknown;
	authorization: string;
	options: IHttpRequestOptions;
}

export interface ContextOptions {
	/** Answers every request but logins. */
	serve: (request: WireRequest) => WireAnswer | Promise<WireAnswer>;
	/** Answers a login; by default with `token-1`, `token-2` and so on. */
	logIn?: (login: number) => WireAnswer;
	credentials?: Partial<Record<string, string | boolean>>;
	items?: INodeExecutionData[];
	parameters?: IDataObject;
	continueOnFail?: boolean;
	signal?: AbortSignal;
	node?: object;
}

export interface TestContext {
	context: IExecuteFunctions;
	requests: WireRequest[];
	/** How many logins there were. */
	logins: () => number;
	hints: string[];
	/** The stored row. */
	row: ICredentialDataDecryptedObject;
}

export const SERVER = 'https://helpdesk.example.com';
let accounts = 0;

/** Fields of a login that no other test has used: the package remembers logins and paces for as long as the process lives. */
export const newLogin = (
	more: ContextOptions['credentials'] = {},
): ICredentialDataDecryptedObject => ({
	serverUrl: SERVER,
	authentication: 'password',
	clientId: 'client',
	clientSecret: 'client-word',
	username: `user-${++accounts}`,
	password: 'pass-word',
	apiKey: `key-${accounts}`,
	allowUnauthorizedCerts: false,
	accessToken: '',
	...more,
});

export const brokenConnection = (code = 'ECONNRESET'): Error =>
	Object.assign(new Error('socket hang up'), { code, isAxiosError: true });

export function n8nContext(options: ContextOptions): TestContext {
	const { items = [{ json: {} }], parameters = {}, signal, serve } = options;
	const credential = new ServiceOpsOAuthApi();
	const requests: WireRequest[] = [];
	const hints: string[] = [];
	const row = newLogin(options.credentials);
	let logins = 0;
	const grant = (login: number): WireAnswer => ({
		body: { access_token: `token-${login}`, expires_in: 43_199 },
	});
	const toAnswer = (answer: WireAnswer) => {
		if (answer instanceof Error) throw answer;
		const { status: statusCode = 200, headers = {}, body = '' } = answer;
		return { statusCode, headers, body };
	};
	const helpers = {
		httpRequest: async () => {
			await Promise.resolve();
			return toAnswer((options.logIn ?? grant)(++logins));
		},
	} as unknown as IHttpRequestHelper['helpers'];

	const send = async (
		_type: string,
		request: IHttpRequestOptions,
		{ credentialsDecrypted }: { credentialsDecrypted: { data: ICredentialDataDecryptedObject } },
	) => {
		const { data } = credentialsDecrypted;
		if (data.accessToken === '') {
			const saved = await credential.preAuthentication.call({ helpers }, data);
			Object.assign(data, saved);
			Object.assign(row, saved);
		}
		const { authenticate } = credential;
		if (typeof authenticate !== 'function') throw new Error('The credential signs by function');
		const signed = await authenticate(data, request);
		const sent: WireRequest = {
			method: signed.method ?? 'GET',
			path: signed.url.replace(SERVER, ''),
			query: signed.qs,
			body: signed.body,
			authorization: (signed.headers?.Authorization as string | undefined) ?? '',
			options: { ...signed },
		};
		requests.push(sent);
		return toAnswer(await serve(sent));
	};

	const node = {
		type: 'serviceOps',
		name: 'ServiceOps',
		credentials: { serviceOpsOAuthApi: { id: `cred-${accounts}`, name: 'Mine' } },
		...options.node,
	};
	const executeData = { node };
	const context = {
		getNode: () => node,
		getExecuteData: () => executeData,
		getCredentials: async () => await Promise.resolve({ ...row }),
		getInputData: () => items,
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		continueOnFail: () => options.continueOnFail === true,
		getTimezone: () => 'UTC',
		getExecutionCancelSignal: () => signal,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		helpers: {
			httpRequestWithAuthentication: async (...args: Parameters<typeof send>) =>
				await send(...args),
		},
	} as unknown as IExecuteFunctions;
	return { context, requests, logins: () => logins, hints, row };
}
