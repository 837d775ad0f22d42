import { UserError, type GenericValue, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Field } from '../resources';
import type { FileToSend } from '../transport/types';
import { toSegments } from './path';
import { checkedBy } from './records';
import type { Task } from './types';
import { entered, isFile, toList, toObject } from './values';

/** What the predecessor's documentation says; today's does not name the address (requests.md 6.7). */
const FILES_PATH = '/api/oprfile';

const pathHelp =
	'The API documentation of ServiceOps does not name the address for files. If yours differs, enter it here.';

/** The option for servers that keep files elsewhere. */
export const filesPath = (displayName: string): INodeProperties => ({
	displayName,
	name: 'filesPath',
	type: 'string',
	default: FILES_PATH,
	placeholder: 'e.g. /api/v1/attachment',
	description: pathHelp,
});

/** @returns the segments of the path under which the server keeps files */
export function readFilesPath(task: Task, label: string): string[] {
	const { filesPath: path } = toObject('Options', task.parameter('options', {}));
	return toSegments(label, entered(path) ?? FILES_PATH);
}

/** The option of operations that send files along. */
export const uploadPath = filesPath('Upload Path');

const INPUT_FILES = 'attachmentInputFields';
const INPUT_FILES_LABEL = 'Attachment Input Fields';

const inputFiles: INodeProperties = {
	displayName: INPUT_FILES_LABEL,
	name: INPUT_FILES,
	type: 'string',
	default: '',
	placeholder: 'e.g. data, photo',
	description:
		'Names of the fields of the input that hold files, separated by commas. The files are uploaded, then attached.',
};

const canCarryFiles = (fields: Field[]): boolean => fields.some(({ kind }) => kind === 'files');

/** Adds the field that takes files from the input, where the fields can carry files. */
export const withInputFiles = (fields: Field[], form: INodeProperties[]): INodeProperties[] =>
	canCarryFiles(fields)
		? [...form, inputFiles].sort((a, b) => a.displayName.localeCompare(b.displayName))
		: form;

/** The options that belong to `withInputFiles`. */
export const uploadOptions = (fields: Field[]): INodeProperties[] =>
	canCarryFiles(fields) ? [uploadPath] : [];

/**
 * Splits what was set in a collection into the files to send along and the rest.
 *
 * @throws UserError when the input has no such file
 */
export async function takeInputFiles(
	task: Task,
	values: IDataObject,
): Promise<{ files: FileToSend[]; values: IDataObject }> {
	const { [INPUT_FILES]: names, ...rest } = values;
	const fields = entered(names) === undefined ? [] : toList(INPUT_FILES_LABEL, names);
	const files: FileToSend[] = [];
	for (const field of fields) files.push(await task.inputFile(INPUT_FILES_LABEL, field));
	return { files, values: rest };
}

/**
 * Uploads files and adds them to the attachments of a body.
 *
 * @param readExisting reads what is attached already: the server may replace the whole list (requests.md 6.2)
 */
export async function attach(
	task: Task,
	files: FileToSend[],
	body: IDataObject,
	readExisting: () => Promise<unknown> = async () => await Promise.resolve([]),
): Promise<IDataObject> {
	if (files.length === 0) return body;
	const path = readFilesPath(task, 'Upload Path');
	const listed = body.fileAttachments ?? (await readExisting());
	const fileAttachments = Array.isArray(listed) ? [...(listed as GenericValue[])] : [];
	for (const file of files) fileAttachments.push(await uploadUnlessDryRun(task, path, file));
	return { ...body, fileAttachments };
}

async function uploadUnlessDryRun(
	task: Task,
	path: string[],
	file: FileToSend,
): Promise<IDataObject> {
	if (task.isDryRun) return { refFileName: 'known after the upload', realName: file.name };
	const { refFileName, realName } = await checkedBy(
		`Only the upload of ${file.name} is in doubt; the record itself was not written.`,
		upload(task, path, file),
	);
	return { refFileName, realName: realName ?? file.name };
}

/** @returns what the server calls the file: `refFileName` and `realName` */
export async function upload(task: Task, path: string[], file: FileToSend): Promise<IDataObject> {
	const advice = adviceOn('Upload Path', path);
	const answer = await task.api.send({ method: 'POST', path, file, advice });
	const stored: unknown = Array.isArray(answer.body) ? answer.body[0] : answer.body;
	if (isFile(stored)) return stored;
	throw new UserError('ServiceOps took the file, but did not answer with its reference', {
		description: advice,
	});
}

/** What to try when the server refuses, because the address may be the wrong one. */
export const adviceOn = (label: string, path: string[]): string =>
	`The address /${path.join('/')} is an assumption, because the API documentation of ServiceOps does not name the one for files. If your server uses another, enter it as ${label} under Options.`;
