import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { createEntry } from '../records/conversationEntries';
import { readRecord } from '../records/find';
import { attachFiles, filesOf, uploadFile, type Upload } from '../records/uploads';
import { patchRecord } from '../records/write';
import { fileAttachments } from '../resources/fields';
import type { Task } from '../run/types';
import { entered, toText } from '../values/coerce';
import { toHtml } from '../values/htmlText';
import { isRecord } from '../values/json';
import {
	entryKindForm,
	onChosenConversation,
	parentForm,
	readEntryKind,
	readParentResource,
} from './conversation';
import { choiceParameter } from './choiceParameter';
import { onChosenRecord } from './record';
import { showFor } from './showFor';

const NOTHING = 'nothing';
const RECORD = 'record';
const CONVERSATION = 'conversation';

const attachTo = choiceParameter(
	'attachTo',
	'Attach To',
	[
		{ name: 'Conversation', value: CONVERSATION, description: 'To a new entry on a record' },
		{ name: 'Nothing Yet', value: NOTHING, description: 'Returns the reference of the file' },
		{ name: 'Record', value: RECORD, description: 'Besides the files that it has' },
	],
	NOTHING,
	'What to attach the file to',
);

const entryText: INodeProperties = {
	displayName: 'Text',
	name: 'details',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	description: 'Text of the entry. Defaults to the names of the files.',
};

/** The parameters for what uploaded files are attached to. */
export const attachTargetForm: INodeProperties[] = [
	attachTo.form,
	...showFor({ [attachTo.form.name]: [CONVERSATION, RECORD] }, parentForm),
	...showFor({ [attachTo.form.name]: [CONVERSATION] }, [entryKindForm, entryText]),
];

/**
 * Uploads files and attaches them as chosen in the form.
 *
 * @returns one result for each file, with its reference
 * @throws BadInput that names the parameter
 */
export async function attachToTarget(task: Task, upload: Upload): Promise<IDataObject[]> {
	const { value } = attachTo.read(task.parameter);
	if (value === RECORD) return await attachToRecord(task, upload);
	if (value === CONVERSATION) return await attachToConversation(task, upload);
	const results: IDataObject[] = [];
	for (const file of upload.files) results.push(await uploadFile(task, upload, file));
	return results;
}

async function attachToRecord(task: Task, upload: Upload): Promise<IDataObject[]> {
	const place = { ...task, resource: readParentResource(task) };
	return await onChosenRecord(place, async (id) => {
		const readExisting = async () => (await readRecord(place, id))[fileAttachments.name];
		const body = await attachFiles(task, upload, {}, readExisting);
		await patchRecord(place, id, body);
		return filesOf(body).slice(-upload.files.length);
	});
}

async function attachToConversation(task: Task, upload: Upload): Promise<IDataObject[]> {
	const kind = readEntryKind(task, readParentResource(task));
	const given = entered(task.parameter(entryText.name, ''));
	const names = upload.files.map(({ name }) => name).join(', ');
	const details = toHtml(given === undefined ? names : toText(entryText.displayName, given));
	return await onChosenConversation(task, async (path) => {
		const body = await attachFiles(task, upload, { ...kind.wire, details });
		const entry = await createEntry(task, path, body);
		const conversationId = isRecord(entry) ? entry.id : undefined;
		return filesOf(body).map((file) => ({ ...file, conversationId }));
	});
}
