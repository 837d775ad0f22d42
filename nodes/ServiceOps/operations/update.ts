import { UserError } from 'n8n-workflow';
import type { Resource } from '../resources';
import { canBeCleared, clearing, toBody } from './body';
import { writingOptionsForm, recordPicker, typePicker } from './commonForm';
import { fieldCollection } from './fieldForm';
import { chosenRecord, patchRecord } from './records';
import { wholeRecord } from './results';
import type { Operation } from './types';
import { toList, toObject } from './values';

const fieldsOf = (resource: Resource) => resource.fields.filter((field) => field.only !== 'create');

export const update: Operation = {
	name: 'update',
	displayName: 'Update',
	action: (resource) => `Update ${resource.noun}`,
	description: (resource) => `Change fields of an existing ${resource.noun}`,
	result: wholeRecord,
	form: (resource) => {
		const fields = fieldsOf(resource);
		return [
			...typePicker(resource),
			recordPicker(resource),
			{
				displayName: 'Update Fields',
				name: 'updateFields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				description: 'Only the fields that are set here are changed',
				options: fieldCollection(resource, fields),
			},
			{
				displayName: 'Fields to Clear',
				name: 'fieldsToClear',
				type: 'multiOptions',
				default: [],
				description: 'Fields that are to be empty afterwards',
				options: fields
					.filter(canBeCleared)
					.map((field) => ({ name: field.displayName, value: field.name }))
					.sort((a, b) => a.name.localeCompare(b.name)),
			},
			writingOptionsForm(),
		];
	},
	run: async (job) => {
		const { resource, type } = job;
		const fields = fieldsOf(resource);
		const values = toObject('Update Fields', job.parameter('updateFields', {}));
		const toClear = toList('Fields to Clear', job.parameter('fieldsToClear', []));
		const set = toBody(job, fields, values);
		const both = toClear.find((name) => name in set);
		if (both) throw new UserError(`${both} is both set and cleared. Remove it from one of the two`);
		const body = { ...set, ...clearing(job, fields, toClear) };
		if (Object.keys(body).length === (type ? 1 : 0)) {
			throw new UserError(
				'There is nothing to update. Set at least one field under Update Fields or Fields to Clear',
			);
		}
		return [await patchRecord(job, await chosenRecord(job), body)];
	},
};
