import { Incomplete } from './errors';
import {
	readAll,
	type CheckTotals,
	type PagingOptions,
	type ReadPage,
	type SearchResult,
} from './paging';
import type { Page, Row } from './page';
import { readTail } from './listTail';
import { directionBy, type Direction } from '../values/lists';

/** Compares two rows; negative if the first one is older, or smaller. */
export type CompareRows = (one: Row, other: Row) => number;

/** The order in which a list is wanted. */
export interface Order {
	/** What decides: the first one that the server's list follows, or the first of all if it follows none. */
	comparisons: CompareRows[];
	/** What decides where rows are equal. */
	tieBreaker: CompareRows;
	isDescending: boolean;
	/** Whether the server has no other rows that belong before the last of these; not checked when absent. */
	confirm?: (rows: Row[]) => Promise<boolean>;
}

/** How many rows it takes to see an order that is not there by chance. */
const ENOUGH_ROWS = 20;

/**
 * Reads a list in a given order, whatever the order in which the server lists it. Only a server that lists in no order
 * makes it necessary to read everything.
 *
 * @throws Incomplete when there is no limit and rows are missing; it carries the rows that came
 */
export async function readSorted(
	options: PagingOptions,
	order: Order,
	readPage: ReadPage,
	checkTotals?: CheckTotals,
): Promise<SearchResult> {
	const { limit, pageSize } = options;
	if (limit === Infinity) return await readWhole(options, order, readPage, checkTotals);
	const size = Math.min(pageSize, Math.max(ENOUGH_ROWS, limit));
	const first = await readPage(0, size);
	const readRest = startingWith(first, size, readPage);
	const result = await readLimited(options, order, { first, readRest, checkTotals });
	if (result) {
		const rows = sortRows(result.rows, order);
		if (rows.length < limit || !order.confirm || (await order.confirm(rows))) return result;
	}
	const all = { ...options, limit: Number.MAX_SAFE_INTEGER };
	const { rows, warning } = await readWhole(all, order, readRest, checkTotals);
	return { rows: rows.slice(0, limit), warning };
}

/** What is known of a list when its first page has been read. */
interface Begun {
	first: Page;
	readRest: ReadPage;
	checkTotals?: CheckTotals;
}

/** Reads from the end at which the wanted rows are; undefined if they may be anywhere. */
async function readLimited(
	options: PagingOptions,
	order: Order,
	{ first, readRest, checkTotals }: Begun,
): Promise<SearchResult | undefined> {
	const found = directionOf(first.rows, order);
	if (found === 'mixed') return undefined;
	const isAtStart = found === wantedIn(order) || found === 'level';
	const result = isAtStart
		? await readAll(options, readRest, checkTotals)
		: await readTail(options, first, readRest);
	const isWhole = isAtStart && result && result.rows.length < options.limit;
	return result && (isWhole || isInOrder(result.rows, order)) ? result : undefined;
}

async function readWhole(
	options: PagingOptions,
	order: Order,
	readPage: ReadPage,
	checkTotals: CheckTotals | undefined,
): Promise<SearchResult> {
	const reading = readAll(options, readPage, checkTotals).catch((error: unknown) => {
		if (error instanceof Incomplete) sortRows(error.rows, order);
		throw error;
	});
	const { rows, warning } = await reading;
	return { rows: sortRows(rows, order), warning };
}

/** Serves what the first page has, instead of reading it again. */
const startingWith =
	(first: Page, firstSize: number, readPage: ReadPage): ReadPage =>
	async (offset, size, isStable) => {
		const end = offset + size;
		const isThere = offset === 0 ? size <= firstSize : end <= first.rows.length;
		if (isStable || !isThere) return await readPage(offset, size, isStable);
		return { ...first, rows: first.rows.slice(offset, end) };
	};

const wantedIn = ({ isDescending }: Order): Direction =>
	isDescending ? 'descending' : 'ascending';

/** Whether the rows have the wanted order already. */
const isInOrder = (rows: Row[], order: Order): boolean =>
	[wantedIn(order), 'level'].includes(directionOf(rows, order));

/** The direction by the first comparison that the rows follow. */
function directionOf(rows: Row[], { comparisons, tieBreaker }: Order): Direction {
	const found = comparisons.map((compare) => directionBy(rows, compare));
	const clear = found.find((one) => one === 'ascending' || one === 'descending');
	if (clear) return clear;
	return found.includes('mixed') ? 'mixed' : directionBy(rows, tieBreaker);
}

/** Sorts in place: by what the rows follow already, if they do, then by the other comparisons. */
export function sortRows(rows: Row[], { comparisons, tieBreaker, isDescending }: Order): Row[] {
	const followed = comparisons.filter((compare) => directionBy(rows, compare) !== 'mixed');
	const deciding = [...followed.slice(0, 1), ...comparisons, tieBreaker];
	const compare: CompareRows = (one, other) =>
		deciding.map((by) => by(one, other)).find((result) => result !== 0) ?? 0;
	return rows.sort((one, other) => (isDescending ? compare(other, one) : compare(one, other)));
}
