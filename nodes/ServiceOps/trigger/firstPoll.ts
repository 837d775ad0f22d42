import { readTime } from '../records/rowTimes';
import { textOf } from '../values/json';
import { noteEntries } from './conversationEvents';
import { floorOf, forgetBeforeFloor } from './cursor';
import { unlessInterrupted } from './interruptions';
import { newestOf, noteSeen, type Poll } from './pollState';
import { readNewest, readSince } from './readSince';
import { getRecent } from './recentValues';
import { noteStatus } from './recordEvents';
import { readSortedPage } from './sortedPages';

/** How many of the latest records have their statuses noted. */
const STATUSES_TO_NOTE = 1000;
/** How many of the latest records have their conversations noted, at a call each. */
const CONVERSATIONS_TO_NOTE = 20;

/**
 * The first poll: all existing records count as processed, so that the trigger starts from now. On a slow server it takes
 * several polls.
 *
 * @throws OutOfTime
 */
export async function startFromNow(poll: Poll): Promise<void> {
	const { watch, cursor } = poll;
	if (cursor.lacks === 'position') {
		await notePosition(poll);
		cursor.lacks = 'details';
	}
	const isDone = await unlessInterrupted(noteDetails(poll));
	if (isDone || watch.event === 'created') cursor.lacks = 'nothing';
}

async function notePosition(poll: Poll): Promise<void> {
	const { watch, list, cursor } = poll;
	const { resource } = watch;
	const newest = await readNewest(list);
	const { dateOrder } = list.facts;
	const createdTimes = newest.map((row) => readTime(resource, row, 'created', dateOrder));
	cursor.newest = newestOf(newest.map(list.timeOf));
	cursor.newestCreatedAtStart = newestOf(createdTimes);
	const form = resource.rowTimes?.form;
	const { rows, isComplete } = await readSince(list, {
		floor: floorOf(cursor, form),
		isNews: () => false,
		maxNews: Infinity,
		wasQuiet: false,
	});
	if (!isComplete) cursor.oldUntil = cursor.newest;
	for (const row of rows) {
		noteSeen(poll, row);
		noteStatus(watch, cursor, row);
	}
	forgetBeforeFloor(cursor, form);
}

/** @returns whether everything that the event needs is noted */
async function noteDetails(poll: Poll): Promise<boolean> {
	const { event } = poll.watch;
	if (event === 'statusChanged') return await noteOlderStatuses(poll);
	if (event === 'newConversation') return await noteConversations(poll);
	return true;
}

/** Notes the statuses of the records before those just read, so that their next change is noticed. */
async function noteOlderStatuses({ watch, list, cursor }: Poll): Promise<boolean> {
	const isAscending = list.facts.order === 'ascending';
	const end = list.facts.startAt ?? 0;
	while (cursor.detailed < STATUSES_TO_NOTE) {
		const offset = isAscending ? Math.max(0, end - cursor.detailed) : cursor.detailed;
		const { rows } = await readSortedPage(list, offset);
		for (const row of rows) {
			const isNoted = getRecent(cursor.statuses, textOf(row.id)) !== undefined;
			if (!isNoted) noteStatus(watch, cursor, row);
		}
		cursor.detailed += rows.length;
		if (rows.length === 0 || (isAscending && offset === 0)) return true;
		if (!list.hasTimeLeft()) return cursor.detailed >= STATUSES_TO_NOTE;
	}
	return true;
}

/** Notes which entries the latest records have. */
async function noteConversations({ watch, list, cursor }: Poll): Promise<boolean> {
	const newest = (await readNewest(list)).slice(0, CONVERSATIONS_TO_NOTE);
	const missing = newest.filter((row) => getRecent(cursor.entries, textOf(row.id)) === undefined);
	for (const row of missing) {
		await noteEntries(watch, cursor, row);
		if (!list.hasTimeLeft()) break;
	}
	cursor.largestEntry = Math.max(0, ...Object.values(cursor.entries));
	return missing.every((row) => getRecent(cursor.entries, textOf(row.id)) !== undefined);
}
