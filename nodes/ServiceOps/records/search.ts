import type { Resource } from '../resources';
import { OddAnswer } from '../transport/errors';
import { isNotThere } from '../transport/notThere';
import { readPage, type Page, type Row } from '../transport/page';
import { readAll, type PagingOptions, type SearchResult } from '../transport/paging';
import type { Qualification } from '../transport/qualification';
import { isOfSharedPath, noteKinds } from './kind';
import { pathOf, type Place } from './place';

/*
 * Searches, however the server supports them. Asset classes are the reason for most of the care here: the same ID may
 * belong to a laptop and to a license.
 */

/**
 * Searches in the model of the record type if the server supports that, otherwise in the whole module. Rows of other
 * types are left out.
 */
export async function searchRecords(
	place: Place,
	qualification: Qualification,
	{ sortBy, keep = () => true, ...paging }: PagingOptions & { sortBy?: string },
): Promise<SearchResult> {
	return await readAll(
		{
			pagesInFlight: place.api.pagesInFlight,
			...paging,
			keep: (row) => isOfResource(place, row) && keep(row),
		},
		async (offset, size) => await searchPage(place, qualification, offset, size, sortBy),
	);
}

/**
 * One page of a search; rows may be of another type if the server cannot search by type.
 *
 * @throws OddAnswer when rows of several types come without their type
 */
export async function searchPage(
	place: Place,
	qualification: Qualification,
	offset: number,
	size: number,
	sortBy?: string,
): Promise<Page> {
	const { api, resource, type } = place;
	const search = { path: pathOf(resource), qualification, sortBy };
	const noModels = noSearchByModel(resource);
	await api.ready();
	if (type?.model && !api.known.has(noModels)) {
		const path = [...search.path, type.model];
		const page = await readPage(api, { ...search, path }, offset, size, isNotThere);
		if (page) return page;
		api.known.add(noModels);
	}
	const page = (await readPage(api, search, offset, size)) ?? { rows: [] };
	await noteKinds(place, page.rows);
	if (type?.model && page.rows.some((row) => row.type === undefined)) {
		throw new OddAnswer(
			`ServiceOps does not say which of the ${resource.plural} are ${type.displayName}, so none is used`,
		);
	}
	return page;
}

const noSearchByModel = ({ name }: Resource): string => `no search by model: ${name}`;

/** Whether searches find rows of other types too, because the server cannot search by type, or of a resource with the same path. */
export const mixesTypes = ({ api, resource, type }: Place): boolean =>
	resource.sharedPath !== undefined ||
	(type?.model !== undefined && api.known.has(noSearchByModel(resource)));

/** Whether a row is of this resource and type: some servers search all types at once, and some resources share a path. */
export function isOfResource(place: Pick<Place, 'api' | 'resource' | 'type'>, row: Row): boolean {
	const { type } = place;
	if (type && row.type !== undefined && row.type !== type.value) return false;
	return isOfSharedPath(place, row);
}
