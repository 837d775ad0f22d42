import type { IDataObject } from 'n8n-workflow';
import { STATUS_FIELD } from '../resources/recordFields';
import { NotFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { newCursor } from './cursor';
import { toDueItem } from './dueEvents';
import { readDue } from './dueTime';
import { findEvents } from './events';
import { findWatched, type Poll } from './pollState';
import { readNewest } from './readSince';
import { readSortedPage } from './sortedPages';
import type { Watch } from './watch';

/** How many further pages to look through where the newest one has no such record. */
const MAX_PAGES = 5;

/**
 * Returns the latest record as an example of an event, without moving the cursor.
 *
 * @throws NotFound when no record meets the conditions
 */
export async function findSample(
	poll: Pick<Poll, 'watch' | 'search' | 'list'>,
): Promise<IDataObject> {
	const { watch, list } = poll;
	const cursor = { ...newCursor(''), list: list.facts };
	const row = await findRow(poll);
	const due = readDue(watch, row, list.facts.dateOrder);
	if (due) return toDueItem(watch, row, due);
	const events = await findEvents(watch, cursor, row);
	const latest = events[events.length - 1];
	if (latest) return withPrevious(watch, latest);
	// The latest record does not have such an event: the record is the sample all the same.
	const anyEvent = { ...watch, event: 'createdOrUpdated' as const, ignoredNames: [] };
	const [shown] = await findEvents(anyEvent, cursor, row);
	return withPrevious(watch, { ...shown, event: watch.event });
}

/** The newest record that is watched; for Due Soon and Overdue, one with a due time if there is one. */
async function findRow(poll: Pick<Poll, 'watch' | 'search' | 'list'>): Promise<Row> {
	const { watch, list } = poll;
	const candidates = await findWatched(poll, await readNewest(list));
	const { order, length = 0, pageLength = 0 } = list.facts;
	for (let page = 1; page <= MAX_PAGES && candidates.length === 0; page++) {
		const offset = order === 'ascending' ? length - (page + 1) * pageLength : page * pageLength;
		if (pageLength === 0 || offset < 0) break;
		const { rows } = await readSortedPage(list, offset);
		if (rows.length === 0) break;
		candidates.push(...(await findWatched(poll, rows)));
	}
	const [newest] = candidates;
	if (!newest) {
		throw new NotFound(`No ${watch.resource.noun} meets the conditions`, {
			description: 'There is no sample to show. Create a record, or change the conditions.',
		});
	}
	return candidates.find((row) => readDue(watch, row, list.facts.dateOrder)) ?? newest;
}

/** A sample shows every field that an event has. Nobody knows the status before, so it shows one that there may have been. */
function withPrevious({ resource }: Watch, item: IDataObject): IDataObject {
	if (item.event !== 'statusChanged') return item;
	const statuses = resource.fields.find(({ name }) => name === STATUS_FIELD)?.choices ?? [];
	const other = statuses.find((status) => status !== item[STATUS_FIELD]) ?? null;
	return { ...item, previousStatus: item.previousStatus ?? other };
}
