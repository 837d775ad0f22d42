import { readFiltered, type FilteredSearch } from '../records/filteredSearch';
import { findDateOrder, rawTime, readTime, type TimeEvent } from '../records/rowTimes';
import { searchPage } from '../records/search';
import { SEARCH_TIMES } from '../resources/searchProperties';
import type { Row } from '../transport/page';
import { isTextTime, USUAL_ORDER } from '../values/rowTime';
import { DatesReread } from './dates';
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
	const event: TimeEvent = watch.event === 'created' ? 'created' : 'updated';
	const sortBy = SEARCH_TIMES[event];
	const lent = new WeakMap<Row, number>();
	return {
		readPage: async (offset, size) => {
			const page = await readFiltered(
				search,
				facts,
				async (qualification) => await searchPage(watch, qualification, offset, size, sortBy),
			);
			noteTimes(watch, facts, page.rows, event);
			lendTimes(lent, page.rows, (row) => timeOf(watch, facts, row, event));
			return page;
		},
		timeOf: (row) => timeOf(watch, facts, row, event) || (lent.get(row) ?? 0),
		facts,
		hasTimeLeft,
	};
}

/** A record that was never updated may lack that time: the server then sorts it by its creation. */
function timeOf({ resource }: Watch, facts: ListFacts, row: Row, event: TimeEvent): number {
	const time = readTime(resource, row, event, facts.dateOrder);
	if (time > 0 || event === 'created' || !facts.hasUpdateTimes) return time;
	return readTime(resource, row, 'created', facts.dateOrder);
}

/** A row whose time cannot be read says nothing about the order, so it counts as the row beside it. */
function lendTimes(lent: WeakMap<Row, number>, rows: Row[], timeOf: (row: Row) => number): void {
	let last = rows.map(timeOf).find((time) => time > 0) ?? 0;
	for (const row of rows) {
		lent.set(row, last);
		last = timeOf(row) || last;
	}
}

/** @throws DatesReread when dates were read in the wrong order so far */
function noteTimes({ resource }: Watch, facts: ListFacts, rows: Row[], event: TimeEvent): void {
	if (rows.some((row) => isTextTime(rawTime(resource, row, event)))) facts.hasTextTimes = true;
	if (rows.some((row) => readTime(resource, row, 'updated') > 0)) facts.hasUpdateTimes = true;
	if (!facts.hasTextTimes) return;
	const { order, isOpen } = findDateOrder(resource, rows, event);
	if (isOpen && !facts.dateOrder) facts.isDateOrderOpen = true;
	if (!order || order === facts.dateOrder) return;
	const isOther = order !== (facts.dateOrder ?? USUAL_ORDER);
	facts.dateOrder = order;
	delete facts.isDateOrderOpen;
	if (!isOther) return;
	delete facts.order;
	delete facts.startAt;
	throw new DatesReread('ServiceOps keeps changing the form of its dates');
}
