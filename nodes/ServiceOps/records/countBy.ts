import type { Field } from '../resources';
import { ifError, isUnavailable } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { both, compare, property, test, type Qualification } from '../transport/qualification';
import { firstFault, inParallel } from '../values/concurrency';
import { textOf } from '../values/json';
import { isMaximum } from './cappedTotals';
import { countRecords, proveTotal } from './count';
import { add, countRows, type Counts } from './countRows';
import type { FilteredSearch } from './filteredSearch';
import { readLookup, type Entry } from './nameLists';
import { valueOf } from './names';
import type { Place } from './place';
import { appliesTimes } from './timeConditions';
import { readTotal } from './totals';

/*
 * Counting by a field: one search for each name that the server lists, of which only the total is read. Where the server has no such
 * list, cannot search by it, or tells totals that do not add up, all records are read instead.
 */

/** How many records have a value; `null` for those that have none. */
export interface Group {
	value: string | null;
	count: number;
}

/** So many names are always worth a search each. */
const FEW_NAMES = 20;
/** Servers with a largest total have one of at most this size. */
const LARGEST_CAP = 10_000;

/** What to count by. */
interface Grouping {
	field: Field;
	/** The names that the server lists for the field; none where it has no such list. */
	entries: Entry[];
	/** The property of the search with the IDs of the names, if there is one. */
	searchName?: string;
}

/** Counts the records that match, by the values of a field: the largest group first, zero for names that none has. */
export async function countByField(
	place: Place,
	search: FilteredSearch,
	field: Field,
): Promise<Group[]> {
	await search.settle?.(true);
	const entries = await readNames(place, field);
	const searchName = place.resource.search.find(({ lookup }) => lookup === field.lookup)?.name;
	const grouping = { field, entries, searchName };
	const isSearchable = searchName !== undefined && entries.length > 0;
	const isWorthIt = isSearchable && (await areFewer(place, search, entries.length));
	const counts = isWorthIt ? await countEach(place, search, grouping) : undefined;
	return sortGroups(counts ?? (await tally(place, search, grouping)));
}

/** Whether searching for each name takes fewer calls than reading all records. */
async function areFewer(place: Place, search: FilteredSearch, names: number): Promise<boolean> {
	return names <= FEW_NAMES || ((await readTotal(place, search)) ?? 0) > names * PAGE_SIZE;
}

/** @returns nothing when the server does not have the list or rejects it, or this account cannot read it */
async function readNames({ api }: Place, { lookup }: Field): Promise<Entry[]> {
	// Lists to search in are too long to be read.
	if (!lookup || lookup.searchBy) return [];
	return await readLookup(api, lookup).catch(ifError(isUnavailable, []));
}

const sortGroups = (counts: Counts): Group[] =>
	[...counts]
		.map(([value, count]) => ({ value, count }))
		.sort((a, b) => b.count - a.count || (a.value ?? '').localeCompare(b.value ?? ''));

/** @returns undefined when the server's totals cannot be trusted, or do not add up */
async function countEach(
	place: Place,
	search: FilteredSearch,
	{ field, entries, searchName }: Grouping,
): Promise<Counts | undefined> {
	if (!(await appliesTimes(place, search.qualification))) return undefined;
	const operand = property(`${place.resource.searchModule}.${searchName}`);
	const having = (condition: Qualification): FilteredSearch => ({
		...search,
		qualification: both(condition, search.qualification),
	});
	const searches = entries.map(({ id }) =>
		having(compare(operand, 'equal', 'LongValueRest', Number(id))),
	);
	const totals = await readTotals(place, searches);
	if (!totals) return undefined;
	const counts: Counts = new Map();
	for (const [index, entry] of entries.entries()) {
		add(counts, valueOf(entry, field), totals[index] ?? 0);
	}
	if (field.isNeverEmpty) return counts;
	const rest = await countRest(place, search, totals);
	if (rest === 0) return counts;
	// What remains has no value, or one that is no longer in the list: only the records tell.
	const blank = await readTotal(place, having(test(operand, 'is_blank')));
	return rest === blank ? counts.set(null, rest) : undefined;
}

/**
 * The totals of several searches, one call for each. They are believed if the largest one holds; one that is above what servers stop
 * at, and above the row that was read, is taken as it is: so counting many records takes no more calls than there are names, and one.
 *
 * @returns undefined when they cannot be trusted
 */
async function readTotals(place: Place, searches: FilteredSearch[]): Promise<number[] | undefined> {
	const totals = await forEach(place, searches, async (one) => await readTotal(place, one));
	const known = totals.filter((total) => total !== undefined);
	if (known.length < totals.length) return undefined;
	const largest = Math.max(...known);
	const one = searches[known.indexOf(largest)];
	if (!one || largest === 0 || largest > LARGEST_CAP) return known;
	// A total of one may be the number of rows that were asked for.
	if (largest === 1 || (await proveTotal(place, one, largest)) !== largest) return undefined;
	if (!(await isMaximum(place, one, largest))) return known;
	return await forEach(place, searches, async (each) => await countRecords(place, each));
}

async function forEach<T>(
	{ api }: Place,
	searches: FilteredSearch[],
	work: (search: FilteredSearch) => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	const faults = await inParallel(0, searches.length, api.pagesInFlight, async (index) => {
		const search = searches[index];
		if (search) results[index] = await work(search);
	});
	if (faults.size > 0) throw firstFault(faults);
	return results;
}

/** How many records match besides those counted. */
async function countRest(place: Place, search: FilteredSearch, totals: number[]): Promise<number> {
	const counted = totals.reduce((sum, total) => sum + total, 0);
	return (await countRecords(place, search)) - counted;
}

/** Counts the values in the records themselves. Names that none has count zero. */
async function tally(
	place: Place,
	search: FilteredSearch,
	{ field, entries }: Grouping,
): Promise<Counts> {
	const counts: Counts = new Map(entries.map((entry) => [valueOf(entry, field), 0]));
	// Email addresses may be written in another case than in the list.
	const listed = new Map([...counts.keys()].map((value) => [value?.toLowerCase(), value]));
	const read = await countRows(place, search, (row) => valuesIn(row, field));
	for (const [value, count] of read) {
		add(counts, listed.get(value?.toLowerCase()) ?? value, count);
	}
	return counts;
}

/** A record counts once for each entry of a list, such as its tags. */
function valuesIn(row: Row, { name }: Field): Array<string | null> {
	const value: unknown = row[name];
	const entries = (Array.isArray(value) ? value : [value]).map((entry) => textOf(entry).trim());
	const values = [...new Set(entries.filter((entry) => entry !== ''))];
	return values.length > 0 ? values : [null];
}
