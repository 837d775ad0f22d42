import { optionsForm, recordPicker, typePicker } from './commonForm';
import { outputForm, readOutput } from './output';
import { chosenRecord, readRecord } from './records';
import { simplifiedRecord } from './results';
import type { Operation } from './types';

export const get: Operation = {
	name: 'get',
	displayName: 'Get',
	action: (resource) => `Get ${resource.noun}`,
	description: (resource) => `Read a single ${resource.noun} by its ID or key`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		recordPicker(resource),
		...outputForm(resource),
		optionsForm(),
	],
	run: async (job) => {
		const toOutput = readOutput(job);
		return [toOutput(await readRecord(job, await chosenRecord(job)))];
	},
};
