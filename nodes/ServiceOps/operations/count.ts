import { countByForm, readCountBy } from '../parameters/countBy';
import { filtersForm, readFilters, readGivenFilters } from '../parameters/filters';
import { optionsForm } from '../parameters/options';
import { typePicker } from '../parameters/record';
import { countRecords } from '../records/count';
import { countByField } from '../records/countBy';
import { countField } from '../resources/recordFields';
import type { Operation } from './types';

export const countAll: Operation = {
	name: 'count',
	displayName: 'Count',
	callsAs: 'getAll',
	action: (resource) => `Count ${resource.plural}`,
	description: (resource) => `Count the ${resource.plural} that match, in total or by a field`,
	result: () => countField,
	form: (resource) => [
		...typePicker(resource),
		countByForm(resource),
		filtersForm(resource),
		optionsForm(),
	],
	run: async (task) => {
		const field = readCountBy(task);
		const search = await readFilters(task, readGivenFilters(task));
		task.warn(search.note);
		const total = field ? 0 : await countRecords(task, search);
		const groups = field ? await countByField(task, search, field) : [];
		task.warn(search.describeUnseen?.(), true);
		if (!field) return [{ count: total }];
		return groups.map(({ value, count: size }) => ({ [field.name]: value, count: size }));
	},
};
