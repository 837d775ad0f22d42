import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { EVER, hasSpans, mayBeMaximum, within, type Span } from './cappedTotals';
import { readFiltered, type FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { readTime } from './rowTimes';
import { searchPage, searchRecords } from './search';

/*
 * Counting by reading, where the server's totals do not help. Where one search finds no more than so many records, which
 * those beyond the ones that came show, they are read by spans of time.
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
 * @throws OddAnswer when the server does not let all of them be read
 */
export async function countRows(
	place: Place,
	search: FilteredSearch,
	valuesIn: (row: Row) => Array<string | null>,
	span: Span = EVER,
): Promise<Counts> {
	const counts: Counts = new Map();
	const times: number[] = [];
	const keep = (row: Row): boolean => {
		times.push(readTime(place.resource, row, 'created'));
		if (search.keep(row)) for (const value of valuesIn(row)) add(counts, value, 1);
		// Counted, and not needed any more.
		return false;
	};
	const { warning } = await readFiltered(
		span === EVER ? search : within(place, search, span),
		{},
		async (qualification) =>
			await searchRecords(place, qualification, { limit: Infinity, pageSize: PAGE_SIZE, keep }),
	);
	if (warning) place.warn?.(warning);
	times.sort((a, b) => a - b);
	if (!(await isCapped(place, search, span, times))) return counts;
	const [from, to] = span;
	const middle = Math.max(from + 1, times[times.length >> 1] ?? 0);
	if (middle >= to) {
		throw new OddAnswer(
			`ServiceOps finds no more than ${times.length} ${place.resource.plural} with one search`,
		);
	}
	const older = await countRows(place, search, valuesIn, [from, middle]);
	const newer = await countRows(place, search, valuesIn, [middle, to]);
	for (const [value, count] of newer) add(older, value, count);
	return older;
}

/**
 * Whether there are records before or after those that came.
 *
 * @param times when these were created, the oldest first
 */
async function isCapped(
	place: Place,
	search: FilteredSearch,
	[from, to]: Span,
	times: number[],
): Promise<boolean> {
	// Of those that share their path with others, not all that were found came here.
	const isSuspect = place.resource.sharedPath ? times.length > 0 : mayBeMaximum(times.length);
	if (!isSuspect || !(await hasSpans(place))) return false;
	const [oldest = 0, newest = 0] = [times[0], times.at(-1)];
	const beyond: Span[] = [
		[from, oldest],
		[newest + 1, to],
	];
	for (const span of beyond) {
		const { qualification } = within(place, search, span);
		if ((await searchPage(place, qualification, 0, 1)).rows.length > 0) return true;
	}
	return false;
}
