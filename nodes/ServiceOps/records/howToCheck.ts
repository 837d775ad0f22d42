import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { quote } from '../values/refuse';

/*
 * How a user finds out whether a write whose response got lost was processed.
 */

/** For a record that already existed. */
export const checkById = (id: string): string => `To check, use Get with the ID ${id}.`;

/** For a record that may have been created: its ID is not known yet. */
export function checkByTitle({ titleField, fields }: Resource, body: Row): string {
	// The server itself chooses the title of what is ordered from the service catalog.
	if (body[titleField] === undefined) {
		return 'To check, look for a new record with Get Many, sorted by Created Time.';
	}
	const title = fields.find(({ name }) => name === titleField)?.displayName ?? titleField;
	return `To check, use Get Many with the condition ${title} Is ${quote(body[titleField])}.`;
}
