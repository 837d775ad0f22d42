import type { Resource } from '../resources';
import { OddAnswer } from '../transport/errors';
import { isNotThere } from '../transport/notThere';
import { readPage, type Page, type Row } from '../transport/page';
import { readAll, type PagingOptions, type SearchResult } from '../transport/paging';
import { both, compare, property, type Qualification } from '../transport/qualification';
import { textOf } from '../values/json';
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
	const search = { path: pathOf(resource), qualification: within(resource, qualification), sortBy };
	const noModels = noSearchByModel(resource);
	await api.ready();
	if (type?.model && !api.known.has(noModels)) {
		const path = [...search.path, type.model];
		const page = await readPage(api, { ...search, path }, offset, size, isNotThere);
		if (page) return page;
		api.known.add(noModels);
	}
	const page = (await readPage(api, search, offset, size)) ?? { rows: [] };
	if (type?.model && page.rows.some((row) => row.type === undefined)) {
		throw new OddAnswer(
			`ServiceOps does not say which of the ${resource.plural} are ${type.displayName}, so none is used`,
		);
	}
	return page;
}

const noSearchByModel = ({ name }: Resource): string => `no search by model: ${name}`;

/** Whether searches so far have found rows of all types, because the server cannot search by type. */
export const mixesTypes = ({ api, resource, type }: Place): boolean =>
	type?.model !== undefined && api.known.has(noSearchByModel(resource));

/** Whether a row is of this resource and type: some servers search all types at once, and some resources share a path. */
export function isOfResource(
	{ resource, type }: Pick<Place, 'resource' | 'type'>,
	row: Row,
): boolean {
	if (type && row.type !== undefined && row.type !== type.value) return false;
	const key = textOf(row[resource.keyField]);
	return !resource.keyPrefix || key === '' || key.startsWith(resource.keyPrefix);
}

/** If resources share a path, the search is limited to the keys of one of them. */
function within(resource: Resource, qualification: Qualification): Qualification {
	if (!resource.keyPrefix) return qualification;
	const key = property(`${resource.searchModule}.${resource.keyField}`);
	const own = compare(key, 'start_with', 'StringValueRest', resource.keyPrefix);
	return both(own, qualification);
}
