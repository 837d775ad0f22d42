import type { IDataObject } from 'n8n-workflow';
import type { RowTimes } from '../resources';
import { USUAL_ORDER, type DateOrder } from '../values/rowTime';
import { newDueState, type DueState } from './dueState';
import type { ListFacts } from './listFacts';
import { latestOf, type RecentValues } from './recentValues';

/*
 * The position of a trigger. All times are the server's; n8n keeps the cursor between polls, and across restarts and
 * republishing, as the node's static data.
 */

/**
 * How late a record may appear in the list, by the times of the server. Texts without a time zone repeat an hour when
 * clocks are set back.
 */
const OVERLAP_MS: Record<RowTimes['form'], number> = { epoch: 60_000, text: 2 * 3_600_000 };

export interface Cursor {
	/** What is watched, as text; the cursor of something else is not continued. */
	watched: string;
	/** Grows with every poll that saves, so that a poll detects another one that ran at the same time. */
	revision: number;
	/** What the start still lacks: the newest time, details of the latest records, or nothing. */
	lacks: 'position' | 'details' | 'nothing';
	/** How many of the latest records have their details noted. */
	detailed: number;
	/** How many polls in a row ended at a rate limit with nothing done. */
	heldUp: number;
	/** The newest time processed, in epoch ms; -1 when there was none. */
	newest: number;
	/** Up to this time, in epoch ms, everything counts as processed: reading it again takes longer than a poll. */
	oldUntil: number;
	/** Time and version of everything processed within the overlap, by identity. */
	seen: Record<string, [number, string]>;
	/** Which number came first in dates when its times were read. */
	dateOrder: DateOrder;
	/** Whether the last poll read all of the overlap and found nothing. */
	isQuiet: boolean;
	list: ListFacts;
	/** Status by record ID. */
	statuses: RecentValues<string>;
	/** The largest ID of a conversation entry, by record ID. */
	entries: RecentValues<number>;
	/** IDs of records whose conversation could not be read the last time. */
	unreadable: string[];
	/** The largest ID of all conversation entries that were there when the trigger started. */
	largestEntry: number;
	/** New Conversation: how many of the latest records the present round has checked. */
	roundPosition: number;
	/** How many new entries came with an update of their record; -1 as soon as one came without. */
	entriesWithUpdate: number;
	/** The newest creation time when the trigger started, in epoch ms; -1 before. */
	newestCreatedAtStart: number;
	/** Due Soon and Overdue. */
	due: DueState;
}

export const newCursor = (watched: string): Cursor => ({
	watched,
	revision: 0,
	lacks: 'position',
	detailed: 0,
	heldUp: 0,
	newest: -1,
	oldUntil: -1,
	seen: {},
	dateOrder: USUAL_ORDER,
	isQuiet: false,
	list: {},
	statuses: {},
	entries: {},
	unreadable: [],
	largestEntry: 0,
	roundPosition: 0,
	entriesWithUpdate: 0,
	newestCreatedAtStart: -1,
	due: newDueState(),
});

/** The earliest time that the next poll has to look at, in epoch ms. */
export function floorOf(
	{ newest, oldUntil, list }: Cursor,
	form: RowTimes['form'] = 'epoch',
): number {
	const floor = newest < 0 ? 0 : newest - OVERLAP_MS[list.hasTextTimes ? 'text' : form];
	return oldUntil < 0 ? floor : Math.max(floor, oldUntil + 1);
}

/** Forgets what lies before the overlap. */
export function forgetBeforeFloor(cursor: Cursor, form?: RowTimes['form']): void {
	const floor = floorOf(cursor, form);
	const seen = Object.entries(cursor.seen).filter(([, [time]]) => time >= floor);
	cursor.seen = Object.fromEntries(seen);
}

/**
 * Loads the cursor from n8n's static data, as a copy, so that a poll that fails has not moved it.
 *
 * @returns a new cursor where there is none, or one for something else
 */
export function loadCursor(data: IDataObject, watched: string): { cursor: Cursor; isNew: boolean } {
	const stored = storedCursor(data);
	if (stored?.watched !== watched) return { cursor: newCursor(watched), isNew: true };
	return { cursor: JSON.parse(JSON.stringify(stored)) as Cursor, isNew: false };
}

/**
 * Saves the cursor in n8n's static data.
 *
 * @returns false when another poll has saved meanwhile: the events that this one found must not be returned
 */
export function saveCursor(data: IDataObject, cursor: Cursor, isNew: boolean): boolean {
	const stored = storedCursor(data);
	const isSameWatch = stored?.watched === cursor.watched;
	const isFree = isNew ? !isSameWatch : isSameWatch && stored.revision === cursor.revision;
	if (isFree) {
		data.cursor = {
			...cursor,
			revision: cursor.revision + 1,
			statuses: latestOf(cursor.statuses),
			entries: latestOf(cursor.entries),
		};
	}
	return isFree;
}

/**
 * Saves what a poll that did not come to its end has learned about the server: that moves no position.
 *
 * @param heldUp how many polls in a row ended at a rate limit
 */
export function saveFacts(data: IDataObject, cursor: Cursor, isNew: boolean, heldUp: number): void {
	const { watched, list } = cursor;
	const stored = isNew ? newCursor(watched) : storedCursor(data);
	if (stored?.watched !== watched) return;
	// The total that was noted may be that of a page which was not evaluated.
	saveCursor(data, { ...stored, list, heldUp, isQuiet: false }, isNew);
}

const storedCursor = (data: IDataObject): Cursor | undefined =>
	data.cursor as unknown as Cursor | undefined;
