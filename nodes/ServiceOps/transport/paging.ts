import { firstFault, inParallel } from '../values/concurrency';
import { textOf } from '../values/json';
import type { Page, Row } from './page';

export interface SearchResult {
	rows: Row[];
	/** Set when the server's pages did not add up: a text for the user. */
	warning?: string;
}

export interface PagingOptions {
	/** How many rows at most; Infinity for all. */
	limit: number;
	/** How many rows to request at once. */
	pageSize: number;
	/** How many pages to request at a time; 1 by default. */
	pagesInFlight?: number;
	/** Which of the rows to return; all by default. */
	keep?: (row: Row) => boolean;
}

/** Reads the page that starts after `offset` rows, with at most `size` rows. */
export type ReadPage = (offset: number, size: number) => Promise<Page>;

/** A list while it is read. */
interface ListInProgress extends Required<PagingOptions> {
	readNext: ReadPage;
	rows: Row[];
	/** The identities of all rows received, whether they were kept or not. */
	seen: Set<string>;
	/** Where the next page starts. */
	offset: number;
	/** The largest total that the server reported. */
	total?: number;
	/** Whether the last page brought nothing new although it had rows. */
	isRepeating: boolean;
	/** Whether the last page brought nothing new. */
	isOver: boolean;
}

/** Several pages to request at a time. */
interface Batch {
	start: number;
	/** How many rows of the list it covers. */
	length: number;
	/** From one page to the next. */
	step: number;
}

/**
 * Reads all pages: the first one alone, the others several at a time if the server's total says how many there are,
 * otherwise one after another, so that a server is never asked for pages that it does not have. Servers differ: the
 * total may be missing, pages may be smaller than asked, rows may move between two pages, the offset may be ignored. A
 * page that brings nothing new ends the list in every case.
 *
 * @returns rows in the order of the server, each once
 * @throws what the first page that failed threw
 */
export async function readAll(options: PagingOptions, readNext: ReadPage): Promise<SearchResult> {
	const list = openList(options, readNext);
	const firstSize = Math.min(list.pageSize, list.limit);
	collect(list, 0, await readOne(list, 0, firstSize));
	let step = list.offset;
	let asked = firstSize;
	while (hasMore(list)) {
		const { offset: start } = list;
		const largest = sizeFor(list, 0);
		// A first page smaller than requested may show the server's maximum or be an exception: the second page tells.
		const isStepSure = largest <= asked && (step === asked || start > step);
		const length = isStepSure ? lengthToRead(list, step) : step;
		await readBatch(list, { start, length, step });
		if (length > step) continue;
		asked = Math.max(asked, largest);
		step = Math.max(step, list.offset - start);
	}
	if (list.rows.length >= list.limit) return { rows: list.rows };
	return { rows: list.rows, warning: describeGap(list) };
}

const openList = (options: PagingOptions, readNext: ReadPage): ListInProgress => ({
	pagesInFlight: 1,
	keep: () => true,
	...withoutUndefined(options),
	readNext,
	rows: [],
	seen: new Set(),
	offset: 0,
	isRepeating: false,
	isOver: false,
});

const withoutUndefined = (options: PagingOptions): PagingOptions =>
	Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as unknown as PagingOptions;

const hasMore = ({ isOver, rows, limit, offset, total = Infinity }: ListInProgress): boolean =>
	!isOver && rows.length < limit && offset < total;

/**
 * Whether some rows are left out: in that case, requesting just the missing few could take one call for each of them.
 */
const leavesRowsOut = ({ rows, seen }: ListInProgress): boolean => rows.length < seen.size;

/** How many rows to request, at this distance from the start of a batch. */
function sizeFor(list: ListInProgress, behind: number): number {
	const missing = list.limit - list.rows.length;
	return leavesRowsOut(list) ? list.pageSize : Math.min(list.pageSize, missing - behind);
}

/** How many rows to read for those that are still missing, at the rate at which rows were kept so far. */
function lengthToRead(
	{ total, offset, rows, seen, limit, pagesInFlight }: ListInProgress,
	step: number,
): number {
	if (total === undefined) return step;
	const missing = limit - rows.length;
	const likely =
		rows.length === 0 ? pagesInFlight * step : Math.ceil((missing * seen.size) / rows.length);
	return Math.min(total - offset, likely);
}

/** Reads one page and notes the total; responses may overtake each other, and an older one counts fewer records. */
async function readOne(list: ListInProgress, offset: number, size: number): Promise<Row[]> {
	const { rows, total } = await list.readNext(offset, size);
	if (total !== undefined) list.total = Math.max(list.total ?? 0, total);
	return rows;
}

/** Reads a stretch of the list; in several calls if the server sends fewer rows than before. */
async function readStretch(
	list: ListInProgress,
	{ from, least, size }: { from: number; least: number; size: number },
): Promise<Row[]> {
	const stretch = [...(await readOne(list, from, size))];
	for (let more = stretch; more.length > 0 && stretch.length < least; ) {
		more = await readOne(list, from + stretch.length, least - stretch.length);
		for (const row of more) stretch.push(row);
	}
	return stretch;
}

/** Reads the pages of a batch several at a time, and collects them in order. */
async function readBatch(list: ListInProgress, { start, length, step }: Batch): Promise<void> {
	const pages = new Map<number, Row[]>();
	const count = Math.ceil(length / step);
	let next = 0;
	const sizes = Array.from({ length: count }, (_, index) => sizeFor(list, index * step));
	const faults = await inParallel(0, count, list.pagesInFlight, async (index) => {
		const from = start + index * step;
		const size = sizes[index] ?? step;
		const least = count === 1 ? 1 : Math.min(step, size, (list.total ?? 0) - from);
		pages.set(index, await readStretch(list, { from, least, size }));
		for (let page = pages.get(next); page && !list.isOver; page = pages.get(next)) {
			collect(list, start + next * step, page);
			pages.delete(next++);
		}
		return !list.isOver;
	});
	if (faults.size > 0) throw firstFault(faults);
}

/** Adds a page, without the rows that are already there. */
function collect(list: ListInProgress, from: number, page: Row[]): void {
	const { rows, seen, limit, keep } = list;
	const seenBefore = seen.size;
	for (const row of page) {
		const identity = identityOf(row);
		if (seen.has(identity)) continue;
		seen.add(identity);
		if (rows.length < limit && keep(row)) rows.push(row);
	}
	list.offset = from + page.length;
	list.isOver = seen.size === seenBefore;
	list.isRepeating = list.isOver && page.length > 0;
}

/** Identifies a row within a list; IDs are numbered separately for each type. */
export const identityOf = (row: Row): string =>
	row.id === undefined ? JSON.stringify(row) : [row.type, row.id].map(textOf).join(':');

function describeGap({ rows, seen, total, isRepeating }: ListInProgress): string | undefined {
	if (isRepeating) {
		const of = total === undefined ? '' : ` of ${total}`;
		return `ServiceOps sent the same rows again, so the node stopped after ${rows.length}${of}. A larger Page Size under Options may bring more.`;
	}
	if (total === undefined || seen.size >= total) return undefined;
	return `ServiceOps reported ${total} records but returned ${seen.size}. Records may have moved while they were read, or this account may not see them all.`;
}
