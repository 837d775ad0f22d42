import type { INodeProperties } from 'n8n-workflow';
import { conversationPath } from '../records/conversationEntries';
import { resources, toChoices, type Resource } from '../resources';
import {
	conversation,
	entryKinds,
	PARENT_PARAMETER,
	TEXT_FIELD,
	type EntryKind,
} from '../resources/conversation';
import { request } from '../resources/request';
import type { Task } from '../run/types';
import type { Row } from '../transport/page';
import { BadInput } from '../values/badInput';
import { byName } from '../values/choice';
import { toIdText } from '../values/coerce';
import { plainText } from '../values/htmlText';
import { textOf } from '../values/json';
import { choiceParameter } from './choiceParameter';
import { optionsIn } from './options';
import { onChosenRecord, readRecordId, recordPicker } from './record';

/** The resources whose records have a conversation. */
const parents = toChoices(resources.filter(({ hasConversation }) => hasConversation));

const parent = choiceParameter(
	PARENT_PARAMETER,
	'Record Type',
	parents,
	request.name,
	'Type of record that the conversation belongs to',
);

/** The parameter for the record whose conversation is meant. */
export const parentForm: INodeProperties[] = [
	parent.form,
	{
		...recordPicker(request, 'searchParentRecords'),
		displayName: 'Record',
		description:
			'Record that the conversation belongs to, as an ID such as 65 or a key such as INC-46',
	},
];

/** @throws BadInput when records of the chosen type have no conversation */
export const readParentResource = ({ parameter }: Pick<Task, 'parameter'>): Resource =>
	parent.read(parameter).resource;

/** The path of the chosen conversation; the key of the record is looked up. */
export async function readConversationPath(task: Task): Promise<string[]> {
	const resource = readParentResource(task);
	return conversationPath(resource, await readRecordId({ ...task, resource }));
}

/**
 * Works on the chosen conversation, after everything that earlier items do with the same record.
 *
 * @param work is given the path of the conversation
 */
export async function onChosenConversation<T>(
	task: Task,
	work: (path: string[]) => Promise<T>,
): Promise<T> {
	const resource = readParentResource(task);
	return await onChosenRecord(
		{ ...task, resource },
		async (id) => await work(conversationPath(resource, id)),
	);
}

const KIND_LABEL = 'Entry Type';

const kindToAdd = choiceParameter(
	'conversationType',
	KIND_LABEL,
	entryKinds,
	'note',
	'What to add, and who can see it',
);

/** The parameter for the kind of entry to add. */
export const entryKindForm = kindToAdd.form;

/** Users who have read entries may use the server's name for a kind. */
const fromWire =
	(parameter: Task['parameter']): Task['parameter'] =>
	(name, fallback) => {
		const given = parameter(name, fallback);
		return entryKinds.find(({ wire }) => wire.conversationType === given)?.value ?? given;
	};

/**
 * The kind of entry to add.
 *
 * @throws BadInput when there is no such kind, or not on records of this resource
 */
export function readEntryKind({ parameter }: Pick<Task, 'parameter'>, owner: Resource): EntryKind {
	const kind = kindToAdd.read(fromWire(parameter));
	if (kind.resources && !kind.resources.includes(owner.name)) {
		const allowed = resources.filter(({ name }) => kind.resources?.includes(name));
		const names = allowed.map(({ plural }) => plural).join(' and ');
		throw new BadInput(`${KIND_LABEL}: "${kind.name}" works on ${names} only`);
	}
	return kind;
}

const kindToList = choiceParameter(
	'conversationFilter',
	KIND_LABEL,
	[
		{ name: 'All', value: 'all', kind: undefined },
		...entryKinds.map((kind) => ({ name: kind.listName, value: kind.value, kind })),
	].sort(byName),
	'all',
	'Type of entries to return',
);

/** The parameter for the entries to list. */
export const entryFilterForm = kindToList.form;

/**
 * @returns the only kind of entries to list; undefined for all
 * @throws BadInput when there is no such kind
 */
export const readEntryFilter = ({ parameter }: Pick<Task, 'parameter'>): EntryKind | undefined =>
	kindToList.read(fromWire(parameter)).kind;

const HTML = 'html';
const bodyFormat = choiceParameter(
	'textFormat',
	'Text Format',
	[
		{ name: 'HTML', value: HTML, description: 'As ServiceOps has it' },
		{ name: 'Plain Text', value: 'text', description: 'Without tags, for messages and AI agents' },
	],
	HTML,
	'How to return the text of each entry',
);

/** The option for the form in which texts are returned. */
export const textFormat = bodyFormat.form;

/**
 * Reads how the texts of entries are to be returned.
 *
 * @throws BadInput when there is no such format
 */
export function readTextFormat({ parameter }: Pick<Task, 'parameter'>): (row: Row) => Row {
	const { value } = bodyFormat.read((name) => optionsIn(parameter)[name]);
	if (value === HTML) return (row) => row;
	return (row) => ({ ...row, [TEXT_FIELD]: plainText(textOf(row[TEXT_FIELD])) });
}

/** The parameter for a single entry. */
export const entryIdForm: INodeProperties = {
	displayName: 'Conversation ID',
	name: 'conversationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3',
	description: `ID of the ${conversation.noun}, as returned by Get Many`,
};

/** @throws BadInput when it is not an ID */
export const readEntryId = ({ parameter }: Pick<Task, 'parameter'>): string =>
	toIdText(entryIdForm.displayName, parameter(entryIdForm.name, ''));
