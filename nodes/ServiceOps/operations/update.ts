import { UserError } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { canBeCleared, clearing, toBody } from './body';
import { writingOptionsForm, recordPicker, typePicker } from './commonForm';
import { fieldCollection } from './fieldForm';
import { attach, takeInputFiles, uploadOptions, withInputFiles } from './files';
import { mappedFieldsForm, withMappedFields } from './mappedFields';
import { chosenRecord, patchRecord, readRecord } from './records';
import { wholeRecord } from './results';
import { bestFirst } from './output';
import type { Operation } from './types';
import { findChoice, toList, toObject, type Choice } from './values';

const fieldsOf = (resource: Resource) => resource.fields.filter((field) => field.only !== 'create');

const clearable = (fields: Field[]): Choice[] =>
	fields
		.filter(canBeCleared)
		.map((field) => ({ name: field.displayName, value: field.name }))
		.sort((a, b) => a.name.localeCompare(b.name));

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
				options: withInputFiles(fields, fieldCollection(resource, fields)),
			},
			...mappedFieldsForm(resource),
			{
				displayName: 'Fields to Clear',
				name: 'fieldsToClear',
				type: 'multiOptions',
				default: [],
				description: 'Fields that are to be empty afterwards',
				options: clearable(fields),
			},
			writingOptionsForm(uploadOptions(fields)),
		];
	},
	run: async (job) => {
		const { resource, type } = job;
		const fields = fieldsOf(resource);
		const { files, values } = await takeInputFiles(
			job,
			withMappedFields(job, toObject('Update Fields', job.parameter('updateFields', {}))),
		);
		const toClear = toList('Fields to Clear', job.parameter('fieldsToClear', [])).map(
			(name) => findChoice(clearable(fields), name)?.value ?? name,
		);
		const set = toBody(job, fields, values);
		const both = toClear.find((name) => name in set);
		if (both) throw new UserError(`${both} is both set and cleared. Remove it from one of the two`);
		const body = { ...set, ...clearing(job, fields, toClear) };
		if (Object.keys(body).length === (type ? 1 : 0) && files.length === 0) {
			throw new UserError(
				'There is nothing to update. Set at least one field under Update Fields or Fields to Clear',
			);
		}
		const id = await chosenRecord(job);
		const readExisting = async () => (await readRecord(job, id)).fileAttachments;
		const row = await patchRecord(job, id, await attach(job, files, body, readExisting));
		return [bestFirst(resource.simplified, row)];
	},
};
