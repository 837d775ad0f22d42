import { writingOptionsForm } from '../parameters/options';
import { deletedMark } from '../resources/recordFields';
import type { Operation } from './types';
import { recordPicker, typePicker } from '../parameters/record';
import { chosenRecord } from '../parameters/record';
import { deleteRecord } from '../records/delete';

export const remove: Operation = {
	name: 'delete',
	displayName: 'Delete',
	action: (resource) => `Delete ${resource.noun}`,
	description: (resource) => `Take one of the ${resource.plural} out of ServiceOps`,
	result: () => deletedMark,
	form: (resource) => [...typePicker(resource), recordPicker(resource), writingOptionsForm()],
	run: async (job) => {
		await deleteRecord(job, await chosenRecord(job));
		return [{ deleted: true }];
	},
};
