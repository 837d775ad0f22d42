import { findPage, type Direction } from './pageSearch';
import { isNewestPage, type SortedList, type SortedPage } from './sortedPages';

/**
 * Finds out which end of the list comes first, by reading on until a row has another time than the first page. If all
 * rows have the same time, the order stays unknown, and the length of the list is noted instead.
 *
 * @param first the page that was read first
 */
export async function findOrder(list: SortedList, first: SortedPage): Promise<void> {
	const { facts, timeOf } = list;
	const [firstRow] = first.rows;
	if (facts.order || !firstRow) return;
	const firstTime = timeOf(firstRow);
	const look = ({ rows: [row], isLast }: SortedPage): Direction => {
		if (facts.order) return 'here';
		if (!row) return 'smaller offsets';
		return isLast || timeOf(row) !== firstTime ? 'here' : 'larger offsets';
	};
	const page = await findPage(list, first, {
		look,
		isNearEnd: true,
		fallbackSide: 'smaller offsets',
	});
	const [row] = page.rows;
	if (facts.order || !row) return;
	if (timeOf(row) > firstTime) facts.order = 'ascending';
	else if (timeOf(row) < firstTime) facts.order = 'descending';
	else facts.length = page.offset + page.rows.length;
}

/**
 * Finds the page with the oldest row at or after a time. It does not use conditions on times, because servers may
 * silently ignore them.
 *
 * @param start a page that has been read already
 * @param floor the time; `Infinity` finds the page with the newest row
 */
export async function findBoundaryPage(
	list: SortedList,
	start: SortedPage,
	floor: number,
): Promise<SortedPage> {
	const { facts, timeOf } = list;
	const isAscending = facts.order === 'ascending';
	const older = isAscending ? 'smaller offsets' : 'larger offsets';
	const newer = isAscending ? 'larger offsets' : 'smaller offsets';
	const look = (page: SortedPage): Direction => {
		const [first, last] = [page.rows[0], page.rows[page.rows.length - 1]];
		const [oldest, newest] = isAscending ? [first, last] : [last, first];
		if (!oldest || !newest) return page.offset === 0 ? 'here' : 'smaller offsets';
		const isOldestPage = isAscending ? page.offset === 0 : page.isLast;
		if (timeOf(oldest) >= floor && !isOldestPage) return older;
		return timeOf(newest) < floor && !isNewestPage(list, page) ? newer : 'here';
	};
	return await findPage(list, start, { look, isNearEnd: isAscending, fallbackSide: older });
}
