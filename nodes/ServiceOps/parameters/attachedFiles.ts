import type { INodeProperties } from 'n8n-workflow';
import type { AttachedFile, FileSources } from '../records/attachedFiles';
import type { Task } from '../run/types';
import { shownChoices, toChoice } from '../values/choice';
import { entered, toList } from '../values/coerce';
import { matchesPattern } from '../values/fileNames';

/*
 * Which of the files that are attached to a record are meant.
 */

const SOURCE_LABEL = 'Files From';
const SOURCE = 'filesFrom';
const PATTERN_LABEL = 'File Names';
const PATTERN = 'fileNames';

const sources: Array<{ name: string; value: string } & FileSources> = [
	{ name: 'Conversation', value: 'conversation', record: false, conversation: true },
	{ name: 'Record', value: 'record', record: true, conversation: false },
	{ name: 'Record and Conversation', value: 'all', record: true, conversation: true },
];
const everywhere = 'all';

/** The parameters for the files of the chosen record. */
export const attachedFilesForm: INodeProperties[] = [
	{
		displayName: SOURCE_LABEL,
		name: SOURCE,
		type: 'options',
		options: shownChoices(sources),
		default: everywhere,
		description: 'Where the files are attached',
	},
	{
		displayName: PATTERN_LABEL,
		name: PATTERN,
		type: 'string',
		default: '',
		placeholder: 'e.g. *.pdf, report*',
		description:
			'Comma-separated names of the files, where * stands for any characters. Leave empty for all files.',
	},
];

/** @throws BadInput when there is no such place */
export const readFileSources = ({ parameter }: Pick<Task, 'parameter'>): FileSources =>
	toChoice(SOURCE_LABEL, sources, entered(parameter(SOURCE, everywhere)) ?? everywhere);

/**
 * @returns whether a file is one of those that are meant
 * @throws BadInput when the names are not a list of texts
 */
export function readFileNames({
	parameter,
}: Pick<Task, 'parameter'>): (file: Pick<AttachedFile, 'realName'>) => boolean {
	const given = entered(parameter(PATTERN, ''));
	const patterns = given === undefined ? [] : toList(PATTERN_LABEL, given);
	if (patterns.length === 0) return () => true;
	return ({ realName }) =>
		patterns.some((pattern) => matchesPattern(pattern, realName) || realName === pattern);
}
