import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { findBoundaryPage, findOrder } from './boundarySearch';
import { unlessInterrupted } from './interruptions';
import {
	changesTooFast,
	isNewestPage,
	OrderChanged,
	pageLengthOf,
	readOtherPage,
	readSortedPage,
	sharedRows,
	type SortedList,
	type SortedPage,
	Unsorted,
} from './sortedPages';
import { checkOrder, mayEndEarly, readNewestUnsorted, readUnsorted } from './unsorted';
import { completeTies, fromOldest, gapBetween, noteMoves, stateOf, isOfOneTime } from './ties';

/** How often to look further back for a page that joins on to those read before. */
const MAX_TRIES_TO_JOIN = 20;
/** How many rows before the end of a list the next poll starts to read, at least. */
const MIN_TAIL_ROWS = 20;

export interface ReadRequest {
	/** The earliest time that counts, in the unit of the list. */
	floor: number;
	/** Which rows are new. */
	isNews: (row: Row) => boolean;
	/** Stop reading after this many new rows. */
	maxNews: number;
	/**
	 * Whether the last poll found nothing, so that one page without new rows at the newer end proves that there are
	 * none.
	 */
	wasQuiet: boolean;
}

export interface ReadResult {
	/** Rows at or after the floor, each once, the oldest first, without gaps. */
	rows: Row[];
	/** Whether the newest row of the list is among them; not if there were too many for the time. */
	isComplete: boolean;
}

/**
 * Reads the rows of a list that are at or after a time, the oldest first.
 *
 * @throws OddAnswer when the server does not sort by time, or its list changes too fast
 */
export async function readSince(list: SortedList, request: ReadRequest): Promise<ReadResult> {
	const bySort = async (): Promise<ReadResult> => {
		const before = { ...list.facts };
		const first = await readFirstPage(list);
		list.facts.total = first.total;
		const hasNews = first.rows.some(request.isNews);
		if (request.wasQuiet && !hasNews && isUnchanged(list, first, before)) {
			noteStart(list, first, first.rows.length / 2);
			const isKnown = identitiesOf(first.rows);
			const isMissing = (row: Row) => request.isNews(row) && !isKnown(row);
			await checkOrder(list, request.floor, isMissing, first);
			return { rows: [], isComplete: true };
		}
		const boundary = await findBoundaryPage(list, first, request.floor);
		const result = await readTowardNewest(list, boundary, request);
		const isKnown = identitiesOf(result.rows);
		const end = result.isComplete ? Infinity : Math.max(...result.rows.map(list.timeOf));
		await checkOrder(
			list,
			request.floor,
			(row) => request.isNews(row) && !isKnown(row) && list.timeOf(row) < end,
			boundary,
		);
		return result;
	};
	return await readEither(list, bySort, async () => await readUnsorted(list, request.floor));
}

/** Reads the newest rows, the newest first: as many as a page holds. */
export async function readNewest(list: SortedList): Promise<Row[]> {
	const bySort = async (): Promise<Row[]> => {
		const first = await readFirstPage(list);
		const newest = await findBoundaryPage(list, first, Infinity);
		if (list.facts.order !== 'ascending') return newest.rows;
		const length = newest.offset + newest.rows.length;
		list.facts.length = length;
		const [last] = newest.rows.slice(-1);
		const end = last ? list.timeOf(last) : Infinity;
		// What the server's maximum hides is not new.
		if (mayEndEarly(list) && list.facts.wholeLength !== length) {
			await checkOrder(list, end, (row) => list.timeOf(row) > end, newest);
			list.facts.wholeLength = length;
		}
		const { rows } = await readSortedPage(list, Math.max(0, length - pageLengthOf(list)));
		return rows.reverse();
	};
	return await readEither(list, bySort, async () => await readNewestUnsorted(list));
}

function identitiesOf(rows: Row[]): (row: Row) => boolean {
	const known = new Set(rows.map(identityOf));
	return (row) => known.has(identityOf(row));
}

/** Reads in the order of the list, and otherwise by conditions where it turns out to have none. */
async function readEither<T>(
	list: SortedList,
	bySort: () => Promise<T>,
	byTime: () => Promise<T>,
): Promise<T> {
	if (list.facts.isUnsorted) return await byTime();
	return await retryIfOrderChanged(bySort).catch(async (error: unknown) => {
		if (!(error instanceof Unsorted)) throw error;
		const result = await byTime();
		list.facts.isUnsorted = true;
		return result;
	});
}

/** Reads once more where the server turned out to have reversed its list; a second time, the list is not sorted. */
async function retryIfOrderChanged<T>(read: () => Promise<T>): Promise<T> {
	return await read().catch(async (error: unknown) => {
		if (!(error instanceof OrderChanged)) throw error;
		return await read().catch((again: unknown) => {
			throw again instanceof OrderChanged ? new Unsorted(again.message) : again;
		});
	});
}

/** Reads the page that is probably closest to the newer end. */
async function readFirstPage(list: SortedList): Promise<SortedPage> {
	const { order, startAt = 0 } = list.facts;
	const first = await readSortedPage(list, order === 'descending' ? 0 : startAt);
	await findOrder(list, first);
	return first;
}

/** Whether all new rows would be on the page that was read first. */
function isUnchanged(
	list: SortedList,
	first: SortedPage,
	before: Pick<SortedList['facts'], 'total' | 'length'>,
): boolean {
	if (first.total !== before.total || !isNewestPage(list, first)) return false;
	// A new row may be on another page where all have one time.
	const isTied = first.total === undefined && !first.isLast && isOfOneTime(list, first);
	if (list.facts.order) return !isTied && (first.rows.length > 0 || first.offset === 0);
	return first.isLast || list.facts.length === before.length;
}

/** Reads from the boundary to the newer end. Each page has to share rows with those before, so that none is missed. */
async function readTowardNewest(
	list: SortedList,
	boundary: SortedPage,
	{ floor, isNews, maxNews }: ReadRequest,
): Promise<ReadResult> {
	const read = new Map<string, number>();
	const found = new Map<string, Row>();
	const pages: SortedPage[] = [];
	let news = 0;
	const add = (page: SortedPage): void => {
		noteMoves(list, read, page);
		for (const row of fromOldest(list, page)) {
			const identity = identityOf(row);
			const state = stateOf(list, row);
			if (!read.has(state)) read.set(state, read.size);
			if (list.timeOf(row) < floor) continue;
			if (isNews(row) && !found.has(identity)) news++;
			found.delete(identity);
			found.set(identity, row);
		}
	};
	for (let page = boundary; ; ) {
		const readBefore = read.size;
		const isAscending = list.facts.order === 'ascending';
		add(page);
		pages.push(page);
		const isRepeated = isAscending && read.size === readBefore;
		const isComplete = isNewestPage(list, page) || isRepeated;
		const isOver = isComplete || news >= maxNews || !list.hasTimeLeft();
		const next = isOver ? undefined : await unlessInterrupted(readNextPage(list, page, read));
		if (!next) {
			const newest = isComplete ? Infinity : Math.max(...page.rows.map(list.timeOf));
			await completeTies(list, pages, (time) => time >= floor && time < newest, add);
			// After new rows, the next poll has to see the ones before them again.
			const tail = news > 0 ? found.size + MIN_TAIL_ROWS : page.rows.length / 2;
			noteStart(list, page, isComplete ? tail : page.rows.length);
			const rows = [...found.values()].sort((a, b) => list.timeOf(a) - list.timeOf(b));
			return { rows, isComplete };
		}
		page = next;
	}
}

/**
 * Reads the next page toward the newer end.
 *
 * @param last the page before
 * @param read the states of the rows that have been read
 */
async function readNextPage(
	list: SortedList,
	last: SortedPage,
	read: Map<string, number>,
): Promise<SortedPage> {
	const isAscending = list.facts.order === 'ascending';
	const shared = sharedRows(list);
	const { offset: from, rows } = last;
	const length = isAscending ? rows.length : pageLengthOf(list);
	const step = Math.max(1, length - shared);
	let offset = Math.max(0, isAscending ? from + step : from - step);
	for (let tries = 0; tries < MAX_TRIES_TO_JOIN; tries++) {
		const page = await readOtherPage(list, last, offset);
		const edge = isAscending ? page.rows[0] : page.rows[page.rows.length - 1];
		const isJoined = read.size === 0 || (edge !== undefined && read.has(stateOf(list, edge)));
		noteMoves(list, read, page);
		const gap = gapBetween(list, last, page);
		if (gap < 0 || (gap === 0 && list.facts.tiesMove)) return page;
		if (isJoined || shared === 0 || (isAscending && offset === 0)) return page;
		// Rows have moved in the meantime.
		const halfStep = Math.max(1, Math.floor(step / 2));
		offset = Math.max(0, offset + (isAscending ? -halfStep : halfStep));
	}
	throw changesTooFast();
}

/**
 * Notes where the next poll starts to read.
 *
 * @param last the page with the newest rows that were read
 * @param tail how many rows before its end to start
 */
function noteStart({ facts }: SortedList, last: SortedPage, tail: number): void {
	if (facts.order !== 'ascending') return;
	// Without a total, only a page shorter than others is known to be the last one, so it is never the whole list.
	const least = last.rows.length > 1 ? 1 : 0;
	facts.length = last.offset + last.rows.length;
	const start = Math.max(least, Math.floor(facts.length - Math.max(tail, MIN_TAIL_ROWS)));
	// Pages that have become as small as the tail would show it as complete for ever.
	facts.startAt = start > least && start === facts.startAt ? start - 1 : start;
}
