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
import { byName, shownChoices, toChoice, type Choice } from '../values/choice';
import { entered, toIdText } from '../values/coerce';
import { plainText } from '../values/htmlText';
import { textOf } from '../values/json';
import { onChosenRecord, readRecordId, recordPicker } from './record';
import { optionsIn } from './options';

/** The resources whose records have a conversation. */
const parents = toChoices(resources.filter(({ hasConversation }) => hasConversation));

const defaultParent = request.name;
const PARENT_LABEL = 'Record Type';

/** The parameter for the record whose conversation is meant. */
export const parentForm: INodeProperties[] = [
	{
		displayName: PARENT_LABEL,
		name: PARENT_PARAMETER,
		type: 'options',
		options: shownChoices(parents),
		default: defaultParent,
		description: 'Type of record that the conversation belongs to',
	},
	{
		...recordPicker(request, 'searchParentRecords'),
		displayName: 'Record',
		description:
			'Record that the conversation belongs to, as an ID such as 65 or a key such as INC-46',
	},
];

/** @throws BadInput when records of the chosen type have no conversation */
export const readParentResource = ({ parameter }: Pick<Task, 'parameter'>): Resource =>
	toChoice(PARENT_LABEL, parents, parameter(PARENT_PARAMETER, defaultParent)).resource;

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

/** The parameter for the kind of entry to add. */
export const entryKindForm: INodeProperties = {
	displayName: KIND_LABEL,
	name: 'conversationType',
	type: 'options',
	options: entryKinds.map(({ name, value, description }) => ({ name, value, description })),
	default: 'note',
	description: 'What to add, and who can see it',
};

/** Users who have read entries may use the server's name for a kind. */
const fromWire = (given: unknown): unknown =>
	entryKinds.find(({ wire }) => wire.conversationType === given)?.value ?? given;

/**
 * The kind of entry to add.
 *
 * @throws BadInput when there is no such kind, or not on records of this resource
 */
export function readEntryKind({ parameter }: Pick<Task, 'parameter'>, parent: Resource): EntryKind {
	const given = parameter(entryKindForm.name, entryKindForm.default);
	const kind = toChoice(KIND_LABEL, entryKinds, fromWire(given));
	if (kind.resources && !kind.resources.includes(parent.name)) {
		const allowed = resources.filter(({ name }) => kind.resources?.includes(name));
		const names = allowed.map(({ plural }) => plural).join(' and ');
		throw new BadInput(`${KIND_LABEL}: "${kind.name}" works on ${names} only`);
	}
	return kind;
}

const allEntries = 'all';
const filters: Choice[] = [
	{ name: 'All', value: allEntries },
	...entryKinds.map(({ listName, value }) => ({ name: listName, value })),
].sort(byName);

/** The parameter for the entries to list. */
export const entryFilterForm: INodeProperties = {
	displayName: KIND_LABEL,
	name: 'conversationFilter',
	type: 'options',
	options: shownChoices(filters),
	default: allEntries,
	description: 'Type of entries to return',
};

/**
 * @returns the only kind of entries to list; undefined for all
 * @throws BadInput when there is no such kind
 */
export function readEntryFilter({ parameter }: Pick<Task, 'parameter'>): EntryKind | undefined {
	const given = parameter(entryFilterForm.name, allEntries);
	const { value } = toChoice(KIND_LABEL, filters, fromWire(given));
	return entryKinds.find((kind) => kind.value === value);
}

const FORMAT_LABEL = 'Text Format';
const HTML = 'html';
const formats = [
	{ name: 'HTML', value: HTML, description: 'As ServiceOps has it' },
	{ name: 'Plain Text', value: 'text', description: 'Without tags, for messages and AI agents' },
];

/** The option for the form in which texts are returned. */
export const textFormat: INodeProperties = {
	displayName: FORMAT_LABEL,
	name: 'textFormat',
	type: 'options',
	options: formats,
	default: HTML,
	description: 'How to return the text of each entry',
};

/**
 * Reads how the texts of entries are to be returned.
 *
 * @throws BadInput when there is no such format
 */
export function readTextFormat({ parameter }: Pick<Task, 'parameter'>): (row: Row) => Row {
	const given = entered(optionsIn(parameter)[textFormat.name]);
	const { value } = toChoice(FORMAT_LABEL, formats, given ?? HTML);
	if (value === HTML) return (row) => row;
	return (row) => ({ ...row, [TEXT_FIELD]: plainText(textOf(row[TEXT_FIELD])) });
}

const ID_LABEL = 'Conversation ID';

/** The parameter for a single entry. */
export const entryIdForm: INodeProperties = {
	displayName: ID_LABEL,
	name: 'conversationId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3',
	description: `ID of the ${conversation.noun}, as returned by Get Many`,
};

/** @throws BadInput when it is not an ID */
export const readEntryId = ({ parameter }: Pick<Task, 'parameter'>): string =>
	toIdText(ID_LABEL, parameter(entryIdForm.name, ''));
