import { isRecord } from '../values/json';
import type { ApiAnswer } from './types';

/*
 * Servers differ in what they offer. These functions tell a missing record from a path that the server does not have.
 */

/** Whether a response says that there is nothing at the path: no record, or no such path. */
export const isNotThere = ({ status }: ApiAnswer): boolean => [404, 405, 501].includes(status);

/** Whether the server does not have the path: for a missing record, the API has its own error text. */
export const isPathUnknown = (answer: ApiAnswer): boolean =>
	isNotThere(answer) && (answer.status !== 404 || !hasEnvelope(answer.body));

/** Whether an error comes from the API itself, not from a server that does not have the path. */
export const hasEnvelope = (body: unknown): boolean =>
	isRecord(body) && ('userMessage' in body || 'code' in body);
