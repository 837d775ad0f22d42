import { readTime } from '../records/rowTimes';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { noteEntries } from './conversationEvents';
import { floorOf, forgetBeforeFloor } from './cursor';
import { noteSeen, type Poll } from './pollState';
import { readNewest, readSince } from './readSince';
import { getRecent } from './recentValues';
import { noteStatus } from './recordEvents';
import { readSortedPage } from './sortedPages';

/** How many of the latest records have their statuses noted. */
const STATUSES_TO_NOTE = 1000;
/** How many of the latest records have their conversations noted, at a call each. */
const CONVERSATIONS_TO_NOTE = 20;

/** The first poll: all existing records count as processed, so that the trigger starts from now. */
export async function startFromNow(poll: Poll): Promise<void> {
	const { watch, list, cursor } = poll;
	const { resource, event } = watch;
	const newest = await readNewest(list);
	const createdTimes = newest.map((row) => readTime(resource, row, 'created'));
	cursor.newest = Math.max(0, ...newest.map(list.timeOf));
	cursor.newestCreatedAtStart = Math.max(0, ...createdTimes);
	const form = resource.rowTimes?.form;
	const { rows } = await readSince(list, {
		floor: floorOf(cursor, form),
		isNews: () => false,
		maxNews: Infinity,
		wasQuiet: false,
	});
	for (const row of rows) {
		noteSeen(poll, row);
		noteStatus(watch, cursor, row);
	}
	forgetBeforeFloor(cursor, form);
	if (event === 'statusChanged') await noteOlderStatuses(poll);
	if (event === 'newConversation') await noteConversations(poll, newest);
}

/** Notes the statuses of the records before those just read, so that their next change is noticed. */
async function noteOlderStatuses({ watch, list, cursor }: Poll): Promise<void> {
	const isAscending = list.facts.order === 'ascending';
	let offset = isAscending ? (list.facts.startAt ?? 0) : 0;
	for (let noted = 0; noted < STATUSES_TO_NOTE && list.hasTimeLeft(); ) {
		const { rows } = await readSortedPage(list, offset);
		for (const row of rows) {
			const isNoted = getRecent(cursor.statuses, textOf(row.id)) !== undefined;
			if (!isNoted) noteStatus(watch, cursor, row);
		}
		noted += rows.length;
		if (rows.length === 0 || (isAscending && offset === 0)) return;
		offset = isAscending ? Math.max(0, offset - rows.length) : offset + rows.length;
	}
}

async function noteConversations({ watch, cursor }: Poll, newest: Row[]): Promise<void> {
	for (const row of newest.slice(0, CONVERSATIONS_TO_NOTE)) await noteEntries(watch, cursor, row);
	cursor.largestEntry = Math.max(0, ...Object.values(cursor.entries));
}
