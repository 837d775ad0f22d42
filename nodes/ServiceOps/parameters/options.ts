import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { byDisplayName } from '../values/choice';
import { entered, toBoolean, toCount } from '../values/coerce';

const DEFAULT_CONCURRENCY = 10;
export const MAX_CONCURRENCY = 50;
const DEFAULT_TIMEOUT_MS = 60_000;

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
	default: DEFAULT_CONCURRENCY,
	description:
		'How many items to process at the same time at most. Without this option, as many as the server answers well. Results keep the order of the input.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description: 'How long to wait for a response from the server, in milliseconds',
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to check the input, look up what is needed and output the request without sending it',
};

/** The Options of an operation: its own, and those of all. */
export const optionsForm = (own: INodeProperties[] = []): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [concurrency, timeout, ...own].sort(byDisplayName),
});

/** The Options of an operation that writes. */
export const writingOptionsForm = (own: INodeProperties[] = []): INodeProperties =>
	optionsForm([dryRun, ...own]);

/**
 * The options that hold for the whole run, as the first item gives them.
 *
 * @throws BadInput that names the option when it holds no such number
 */
export function readOptions(context: IExecuteFunctions): {
	/** Undefined for as many as the server answers well. */
	concurrency?: number;
	timeoutMs?: number;
} {
	const options = context.getNodeParameter('options', 0, {});
	const [width, timeoutMs] = [entered(options.concurrency), entered(options.timeout)];
	return {
		concurrency:
			width === undefined ? undefined : Math.min(MAX_CONCURRENCY, toCount('Concurrency', width)),
		timeoutMs: timeoutMs === undefined ? undefined : toCount('Timeout', timeoutMs),
	};
}

/** Whether an item is only to show what it would write. */
export const readDryRun = (context: IExecuteFunctions, itemIndex: number): boolean =>
	toBoolean('Dry Run', context.getNodeParameter('options', itemIndex, {}).dryRun ?? false);
