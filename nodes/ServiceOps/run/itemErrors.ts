import type {
	IDataObject,
	INode,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { toNodeError } from './nodeError';

type NodeError = NodeApiError | NodeOperationError;

/** The error as n8n shows it, with the item that it belongs to in its text and in its data. */
export function toItemError(node: INode, error: unknown, itemIndex: number): NodeError {
	const result = toNodeError(node, error);
	result.message = `${result.message} [item ${itemIndex}]`;
	// n8n keeps its own error objects when they are wrapped again, and forgets the item.
	result.context.itemIndex = itemIndex;
	return result;
}

/**
 * What goes on instead of a result when the node is set to continue: the error, tied to its item. n8n sends an item to
 * the error output only if it has these keys and no other; an `error` beside `json` would make it drop `message`.
 */
export function toErrorItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const json: IDataObject = { error: error.message };
	if (error.description) json.message = error.description;
	return { json, pairedItem: { item: itemIndex } };
}
