import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../resources';
import { OddAnswer, Rejected } from '../transport/errors';
import type { Row } from '../transport/page';
import { PAGE_SIZE } from '../transport/pageSize';
import { any, compare, property, type Qualification } from '../transport/qualification';
import { textOf } from '../values/json';
import type { Place } from './place';
import { searchRecords } from './search';

/** More rows than this cannot be the result of a search for one number. */
const MOST_ROWS = 5_000;

/** The key of a record in the search language. */
export const keyOperand = ({ searchModule, keyField }: Resource): IDataObject =>
	property(`${searchModule}.${keyField}`);

/** The condition that a key ends in a number, with or without a leading zero: `64` for `INC-64`. */
export const endsInNumber = (
	resource: Resource,
	number: string,
	operator: 'end_with' | 'contains' = 'end_with',
): Qualification =>
	any(
		[`-${number}`, `0${number}`].map((end) =>
			compare(keyOperand(resource), operator, 'StringValueRest', end),
		),
	);

/**
 * Finds the records whose key has this number, whatever its prefix.
 *
 * @param number digits
 * @throws OddAnswer when the list of the server is too long or incomplete to tell
 */
export async function searchByKeyNumber(place: Place, number: string): Promise<Row[]> {
	const { resource } = place;
	const read = async (operator: 'end_with' | 'contains') =>
		await searchRecords(place, endsInNumber(resource, number, operator), {
			limit: MOST_ROWS,
			pageSize: PAGE_SIZE,
		});
	const { rows, warning } = await read('end_with').catch(async (error: unknown) => {
		if (!(error instanceof Rejected)) throw error;
		return await read('contains');
	});
	const wanted = BigInt(number);
	const matches = rows.filter((row) => {
		const digits = /-(\d+)$/.exec(textOf(row[resource.keyField]))?.[1];
		return digits !== undefined && BigInt(digits) === wanted && textOf(row.id) !== '';
	});
	if (matches.length === 0 && (warning !== undefined || rows.length >= MOST_ROWS)) {
		throw new OddAnswer(
			`ServiceOps did not return all ${resource.plural} that may have the number ${number} in their key`,
			{ description: 'Enter the whole key.' },
		);
	}
	return matches;
}
