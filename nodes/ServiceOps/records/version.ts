import { digestOf } from '../../../credentials/digest';
import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { readTime } from './rowTimes';

/**
 * What distinguishes this state of a record from others: when it was last updated; if that is missing or too coarse to
 * tell two updates apart, its content too.
 */
export function versionOf(resource: Resource, row: Row): string {
	const time = readTime(resource, row, 'updated');
	const isExact = resource.rowTimes?.form === 'epoch' && time > 0;
	return isExact ? String(time) : `${time}-${digestOf(JSON.stringify(row))}`;
}
