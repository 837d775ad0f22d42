import { optionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { readRecord } from '../records/find';
import { simplifiedRecord } from '../resources/recordFields';
import type { Operation } from './types';
import { recordPicker, typePicker } from '../parameters/record';
import { chosenRecord } from '../parameters/record';

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
