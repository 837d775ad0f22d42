import {
	emailField,
	fileAttachments,
	listField,
	longTextField,
	numberField,
	textField,
	timeField,
} from './fields';
import type { FieldTable, Resource } from './types';

/** The parameter for the record whose conversation is meant. */
export const PARENT_PARAMETER = 'parentResource';

const recipients = (name: string, displayName: string) =>
	listField(name, {
		displayName,
		of: 'emails',
		only: 'create',
		placeholder: 'e.g. nathan@example.com, jane@example.com',
		description: 'Comma-separated emails, or an array of strings. Used by replies.',
	});

/** The field with what an entry says. */
export const TEXT_FIELD = 'details';

/** The fields of an entry that name who wrote it. */
export const AUTHOR_FIELDS = ['createdByName', 'createdByEmail'];

/** Entries of the conversation on a record. Source: requests.md 6.6, changes-and-others.md C7 to C10. */
export const conversation: FieldTable & Pick<Resource, 'simplified'> = {
	name: 'conversation',
	displayName: 'Conversation',
	noun: 'conversation entry',
	plural: 'conversation entries',
	customTime: 'time',
	fields: [
		longTextField(TEXT_FIELD, {
			required: true,
			displayName: 'Text',
			description: 'Text of the entry, plain or HTML',
			format: 'html',
		}),
		textField('subject', {
			placeholder: 'e.g. Progress update',
			description: 'Heading. On requests, ServiceOps sets its own.',
		}),
		recipients('emailIds', 'To'),
		recipients('ccEmailIds', 'CC'),
		fileAttachments,
	],
	readOnlyFields: [
		numberField('id', { displayName: 'ID' }),
		textField('conversationType', { displayName: 'Type' }),
		textField('createdByName', { displayName: 'Created By' }),
		emailField('createdByEmail', { displayName: 'Created By Email' }),
		timeField('createdTime', { displayName: 'Created' }),
		timeField('updatedTime', { displayName: 'Updated' }),
	],
	simplified: [
		'conversationType',
		'details',
		'subject',
		'createdByName',
		'createdByEmail',
		'createdTime',
		'updatedTime',
	],
};

/** One of the kinds of entries. */
export interface EntryKind {
	/** What the user does to add one. */
	name: string;
	value: string;
	description: string;
	/** Its name in a list. */
	listName: string;
	/** What is sent to the server for it. "requestor" is the server's own spelling. */
	wire: { conversationType: string; conversationState?: string };
	/** The resources whose records accept it; all that have a conversation when absent. */
	resources?: string[];
}

/** The resources that are requests: only these have messages to and from the requester. */
const REQUESTS = ['request', 'serviceRequest'];

const note: EntryKind = {
	name: 'Add Note',
	value: 'note',
	description: 'Visible to technicians only',
	listName: 'Note',
	wire: { conversationType: 'note', conversationState: 'published' },
};

/** The one kind of entry that the server allows to be changed. */
export const editableKind = note;

/** The documentation's examples name the state of all kinds except messages among technicians (requests.md 6.6). */
export const entryKinds: EntryKind[] = [
	note,
	{
		name: 'Collaborate',
		value: 'collaborate',
		description: 'A message to other technicians',
		listName: 'Collaboration',
		wire: { conversationType: 'collaborate' },
	},
	{
		name: 'Reply as Requester',
		value: 'requesterReply',
		description: 'Requests only',
		listName: 'Reply From Requester',
		wire: { conversationType: 'requestor_to_technician', conversationState: 'published' },
		resources: REQUESTS,
	},
	{
		name: 'Reply to Requester',
		value: 'replyToRequester',
		description: 'Sent by email. Requests only.',
		listName: 'Reply to Requester',
		wire: { conversationType: 'technician_to_requester', conversationState: 'published' },
		resources: REQUESTS,
	},
];

/** The condition that lists entries of one kind; the leading dot comes from the documentation (requests.md 6.6). */
export const ENTRY_KIND_PROPERTY = '.conversation.conversationType';
