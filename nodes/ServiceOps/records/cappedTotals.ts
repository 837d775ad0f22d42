import { OddAnswer } from '../transport/errors';
import { all, both, compare, property, type Qualification } from '../transport/qualification';
import type { FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { readTime } from './rowTimes';
import { searchPage } from './search';
import { appliesTimes, FUTURE_MS } from './timeConditions';
import { readTotal } from './totals';

/*
 * Some servers find no more than so many records with one search, and say that there are no more. Two searches that share the
 * records between them, by when they were created, show it; and enough of them count all records.
 */

/** Nobody sets a larger maximum, or one that is not round. */
const LARGEST_MAXIMUM = 10_000;
const ROUND = 50;

/** Whether a total that the list agrees with may be the most that the server finds. */
export async function isMaximum(
	place: Place,
	search: FilteredSearch,
	total: number,
): Promise<boolean> {
	if (total === 0 || total > LARGEST_MAXIMUM || total % ROUND !== 0) return false;
	const created = createdProperty(place);
	if (!created || !(await appliesTimes(place, createdIn(created, 0, FUTURE_MS)))) return false;
	const { qualification } = search;
	const { rows } = await searchPage(place, qualification, Math.floor(total / 2), 1);
	const middle = rows[0] ? readTime(place.resource, rows[0], 'created') : 0;
	if (middle === 0) return false;
	const older = await countSpan(place, search, { created, from: 0, to: middle });
	const newer = await countSpan(place, search, { created, from: middle, to: FUTURE_MS });
	return older + newer > total;
}

/** The times of records as epoch ms, from the first up to but not including the last. */
interface Span {
	/** The property of the search with the time of creation. */
	created: string;
	from: number;
	to: number;
}

/** @returns undefined where records do not say it to the millisecond */
const createdProperty = ({ resource }: Place): string | undefined =>
	resource.rowTimes?.form === 'epoch'
		? `${resource.searchModule}.${resource.rowTimes.created}`
		: undefined;

const createdIn = (created: string, from: number, to: number): Qualification =>
	all([
		compare(property(created), 'after', 'LongValueRest', from - 1),
		compare(property(created), 'before', 'LongValueRest', to),
	]);

/** @throws OddAnswer when the server tells no total */
async function countSpan(
	place: Place,
	search: FilteredSearch,
	{ created, from, to }: Span,
): Promise<number> {
	const qualification = both(createdIn(created, from, to), search.qualification);
	const total = await readTotal(place, { ...search, qualification });
	if (total === undefined) {
		throw new OddAnswer(`ServiceOps does not say how many ${place.resource.plural} there are`);
	}
	return total;
}

/**
 * Counts by spans of time, each with fewer records than the server's maximum.
 *
 * @param maximum the most records that one search finds
 */
export async function countSpans(
	place: Place,
	search: FilteredSearch,
	maximum: number,
): Promise<number> {
	const created = createdProperty(place) ?? '';
	const countIn = async (from: number, to: number): Promise<number> => {
		const total = await countSpan(place, search, { created, from, to });
		if (total < maximum || to - from <= 1) return total;
		const middle = Math.floor((from + to) / 2);
		return (await countIn(from, middle)) + (await countIn(middle, to));
	};
	return await countIn(0, FUTURE_MS);
}
