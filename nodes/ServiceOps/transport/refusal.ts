import { isRecord } from '../values/json';
import type { ApiAnswer } from './types';

/** For writes whose answer got lost. */
export const mayHaveBeenDone =
	'ServiceOps may have carried this out: look there before you run this item again, so that nothing is done twice';

const TEXT_KEYS = ['userMessage', 'message', 'error_description', 'error'];

/** The server's own words, from wherever it puts them (requests.md section 4, "Errors"). */
export function serverText(body: unknown): string | undefined {
	if (!isRecord(body)) return undefined;
	for (const key of TEXT_KEYS) {
		const text = body[key];
		if (typeof text === 'string' && text.trim() !== '') return text.trim();
	}
	return undefined;
}

/** The server's words of refusal in an answer that claims success; undefined when the answer is a real one. */
export function errorEnvelope(body: unknown): string | undefined {
	if (!isRecord(body) || 'objectList' in body) return undefined;
	const isRefusal =
		'returnCode' in body
			? body.returnCode !== 'SUCCESS'
			: !('id' in body) &&
				('userMessage' in body || 'error' in body || ('code' in body && 'message' in body));
	return isRefusal
		? (serverText(body) ?? 'ServiceOps refused the request without saying why')
		: undefined;
}

/** Whether an answer says that there is nothing under the path, be it the record or the path itself. */
export const isNotThere = ({ status }: ApiAnswer): boolean => status === 404 || status === 405;

/** Whether the server does not know the path: a missing record would be told in the API's own words. */
export const isPathUnknown = (answer: ApiAnswer): boolean =>
	isNotThere(answer) && (answer.status === 405 || !hasEnvelope(answer.body));

/** Whether a refusal is the API's own, not that of a server which does not know the path. */
export function hasEnvelope(body: unknown): boolean {
	return isRecord(body) && ('userMessage' in body || 'code' in body);
}
