import { ifError, Rejected } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { any, compare, property, type Qualification } from '../transport/qualification';
import { isRecord } from '../values/json';
import type { FilteredSearch } from './filteredSearch';
import type { Place } from './place';
import { findDateOrder, OPEN_DATE_ORDER } from './rowTimes';
import { searchPage } from './search';

/** The year 2100: nothing happened after it. */
export const FUTURE_MS = 4_102_444_800_000;

/**
 * Whether the server applies the conditions on times in a search: some ignore such conditions, some reject them. Found out once
 * per run, by asking for records of the future.
 *
 * @returns true also when there are no such conditions
 */
export async function appliesTimes(place: Place, qualification: Qualification): Promise<boolean> {
	const { api, resource } = place;
	const times = resource.search
		.filter(({ kind }) => kind === 'time')
		.map(({ name }) => `${resource.searchModule}.${name}`);
	const used = times.filter((key) => isIn(qualification, key));
	if (used.length === 0) return true;
	return await api.once(`applies times: ${used.join()}`, async () => {
		const later = used.map((key) => compare(property(key), 'after', 'LongValueRest', FUTURE_MS));
		const page = await searchPage(place, any(later), 0, 1).catch(
			ifError((error) => error instanceof Rejected, undefined),
		);
		return page?.rows.length === 0;
	});
}

/** What rows of a search have to meet, and what to say about it. */
interface RowCheck {
	keep: (row: Row) => boolean;
	note?: string;
}

/**
 * Decides whether rows have to meet the conditions on times. Where rows have text without a time zone, they need not if the server
 * applies the conditions itself; otherwise some rows show how their dates are written.
 */
export async function checkOfRows(place: Place, search: FilteredSearch): Promise<RowCheck> {
	const { keep, keepButTimes, withoutTimes, qualification } = search;
	if (place.resource.rowTimes?.form !== 'text' || !withoutTimes || !keepButTimes) return { keep };
	if (await appliesTimes(place, qualification)) return { keep: keepButTimes };
	const { rows } = await searchPage(place, withoutTimes, 0, PAGE_SIZE);
	const { order, isOpen } = findDateOrder(place.resource, rows, 'created');
	return {
		keep: (row) => keep(row, order),
		...(isOpen && { note: OPEN_DATE_ORDER }),
	};
}

/** Whether a qualification has a condition on a property, at any depth. */
function isIn(qualification: unknown, key: string): boolean {
	if (!isRecord(qualification)) return false;
	const { leftOperand, leftQual, rightQual, quals } = qualification;
	if (isRecord(leftOperand) && leftOperand.key === key) return true;
	const parts: unknown[] = Array.isArray(quals) ? quals : [leftQual, rightQual];
	return parts.some((part) => isIn(part, key));
}
