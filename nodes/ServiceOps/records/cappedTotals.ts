import { ifError, isRefusal, OddAnswer } from '../transport/errors';
import { mayBeMaximum } from '../transport/hiddenRows';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { all, both, compare, type Qualification } from '../transport/qualification';
import { createdAt, createdOf, createdOutside } from './extent';
import type { FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { searchPage } from './search';
import { appliesTimes, FUTURE_MS } from './timeConditions';
import { readTotal } from './totals';

/*
 * Some servers find no more than so many records with one search, and say that there are no more. Two searches that share the
 * records between them, by when they were created, show it; and enough of them count all records.
 */

/** When records were created, as epoch ms: from the first up to but not including the last. */
export type Span = readonly [from: number, to: number];

const ROUND = 10;

/** All the time. */
export const EVER: Span = [0, FUTURE_MS];

/**
 * Whether a total that the list agrees with may be the most that the server finds.
 *
 * @param ends the first and the last row of the list
 */
export async function isMaximum(
	place: Place,
	search: FilteredSearch,
	total: number,
	ends: Row[] = [],
): Promise<boolean> {
	// Maximums are round numbers, as a rule; without the ends, it takes several calls.
	if (!mayBeMaximum(total) || (ends.length === 0 && total % ROUND !== 0)) return false;
	if ((await endsAtEnds(place, search, ends)) || !(await hasSpans(place))) return false;
	const { qualification } = search;
	const { rows } = await searchPage(place, qualification, Math.floor(total / 2), 1);
	const middle = rows[0] ? createdAt(place, rows[0]) : 0;
	if (middle === 0) return false;
	const spans: Span[] = [
		[0, middle],
		[middle, middle + 1],
		[middle + 1, FUTURE_MS],
	];
	const [older = 0, same = 0, newer = 0] = await Promise.all(
		spans.map(async (span) => await countSpan(place, search, span)),
	);
	// Where all were created at one time, no span has fewer of them.
	return same === total || older + same + newer > total;
}

/** Whether no other records were created as early as the earlier of two, or as late as the later one: what is hidden would be. */
async function endsAtEnds(place: Place, search: FilteredSearch, ends: Row[]): Promise<boolean> {
	const times = ends.map((row) => createdAt(place, row));
	const outside = createdOutside(place, [Math.min(...times) + 1, Math.max(...times) - 1]);
	if (!outside || times.includes(0)) return false;
	const qualification = both(outside, search.qualification);
	const total = readTotal(place, { ...search, qualification }).catch(ifError(isRefusal, undefined));
	return (await total) === new Set(ends.map(identityOf)).size;
}

/** Whether records can be searched by spans of time: the server applies these, and records say theirs to the millisecond. */
export const hasSpans = async (place: Place): Promise<boolean> =>
	place.resource.rowTimes?.form === 'epoch' && (await appliesTimes(place, createdIn(place, EVER)));

function createdIn(place: Place, [from, to]: Span): Qualification {
	const created = createdOf(place);
	return all([
		compare(created, 'after', 'LongValueRest', from - 1),
		compare(created, 'before', 'LongValueRest', to),
	]);
}

/** A search among the records of a span. */
export const within = (place: Place, search: FilteredSearch, span: Span): FilteredSearch => ({
	...search,
	qualification: both(createdIn(place, span), search.qualification),
});

/** @throws OddAnswer when the server tells no total */
async function countSpan(place: Place, search: FilteredSearch, span: Span): Promise<number> {
	const total = await readTotal(place, within(place, search, span));
	if (total === undefined) {
		throw new OddAnswer(`ServiceOps does not say how many ${place.resource.plural} there are`);
	}
	return total;
}

/**
 * Counts by spans of time, each with fewer records than the server's maximum.
 *
 * @param maximum the most records that one search finds
 * @param countRows counts the records of a moment that has more of them
 */
export async function countSpans(
	place: Place,
	search: FilteredSearch,
	maximum: number,
	countRows: (span: Span) => Promise<number>,
): Promise<number> {
	const countIn = async (from: number, to: number): Promise<number> => {
		const total = await countSpan(place, search, [from, to]);
		if (total < maximum) return total;
		if (to - from <= 1) return await countRows([from, to]);
		const middle = Math.floor((from + to) / 2);
		return (await countIn(from, middle)) + (await countIn(middle, to));
	};
	return await countIn(0, FUTURE_MS);
}
