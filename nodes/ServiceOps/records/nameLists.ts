import type { Lookup } from '../resources/index';
import type { Api } from '../transport/types';
import { isRecord, textOf } from '../values/json';
import { all } from '../transport/qualification';

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
