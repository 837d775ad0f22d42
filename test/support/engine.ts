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
	HookContext,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	RoutingNode,
	WebhookContext,
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
	IDataObject,
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
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	OnError,
	ResourceMapperFields,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { delay, nodeProcess, projectRoot } from './node';
import { expectNoSecrets } from './secrets';

// Errors are what many tests are about; n8n's log would bury the results.
nodeProcess.env.N8N_LOG_LEVEL = 'silent';

/** The package's own names, as workflows know them. */
export const NODE_TYPE = 'n8n-nodes-serviceops.serviceOps';
export const TRIGGER_TYPE = 'n8n-nodes-serviceops.serviceOpsTrigger';
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
	/** n8n's Retry On Fail: how often the node is tried at most. */
	maxTries?: number;
	/** The workflow's time zone. */
	timezone?: string;
	/** Where n8n 2 has the files of items: beside their values, or among them. */
	binaryMode?: 'separate' | 'combined';
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
	return await (
		await startRun(options)
	).ended;
}

/** A run that is under way. */
export interface StartedRun {
	/** Stops the workflow, as the button in the editor does. */
	cancel: () => void;
	/** What came out, once the node is at its end. */
	ended: Promise<RunResult>;
}

/** Begins a run and does not wait for its end. */
export async function startRun(options: RunOptions): Promise<StartedRun> {
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
		...(options.maxTries && {
			retryOnFail: true,
			maxTries: options.maxTries,
			waitBetweenTries: 1,
		}),
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
		settings: {
			executionOrder: 'v1',
			timezone: options.timezone ?? 'UTC',
			...(options.binaryMode && { binaryMode: options.binaryMode }),
		},
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
	const running = execution.processRunExecutionData(workflow);
	const finish = async (): Promise<RunResult> => {
		const run = await running;
		const { runData, error } = run.data.resultData;
		const outputs = runData[node.name]?.[0]?.data?.main ?? [];
		const result = { items: outputs.map((output) => output ?? []), error, run };
		expectNoSecrets(result, store.rows);
		return result;
	};
	return { cancel: () => running.cancel(), ended: finish() };
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
		// A node that was just added has none.
		...(credentialId !== undefined && {
			credentials: Object.fromEntries(
				names.map((name) => [name, { id: credentialId, name: 'Test credential' }]),
			),
		}),
	};
}

// --- Polling ------------------------------------------------------------------------------------------------------------

/** A workflow row's static data, as the database keeps it. */
export interface PollState {
	/** JSON; survives restarts. */
	saved: string;
	/** The warnings in n8n's log. */
	log?: string[];
}

/** How to poll once. */
export interface PollOptions {
	parameters: INodeParameters;
	credentials: Credentials;
	credentialId?: string;
	/** Kept from poll to poll. */
	state: PollState;
	/** `manual` is Fetch Test Event. */
	mode?: WorkflowExecuteMode;
	/** What n8n grants a poll. */
	budgetMs?: number;
	nodeType?: string;
}

/**
 * One poll, as n8n's PollTriggerExecutor makes it. n8n saves static data when a poll emits (and when a workflow is
 * activated); what a poll without events changed is lost with the process. `keeps` saves that too.
 */
export async function runPoll(options: PollOptions, keeps = true): Promise<IDataObject[] | null> {
	const { nodeTypes, credentialTypes } = await loadPackage();
	const store = toStore(options.credentials);
	const name = options.nodeType ?? TRIGGER_TYPE;
	const node: INode = {
		...nodeUnderTest(name, nodeTypes, credentialTypes, store, options.credentialId),
		parameters: options.parameters,
	};
	const workflow = new Workflow({
		id: '1',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: JSON.parse(options.state.saved) as IDataObject,
		settings: { timezone: 'UTC' },
	});
	const additionalData = additionalDataFor(new InMemoryCredentialsHelper(credentialTypes, store));
	const { budgetMs } = options;
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		options.mode ?? 'trigger',
		'update',
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		budgetMs === undefined ? undefined : () => budgetMs,
	);
	const { log = [] } = options.state;
	options.state.log = log;
	const warn = (message: string): unknown => log.push(message);
	Object.defineProperty(context, 'logger', {
		value: { debug: () => undefined, info: () => undefined, warn, error: warn },
	});
	const type = nodeTypes.getByNameAndVersion(name);
	if (!type.poll) throw new Error(`${name} does not poll`);
	const output = await type.poll.call(context);
	if (output !== null || keeps) options.state.saved = JSON.stringify(workflow.staticData);
	return output && (output[0] ?? []).map(({ json }) => json);
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

/** Opens a resource mapper in the editor, which asks for the fields to map. */
export async function mapperFields(
	method: string,
	options: EditorOptions,
): Promise<ResourceMapperFields> {
	const { type, context } = await editor(options);
	const load = type.methods?.resourceMapping?.[method];
	if (!load) throw new Error(`The node has no fields to map ${method}`);
	return await load.call(context);
}

// --- Webhooks -----------------------------------------------------------------------------------------------------------

/** A node that waits for calls. */
export interface WebhookNode {
	nodeType: string;
	parameters: INodeParameters;
	/** The fields of each credential, by its type; a type that is left out is not chosen in the node. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	packageRoot?: string;
}

/** A call as n8n hands it to a node: with the body parsed, and as it came in. */
export interface WebhookCall {
	method?: string;
	/** Names in lower case, as Node has them. */
	headers?: Record<string, string>;
	body?: unknown;
	rawBody?: Buffer;
}

/** What a call brought: an answer by the node itself, or items with which the workflow starts. */
export interface WebhookOutcome {
	status?: number;
	answer?: unknown;
	headers: Record<string, string>;
	items?: INodeExecutionData[];
	/** What n8n answers when the workflow starts. */
	response?: unknown;
	/** What the node wrote to n8n's log, by level. */
	log: Array<{ level: string; message: string }>;
}

async function webhookNode(options: WebhookNode) {
	const { nodeTypes, credentialTypes } = await loadPackage(options.packageRoot);
	const type = nodeTypes.getByNameAndVersion(options.nodeType);
	const names = Object.keys(options.credentials);
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: options.nodeType,
		typeVersion: 1,
		position: [0, 0],
		parameters: options.parameters,
		credentials: Object.fromEntries(names.map((name) => [name, { id: name, name }])),
	};
	const workflow = new Workflow({
		id: '1',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
	});
	const webhookDescription = type.description.webhooks?.[0];
	if (!webhookDescription) throw new Error(`${options.nodeType} has no webhook`);
	const helper = new InMemoryCredentialsHelper(
		credentialTypes,
		credentialStore(options.credentials),
	);
	const webhookData: IWebhookData = {
		httpMethod: 'POST',
		node: node.name,
		path: 'path',
		webhookDescription,
		workflowId: '1',
		workflowExecuteAdditionalData: additionalDataFor(helper),
	};
	return { type, node, workflow, helper, webhookData };
}

/** Calls a node's webhook, as n8n does after it has parsed the body (`webhook-helpers.js`, `webhook.service.js`). */
export async function callWebhook(
	options: WebhookNode,
	{ method = 'POST', headers = {}, body, rawBody }: WebhookCall,
): Promise<WebhookOutcome> {
	const { type, node, workflow, helper, webhookData } = await webhookNode(options);
	const outcome: WebhookOutcome = { headers: {}, log: [] };
	const response = {
		setHeader: (name: string, value: string) => {
			outcome.headers[name] = value;
		},
		status: (code: number) => {
			outcome.status = code;
			return response;
		},
		json: (answer: unknown) => {
			outcome.answer = answer;
		},
	};
	const additionalData = additionalDataFor(helper, {
		httpRequest: { method, headers, body, rawBody, query: {}, params: {} } as never,
		httpResponse: response as never,
	});
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		'webhook',
		webhookData,
		[],
		null,
	);
	const note = (level: string) => (message: string) => outcome.log.push({ level, message });
	Object.defineProperty(context, 'logger', {
		value: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
	});
	const result = await type.webhook?.call(context);
	const isAnswered = outcome.status !== undefined;
	if (isAnswered !== (result?.noWebhookResponse === true)) {
		throw new Error('n8n would answer twice, or not at all');
	}
	outcome.items = result?.workflowData?.[0];
	outcome.response = result?.webhookResponse as unknown;
	return outcome;
}

/** What n8n does with a webhook when a workflow is activated: asks whether it is there, and if not, makes it. */
export async function activateWebhook(options: WebhookNode): Promise<void> {
	const { type, node, workflow, helper, webhookData } = await webhookNode(options);
	const context = new HookContext(
		workflow,
		node,
		additionalDataFor(helper),
		'trigger',
		'activate',
		webhookData,
	);
	const methods = type.webhookMethods?.[webhookData.webhookDescription.name];
	if (!(await methods?.checkExists?.call(context))) await methods?.create?.call(context);
}

// --- AI tool ------------------------------------------------------------------------------------------------------------

/** What an agent sees of a tool, and how it calls it. */
export interface AgentTool {
	name: string;
	description: string;
	/** A zod schema, built by n8n-core from the `$fromAI` calls in the parameters. */
	schema: { shape: Record<string, { description?: string }> };
	/** @returns the results as JSON text @throws what the agent is told instead */
	invoke: (args: IDataObject) => Promise<string>;
}

const AGENT = 'test.agent';
const agentType: INodeType = {
	description: {
		...startType.description,
		displayName: 'Agent',
		name: AGENT,
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
	},
};

/** The node as n8n offers it to agents, after n8n 2.40.7: `tool-generation/ai-tools.js`. */
const toToolType = (type: INodeType): INodeType =>
	Object.create(type, {
		description: {
			value: {
				...type.description,
				name: `${type.description.name}Tool`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				properties: [
					{ displayName: 'Description', name: 'descriptionType', type: 'options', default: 'auto' },
					...type.description.properties,
				],
			},
		},
	}) as INodeType;

/** Connects the node to an agent as a tool, and returns what n8n-core hands to the agent. */
export async function agentTool(
	options: Pick<RunOptions, 'credentials' | 'parameters'>,
): Promise<AgentTool> {
	const { nodeTypes, credentialTypes } = await loadPackage();
	const store = toStore(options.credentials);
	if (nodeTypes.getByNameAndVersion(NODE_TYPE).description.usableAsTool !== true) {
		throw new Error('The node cannot be used as a tool');
	}
	const toolType = toToolType(nodeTypes.getByNameAndVersion(NODE_TYPE));
	const find = (name: string): INodeType => (name === AGENT ? agentType : toolType);
	const tool: INode = {
		...nodeUnderTest(NODE_TYPE, nodeTypes, credentialTypes, store),
		type: `${NODE_TYPE}Tool`,
		parameters: options.parameters,
	};
	const agent: INode = { ...tool, id: 'agent', name: 'Agent', type: AGENT, parameters: {} };
	const workflow = new Workflow({
		nodes: [agent, tool],
		connections: {
			[tool.name]: {
				[NodeConnectionTypes.AiTool]: [
					[{ node: agent.name, type: NodeConnectionTypes.AiTool, index: 0 }],
				],
			},
		},
		active: false,
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		settings: { timezone: 'UTC' },
	});
	const items = [{ json: {} }];
	const context = new ExecuteContext(
		workflow,
		agent,
		additionalDataFor(new InMemoryCredentialsHelper(credentialTypes, store)),
		'manual',
		createRunExecutionData({}),
		0,
		items,
		{ main: [items] },
		{ node: agent, data: { main: [items] }, source: null },
		[],
	);
	const tools = (await context.getInputConnectionData(
		NodeConnectionTypes.AiTool,
		0,
	)) as AgentTool[];
	const [only] = tools;
	if (!only || tools.length > 1) throw new Error(`The agent has ${tools.length} tools`);
	return only;
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
