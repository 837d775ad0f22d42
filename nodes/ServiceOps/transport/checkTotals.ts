import type { Page, Row } from './page';
import { readAll, type CheckTotals } from './paging';
import { all, hasIdIn, type Qualification } from './qualification';

/** More rows than this cannot have the IDs of a few. */
const MOST_ROWS = 100;

/** Reads a page of a search. */
export type SearchPage = (
	qualification: Qualification,
	offset: number,
	size: number,
) => Promise<Page>;

/**
 * Checks the totals of a server with a search whose result is known: the records with these IDs, or with none.
 *
 * @param search reads a page of a search at the place whose total is in doubt
 */
export const checkTotalsBy =
	(search: SearchPage): CheckTotals =>
	async (sample: Row[]) => {
		const ids = sample.map(({ id }) => Number(id));
		if (!ids.every(Number.isSafeInteger)) return true;
		const wanted = hasIdIn(ids.length > 0 ? ids : [0]);
		const read = readAll(
			{ limit: MOST_ROWS, pageSize: MOST_ROWS },
			async (offset, size) => await search(all([wanted]), offset, size),
		);
		const result = await read.catch(() => undefined);
		return result?.warning === undefined;
	};
