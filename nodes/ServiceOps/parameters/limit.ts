import type { INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { toBoolean, toCount } from '../values/coerce';

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
