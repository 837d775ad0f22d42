import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';
import { NotFound } from '../transport/errors';
import { readPage, type Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { readAll, type SearchResult } from '../transport/paging';
import { all, type Qualification } from '../transport/qualification';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';

/** The record whose conversation is meant. */
export interface Parent {
	api: Api;
	resource: Resource;
	id: string;
}

const HOW_TO_CHECK = 'To check, use Get Many on the conversation.';

/** Requests, changes, problems and releases alike (changes-and-others.md section 1). */
const pathOf = ({ resource, id }: Parent): string[] => [
	'api',
	'v1',
	...resource.path,
	id,
	'conversation',
];

/**
 * Lists the conversation of a record.
 *
 * @param limit how many entries at most; Infinity for all
 * @param quals what an entry must meet; all entries do when absent
 */
export async function listEntries(
	parent: Parent,
	limit: number,
	quals: Qualification[] = [],
): Promise<SearchResult> {
	const { api } = parent;
	const search = { path: pathOf(parent), qualification: all(quals) };
	return await readAll(
		{ limit, pageSize: PAGE_SIZE, parallel: api.parallel },
		async (offset, size) => (await readPage(api, search, offset, size)) ?? { rows: [] },
	);
}

/**
 * Finds an entry in the list, because there is no path that reads a single one.
 *
 * @throws NotFound when there is none
 */
export async function findEntry(parent: Parent, entryId: string): Promise<Row> {
	const { rows } = await listEntries(parent, Infinity);
	const entry = rows.find((row) => textOf(row.id) === entryId);
	if (!entry) throw new NotFound(`The record has no conversation entry ${entryId}`);
	return entry;
}

/** @returns what the server answers, usually the entry */
export async function createEntry(parent: Parent, body: IDataObject): Promise<unknown> {
	const request = { method: 'POST' as const, path: pathOf(parent), body };
	return (await parent.api.send({ ...request, howToCheck: HOW_TO_CHECK })).body;
}

/** @returns what the server answers, usually the entry */
export async function patchEntry(
	parent: Parent,
	entryId: string,
	body: IDataObject,
): Promise<unknown> {
	const request = { method: 'PATCH' as const, path: [...pathOf(parent), entryId], body };
	return (await parent.api.send({ ...request, howToCheck: HOW_TO_CHECK })).body;
}

export async function deleteEntry(parent: Parent, entryId: string): Promise<void> {
	const path = [...pathOf(parent), entryId];
	await parent.api.send({ method: 'DELETE', path, howToCheck: HOW_TO_CHECK });
}
