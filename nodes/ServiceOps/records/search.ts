import type { Resource } from '../resources';
import { CutOff, ifError, isRefusal, OddAnswer } from '../transport/errors';
import { isNotThere } from '../transport/notThere';
import { readPage, type Page, type Row } from '../transport/page';
import {
	identityOf,
	readAll,
	type CheckTotals,
	type PagingOptions,
	type ReadPage,
	type SearchResult,
} from '../transport/paging';
import { checkTotalsBy } from '../transport/checkTotals';
import { onlySome, readHidden } from '../transport/hiddenRows';
import { both, column, compare, property, type Qualification } from '../transport/qualification';
import { readSorted } from '../transport/sortedList';
import { createdAt, createdOutside, widen, type Extent } from './extent';
import { isOfSharedPath, noteKinds } from './kind';
import type { ListOrder } from './listOrder';
import { pathOf, type Place } from './place';

/*
 * Searches, however the server supports them. Asset classes are the reason for most of the care here: the same ID may
 * belong to a laptop and to a license.
 */

/**
 * Searches in the model of the record type if the server supports that, otherwise in the whole module. Rows of other
 * types are left out.
 *
 * @param paging with `proveEnd`, a list that is incomplete is read on, and one whose length may be the most that one search finds is
 * checked by one more call
 * @param order the order in which the rows are wanted; that of the server when absent
 * @throws Incomplete when there is no limit and rows are missing, as CutOff where nothing else proves the end and the server has records
 * that were created before or after all of these
 */
export async function searchRecords(
	place: Place,
	qualification: Qualification,
	{ keep = () => true, proveEnd, ...paging }: PagingOptions & { proveEnd?: boolean },
	order?: ListOrder,
): Promise<SearchResult> {
	const [ids, others] = [new Set<number>(), new Set<number>()];
	const created: Extent = [Infinity, 0];
	const options = {
		pagesInFlight: place.api.pagesInFlight,
		joinsPages: true,
		...paging,
		known: place.api.known,
		keep: (row: Row) => {
			const isOwn = isOfResource(place, row);
			// The same ID may belong to assets of several classes, but to one request only.
			const seen = isOwn ? ids : place.resource.sharedPath && others;
			if (proveEnd && seen) seen.add(Number(row.id));
			if (proveEnd && isOwn) widen(created, createdAt(place, row));
			return isOwn && keep(row);
		},
	};
	const reader =
		(own: Qualification): ReadPage =>
		async (offset, size, isStable) =>
			await searchSorted(place, own, { offset, size, sortBy: isStable ? 'id' : order?.sortBy });
	const reading = order
		? readSorted(
				options,
				{
					...order,
					confirm: async (rows: Row[]) =>
						await hasNoneBefore(place, { qualification, order, keep: options.keep }, rows),
				},
				reader(qualification),
				checkTotals(place),
			)
		: readAll(options, reader(qualification), checkTotals(place));
	if (!proveEnd) return await reading;
	const without = async (those: number[], size: number) => {
		const rest = compare(column('id'), 'not_in', 'ListLongValueRest', those);
		return await reader(both(rest, qualification))(0, size);
	};
	const isOwn = (row: Row) => isOfResource(place, row);
	const list = { paging: options, ids, others, without, isOwn, order };
	const result = await readHidden(list, reading);
	if (!result.isUnproven || !(await hasBeyond(place, qualification, created))) return result;
	if (options.limit === Infinity) throw new CutOff(onlySome(ids.size), result.rows);
	return { rows: result.rows, warning: onlySome(ids.size) };
}

const checkTotals = (place: Place): CheckTotals =>
	checkTotalsBy(async (own, offset, size) => await searchPage(place, own, offset, size));

/** Whether the server has records that were created before or after all that came. */
async function hasBeyond(
	place: Place,
	qualification: Qualification,
	extent: Extent,
): Promise<boolean> {
	const beyond = createdOutside(place, extent);
	if (!beyond) return false;
	const { rows } = await searchPage(place, both(beyond, qualification), 0, 2).catch(
		ifError(isRefusal, { rows: [] }),
	);
	const times = rows.map((row) => createdAt(place, row));
	// One may have been created since.
	return times.length === 2 && times.every((time) => time < extent[0] || time > extent[1]);
}

/** What a sorted search is about. */
interface Sorted {
	qualification: Qualification;
	order: ListOrder;
	keep?: PagingOptions['keep'];
}

/**
 * Whether no other rows belong before the last of these: some servers ignore what to sort by. It is not found out where
 * they ignore conditions on times too, or if no time was chosen.
 */
async function hasNoneBefore(
	place: Place,
	{ qualification, order: { sortBy, timeOf, isDescending }, keep = () => true }: Sorted,
	rows: Row[],
): Promise<boolean> {
	const last = rows[rows.length - 1];
	const sorts = `sorts: ${place.resource.name} by ${sortBy}`;
	if (!last || !timeOf || place.api.known.has(sorts)) return true;
	const edge = timeOf(last);
	const isBefore = (row: Row) => (isDescending ? timeOf(row) > edge : timeOf(row) < edge);
	const time = property(`${place.resource.searchModule}.${sortBy}`);
	const before = compare(time, isDescending ? 'after' : 'before', 'LongValueRest', edge);
	const search = both(before, qualification);
	const page = await searchPage(place, search, 0, rows.length + 1).catch(
		ifError(isRefusal, undefined),
	);
	if (!page?.rows.every(isBefore)) return true;
	const known = new Set(rows.map(identityOf));
	const isProof = page.rows.every((row) => !keep(row) || known.has(identityOf(row)));
	if (isProof) place.api.known.add(sorts);
	return isProof;
}

/** Reads a page in an order that the server may refuse with the first page: in that case, in its own. */
async function searchSorted(
	place: Place,
	qualification: Qualification,
	{ offset, size, sortBy }: { offset: number; size: number; sortBy?: string },
): Promise<Page> {
	const { known } = place.api;
	const refused = `no order: ${place.resource.name} by ${sortBy}`;
	const read = async (by?: string) => await searchPage(place, qualification, offset, size, by);
	if (sortBy === undefined || known.has(refused)) return await read();
	return await read(sortBy).catch(async (error: unknown) => {
		if (offset > 0 || !isRefusal(error)) throw error;
		const page = await read();
		known.add(refused);
		return page;
	});
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
