import { UserError } from 'n8n-workflow';
import type { Task } from '../run/types';
import type { Row } from '../transport/page';
import { readPage } from '../transport/page';
import type { SearchResult } from '../transport/paging';
import { readAll } from '../transport/paging';
import type { Qualification } from '../transport/qualification';
import { all } from '../transport/qualification';
import { textOf } from '../values/json';

const PAGE_SIZE = 100;

/**
 * The conversation of a record.
 *
 * @param path segments of the path of the conversation, behind the server's address
 * @param limit how many entries at most; Infinity for all
 */
export async function listEntries(
	{ api }: Pick<Task, 'api'>,
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

/** There is no address that reads a single entry. */
export async function findEntry(task: Task, path: string[], id: string): Promise<Row> {
	const { rows } = await listEntries(task, path, Infinity);
	const entry = rows.find((row) => textOf(row.id) === id);
	if (!entry) throw new UserError(`The record has no conversation entry ${id}`);
	return entry;
}
