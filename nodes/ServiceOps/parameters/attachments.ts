import { type IDataObject, type INodeProperties } from 'n8n-workflow';
import { isFile } from '../records/uploads';
import type { Field } from '../resources/index';
import { type Task } from '../run/types';
import type { FileToSend } from '../transport/types';
import { toSegments } from '../values/apiPath';
import { entered, toList } from '../values/coerce';
import { parseJson, toObject } from '../values/json';
import { refuse } from '../values/refuse';

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

export function toFiles(label: string, value: unknown): IDataObject[] {
	const files = parseJson(label, value);
	if (Array.isArray(files) && files.every(isFile)) return files;
	return refuse(label, 'an array of objects with refFileName and realName', value);
}
