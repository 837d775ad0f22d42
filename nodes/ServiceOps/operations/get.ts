import { optionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { keyName, readRecordId, recordPicker, typePicker } from '../parameters/record';
import { readRecord } from '../records/find';
import { simplifiedRecord } from '../resources/recordFields';
import { withArticle } from '../values/article';
import type { Operation } from './types';

export const get: Operation = {
	name: 'get',
	displayName: 'Get',
	action: (resource) => `Get ${resource.noun}`,
	description: (resource) =>
		`Get ${withArticle(resource.noun)} by its ${keyName(resource)} (${resource.keyExample}) or ID`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		recordPicker(resource),
		...outputForm(resource),
		optionsForm(),
	],
	run: async (task) => {
		const toOutput = readOutput(task);
		return [toOutput(await readRecord(task, await readRecordId(task)))];
	},
};
