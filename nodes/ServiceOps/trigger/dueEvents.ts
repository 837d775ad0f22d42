import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { readTime } from '../records/rowTimes';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { ownValue } from '../values/own';
import type { Cursor } from './cursor';
import { noteAhead } from './dueState';
import { readDue, type RecordDue } from './dueTime';
import { toEventItem } from './eventItem';
import type { Watch } from './watch';

/** Up to which moment records are told now, in s since 1970. */
export const horizonOf = ({ due }: Watch): number =>
	Math.floor((systemClock.now() + (due?.spanMs ?? 0)) / 1000);

/**
 * Finds out whether a record has become due, and notes what the next poll has to know about it.
 *
 * @returns one event or none
 */
export function findDueEvent(watch: Watch, cursor: Cursor, row: Row): IDataObject[] {
	const { due: state } = cursor;
	const id = textOf(row.id);
	const wasAhead = ownValue(state.ahead, id) !== undefined;
	delete state.ahead[id];
	const due = readDue(watch, row, cursor.list.dateOrder);
	if (!due) return [];
	const told = ownValue(state.told, id);
	if (due.at > horizonOf(watch)) {
		noteAhead(state, id, due.at);
		delete state.told[id];
		return [];
	}
	state.told[id] = due.at;
	const isNews =
		told === undefined ? wasAhead || isUnknownNews(watch, cursor, row, due) : told !== due.at;
	return isNews ? [toDueItem(watch, row, due)] : [];
}

/** Whether a record that was never seen to become due is to be told: not if it was due when the trigger started. */
function isUnknownNews(
	{ resource }: Watch,
	{ due: { since, scannedAt, toldUntil }, newestCreatedAtStart, list }: Cursor,
	row: Row,
	{ at }: RecordDue,
): boolean {
	if (at <= toldUntil) return false;
	const created = readTime(resource, row, 'created', list.dateOrder);
	return at > since || scannedAt >= 0 || created > newestCreatedAtStart;
}

/** The item that starts the workflow. */
export const toDueItem = (watch: Watch, row: Row, { shown, at }: RecordDue): IDataObject =>
	toEventItem(watch, row, `${watch.event}:${shown.includes('T') ? at * 1000 : shown}`, {
		event: watch.event,
		dueTime: shown,
	});
