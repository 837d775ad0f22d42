import { systemClock } from '../../../credentials/clock';
import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { DAY_MS } from '../values/days';
import { directionOfNumbers } from '../values/lists';
import { dateOrderIn, isAmbiguousDate, readRowTime, type DateOrder } from '../values/rowTime';

export type TimeEvent = 'created' | 'updated';

/** What a row says about when something happened, as the server writes it. */
export const rawTime = ({ rowTimes }: Resource, row: Row, event: TimeEvent): unknown =>
	rowTimes && row[rowTimes[event]];

/**
 * Reads when a record was created or last updated.
 *
 * @param order which number comes first in dates, where the text itself does not tell
 * @returns epoch ms; 0 where the row does not say
 */
export const readTime = (
	resource: Resource,
	row: Row,
	event: TimeEvent,
	order?: DateOrder,
): number => readRowTime(rawTime(resource, row, event), order);

/** What to say where nothing tells the order. */
export const OPEN_DATE_ORDER =
	'Dates such as 05/06/2025 may start with the day or the month; the node read them day first';

/** Names of fields that hold a date or time. */
const TIME_FIELD = /(?:Date|Time)$/;
/** How far the clock of a server may be ahead; covers every time zone too. */
const FUTURE_MS = 2 * DAY_MS;
const ORDERS: DateOrder[] = ['dayFirst', 'monthFirst'];

/**
 * Finds out from rows whether the server writes the day or the month first: a number above 12 tells, otherwise the
 * reading that keeps the rows sorted, no record updated before it was created, and none in the future.
 *
 * @param rows in the order of the server
 * @param sortedBy the time that the server sorted them by
 * @returns undefined where nothing tells; `isOpen` if that matters
 */
export function findDateOrder(
	resource: Resource,
	rows: Row[],
	sortedBy: TimeEvent,
): { order?: DateOrder; isOpen: boolean } {
	const own = rows.flatMap((row) => [
		rawTime(resource, row, 'created'),
		rawTime(resource, row, 'updated'),
	]);
	const isOpen = own.some(isAmbiguousDate);
	const shown = shownOrder(own) ?? shownOrder(rows.flatMap(otherTimes));
	if (shown || !isOpen) return { order: shown, isOpen: false };
	const possible = ORDERS.filter((order) => isPlausible(resource, rows, sortedBy, order));
	return possible.length === 1 ? { order: possible[0], isOpen: false } : { isOpen };
}

function shownOrder(values: unknown[]): DateOrder | undefined {
	const shown = new Set(values.map(dateOrderIn).filter((order) => order !== undefined));
	return shown.size === 1 ? [...shown][0] : undefined;
}

const otherTimes = (row: Row): unknown[] =>
	Object.entries(row)
		.filter(([name]) => TIME_FIELD.test(name))
		.map(([, value]) => value);

function isPlausible(
	resource: Resource,
	rows: Row[],
	sortedBy: TimeEvent,
	order: DateOrder,
): boolean {
	const latest = systemClock.now() + FUTURE_MS;
	const times = rows.map((row) => readTime(resource, row, sortedBy, order));
	return (
		directionOfNumbers(times) !== 'mixed' &&
		rows.every((row) => {
			const created = readTime(resource, row, 'created', order);
			const updated = readTime(resource, row, 'updated', order);
			return created <= latest && updated <= latest && (updated === 0 || created <= updated);
		})
	);
}
