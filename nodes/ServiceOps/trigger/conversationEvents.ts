import type { IDataObject } from 'n8n-workflow';
import { allEntries, conversationPath, readConversation } from '../records/conversationEntries';
import { labelOf } from '../records/place';
import { readTime } from '../records/rowTimes';
import { AUTHOR_FIELDS } from '../resources/conversation';
import { LoginRejected, OddAnswer, ServiceOpsError, Unreachable } from '../transport/errors';
import type { Row } from '../transport/page';
import { DAY_MS } from '../values/days';
import { textOf } from '../values/json';
import { parseRowTime } from '../values/rowTime';
import type { Cursor } from './cursor';
import { isIgnored, toEventItem } from './eventItem';
import { isInterruption } from './interruptions';
import { getRecent, setRecent } from './recentValues';
import type { Watch } from './watch';

/** Reads the newest entry of a record's conversation; null when it has none, or it cannot be read. */
export async function readLastEntry(watch: Watch, cursor: Cursor, row: Row): Promise<Row | null> {
	const entries = await readEntries(watch, cursor, row);
	return entries?.[entries.length - 1] ?? null;
}

/** How many records with an unreadable conversation are remembered, so that each is logged once. */
const MAX_UNREADABLE = 100;

/** Finds the entries of a record's conversation that no poll has noted yet, and notes them. */
export async function findNewEntries(
	watch: Watch,
	cursor: Cursor,
	row: Row,
): Promise<IDataObject[]> {
	const noted = getRecent(cursor.entries, textOf(row.id));
	const created = readTime(watch.resource, row, 'created', cursor.list.dateOrder);
	const isNewRecord = created > cursor.newestCreatedAtStart;
	const isUnread = noted === undefined || noted < 0;
	const lastKnown = !isUnread ? noted : isNewRecord ? 0 : cursor.largestEntry;
	const since = isUnread && !isNewRecord ? -(noted ?? 0) : 0;
	const entries = await noteEntries(watch, cursor, row);
	return entries
		.filter((entry) => Number(entry.id) > lastKnown && mayBeAfter(entry, since))
		.filter((entry) => !isIgnored(watch, ...AUTHOR_FIELDS.map((field) => entry[field])))
		.map((entry) =>
			toEventItem(watch, row, `conversation:${textOf(entry.id)}`, {
				event: 'newConversation',
				conversation: entry,
			}),
		);
}

/** Whether an entry may be newer than a time, in epoch ms; text without a time zone may be off by a day. */
function mayBeAfter({ createdTime }: Row, since: number): boolean {
	const time = parseRowTime(createdTime);
	return !time || time.ms + (time.isMoment ? 0 : DAY_MS) > since;
}

/**
 * Reads the entries of a record's conversation and notes the largest ID.
 *
 * @returns the entries, the oldest first; none where they cannot be read: then nothing is noted for a record that is known
 */
export async function noteEntries(watch: Watch, cursor: Cursor, row: Row): Promise<Row[]> {
	const id = textOf(row.id);
	const entries = await readEntries(watch, cursor, row);
	if (!entries) {
		// So that the record is looked at again soon.
		cursor.entriesWithUpdate = Math.min(0, cursor.entriesWithUpdate);
		if (getRecent(cursor.entries, id) === undefined)
			setRecent(cursor.entries, id, -Math.max(1, cursor.newest));
		return [];
	}
	const largest = Number(entries[entries.length - 1]?.id ?? 0);
	if (Number.isNaN(largest)) throw new OddAnswer('The IDs of conversation entries are not numbers');
	setRecent(cursor.entries, id, largest);
	return entries;
}

/**
 * Reads all entries, the oldest first by ID: their times are display texts (changes-and-others.md section 2).
 *
 * @returns undefined where the server does not let this conversation be read, which is logged
 */
async function readEntries(watch: Watch, cursor: Cursor, row: Row): Promise<Row[] | undefined> {
	const { api, resource, log } = watch;
	const id = textOf(row.id);
	const others = cursor.unreadable.filter((one) => one !== id);
	const read = async () => {
		const { rows } = await readConversation({ api }, conversationPath(resource, id), allEntries);
		cursor.unreadable = others;
		return rows.sort((a, b) => Number(a.id) - Number(b.id));
	};
	return await read().catch((error: unknown) => {
		if (!isOfOneRecord(error)) throw error;
		if (!cursor.unreadable.includes(id)) {
			log(`The conversation of ${labelOf(watch, row)} cannot be read: ${error.message}`);
		}
		cursor.unreadable = [...others.slice(1 - MAX_UNREADABLE), id];
		return undefined;
	});
}

/** Whether a failure concerns one conversation: the server answers, and its list of records could be read just before. */
const isOfOneRecord = (error: unknown): error is ServiceOpsError =>
	error instanceof ServiceOpsError &&
	!isInterruption(error) &&
	!((error instanceof Unreachable || error instanceof LoginRejected) && error.status === undefined);
