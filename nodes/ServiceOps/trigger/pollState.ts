import type { FilteredSearch } from '../records/filteredSearch';
import { isOfResource } from '../records/search';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
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

/** Notes that a row was processed. */
export function noteSeen({ watch, list, cursor }: Poll, row: Row): void {
	const time = list.timeOf(row);
	cursor.seen[identityOf(row)] = [time, versionFor(watch, row)];
	cursor.newest = Math.max(cursor.newest, time);
}
