import { writingOptionsForm } from '../parameters/options';
import { onChosenRecord, recordPicker, typePicker } from '../parameters/record';
import { deleteRecord } from '../records/delete';
import { deletedMark } from '../resources/recordFields';
import { withArticle } from '../values/article';
import type { Operation } from './types';

export const remove: Operation = {
	name: 'delete',
	displayName: 'Delete',
	action: (resource) => `Delete ${resource.noun}`,
	description: (resource) => `Delete ${withArticle(resource.noun)}`,
	result: () => deletedMark,
	form: (resource) => [...typePicker(resource), recordPicker(resource), writingOptionsForm()],
	run: async (task) => {
		return await onChosenRecord(task, async (id) => {
			await deleteRecord(task, id);
			return [{ id: Number(id), deleted: true }];
		});
	},
};
