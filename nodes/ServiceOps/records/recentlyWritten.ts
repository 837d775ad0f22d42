import { remember } from '../../../credentials/boundedMemory';
import { systemClock } from '../../../credentials/clock';
import type { Row } from '../transport/page';
import { findChanges } from './difference';
import { pathOf, type Place } from './place';
import { askById } from './readById';
import { readTime } from './rowTimes';

/*
 * For a moment, searches may show a record as it was before it was written, or not at all (the server's index lags). So this
 * process remembers for a while what it has written.
 */

/** No index is known to lag for longer. */
export const LONGEST_LAG_MS = 30_000;

interface Written {
	/** The record as far as it is known; undefined when it was deleted. */
	row?: Row;
	/** What has to show in it. */
	sent: Row;
	/** Epoch ms. */
	at: number;
}

const recent = new Map<string, Written>();

const groupOf = ({ api, resource, type }: Place): string =>
	JSON.stringify([api.server, pathOf(resource), type?.value]);

const isRecent = ({ at }: Written): boolean => at + LONGEST_LAG_MS > systemClock.now();

function recall(place: Place, id: string): Written | undefined {
	const entry = recent.get(groupOf(place) + id);
	return entry && isRecent(entry) ? entry : undefined;
}

/**
 * Remembers a record that was created or changed.
 *
 * @param sent what was sent
 * @param row the record as the server returned it; undefined if it did not
 */
export function rememberWritten(place: Place, id: string, sent: Row, row?: Row): void {
	const before = row ? undefined : recall(place, id);
	const all = before ? { ...before.sent, ...sent } : sent;
	const entry = { sent: all, row: row ?? { ...before?.row, ...all }, at: systemClock.now() };
	remember(recent, groupOf(place) + id, entry);
}

/** Remembers that a record was deleted. */
export const rememberDeleted = (place: Place, id: string): void =>
	remember(recent, groupOf(place) + id, { sent: {}, at: systemClock.now() });

/**
 * A record as a search shows it, or newer: where this process has written something else to it, the server is asked by ID, and if
 * it does not read by ID, what was written counts.
 *
 * @param found the row of the search; undefined if it has none
 * @returns undefined when there is no such record
 */
export async function freshest(
	place: Place,
	id: string,
	found: Row | undefined,
): Promise<Row | undefined> {
	const known = recall(place, id);
	if (!known || (found && known.row && shows(place, found, known))) return found;
	const now = await askById(place, id);
	if (now !== undefined) return now ?? undefined;
	return known.row && { ...found, ...known.row };
}

/** Whether a row shows what was written, or what somebody has written since. */
function shows({ resource }: Place, found: Row, { row = {}, sent }: Written): boolean {
	if (readTime(resource, found, 'updated') > (readTime(resource, row, 'updated') || Infinity)) {
		return true;
	}
	return Object.keys(findChanges(found, sent, resource.fields)).length === 0;
}

/** The records that were written a moment ago. */
export function recentRows(place: Place): Row[] {
	const group = groupOf(place);
	const rows: Row[] = [];
	for (const [key, entry] of recent) {
		if (entry.row && key.startsWith(group) && isRecent(entry)) rows.push(entry.row);
	}
	return rows;
}
