/** Conversations of a record. */
import type { Dialect } from './dialect';
import { against, invalid } from './errors';
import type { FieldTable } from './fields';
import { bodySchema, choice, emails, files, text } from './fields';
import { shownKey } from './keys';
import type { Module } from './modules';
import { MODULES } from './modules';
import type { Call, Operation } from './operation';
import { absentById, created, deleted, listed, one, SEARCH_BODY, updated } from './operation';
import { renderConversation } from './render';
import { addRow, removeRow, saveRow } from './rows';
import { CONVERSATIONS, search } from './search';
import type { Row } from './store';
import { find, tableOf } from './store';

const FIELDS: FieldTable = {
	details: text({ required: true }),
	subject: text(),
	conversationState: choice(['published']),
	emailIds: emails(),
	ccEmailIds: emails(),
	fileAttachments: files(),
};
const TYPES = ['note', 'collaborate'];
/** Requests also know replies between technician and requester. */
const REQUEST_TYPES = [...TYPES, 'technician_to_requester', 'requestor_to_technician'];

/** The operations on the conversations of every module that has them. */
export function conversationOperations(): Operation[] {
	return MODULES.filter(({ conversations }) => conversations).flatMap(conversationsOf);
}

function conversationsOf(module: Module): Operation[] {
	const Name = nameOf(module);
	const path = `${module.path}/{id}/conversation`;
	const types = module.name === 'request' ? REQUEST_TYPES : TYPES;
	const fields: FieldTable = { conversationType: choice(types, { required: true }), ...FIELDS };
	const common = { tag: 'conversation', evidence: 'documented' as const };
	return [
		{
			...common,
			operationId: `create${Name}Conversation`,
			method: 'post',
			path,
			summary: `Add to the conversation: ${module.title}`,
			body: bodySchema(fields, 'create'),
			run: (call) => created(call, renderConversation(add(call, module))),
		},
		{
			...common,
			operationId: `get${Name}Conversation`,
			method: 'get',
			path: `${path}/{conversationId}`,
			summary: `Read one entry of the conversation: ${module.title}`,
			evidence: 'inferred',
			absent: absentById,
			run: (call) => one(call, renderConversation(entryOf(call, module))),
		},
		{
			...common,
			operationId: `update${Name}Conversation`,
			method: 'patch',
			path: `${path}/{conversationId}`,
			summary: `Change a note: ${module.title}`,
			body: bodySchema(fields, 'update'),
			run: (call) => updated(call, renderConversation(change(call, module))),
		},
		{
			...common,
			operationId: `delete${Name}Conversation`,
			method: 'delete',
			path: `${path}/{conversationId}`,
			summary: `Delete one entry of the conversation: ${module.title}`,
			evidence: 'inferred',
			run: (call) => {
				removeRow(call, `${module.name}Conversation`, entryOf(call, module));
				return deleted(call);
			},
		},
		searchOf(module, path),
	];
}

function searchOf(module: Module, path: string): Operation {
	return {
		operationId: `search${nameOf(module)}Conversations`,
		method: 'post',
		path: `${path}/search/byqual`,
		tag: 'conversation',
		summary: `Search the conversation: ${module.title}`,
		evidence: 'documented',
		paging: true,
		body: SEARCH_BODY,
		run: (call) => {
			const { id } = parentOf(call, module);
			const keep = (row: Row) => row.parentId === id;
			const tables = [conversationTable(call, module)];
			const { store, dialect, body, query } = call;
			const page = search({ store, dialect, tables, what: CONVERSATIONS, body, query, keep });
			return listed(call, page, renderConversation);
		},
	};
}

function nameOf({ name }: Module): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}

function conversationTable({ store }: Call, { name }: Module) {
	return tableOf(store, `${name}Conversation`);
}

function parentOf({ store, params }: Call, { name, title }: Module): Row {
	return find(tableOf(store, name), Number(params.id), title);
}

function entryOf(call: Call, module: Module): Row {
	const parent = parentOf(call, module);
	const id = Number(call.params.conversationId);
	return find(conversationTable(call, module), id, 'Conversation', parent.id);
}

function add(call: Call, module: Module): Row {
	const parent = parentOf(call, module);
	const { dialect, body, user } = call;
	const isNote = body.conversationType === 'note';
	if (isNote && parent.key.startsWith('SR-') && dialect.noteOnServiceRequest === 'refused') {
		throw against('A note cannot be added to a service request.');
	}
	const fields = {
		// Only the sample of a collaboration comes back without recipients.
		...(body.conversationType === 'collaborate' ? {} : { emailIds: [], ccEmailIds: [] }),
		...body,
		// A change keeps the subject that was sent, the others answer the title of the record.
		subject: module.name === 'change' ? (body.subject ?? '') : titleOf(parent, dialect),
		conversationState: 'published',
		createdByName: user.name,
		createdByEmail: user.email,
		updatable: isNote,
		deletable: true,
		fileAttachments: body.fileAttachments ?? [],
	};
	return addRow(call, `${module.name}Conversation`, fields, { parentId: parent.id });
}

function titleOf({ key, fields }: Row, dialect: Dialect): string {
	return `[${shownKey(key, dialect)}]: ${String(fields.subject)}`;
}

function change(call: Call, module: Module): Row {
	const row = entryOf(call, module);
	if (row.fields.updatable !== true) throw invalid('Only a note can be changed.');
	if (call.body.conversationType !== undefined && call.body.conversationType !== 'note') {
		throw invalid("Field 'conversationType' cannot be changed.");
	}
	const fields = { ...row.fields };
	for (const [name, value] of Object.entries(call.body)) {
		if (name === 'subject' && module.name !== 'change') continue;
		fields[name] = value ?? (Array.isArray(fields[name]) ? [] : '');
	}
	saveRow(call, `${module.name}Conversation`, row, fields);
	return row;
}
