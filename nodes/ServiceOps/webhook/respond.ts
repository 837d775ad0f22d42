import { NotFound, SeveralFound, ServiceOpsError } from '../transport/errors';
import { BadInput } from '../values/badInput';
import {
	NodeOperationError,
	sleep,
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { readRecord, resolveReference } from '../records/find';
import { simplifyRow } from '../parameters/output';
import { toBoolean } from '../values/coerce';
import { connect } from '../transport/client';
import { subjectOf } from '../trigger/events';
import { readCall, Refused, type Mention } from './parseCall';
import { type Row } from '../transport/page';
import { versionOf } from '../records/version';
import { withKeysFirst } from '../values/json';
import type { Place } from '../records/place';

/** ServiceOps waits for the answer, and nobody documents for how long. */
const TIMEOUT_MS = 10_000;
/** A call may come before what it tells of can be read. */
const PAUSES_MS = [500, 1500];

/**
 * Starts the workflow with the record that a call is about, or answers why not. A record is what the server has of it,
 * whatever the call says.
 *
 * @throws NodeOperationError for faults of this node itself; n8n answers 500 and keeps a failed execution
 */
export async function answerCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	// What it means when something named in the call does not fit: first its form, later that no such record is there.
	let unfit = 422;
	try {
		const mention = await readCall(context);
		const isFetched = toBoolean('Fetch Record', context.getNodeParameter('fetchRecord'));
		unfit = 404;
		const json = isFetched ? await fetchItem(context, mention) : bareItem(mention);
		return { workflowData: [[{ json }]] };
	} catch (error) {
		if (error instanceof Refused) return turnAway(context, error.status, error.message);
		if (error instanceof BadInput || error instanceof NotFound || error instanceof SeveralFound)
			return turnAway(context, unfit, error.message);
		if (error instanceof ServiceOpsError) {
			return turnAway(context, 502, `The record cannot be read from ServiceOps: ${error.message}`);
		}
		throw new NodeOperationError(context.getNode(), error as Error);
	}
}

/** What is used of the response, which n8n types by a package that is not there. */
interface Response {
	setHeader(name: string, value: string): void;
	status(code: number): { json(body: IDataObject): void };
}

function turnAway(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	const { id: workflowId } = context.getWorkflow();
	const text = `"${context.getNode().name}" answered ${status} to a call: ${message}`;
	context.logger[status >= 500 ? 'error' : 'warn'](text, { workflowId });
	const response = context.getResponseObject() as Response;
	if (status === 405) response.setHeader('Allow', 'POST');
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}

const typeOf = ({ type }: Mention): IDataObject => (type?.model ? { type: type.value } : {});

const bareItem = (mention: Mention): IDataObject => ({
	module: mention.resource.name,
	...typeOf(mention),
	...mention.reference,
});

async function fetchItem(context: IWebhookFunctions, mention: Mention): Promise<IDataObject> {
	const { resource } = mention;
	const row = await readSoon(
		{ ...mention, api: connect(context, { timeoutMs: TIMEOUT_MS }) },
		mention,
	);
	const isShort = toBoolean('Simplify', context.getNodeParameter('simplify', true));
	return withKeysFirst(resource.simplified, {
		module: resource.name,
		// The same for every call about this state of the record, as with the polling trigger.
		eventId: `${subjectOf(mention, row)}:${versionOf(row)}`,
		...(isShort ? { ...typeOf(mention), ...simplifyRow(resource, row) } : row),
	});
}

async function readSoon(place: Place, { reference }: Mention): Promise<Row> {
	const read = async () => await readRecord(place, await resolveReference(place, reference));
	for (const pauseMs of PAUSES_MS) {
		const row = await read().catch(nothingIfAbsent);
		if (row) return row;
		await sleep(pauseMs);
	}
	return await read();
}

function nothingIfAbsent(error: unknown): undefined {
	if (!(error instanceof NotFound)) throw error;
}
