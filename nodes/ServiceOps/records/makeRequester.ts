import { requester } from '../resources/users';
import type { RecordTask } from '../run/types';
import { ifError, isUnavailable } from '../transport/errors';
import { property } from '../transport/qualification';
import { serializeByKey } from '../values/concurrency';
import { findMatching } from './matchRecords';
import { recallCreated, rememberCreated } from './recentlyCreated';
import { isCertainRefusal } from './refusal';
import { createRecord } from './write';

/** Shared by all runs of this process, so that two tickets of a new person make one requester. */
const serialize = serializeByKey();

/**
 * Creates a requester unless there is one.
 *
 * @param person the bare email, and the name to show
 * @returns whether there is one now that was not known before
 */
export async function makeRequester(
	{ api }: Pick<RecordTask, 'api'>,
	{ email, name }: { email: string; name: string },
): Promise<boolean> {
	if (!email.includes('@')) return false;
	const place = { api, resource: requester };
	const { keyField, searchModule } = requester;
	const wanted = {
		operand: property(`${searchModule}.${keyField}`),
		value: email,
		valueIn: (row: Record<string, unknown>) => row[keyField],
	};
	return await serialize(`${api.server} ${email.toLowerCase()}`, async () => {
		// Another ticket has just made it: worth another try.
		if ((await recallCreated(place, wanted)).length > 0) return true;
		const isKnown = await findMatching(place, wanted).then(
			(rows) => rows.length > 0,
			// Not known whether there is one: what the server said about the ticket tells more.
			ifError(isUnavailable, true),
		);
		if (isKnown) return false;
		return await createRecord(place, { name, email }).then(
			(row) => {
				rememberCreated(place, wanted, row);
				return true;
			},
			ifError(isCertainRefusal, false),
		);
	});
}
