import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { quote } from '../values/refuse';

/*
 * How a person finds out whether a write was carried out whose answer got lost.
 */

/** For a record that was there before. */
export const checkById = (id: string): string => `To check, use Get with the ID ${id}.`;

/** For a record that may have been made: nobody knows its ID yet. */
export function checkByTitle({ titleField, fields }: Resource, body: Row): string {
	// The server itself titles what is ordered from the service catalog.
	if (body[titleField] === undefined) {
		return 'To check, use Get Many, sorted by Created Time, and look for a record that was just created.';
	}
	const title = fields.find(({ name }) => name === titleField)?.displayName ?? titleField;
	return `To check, use Get Many with the condition ${title} Is ${quote(body[titleField])}.`;
}
