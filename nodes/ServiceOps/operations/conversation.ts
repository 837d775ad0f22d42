import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { takeInputFiles, toFiles, uploadPath, withInputFiles } from '../parameters/attachments';
import { limitForm, readLimit } from '../parameters/limit';
import { optionsForm, writingOptionsForm } from '../parameters/options';
import { chosenRecord, recordPicker } from '../parameters/record';
import { findEntry, listEntries } from '../records/conversationEntries';
import { attach } from '../records/uploads';
import { resources, type Field, type Resource } from '../resources';
import { fileAttachments } from '../resources/fields';
import { request } from '../resources/request';
import { type Task } from '../run/types';
import { compare, property } from '../transport/qualification';
import { toChoice, type Choice } from '../values/choice';
import { entered, toIdText, toList, toText } from '../values/coerce';
import { isRecord, toObject, withKeysFirst } from '../values/json';
import type { Action, Module } from './types';
import { checkedBy } from '../records/legacy';

/** The modules whose records have a conversation (changes-and-others.md section 1). */
const parents = resources
	.filter(({ name }) => ['request', 'change', 'problem', 'release'].includes(name))
	.map((resource) => ({ name: resource.displayName, value: resource.name, resource }));

interface Kind extends Choice {
	description: string;
	/** How the server calls it, where that differs. */
	wire?: string;
}

/** What people do, and how it is spelt on the wire; "requestor" is the server's own spelling (requests.md 6.6). */
const kinds: Kind[] = [
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

const filters: Choice[] = [
	{ name: 'All', value: 'all' },
	{ name: 'Collaboration', value: 'collaborate' },
	{ name: 'Note', value: 'note' },
	{ name: 'Reply of Requester', value: 'requesterReply' },
	{ name: 'Reply to Requester', value: 'replyToRequester' },
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

/** An entry as the server answered with it, what matters first. */
const toEntry = (row: unknown): IDataObject =>
	isRecord(row)
		? withKeysFirst(
				result.map(({ name }) => name),
				row,
			)
		: {};

const parentForm: INodeProperties[] = [
	{
		displayName: 'Part Of',
		name: 'parentResource',
		type: 'options',
		options: parents.map(({ name, value }) => ({ name, value })),
		default: 'request',
		description: 'What kind of record the conversation isOfResource to',
	},
	{
		...recordPicker(request),
		displayName: 'Record',
		description:
			'The record that the conversation isOfResource to, as an ID such as 65 or a key such as INC-46',
	},
];

const howToCheck = 'To check, use Get Many of the conversation.';

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
					options: withInputFiles(
						[fileAttachments],
						[attachments, emails('CC', 'ccEmailIds'), subject, emails('To', 'emailIds')],
					),
				},
				writingOptionsForm([uploadPath]),
			],
			run: async (task) => {
				const { files, values } = await takeInputFiles(
					task,
					toObject('Additional Fields', task.parameter('additionalFields', {})),
				);
				const fields: IDataObject = {
					...readKind(task),
					details: readDetails(task.parameter('details', '')),
					...readFields(values),
				};
				const path = await pathOf(task);
				const body = await attach(task, files, fields);
				const answer = await checkedBy(howToCheck, task.api.send({ method: 'POST', path, body }));
				return [toEntry(answer.body)];
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
					options: filters,
					default: 'all',
					description: 'Which entries to list',
				},
				optionsForm(),
			],
			run: getEntries,
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
					options: withInputFiles([fileAttachments], [attachments, details(false), subject]),
				},
				writingOptionsForm([uploadPath]),
			],
			run: async (task) => {
				const { files, values } = await takeInputFiles(
					task,
					toObject('Update Fields', task.parameter('updateFields', {})),
				);
				const fields = readFields(values);
				if (Object.keys(fields).length === 0 && files.length === 0) {
					throw new UserError(
						'There is nothing to update. Set at least one field under Update Fields',
					);
				}
				const id = readEntryId(task);
				const entries = await pathOf(task);
				const readExisting = async () => (await findEntry(task, entries, id)).fileAttachments;
				const body = await attach(task, files, fields, readExisting);
				const answer = await checkedBy(
					howToCheck,
					task.api.send({
						method: 'PATCH',
						path: [...entries, id],
						body: { conversationType: 'note', conversationState: 'published', ...body },
					}),
				);
				return [toEntry(answer.body)];
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
				const path = [...(await pathOf(task)), id];
				await checkedBy(howToCheck, task.api.send({ method: 'DELETE', path }));
				return [{ deleted: true }];
			},
		},
	] satisfies Action[],
};

function parentOf(task: Task): Resource {
	return toChoice('Part Of', parents, task.parameter('parentResource', 'request')).resource;
}

async function pathOf(task: Task): Promise<string[]> {
	const resource = parentOf(task);
	const id = await chosenRecord({ ...task, resource });
	return ['api', 'v1', ...resource.path, id, 'conversation'];
}

const readEntryId = (task: Task): string =>
	toIdText('Conversation ID', task.parameter('conversationId', ''));

/** Whoever has read entries may name a kind as the server does. */
const fromServer = (given: unknown): unknown =>
	kinds.find(({ wire }) => wire !== undefined && wire === given)?.value ?? given;

/** The documentation's examples name the state of all kinds but messages among technicians. */
function readKind(task: Task): IDataObject {
	const kind = toChoice('Type', kinds, fromServer(task.parameter('conversationType', 'note')));
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
function readFields(collection: IDataObject): IDataObject {
	const fields: IDataObject = {};
	for (const [name, raw] of Object.entries(collection)) {
		const value = entered(raw);
		if (value === undefined) continue;
		if (name === 'details') fields[name] = toText('Details', value);
		else if (name === 'subject') fields[name] = toText('Subject', value);
		else if (name === 'emailIds') fields[name] = toList('To', value);
		else if (name === 'ccEmailIds') fields[name] = toList('CC', value);
		else if (name === fileAttachments.name)
			fields[name] = toFiles(fileAttachments.displayName, value);
		else throw new UserError(`There is no field "${name}" here`);
	}
	return fields;
}

async function getEntries(task: Task): Promise<IDataObject[]> {
	const wanted = fromServer(task.parameter('conversationFilter', 'all'));
	const { value } = toChoice('Type', filters, wanted);
	const kind = kinds.find((candidate) => candidate.value === value);
	// The leading dot is the documentation's own (requests.md 6.6).
	const operand = property('.conversation.conversationType');
	const quals = kind ? [compare(operand, 'equal', 'EnumValueRest', kind.wire ?? kind.value)] : [];
	const { rows, warning } = await listEntries(task, await pathOf(task), readLimit(task), quals);
	if (warning) task.warn(warning);
	return rows.map(toEntry);
}
