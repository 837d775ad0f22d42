import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { ApiAnswer } from './types';
import { explainOddAnswer } from '../../../credentials/answers';
import { isRecord } from './json';

/** For writes whose answer got lost. */
export const mayHaveBeenDone =
	'ServiceOps may have carried this out: look there before you run this item again, so that nothing is done twice';

const TEXT_KEYS = ['userMessage', 'message', 'error_description', 'error'];

/** The server's own words, from wherever it puts them (requests.md section 4, "Errors"). */
function serverText(body: unknown): string | undefined {
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

const CHECK_VALUES =
	'Check the values of the fields. Names such as statuses and priorities must be spelt as in ServiceOps: High, not high. People must exist there.';

const STATUS_TEXT: Record<number, { message: string; description?: string }> = {
	400: {
		message: 'ServiceOps did not accept the request',
		description: CHECK_VALUES,
	},
	401: {
		message: 'ServiceOps did not accept the login',
		description: 'Open the ServiceOps credential and test it.',
	},
	403: {
		message: 'This login has no permission for the operation',
		description: 'Give the user of the credential a role in ServiceOps that may do this.',
	},
	404: {
		message: 'ServiceOps does not know this record or address',
		description: 'Check the ID or key, and that the login may see the record.',
	},
	405: {
		message: 'This ServiceOps server does not offer the operation',
		description: 'Ask your ServiceOps administrator whether its API allows this.',
	},
	409: {
		message: 'ServiceOps reports a conflict',
		description: 'The record may have been changed meanwhile.',
	},
	422: {
		message: 'ServiceOps did not accept the values',
		description: CHECK_VALUES,
	},
	429: {
		message: 'ServiceOps allows no more requests for now',
		description: 'Lower Concurrency under Options, or run the workflow later.',
	},
	500: { message: 'ServiceOps could not process the request' },
	502: { message: 'The gateway in front of ServiceOps got no answer from it' },
	503: {
		message: 'ServiceOps is not available at the moment',
		description: 'Run the workflow again later.',
	},
	504: { message: 'ServiceOps did not answer its gateway in time' },
};

/**
 * Message and advice for an answer that is no success: what the server said, else what the status means.
 */
export function describeRefusal(answer: IN8nHttpFullResponse): {
	message: string;
	description?: string;
} {
	const { statusCode, body } = answer;
	const meaning = STATUS_TEXT[statusCode] ?? {
		message: `ServiceOps answered with HTTP status ${statusCode}`,
	};
	const odd = explainOddAnswer(answer);
	const isAddressWrong = statusCode < 400 || statusCode === 404;
	if (odd && isAddressWrong) return { message: odd, description: meaning.description };

	const said = serverText(body);
	const code = isRecord(body) && typeof body.code === 'string' ? ` (code ${body.code})` : '';
	if (!said) return meaning;
	return {
		message: said,
		description: [`${meaning.message} (HTTP status ${statusCode})${code}.`, meaning.description]
			.filter(Boolean)
			.join(' '),
	};
}
