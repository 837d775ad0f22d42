import { Rejected } from '../transport/errors';
import type { Resource } from '../resources';
import type { SearchResult } from '../transport/paging';
import { optionsForm } from '../parameters/options';
import { filtersForm, toSearch, withIds, type BuiltSearch } from '../parameters/conditions';
import { outputForm, readOutput } from '../parameters/output';
import { simplifiedRecord } from '../resources/recordFields';
import type { Operation } from './types';
import { entered, toCount } from '../values/coerce';
import { toChoice } from '../values/choice';
import { toObject } from '../values/json';
import { type RecordTask } from '../run/types';
import { limitForm, readLimit } from '../parameters/limit';
import { typePicker } from '../parameters/record';
import { searchRecords } from '../records/search';

const DEFAULT_PAGE_SIZE = 100;

const firstSort = ({ sortBy }: Resource): string => sortBy[0]?.value ?? '';

export const getAll: Operation = {
	name: 'getAll',
	displayName: 'Get Many',
	action: (resource) => `Get many ${resource.plural}`,
	description: (resource) => `List ${resource.plural}, filtered or not`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		...limitForm,
		filtersForm(resource),
		...outputForm(resource),
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
				default: firstSort(resource),
				description: 'The field to order by. Which end comes first is up to the server.',
			},
		]),
	],
	run: async (job) => {
		const { resource, zone } = job;
		const toOutput = readOutput(job);
		const options = toObject('Options', job.parameter('options', {}));
		const sortBy = entered(options.sortBy);
		const reading = {
			limit: readLimit(job),
			pageSize: toCount('Page Size', options.pageSize ?? DEFAULT_PAGE_SIZE),
			sortBy: sortBy === undefined ? undefined : toChoice('Sort By', resource.sortBy, sortBy).value,
		};
		const given = toObject('Filters', job.parameter('filters', {}));
		const filters = await withIds(job.api, resource, given);
		const { rows, warning } = await search(job, toSearch(resource, filters, zone), reading);
		if (warning) job.warn(warning);
		// In place, so that the whole rows can go while the short ones come.
		rows.forEach((row, index) => (rows[index] = toOutput(row)));
		return rows;
	},
};

/** Where the server refuses conditions on times, all else is asked for and the times are looked at here. */
async function search(
	job: RecordTask,
	{ qualification, keep, withoutTimes }: BuiltSearch,
	reading: { limit: number; pageSize: number; sortBy?: string },
): Promise<SearchResult> {
	return await searchRecords(job, qualification, { ...reading, keep }).catch(
		async (error: unknown) => {
			const isRefusal = error instanceof Rejected;
			if (!withoutTimes || !isRefusal) throw error;
			job.warn(
				'ServiceOps refused the conditions on times, so all other records were read and sorted out here',
			);
			return await searchRecords(job, withoutTimes, { ...reading, keep });
		},
	);
}
