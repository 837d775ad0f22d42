import type { Page, Row } from '../transport/page';
import type { FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { isOfResource, mixesTypes, searchPage } from './search';

/**
 * The total that the server tells, if it fits the first row.
 *
 * @param seen takes the row that came with it
 * @returns undefined when there is none, or it is wrong at first sight
 */
export async function readTotal(
	place: Place,
	search: FilteredSearch,
	seen?: Row[],
): Promise<number | undefined> {
	if (search.isByRows) return undefined;
	const page = await searchPage(place, search.qualification, 0, 1);
	const { rows, total } = page;
	seen?.push(...rows);
	if (total === undefined || !countsOnlyOwn(place, search, page)) return undefined;
	return (rows.length === 0) === (total === 0) ? total : undefined;
}

/** Whether the rows of a page are those that count: only then is its total theirs. */
export const countsOnlyOwn = (
	place: Place,
	{ keep }: FilteredSearch,
	{ rows, total }: Page,
): boolean =>
	Number.isSafeInteger(total) &&
	!mixesTypes(place) &&
	rows.every((row) => isOfResource(place, row) && keep(row));
