import { readFiltered, type FilteredSearch } from '../records/filteredSearch';
import { searchRecords } from '../records/search';
import { appliesTimes } from '../records/timeConditions';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { all, both, compare, property } from '../transport/qualification';
import type { ListFacts } from './listFacts';
import { changesTooFast } from './sortedPages';
import type { Watch } from './watch';

/** Text without a time zone may be so far from what the server compares. */
const ZONES_MS = 15 * 3_600_000;

/** A stretch of the time that a list should be sorted by, in epoch ms. */
export interface Stretch {
	/** What searches call the time. */
	sortBy: string;
	from: number;
	/** Not included; `Infinity` for no end. */
	to: number;
	/** How many rows at most. */
	limit: number;
}

/**
 * Reads the rows of a stretch of time in no order, by conditions on the time, where the server applies them.
 *
 * @returns undefined where it does not
 * @throws OddAnswer when the list changes too fast
 */
export async function readBetween(
	watch: Watch,
	search: FilteredSearch,
	facts: ListFacts,
	{ sortBy, from, to, limit }: Stretch,
): Promise<Row[] | undefined> {
	const time = property(`${watch.resource.searchModule}.${sortBy}`);
	const slack = facts.hasTextTimes ? ZONES_MS : 0;
	const after = compare(time, 'after', 'LongValueRest', Math.max(0, from - 1 - slack));
	const before = compare(time, 'before', 'LongValueRest', to + slack);
	const within = all(to === Infinity ? [after] : [after, before]);
	if (facts.refusesTimes) return undefined;
	facts.appliesTimes ??= await appliesTimes(watch, within);
	if (!facts.appliesTimes) return undefined;
	const { rows, warning, isUnproven } = await readFiltered(
		search,
		facts,
		async (own) =>
			await searchRecords(watch, both(within, own), { limit, pageSize: PAGE_SIZE, proveEnd: true }),
	);
	if (warning !== undefined && !isUnproven) throw changesTooFast();
	return rows;
}
