import { OutOfTime } from './interruptions';
import type { ListFacts } from './listFacts';
import {
	changesTooFast,
	pageLengthOf,
	readOtherPage,
	sharedRows,
	type SortedList,
	type SortedPage,
} from './sortedPages';

/** Where the wanted page is, relative to the one that was read. */
export type Direction = 'here' | 'smaller offsets' | 'larger offsets';

export interface PageQuery {
	/** Says where the page is, relative to the given one. */
	look: (page: SortedPage) => Direction;
	/** Whether the page is probably close to the end of the list, so that the total shows where to look. */
	isNearEnd: boolean;
	/** If there is no such page: on which side of its place the page is that will do instead. */
	fallbackSide: Exclude<Direction, 'here'>;
}

/** How often to start a search over because rows have moved. */
const MAX_SEARCHES = 10;

/**
 * Finds a page in a list of unknown length.
 *
 * @param start a page that has been read already
 * @returns the page, or the nearest one on the fallback side
 * @throws OddAnswer when the list changes too fast, or the server ignores the offset; OutOfTime
 */
export async function findPage(
	list: SortedList,
	start: SortedPage,
	query: PageQuery,
): Promise<SortedPage> {
	let page = start;
	for (let searches = 0; searches < MAX_SEARCHES; searches++) {
		page = await searchNext(list, page, query);
		// Otherwise rows have moved, and the place now lies further on that side.
		if (query.look(page) !== query.fallbackSide) return page;
	}
	throw changesTooFast();
}

/**
 * Searches in growing steps until the place has been passed, then by halving. What is known of the place is noted, so that
 * the next poll goes on there if this one runs out of time.
 *
 * @throws OutOfTime
 */
async function searchNext(
	list: SortedList,
	start: SortedPage,
	{ look, isNearEnd, fallbackSide }: PageQuery,
): Promise<SortedPage> {
	const { facts } = list;
	const isResumed = facts.search !== undefined;
	let page = start;
	/** The place is between these two offsets, exclusive. */
	let [low, high] = [-1, Infinity];
	for (let step = Math.max(1, pageLengthOf(list) - sharedRows(list)); ; step *= 2) {
		const direction = look(page);
		if (direction === 'here') {
			delete facts.search;
			return page;
		}
		if (page !== start) {
			noteSearched(facts, page.offset, direction);
			if (!list.hasTimeLeft()) throw new OutOfTime('The list is too long for one poll');
		}
		if (direction === 'larger offsets') low = page.offset;
		else high = page.offset;
		if (isResumed) [low, high] = narrowed(facts, low, high);
		const fallback = fallbackSide === 'smaller offsets' ? Math.max(0, low) : high;
		if (high - low <= 1) {
			delete facts.search;
			return await readOtherPage(list, page, fallback);
		}
		const resumeAt = isResumed ? resumedOffset(facts, low, high) : undefined;
		const offset = resumeAt ?? nextOffset(list, page, { low, high, step, isNearEnd });
		page = await readOtherPage(list, page, offset);
	}
}

/** Notes on which side of a page the place is. */
function noteSearched(facts: ListFacts, offset: number, direction: Direction): void {
	const { low = -1, high } = facts.search ?? {};
	facts.search =
		direction === 'larger offsets'
			? { low: Math.max(low, offset), ...(high !== undefined && high > offset && { high }) }
			: { low: low < offset ? low : -1, high: Math.min(offset, high ?? Infinity) };
}

/** Where an interrupted search looks next. What it noted is a hint only: the list may have changed. */
function resumedOffset(
	{ search: noted }: ListFacts,
	low: number,
	high: number,
): number | undefined {
	if (!noted || low < 0) return undefined;
	const [from, to] = [Math.max(low, noted.low), Math.min(high, noted.high ?? Infinity)];
	if (to === Infinity) return from > low ? 2 * from : undefined;
	return to - from > 1 ? Math.floor((from + to) / 2) : undefined;
}

/** Bounds between which earlier polls have left no other place. */
function narrowed({ search: noted }: ListFacts, low: number, high: number): [number, number] {
	const { low: from = -1, high: to = Infinity } = noted ?? {};
	return from >= low && to <= high && to - from <= 1 ? [from, to] : [low, high];
}

function nextOffset(
	list: SortedList,
	{ offset, total = 0 }: SortedPage,
	{ low, high, step, isNearEnd }: { low: number; high: number; step: number; isNearEnd: boolean },
): number {
	if (low < 0) return Math.max(0, offset - step);
	if (high < Infinity) return Math.floor((low + high) / 2);
	if (!isNearEnd) return offset + step;
	// Half a page before the end, so that the page found there shows by its length that it is the last one.
	const length = Math.max(total, list.facts.length ?? 0);
	return Math.max(offset + step, length - Math.ceil(pageLengthOf(list) / 2));
}
