import type { GenericValue } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';
import { shownList } from './shownList';

/** What happens to the entries that a list already has. */
export type ListMode = 'replace' | 'add' | 'remove';

/** Lists of texts, such as tags and CC emails. */
export const listFields = ({ fields }: Pick<Resource, 'fields'>) =>
	fields.filter(({ kind }) => kind === 'list');

/**
 * The lists of a body as they are to be afterwards: replaced by what was entered, or what the record has now with
 * entries added or removed. Case makes no difference between entries.
 *
 * @param current the record as it is now; undefined for a new one
 */
export function mergeLists(
	resource: Resource,
	mode: ListMode,
	current: Row | undefined,
	body: Row,
): Row {
	if (mode === 'replace') return body;
	const merged = { ...body };
	for (const { name } of listFields(resource)) {
		const given = body[name];
		if (!Array.isArray(given)) continue;
		merged[name] = mergeList(mode, shownList(current?.[name]), given as GenericValue[]);
	}
	return merged;
}

function mergeList(mode: ListMode, has: GenericValue[], given: GenericValue[]): GenericValue[] {
	const keysOf = (entries: unknown[]) => new Set(entries.map(keyOf));
	const [present, named] = [keysOf(has), keysOf(given)];
	return mode === 'add'
		? [...has, ...given.filter((entry) => !present.has(keyOf(entry)))]
		: has.filter((entry) => !named.has(keyOf(entry)));
}

const keyOf = (entry: unknown): string => textOf(entry).trim().toLowerCase();
