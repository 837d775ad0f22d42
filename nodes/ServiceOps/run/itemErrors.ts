import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { isAgentTool } from './agentTool';
import { toNodeError, type NodeError } from './nodeError';

/** The error as n8n shows it, with the item that it belongs to in its text and in its data. */
export function toItemError(node: INode, error: unknown, itemIndex: number): NodeError {
	const result = toNodeError(node, error);
	// An AI agent is shown the message only.
	const said =
		isAgentTool(node) && result.description
			? `${result.message.replace(/\.$/, '')}. ${result.description}`
			: result.message;
	result.message = `${said} [item ${itemIndex}]`;
	// When n8n's own errors are wrapped again, n8n returns the original without the item.
	result.context.itemIndex = itemIndex;
	return result;
}

/**
 * What is returned instead of a result when the node is set to continue: the error, paired with its item. n8n sends an
 * item to the error output only if it has these keys and no other; an `error` beside `json` would make it drop
 * `message`.
 */
export function toErrorItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const json: IDataObject = { error: error.message };
	if (error.description) json.message = error.description;
	return { json, pairedItem: { item: itemIndex } };
}
