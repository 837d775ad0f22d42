import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { createdAt, createdOutside, widen, type Extent } from '../records/extent';
import { readFiltered } from '../records/filteredSearch';
import { searchPage } from '../records/search';
import { appliesTimes } from '../records/timeConditions';
import { SEARCH_TIMES } from '../resources/searchProperties';
import type { Page, Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { identityOf } from '../transport/paging';
import { both, hasIdIn, type Qualification } from '../transport/qualification';
import { DAY_MS } from '../values/days';
import { textOf } from '../values/json';
import { horizonOf } from './dueEvents';
import { dueBy, isRunningOut, trim, type Scan } from './dueState';
import { findEvents } from './events';
import { unlessInterrupted } from './interruptions';
import { readInOrder } from './listByTime';
import { findWatched, isWatched, type Poll } from './pollState';

/*
 * A server may not be able to search by the due time, and a change of it may not count as an update of the record. So the
 * whole list is read once, a part at each poll, and again every day; in between, what was updated is looked at, and what
 * becomes due is read again.
 */

/** How many pages a poll reads when the list is read again. */
const PAGES_PER_POLL = 10;
/** How many rows two neighboring pages share, so that deleted records in between hide none. */
const SHARED_ROWS = 10;

/**
 * Finds the records that have become due since the last poll, besides those that were updated.
 *
 * @param limit how many events at most
 */
export async function findDue(poll: Poll, limit: number): Promise<IDataObject[]> {
	const { cursor } = poll;
	const events: IDataObject[] = [];
	if (isScanDue(poll)) {
		cursor.due.scan = { offset: 0, startedAt: systemClock.now() };
		cursor.due.aheadUntil = null;
	}
	await unlessInterrupted(readAhead(poll, events, limit));
	if (cursor.due.scan) await unlessInterrupted(readOn(poll, events, limit));
	trim(cursor.due);
	return events;
}

function isScanDue({ cursor: { due } }: Poll): boolean {
	if (due.scan) return false;
	return due.scannedAt < 0 || systemClock.now() - due.scannedAt > DAY_MS || isRunningOut(due);
}

/** Goes on reading the whole list, the newest or the oldest record first. */
async function readOn(poll: Poll, events: IDataObject[], limit: number): Promise<void> {
	const { watch, list, cursor } = poll;
	const pages = cursor.due.scannedAt < 0 ? Infinity : PAGES_PER_POLL;
	let last = new Set<string>();
	for (let page = 0; page < pages && events.length < limit; page++) {
		const { scan } = cursor.due;
		if (!scan) return;
		const rest = scan.past && createdOutside(watch, scan.past);
		const { rows } = await searchDue(poll, (own) => (rest ? both(rest, own) : own), scan.offset);
		const ids = rows.map(identityOf);
		if (ids.every((id) => last.has(id))) {
			if (await goOnPast(poll, scan)) continue;
			cursor.due.scannedAt = scan.startedAt;
			cursor.due.scan = null;
			return;
		}
		for (const row of rows) widen((scan.seen ??= [Infinity, 0]), createdAt(watch, row));
		last = new Set(ids);
		await take(poll, rows, events);
		trim(cursor.due);
		const shared = Math.min(SHARED_ROWS, Math.floor(rows.length / 4));
		scan.offset += Math.max(1, rows.length - shared);
		if (!list.hasTimeLeft()) return;
	}
}

/** Some servers find no more than so many records with one search: the others were created before or after these. */
async function goOnPast({ watch }: Poll, scan: Scan): Promise<boolean> {
	const [first, last] = scan.seen ?? [0, 0];
	// Others may have been created in the same moment.
	const past: Extent = [first + 1, last - 1];
	const rest = createdOutside(watch, past);
	if (!rest || String(past) === String(scan.past) || !(await appliesTimes(watch, rest)))
		return false;
	Object.assign(scan, { past, offset: 0 });
	return true;
}

/** Reads the records again whose time has come, as far as they are known. */
async function readAhead(poll: Poll, events: IDataObject[], limit: number): Promise<void> {
	const { watch, list, cursor } = poll;
	for (;;) {
		const missing = limit - events.length;
		const ids = dueBy(cursor.due, horizonOf(watch)).slice(0, Math.min(PAGE_SIZE, missing));
		if (ids.length === 0 || !list.hasTimeLeft()) return;
		const found = new Map<string, Row>();
		// A server may send or find fewer rows than it was asked for.
		for (let before = -1; before < found.size && found.size < ids.length; ) {
			before = found.size;
			const { rows } = await readIds(
				poll,
				ids.filter((id) => !found.has(id)),
			);
			for (const row of rows) if (ids.includes(textOf(row.id))) found.set(textOf(row.id), row);
		}
		const asked = await findWatched(poll, [...found.values()]);
		const got = new Set(asked.map((row) => textOf(row.id)));
		// What did not come was deleted, or does not meet the conditions any longer.
		for (const id of ids) if (!got.has(id)) delete cursor.due.ahead[id];
		await take(poll, asked, events);
	}
}

async function readIds(poll: Poll, ids: string[]): Promise<Page> {
	const among = hasIdIn(ids.map(Number));
	return await searchDue(poll, (own) => both(among, own), 0);
}

/** Reads a page of what is watched, sorted by creation: that order does not change. */
async function searchDue(
	{ watch, search: filtered, cursor }: Poll,
	narrow: (own: Qualification) => Qualification,
	offset: number,
): Promise<Page> {
	const read = async (by?: string): Promise<Page> =>
		await readFiltered(
			filtered,
			cursor.list,
			async (own) => await searchPage(watch, narrow(own), offset, PAGE_SIZE, by),
		);
	return await readInOrder(cursor.list, read, SEARCH_TIMES.created);
}

async function take(poll: Poll, rows: Row[], events: IDataObject[]): Promise<void> {
	const { watch, cursor } = poll;
	for (const row of rows) {
		if (isWatched(poll, row)) events.push(...(await findEvents(watch, cursor, row)));
	}
}
