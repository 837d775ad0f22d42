import { Rejected } from '../transport/errors';
import type { Page, Row } from '../transport/page';
import type { Qualification } from '../transport/qualification';
import { countSpans, isMaximum, type Span } from './cappedTotals';
import { countRows } from './countRows';
import type { FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { searchPage } from './search';
import { appliesTimes } from './timeConditions';
import { countsOnlyOwn, readTotal } from './totals';

/*
 * Counting without reading. Servers tell a total with every page, but it may be missing, be that of the page alone, or stop at a
 * maximum. So a total counts only if the list ends where it says, which a second call shows; otherwise all rows are read.
 */

/** The list may change between the two calls. */
const ATTEMPTS = 3;

/**
 * Counts the records that match.
 *
 * @throws OddAnswer when the server does not give enough to count
 */
export async function countRecords(place: Place, search: FilteredSearch): Promise<number> {
	const seen: Row[] = [];
	const total = await findTotal(place, search, seen);
	const byRows = async (span?: Span) =>
		(await countRows(place, search, () => [null], span)).get(null) ?? 0;
	if (total === undefined) return await byRows();
	const isPart = await isMaximum(place, search, total, seen);
	return isPart ? await countSpans(place, search, total, byRows) : total;
}

/** @returns undefined when the server's totals cannot be trusted for this search */
async function findTotal(
	place: Place,
	search: FilteredSearch,
	seen: Row[],
): Promise<number | undefined> {
	await search.settle?.(true);
	if (!(await appliesTimes(place, search.qualification))) return undefined;
	const total = await readTotal(place, search, seen);
	return total ? await proveTotal(place, search, total, seen) : total;
}

/**
 * Checks that the list ends where its total says.
 *
 * @param total of at least 1
 * @param seen takes the last row of the list
 * @returns the total as it is by now; undefined when it is wrong
 */
export async function proveTotal(
	place: Place,
	search: FilteredSearch,
	total: number,
	seen?: Row[],
): Promise<number | undefined> {
	let claimed = total;
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const end = await readEnd(place, search.qualification, claimed);
		if (end === 'out of reach') return claimed;
		if (!countsOnlyOwn(place, search, end)) return undefined;
		seen?.push(...end.rows);
		if (end.total === claimed) return end.rows.length === 1 ? claimed : undefined;
		if (!end.total) return undefined;
		claimed = end.total;
	}
	return undefined;
}

/** The last row of a list, and the one after it, which must not be there. */
async function readEnd(
	place: Place,
	qualification: Qualification,
	total: number,
): Promise<Page | 'out of reach'> {
	return await searchPage(place, qualification, total - 1, 2).catch((error: unknown) => {
		// Servers may have a largest offset.
		if (total === 1 || !(error instanceof Rejected)) throw error;
		place.warn?.(
			`ServiceOps does not list records that far, so its total of ${total} is unchecked`,
		);
		return 'out of reach' as const;
	});
}
