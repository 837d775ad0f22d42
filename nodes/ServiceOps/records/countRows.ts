import { CutOff } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { EVER, hasSpans, within, type Span } from './cappedTotals';
import { readFiltered, type FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { readTime } from './rowTimes';
import { searchRecords } from './search';

/*
 * Counting by reading, where the server's totals do not help. Where one search finds no more than so many records, they are
 * read by spans of time.
 */

/** How many records have each value; `null` for those that have none. */
export type Counts = Map<string | null, number>;

/** Counts one value more often. */
export const add = (counts: Counts, value: string | null, count: number) =>
	counts.set(value, (counts.get(value) ?? 0) + count);

/**
 * Reads all records that match, and counts their values.
 *
 * @param valuesIn the values that a record counts for
 * @param span when they were created
 * @throws Incomplete when the server does not let all of them be read
 */
export async function countRows(
	place: Place,
	search: FilteredSearch,
	valuesIn: (row: Row) => Array<string | null>,
	span: Span = EVER,
): Promise<Counts> {
	// Rows that are read again would count twice.
	await search.settle?.(true);
	const counts: Counts = new Map();
	const times: number[] = [];
	const [from, to] = span;
	const keep = (row: Row): boolean => {
		const time = readTime(place.resource, row, 'created');
		// Servers may take "after" and "before" to include the moment itself; then the span beside this one counts the row.
		if (span !== EVER && (time < from || time >= to)) return false;
		times.push(time);
		if (search.keep(row)) for (const value of valuesIn(row)) add(counts, value, 1);
		// Counted, and not needed any more.
		return false;
	};
	const isDivisible = async () => to - from > 1 && (await hasSpans(place));
	const paging = { limit: Infinity, pageSize: PAGE_SIZE, proveEnd: true, keep };
	const isWhole = await readFiltered(
		span === EVER ? search : within(place, search, span),
		{},
		async (qualification) => await searchRecords(place, qualification, paging),
	).then(
		async ({ warning, isUnproven }) => {
			if (isUnproven && (await isDivisible())) return false;
			place.warn?.(warning);
			return true;
		},
		async (error: unknown) => {
			if (error instanceof CutOff && (await isDivisible())) return false;
			throw error;
		},
	);
	if (isWhole) return counts;
	times.sort((a, b) => a - b);
	const middle = Math.max(from + 1, times[times.length >> 1] ?? Math.floor((from + to) / 2));
	const older = await countRows(place, search, valuesIn, [from, middle]);
	const newer = await countRows(place, search, valuesIn, [middle, to]);
	for (const [value, count] of newer) add(older, value, count);
	return older;
}
