import { isRecord } from '../values/json';
import type { ApiAnswer } from './types';

/*
 * Servers differ in what they offer. These tell a record that is not there from a path that the server does not know.
 */

/** Whether an answer says that there is nothing under the path, be it the record or the path itself. */
export const isNotThere = ({ status }: ApiAnswer): boolean => status === 404 || status === 405;

/** Whether the server does not know the path: a missing record would be told in the API's own words. */
export const isPathUnknown = (answer: ApiAnswer): boolean =>
	isNotThere(answer) && (answer.status === 405 || !hasEnvelope(answer.body));

/** Whether a refusal is the API's own, not that of a server which does not know the path. */
export const hasEnvelope = (body: unknown): boolean =>
	isRecord(body) && ('userMessage' in body || 'code' in body);
