import type { IDataObject } from 'n8n-workflow';
import { OddAnswer } from '../transport/errors';
import type { Row } from '../transport/page';
import { any, compare } from '../transport/qualification';
import { textOf } from '../values/json';
import { PAGE_SIZE } from '../transport/pageSize';
import type { Place } from './place';
import { searchRecords } from './search';

/*
 * Finding records by the value of a field. What "equal" means differs: servers may ignore case and accents, treat it
 * as "contains", or ignore the condition. So the returned rows are compared again, and an incomplete list never counts
 * as "none".
 */

/** More rows than this cannot be the result of a search for one value. */
const MOST_ROWS = 10_000;

/** A field and the value to look for. */
export interface Wanted {
	/** The field in the search language. */
	operand: IDataObject;
	value: string;
	/** Other forms of the value, for servers that compare exactly. */
	alike?: string[];
	/** The value of the field in a row. */
	valueIn: (row: Row) => unknown;
}

/**
 * The records whose field has exactly the value; if there are none, those that the server treats as equal although
 * they differ in case, accents or spaces.
 *
 * @throws OddAnswer when the server's list is too long or incomplete to tell
 */
export async function findEqual(
	place: Place,
	{ operand, value, alike = [], valueIn }: Wanted,
): Promise<Row[]> {
	const forms = [...new Set([value, value.trim(), ...alike])];
	const qualification = any(
		forms.map((form) => compare(operand, 'equal', 'StringValueRest', form)),
	);
	const { rows, warning } = await searchRecords(place, qualification, {
		limit: MOST_ROWS,
		pageSize: PAGE_SIZE,
	});
	const found = rows.filter((row) => textOf(row.id) !== '');
	const exact = found.filter((row) => textOf(valueIn(row)) === value);
	if (exact.length > 0) return exact;
	if (warning !== undefined || rows.length >= MOST_ROWS) {
		throw new OddAnswer(
			`ServiceOps did not return all ${place.resource.plural} that may match, so the node cannot tell whether there is one`,
			{ description: warning },
		);
	}
	return found.filter((row) => foldText(textOf(valueIn(row))) === foldText(value));
}

/** A text without what servers ignore when they compare: case, accents, leading and trailing spaces. */
export const foldText = (text: string): string =>
	text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
