import { NodeApiError } from 'n8n-workflow';
import { explainOddAnswer } from '../../../credentials/oddAnswers';
import { errorEnvelope, mayHaveBeenDone } from './refusal';
import { Sender } from './exchange';
import { isRateLimit } from './retry';
import { describeRefusal } from './statusTexts';
import { isReading } from './tokenRenewal';
import { Accept, ApiAnswer, ApiRequest, Context, Outcome } from './types';

/** Turns the last outcome into the caller's answer, or into the error that the person sees. */
export function settle(
	{ context, login }: Sender,
	outcome: Outcome,
	request: ApiRequest,
	accept: Accept,
): ApiAnswer {
	const fail = ({ message, description, ...failure }: Failure): NodeApiError =>
		apiError(context, {
			...failure,
			message: login.redact(message, outcome.token),
			description: description && login.redact(description, outcome.token),
		});
	const isRead = isReading(request);
	const { advice } = request;
	if (!outcome.answer) {
		const { message, neverSent } = outcome.fault;
		const isUncertain = !isRead && !neverSent;
		throw fail({ message, isUncertain });
	}
	const { statusCode: status, body, headers } = outcome.answer;
	const isSuccess = status >= 200 && status < 300;
	if (!isSuccess && accept({ status, body })) return { status, body };
	if (!isSuccess) {
		const { message, description } = describeRefusal(outcome.answer);
		throw fail({
			message,
			description,
			advice: NOT_THE_ADDRESS.includes(status) ? undefined : advice,
			status,
			isUncertain: !isRead && (status >= 500 || status === 408) && !isRateLimit(outcome.answer),
		});
	}
	const odd = explainOddAnswer(outcome.answer);
	if (odd) throw fail({ message: odd, advice, status, isUncertain: !isRead });
	if (typeof body === 'string' && body.trim() !== '') {
		const message = 'The answer of the server is cut off or is no JSON';
		throw fail({ message, advice, status, isUncertain: !isRead });
	}
	const envelope = errorEnvelope(body);
	if (envelope) throw fail({ message: envelope, advice, status });
	return { status, body: body === '' ? undefined : body, headers };
}

/** Refusals that do not come from a wrong address. */
const NOT_THE_ADDRESS = [401, 403, 429, 503];

interface Failure {
	message: string;
	description?: string;
	advice?: string;
	status?: number;
	isUncertain?: boolean;
}

/** Built from plain text only: what n8n threw carries the signed request, and would be saved with the execution. */
export function apiError(
	context: Context,
	{ message, description: meaning, advice, status, isUncertain }: Failure,
): NodeApiError {
	const description = [meaning, advice].filter(Boolean).join(' ') || undefined;
	const text = isUncertain ? `${message}. ${mayHaveBeenDone}` : message;
	const error = new NodeApiError(
		context.getNode(),
		{ message: text },
		{ message: text, description, httpCode: status === undefined ? undefined : String(status) },
	);
	// n8n puts words of its own before messages that look like network codes.
	error.message = text;
	error.context.mayHaveBeenDone = isUncertain === true;
	return error;
}
