import type { INodeProperties } from 'n8n-workflow';
import type { Task } from '../run/types';
import { toBoolean, toCount } from '../values/coerce';
import { showFor } from './showFor';

/** The parameters for how many results an operation that lists returns. */
export const limitForm: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	...showFor({ returnAll: [false] }, [
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
	]),
];

/**
 * @returns Infinity for all
 * @throws BadInput when it is not a whole number of at least 1
 */
export const readLimit = ({ parameter }: Pick<Task, 'parameter'>): number =>
	toBoolean('Return All', parameter('returnAll', false))
		? Infinity
		: toCount('Limit', parameter('limit', 50));
