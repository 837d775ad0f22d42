import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { toNodeError } from '../run/nodeError';
import { NotFound, ServiceOpsError, SeveralFound } from '../transport/errors';
import { BadInput } from '../values/badInput';
import { toItem } from './calledItem';
import { CallRejected } from './callRejected';
import { checkCall } from './checkCall';
import { parseCall, type CalledRecord } from './parseCall';
import { readForm } from './readForm';

/**
 * Starts the workflow with the record that a call is about, or responds why not. The record is what the server has,
 * whatever the call says.
 *
 * @throws NodeApiError or NodeOperationError for faults of this node or its setup; n8n then responds with 500 and
 * keeps a failed execution
 */
export async function answerCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		await checkCall(context);
		const form = readForm(context);
		const called = parseCall(context.getBodyData(), form);
		const item = await toItem(context, called, form);
		return { workflowData: [[{ json: item }]], webhookResponse: acceptance(called, item) };
	} catch (error) {
		const rejection = toRejection(error);
		if (rejection) return reject(context, rejection);
		throw toNodeError(context.getNode(), error);
	}
}

/** The body of the answer to a call that starts the workflow. */
const acceptance = (
	{ reference }: CalledRecord,
	{ module, id, eventId }: IDataObject,
): IDataObject => ({
	message: 'The workflow was started',
	module,
	...('key' in reference ? { key: reference.key } : {}),
	...(id !== undefined && { id }),
	...(eventId !== undefined && { eventId }),
});

/** @returns undefined if neither the caller nor the server is at fault */
function toRejection(error: unknown): CallRejected | undefined {
	if (error instanceof CallRejected) return error;
	if (error instanceof BadInput) return new CallRejected(422, error.message);
	if (error instanceof NotFound) return new CallRejected(404, error.message);
	if (error instanceof SeveralFound) return new CallRejected(409, error.message);
	if (error instanceof ServiceOpsError) {
		return new CallRejected(502, `The record cannot be read from ServiceOps: ${error.message}`);
	}
	return undefined;
}

/** The used part of the response, whose type comes from a package that is not installed. */
interface Response {
	setHeader(name: string, value: string): void;
	status(code: number): { json(body: IDataObject): void };
}

/** Responds to the call, and writes a line to n8n's log. */
function reject(
	context: IWebhookFunctions,
	{ status, message }: CallRejected,
): IWebhookResponseData {
	const { id: workflowId } = context.getWorkflow();
	const line = `"${context.getNode().name}" answered ${status} to a call: ${message}`;
	context.logger[status >= 500 ? 'error' : 'warn'](line, { workflowId });
	const response = context.getResponseObject() as Response;
	if (status === 405) response.setHeader('Allow', 'POST');
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}
