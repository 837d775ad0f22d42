import type { IDataObject } from 'n8n-workflow';
import { type Learnt } from './sortedPages';

/*
 * How far a trigger has come. All times are the server's; n8n keeps this between polls, and over restarts and
 * republishing, as the node's static data.
 */

/** How late a record may appear in the list, measured by the times of the server. */
const OVERLAP_MS = 60_000;
/** Times shown as text know no time zone: they repeat an hour when clocks are set back. */
const TEXT_OVERLAP_MS = 2 * 3_600_000;

export interface Cursor {
	/** What is watched; another one starts anew. */
	watched: string;
	/** Grows with every change, to notice a poll that ran at the same time. */
	revision: number;
	/** The newest time that was dealt with. */
	newest: number;
	/** Time and version by record, for all that was dealt with inside the overlap. */
	seen: Record<string, [number, string]>;
	/** Whether the last poll read all of the overlap and found nothing. */
	isQuiet: boolean;
	learnt: Learnt;
	/** Status by record. */
	statuses: Record<string, string>;
	/** The largest conversation ID by record, and of all. */
	entries: Record<string, number>;
	largestEntry: number;
	/** New conversations: how far the round through the latest records has come. */
	turn: number;
	/** How many new entries came with a change of their record; -1 as soon as one came without. */
	entriesThatTouch: number;
	/** The newest creation time when the trigger started. */
	startedAt: number;
}

export const newCursor = (watched: string): Cursor => ({
	watched,
	revision: 0,
	newest: -1,
	seen: {},
	isQuiet: false,
	learnt: {},
	statuses: {},
	entries: {},
	largestEntry: 0,
	turn: 0,
	entriesThatTouch: 0,
	startedAt: -1,
});

/** The earliest time that the next poll has to look at. */
export const floorOf = ({ newest }: Cursor, isText: boolean): number =>
	newest < 0 ? 0 : newest - (isText ? TEXT_OVERLAP_MS : OVERLAP_MS);

/** Forgets what lies before the overlap. */
export function prune(cursor: Cursor, isText: boolean): void {
	const floor = floorOf(cursor, isText);
	cursor.seen = Object.fromEntries(
		Object.entries(cursor.seen).filter(([, [time]]) => time >= floor),
	);
}

const KEPT = 5000;

/** Puts a value last, and forgets the oldest ones beyond a limit. Keys carry a mark, as bare numbers would be sorted. */
export function keep<T>(table: Record<string, T>, id: string, value: T): void {
	const key = `#${id}`;
	delete table[key];
	table[key] = value;
	const keys = Object.keys(table);
	if (keys.length > KEPT * 1.1) {
		for (const old of keys.slice(0, keys.length - KEPT)) delete table[old];
	}
}

export const kept = <T>(table: Record<string, T>, id: string): T | undefined => table[`#${id}`];

/** The cursor in n8n's static data, as a copy: a poll that fails must not have moved it. */
export function load(data: IDataObject, watched: string): { cursor: Cursor; isNew: boolean } {
	const stored = data.cursor as unknown as Cursor | undefined;
	if (stored?.watched !== watched) return { cursor: newCursor(watched), isNew: true };
	return { cursor: JSON.parse(JSON.stringify(stored)) as Cursor, isNew: false };
}

/** @returns false when another poll has saved in the meantime, so that this one must not emit anything */
export function save(data: IDataObject, cursor: Cursor, isNew: boolean): boolean {
	const stored = data.cursor as unknown as Cursor | undefined;
	const isOther = stored?.watched !== cursor.watched;
	if (isNew ? !isOther : isOther || stored.revision !== cursor.revision) return false;
	data.cursor = { ...cursor, revision: cursor.revision + 1 };
	return true;
}
