import type { INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { Task } from './types';
import { toBoolean, toCount } from './values';

/** Chooses a single record: from a list, by id, or by the key that people see. */
export const recordPicker = (resource: Resource): INodeProperties => ({
	displayName: resource.displayName,
	name: 'recordId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: `The ${resource.noun} to work on, as an ID such as 65 or a key such as ${resource.keyExample}`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRecords', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 65' },
		{
			displayName: `By ${resource.keyName ?? 'Key'}`,
			name: 'key',
			type: 'string',
			placeholder: `e.g. ${resource.keyExample}`,
		},
	],
});

const firstOf = ({ types }: Resource): string => types?.options[0]?.value ?? '';

/** Asks which type of record is meant, where the resource has several. */
export function typePicker(resource: Resource): INodeProperties[] {
	if (!resource.types || resource.types.options.length < 2) return [];
	const { parameter, displayName, options } = resource.types;
	return [
		{
			displayName,
			name: parameter,
			type: 'options',
			options: options.map((type) => ({ name: type.displayName, value: type.value })),
			default: firstOf(resource),
			required: true,
			description: `Which kind of ${resource.noun} it is. Each kind counts its IDs on its own.`,
		},
	];
}

/** How many results an operation that lists is to return. */
export const limitForm: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** @returns Infinity for all */
export const readLimit = (task: Task): number =>
	toBoolean('Return All', task.parameter('returnAll', false))
		? Infinity
		: toCount('Limit', task.parameter('limit', 50));

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
