import type { IDataObject } from 'n8n-workflow';
import { Incomplete } from '../transport/errors';
import type { Row } from '../transport/page';
import type { SearchResult } from '../transport/paging';

/**
 * The rows of a list as they are to be returned, also those of a list that is incomplete.
 *
 * @throws what reading the list threw
 */
export async function outputRows(
	reading: Promise<SearchResult>,
	toOutput: (row: Row) => IDataObject,
): Promise<SearchResult> {
	// In place, so that the full rows can be freed as the simplified ones are made.
	const convert = (rows: Row[]) => rows.forEach((row, index) => (rows[index] = toOutput(row)));
	const result = await reading.catch((error: unknown) => {
		if (error instanceof Incomplete) convert(error.rows);
		throw error;
	});
	convert(result.rows);
	return result;
}
