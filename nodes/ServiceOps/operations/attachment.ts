import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { filesPath, readFilesPath, UPLOAD_PATH, uploadPath } from '../parameters/attachments';
import { optionsForm, writingOptionsForm } from '../parameters/options';
import { adviseOnPath, uploadFile } from '../records/uploads';
import type { Field } from '../resources';
import type { Task } from '../run/types';
import { OddAnswer } from '../transport/errors';
import type { ReceivedFile } from '../transport/types';
import { BadInput } from '../values/badInput';
import { entered, toText } from '../values/coerce';
import { isRecord, toObject } from '../values/json';
import { quote } from '../values/refuse';
import type { Action, Module } from './types';

const reference: Field[] = [
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

const fileName: INodeProperties = {
	displayName: labels.name,
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. report.pdf',
};

const upload: Action = {
	name: 'upload',
	displayName: 'Upload',
	action: 'Upload attachment',
	description: 'Upload a file, so that it can be attached to a record',
	inferred: 'The API documentation does not state the path, so it can be changed',
	result: reference,
	form: [
		{
			displayName: labels.input,
			name: 'inputDataFieldName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			description: 'Name of the input field that contains the file',
		},
		writingOptionsForm([
			{ ...fileName, description: 'Name to upload the file under. Defaults to its own name.' },
			uploadPath,
		]),
	],
	run: async (task) => {
		const field = readRequired(labels.input, task.parameter('inputDataFieldName', 'data'));
		const file = await task.inputFile(labels.input, toText(labels.input, field).trim());
		const name = readFileName(task) ?? file.name;
		const path = readFilesPath(task, UPLOAD_PATH);
		return [await uploadFile(task, { path, pathLabel: UPLOAD_PATH }, { ...file, name })];
	},
};

const download: Action = {
	name: 'download',
	displayName: 'Download',
	action: 'Download attachment',
	description: 'Download a file that is attached to a record',
	inferred: 'No source shows this call, so its path can be changed',
	result: [
		...reference,
		{ name: 'mimeType', displayName: 'File Type', kind: 'text' },
		{ name: 'bytes', displayName: 'Size', kind: 'number' },
	],
	form: [
		{
			displayName: labels.reference,
			name: 'refFileName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. k9YqG9KTAB',
			description: 'The refFileName of the file, as in the attachments of a record',
		},
		{
			displayName: labels.output,
			name: 'outputDataFieldName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			description: 'Name of the output field to put the file in',
		},
		optionsForm([
			filesPath(DOWNLOAD_PATH),
			{ ...fileName, description: 'Name to give the file. Defaults to the name on the server.' },
		]),
	],
	run: downloadFile,
};

/** Files, which are uploaded first and then attached to records. Source of both calls: requests.md 6.7. */
export const attachment: Module = {
	name: 'attachment',
	displayName: 'Attachment',
	actions: [upload, download],
};

async function downloadFile(task: Task): Promise<IDataObject[]> {
	const refFileName = toReference(
		readRequired(labels.reference, task.parameter('refFileName', '')),
	);
	const output = readRequired(labels.output, task.parameter('outputDataFieldName', 'data'));
	const field = toText(labels.output, output).trim();
	const wantedName = readFileName(task);
	const path = readFilesPath(task, DOWNLOAD_PATH);

	const receive = async (file: ReceivedFile): Promise<IDataObject> => {
		const name = wantedName ?? file.name ?? refFileName;
		const { mimeType, bytes } = await task.outputFile(field, file, name);
		return { refFileName, realName: name, mimeType, bytes };
	};
	const answer = await task.api.send({
		method: 'GET',
		path: [...path, refFileName],
		receive,
		advice: adviseOnPath(DOWNLOAD_PATH, path),
	});
	const file = isRecord(answer.body) ? answer.body.file : undefined;
	if (isRecord(file)) return [file];
	throw new OddAnswer(`ServiceOps did not return the file ${refFileName}`);
}

function readRequired(label: string, value: unknown): unknown {
	const given = entered(value);
	if (given === undefined) throw new BadInput(`${label} is empty. Enter a value`);
	return given;
}

function readFileName({ parameter }: Task): string | undefined {
	const name = entered(toObject('Options', parameter('options', {})).fileName);
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
