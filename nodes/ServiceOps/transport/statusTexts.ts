import { IN8nHttpFullResponse } from 'n8n-workflow';
import { explainOddAnswer } from '../../../credentials/oddAnswers';
import { isRecord } from '../values/json';
import { serverText } from './refusal';

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
