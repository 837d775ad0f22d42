import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { toBody } from '../parameters/body';
import { writingOptionsForm } from '../parameters/options';
import { fieldCollection, fieldParameter } from '../parameters/fields';
import { takeInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { wholeRecord } from '../resources/recordFields';
import type { Operation } from './types';
import { entered } from '../values/coerce';
import { toObject, withKeysFirst } from '../values/json';
import { typePicker } from '../parameters/record';
import { createRecord } from '../records/write';
import { attach } from '../records/uploads';

const fieldsOf = (resource: Resource) => resource.fields.filter((field) => field.only !== 'update');

/** n8n takes a bare text in a locator for missing, though expressions and AI agents give just that; run() checks. */
const requiredParameter = (resource: Resource, field: Field): INodeProperties => ({
	...fieldParameter(resource, field),
	...(field.kind !== 'choice' && { required: true }),
});

export const create: Operation = {
	name: 'create',
	displayName: 'Create',
	action: (resource) => `Create ${resource.noun}`,
	description: (resource) => `Add a new ${resource.noun} to ServiceOps`,
	result: wholeRecord,
	form: (resource) => {
		const fields = fieldsOf(resource);
		return [
			...typePicker(resource),
			...fields
				.filter((field) => field.required)
				.map((field) => requiredParameter(resource, field)),
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				options: withInputFiles(
					fields,
					fieldCollection(
						resource,
						fields.filter((field) => !field.required),
					),
				),
			},
			...mappedFieldsForm(resource),
			writingOptionsForm(uploadOptions(fields)),
		];
	},
	run: async (job) => {
		const fields = fieldsOf(job.resource);
		const { files, values } = await takeInputFiles(
			job,
			withMappedFields(job, toObject('Additional Fields', job.parameter('additionalFields', {}))),
		);
		for (const field of fields.filter((candidate) => candidate.required)) {
			const value = job.parameter(field.name, '');
			if (entered(value) === undefined)
				throw new UserError(`${field.displayName} is empty. Enter a value`);
			values[field.name] = value as IDataObject[string];
		}
		const body = toBody(job, fields, values);
		const row = await createRecord(job, await attach(job, files, body));
		return [withKeysFirst(job.resource.simplified, row)];
	},
};
