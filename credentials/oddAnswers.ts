import { IN8nHttpFullResponse } from 'n8n-workflow';

/** Whether an answer's body is a web page rather than data. */
export function isHtml(body: unknown): boolean {
	return typeof body === 'string' && /^\s*(<!doctype|<html|<head|<\?xml|<body)/i.test(body);
}

/**
 * Says in words what is wrong with an answer that cannot come from the ServiceOps API.
 *
 * @returns undefined when the answer looks like the API's
 */
export function explainOddAnswer(answer: IN8nHttpFullResponse): string | undefined {
	if (answer.statusCode >= 300 && answer.statusCode < 400) {
		const { location } = answer.headers;
		const target = typeof location === 'string' ? ` to ${location.split('?')[0]}` : '';
		return `The server redirects${target}. Enter the address it redirects to as the Server URL`;
	}
	// Gateways answer with a page of their own where ServiceOps is down or busy: the address is right then.
	const isGateway = answer.statusCode >= 500 || answer.statusCode === 429;
	if (isHtml(answer.body) && !isGateway) {
		return 'The server answered with a web page, not with data from the ServiceOps API. Is the Server URL right?';
	}
	return undefined;
}
