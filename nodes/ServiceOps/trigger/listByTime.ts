import { readFiltered, type FilteredSearch } from '../records/filteredSearch';
import { findDateOrder, rawTime, readTime, type TimeEvent } from '../records/rowTimes';
import { searchPage } from '../records/search';
import { SEARCH_TIMES } from '../resources/searchProperties';
import { isRefusal } from '../transport/errors';
import type { Page, Row } from '../transport/page';
import { isTextTime, USUAL_ORDER } from '../values/rowTime';
import { DatesReread } from './dates';
import type { ListFacts } from './listFacts';
import { readBetween } from './readBetween';
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
	// Every server can sort its records by creation, and does so if it ignores what to sort by.
	if (event === 'created') facts.isOrderProven = true;
	return {
		readPage: async (offset, size) => {
			const read = async (by?: string): Promise<Page> =>
				await readFiltered(
					search,
					facts,
					async (qualification) => await searchPage(watch, qualification, offset, size, by),
				);
			const page = await (facts.isUnsorted ? read() : readInOrder(facts, read, sortBy));
			noteTimes(watch, facts, page.rows, event);
			lendTimes(lent, page.rows, (row) => eventTimeOf(watch, facts, row, event));
			return page;
		},
		readBetween: async (from, to, limit) => {
			const rows = await readBetween(watch, search, facts, { sortBy, from, to, limit });
			if (rows) noteTimes(watch, facts, rows, event);
			return rows;
		},
		timeOf: (row) => eventTimeOf(watch, facts, row, event) || (lent.get(row) ?? 0),
		facts,
		hasTimeLeft,
	};
}

/** Reads in an order that the server may reject: in that case, in its own. */
export async function readInOrder(
	facts: ListFacts,
	read: (sortBy?: string) => Promise<Page>,
	sortBy: string,
): Promise<Page> {
	if (facts.refusesOrder) return await read();
	return await read(sortBy).catch(async (error: unknown) => {
		if (!isRefusal(error)) throw error;
		const page = await read();
		facts.refusesOrder = true;
		return page;
	});
}

/** A record that was never updated may lack that time: the server then sorts it by its creation. */
function eventTimeOf({ resource }: Watch, facts: ListFacts, row: Row, event: TimeEvent): number {
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
