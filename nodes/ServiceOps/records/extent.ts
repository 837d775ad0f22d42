import type { Row } from '../transport/page';
import { any, compare, property, type Qualification } from '../transport/qualification';
import type { Place } from './place';
import { readTime } from './rowTimes';

/*
 * When the records of a list were created. What a server hides of a list shows where it is asked for records that were created
 * before or after all of these.
 */

/** The first and the last time, epoch ms. */
export type Extent = [first: number, last: number];

type Listed = Pick<Place, 'resource'>;

/** @returns epoch ms; 0 where the row does not say */
export const createdAt = ({ resource }: Listed, row: Row): number =>
	readTime(resource, row, 'created');

/** The time of creation, in the search language. */
export const createdOf = ({ resource }: Listed) =>
	property(`${resource.searchModule}.${resource.rowTimes?.created}`);

export function widen(extent: Extent, time: number): void {
	extent[0] = Math.min(extent[0], time);
	extent[1] = Math.max(extent[1], time);
}

/**
 * A search for what was created before the first or after the last time.
 *
 * @returns undefined where the records do not say when they were created, to the millisecond
 */
export function createdOutside(place: Listed, [first, last]: Extent): Qualification | undefined {
	if (place.resource.rowTimes?.form !== 'epoch' || first <= 0 || last < first) return undefined;
	const created = createdOf(place);
	return any([
		compare(created, 'before', 'LongValueRest', first),
		compare(created, 'after', 'LongValueRest', last),
	]);
}
