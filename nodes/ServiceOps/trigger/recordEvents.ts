import type { IDataObject } from 'n8n-workflow';
import { readTime } from '../records/rowTimes';
import { exactVersionOf, versionOf } from '../records/version';
import { PEOPLE_OF_ROW, STATUS_FIELD } from '../resources/recordFields';
import type { Row } from '../transport/page';
import { identityOf } from '../transport/paging';
import { textOf } from '../values/json';
import { ownValue } from '../values/own';
import type { Cursor } from './cursor';
import { isIgnored, toEventItem } from './eventItem';
import { getRecent, setRecent } from './recentValues';
import type { TriggerEvent, Watch } from './watch';

type RecordEvent = Exclude<TriggerEvent, 'newConversation' | 'dueSoon' | 'overdue'>;

/** A server may write the two times of a creation one after the other, and touch the record once more. */
const CREATION_MS = 1500;

/** A row that was not seen in this version before. */
interface Look {
	/** Whether the record has not changed since it was created. */
	isUntouched: boolean;
	/** Whether it was created since the last poll, as far as known. */
	isNewSinceLastPoll: boolean;
	/** Whether it was created since the trigger started, as far as known. */
	isNewSinceStart: boolean;
	status: string;
	/** Undefined when no poll has noted one. */
	previousStatus?: string;
}

/** What each event adds to the record; undefined when the change is not such an event. */
const describe: Record<RecordEvent, (look: Look) => IDataObject | undefined> = {
	created: () => ({ event: 'created' }),
	updated: ({ isUntouched }) => (isUntouched ? undefined : { event: 'updated' }),
	createdOrUpdated: ({ isUntouched, isNewSinceLastPoll }) => ({
		event: isUntouched || isNewSinceLastPoll ? 'created' : 'updated',
	}),
	statusChanged: ({ status, previousStatus, isNewSinceStart }) => {
		const isFirstStatus = previousStatus === undefined && isNewSinceStart;
		if (isFirstStatus || status === previousStatus) return undefined;
		return { event: 'statusChanged', previousStatus: previousStatus ?? null };
	},
};

/** What distinguishes two states of a record: if only its creation counts, nothing does. */
export const versionFor = ({ event, resource }: Watch, row: Row): string =>
	event === 'created' ? 'created' : exactVersionOf(resource, row);

/** The version in the ID of an event: exact only if the state that was seen before has the same time. */
function eventVersion({ event, resource }: Watch, row: Row, seen?: string): string {
	const version = versionOf(resource, row);
	if (event === 'created') return event;
	return seen?.startsWith(`${version}-`) ? exactVersionOf(resource, row) : version;
}

/**
 * Finds the event in a row that was not seen in this version before, and notes the status of the record.
 *
 * @param cursor as it was when the poll began, as far as times go
 * @returns one event or none; none for a row without a time that can be read
 */
export function findRecordEvents(
	watch: Watch,
	event: RecordEvent,
	cursor: Cursor,
	row: Row,
): IDataObject[] {
	const { resource } = watch;
	const { dateOrder } = cursor.list;
	const created = readTime(resource, row, 'created', dateOrder);
	const updated = readTime(resource, row, 'updated', dateOrder);
	if (created === 0 && updated === 0) return [];
	const seen = ownValue(cursor.seen, identityOf(row));
	const isUnknown = !seen;
	const isCreation = updated === 0 || Math.abs(updated - created) < CREATION_MS;
	const look: Look = {
		isUntouched: isUnknown && isCreation,
		isNewSinceLastPoll: isUnknown && created > cursor.newest,
		isNewSinceStart: isUnknown && created > cursor.newestCreatedAtStart,
		status: textOf(row[STATUS_FIELD]),
		previousStatus: noteStatus(watch, cursor, row),
	};
	const createdBy = row[PEOPLE_OF_ROW.created];
	const changedBy = event === 'created' ? createdBy : (row[PEOPLE_OF_ROW.updated] ?? createdBy);
	if (isIgnored(watch, changedBy)) return [];
	const found = describe[event](look);
	return found ? [toEventItem(watch, row, eventVersion(watch, row, seen?.[1]), found)] : [];
}

/**
 * Notes the status of a record, if the trigger watches for status changes.
 *
 * @returns the status noted before; undefined when there was none
 */
export function noteStatus({ event }: Watch, cursor: Cursor, row: Row): string | undefined {
	if (event !== 'statusChanged') return undefined;
	const id = textOf(row.id);
	const before = getRecent(cursor.statuses, id);
	setRecent(cursor.statuses, id, textOf(row[STATUS_FIELD]));
	return before;
}
