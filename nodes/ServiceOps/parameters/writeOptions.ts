import type { INodeProperties } from 'n8n-workflow';
import { listFields, type ListMode } from '../records/mergeLists';
import type { Field, Resource } from '../resources';
import type { Task } from '../run/types';
import { shownChoices, toChoice, type Choice } from '../values/choice';
import { entered, toBoolean } from '../values/coerce';
import { optionsIn } from './options';

/*
 * Options of operations that write records.
 */

const LIST_MODE = 'List Fields';
const modes: Array<Choice & { value: ListMode }> = [
	{ name: 'Add to Existing', value: 'add' },
	{ name: 'Remove From Existing', value: 'remove' },
	{ name: 'Replace', value: 'replace' },
];

/** The option for what happens to the entries that lists such as tags have already. */
export function listModeOption(resource: Resource): INodeProperties[] {
	const labels = listFields(resource).map(({ displayName }) => displayName);
	if (labels.length === 0) return [];
	return [
		{
			displayName: LIST_MODE,
			name: 'listMode',
			type: 'options',
			options: shownChoices(modes),
			default: 'add',
			description: `Whether ${labels.join(' and ')} replace what the record has, or are added to it or removed from it. Without this option, they replace it.`,
		},
	];
}

/** The option for an update that sends nothing where nothing differs. */
export const onlyIfDifferentOption: INodeProperties = {
	displayName: 'Only If Different',
	name: 'onlyIfDifferent',
	type: 'boolean',
	default: true,
	description:
		'Whether to send only what differs from the record, and nothing if nothing does. The output says which.',
};

/** The field with the person who may have to be created. */
export const requesterField = (fields: Field[]): Field | undefined =>
	fields.find((field) => field.canBeMade);

/** The option for tickets of people whom ServiceOps does not know yet. */
export const createRequesterOption = (fields: Field[]): INodeProperties[] =>
	requesterField(fields)
		? [
				{
					displayName: 'Create Requester If Missing',
					name: 'createRequester',
					type: 'boolean',
					default: true,
					description:
						'Whether to create the requester if ServiceOps has none with this email. The name is taken from the display name of the email.',
				},
			]
		: [];

/** The options that were added. */
export interface WriteOptions {
	listMode: ListMode;
	onlyIfDifferent: boolean;
	createRequester: boolean;
}

/** @throws BadInput that names the option */
export function readWriteOptions({ parameter }: Pick<Task, 'parameter'>): WriteOptions {
	const options = optionsIn(parameter);
	const switchedOn = (label: string, name: string) => toBoolean(label, options[name] ?? false);
	return {
		listMode: toChoice(LIST_MODE, modes, entered(options.listMode) ?? 'replace').value,
		onlyIfDifferent: switchedOn('Only If Different', onlyIfDifferentOption.name),
		createRequester: switchedOn('Create Requester If Missing', 'createRequester'),
	};
}
