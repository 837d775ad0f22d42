import type { IDataObject } from 'n8n-workflow';
import { isOfResource } from '../records/search';
import { findNewEntries } from './conversationEvents';
import type { Cursor } from './cursor';
import { unlessInterrupted } from './interruptions';
import type { Poll } from './pollState';
import { readNewest } from './readSince';

/*
 * A server may not count a new conversation entry as an update of its record. In that case, it can only be found by
 * checking conversations: a few records at each poll, in rounds through the latest ones.
 */

/** How many records a poll checks besides those that were updated. */
const RECORDS_PER_POLL = 25;
/**
 * After this many entries that came with an update of their record, the server is assumed to count them as updates ...
 */
const ENTRIES_UNTIL_TRUSTED = 5;
/** ... but one poll in this many checks all the same. */
const POLLS_BETWEEN_CHECKS = 30;

/** Whether this poll has to check the latest records. */
export const isCheckDue = ({ entriesWithUpdate, revision }: Cursor): boolean =>
	entriesWithUpdate < ENTRIES_UNTIL_TRUSTED || revision % POLLS_BETWEEN_CHECKS === 0;

/** Finds new entries on the latest records, continuing the round. */
export async function checkLatestConversations(poll: Poll): Promise<IDataObject[]> {
	const { watch, list, cursor } = poll;
	const newest = await unlessInterrupted(readNewest(list));
	if (!newest) return [];
	const latest = newest.filter((row) => isOfResource(watch, row));
	const start = cursor.roundPosition < latest.length ? cursor.roundPosition : 0;
	cursor.roundPosition = start;
	const events: IDataObject[] = [];
	for (const row of latest.slice(start, start + RECORDS_PER_POLL)) {
		if (!list.hasTimeLeft()) break;
		const found = await unlessInterrupted(findNewEntries(watch, cursor, row));
		if (!found) break;
		if (found.length > 0) cursor.entriesWithUpdate = -1;
		events.push(...found);
		cursor.roundPosition++;
	}
	return events;
}
