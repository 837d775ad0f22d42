import type { Resource } from '../resources';
import { SEARCH_TIMES } from '../resources/searchProperties';
import type { Row } from '../transport/page';
import type { CompareRows, Order } from '../transport/sortedList';
import { textOf } from '../values/json';
import { readTime } from './rowTimes';

/** The order in which records are wanted. */
export interface ListOrder extends Order {
	/** The name that the server is asked to sort by. */
	sortBy?: string;
	/** The time that was chosen to sort by, in epoch ms; of a row that does not say, 0. */
	timeOf?: (row: Row) => number;
}

const EVENTS = ['created', 'updated'] as const;

/**
 * Orders records: the newest first, unless something else is asked for.
 *
 * @param sortBy a property of the resource
 * @param isDescending by default, for times and for what is sorted by nothing
 */
export function toOrder(
	resource: Resource,
	sortBy: string | undefined,
	isDescending: boolean | undefined,
): ListOrder {
	const byAge =
		sortBy ?? resource.sortBy.find(({ value }) => value === SEARCH_TIMES.created)?.value;
	const event = EVENTS.find((one) => SEARCH_TIMES[one] === byAge);
	if (event) {
		const timeOf = (row: Row) => readTime(resource, row, event);
		const byTime: CompareRows = (one, other) => timeOf(one) - timeOf(other);
		const isExact = sortBy !== undefined && resource.rowTimes?.form === 'epoch';
		return {
			sortBy: byAge,
			...(isExact && { timeOf }),
			comparisons: [byTime],
			tieBreaker: compareIds,
			isDescending: isDescending ?? true,
		};
	}
	return {
		sortBy,
		comparisons: sortBy === undefined ? [] : textComparisons(sortBy),
		tieBreaker: compareIds,
		isDescending: isDescending ?? sortBy === undefined,
	};
}

/** Servers may compare texts in several ways. */
const textComparisons = (name: string): CompareRows[] => {
	const by =
		(compare: (one: string, other: string) => number): CompareRows =>
		(one, other) =>
			compare(textOf(one[name]), textOf(other[name]));
	return [
		by((one, other) => one.localeCompare(other, 'en', { numeric: true, sensitivity: 'base' })),
		by((one, other) => one.localeCompare(other, 'en', { sensitivity: 'base' })),
		by(compareCodes),
		by((one, other) => compareCodes(one.toLowerCase(), other.toLowerCase())),
	];
};

const compareCodes = (one: string, other: string): number =>
	one < other ? -1 : Number(one > other);

/** IDs are given in the order of creation. */
export const compareIds: CompareRows = (one, other) => Number(one.id) - Number(other.id) || 0;
