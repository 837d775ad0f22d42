import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import { mayBeMaximum, ROUND } from '../transport/hiddenRows';
import { OutOfTime, unlessInterrupted } from './interruptions';
import { readOtherPage, Unsorted, type SortedList, type SortedPage } from './sortedPages';
import { systemClock } from '../../../credentials/clock';
import { DAY_MS } from '../values/days';

/*
 * A list that the server does not sort by time. Where it applies conditions on times, what has come since a time is read by them.
 */

/** How many rows to read at a time: of more, those up to the middle of their times. */
const MANY_ROWS = 2_000;
/** How far back to look for the newest rows, in ms; after that, all the time. */
const LOOK_BACK_MS = [3_600_000, DAY_MS, 30 * DAY_MS];

const notSorted = () =>
	new OddAnswer('ServiceOps does not sort the records by time, nor search by it', {
		description: 'Use the ServiceOps Webhook Trigger, or Get Many on a schedule.',
	});

/**
 * Checks that a list is not sorted by creation only, as where the server ignores what to sort by: changes of older records do not
 * show then. Not needed as soon as some page shows another order, unless the list may end early.
 *
 * @param isMissing whether a row should have been among those that were read
 * @param page the page with the oldest rows that were read
 * @throws Unsorted when the server has such a row
 */
export async function checkOrder(
	list: SortedList,
	floor: number,
	isMissing: (row: Row) => boolean,
	page: SortedPage,
): Promise<void> {
	const { facts } = list;
	const { isOrderProven } = facts;
	if (isOrderProven && !mayEndEarly(list, page, floor)) return;
	const read = async () => await list.readBetween?.(floor, Infinity, MANY_ROWS);
	const isSkipped = facts.isCheckLong === true || !list.hasTimeLeft();
	const found = isSkipped ? undefined : await unlessInterrupted(read());
	facts.isCheckLong = !list.hasTimeLeft();
	const rows = found ?? (isOrderProven ? [] : await readOn(list, page));
	if (rows.some(isMissing)) throw new Unsorted('ServiceOps does not sort the records by time');
}

/** Whether a list may end at the most that the server finds with one search. */
export function mayEndEarly(
	{ facts, timeOf }: SortedList,
	oldest?: SortedPage,
	floor = 0,
): boolean {
	const { order, length = 0 } = facts;
	if (order === 'ascending') return mayBeMaximum(length) && length % ROUND === 0;
	return floor > 0 && oldest?.isLast === true && oldest.rows.every((row) => timeOf(row) > floor);
}

/** Reads another page at each poll: sooner or later, one shows a list that is not sorted. It is read again as long as it does. */
async function readOn(list: SortedList, known: SortedPage): Promise<Row[]> {
	if (!list.hasTimeLeft()) return [];
	const { rows, offset } = await readOtherPage(list, known, list.facts.checkedTo ?? 0);
	list.facts.checkedTo = rows.length > 0 ? offset + rows.length : 0;
	return rows;
}

/**
 * Reads the rows at or after a time, the oldest first.
 *
 * @returns `isComplete` is false where there are so many that only the older ones were read
 * @throws OddAnswer when the server does not apply conditions on times; OutOfTime
 */
export async function readUnsorted(
	list: SortedList,
	floor: number,
): Promise<{ rows: Row[]; isComplete: boolean }> {
	const { timeOf } = list;
	for (let to = Infinity, limit = MANY_ROWS; ; ) {
		if (!list.hasTimeLeft()) throw new OutOfTime('The list is too long for one poll');
		const read = await list.readBetween?.(floor, to, limit);
		if (!read) throw notSorted();
		const rows = read.filter((row) => timeOf(row) >= floor && timeOf(row) < to);
		rows.sort((a, b) => timeOf(a) - timeOf(b));
		if (read.length < limit) return { rows, isComplete: to === Infinity };
		const middle = rows[rows.length >> 1];
		const next = middle ? timeOf(middle) : floor;
		// So many rows may have one time that no other search has fewer.
		if (next > floor && next < to) to = next;
		else limit = Infinity;
	}
}

/**
 * Reads the newest rows, the newest first; at least one if there are any.
 *
 * @throws like `readUnsorted`
 */
export async function readNewestUnsorted(list: SortedList): Promise<Row[]> {
	const now = systemClock.now();
	for (const span of [...LOOK_BACK_MS, now]) {
		let from = now - span;
		for (;;) {
			const { rows, isComplete } = await readUnsorted(list, from);
			const [newest] = rows.slice(-1);
			if (isComplete && rows.length > 0) return rows.reverse();
			if (isComplete || !newest) break;
			from = list.timeOf(newest);
		}
	}
	return [];
}
