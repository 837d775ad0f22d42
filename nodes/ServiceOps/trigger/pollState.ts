import { systemClock } from '../../../credentials/clock';
import type { FilteredSearch } from '../records/filteredSearch';
import { isOfResource } from '../records/search';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { DAY_MS } from '../values/days';
import type { Cursor } from './cursor';
import { versionFor } from './recordEvents';
import type { SortedList } from './sortedPages';
import type { Watch } from './watch';

/** What a poll works with. */
export interface Poll {
	watch: Watch;
	search: FilteredSearch;
	list: SortedList;
	/** A copy, changed while the poll runs and saved at its end. */
	cursor: Cursor;
}

/** Whether a row is of the resource that is watched, and meets the conditions. */
export const isWatched = ({ watch, search }: Pick<Poll, 'watch' | 'search'>, row: Row): boolean =>
	isOfResource(watch, row) && search.keep(row);

/** Those of some rows that are watched, also where the server ignores conditions. */
export async function findWatched(
	poll: Pick<Poll, 'watch' | 'search'>,
	rows: Row[],
): Promise<Row[]> {
	const watched = rows.filter((row) => isWatched(poll, row));
	return (await poll.search.settle?.()) ? await findWatched(poll, rows) : watched;
}

/** How far ahead of all others a time may be. */
const MOST_AHEAD_MS = DAY_MS;

/**
 * The newest of some times. One that is far in the future does not count: if the clock of a server was wrong once, all that comes
 * later would be old.
 *
 * @param before the newest so far, epoch ms; it shows how far the server's clock is ahead
 */
export function newestOf(times: number[], before = 0): number {
	const latest = Math.max(before, systemClock.now()) + MOST_AHEAD_MS;
	const likely = times.filter((time) => time <= latest);
	return Math.max(before, ...(likely.length > 0 || before > 0 ? likely : times));
}

/** Notes that a row was processed. */
export function noteSeen({ watch, list, cursor }: Poll, row: Row): void {
	const time = list.timeOf(row);
	cursor.seen[identityOf(row)] = [time, versionFor(watch, row)];
	cursor.newest = newestOf([time], cursor.newest);
}
