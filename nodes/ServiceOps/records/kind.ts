import type { Resource, SharedPath } from '../resources';
import { readPage, type Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { all, compare, property } from '../transport/qualification';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';
import { pathOf, type Place } from './place';

/*
 * Two resources may share a path, as requests and service requests do. A row is told by the fields that only one of them
 * has, or by the prefix of its key. Administrators can set any prefix, even several, so for other prefixes it counts
 * what else the server has shown in this run.
 */

/** What a server has shown; kept in `api.known`. */
const seenOwn = ({ name }: Resource): string => `own prefix: ${name}`;
const seenOther = ({ name }: Resource): string => `other prefix: ${name}`;
const seenMark = ({ name }: Resource): string => `marked rows: ${name}`;

type Kind = 'own' | 'other' | undefined;

/** The kind that a row names itself: by a field for it, or by a field that only one kind has. */
function markedKind({ kindFields, ownKinds, ownFields }: SharedPath, row: Row): Kind {
	for (const name of kindFields) {
		const kind = textOf(row[name])
			.toLowerCase()
			.replace(/[^a-z]/g, '');
		if (kind !== '') return ownKinds.includes(kind) ? 'own' : 'other';
	}
	const marks = ownFields.filter((name) => name in row);
	if (marks.length === 0) return undefined;
	return marks.some((name) => textOf(row[name]) !== '') ? 'own' : 'other';
}

const hasPrefix = ({ keyField }: Resource, row: Row, prefix: string): boolean =>
	textOf(row[keyField]).startsWith(`${prefix}-`);

function kindOf(resource: Resource, shared: SharedPath, row: Row): Kind {
	if (hasPrefix(resource, row, shared.prefix)) return 'own';
	if (hasPrefix(resource, row, shared.otherPrefix)) return 'other';
	return markedKind(shared, row);
}

/** Whether a row of a shared path is of this resource; true for a row that nothing tells from the others. */
export function isOfSharedPath(place: Pick<Place, 'api' | 'resource'>, row: Row): boolean {
	const { api, resource } = place;
	if (!resource.sharedPath || textOf(row[resource.keyField]) === '') return true;
	const kind = kindOf(resource, resource.sharedPath, row);
	if (kind) return kind === 'own';
	const isUsual = api.known.has(seenOwn(resource)) && !api.known.has(seenOther(resource));
	return !isUsual && !api.known.has(seenMark(resource));
}

/** Notes what rows show about the kinds behind a shared path; asks the server where they show nothing. */
export async function noteKinds({ api, resource }: Place, rows: Row[]): Promise<void> {
	const { sharedPath: shared } = resource;
	if (!shared) return;
	for (const row of rows) {
		if (hasPrefix(resource, row, shared.prefix)) api.known.add(seenOwn(resource));
		if (hasPrefix(resource, row, shared.otherPrefix)) api.known.add(seenOther(resource));
		if (isMarked(resource, shared, row)) api.known.add(seenMark(resource));
	}
	const isUnknown = rows.some((row) => kindOf(resource, shared, row) === undefined);
	const notes = [seenOwn(resource), seenOther(resource), seenMark(resource)];
	if (!isUnknown || notes.some((note) => api.known.has(note))) return;
	await api.once(`kinds: ${resource.name}`, async () => await askForKinds(api, resource, shared));
}

async function askForKinds(api: Api, resource: Resource, shared: SharedPath): Promise<void> {
	if (await hasKeys(api, resource, shared.prefix)) api.known.add(seenOwn(resource));
	if (await hasKeys(api, resource, shared.otherPrefix)) api.known.add(seenOther(resource));
	const page = await readPage(
		api,
		{ path: pathOf(resource), qualification: all([]) },
		0,
		PAGE_SIZE,
	);
	if (page?.rows.some((row) => isMarked(resource, shared, row))) api.known.add(seenMark(resource));
}

/** Whether a row with another prefix than the usual one is marked as of this resource: then all such rows are. */
const isMarked = (resource: Resource, shared: SharedPath, row: Row): boolean =>
	markedKind(shared, row) === 'own' && !hasPrefix(resource, row, shared.prefix);

/** Whether the server has keys with a prefix. */
async function hasKeys(api: Api, resource: Resource, prefix: string): Promise<boolean> {
	const key = property(`${resource.searchModule}.${resource.keyField}`);
	const qualification = all([compare(key, 'start_with', 'StringValueRest', `${prefix}-`)]);
	const page = await readPage(api, { path: pathOf(resource), qualification }, 0, 1);
	return page?.rows.some((row) => hasPrefix(resource, row, prefix)) ?? false;
}
