import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readInputFiles, uploadOptions, withInputFiles } from '../parameters/attachments';
import {
	entryFilterForm,
	entryIdForm,
	entryKindForm,
	parentForm,
	onChosenConversation,
	readConversationPath,
	readEntryFilter,
	readEntryId,
	readEntryKind,
	readParentResource,
	readTextFormat,
	textFormat,
} from '../parameters/conversation';
import {
	checkNames,
	fieldParameter,
	readRequired,
	requiredParameters,
	toWireValues,
} from '../parameters/fields';
import { limitForm, readLimit } from '../parameters/limit';
import { readSortDirection, sortDirection } from '../parameters/listOptions';
import { optionsForm, writingOptionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import {
	allEntries,
	createEntry,
	deleteEntry,
	findEntry,
	patchEntry,
	readConversation,
	type EntryChoice,
} from '../records/conversationEntries';
import { attachFiles } from '../records/uploads';
import type { Field } from '../resources';
import { conversation as table, editableKind } from '../resources/conversation';
import { fileAttachments } from '../resources/fields';
import { countField, deletedMark, fieldsFor, simplifiedRecord } from '../resources/recordFields';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { isRecord, toObject } from '../values/json';
import type { Action, Module } from './types';

const newFields = fieldsFor('create', table);
const changeableFields = fieldsFor('update', table);

const entryResult = simplifiedRecord(table);

const fieldsForm = (displayName: string, name: string, fields: Field[]): INodeProperties => ({
	displayName,
	name,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: withInputFiles(
		fields,
		fields.map((field) => fieldParameter(table, field)).sort(byDisplayName),
	),
});

const create: Action = {
	name: 'create',
	displayName: 'Create',
	action: 'Create conversation entry',
	description: 'Add a note, message or reply to a record',
	result: entryResult,
	form: [
		...parentForm,
		entryKindForm,
		...requiredParameters(table, newFields),
		fieldsForm(
			'Additional Fields',
			'additionalFields',
			newFields.filter(({ required }) => !required),
		),
		...outputForm(table),
		writingOptionsForm(uploadOptions(newFields)),
	],
	run: async (task) => {
		const toOutput = readOutput(table, task);
		const given = toObject('Additional Fields', task.parameter('additionalFields', {}));
		const { upload, values } = await readInputFiles(task, given);
		const kind = readEntryKind(task, readParentResource(task));
		const fields = readRequired(task, newFields, (required) =>
			toFields(task, newFields, { ...values, ...required }),
		);
		return await onChosenConversation(task, async (path) => {
			const body = await attachFiles(task, upload, { ...kind.wire, ...fields });
			return [toOutput(toEntry(await createEntry(task, path, body)))];
		});
	},
};

const getAll: Action = {
	name: 'getAll',
	displayName: 'Get Many',
	action: 'Get many conversation entries',
	description: 'Get the notes, messages and replies on a record, the newest first',
	result: entryResult,
	form: [
		...parentForm,
		...limitForm,
		entryFilterForm,
		...outputForm(table),
		optionsForm([sortDirection, textFormat]),
	],
	run: async (task) => {
		const toOutput = readOutput(table, task);
		const choice: EntryChoice = {
			limit: readLimit(task),
			isOldestFirst: readSortDirection(task) === false,
			conversationType: readEntryFilter(task)?.wire.conversationType,
		};
		const toText = readTextFormat(task);
		const path = await readConversationPath(task);
		const { rows, warning } = await readConversation(task, path, choice);
		task.warn(warning);
		return rows.map((row) => toOutput(toEntry(toText(row))));
	},
};

const countEntries: Action = {
	name: 'count',
	displayName: 'Count',
	action: 'Count conversation entries',
	description: 'Count the notes, messages and replies on a record',
	result: countField,
	form: [...parentForm, entryFilterForm, optionsForm()],
	run: async (task) => {
		const conversationType = readEntryFilter(task)?.wire.conversationType;
		const path = await readConversationPath(task);
		const choice = { ...allEntries, conversationType };
		return [{ count: (await readConversation(task, path, choice)).rows.length }];
	},
};

const update: Action = {
	name: 'update',
	displayName: 'Update',
	action: 'Update conversation entry',
	description: 'Update a note. ServiceOps does not allow changes to other entries.',
	result: entryResult,
	form: [
		...parentForm,
		entryIdForm,
		fieldsForm('Update Fields', 'updateFields', changeableFields),
		...outputForm(table),
		writingOptionsForm(uploadOptions(changeableFields)),
	],
	run: async (task) => {
		const toOutput = readOutput(table, task);
		const given = toObject('Update Fields', task.parameter('updateFields', {}));
		const { upload, values } = await readInputFiles(task, given);
		const fields = toFields(task, changeableFields, values);
		if (Object.keys(fields).length === 0 && upload.files.length === 0) {
			throw new BadInput('There is nothing to update. Set at least one field under Update Fields');
		}
		const id = readEntryId(task);
		return await onChosenConversation(task, async (path) => {
			const readExisting = async () => (await findEntry(task, path, id))[fileAttachments.name];
			const entry = { ...editableKind.wire, ...fields };
			const body = await attachFiles(task, upload, entry, readExisting);
			const row = toEntry(await patchEntry(task, [...path, id], body));
			return [toOutput({ id: Number(id), ...row })];
		});
	},
};

const remove: Action = {
	name: 'delete',
	displayName: 'Delete',
	action: 'Delete conversation entry',
	description: 'Delete a note, message or reply from a record',
	inferred: 'The API documentation only says that entries can be deleted',
	result: deletedMark,
	form: [...parentForm, entryIdForm, writingOptionsForm()],
	run: async (task) => {
		const id = readEntryId(task);
		await onChosenConversation(task, async (path) => await deleteEntry(task, [...path, id]));
		return [{ id: Number(id), deleted: true }];
	},
};

/** Notes, messages and replies on a record. */
export const conversation: Module = {
	name: table.name,
	displayName: table.displayName,
	actions: [countEntries, create, getAll, update, remove],
};

/** @throws BadInput that names the field */
function toFields({ zone }: Task, fields: Field[], values: IDataObject): IDataObject {
	checkNames(values, new Set(fields.map(({ name }) => name)));
	return toWireValues({ resource: table, zone }, fields, values);
}

const toEntry = (answer: unknown): IDataObject => (isRecord(answer) ? answer : {});
