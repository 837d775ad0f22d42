import { OddAnswer } from '../transport/errors';
import type { Page, Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { identityOf } from '../transport/paging';
import { directionOfNumbers, isSameList } from '../values/lists';
import type { ListFacts } from './listFacts';

/** How many rows two neighboring pages share, so that rows which move between two calls are noticed. */
const SHARED_ROWS = 10;

/** A list of records that the server sorts by time. Which end comes first is found out while it is read. */
export interface SortedList {
	readPage: (offset: number, size: number) => Promise<Page>;
	/**
	 * Reads rows by their time: not before one time, and before another, in no order. More may come, and no more than the limit.
	 *
	 * @returns undefined where the server does not apply conditions on times
	 */
	readBetween?: (from: number, to: number, limit: number) => Promise<Row[] | undefined>;
	/** @returns epoch ms, or anything else that grows with time */
	timeOf: (row: Row) => number;
	facts: ListFacts;
	hasTimeLeft: () => boolean;
}

export interface SortedPage extends Page {
	offset: number;
	/** Whether no row follows, as far as this page shows. */
	isLast: boolean;
}

/** The server does not sort its list by time. */
export class Unsorted extends OddAnswer {}

/** The server has reversed its list. What was noted of the order is forgotten, so that a second try succeeds. */
export class OrderChanged extends OddAnswer {}

/**
 * Reads a page, and notes what it shows about the list.
 *
 * @throws OddAnswer when its rows are not sorted by time; OrderChanged when their order is the reverse of the one before
 */
export async function readSortedPage(list: SortedList, offset: number): Promise<SortedPage> {
	const { rows, total } = await list.readPage(offset, PAGE_SIZE);
	noteOrder(list, rows);
	await noteSmallerPages(list, offset + rows.length, rows.length);
	// The first page shows it as well where the server's maximum has become smaller.
	const isFirst = offset === 0 && list.facts.order === 'descending';
	const pageLength = Math.max(isFirst ? 0 : (list.facts.pageLength ?? 0), rows.length);
	list.facts.pageLength = pageLength;
	// A total never proves that a full page is the last one: some servers count the rows of the page.
	const isShort = rows.length < pageLength;
	const isCounted = total === undefined || offset + rows.length >= total;
	return { offset, rows, total, isLast: rows.length === 0 || (isShort && isCounted) };
}

/**
 * Notes that the server's pages have become smaller: then a short page is not the last one. It shows if a list ends earlier than before,
 * but goes on.
 *
 * @param end the offset behind a page
 * @param count the rows of that page
 */
async function noteSmallerPages({ facts, readPage }: SortedList, end: number, count: number) {
	const { pageLength = 0, length = 0, order } = facts;
	if (order !== 'ascending' || count === 0 || count >= pageLength || end >= length) return;
	const { rows } = await readPage(end, PAGE_SIZE);
	if (rows.length > 0) facts.pageLength = count;
	else facts.length = end;
}

/**
 * Reads a page at another offset.
 *
 * @param known a page that has been read already
 * @returns the known page, where the server ignores the offset and that page is the whole list
 * @throws OddAnswer when the server ignores the offset and there is more, and what `readSortedPage` throws
 */
export async function readOtherPage(
	list: SortedList,
	known: SortedPage,
	offset: number,
): Promise<SortedPage> {
	const page = await readSortedPage(list, offset);
	if (!(await ignoresOffset(list, page, known))) return page;
	if (known.total === known.rows.length) return { ...known, offset: 0, isLast: true };
	throw new OddAnswer('ServiceOps returns the same records for every page of the list', {
		description: 'Use the ServiceOps Webhook Trigger.',
	});
}

/** For a list whose rows move between any two calls. */
export const changesTooFast = (): OddAnswer =>
	new OddAnswer('The list of records changes faster than it can be read', {
		description: 'The next poll tries again.',
	});

/** Two pages may also have the same rows because rows have moved; a third one, far off, then has others. */
async function ignoresOffset(
	list: SortedList,
	page: SortedPage,
	known: SortedPage,
): Promise<boolean> {
	if (page.offset === known.offset || !hasSameRows(page, known)) return false;
	const third = await readSortedPage(list, Math.max(page.offset, known.offset) + 10 * PAGE_SIZE);
	return hasSameRows(third, known);
}

const hasSameRows = (a: SortedPage, b: SortedPage): boolean =>
	a.rows.length > 0 && isSameList(a.rows.map(identityOf), b.rows.map(identityOf));

function noteOrder({ facts, timeOf }: SortedList, rows: Row[]): void {
	if (facts.isUnsorted) return;
	const order = orderOf(rows.map(timeOf));
	if (order && directionOfNumbers(rows.map(({ id }) => Number(id))) === 'mixed')
		facts.isOrderProven = true;
	if (!order || order === facts.order) return;
	if (facts.order) {
		delete facts.order;
		delete facts.startAt;
		throw new OrderChanged('ServiceOps keeps reversing the order of its records');
	}
	facts.order = order;
}

/** @returns undefined for times that are all the same */
function orderOf(times: number[]): ListFacts['order'] {
	const direction = directionOfNumbers(times);
	if (direction === 'mixed') throw new Unsorted('ServiceOps does not sort the records by time');
	return direction === 'level' ? undefined : direction;
}

/** Whether the newest row of the list is on this page. */
export const isNewestPage = ({ facts }: SortedList, page: SortedPage): boolean =>
	facts.order === 'ascending' ? page.isLast : page.offset === 0;

/** How many rows a full page has. */
export const pageLengthOf = ({ facts }: SortedList): number =>
	Math.max(1, facts.pageLength ?? PAGE_SIZE);

/** How many rows neighboring pages should share: fewer where pages are small, none where they hold a single row. */
export function sharedRows(list: SortedList): number {
	const length = pageLengthOf(list);
	return length === 1 ? 0 : Math.min(SHARED_ROWS, Math.max(1, Math.floor(length / 4)));
}
