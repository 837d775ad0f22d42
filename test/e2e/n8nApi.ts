import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeTypeDescription,
	IRun,
	IRunExecutionData,
	ITaskData,
} from 'n8n-workflow';

import { delay } from '../support/node';

/** A saved credential, as a node refers to it. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

/** A workflow to save. */
export interface WorkflowDraft {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly pinData?: Record<string, INodeExecutionData[]>;
	readonly settings?: IDataObject;
}

/** A finished run. */
export interface Execution {
	readonly id: string;
	readonly status: IRun['status'];
	readonly runData: Record<string, ITaskData[]>;
	readonly error: string;
	/** The stored execution as it was read from n8n, for searching it. */
	readonly raw: string;
	/** What a node handed on. */
	items: (nodeName: string) => INodeExecutionData[];
}

/** What the editor sends when a field of the form asks for its choices. */
export interface DynamicParameters {
	readonly nodeType: string;
	readonly typeVersion?: number;
	readonly path: string;
	readonly methodName: string;
	readonly parameters: IDataObject;
	readonly credential: CredentialReference;
	readonly filter?: string;
	readonly paginationToken?: string;
}

/** A package that n8n has installed. */
export interface InstalledPackage {
	readonly packageName: string;
	readonly installedVersion: string;
	readonly installedNodes: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

interface Owner {
	readonly email: string;
	readonly password: string;
	readonly firstName: string;
	readonly lastName: string;
}

/** n8n's REST interface, as its editor uses it. */
export interface N8nApi {
	isReady: () => Promise<boolean>;
	logIn: (owner: Owner) => Promise<void>;
	installPackage: (name: string) => Promise<InstalledPackage>;
	nodeTypes: () => Promise<INodeTypeDescription[]>;
	createCredential: (name: string, type: string, data: IDataObject) => Promise<CredentialReference>;
	/** The stored credential with its secrets masked, as the editor sees it. */
	readCredential: (credential: CredentialReference) => Promise<IDataObject>;
	updateCredential: (credential: CredentialReference, data: IDataObject) => Promise<void>;
	/** The Test button of a saved credential. */
	testCredential: (credential: CredentialReference) => Promise<{ status: string; message: string }>;
	createWorkflow: (draft: WorkflowDraft) => Promise<{ id: string; name: string }>;
	/** The editor's Execute button: saves nothing, waits for the end. */
	runWorkflow: (id: string, triggerName: string, timeoutMs?: number) => Promise<Execution>;
	searchList: (request: DynamicParameters) => Promise<INodeListSearchResult>;
	loadOptions: (request: DynamicParameters) => Promise<INodePropertyOptions[]>;
}

const ENDED: readonly string[] = ['success', 'error', 'crashed', 'canceled'];

/**
 * Reads the flat list in which n8n stores an execution: every object and text is an entry, and refers to others by
 * the text of their index.
 */
function unflatten(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const resolve = (value: unknown): unknown =>
		typeof value === 'string' ? entry(Number(value)) : value;
	const entry = (index: number): unknown => {
		if (done.has(index)) return done.get(index);
		const raw = entries[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		const copy: unknown[] | Record<string, unknown> = Array.isArray(raw) ? [] : {};
		// Known before it is filled, because entries may refer to each other in a circle.
		done.set(index, copy);
		for (const [key, value] of Object.entries(raw)) Object.assign(copy, { [key]: resolve(value) });
		return copy;
	};
	return entry(0);
}

function dynamicBody(request: DynamicParameters): IDataObject {
	const { credential } = request;
	return {
		path: request.path,
		methodName: request.methodName,
		nodeTypeAndVersion: { name: request.nodeType, version: request.typeVersion ?? 1 },
		currentNodeParameters: request.parameters,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		...(request.filter === undefined ? {} : { filter: request.filter }),
		...(request.paginationToken === undefined ? {} : { paginationToken: request.paginationToken }),
	};
}

function toExecution(id: string, status: IRun['status'], flat: string): Execution {
	const data = unflatten(flat) as IRunExecutionData;
	const { runData, error } = data.resultData;
	return {
		id,
		status,
		runData,
		error: error?.message ?? '',
		raw: flat,
		items: (nodeName) => runData[nodeName]?.at(-1)?.data?.main?.[0] ?? [],
	};
}

/** A client for an n8n at this address. */
export function n8nApi(url: string): N8nApi {
	let cookie = '';
	const send = async (method: string, path: string, body?: object): Promise<Response> => {
		const response = await fetch(`${url}${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const setCookie = response.headers.get('set-cookie');
		if (setCookie) cookie = setCookie.split(';')[0] ?? '';
		return response;
	};
	const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
		const response = await send(method, path, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n: ${method} ${path}: ${response.status} ${text}`);
		return (JSON.parse(text) as { data: T }).data;
	};
	const isReady = async (): Promise<boolean> => {
		try {
			const response = await send('GET', '/rest/settings');
			return (
				response.ok && (response.headers.get('content-type') ?? '').includes('application/json')
			);
		} catch {
			return false;
		}
	};
	const logIn = async (owner: Owner): Promise<void> => {
		const settings = await call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await call('POST', '/rest/owner/setup', owner);
		} else {
			await call('POST', '/rest/login', {
				emailOrLdapLoginId: owner.email,
				password: owner.password,
			});
		}
	};
	const readCredential = async ({ id }: CredentialReference): Promise<IDataObject> =>
		(await call<{ data: IDataObject }>('GET', `/rest/credentials/${id}?includeData=true`)).data;
	const runWorkflow = async (
		id: string,
		triggerName: string,
		timeoutMs = 60_000,
	): Promise<Execution> => {
		const { executionId } = await call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{ triggerToStartFrom: { name: triggerName } },
		);
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, data } = await call<{ status: IRun['status']; data: string }>(
				'GET',
				`/rest/executions/${executionId}`,
			);
			if (ENDED.includes(status)) return toExecution(executionId, status, data);
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} is still ${status}`);
			await delay(100);
		}
	};
	return {
		isReady,
		logIn,
		installPackage: async (name) => await call('POST', '/rest/community-packages', { name }),
		nodeTypes: async () =>
			(await (await send('GET', '/types/nodes.json')).json()) as INodeTypeDescription[],
		createCredential: async (name, type, data) => {
			const { id } = await call<{ id: string }>('POST', '/rest/credentials', { name, type, data });
			return { id, name, type };
		},
		readCredential,
		updateCredential: async ({ id, name, type }, data) => {
			await call('PATCH', `/rest/credentials/${id}`, { name, type, data });
		},
		testCredential: async (credential) =>
			await call('POST', '/rest/credentials/test', {
				credentials: { ...credential, data: await readCredential(credential) },
			}),
		createWorkflow: async (draft) =>
			await call('POST', '/rest/workflows', { settings: {}, ...draft }),
		runWorkflow,
		searchList: async (request) =>
			await call(
				'POST',
				'/rest/dynamic-node-parameters/resource-locator-results',
				dynamicBody(request),
			),
		loadOptions: async (request) =>
			await call('POST', '/rest/dynamic-node-parameters/options', dynamicBody(request)),
	};
}
