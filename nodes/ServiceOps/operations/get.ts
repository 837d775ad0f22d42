import { optionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { keyName, readRecordId, recordPicker, typePicker } from '../parameters/record';
import { readSummaryLength, summarize, summaryOption } from '../parameters/summary';
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
		optionsForm([summaryOption]),
	],
	run: async (task) => {
		const toOutput = readOutput(task.resource, task);
		const length = readSummaryLength(task);
		const id = await readRecordId(task);
		const row = await readRecord(task, id);
		if (length === undefined) return [toOutput(row)];
		return [{ ...toOutput(row), summary: await summarize(task, { id, row }, length) }];
	},
};
