import { filtersForm, readFilters, readGivenFilters } from '../parameters/filters';
import { limitForm, readLimit } from '../parameters/limit';
import { listOptions, readListOptions } from '../parameters/listOptions';
import { optionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { typePicker } from '../parameters/record';
import { readFiltered, type TimeConditions } from '../records/filteredSearch';
import { searchRecords } from '../records/search';
import { checkOfRows } from '../records/timeConditions';
import { simplifiedRecord } from '../resources/recordFields';
import { outputRows } from '../run/listOutput';
import type { Operation } from './types';

export const getAll: Operation = {
	name: 'getAll',
	displayName: 'Get Many',
	action: (resource) => `Get many ${resource.plural}`,
	description: ({ plural, alsoLists }) =>
		`Get a list of ${plural}, ${alsoLists ? 'service requests included, ' : ''}optionally filtered`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		...limitForm,
		filtersForm(resource),
		...outputForm(resource),
		optionsForm(listOptions(resource)),
	],
	run: async (task) => {
		const toOutput = readOutput(task.resource, task);
		const limit = readLimit(task);
		const { pageSize, order } = readListOptions(task.resource, task);
		const search = await readFilters(task, readGivenFilters(task));
		const memory: TimeConditions = {};
		const { keep, note = search.note } = await checkOfRows(task, search);
		const paging = {
			limit,
			pageSize,
			keep,
			proveEnd: true,
		};
		const { rows, warning } = await readFiltered(
			search,
			memory,
			async (qualification) =>
				await outputRows(searchRecords(task, qualification, paging, order), toOutput),
		);
		if (memory.refusesTimes) {
			task.warn(
				'ServiceOps rejected the date conditions, so the node read the remaining matches and applied the dates itself',
			);
		}
		task.warn(note);
		if (rows.length < limit) task.warn(search.describeUnseen?.(), true);
		task.warn(warning);
		return rows;
	},
};
