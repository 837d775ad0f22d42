/**
 * Runs the compiled package inside n8n's own engine (n8n-core), in this process, over real HTTP.
 *
 * What n8n's server adds to n8n-core (credential rows, `preAuthentication`, the credential test, editor lists) is rebuilt
 * here after n8n 2.40.7: `credentials-helper.js`, `services/credentials-tester.service.js`,
 * `services/dynamic-node-parameters.service.js`. Where this file looks odd, n8n does the same.
 */
import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	getAdditionalKeys,
	LoadOptionsContext,
	PackageDirectoryLoader,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import {
	createEmptyRunExecutionData,
	createRunExecutionData,
	ICredentialsHelper,
	isExpression,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	OnError,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { delay, nodeProcess, projectRoot } from './node';

// Errors are what many tests are about; n8n's log would bury the results.
nodeProcess.env.N8N_LOG_LEVEL = 'silent';

/** The package's own names, as workflows know them. */
export const NODE_TYPE = 'n8n-nodes-serviceops.serviceOps';
export const CREDENTIAL_TYPE = 'serviceOpsOAuthApi';

/** What the credential table of an n8n would hold, and a count of what happened to it. */
export interface CredentialStore {
	/** Decrypted rows by credential id. */
	rows: Record<string, ICredentialDataDecryptedObject>;
	/** How often n8n called `preAuthentication`. */
	hookCalls: number;
	/** How often n8n saved a row. */
	writes: number;
}

/** Makes a credential table with the given rows. */
export const credentialStore = (
	rows: Record<string, ICredentialDataDecryptedObject>,
): CredentialStore => ({ rows: structuredClone(rows), hookCalls: 0, writes: 0 });

/** The credential id that a plain object gets. */
export const DEFAULT_CREDENTIAL_ID = 'cred-1';

type Credentials = CredentialStore | ICredentialDataDecryptedObject;

const isStore = (credentials: Credentials): credentials is CredentialStore =>
	typeof credentials.rows === 'object' && typeof credentials.writes === 'number';

const toStore = (credentials: Credentials): CredentialStore =>
	isStore(credentials) ? credentials : credentialStore({ [DEFAULT_CREDENTIAL_ID]: credentials });

// --- The package --------------------------------------------------------------------------------------------------------

const START = 'test.start';
const startType: INodeType = {
	description: {
		displayName: 'Start',
		name: START,
		group: ['trigger'],
		version: 1,
		description: 'Hands the input items on',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return await Promise.resolve([this.getInputData()]);
	},
};

interface LoadedPackage {
	nodeTypes: INodeTypes;
	credentialTypes: Record<string, ICredentialType>;
}

const packages = new Map<string, Promise<LoadedPackage>>();

/** Loads a package's compiled nodes and credentials the way n8n does, once per root folder. */
export async function loadPackage(root = projectRoot): Promise<LoadedPackage> {
	const load = async (): Promise<LoadedPackage> => {
		const loader = new PackageDirectoryLoader(root);
		await loader.loadAll();
		const find = (name: string, version?: number): INodeType => {
			if (name === START) return startType;
			const [packageName, nodeName] = name.split('.');
			const loaded = packageName === loader.packageName && loader.nodeTypes[nodeName ?? ''];
			if (!loaded) throw new Error(`No node type ${name} in ${root}: run "npm run build"`);
			return NodeHelpers.getVersionedNodeType(loaded.type, version);
		};
		return {
			nodeTypes: {
				getByName: (name) => find(name),
				getByNameAndVersion: find,
				getKnownTypes: () => ({}),
			},
			credentialTypes: Object.fromEntries(
				Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
			),
		};
	};
	const loaded = packages.get(root) ?? load();
	packages.set(root, loaded);
	return await loaded;
}

// --- Credentials --------------------------------------------------------------------------------------------------------

const NO_OP = 'n8n-nodes-base.noOp';

/** n8n's CredentialsHelper over a table in memory. */
class InMemoryCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly store: CredentialStore,
	) {
		super();
	}

	private type(name: string): ICredentialType {
		const type = this.types[name];
		if (!type) throw new Error(`Unknown credential type ${name}`);
		return type;
	}

	/** A row is read from the table for every request; like a database, it answers later and with a copy. */
	private async row({ id }: INodeCredentialsDetails): Promise<ICredentialDataDecryptedObject> {
		await delay(0);
		const row = this.store.rows[id ?? ''];
		if (!row) throw new Error(`No credential with id ${id}`);
		return structuredClone(row);
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incoming: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const requestOptions = incoming;
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		if (authenticate?.type !== 'generic') return requestOptions;
		if (!workflow || !node) throw new Error('A generic authenticate needs the workflow and node');
		const resolve = (value: string): string => {
			if (!isExpression(value)) return value;
			const keys = { $credentials: credentials };
			const resolved = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				keys,
				undefined,
				'',
			);
			return resolved ? String(resolved) : '';
		};
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = { ...(requestOptions[part as 'headers'] ?? {}) };
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
			requestOptions[part as 'headers'] = target;
		}
		return requestOptions;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || typeof type.preAuthentication !== 'function') return undefined;
		const isTest = node.parameters.temp === '' && node.type === NO_OP;
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isTest) return undefined;

		this.store.hookCalls += 1;
		const { httpRequest } = helpers.helpers;
		const output = (await type.preAuthentication.call(
			// Nothing but this is there: no logger, no node, no credential id.
			{
				helpers: { httpRequest: async (options) => (await httpRequest(options)) as unknown },
			},
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;
		const details = node.credentials?.[typeName];
		if (!details) return undefined;

		const stored = await this.row(details);
		const dataToSave = { ...stored };
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable.name || !isExpression(stored[key])) dataToSave[key] = value;
		}
		await this.updateCredentials(details, typeName, dataToSave);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('Core asks for decrypted credentials only'));
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.withDefaults(typeName, await this.row(details));
		if (!resolve) return data;
		return resolve.workflow.expression.getParameterValue(
			data as INodeParameters,
			resolve.runExecutionData,
			resolve.runIndex,
			resolve.itemIndex,
			resolve.node.name,
			resolve.connectionInputData,
			mode,
			getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			data,
		) as ICredentialDataDecryptedObject;
	}

	/** Missing fields get their defaults, fields that the form would hide are left out. */
	withDefaults(
		typeName: string,
		data: ICredentialDataDecryptedObject,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(typeName);
		const values = data as INodeParameters;
		return NodeHelpers.getNodeParameters(
			properties,
			values,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		{ id }: INodeCredentialsDetails,
		_typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await delay(0);
		this.store.rows[id ?? ''] = structuredClone(data);
		this.store.writes += 1;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		await Promise.reject(new Error('This package has no OAuth2 credential of the n8n kind'));
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.type(typeName).properties;
	}
}

// --- Running ------------------------------------------------------------------------------------------------------------

// Core builds resume and webhook links from these whenever an expression is evaluated: they must be URLs.
const BASE_URL = 'http://n8n.invalid/';

const additionalDataFor = (
	helper: ICredentialsHelper,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData =>
	({
		credentialsHelper: helper,
		executionId: '1',
		variables: {},
		currentNodeExecutionIndex: 0,
		restApiUrl: BASE_URL,
		instanceBaseUrl: BASE_URL,
		formBaseUrl: BASE_URL,
		formWaitingBaseUrl: BASE_URL,
		formTestBaseUrl: BASE_URL,
		webhookBaseUrl: BASE_URL,
		webhookWaitingBaseUrl: BASE_URL,
		webhookTestBaseUrl: BASE_URL,
		externalSecretsProxy: {},
		...more,
		// The rest (sub-workflows, AI, task runners) is never reached by a node like this one.
	}) as unknown as IWorkflowExecuteAdditionalData;

/** How to run the node. */
export interface RunOptions {
	parameters: INodeParameters;
	/** Input items; one empty item unless told. */
	items?: INodeExecutionData[];
	/** A table of credentials, or the fields of one credential. */
	credentials: Credentials;
	/** Which row of the table; the only one unless told. */
	credentialId?: string;
	continueOnFail?: boolean;
	onError?: OnError;
	/** The workflow's time zone. */
	timezone?: string;
	nodeType?: string;
	packageRoot?: string;
}

/** What a run brought. */
export interface RunResult {
	/** The node's outputs: the main one, and the error one where the node has it. */
	items: INodeExecutionData[][];
	/** Why the workflow stopped. */
	error?: Error & {
		description?: string | null;
		httpCode?: string | null;
		context?: Record<string, unknown>;
	};
	run: IRun;
}

/** Runs a workflow of two nodes, one that hands on the items and the one under test, and returns what came out. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { nodeTypes, credentialTypes } = await loadPackage(options.packageRoot);
	const store = toStore(options.credentials);
	const type = options.nodeType ?? NODE_TYPE;
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: START,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const node: INode = {
		...nodeUnderTest(type, nodeTypes, credentialTypes, store, options.credentialId),
		parameters: options.parameters,
		continueOnFail: options.continueOnFail,
		onError: options.onError,
	};
	const workflowData: IWorkflowBase = {
		id: '1',
		name: 'Test',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [start, node],
		connections: {
			Start: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'UTC' },
	};
	const workflow = new Workflow({ ...workflowData, nodeTypes });
	const items = options.items ?? [{ json: {} }];
	const execution = new WorkflowExecute(
		additionalDataFor(new InMemoryCredentialsHelper(credentialTypes, store), {
			hooks: new ExecutionLifecycleHooks('manual', '1', workflowData),
		}),
		'manual',
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }],
			},
		}),
	);
	const run = await execution.processRunExecutionData(workflow);
	const { runData, error } = run.data.resultData;
	const outputs = runData[node.name]?.[0]?.data?.main ?? [];
	return { items: outputs.map((output) => output ?? []), error, run };
}

function nodeUnderTest(
	type: string,
	nodeTypes: INodeTypes,
	credentialTypes: Record<string, ICredentialType>,
	store: CredentialStore,
	credentialId = Object.keys(store.rows)[0],
): INode {
	const { version, defaultVersion, credentials } = nodeTypes.getByNameAndVersion(type).description;
	const versions = Array.isArray(version) ? version : [version];
	const names = (credentials ?? [])
		.map(({ name }) => name)
		.filter((name) => name in credentialTypes);
	return {
		id: 'node',
		name: 'Node',
		type,
		typeVersion: defaultVersion ?? versions[versions.length - 1] ?? 1,
		position: [200, 0],
		parameters: {},
		credentials: Object.fromEntries(
			names.map((name) => [name, { id: credentialId ?? null, name: 'Test credential' }]),
		),
	};
}

// --- Editor -------------------------------------------------------------------------------------------------------------

/** What the editor knows when it asks for a list. */
export interface EditorOptions {
	credentials: Credentials;
	/** The form as filled in so far. */
	parameters?: INodeParameters;
	credentialId?: string;
	/** The field that asks, for methods that look at their neighbours. */
	path?: string;
	nodeType?: string;
	packageRoot?: string;
}

async function editor(
	options: EditorOptions,
): Promise<{ type: INodeType; context: LoadOptionsContext }> {
	const { nodeTypes, credentialTypes } = await loadPackage(options.packageRoot);
	const store = toStore(options.credentials);
	const name = options.nodeType ?? NODE_TYPE;
	const parameters = options.parameters ?? {};
	const node: INode = {
		...nodeUnderTest(name, nodeTypes, credentialTypes, store, options.credentialId),
		parameters,
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const helper = new InMemoryCredentialsHelper(credentialTypes, store);
	const additionalData = additionalDataFor(helper, { currentNodeParameters: parameters });
	return {
		type: nodeTypes.getByNameAndVersion(name),
		context: new LoadOptionsContext(workflow, node, additionalData, options.path ?? ''),
	};
}

/** Opens a resource locator's list in the editor. */
export async function listSearch(
	method: string,
	options: EditorOptions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { type, context } = await editor(options);
	const search = type.methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no list ${method}`);
	return await search.call(context, filter, paginationToken);
}

/** Opens a dropdown in the editor. */
export async function loadOptions(
	method: string,
	options: EditorOptions,
): Promise<INodePropertyOptions[]> {
	const { type, context } = await editor(options);
	const load = type.methods?.loadOptions?.[method];
	if (!load) throw new Error(`The node has no options ${method}`);
	return await load.call(context);
}

// --- Credential test ----------------------------------------------------------------------------------------------------

/** The result of pressing Save on a credential, by n8n's CredentialsTester: form values, stored row for the token. */
export async function testCredential(options: {
	credentials: Credentials;
	credentialId?: string;
	/** The values in the form, where they differ from the stored row. */
	form?: Partial<ICredentialDataDecryptedObject>;
	credentialType?: string;
	packageRoot?: string;
}): Promise<INodeCredentialTestResult> {
	const { credentialTypes } = await loadPackage(options.packageRoot);
	const store = toStore(options.credentials);
	const id = options.credentialId ?? Object.keys(store.rows)[0] ?? '';
	const typeName = options.credentialType ?? CREDENTIAL_TYPE;
	const test = credentialTypes[typeName]?.test;
	if (!test) throw new Error(`${typeName} has no test`);
	const helper = new InMemoryCredentialsHelper(credentialTypes, store);
	const data = helper.withDefaults(typeName, {
		...store.rows[id],
		...(options.form as ICredentialDataDecryptedObject | undefined),
	});

	const description: INodeTypeDescription = {
		displayName: 'No Operation, do nothing',
		name: NO_OP,
		group: ['organization'],
		version: 1,
		description: 'No Operation',
		defaults: { name: 'No Operation, do nothing' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: typeName, required: true }],
		properties: [
			{
				displayName: 'Temp',
				name: 'temp',
				type: 'string',
				routing: { request: test.request },
				default: '',
			},
		],
	};
	const noOp: INodeType = { description };
	const node: INode = {
		id: 'temp',
		parameters: {},
		name: 'Temp-Node',
		type: NO_OP,
		typeVersion: 1,
		position: [0, 0],
		credentials: { [typeName]: { id, name: 'Test credential' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => noOp,
			getByNameAndVersion: () => noOp,
			getKnownTypes: () => ({}),
		},
	});
	const runExecutionData: IRunExecutionData = createEmptyRunExecutionData();
	const context = new ExecuteContext(
		workflow,
		node,
		additionalDataFor(helper, { currentNodeParameters: node.parameters }),
		'internal',
		runExecutionData,
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id, name: 'Test credential', type: typeName, data };
	let response: INodeExecutionData[][] | undefined;
	try {
		response = await new RoutingNode(context, noOp, decrypted).runNode();
	} catch (error) {
		return { status: 'Error', message: failureMessage(error as TestFailure, test.rules) };
	}
	for (const rule of test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const value = rule.properties.key
			.split('.')
			.reduce<unknown>(
				(part, key) => (part as Record<string, unknown> | undefined)?.[key],
				response?.[0]?.[0]?.json,
			);
		if (value === rule.properties.value) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}

interface TestFailure extends Error {
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

function failureMessage(
	error: TestFailure,
	rules: NonNullable<ICredentialType['test']>['rules'],
): string {
	const { response, code } = error.cause ?? {};
	if (response) {
		for (const rule of rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === response.status) {
				return rule.properties.message;
			}
		}
		if (response.status < 199 || response.status > 299) {
			return response.statusText || `Received HTTP status code: ${response.status}`;
		}
	} else if (code) {
		return code;
	}
	return error.message;
}
