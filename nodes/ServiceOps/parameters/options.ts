import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { byDisplayName } from '../values/choice';
import { entered, toBoolean, toCount } from '../values/coerce';
import { isRecord, toObject } from '../values/json';

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
		'Maximum number of items to process at the same time. By default, as many as the server handles well. Results keep the order of the input.',
};

/** Longer timers end at once, in ms. */
const LONGEST = 2 ** 31 - 1;

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MS,
	description: 'How long to wait for a response, in milliseconds',
};

const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	// Whoever adds the option means it; without it, nothing is held back.
	default: true,
	description: 'Whether to check everything and output the request without sending it',
};

/** The Options of an operation: its own and the common ones. */
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
 * Reads the options that apply to the whole run, from the first item.
 *
 * @throws BadInput that names the option
 */
export function readOptions(context: IExecuteFunctions): {
	/** Undefined for as many as the server handles well. */
	concurrency?: number;
	timeoutMs?: number;
} {
	const options = context.getNodeParameter('options', 0, {});
	const [width, timeoutMs] = [entered(options.concurrency), entered(options.timeout)];
	return {
		concurrency:
			width === undefined ? undefined : Math.min(MAX_CONCURRENCY, toCount('Concurrency', width)),
		timeoutMs:
			timeoutMs === undefined ? undefined : Math.min(LONGEST, toCount('Timeout', timeoutMs)),
	};
}

/** What was entered under Options. */
export const optionsIn = (parameter: Task['parameter']): IDataObject =>
	toObject('Options', parameter('options', {}));

/** What is said beside the output of a dry run. */
export const DRY_RUN_NOTE = 'Dry run: nothing was sent';

/** Whether an item only shows what it would write. */
export function readDryRun(parameter: Task['parameter']): boolean {
	const options = parameter('options', {});
	return toBoolean('Dry Run', (isRecord(options) && options.dryRun) ?? false);
}
