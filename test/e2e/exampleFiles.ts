/** The workflows under `examples/`, made ready for an n8n with stand-ins for all other services. */
import type { INode } from 'n8n-workflow';

import type { CredentialReference, N8nApi, WorkflowDraft } from './n8nApi';
import type { Outside } from './outside';
import { CREDENTIAL_TYPE, passwordLogin, SERVICEOPS_NODE } from './workflows';
import type { Simulator } from '../simulator';
import { fs, path, projectRoot } from '../support/node';

const FOLDER = path.join(projectRoot, 'examples');
/** Addresses in the examples that a user replaces by their own. */
const OUTSIDE = /https:\/\/([\w-]+)\.example\.com/g;

export const isOurs = ({ type }: INode): boolean => type.startsWith(SERVICEOPS_NODE);
export const isTrigger = ({ type }: INode): boolean => /(trigger|\.webhook)$/i.test(type);

/** Names of the files, sorted. */
export const exampleFiles = (): string[] =>
	fs
		.readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.sort();

/** A workflow as a user imports it. */
export const readExample = (file: string): WorkflowDraft =>
	JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as WorkflowDraft;

/** Credentials for the nodes of the examples, by the type of the node. */
export type ExampleCredentials = Record<string, CredentialReference[]>;

/** Saves the credentials that the examples need. */
export async function createCredentials(
	api: N8nApi,
	simulator: Simulator,
	outside: Outside,
): Promise<ExampleCredentials> {
	const login = await api.createCredential(
		'ServiceOps',
		CREDENTIAL_TYPE,
		passwordLogin(simulator.url),
	);
	const secret = await api.createCredential('ServiceOps calls', 'serviceOpsWebhookApi', {
		secret: 'stand-in'.repeat(3),
	});
	const model = await api.createCredential('Model', 'openAiApi', {
		apiKey: 'stand-in',
		url: `${outside.url}/v1`,
	});
	return {
		[SERVICEOPS_NODE]: [login],
		[`${SERVICEOPS_NODE}Trigger`]: [login],
		[`${SERVICEOPS_NODE}WebhookTrigger`]: [login, secret],
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': [model],
	};
}

/**
 * What a user does after importing: choose credentials, and enter addresses.
 *
 * @param outside where all other services are; the addresses stay as they are unless given
 */
export function setUp(
	example: WorkflowDraft,
	credentials: ExampleCredentials,
	outside?: Pick<Outside, 'url'>,
): WorkflowDraft {
	const text = JSON.stringify(example);
	const moved = JSON.parse(outside ? text.replaceAll(OUTSIDE, outside.url) : text) as WorkflowDraft;
	const chosen = (type: string): INode['credentials'] =>
		Object.fromEntries(
			(credentials[type] ?? []).map((one) => [one.type, { id: one.id, name: one.name }]),
		);
	return {
		...moved,
		nodes: moved.nodes.map((node) => ({ ...node, credentials: chosen(node.type) })),
	};
}

/** The hosts that an example calls. */
export const hostsOf = (example: WorkflowDraft): string[] => [
	...new Set([...JSON.stringify(example).matchAll(OUTSIDE)].map(([, host = '']) => host)),
];
