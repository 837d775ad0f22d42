import { writingOptionsForm, recordPicker, typePicker } from './commonForm';
import { chosenRecord, deleteRecord } from './records';
import { deletedMark } from './results';
import type { Operation } from './types';

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
