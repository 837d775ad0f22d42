import { isSameList } from '../values/lists';
import { Incomplete } from './errors';
import { addNew, lookThrough } from './listPass';
import {
	identityOf,
	type ListInProgress,
	type PagingOptions,
	type Pass,
	type ReadPage,
} from './listState';
import type { Row } from './page';

export { identityOf, type PagingOptions, type ReadPage } from './listState';

export interface SearchResult {
	rows: Row[];
	/** Set when rows are missing although more were allowed: a text for the user. */
	warning?: string;
	/** Whether nothing but the proof that no rows are missing is missing. */
	isUnproven?: boolean;
}

/**
 * Whether the server's totals can be relied on, as a search for these rows shows.
 *
 * @param sample some rows of the list; none if none came
 */
export type CheckTotals = (sample: Row[]) => Promise<boolean>;

/** How often a list whose rows move is read, at most. */
const MAX_LOOKS = 20;
/** The page size of further looks: the fewer pages, the fewer rows can move between two. */
const SIZE_AGAIN = 1_000;
const LARGEST_SIZE = 100_000;

/** Known of servers that count more records than there are. */
export const TOTALS_TOO_LARGE = 'totals are too large';

/**
 * Reads a list whole, or up to the limit. If rows moved while it was read, it is looked through again until none is
 * missing.
 *
 * @param checkTotals called when the server counts more rows than came
 * @returns rows in the order of the server, each once
 * @throws Incomplete when there is no limit and rows are missing; it carries the rows that came
 * @throws what the first page that failed threw
 */
export async function readAll(
	options: PagingOptions,
	readPage: ReadPage,
	checkTotals: CheckTotals = async () => await Promise.resolve(true),
): Promise<SearchResult> {
	const list = openList(options, readPage);
	let pass = await lookThrough(list, list.pageSize, false);
	if (pass.isOdd && (await countsPages(list, pass))) return await readByNumber(list);
	if (!pass.isRepeating) await dropFalseTotal(list, checkTotals);
	let gap = gapOf(list, pass, undefined);
	for (let looks = 1; gap && looks < MAX_LOOKS; looks++) {
		const last = pass;
		pass = await lookThrough(list, sizeAgain(list, last), true);
		if (!pass.isRepeating) await dropFalseTotal(list, checkTotals);
		gap = gapOf(list, pass, last);
		if (isSame(pass, last)) break;
	}
	if (!gap) return { rows: list.rows };
	return endWith(list, describeGap(list, gap));
}

/**
 * Whether the server takes the offset for the number of a page, the first of which is 0, or 1 as well: what comes after one row
 * then is another page, or the same one.
 */
async function countsPages({ readPage, pageSize }: ListInProgress, pass: Pass): Promise<boolean> {
	const first = pass.sequence.slice(0, pass.firstLength);
	if (first.length < 2) return false;
	const readSecond = async () => (await readPage(1, pageSize, false)).rows.map(identityOf);
	const second = await readSecond();
	const isOther = !second.some((identity) => first.includes(identity));
	if (!isOther && !isSameList(second, first)) return false;
	// Lists in no order show other rows every time.
	return isSameList(await readSecond(), second);
}

/** Reads pages by their numbers. */
async function readByNumber(list: ListInProgress): Promise<SearchResult> {
	const { keep, seen } = list;
	list.keep = (row) => seen.get(identityOf(row)) ?? keep(row);
	list.rows = [];
	list.seen = new Map();
	for (let number = 0, stale = 0; list.rows.length < list.limit && stale < 2; number++) {
		const { rows } = await list.readPage(number, list.pageSize, false);
		if (rows.length === 0) break;
		stale = addNew(list, rows) ? 0 : stale + 1;
	}
	const missing = (list.total ?? 0) - list.seen.size;
	if (missing <= 0 || list.rows.length >= list.limit) return { rows: list.rows };
	return endWith(list, describeGap(list, { missing }));
}

function endWith({ rows, limit }: ListInProgress, warning: string): SearchResult {
	if (limit < Infinity) return { rows, warning };
	throw new Incomplete(warning, rows);
}

const openList = (options: PagingOptions, readPage: ReadPage): ListInProgress => ({
	limit: options.limit,
	pageSize: options.pageSize,
	pagesInFlight: options.pagesInFlight ?? 1,
	keep: options.keep ?? (() => true),
	joinsPages: options.joinsPages ?? false,
	isEnough: options.isEnough ?? (() => false),
	known: options.known ?? new Set(),
	readPage,
	rows: [],
	seen: new Map(),
	sample: [],
	longest: 0,
});

/** Forgets a total that counts more than there is. */
async function dropFalseTotal(list: ListInProgress, checkTotals: CheckTotals): Promise<void> {
	const { rows, seen, known, limit, sample, total = 0 } = list;
	if (total <= seen.size || rows.length >= limit) return;
	if (!known.has(TOTALS_TOO_LARGE)) {
		if (await checkTotals(sample)) return;
		known.add(TOTALS_TOO_LARGE);
	}
	list.total = undefined;
}

/** Rows that did not come. */
interface Gap {
	/** Undefined when the server does not say. */
	missing?: number;
	isRepeating?: boolean;
}

/** @param last the look before, if there was one */
function gapOf(list: ListInProgress, pass: Pass, last: Pass | undefined): Gap | undefined {
	const { rows, seen, limit, total = 0 } = list;
	const { isRepeating } = pass;
	if (rows.length >= limit) return undefined;
	const isFixed = last !== undefined && isSame(pass, last);
	// Where the list ended: more reliable than what the server says.
	const positions = isRepeating ? 0 : pass.offset;
	const received = isFixed ? Math.max(seen.size, positions) : seen.size + pass.duplicates;
	const missing = Math.max(total, positions) - received;
	if (missing > 0) return { missing, isRepeating };
	// Rows that change places at each call do not join either; then their number tells.
	const isCounted = last?.offset === pass.offset && seen.size + pass.duplicates === pass.offset;
	const isUnsure =
		pass.isAdrift || (pass.isTorn && !isCounted) || (isRepeating && !isWholePage(pass, last));
	return isUnsure ? { isRepeating } : undefined;
}

/** Whether the only page that the server sends is the whole list: it is shorter than requested, and not the maximum. */
const isWholePage = ({ firstLength, size }: Pass, last: Pass | undefined): boolean =>
	firstLength < size && (!last || firstLength > last.firstLength);

/** Whether two looks have shown the same rows in the same places: then no row has moved. */
const isSame = (one: Pass, other: Pass): boolean => isSameList(one.sequence, other.sequence);

/** A server that ignores the offset may still send everything on one page. */
function sizeAgain({ total = 0 }: ListInProgress, { size, isRepeating }: Pass): number {
	if (!isRepeating) return Math.max(SIZE_AGAIN, size);
	return Math.min(LARGEST_SIZE, Math.max(SIZE_AGAIN, total, size * 10));
}

function describeGap({ seen }: ListInProgress, { missing, isRepeating }: Gap): string {
	const cause = isRepeating ? '. It sends the same records again instead of the next page' : '';
	if (missing === undefined) {
		return `ServiceOps returned only ${seen.size} records, and does not say how many are missing${cause}`;
	}
	return `ServiceOps returned only ${seen.size} of ${seen.size + missing} records: ${missing} are missing${cause}`;
}
