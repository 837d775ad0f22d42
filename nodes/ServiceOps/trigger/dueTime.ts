import { STATUS_FIELD } from '../resources/recordFields';
import type { Row } from '../transport/page';
import { DAY_MS } from '../values/days';
import { isRecord, textOf } from '../values/json';
import { parseRowTime, type DateOrder } from '../values/rowTime';
import { fromWallClock } from '../values/timeZone';
import type { DueWatch, Watch } from './watch';

/** By when a record is due. */
export interface RecordDue {
	/** The moment that counts for the event, in s since 1970: a day is near from its beginning, and over at its end. */
	at: number;
	/** For people and for the ID of the event: ISO 8601, a bare day where the server has no more. */
	shown: string;
}

/**
 * Reads by when a record is due.
 *
 * @param order which number comes first in dates, where the text itself does not tell
 * @returns undefined where the record has no such time, or is closed
 */
export function readDue(
	{ resource, due }: Watch,
	row: Row,
	order?: DateOrder,
): RecordDue | undefined {
	if (!due || isClosed(due, row)) return undefined;
	const time = due.names
		.map((name) => parseRowTime(placeOf(resource.propertyGroups?.name, due, row)[name], order))
		.find((found) => found !== undefined);
	if (!time) return undefined;
	const { ms, isMoment, isDay } = time;
	if (isMoment) return { at: Math.floor(ms / 1000), shown: new Date(ms).toISOString() };
	const isOver = isDay && due.spanMs === 0;
	const at = fromWallClock(isOver ? ms + DAY_MS : ms, due.zone);
	const shown = isDay ? new Date(ms).toISOString().slice(0, 10) : new Date(at).toISOString();
	return { at: Math.floor(at / 1000), shown };
}

const isClosed = ({ closedStatuses }: DueWatch, row: Row): boolean =>
	closedStatuses.includes(textOf(row[STATUS_FIELD]).trim().toLowerCase());

/** The row itself, or the entry of its list of property groups. */
function placeOf(listName: string | undefined, { group }: DueWatch, row: Row): Row {
	if (group === undefined || listName === undefined) return row;
	const list = row[listName];
	const entry = Array.isArray(list)
		? (list as unknown[]).filter(isRecord).find(({ type }) => type === group)
		: undefined;
	return entry ?? row;
}
