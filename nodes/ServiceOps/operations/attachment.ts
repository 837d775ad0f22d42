import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { attachedFilesForm, readFileNames, readFileSources } from '../parameters/attachedFiles';
import {
	filesPath,
	includeInputFiles,
	INPUT_FIELDS,
	readFilesPath,
	readUpload,
	uploadPath,
} from '../parameters/attachments';
import { attachTargetForm, attachToTarget } from '../parameters/attachTarget';
import { choiceParameter } from '../parameters/choiceParameter';
import { parentForm, readParentResource } from '../parameters/conversation';
import { limitForm, readLimit } from '../parameters/limit';
import { optionsForm, writingOptionsForm, optionsIn } from '../parameters/options';
import { readRecordId } from '../parameters/record';
import { showFor } from '../parameters/showFor';
import { listAttachedFiles, type AttachedFile } from '../records/attachedFiles';
import { downloadFile } from '../records/downloads';
import type { Field } from '../resources';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { entered, toText } from '../values/coerce';
import { toUniqueNames } from '../values/fileNames';
import { quote } from '../values/refuse';
import type { Action, Module } from './types';

const referenceFields: Field[] = [
	{ name: 'refFileName', displayName: 'File Reference', kind: 'text' },
	{ name: 'realName', displayName: 'File Name', kind: 'text' },
];

const DOWNLOAD_PATH = 'Download Path';

const labels = {
	input: 'Input Data Field Name',
	output: 'Put Output File in Field',
	reference: 'File Reference',
	name: 'File Name',
};

const fileNameForm: INodeProperties = {
	displayName: labels.name,
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. report.pdf',
};

const uploadAction: Action = {
	name: 'upload',
	displayName: 'Upload',
	action: 'Upload attachment',
	description: 'Upload files and, if you like, attach them to a record or its conversation',
	inferred: 'The API documentation does not state the path, so it can be changed',
	result: referenceFields,
	form: [
		{
			displayName: labels.input,
			name: 'inputDataFieldName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			description: INPUT_FIELDS,
		},
		...attachTargetForm,
		writingOptionsForm([
			{ ...fileNameForm, description: 'Name to upload the file under. Defaults to its own name.' },
			includeInputFiles,
			uploadPath,
		]),
	],
	run: uploadFiles,
};

async function uploadFiles(task: Task): Promise<IDataObject[]> {
	const field = readRequired(labels.input, task.parameter('inputDataFieldName', 'data'));
	const upload = await readUpload(task, labels.input, field);
	const wantedName = readFileName(task);
	if (wantedName !== undefined && upload.files.length > 1) {
		throw new BadInput(`${labels.name} works with one file, but there are ${upload.files.length}`);
	}
	const files = upload.files.map((file) => ({ ...file, name: wantedName ?? file.name }));
	return await attachToTarget(task, { ...upload, files });
}

const getAll: Action = {
	name: 'getAll',
	displayName: 'Get Many',
	action: 'Get many attachments',
	description: 'List the files that are attached to a record or its conversation',
	inferred: 'How ServiceOps lists attached files is not known',
	result: [
		...referenceFields,
		{ name: 'conversationId', displayName: 'Conversation ID', kind: 'number' },
	],
	form: [...parentForm, ...attachedFilesForm, ...limitForm, optionsForm()],
	run: async (task) => {
		const limit = readLimit(task);
		return (await findFiles(task)).slice(0, limit).map(describe);
	},
};

/** The files of the chosen record that are meant. */
async function findFiles(task: Task): Promise<AttachedFile[]> {
	const sources = readFileSources(task);
	const isWanted = readFileNames(task);
	const place = { ...task, resource: readParentResource(task) };
	const files = await listAttachedFiles(place, await readRecordId(place), sources);
	return files.filter(isWanted);
}

const describe = ({ refFileName, realName, entryId }: AttachedFile): IDataObject => ({
	refFileName,
	realName,
	conversationId: entryId === undefined ? null : Number(entryId),
});

const [BY_REFERENCE, BY_RECORD] = ['reference', 'record'] as const;
const wayToDownload = choiceParameter(
	'downloadBy',
	'Download By',
	[
		{ name: 'File Reference', value: BY_REFERENCE, description: 'One file' },
		{ name: 'Record', value: BY_RECORD, description: 'One, some or all files of a record' },
	],
	BY_REFERENCE,
	'How to choose what to download',
);

const download: Action = {
	name: 'download',
	displayName: 'Download',
	action: 'Download attachments',
	description: 'Download a file, or one, some or all files of a record',
	inferred: 'No source shows this call, so its path can be changed',
	result: [
		...referenceFields,
		{ name: 'mimeType', displayName: 'File Type', kind: 'text' },
		{ name: 'bytes', displayName: 'Size', kind: 'number' },
	],
	form: [
		wayToDownload.form,
		...showFor({ downloadBy: [BY_REFERENCE] }, [
			{
				displayName: labels.reference,
				name: 'refFileName',
				type: 'string',
				required: true,
				default: '',
				placeholder: 'e.g. k9YqG9KTAB',
				description: 'The refFileName of the file, as in the attachments of a record',
			},
		]),
		...showFor({ downloadBy: [BY_RECORD] }, [...parentForm, ...attachedFilesForm]),
		{
			displayName: labels.output,
			name: 'outputDataFieldName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			description:
				'Name of the output field for the file. Those of a record go into data_0, data_1 and so on.',
		},
		optionsForm([
			filesPath(DOWNLOAD_PATH),
			{
				...fileNameForm,
				description:
					'Name to give the file. Defaults to the name on the server. For one file only.',
			},
		]),
	],
	run: async (task) => {
		const isOfRecord = wayToDownload.read(task.parameter).value === BY_RECORD;
		return [isOfRecord ? await downloadOfRecord(task) : await downloadOne(task)];
	},
};

/** Files, which are uploaded first and then attached to records. Source of the calls: requests.md 6.7. */
export const attachment: Module = {
	name: 'attachment',
	displayName: 'Attachment',
	actions: [uploadAction, download, getAll],
};

const readOutputField = ({ parameter }: Task): string =>
	toText(
		labels.output,
		readRequired(labels.output, parameter('outputDataFieldName', 'data')),
	).trim();

const readDownloadPlace = (task: Task) => {
	return { path: readFilesPath(task, DOWNLOAD_PATH), pathLabel: DOWNLOAD_PATH };
};

async function downloadOne(task: Task): Promise<IDataObject> {
	const refFileName = toReference(
		readRequired(labels.reference, task.parameter('refFileName', '')),
	);
	const field = readOutputField(task);
	const wantedName = readFileName(task);
	const nameOf = (received?: string) => wantedName ?? received;
	return await downloadFile(task, readDownloadPlace(task), { refFileName, field, nameOf });
}

/** One after another, so that no more than one file is on its way for an item. */
async function downloadOfRecord(task: Task): Promise<IDataObject> {
	const [place, prefix] = [readDownloadPlace(task), readOutputField(task)];
	const found = await findFiles(task);
	const names = toUniqueNames(found.map(({ realName }) => realName));
	const files: IDataObject[] = [];
	for (const [index, file] of found.entries()) {
		const field = `${prefix}_${index}`;
		const nameOf = () => names[index] ?? file.realName;
		const { refFileName } = file;
		const result = await downloadFile(task, place, { refFileName, field, nameOf });
		files.push({ field, ...describe(file), ...result });
	}
	return { files };
}

function readRequired(label: string, value: unknown): unknown {
	const given = entered(value);
	if (given === undefined) throw new BadInput(`${label} is empty. Enter a value`);
	return given;
}

function readFileName({ parameter }: Task): string | undefined {
	const name = entered(optionsIn(parameter).fileName);
	return name === undefined ? undefined : toText(labels.name, name).trim();
}

/** The reference becomes part of the path, so it must not lead elsewhere. */
function toReference(value: unknown): string {
	const text = toText(labels.reference, value).trim();
	if (/^[\w.-]+$/.test(text) && !/^\.+$/.test(text)) return text;
	throw new BadInput(
		`${labels.reference} must be a refFileName such as k9YqG9KTAB, but it is ${quote(text)}`,
	);
}
