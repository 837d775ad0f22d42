import { UserError } from 'n8n-workflow';
import { optionsForm, simplify, typePicker } from './commonForm';
import { filtersForm, toQualification } from './filters';
import { searchRecords } from './records';
import { simplifyRow } from './simplifyRow';
import { simplifiedRecord } from './results';
import type { Operation } from './types';
import { entered, toNumber, toObject } from './values';

const DEFAULT_PAGE_SIZE = 100;

export const getAll: Operation = {
	name: 'getAll',
	displayName: 'Get Many',
	action: (resource) => `Get many ${resource.plural}`,
	description: (resource) => `List ${resource.plural}, filtered or not`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
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
		filtersForm(resource),
		simplify,
		optionsForm([
			{
				displayName: 'Page Size',
				name: 'pageSize',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_PAGE_SIZE,
				description: 'How many records to ask for in one call. A server may send fewer.',
			},
			{
				displayName: 'Sort By',
				name: 'sortBy',
				type: 'options',
				options: resource.sortBy,
				default: 'createdTime',
				description: 'The field to order by. Which end comes first is up to the server.',
			},
		]),
	],
	run: async (job) => {
		const { resource, zone } = job;
		const options = toObject('Options', job.parameter('options', {}));
		const returnAll = job.parameter('returnAll', false) === true;
		const qualification = toQualification(
			resource,
			toObject('Filters', job.parameter('filters', {})),
			zone,
		);
		const sortBy = entered(options.sortBy);
		const { rows, warning } = await searchRecords(job, qualification, {
			limit: returnAll ? Infinity : wholeNumber('Limit', job.parameter('limit', 50)),
			pageSize: wholeNumber('Page Size', options.pageSize ?? DEFAULT_PAGE_SIZE),
			sortBy: typeof sortBy === 'string' ? sortBy : undefined,
		});
		if (warning) job.warn(warning);
		return job.parameter('simplify', true) === false
			? rows
			: rows.map((row) => simplifyRow(resource, row));
	},
};

function wholeNumber(label: string, value: unknown): number {
	const number = toNumber(label, value);
	if (!Number.isSafeInteger(number) || number < 1) {
		throw new UserError(`${label} must be a whole number of at least 1, but it is ${number}`);
	}
	return number;
}
