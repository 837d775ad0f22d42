import type { INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { Task } from '../run/types';
import { PAGE_SIZE } from '../transport/pageSize';
import { toChoice } from '../values/choice';
import { entered, toCount } from '../values/coerce';
import { toObject } from '../values/json';

const firstSort = ({ sortBy }: Resource): string => sortBy[0]?.value ?? '';

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
		description: 'Field to sort by. The server decides whether ascending or descending.',
	},
];

/** @throws BadInput that names the option */
export function readListOptions(
	resource: Resource,
	{ parameter }: Pick<Task, 'parameter'>,
): { pageSize: number; sortBy?: string } {
	const options = toObject('Options', parameter('options', {}));
	const sortBy = entered(options.sortBy);
	return {
		pageSize: toCount('Page Size', options.pageSize ?? PAGE_SIZE),
		sortBy: sortBy === undefined ? undefined : toChoice('Sort By', resource.sortBy, sortBy).value,
	};
}
