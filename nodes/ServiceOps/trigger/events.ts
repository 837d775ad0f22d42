import { UserError, type IDataObject } from 'n8n-workflow';
import { simplifyRow } from '../parameters/output';
import type { RecordType, Resource } from '../resources';
import { textOf, withKeysFirst } from '../values/json';
import type { Api } from '../transport/types';
import { keep, kept, type Cursor } from './cursor';
import type { TriggerEvent } from './form';
import { listEntries } from '../records/conversationEntries';
import { type Row } from '../transport/page';
import { identityOf, readTime, versionOf } from '../records/version';

/** What is watched, and how results are to look. */
export interface Watch {
	api: Api;
	resource: Resource;
	type?: RecordType;
	event: TriggerEvent;
	isSimple: boolean;
	/** Lower case. */
	ignored: string[];
	withConversation: boolean;
}

/** What distinguishes two looks at a record, for this trigger: only its being there, or every change. */
export const versionFor = ({ event }: Watch, row: Row): string =>
	event === 'created' ? 'created' : versionOf(row);

/** The record that an event is about. */
export const subjectOf = ({ resource, type }: Pick<Watch, 'resource' | 'type'>, row: Row): string =>
	[resource.name, ...(type?.model ? [type.value] : []), textOf(row.id)].join(':');

function item(watch: Watch, row: Row, version: string, more: IDataObject): IDataObject {
	const record = watch.isSimple ? simplifyRow(watch.resource, row) : row;
	const eventId = `${subjectOf(watch, row)}:${version}`;
	return withKeysFirst(watch.resource.simplified, { ...more, eventId, ...record });
}

/**
 * The events in a row that was not seen before in this version; changes what the cursor knows of the record.
 *
 * @param cursor as it was when the poll began, as far as times go
 */
export async function eventsOf(watch: Watch, cursor: Cursor, row: Row): Promise<IDataObject[]> {
	const found =
		watch.event === 'newConversation'
			? await newEntries(watch, cursor, row)
			: recordEvents(watch, cursor, row);
	if (!watch.withConversation || watch.event === 'newConversation') return found;
	for (const one of found) one.lastConversation = (await readEntries(watch, row)).at(-1) ?? null;
	return found;
}

function recordEvents(watch: Watch, cursor: Cursor, row: Row): IDataObject[] {
	const { event } = watch;
	const before = cursor.seen[identityOf(row)];
	const isFirstLook = !before && readTime(row, 'created') > cursor.startedAt;
	const isUntouched = readTime(row, 'updated') === readTime(row, 'created') && !before;
	const previousStatus = noteStatus(watch, cursor, row);
	const by = event === 'created' ? row.createdByName : (row.updatedByName ?? row.createdByName);
	if (isIgnored(watch, by)) return [];
	if (event === 'created') return [item(watch, row, 'created', { event: 'created' })];
	const version = versionOf(row);
	if (event === 'updated') {
		return isUntouched ? [] : [item(watch, row, version, { event: 'updated' })];
	}
	if (event === 'createdOrUpdated') {
		const isCreation = isUntouched || (!before && readTime(row, 'created') > cursor.newest);
		return [item(watch, row, version, { event: isCreation ? 'created' : 'updated' })];
	}
	const status = textOf(row.statusName);
	if (status === previousStatus || (previousStatus === undefined && isFirstLook)) return [];
	return [
		item(watch, row, version, { event: 'statusChanged', previousStatus: previousStatus ?? null }),
	];
}

/** @returns the status before, if known */
export function noteStatus({ event }: Watch, cursor: Cursor, row: Row): string | undefined {
	if (event !== 'statusChanged') return undefined;
	const before = kept(cursor.statuses, textOf(row.id));
	keep(cursor.statuses, textOf(row.id), textOf(row.statusName));
	return before;
}

const isIgnored = ({ ignored }: Watch, ...who: unknown[]): boolean =>
	who.some((name) => ignored.includes(textOf(name).trim().toLowerCase()));

/** All entries of a record, the oldest first. Their times are text for people, so their ids are what orders them. */
async function readEntries({ api, resource }: Watch, row: Row): Promise<Row[]> {
	const path = ['api', 'v1', ...resource.path, textOf(row.id), 'conversation'];
	const { rows } = await listEntries({ api }, path, Infinity);
	return rows.sort((a, b) => Number(a.id) - Number(b.id));
}

async function newEntries(watch: Watch, cursor: Cursor, row: Row): Promise<IDataObject[]> {
	const known = kept(cursor.entries, textOf(row.id));
	const isNewRecord = readTime(row, 'created') > cursor.startedAt;
	const after = known ?? (isNewRecord ? 0 : cursor.largestEntry);
	const entries = await noteEntries(watch, cursor, row);
	return entries
		.filter(({ id }) => Number(id) > after)
		.filter((entry) => !isIgnored(watch, entry.createdByName, entry.createdByEmail))
		.map((entry) =>
			item(watch, row, `conversation:${textOf(entry.id)}`, {
				event: 'newConversation',
				conversation: entry,
			}),
		);
}

/** Reads the entries of a record and notes the largest ID. */
export async function noteEntries(watch: Watch, cursor: Cursor, row: Row): Promise<Row[]> {
	const entries = await readEntries(watch, row);
	const largest = Number(entries.at(-1)?.id ?? 0);
	if (Number.isNaN(largest)) throw new UserError('The IDs of conversations are no numbers');
	keep(cursor.entries, textOf(row.id), largest);
	return entries;
}
