import type { INodeProperties } from 'n8n-workflow';
import { toOrder, type ListOrder } from '../records/listOrder';
import type { Resource } from '../resources';
import type { Task } from '../run/types';
import { PAGE_SIZE } from '../transport/pageSize';
import { toChoice } from '../values/choice';
import { entered, toCount } from '../values/coerce';
import { choiceParameter } from './choiceParameter';
import { optionsIn } from './options';

const firstSort = ({ sortBy }: Resource): string => sortBy[0]?.value ?? '';

const directionChoice = choiceParameter(
	'sortDirection',
	'Sort Direction',
	[
		{ name: 'Ascending (Oldest First, A to Z)', value: 'asc' },
		{ name: 'Descending (Newest First, Z to A)', value: 'desc' },
	],
	'desc',
	'Defaults to the newest records first, or names from A to Z',
);

/** The option for which end of a list comes first. */
export const sortDirection = directionChoice.form;

/**
 * @returns whether the newest, or the last of the alphabet, comes first; undefined when nothing was chosen
 * @throws BadInput that names the option
 */
export function readSortDirection({ parameter }: Pick<Task, 'parameter'>): boolean | undefined {
	const given = entered(optionsIn(parameter).sortDirection);
	return given === undefined ? undefined : directionChoice.read(() => given).value === 'desc';
}

/** The options of an operation that lists records: paging and sorting. */
export const listOptions = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: PAGE_SIZE,
		description: 'How many records to request per call. The server may return fewer.',
	},
	{
		displayName: 'Sort By',
		name: 'sortBy',
		type: 'options',
		options: resource.sortBy,
		default: firstSort(resource),
		description: 'Field to sort by',
	},
	sortDirection,
];

/** @throws BadInput that names the option */
export function readListOptions(
	resource: Resource,
	{ parameter }: Pick<Task, 'parameter'>,
): { pageSize: number; order: ListOrder } {
	const options = optionsIn(parameter);
	const given = entered(options.sortBy);
	const sortBy =
		given === undefined ? undefined : toChoice('Sort By', resource.sortBy, given).value;
	return {
		pageSize: toCount('Page Size', options.pageSize ?? PAGE_SIZE),
		order: toOrder(resource, sortBy, readSortDirection({ parameter })),
	};
}
