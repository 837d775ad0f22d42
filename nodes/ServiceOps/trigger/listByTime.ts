import { readFiltered, type FilteredSearch } from '../records/filteredSearch';
import { searchPage } from '../records/search';
import { readTime } from '../records/rowTimes';
import type { ListFacts } from './listFacts';
import type { SortedList } from './sortedPages';
import type { Watch } from './watch';

/**
 * The list of what is watched, sorted by the time that the event is about.
 *
 * @param facts completed while the list is read
 */
export function listByTime(
	watch: Watch,
	search: FilteredSearch,
	facts: ListFacts,
	hasTimeLeft: () => boolean,
): SortedList {
	const event = watch.event === 'created' ? 'created' : 'updated';
	// Searches go by these names, whatever rows call their times.
	const sortBy = `${event}Time`;
	return {
		readPage: async (offset, size) =>
			await readFiltered(
				search,
				facts,
				async (qualification) => await searchPage(watch, qualification, offset, size, sortBy),
			),
		timeOf: (row) => readTime(watch.resource, row, event),
		facts,
		hasTimeLeft,
	};
}
