import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import {
	readRequired,
	readUpFront,
	requiredParameters,
	upFrontParameters,
} from '../parameters/fields';
import { findTargets, linkNames, linkParameters, readLinks } from '../parameters/links';
import { writingOptionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { typePicker } from '../parameters/record';
import {
	createRequesterOption,
	readWriteOptions,
	requesterField,
} from '../parameters/writeOptions';
import { createWithRest } from '../records/createWithRest';
import { makeRequester } from '../records/makeRequester';
import { checkPeopleFirst } from '../records/namedPeople';
import { attachFiles } from '../records/uploads';
import type { Field, Resource } from '../resources';
import { fieldsFor, simplifiedRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { withArticle } from '../values/article';
import { byDisplayName } from '../values/choice';
import { omit, textOf, toObject } from '../values/json';
import { displayNameOf } from '../values/mailName';
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
		options: withInputFiles(fields, [
			...bodyParameters(resource, optional, 'create'),
			...linkParameters(resource),
		]).sort(byDisplayName),
	};
};

export const create: Operation = {
	name: 'create',
	displayName: 'Create',
	action: (resource) => `Create ${resource.noun}`,
	description: (resource) => `Create ${withArticle(resource.noun)}`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		...requiredParameters(resource, fieldsFor('create', resource)),
		...upFrontParameters(resource, fieldsFor('create', resource)),
		additionalFields(resource),
		...mappedFieldsForm(resource),
		...outputForm(resource),
		writingOptionsForm([
			...uploadOptions(fieldsFor('create', resource)),
			...createRequesterOption(fieldsFor('create', resource)),
		]),
	],
	run: async (task) => {
		const { resource, type } = task;
		const toOutput = readOutput(resource, task);
		const fields = fieldsFor('create', resource);
		const given = toObject('Additional Fields', task.parameter('additionalFields', {}));
		const { upload, values } = await readInputFiles(task, withMappedFields(task, given));
		const links = readLinks(resource, values);
		const { required, body } = readRequired(task, fields, (required) => {
			const upFront = readUpFront(task, fields);
			const all = { ...omit(values, linkNames(resource)), ...upFront, ...required };
			return { required, body: toBody(task, fields, all) };
		});
		checkPeopleFirst(task, body);
		const { createRequester } = readWriteOptions(task);
		const targets = await findTargets(task, links);
		const { row, notes } = await createWithRest(task, await attachFiles(task, upload, body), {
			always: withType(type, {}),
			links: targets,
			makeMissing: createRequester ? requesterMaker(task, fields, required, body) : undefined,
		});
		return [{ ...toOutput(row), ...(notes && { notes }) }];
	},
};

/** Creates the requester of a new ticket, under the name that was entered with the email. */
function requesterMaker(
	task: RecordTask,
	fields: Field[],
	entered: IDataObject,
	body: IDataObject,
): (() => Promise<boolean>) | undefined {
	const field = requesterField(fields);
	if (!field) return undefined;
	const email = textOf(body[field.name]);
	const name = displayNameOf(entered[field.name], email);
	return async () => await makeRequester(task, { email, name });
}
