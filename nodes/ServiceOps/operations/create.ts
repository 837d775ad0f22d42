import type { INodeProperties } from 'n8n-workflow';
import { readInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { readRequired, requiredParameters } from '../parameters/fields';
import { writingOptionsForm } from '../parameters/options';
import { typePicker } from '../parameters/record';
import { attachFiles } from '../records/uploads';
import { createRecord } from '../records/write';
import type { Resource } from '../resources';
import { fieldsFor, wholeRecord } from '../resources/recordFields';
import { withArticle } from '../values/article';
import { toObject, withKeysFirst } from '../values/json';
import type { Operation } from './types';

const additionalFields = (resource: Resource): INodeProperties => {
	const fields = fieldsFor('create', resource);
	const optional = fields.filter(({ required }) => !required);
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: withInputFiles(fields, bodyParameters(resource, optional)),
	};
};

export const create: Operation = {
	name: 'create',
	displayName: 'Create',
	action: (resource) => `Create ${resource.noun}`,
	description: (resource) => `Create ${withArticle(resource.noun)}`,
	result: wholeRecord,
	form: (resource) => [
		...typePicker(resource),
		...requiredParameters(resource, fieldsFor('create', resource)),
		additionalFields(resource),
		...mappedFieldsForm(resource),
		writingOptionsForm(uploadOptions(fieldsFor('create', resource))),
	],
	run: async (task) => {
		const { resource, type } = task;
		const fields = fieldsFor('create', resource);
		const given = toObject('Additional Fields', task.parameter('additionalFields', {}));
		const { upload, values } = await readInputFiles(task, withMappedFields(task, given));
		const body = toBody(task, fields, { ...values, ...readRequired(task, fields) });
		const row = await createRecord(task, await attachFiles(task, upload, withType(type, body)));
		return [withKeysFirst(resource.simplified, row)];
	},
};
