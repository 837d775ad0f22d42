import type { IWebhookFunctions } from 'n8n-workflow';
import { toNodeError } from '../run/nodeError';
import { toBoolean, toList } from '../values/coerce';

/** What was entered in the form of the webhook trigger. */
export interface WebhookForm {
	/** Names of the resources whose records may start the workflow. */
	modules: string[];
	isFetched: boolean;
	isSimplified: boolean;
	/** Reads a type that was chosen, such as the asset class. */
	parameter: (name: string, fallback?: unknown) => unknown;
}

/** @throws NodeOperationError that names the field, because the caller is not at fault */
export function readForm(context: IWebhookFunctions): WebhookForm {
	const parameter = (name: string, fallback?: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	try {
		return {
			modules: toList('Resources', parameter('modules')),
			isFetched: toBoolean('Fetch Record', parameter('fetchRecord')),
			isSimplified: toBoolean('Simplify', parameter('simplify', true)),
			parameter,
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
