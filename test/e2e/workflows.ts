import type { IDataObject, INode, INodeExecutionData, OnError } from 'n8n-workflow';

import { show } from './checks';
import type { CredentialReference, Execution, N8nApi, WorkflowDraft } from './n8nApi';
import { LOGIN } from '../simulator';

export const SERVICEOPS_NODE = 'n8n-nodes-serviceops.serviceOps';
export const CREDENTIAL_TYPE = 'serviceOpsOAuthApi';
export const TRIGGER_NAME = 'Manual Trigger';

/** The fields of the credential for a login with user name and password. */
export function passwordLogin(serverUrl: string, changes: IDataObject = {}): IDataObject {
	return {
		serverUrl,
		authentication: 'password',
		clientId: LOGIN.clientId,
		clientSecret: LOGIN.clientSecret,
		username: LOGIN.username,
		password: LOGIN.password,
		allowUnauthorizedCerts: false,
		...changes,
	};
}

let nodeCount = 0;

/** A node of a workflow. */
export function workflowNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	more: Partial<INode> = {},
): INode {
	nodeCount += 1;
	return {
		id: `00000000-0000-4000-8000-${String(nodeCount).padStart(12, '0')}`,
		name,
		type,
		typeVersion,
		position: [200 * nodeCount, 300],
		parameters: parameters as INode['parameters'],
		...more,
	};
}

/** A ServiceOps node. */
export function serviceOpsNode(
	name: string,
	parameters: IDataObject,
	credential: CredentialReference,
	onError: OnError = 'stopWorkflow',
): INode {
	return workflowNode(name, SERVICEOPS_NODE, 1, parameters, {
		onError,
		credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name: credential.name } },
	});
}

/** A Manual Trigger and the nodes after it, one behind the other; the trigger hands on `items`. */
export function chain(name: string, nodes: INode[], items: IDataObject[] = [{}]): WorkflowDraft {
	const trigger = workflowNode(TRIGGER_NAME, 'n8n-nodes-base.manualTrigger', 1, {});
	const all = [trigger, ...nodes];
	return {
		name,
		nodes: all,
		connections: Object.fromEntries(
			nodes.map((node, index) => [
				all[index]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
		),
		pinData: { [TRIGGER_NAME]: items.map((json): INodeExecutionData => ({ json })) },
	};
}

/** One ServiceOps node on its own: makes the workflow, runs it, answers the execution. */
export async function runOperation(
	api: N8nApi,
	credential: CredentialReference,
	parameters: IDataObject,
	{ items = [{}], onError }: { items?: IDataObject[]; onError?: OnError } = {},
): Promise<Execution> {
	const title = `${show(parameters.resource)}: ${show(parameters.operation)}`;
	const node = serviceOpsNode('ServiceOps', parameters, credential, onError);
	const workflow = await api.createWorkflow(chain(title, [node], items));
	return await api.runWorkflow(workflow.id, TRIGGER_NAME);
}
