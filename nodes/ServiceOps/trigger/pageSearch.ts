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
	/** If no such page exists: on which side of its place the page is that will do instead. */
	insteadAt: Exclude<Direction, 'here'>;
}

/** How often to search again if rows have moved in the meantime. */
const MAX_SEARCHES = 10;

/**
 * Finds a page in a list of unknown length.
 *
 * @param start a page that has been read already
 * @returns the page, or the next one on the side that will do
 * @throws OddAnswer when the list changes too fast, or the server ignores the offset
 */
export async function findPage(
	list: SortedList,
	start: SortedPage,
	query: PageQuery,
): Promise<SortedPage> {
	let page = start;
	for (let searches = 0; searches < MAX_SEARCHES; searches++) {
		page = await search(list, page, query);
		// Otherwise rows have moved: the place is now further on that side.
		if (query.look(page) !== query.insteadAt) return page;
	}
	throw changesTooFast();
}

/** Searches in growing steps until the place has been passed, then by halving. */
async function search(
	list: SortedList,
	start: SortedPage,
	{ look, isNearEnd, insteadAt }: PageQuery,
): Promise<SortedPage> {
	let page = start;
	/** The place is between these two offsets, exclusive. */
	let [low, high] = [-1, Infinity];
	for (let step = Math.max(1, pageLengthOf(list) - sharedRows(list)); ; step *= 2) {
		const direction = look(page);
		if (direction === 'here') return page;
		if (direction === 'larger offsets') low = page.offset;
		else high = page.offset;
		if (high - low <= 1) {
			return await readOtherPage(
				list,
				page,
				insteadAt === 'smaller offsets' ? Math.max(0, low) : high,
			);
		}
		let offset = page.offset + (direction === 'larger offsets' ? step : -step);
		if (low >= 0 && high < Infinity) offset = Math.floor((low + high) / 2);
		else if (low >= 0 && isNearEnd) offset = Math.max(offset, offsetNearEnd(list, page));
		page = await readOtherPage(list, page, Math.max(low + 1, offset));
	}
}

/** Half a page before the end, so that the page found there shows by its length that it is the last one. */
const offsetNearEnd = (list: SortedList, { total = 0 }: SortedPage): number =>
	Math.max(total, list.facts.length ?? 0) - Math.ceil(pageLengthOf(list) / 2);
