import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { resources, type Field, type Resource } from '../resources';
import { fileAttachments } from '../resources/fields';
import { request } from '../resources/request';
import { isRecord, textOf } from '../transport/json';
import { all, compare, property, readAll, readPage } from '../transport/search';
import { limitForm, optionsForm, readLimit, recordPicker, writingOptionsForm } from './commonForm';
import { chosenRecord } from './records';
import type { Action, Module, Task } from './types';
import { entered, toFiles, toIdText, toList, toText } from './values';

/** The modules whose records have a conversation (changes-and-others.md section 1). */
const parents = resources.filter(({ name }) =>
	['request', 'change', 'problem', 'release'].includes(name),
);

/** What people do, and how it is spelt on the wire; "requestor" is the server's own spelling (requests.md 6.6). */
const kinds = [
	{ name: 'Add Note', value: 'note', description: 'For technicians only' },
	{ name: 'Collaborate', value: 'collaborate', description: 'A message among technicians' },
	{
		name: 'Reply as Requester',
		value: 'requesterReply',
		description: 'On requests only',
		wire: 'requestor_to_technician',
	},
	{
		name: 'Reply to Requester',
		value: 'replyToRequester',
		description: 'Sent by email; on requests only',
		wire: 'technician_to_requester',
	},
];

const result: Field[] = [
	{ name: 'id', displayName: 'ID', kind: 'number' },
	{ name: 'conversationType', displayName: 'Type', kind: 'text' },
	{ name: 'details', displayName: 'Details', kind: 'longText' },
	{ name: 'subject', displayName: 'Subject', kind: 'text' },
	{ name: 'createdByName', displayName: 'Created By', kind: 'text' },
	{ name: 'createdByEmail', displayName: 'Created By Email', kind: 'email' },
	{ name: 'createdTime', displayName: 'Created', kind: 'text' },
	{ name: 'updatedTime', displayName: 'Updated', kind: 'text' },
];

const parentForm: INodeProperties[] = [
	{
		displayName: 'Part Of',
		name: 'parentResource',
		type: 'options',
		options: parents.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: 'request',
		description: 'What kind of record the conversation belongs to',
	},
	{
		...recordPicker(request),
		displayName: 'Record',
		description:
			'The record that the conversation belongs to, as an ID such as 65 or a key such as INC-46',
	},
];

const conversationId: INodeProperties = {
	displayName: 'Conversation ID',
	name: 'conversationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3',
	description: 'The ID of the entry, as Get Many shows it',
};

const details = (required: boolean): INodeProperties => ({
	displayName: 'Details',
	name: 'details',
	type: 'string',
	typeOptions: { rows: 4 },
	...(required && { required }),
	default: '',
	description: 'What to say, as text or HTML',
});

const subject: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	placeholder: 'e.g. Progress update',
	description: 'A heading; on requests the server puts its own',
};

const attachments: INodeProperties = {
	displayName: fileAttachments.displayName,
	name: fileAttachments.name,
	type: 'json',
	default: '',
	placeholder: fileAttachments.placeholder,
	description: fileAttachments.description,
};

const emails = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. nathan@example.com, jane@example.com',
	description: 'Emails separated by commas, or an array of texts. Used by replies.',
});

/** Notes, messages and replies on a record. */
export const conversation: Module = {
	name: 'conversation',
	displayName: 'Conversation',
	actions: [
		{
			name: 'create',
			displayName: 'Create',
			action: 'Create conversation entry',
			description: 'Add a note, a message or a reply to a record',
			result,
			form: [
				...parentForm,
				{
					displayName: 'Type',
					name: 'conversationType',
					type: 'options',
					options: kinds.map(({ name, value, description }) => ({ name, value, description })),
					default: 'note',
					description: 'What to add, and who is to see it',
				},
				details(true),
				{
					displayName: 'Additional Fields',
					name: 'additionalFields',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					options: [attachments, emails('CC', 'ccEmailIds'), subject, emails('To', 'emailIds')],
				},
				writingOptionsForm(),
			],
			run: async (task) => {
				const body: IDataObject = {
					...readKind(task),
					details: readDetails(task.parameter('details', '')),
					...readFields(task.parameter('additionalFields', {})),
				};
				const answer = await task.api.send({ method: 'POST', path: await pathOf(task), body });
				return [isRecord(answer.body) ? answer.body : {}];
			},
		},
		{
			name: 'getAll',
			displayName: 'Get Many',
			action: 'Get many conversation entries',
			description: 'List the notes, messages and replies of a record',
			result,
			form: [
				...parentForm,
				...limitForm,
				{
					displayName: 'Type',
					name: 'conversationFilter',
					type: 'options',
					options: [
						{ name: 'All', value: 'all' },
						{ name: 'Collaboration', value: 'collaborate' },
						{ name: 'Note', value: 'note' },
						{ name: 'Reply of Requester', value: 'requesterReply' },
						{ name: 'Reply to Requester', value: 'replyToRequester' },
					],
					default: 'all',
					description: 'Which entries to list',
				},
				optionsForm(),
			],
			run: listEntries,
		},
		{
			name: 'update',
			displayName: 'Update',
			action: 'Update conversation entry',
			description: 'Change a note; ServiceOps lets nothing else be changed',
			result,
			form: [
				...parentForm,
				conversationId,
				{
					displayName: 'Update Fields',
					name: 'updateFields',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					options: [attachments, details(false), subject],
				},
				writingOptionsForm(),
			],
			run: async (task) => {
				const body = readFields(task.parameter('updateFields', {}));
				if (Object.keys(body).length === 0) {
					throw new UserError(
						'There is nothing to update. Set at least one field under Update Fields',
					);
				}
				const id = readEntryId(task);
				const path = [...(await pathOf(task)), id];
				const answer = await task.api.send({
					method: 'PATCH',
					path,
					body: { conversationType: 'note', conversationState: 'published', ...body },
				});
				return [isRecord(answer.body) ? answer.body : {}];
			},
		},
		{
			name: 'delete',
			displayName: 'Delete',
			action: 'Delete conversation entry',
			description: 'Remove a note, a message or a reply from a record',
			inferred: 'the API documentation only says that entries can be deleted',
			result: [{ name: 'deleted', displayName: 'Deleted', kind: 'boolean' }],
			form: [...parentForm, conversationId, writingOptionsForm()],
			run: async (task) => {
				const id = readEntryId(task);
				await task.api.send({ method: 'DELETE', path: [...(await pathOf(task)), id] });
				return [{ deleted: true }];
			},
		},
	] satisfies Action[],
};

function parentOf(task: Task): Resource {
	const name = task.parameter('parentResource', 'request');
	const parent = parents.find((candidate) => candidate.name === name);
	if (!parent) throw new UserError(`Part Of: there is no "${textOf(name)}"`);
	return parent;
}

async function pathOf(task: Task): Promise<string[]> {
	const resource = parentOf(task);
	const id = await chosenRecord({ ...task, resource });
	return ['api', 'v1', ...resource.path, id, 'conversation'];
}

const readEntryId = (task: Task): string =>
	toIdText('Conversation ID', task.parameter('conversationId', ''));

/** The documentation's examples name the state of all kinds but messages among technicians. */
function readKind(task: Task): IDataObject {
	const value = task.parameter('conversationType', 'note');
	const kind = kinds.find((candidate) => candidate.value === value);
	if (!kind) throw new UserError(`Type: there is no "${textOf(value)}"`);
	if (kind.wire && parentOf(task).name !== 'request') {
		throw new UserError(`Type: "${kind.name}" works on requests only`);
	}
	const conversationType = kind.wire ?? kind.value;
	return conversationType === 'collaborate'
		? { conversationType }
		: { conversationType, conversationState: 'published' };
}

function readDetails(value: unknown): string {
	const text = entered(value);
	if (text === undefined) throw new UserError('Details is empty. Enter what to say');
	return toText('Details', text);
}

/** What was set of the optional fields, by their names on the wire. */
function readFields(collection: unknown): IDataObject {
	const fields: IDataObject = {};
	for (const [name, raw] of Object.entries(isRecord(collection) ? collection : {})) {
		const value = entered(raw);
		if (value === undefined) continue;
		if (name === 'details' || name === 'subject') fields[name] = toText(name, value);
		else if (name === 'emailIds') fields[name] = toList('To', value);
		else if (name === 'ccEmailIds') fields[name] = toList('CC', value);
		else if (name === fileAttachments.name)
			fields[name] = toFiles(fileAttachments.displayName, value);
		else throw new UserError(`There is no field "${name}" here`);
	}
	return fields;
}

const PAGE_SIZE = 100;

async function listEntries(task: Task): Promise<IDataObject[]> {
	const wanted = task.parameter('conversationFilter', 'all');
	const kind = kinds.find((candidate) => candidate.value === wanted);
	if (!kind && wanted !== 'all') throw new UserError(`Type: there is no "${textOf(wanted)}"`);
	// The leading dot is the documentation's own (requests.md 6.6).
	const operand = property('.conversation.conversationType');
	const quals = kind ? [compare(operand, 'equal', 'EnumValueRest', kind.wire ?? kind.value)] : [];
	const limit = readLimit(task);
	const search = { path: await pathOf(task), qualification: all(quals) };
	const { rows, warning } = await readAll(limit, PAGE_SIZE, async (offset, size) => {
		const page = await readPage(task.api, search, offset, size);
		return page ?? { rows: [] };
	});
	if (warning) task.warn(warning);
	return rows;
}
