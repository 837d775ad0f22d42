import { NodeApiError } from 'n8n-workflow';
import { Resource } from '../resources/types';
import { Row } from '../transport/page';
import { show } from '../values/refuse';

/** Adds to the error of a write that may have been carried out how to find that out. */
export async function checkedBy<T>(howTo: string, write: Promise<T>): Promise<T> {
	return await write.catch((error: unknown) => {
		if (error instanceof NodeApiError && error.context.mayHaveBeenDone === true) {
			error.description = [error.description, howTo].filter(Boolean).join(' ');
		}
		throw error;
	});
}

export const lookUp = (id: string): string => `To check, use Get with the ID ${id}.`;

/** How to find a record that may have been made: it has no ID yet that anybody knows. */
export function lookFor({ titleField, fields }: Resource, body: Row): string {
	// The server itself titles what is ordered from the service catalog.
	if (body[titleField] === undefined) {
		return 'To check, use Get Many, sorted by Created Time, and look for one that was made just now.';
	}
	const title = fields.find(({ name }) => name === titleField)?.displayName ?? titleField;
	return `To check, use Get Many with the condition ${title} Is ${show(body[titleField])}.`;
}
