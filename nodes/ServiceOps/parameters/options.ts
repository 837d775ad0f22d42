import type { INodeProperties } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import { entered, toCount } from '../values/coerce';

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 10,
	description: 'How many items to work on at the same time. Results keep the order of the input.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60000,
	description: 'How long to wait for an answer of the server, in milliseconds',
};

const byDisplayName = (a: INodeProperties, b: INodeProperties): number =>
	a.displayName.localeCompare(b.displayName);

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to check and look up everything, but to output the request instead of sending it. Nothing is written.',
};

/** The Options of an operation that writes. */
export const writingOptionsForm = (own: INodeProperties[] = []): INodeProperties =>
	optionsForm([dryRun, ...own]);

/** The Options of an operation: its own, and those of all. */
export const optionsForm = (own: INodeProperties[] = []): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [concurrency, timeout, ...own].sort(byDisplayName),
});

const MAX_CONCURRENCY = 50;

/**
 * The options that hold for the whole run, as the first item gives them.
 *
 * @throws UserError that names the option when it holds no such number
 */
export function readOptions(context: IExecuteFunctions): {
	concurrency: number;
	timeoutMs?: number;
} {
	const options = context.getNodeParameter('options', 0, {});
	const [concurrency, timeout] = [entered(options.concurrency), entered(options.timeout)];
	return {
		concurrency: Math.min(MAX_CONCURRENCY, toCount('Concurrency', concurrency ?? 10)),
		timeoutMs: timeout === undefined ? undefined : toCount('Timeout', timeout),
	};
}
