import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';
import { ENTRY_KIND_PROPERTY } from '../resources/conversation';
import type { Task } from '../run/types';
import { Incomplete, NotFound } from '../transport/errors';
import { readPage, type Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import type { SearchResult } from '../transport/paging';
import { all, compare, property } from '../transport/qualification';
import { readSorted } from '../transport/sortedList';
import { checkTotalsBy, type SearchPage } from '../transport/checkTotals';
import { textOf } from '../values/json';
import { readRowTime } from '../values/rowTime';
import { compareIds } from './listOrder';
import { pathOf } from './place';

type Server = Pick<Task, 'api'>;

const HOW_TO_CHECK = 'To check, use Get Many on the conversation.';

/** The path of a record's conversation, as segments behind the server's address (changes-and-others.md section 1). */
export const conversationPath = (resource: Resource, recordId: string): string[] => [
	...pathOf(resource),
	recordId,
	'conversation',
];

/** Which entries of a conversation to read. */
export interface EntryChoice {
	/** How many at most; Infinity for all. */
	limit: number;
	isOldestFirst: boolean;
	/** The server's name for the only kind of entry to return; all kinds when absent. */
	conversationType?: string;
}

export const allEntries: EntryChoice = { limit: Infinity, isOldestFirst: true };

/**
 * Reads the newest or the oldest entries of a conversation, whichever of them a server lists first: by when they were created, and
 * within a minute by ID (changes-and-others.md section 2).
 *
 * @param path the path of the conversation
 * @throws Incomplete when there is no limit and entries are missing
 */
export async function readConversation(
	{ api }: Server,
	path: string[],
	{ limit, isOldestFirst, conversationType }: EntryChoice,
): Promise<SearchResult> {
	const keep = (row: Row) =>
		conversationType === undefined || row.conversationType === conversationType;
	const quals =
		conversationType === undefined
			? []
			: [compare(property(ENTRY_KIND_PROPERTY), 'equal', 'EnumValueRest', conversationType)];
	const { pagesInFlight, known } = api;
	const search: SearchPage = async (qualification, offset, size) =>
		(await readPage(api, { path, qualification }, offset, size)) ?? { rows: [] };
	return await readSorted(
		{ limit, pageSize: PAGE_SIZE, pagesInFlight, known, keep },
		{ comparisons: [byTime], tieBreaker: compareIds, isDescending: !isOldestFirst },
		async (offset, size) => await search(all(quals), offset, size),
		checkTotalsBy(search),
	);
}

/** Only to be compared with each other: texts without a time zone are read as UTC. */
const byTime = (one: Row, other: Row): number =>
	readRowTime(one.createdTime) - readRowTime(other.createdTime);

/**
 * Finds an entry in the list, because no path reads a single one.
 *
 * @param path the path of the conversation
 * @throws NotFound when there is none
 */
export async function findEntry(server: Server, path: string[], entryId: string): Promise<Row> {
	const isWanted = ({ id }: Row) => textOf(id) === entryId;
	const reading = readConversation(server, path, allEntries);
	const { rows } = await reading.catch((error: unknown) => {
		if (error instanceof Incomplete && error.rows.some(isWanted)) return error;
		throw error;
	});
	const entry = rows.find(isWanted);
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
