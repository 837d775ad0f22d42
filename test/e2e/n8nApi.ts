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
	deleteCredentials: () => Promise<void>;
	/** The Test button of a saved credential. */
	testCredential: (credential: CredentialReference) => Promise<{ status: string; message: string }>;
	createWorkflow: (draft: WorkflowDraft) => Promise<{ id: string; name: string }>;
	/** Switches a workflow on; n8n polls its polling triggers at once. */
	publish: (id: string) => Promise<void>;
	unpublish: (id: string) => Promise<void>;
	/** Waits until the triggers of a workflow run, or are gone after `unpublish`; fails where one could not start. */
	untilSettled: (workflowId: string) => Promise<void>;
	/** The latest runs of a workflow that have ended, the newest first. */
	executionsOf: (workflowId: string) => Promise<Execution[]>;
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

const hasResults = (flat: string): boolean =>
	typeof (unflatten(flat) as Partial<IRunExecutionData> | undefined)?.resultData === 'object';

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
			headers: {
				'content-type': 'application/json',
				// A check may keep this process busy for so long that a connection held open is closed at the other end.
				connection: 'close',
				...(cookie ? { cookie } : {}),
			},
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
	/** n8n starts and stops triggers on its own time, and tells here how that went. */
	const untilSettled = async (workflowId: string): Promise<void> => {
		const deadline = Date.now() + 30_000;
		for (;;) {
			const { status, triggers } = await call<{
				status: string;
				triggers: Array<{ status: string; errorMessage: string | null }>;
			}>('GET', `/rest/workflows/${workflowId}/publication-status`);
			if (status === 'published' || status === 'not_published') return;
			const faults = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
			if (status !== 'in_progress') throw new Error(`n8n: ${status}: ${faults.join('; ')}`);
			if (Date.now() > deadline) throw new Error(`Workflow ${workflowId} is still ${status}`);
			await delay(50);
		}
	};
	const readExecution = async (id: string): Promise<Execution | undefined> => {
		const { status, data } = await call<{ status: IRun['status']; data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		// n8n 1 stores the end of an execution a moment before its results.
		const hasEnded = ENDED.includes(status) && hasResults(data);
		return hasEnded ? toExecution(id, status, data) : undefined;
	};
	const runWorkflow = async (
		id: string,
		triggerName: string,
		timeoutMs = 60_000,
	): Promise<Execution> => {
		// n8n 2 runs what it has saved; n8n 1 wants to be told the whole workflow again.
		const workflowData = await call<object>('GET', `/rest/workflows/${id}`);
		const { executionId } = await call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{ workflowData, triggerToStartFrom: { name: triggerName } },
		);
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await readExecution(executionId);
			if (execution) return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} has not ended`);
			await delay(100);
		}
	};
	return {
		isReady,
		logIn,
		installPackage: async (name) => await call('POST', '/rest/community-packages', { name }),
		nodeTypes: async () => {
			// n8n writes the file anew after an installation, and may be at it.
			const read = async () => (await (await send('GET', '/types/nodes.json')).json()) as unknown;
			for (let tries = 0; tries < 20; tries++) {
				const types = await read().catch(() => undefined);
				if (types) return types as INodeTypeDescription[];
				await delay(250);
			}
			return (await read()) as INodeTypeDescription[];
		},
		createCredential: async (name, type, data) => {
			const { id } = await call<{ id: string }>('POST', '/rest/credentials', { name, type, data });
			return { id, name, type };
		},
		readCredential,
		updateCredential: async ({ id, name, type }, data) => {
			await call('PATCH', `/rest/credentials/${id}`, { name, type, data });
		},
		deleteCredentials: async () => {
			const stored = await call<Array<{ id: string }>>('GET', '/rest/credentials');
			for (const { id } of stored) await call('DELETE', `/rest/credentials/${id}`);
		},
		testCredential: async (credential) =>
			await call('POST', '/rest/credentials/test', {
				credentials: { ...credential, data: await readCredential(credential) },
			}),
		createWorkflow: async (draft) =>
			await call('POST', '/rest/workflows', { active: false, settings: {}, ...draft }),
		publish: async (id) => {
			const { versionId } = await call<{ versionId: string }>('GET', `/rest/workflows/${id}`);
			await call('POST', `/rest/workflows/${id}/activate`, { versionId });
		},
		unpublish: async (id) => {
			await call('POST', `/rest/workflows/${id}/deactivate`, {});
		},
		untilSettled,
		executionsOf: async (workflowId) => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			const { results } = await call<{ results: Array<{ id: string }> }>(
				'GET',
				`/rest/executions?filter=${filter}&limit=100`,
			);
			const executions = await Promise.all(results.map(async ({ id }) => await readExecution(id)));
			return executions.filter((execution) => execution !== undefined);
		},
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
