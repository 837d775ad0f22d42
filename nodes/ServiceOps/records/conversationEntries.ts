import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';
import { ENTRY_KIND_PROPERTY } from '../resources/conversation';
import type { Task } from '../run/types';
import { NotFound } from '../transport/errors';
import { readPage, type Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { readAll, type SearchResult } from '../transport/paging';
import { all, compare, property, type Qualification } from '../transport/qualification';
import { readWrittenTime } from '../values/dateForms';
import { textOf } from '../values/json';
import { pathOf } from './place';

type Server = Pick<Task, 'api'>;

const HOW_TO_CHECK = 'To check, use Get Many on the conversation.';

/** The path of a record's conversation, as segments behind the server's address (changes-and-others.md section 1). */
export const conversationPath = (resource: Resource, recordId: string): string[] => [
	...pathOf(resource),
	recordId,
	'conversation',
];

/**
 * Lists the entries of a record's conversation.
 *
 * @param path the path of the conversation
 * @param limit how many entries at most; Infinity for all
 * @param quals the conditions that an entry must meet; none when absent
 */
export async function listEntries(
	{ api }: Server,
	path: string[],
	limit: number,
	quals: Qualification[] = [],
): Promise<SearchResult> {
	const search = { path, qualification: all(quals) };
	return await readAll(
		{ limit, pageSize: PAGE_SIZE, pagesInFlight: api.pagesInFlight },
		async (offset, size) => (await readPage(api, search, offset, size)) ?? { rows: [] },
	);
}

/** Which entries of a conversation to read. */
export interface EntryChoice {
	/** How many at most; Infinity for all. */
	limit: number;
	isOldestFirst: boolean;
	/** The server's name for the only kind of entry to return; all kinds when absent. */
	conversationType?: string;
}

/**
 * Reads the newest or the oldest entries of a conversation. A server may list either first, or neither, so all are read and sorted:
 * by when they were created, and within a minute by ID (changes-and-others.md section 2).
 *
 * @param path the path of the conversation
 */
export async function readConversation(
	server: Server,
	path: string[],
	{ limit, isOldestFirst, conversationType }: EntryChoice,
): Promise<SearchResult> {
	const isWanted = (row: Row) =>
		conversationType === undefined || row.conversationType === conversationType;
	const quals =
		conversationType === undefined
			? []
			: [compare(property(ENTRY_KIND_PROPERTY), 'equal', 'EnumValueRest', conversationType)];
	const { rows, warning } = await listEntries(server, path, Infinity, quals);
	const sorted = rows.filter(isWanted).sort(byAge);
	if (!isOldestFirst) sorted.reverse();
	return { rows: sorted.slice(0, limit), warning };
}

const byAge = (one: Row, other: Row): number =>
	createdAt(one) - createdAt(other) || Number(one.id) - Number(other.id) || 0;

/** Only to be compared with each other: texts without a time zone are read as UTC. */
function createdAt({ createdTime }: Row): number {
	const text = textOf(createdTime).trim();
	if (/^\d+$/.test(text)) return Number(text);
	const written = readWrittenTime(text);
	if (!written) return 0;
	const { year, month, day, hour, minute, second, millisecond, offsetMs = 0 } = written;
	return Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offsetMs;
}

/**
 * Finds an entry in the list, because no path reads a single one.
 *
 * @param path the path of the conversation
 * @throws NotFound when there is none
 */
export async function findEntry(server: Server, path: string[], entryId: string): Promise<Row> {
	const { rows } = await listEntries(server, path, Infinity);
	const entry = rows.find((row) => textOf(row.id) === entryId);
	if (!entry) throw new NotFound(`The record has no conversation entry with the ID ${entryId}`);
	return entry;
}

/**
 * @param path the path of the conversation
 * @returns what the server answers, usually the entry
 */
export async function createEntry(
	{ api }: Server,
	path: string[],
	body: IDataObject,
): Promise<unknown> {
	return (await api.send({ method: 'POST', path, body, howToCheck: HOW_TO_CHECK })).body;
}

/**
 * @param path the path of the entry
 * @returns what the server answers, usually the entry
 */
export async function patchEntry(
	{ api }: Server,
	path: string[],
	body: IDataObject,
): Promise<unknown> {
	return (await api.send({ method: 'PATCH', path, body, howToCheck: HOW_TO_CHECK })).body;
}

/** @param path the path of the entry */
export async function deleteEntry({ api }: Server, path: string[]): Promise<void> {
	await api.send({ method: 'DELETE', path, howToCheck: HOW_TO_CHECK });
}
