import type { IDataObject } from 'n8n-workflow';
import { NotFound } from '../transport/errors';
import { newCursor } from './cursor';
import { findEvents } from './events';
import { isWatched, type Poll } from './pollState';
import { readNewest } from './readSince';

/**
 * Returns the latest record as an example of an event, without moving the cursor.
 *
 * @throws NotFound when no record meets the conditions
 */
export async function findSample(
	poll: Pick<Poll, 'watch' | 'search' | 'list'>,
): Promise<IDataObject> {
	const { watch, list } = poll;
	const row = (await readNewest(list)).find((candidate) => isWatched(poll, candidate));
	if (!row) {
		throw new NotFound(`No ${watch.resource.noun} meets the conditions`, {
			description: 'There is no sample to show. Create a record, or change the conditions.',
		});
	}
	const events = await findEvents(watch, newCursor(''), row);
	const latest = events[events.length - 1];
	if (latest) return latest;
	// The latest record does not have such an event: the record is the sample all the same.
	const anyEvent = { ...watch, event: 'createdOrUpdated' as const, ignoredNames: [] };
	const [shown] = await findEvents(anyEvent, newCursor(''), row);
	return { ...shown, event: watch.event };
}
