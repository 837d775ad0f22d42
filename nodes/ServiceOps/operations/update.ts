import type { INodeProperties } from 'n8n-workflow';
import { readInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { fieldsToClear, readFieldsToClear, toCleared } from '../parameters/fieldsToClear';
import { writingOptionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { onChosenRecord, recordPicker, typePicker } from '../parameters/record';
import {
	listModeOption,
	onlyIfDifferentOption,
	readWriteOptions,
} from '../parameters/writeOptions';
import { readRecord } from '../records/find';
import { checkPeopleFirst } from '../records/namedPeople';
import { attachFiles } from '../records/uploads';
import { updateAnyway, updateIfDifferent } from '../records/updateIfDifferent';
import type { Resource } from '../resources';
import { fileAttachments } from '../resources/fields';
import { fieldsFor, simplifiedRecord } from '../resources/recordFields';
import { withArticle } from '../values/article';
import { BadInput } from '../values/badInput';
import { toObject } from '../values/json';
import type { Operation } from './types';

const updateFields = (resource: Resource): INodeProperties => {
	const fields = fieldsFor('update', resource);
	return {
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'Only the fields that you add here are changed',
		options: withInputFiles(fields, bodyParameters(resource, fields)),
	};
};

export const update: Operation = {
	name: 'update',
	displayName: 'Update',
	action: (resource) => `Update ${resource.noun}`,
	description: (resource) => `Update fields of ${withArticle(resource.noun)}`,
	result: simplifiedRecord,
	form: (resource) => [
		...typePicker(resource),
		recordPicker(resource),
		updateFields(resource),
		...mappedFieldsForm(resource),
		...outputForm(resource),
		writingOptionsForm([
			fieldsToClear(fieldsFor('update', resource)),
			...uploadOptions(fieldsFor('update', resource)),
			...listModeOption(resource),
			onlyIfDifferentOption,
		]),
	],
	run: async (task) => {
		const { resource, type } = task;
		const toOutput = readOutput(resource, task);
		const fields = fieldsFor('update', resource);
		const given = toObject('Update Fields', task.parameter('updateFields', {}));
		const { upload, values } = await readInputFiles(task, withMappedFields(task, given));
		const toClear = readFieldsToClear(task, fields);
		const set = toBody(task, fields, values);
		const both = fields.find(({ name }) => toClear.includes(name) && name in set);
		if (both) {
			throw new BadInput(
				`${both.displayName} is both set and cleared. Remove it from one of the two`,
			);
		}
		const changes = { ...set, ...toCleared(task, fields, toClear) };
		if (Object.keys(changes).length === 0 && upload.files.length === 0) {
			throw new BadInput(
				'There is nothing to update. Set at least one field under Update Fields, or choose Fields to Clear under Options',
			);
		}
		checkPeopleFirst(task, changes);
		const { listMode, onlyIfDifferent } = readWriteOptions(task);
		return await onChosenRecord(task, async (id) => {
			const readExisting = async () => (await readRecord(task, id))[fileAttachments.name];
			const wanted = await attachFiles(task, upload, changes, readExisting);
			const all = { wanted, always: withType(type, {}), emptied: toClear, listMode };
			const write = onlyIfDifferent ? updateIfDifferent : updateAnyway;
			const { row, ...outcome } = await write(task, id, all);
			return [{ ...toOutput(row), ...(onlyIfDifferent && outcome) }];
		});
	},
};
