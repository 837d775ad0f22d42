import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { ServiceOpsError } from '../transport/errors';

/** An error as n8n shows it. */
export type NodeError = NodeApiError | NodeOperationError;

export const isNodeError = (error: unknown): error is NodeError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

/**
 * The error as n8n shows it: a failed call with its HTTP status, anything else as a problem with the node's setup.
 *
 * n8n's errors are built from plain text only, because what its request helper throws carries the signed request, and
 * would be saved with the execution.
 */
export function toNodeError(node: INode, error: unknown): NodeError {
	if (isNodeError(error)) return error;
	if (!(error instanceof ServiceOpsError)) return new NodeOperationError(node, error as Error);
	const { message, description, status, details } = error;
	const shown = new NodeApiError(
		node,
		{ message },
		{
			message,
			description: description ?? undefined,
			httpCode: status === undefined ? undefined : String(status),
		},
	);
	// n8n replaces messages that look like network error codes.
	shown.message = message;
	if (details) shown.messages = [details];
	return shown;
}
