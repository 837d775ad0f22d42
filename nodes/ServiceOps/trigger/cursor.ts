import type { IDataObject } from 'n8n-workflow';
import type { Row } from '../transport/search';
import { textOf } from '../transport/json';
import type { Learnt } from './reading';

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

const TEXT = /^(\d{2})[-/](\d{2})[-/](\d{4}) (\d{2}):(\d{2})(?: ([ap])m)?$/i;

/**
 * A time of a record: tickets have epoch ms, assets `19-10-2020 11:23`, CIs `01/06/2025 08:43 pm` (assets.md section 0).
 *
 * @returns 0 where the record does not tell
 */
export function readTime(row: Row, field: 'created' | 'updated'): number {
	const value = row[`${field}Time`] ?? row[`${field}Date`];
	if (typeof value === 'number') return value;
	const text = textOf(value).trim();
	if (/^\d+$/.test(text)) return Number(text);
	const [, day, month, year, hour, minute, half] = TEXT.exec(text) ?? [];
	if (!day) return Number.isNaN(Date.parse(text)) ? 0 : Date.parse(text);
	const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour);
	return Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute));
}

/** Whether the times of these rows are text, and so too coarse to tell two updates apart. */
export const hasTextTimes = (row: Row): boolean => row.updatedTime === undefined;

/** What distinguishes this state of a record from others: its time, and where that is coarse, its content. */
export function versionOf(row: Row): string {
	const time = String(readTime(row, 'updated'));
	return hasTextTimes(row) ? `${time}-${digest(JSON.stringify(row))}` : time;
}

/** FNV-1a, 32 bits: shipped code has no crypto, and nothing depends on it being hard to guess. */
function digest(text: string): string {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What a record is remembered by: where one list holds several types, each counts its IDs on its own. */
export const identityOf = (row: Row): string =>
	[row.type, row.id].map(textOf).filter(Boolean).join(':');

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
