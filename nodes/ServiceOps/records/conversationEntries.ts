import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { Task } from '../run/types';
import { NotFound } from '../transport/errors';
import { readPage, type Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { readAll, type SearchResult } from '../transport/paging';
import { all, type Qualification } from '../transport/qualification';
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
