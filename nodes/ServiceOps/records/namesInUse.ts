import { all } from '../transport/qualification';
import { isRecord, textOf } from '../values/json';
import type { Place } from './place';
import { isOfResource, searchPage } from './search';

/** How many records to look through for names that are in use. */
const RECORDS_TO_READ = 100;

/**
 * Reads the names that some records have in a field, in alphabetical order; of custom fields their labels.
 *
 * @param name the name of the field
 * @throws ServiceOpsError when the account cannot search the records
 */
export async function readNamesInUse(place: Place, name: string): Promise<string[]> {
	const { rows } = await searchPage(place, all([]), 0, RECORDS_TO_READ);
	const names = rows
		.filter((row) => isOfResource(place, row))
		.flatMap(({ [name]: value }) => (isRecord(value) ? Object.keys(value) : [textOf(value)]))
		.filter((text) => text !== '');
	return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}
