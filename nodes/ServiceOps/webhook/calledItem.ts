import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { firstKeys, simplifyRow } from '../parameters/output';
import { eventIdOf } from '../records/eventId';
import { readRecord, resolveReference } from '../records/find';
import type { Place } from '../records/place';
import { versionOf } from '../records/version';
import { connect } from '../transport/client';
import { Abandoned, NotFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { withKeysFirst } from '../values/json';
import type { CalledRecord } from './parseCall';
import type { WebhookForm } from './readForm';

/** ServiceOps waits for the response; how long is not documented. */
const TIMEOUT_MS = 10_000;
/** The deadline for everything that is read for one call, so that it gets a response within 20 s. */
const DEADLINE_MS = 18_000;
/** A call may arrive before its record can be read: how long to wait before each further attempt. */
const PAUSES_MS = [500, 1500];

/**
 * Creates the item that starts the workflow.
 *
 * @throws NotFound, SeveralFound or another ServiceOpsError when the record cannot be fetched
 */
export async function toItem(
	context: IWebhookFunctions,
	called: CalledRecord,
	{ isFetched, isSimplified }: WebhookForm,
): Promise<IDataObject> {
	const { resource, reference } = called;
	const module = resource.name;
	if (!isFetched) return { module, ...typeOf(called), ...reference };
	const row = await readSoon(
		{
			...called,
			api: connect(context, { timeoutMs: TIMEOUT_MS, deadlineMs: DEADLINE_MS, isUrgent: true }),
		},
		called,
	);
	return withKeysFirst(firstKeys(resource, isSimplified), {
		module,
		// The same for every call about this state of the record, as with the polling trigger.
		eventId: eventIdOf(called, row, versionOf(resource, row)),
		...(isSimplified ? { ...typeOf(called), ...simplifyRow(resource, row) } : row),
	});
}

const typeOf = ({ type }: CalledRecord): IDataObject => (type?.model ? { type: type.value } : {});

/**
 * Reads the record, several times if it is not there yet.
 *
 * @throws NotFound also if the time is up before it is there
 */
async function readSoon(place: Place, { reference }: CalledRecord): Promise<Row> {
	const attempt = async (before?: NotFound): Promise<Row | NotFound> => {
		const reading = resolveReference(place, reference).then((id) => readRecord(place, id));
		return await reading.catch((error: unknown) => {
			if (before && error instanceof Abandoned) return before;
			if (error instanceof NotFound) return error;
			throw error;
		});
	};
	let outcome = await attempt();
	for (const pauseMs of PAUSES_MS) {
		if (!(outcome instanceof NotFound)) break;
		await systemClock.sleep(pauseMs);
		outcome = await attempt(outcome);
	}
	if (outcome instanceof NotFound) throw outcome;
	return outcome;
}
