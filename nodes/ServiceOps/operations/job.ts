import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type NodeParameterValueType,
} from 'n8n-workflow';
import type { Api } from '../transport/api';
import { stopBeforeWrites } from './dryRun';
import type { Task } from './types';

/** What an action needs to work on one item of a run. */
export function taskFor(context: IExecuteFunctions, api: Api, itemIndex: number): Task {
	const { dryRun } = context.getNodeParameter('options', itemIndex, {});
	return {
		api: dryRun === true ? stopBeforeWrites(api) : api,
		zone: context.getTimezone(),
		parameter: (name, fallback) =>
			context.getNodeParameter(name, itemIndex, fallback as NodeParameterValueType),
		warn: (message) =>
			context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' }),
	};
}

/** An error as n8n shows it: with the item it belongs to, in its text and in its data. */
export function itemError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
	const result = isNodeError ? error : new NodeOperationError(node, error as Error, { itemIndex });
	result.message = `${result.message} [item ${itemIndex}]`;
	// n8n keeps its own error objects when they are wrapped again, and forgets the item.
	result.context.itemIndex = itemIndex;
	return result;
}

/** What goes on instead of a result when the node is set to continue: the error, tied to its item. */
export function errorItem(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): INodeExecutionData {
	const json: IDataObject = { error: error.message };
	if (error.description) json.errorDescription = error.description;
	if (error instanceof NodeApiError && error.httpCode) json.httpCode = error.httpCode;
	return { json, error, pairedItem: { item: itemIndex } };
}

const MAX_CONCURRENCY = 50;

/** The options that hold for the whole run, as the first item gives them. */
export function readOptions(context: IExecuteFunctions): {
	concurrency: number;
	timeoutMs?: number;
} {
	const { concurrency, timeout } = context.getNodeParameter('options', 0, {});
	return {
		concurrency: Math.min(MAX_CONCURRENCY, Math.max(1, Math.floor(Number(concurrency ?? 10)) || 1)),
		timeoutMs: Number(timeout) > 0 ? Number(timeout) : undefined,
	};
}
