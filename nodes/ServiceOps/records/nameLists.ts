import type { Lookup } from '../resources/index';
import type { Api } from '../transport/types';
import { isRecord, textOf } from '../values/json';
import { all, any, compare, property, type Qualification } from '../transport/qualification';

/** A list in the editor has to open within this time. */
export const LOOKUP_DEADLINE_MS = 9_000;

export interface Entry {
	id: string;
	name: string;
	/** The names from the top of the tree, joined with $; the name itself where there is no tree. */
	path: string;
	/** Of people only. */
	email?: string;
}

/**
 * Reads a list of names, once per run.
 *
 * @throws NotPermitted, NotFound or another ServiceOpsError when the account cannot read it, or the server does not
 * have it
 */
export async function readLookup(api: Api, { method, path }: Lookup): Promise<Entry[]> {
	return await api.once(path.join('/'), async () => {
		const { body } = await api.send({
			method,
			path: ['api', ...path],
			isRead: true,
			...(method === 'POST' && {
				body: { qualDetails: all([]) },
				query: { offset: 0, size: 1000 },
			}),
		});
		return toEntries(body);
	});
}

/**
 * Finds entries by their names: in the whole list, or by a search where the list is too long to be read.
 *
 * @param names as people enter them; emails count too
 * @throws like `readLookup`
 */
export async function findInLookup(api: Api, lookup: Lookup, names: string[]): Promise<Entry[]> {
	const { path, searchBy } = lookup;
	if (!searchBy) return await readLookup(api, lookup);
	const wanted = [...new Set(names)];
	return await api.once(JSON.stringify([path, wanted]), async () => {
		const quals = wanted.flatMap((name) =>
			searchBy.map((key) => compare(property(key), 'equal', 'StringValueRest', name)),
		);
		return await searchLookup(api, lookup, quals);
	});
}

/**
 * Searches a list that is too long to be read, for entries whose name or email contains a text.
 *
 * @throws like `readLookup`
 */
export async function suggestFromLookup(api: Api, lookup: Lookup, text: string): Promise<Entry[]> {
	const { searchBy } = lookup;
	if (!searchBy || text === '') return await readLookup(api, lookup);
	const quals = searchBy.map((key) => compare(property(key), 'contains', 'StringValueRest', text));
	return await searchLookup(api, lookup, quals);
}

async function searchLookup(
	api: Api,
	{ method, path }: Lookup,
	quals: Qualification[],
): Promise<Entry[]> {
	const { body } = await api.send({
		method,
		path: ['api', ...path],
		isRead: true,
		body: { qualDetails: any(quals) },
		query: { offset: 0, size: 100 },
	});
	return toEntries(body);
}

/** Clients of these lists found bare lists, two kinds of envelopes, and trees (requests.md 6.8). */
function toEntries(body: unknown, above: string[] = []): Entry[] {
	const list = isRecord(body) ? (body.objectList ?? body.content) : body;
	if (!Array.isArray(list)) return [];
	return list.filter(isRecord).flatMap((row) => {
		const { id, name, email } = isRecord(row.node) ? row.node : row;
		const label = textOf(name);
		const names = [...above, label];
		const entry = {
			id: textOf(id),
			name: label,
			path: names.join('$'),
			email: textOf(email) || undefined,
		};
		return [...(label === '' ? [] : [entry]), ...toEntries(row.childrens, names)];
	});
}
