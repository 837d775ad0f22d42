import { UserError } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { toBody } from '../parameters/body';
import { writingOptionsForm } from '../parameters/options';
import { fieldCollection } from '../parameters/fields';
import { takeInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { readRecord } from '../records/find';
import { wholeRecord } from '../resources/recordFields';
import type { Operation } from './types';
import { toList } from '../values/coerce';
import { findChoice, type Choice } from '../values/choice';
import { toObject, withKeysFirst } from '../values/json';
import { recordPicker, typePicker } from '../parameters/record';
import { chosenRecord } from '../parameters/record';
import { patchRecord } from '../records/write';
import { attach } from '../records/uploads';
import { canBeCleared, clearing } from '../parameters/fieldsToClear';

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
		return [withKeysFirst(resource.simplified, row)];
	},
};
