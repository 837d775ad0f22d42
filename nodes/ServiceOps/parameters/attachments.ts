import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isFile, type Upload } from '../records/uploads';
import type { Field } from '../resources';
import type { Task } from '../run/types';
import type { FileToSend } from '../transport/types';
import { toSegments } from '../values/apiPath';
import { byDisplayName } from '../values/choice';
import { entered, toBoolean, toList } from '../values/coerce';
import { isRecord, parseJson, pick, textOf, toObject } from '../values/json';
import { refuse } from '../values/refuse';
import { optionsIn } from './options';

/** From the documentation of the product's predecessor; today's does not state the path (requests.md 6.7). */
const FILES_PATH = '/api/oprfile';

/** The option for servers that keep files elsewhere. */
export const filesPath = (displayName: string): INodeProperties => ({
	displayName,
	name: 'filesPath',
	type: 'string',
	default: FILES_PATH,
	placeholder: 'e.g. /api/v1/attachment',
	description:
		'Path for files on your server. The ServiceOps API documentation does not state it, so change it if yours differs.',
});

/** @returns the segments of the path under which the server keeps files */
export function readFilesPath({ parameter }: Pick<Task, 'parameter'>, label: string): string[] {
	const { filesPath: path } = optionsIn(parameter);
	return toSegments(label, entered(path) ?? FILES_PATH);
}

/** What the path is called where files are sent. */
const UPLOAD_PATH = 'Upload Path';

/** The option of operations that attach files. */
export const uploadPath = filesPath(UPLOAD_PATH);

const INPUT_FILES = 'attachmentInputFields';
const INPUT_FILES_LABEL = 'Attachment Input Fields';

export const INPUT_FIELDS =
	'Comma-separated names of the input fields that contain files, or * for all, or the files themselves';

const inputFiles: INodeProperties = {
	displayName: INPUT_FILES_LABEL,
	name: INPUT_FILES,
	type: 'string',
	default: '',
	placeholder: 'e.g. data, photo',
	description: INPUT_FIELDS,
};

const canCarryFiles = (fields: Field[]): boolean => fields.some(({ kind }) => kind === 'files');

/** Adds the parameter that takes files from the input, where the fields can carry files. */
export const withInputFiles = (fields: Field[], form: INodeProperties[]): INodeProperties[] =>
	canCarryFiles(fields) ? [...form, inputFiles].sort(byDisplayName) : form;

/** The options that belong to `withInputFiles`. */
export const uploadOptions = (fields: Field[]): INodeProperties[] =>
	canCarryFiles(fields) ? [includeInputFiles, uploadPath] : [];

/** The option for the files of the input in the output. */
export const includeInputFiles: INodeProperties = {
	displayName: 'Include Input Files',
	name: 'includeInputFiles',
	type: 'boolean',
	default: true,
	description: 'Whether to pass the files of the input on to the next node',
};

/** Stands for all files of the input. */
const ALL_FILES = '*';

/**
 * Finds the files to send, and passes those of the input on if that is wanted.
 *
 * @param label what the parameter that names the input fields is called in the form
 * @param names the names of the fields; undefined for none
 * @throws BadInput when the input has no such file
 */
export async function readUpload(task: Task, label: string, names: unknown): Promise<Upload> {
	const { includeInputFiles: isIncluded } = toObject('Options', task.parameter('options', {}));
	if (toBoolean(includeInputFiles.displayName, isIncluded ?? false)) task.includeInputFiles();
	const files: FileToSend[] = [];
	for (const field of toFields(task, label, names)) files.push(await task.inputFile(label, field));
	const path = files.length > 0 ? readFilesPath(task, UPLOAD_PATH) : [];
	return { files, path, pathLabel: UPLOAD_PATH };
}

/** The names of input fields, or the files themselves: n8n 2 has them among the other values of an item. */
function toFields(task: Task, label: string, value: unknown): unknown[] {
	if (value === undefined) return [];
	if (isRecord(value)) return 'mimeType' in value ? [value] : Object.values(value);
	if (Array.isArray(value) && value.some(isRecord)) {
		return value.flatMap((one) => toFields(task, label, one));
	}
	const all = task.inputFileFields();
	if (all.includes(textOf(value))) return [value];
	const fields = toList(label, value);
	return fields.includes(ALL_FILES) ? all : fields;
}

/**
 * Splits the values of a collection into the files to attach and the rest.
 *
 * @throws BadInput when the input has no such file
 */
export async function readInputFiles(
	task: Task,
	values: IDataObject,
): Promise<{ upload: Upload; values: IDataObject }> {
	const { [INPUT_FILES]: names, ...rest } = values;
	return { upload: await readUpload(task, INPUT_FILES_LABEL, entered(names)), values: rest };
}

/** @throws BadInput when the value is not a list of files that were uploaded before */
export function toFiles(label: string, value: unknown): IDataObject[] {
	const given = parseJson(label, value);
	const files = Array.isArray(given) ? given : [given];
	// Attachment nodes say more of a file than a record takes.
	if (files.every(isFile)) return files.map((file) => pick(file, ['refFileName', 'realName']));
	return refuse(label, 'an array of objects with refFileName and realName', value);
}
