import { Abandoned, CutOff, Incomplete, ServiceOpsError } from './errors';
import type { Page, Row } from './page';
import { TOTALS_TOO_LARGE, type PagingOptions, type SearchResult } from './paging';
import { sortRows, type Order } from './sortedList';

/*
 * Some servers find no more than so many records with one search, and say that there are no more. A search without the records that
 * came, but for one, shows it: that one has to come, and no other. What else comes is read on.
 */

/** Nobody sets a smaller maximum. */
const SMALLEST_MAXIMUM = 10;
/** No search leaves out more records. */
const MOST_LEFT_OUT = 10_000;

/** Maximums of servers are multiples of this, as a rule. */
export const ROUND = 50;
/** Beyond so many, only round numbers are set as maximums; and a search that leaves out thousands of records costs the server. */
const MANY = 1_000;

/** Whether a number of records may be the most that a server finds with one search. */
export const mayBeMaximum = (count: number): boolean =>
	count >= SMALLEST_MAXIMUM && count <= MOST_LEFT_OUT && (count <= MANY || count % ROUND === 0);

/** A list whose end is in doubt. */
export interface DoubtfulList {
	paging: PagingOptions & { known: Set<string>; keep: (row: Row) => boolean };
	/** The IDs of all rows that came; `keep` adds to them. */
	ids: Set<number>;
	/** The IDs of rows of another resource behind the same path, which take up room; `keep` adds to them. */
	others: Set<number>;
	/** Reads the first rows of the list without those that have these IDs. */
	without: (ids: number[], size: number) => Promise<Page>;
	isOwn: (row: Row) => boolean;
	order?: Order;
}

/** The most records that a search of a run has found. A shorter list is not the maximum. */
const longest = new WeakMap<Set<string>, number>();

/**
 * Reads what a list hides, if it hides anything.
 *
 * @param reading brings what the server shows of the list
 * @returns the whole list; with a warning when the server does not let anybody find out whether it is
 * @throws Incomplete when there is no limit and rows are missing; CutOff when the server has more than can be read
 */
export async function readHidden(
	list: DoubtfulList,
	reading: Promise<SearchResult>,
): Promise<SearchResult> {
	const { ids, others, paging } = list;
	const shown = await reading.catch(takePart);
	const most = longest.get(paging.known) ?? 0;
	const found = ids.size + others.size;
	longest.set(paging.known, Math.max(most, found));
	const mayEnd = mayBeMaximum(found) && found >= most;
	const isPart = shown instanceof Incomplete;
	const isSurelyPart = isPart || shown.warning !== undefined;
	const isDoubtful = isSurelyPart || mayEnd;
	if (!isDoubtful || ids.has(NaN) || paging.isEnough?.(shown.rows, undefined)) return await reading;
	const rows = [...shown.rows];
	while (rows.length < paging.limit) {
		const before = ids.size + others.size;
		if (before > MOST_LEFT_OUT) throw new CutOff(onlySome(ids.size), rows);
		const left = await readMore(list, rows);
		if (ids.size + others.size > before) continue;
		if ((left ?? 2) <= 1 || (left !== undefined && !isSurelyPart)) break;
		if (isPart) throw new Incomplete(shown.message, rows);
		if (shown.warning !== undefined) return { rows, warning: shown.warning };
		return { rows, isUnproven: true, warning: unproven(ids.size) };
	}
	return { rows: list.order ? sortRows(rows, list.order) : rows };
}

/** What came of a list that is incomplete. */
export function takePart(error: unknown): SearchResult {
	if (!(error instanceof Incomplete)) throw error;
	return error;
}

/**
 * @returns how many rows are left, as the server counts them, if no other ones came than those before; undefined when nothing is
 * proven
 */
async function readMore(
	{ ids, others, paging, without, isOwn }: DoubtfulList,
	rows: Row[],
): Promise<number | undefined> {
	const [witness = 0, ...rest] = ids;
	const known = [...rest, ...others];
	const page = await without(known, paging.pageSize).catch(unlessAbandoned);
	const own = page.rows.filter(isOwn);
	for (const row of page.rows) {
		if (rows.length < paging.limit && !ids.has(Number(row.id)) && paging.keep(row)) rows.push(row);
	}
	// A server that ignores the condition shows the same rows again.
	const isProof = own.length === 1 && Number(own[0]?.id) === witness;
	if (!isProof) return undefined;
	return paging.known.has(TOTALS_TOO_LARGE) ? 1 : (page.total ?? 1);
}

/** No rows, where it is not known whether there are any. */
export function unlessAbandoned(error: unknown): Page {
	if (error instanceof Abandoned || !(error instanceof ServiceOpsError)) throw error;
	return { rows: [] };
}

export const onlySome = (count: number): string =>
	`ServiceOps returned only ${count} records: it finds no more with one search`;

const unproven = (count: number) =>
	`ServiceOps returned ${count} records, and did not answer whether that is all or the most that one search finds`;
