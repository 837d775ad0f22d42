import type { IDataObject } from 'n8n-workflow';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { textOf } from '../values/json';
import { ownValue } from '../values/own';
import { checkLatestConversations, isCheckDue } from './conversationRound';
import { floorOf, forgetBeforeFloor } from './cursor';
import { findDue } from './dueSearch';
import { findEvents } from './events';
import { unlessInterrupted } from './interruptions';
import { findWatched, isWatched, noteSeen, type Poll } from './pollState';
import { readSince } from './readSince';
import { getRecent } from './recentValues';
import { versionFor } from './recordEvents';

/** How many records one poll returns; the rest waits for the next one. */
const MAX_RECORDS = 1000;

/** Every poll but the first: finds what is new since the last one, the oldest first, as much as there is time for. */
export async function findNews(poll: Poll): Promise<IDataObject[]> {
	const { watch, list, cursor } = poll;
	const form = watch.resource.rowTimes?.form;
	const floor = floorOf(cursor, form);
	const isNews = (row: Row): boolean =>
		list.timeOf(row) >= floor &&
		ownValue(cursor.seen, identityOf(row))?.[1] !== versionFor(watch, row);
	const { rows, isComplete } = await readSince(list, {
		floor,
		isNews,
		maxNews: MAX_RECORDS,
		wasQuiet: cursor.isQuiet,
	});
	const news = rows.filter(isNews);
	await findWatched(poll, news);
	// There is more than can be read in one poll before anything new: the next one begins behind it.
	if (!isComplete && news.length === 0) cursor.oldUntil = cursor.newest;
	const events = await handleNews(poll, news.slice(0, MAX_RECORDS));
	cursor.isQuiet = isComplete && news.length === 0;
	forgetBeforeFloor(cursor, form);
	if (watch.event === 'newConversation' && isCheckDue(cursor)) {
		events.push(...(await checkLatestConversations(poll)));
	}
	if (watch.due) events.push(...(await findDue(poll, MAX_RECORDS - events.length)));
	return events;
}

/** Finds the events in rows, as many as there is time for, but at least in one. */
async function handleNews(poll: Poll, news: Row[]): Promise<IDataObject[]> {
	const { list } = poll;
	const events: IDataObject[] = [];
	const handled: Row[] = [];
	for (const row of news) {
		if (handled.length > 0 && !list.hasTimeLeft()) break;
		const finding = findIn(poll, row);
		const found = handled.length > 0 ? await unlessInterrupted(finding) : await finding;
		if (!found) break;
		events.push(...found);
		handled.push(row);
	}
	for (const row of handled) noteSeen(poll, row);
	return events;
}

async function findIn(poll: Poll, row: Row): Promise<IDataObject[]> {
	const { watch, cursor } = poll;
	if (!isWatched(poll, row)) return [];
	const wasNoted = getRecent(cursor.entries, textOf(row.id)) !== undefined;
	const found = await findEvents(watch, cursor, row);
	// A record that was not known may have had its entries before.
	if (wasNoted && found.length > 0 && cursor.entriesWithUpdate >= 0) cursor.entriesWithUpdate++;
	return found;
}
