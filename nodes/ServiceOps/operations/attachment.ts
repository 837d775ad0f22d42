import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Field } from '../resources';
import { isRecord } from '../values/json';
import type { ReceivedFile } from '../transport/types';
import { optionsForm, writingOptionsForm } from '../parameters/options';
import { filesPath, readFilesPath, uploadPath } from '../parameters/attachments';
import type { Module } from './types';
import { entered, toText } from '../values/coerce';
import { toObject } from '../values/json';
import { type Task } from '../run/types';
import { adviceOn, upload } from '../records/uploads';

const reference: Field[] = [
	{ name: 'refFileName', displayName: 'File Reference', kind: 'text' },
	{ name: 'realName', displayName: 'File Name', kind: 'text' },
];

const assumed = 'the API documentation does not name the address for files, so it can be set';

const DOWNLOAD_PATH = 'Download Path';

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. report.pdf',
};

/** Files, which are uploaded first and then attached to records. Source of both calls: requests.md 6.7. */
export const attachment: Module = {
	name: 'attachment',
	displayName: 'Attachment',
	actions: [
		{
			name: 'upload',
			displayName: 'Upload',
			action: 'Upload attachment',
			description: 'Send a file to ServiceOps, to be attached to a record afterwards',
			inferred: assumed,
			result: reference,
			form: [
				{
					displayName: 'Input Data Field Name',
					name: 'inputDataFieldName',
					type: 'string',
					required: true,
					default: 'data',
					placeholder: 'e.g. data',
					description: 'Name of the field of the input that holds the file',
				},
				writingOptionsForm([
					{ ...fileName, description: 'What to call the file, if not as in the input' },
					uploadPath,
				]),
			],
			run: async (task) => {
				const label = 'Input Data Field Name';
				const field = toText(label, required(label, task.parameter('inputDataFieldName', 'data')));
				const file = await task.inputFile(label, field.trim());
				const name = readFileName(task.parameter('options', {})) ?? file.name;
				const path = readFilesPath(task, 'Upload Path');
				return [await upload(task, path, { ...file, name })];
			},
		},
		{
			name: 'download',
			displayName: 'Download',
			action: 'Download attachment',
			description: 'Get a file that is attached to a record',
			inferred: 'no source shows this call, so its address can be set',
			result: [
				...reference,
				{ name: 'mimeType', displayName: 'File Type', kind: 'text' },
				{ name: 'bytes', displayName: 'Size', kind: 'number' },
			],
			form: [
				{
					displayName: 'File Reference',
					name: 'refFileName',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. k9YqG9KTAB',
					description: 'The refFileName of the file, as the attachments of a record show it',
				},
				{
					displayName: 'Put Output File in Field',
					name: 'outputDataFieldName',
					type: 'string',
					required: true,
					default: 'data',
					placeholder: 'e.g. data',
					description: 'Name of the field of the output that is to hold the file',
				},
				optionsForm([
					filesPath(DOWNLOAD_PATH),
					{ ...fileName, description: 'What to call the file, if not as the server does' },
				]),
			],
			run: download,
		},
	],
};

async function download(task: Task): Promise<IDataObject[]> {
	const refFileName = toReference(required('File Reference', task.parameter('refFileName', '')));
	const label = 'Put Output File in Field';
	const field = toText(label, required(label, task.parameter('outputDataFieldName', 'data')));
	const wantedName = readFileName(task.parameter('options', {}));
	const path = readFilesPath(task, DOWNLOAD_PATH);

	const receive = async (file: ReceivedFile): Promise<IDataObject> => {
		const name = wantedName ?? file.name ?? refFileName;
		const { mimeType, bytes } = await task.outputFile(field.trim(), file, name);
		return { refFileName, realName: name, mimeType, bytes };
	};
	const answer = await task.api.send({
		method: 'GET',
		path: [...path, refFileName],
		receive,
		advice: adviceOn(DOWNLOAD_PATH, path),
	});
	const file = isRecord(answer.body) ? answer.body.file : undefined;
	if (isRecord(file)) return [file];
	throw new UserError(`ServiceOps did not answer with the file ${refFileName}`);
}

function required(label: string, value: unknown): unknown {
	const given = entered(value);
	if (given === undefined) throw new UserError(`${label} is empty. Enter a value`);
	return given;
}

const readFileName = (options: unknown): string | undefined => {
	const name = entered(toObject('Options', options).fileName);
	return name === undefined ? undefined : toText('File Name', name).trim();
};

/** The reference becomes part of the path, so that it must not lead elsewhere. */
function toReference(value: unknown): string {
	const text = toText('File Reference', value).trim();
	if (/^[\w.-]+$/.test(text) && !/^\.+$/.test(text)) return text;
	throw new UserError(
		`File Reference must be a refFileName such as k9YqG9KTAB, but it is "${text.slice(0, 80)}"`,
	);
}
