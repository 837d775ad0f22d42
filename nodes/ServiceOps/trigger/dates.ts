import { OddAnswer } from '../transport/errors';
import { DAY_MS } from '../values/days';
import { USUAL_ORDER } from '../values/rowTime';
import type { Cursor } from './cursor';

/** The dates of the server turned out to have day and month the other way round. A second try reads them correctly. */
export class DatesReread extends OddAnswer {}

/** Reads the times of the cursor again if they were read with day and month the other way round. */
export function alignDates(cursor: Cursor): void {
	const order = cursor.list.dateOrder ?? USUAL_ORDER;
	if (cursor.dateOrder === order) return;
	cursor.dateOrder = order;
	for (const entry of Object.values(cursor.seen)) entry[0] = swapDayAndMonth(entry[0]);
	const times = Object.values(cursor.seen).map(([time]) => time);
	cursor.newest = times.length > 0 ? Math.max(...times) : swapDayAndMonth(cursor.newest);
	cursor.oldUntil = Math.min(cursor.newest, swapDayAndMonth(cursor.oldUntil));
	cursor.newestCreatedAtStart = swapDayAndMonth(cursor.newestCreatedAtStart);
}

/** 5 June as 6 May; a date that means one day only stays. */
function swapDayAndMonth(epochMs: number): number {
	const date = new Date(epochMs);
	const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
	if (epochMs <= 0 || day > 12) return epochMs;
	return Date.UTC(date.getUTCFullYear(), day - 1, month) + (epochMs % DAY_MS);
}
