import type { IDataObject } from 'n8n-workflow';
import type { Row } from '../transport/page';
import { findNewEntries, readLastEntry } from './conversationEvents';
import type { Cursor } from './cursor';
import { findDueEvent } from './dueEvents';
import { findRecordEvents } from './recordEvents';
import type { Watch } from './watch';

/**
 * Finds the events in a row that was not seen in this version before; notes in the cursor what the next poll has to
 * know about the record.
 *
 * @param cursor as it was when the poll began, as far as times go
 */
export async function findEvents(watch: Watch, cursor: Cursor, row: Row): Promise<IDataObject[]> {
	const { event, includesLastConversation } = watch;
	if (event === 'newConversation') return await findNewEntries(watch, cursor, row);
	const found =
		event === 'dueSoon' || event === 'overdue'
			? findDueEvent(watch, cursor, row)
			: findRecordEvents(watch, event, cursor, row);
	if (found.length === 0 || !includesLastConversation) return found;
	const lastConversation = await readLastEntry(watch, cursor, row);
	return found.map((item) => ({ ...item, lastConversation }));
}
