import type { IDataObject } from 'n8n-workflow';
import { conversationPath, listEntries } from '../records/conversationEntries';
import { readTime } from '../records/rowTimes';
import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import type { Cursor } from './cursor';
import { isIgnored, toEventItem } from './eventItem';
import { getRecent, setRecent } from './recentValues';
import type { Watch } from './watch';

/** Reads the newest entry of a record's conversation; null when it has none. */
export async function readLastEntry(watch: Watch, row: Row): Promise<Row | null> {
	const entries = await readEntries(watch, row);
	return entries[entries.length - 1] ?? null;
}

/** Finds the entries of a record's conversation that no poll has noted yet, and notes them. */
export async function findNewEntries(
	watch: Watch,
	cursor: Cursor,
	row: Row,
): Promise<IDataObject[]> {
	const noted = getRecent(cursor.entries, textOf(row.id));
	const isNewRecord = readTime(watch.resource, row, 'created') > cursor.newestCreatedAtStart;
	const lastKnown = noted ?? (isNewRecord ? 0 : cursor.largestEntry);
	const entries = await noteEntries(watch, cursor, row);
	return entries
		.filter(({ id }) => Number(id) > lastKnown)
		.filter((entry) => !isIgnored(watch, entry.createdByName, entry.createdByEmail))
		.map((entry) =>
			toEventItem(watch, row, `conversation:${textOf(entry.id)}`, {
				event: 'newConversation',
				conversation: entry,
			}),
		);
}

/**
 * Reads the entries of a record's conversation and notes the largest ID.
 *
 * @returns the entries, the oldest first
 */
export async function noteEntries(watch: Watch, cursor: Cursor, row: Row): Promise<Row[]> {
	const entries = await readEntries(watch, row);
	const largest = Number(entries[entries.length - 1]?.id ?? 0);
	if (Number.isNaN(largest)) throw new OddAnswer('The IDs of conversation entries are not numbers');
	setRecent(cursor.entries, textOf(row.id), largest);
	return entries;
}

/** Reads all entries, the oldest first by ID: their times are display texts (changes-and-others.md section 2). */
async function readEntries({ api, resource }: Watch, row: Row): Promise<Row[]> {
	const path = conversationPath(resource, textOf(row.id));
	const { rows } = await listEntries({ api }, path, Infinity);
	return rows.sort((a, b) => Number(a.id) - Number(b.id));
}
