import type { INodeProperties } from 'n8n-workflow';
import type { AttachedFile, FileSources } from '../records/attachedFiles';
import type { Task } from '../run/types';
import { entered, toList } from '../values/coerce';
import { matchesPattern } from '../values/fileNames';
import { choiceParameter } from './choiceParameter';

/*
 * Which of the files that are attached to a record are meant.
 */

const fileSource = choiceParameter(
	'filesFrom',
	'Files From',
	[
		{ name: 'Conversation', value: 'conversation', record: false, conversation: true },
		{ name: 'Record', value: 'record', record: true, conversation: false },
		{ name: 'Record and Conversation', value: 'all', record: true, conversation: true },
	],
	'all',
	'Where the files are attached',
);

const fileNames: INodeProperties = {
	displayName: 'File Names',
	name: 'fileNames',
	type: 'string',
	default: '',
	placeholder: 'e.g. *.pdf, report*',
	description:
		'Comma-separated names, where * stands for any characters. Leave empty for all files.',
};

/** The parameters for the files of the chosen record. */
export const attachedFilesForm: INodeProperties[] = [fileSource.form, fileNames];

/** @throws BadInput when there is no such place */
export const readFileSources = ({ parameter }: Pick<Task, 'parameter'>): FileSources =>
	fileSource.read(parameter);

/**
 * @returns whether a file is one of those that are meant
 * @throws BadInput when the names are not a list of texts
 */
export function readFileNames({
	parameter,
}: Pick<Task, 'parameter'>): (file: Pick<AttachedFile, 'realName'>) => boolean {
	const given = entered(parameter(fileNames.name, ''));
	const patterns = given === undefined ? [] : toList(fileNames.displayName, given);
	if (patterns.length === 0) return () => true;
	return ({ realName }) =>
		patterns.some((pattern) => matchesPattern(pattern, realName) || realName === pattern);
}
