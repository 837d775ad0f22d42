import { optionsForm, recordPicker, simplify, typePicker } from './commonForm';
import { chosenRecord, readRecord } from './records';
import { simplifyRow } from './simplifyRow';
import { simplifiedRecord } from './results';
import type { Operation } from './types';
import { toBoolean } from './values';

export const get: Operation = {
	name: 'get',
	displayName: 'Get',
	action: (resource) => `Get ${resource.noun}`,
	description: (resource) => `Read a single ${resource.noun} by its ID or key`,
	result: simplifiedRecord,
	form: (resource) => [...typePicker(resource), recordPicker(resource), simplify, optionsForm()],
	run: async (job) => {
		const row = await readRecord(job, await chosenRecord(job));
		const isShort = toBoolean('Simplify', job.parameter('simplify', true));
		return [isShort ? simplifyRow(job.resource, row) : row];
	},
};
