import type { INodeProperties } from 'n8n-workflow';
import { resolveReference } from '../records/find';
import { parseReference } from '../records/reference';
import type { RecordType, Resource } from '../resources/types';
import type { RecordTask, Task } from '../run/types';
import { toChoice } from '../values/choice';

/** Chooses a single record: from a list, by id, or by the key that people see. */
export const recordPicker = (resource: Resource): INodeProperties => ({
	displayName: resource.displayName,
	name: 'recordId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: `The ${resource.noun} to work on, as an ID such as 65 or a key such as ${resource.keyExample}`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRecords', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 65' },
		{
			displayName: `By ${resource.keyName ?? 'Key'}`,
			name: 'key',
			type: 'string',
			placeholder: `e.g. ${resource.keyExample}`,
		},
	],
});

const firstOf = ({ types }: Resource): string => types?.options[0]?.value ?? '';

/** Asks which type of record is meant, where the resource has several. */
export function typePicker(resource: Resource): INodeProperties[] {
	if (!resource.types || resource.types.options.length < 2) return [];
	const { parameter, displayName, options } = resource.types;
	return [
		{
			displayName,
			name: parameter,
			type: 'options',
			options: options.map((type) => ({ name: type.displayName, value: type.value })),
			default: firstOf(resource),
			required: true,
			description: `Which kind of ${resource.noun} it is. Each kind counts its IDs on its own.`,
		},
	];
}

/**
 * The type of record chosen in the form; undefined where the resource has none.
 *
 * @throws UserError when there is no such type
 */
export function chosenType(
	resource: Resource,
	task: Pick<Task, 'parameter'>,
): RecordType | undefined {
	const { parameter, displayName, options } = resource.types ?? {
		parameter: '',
		displayName: '',
		options: [],
	};
	if (options.length < 2) return options[0];
	const chosen = toChoice(
		displayName,
		options.map((type) => ({ name: type.displayName, value: type.value })),
		task.parameter(parameter, options[0]?.value) ?? options[0]?.value,
	);
	return options.find(({ value }) => value === chosen.value);
}

/** The id of the record chosen in the form; a key is looked up. */
export async function chosenRecord(job: RecordTask): Promise<string> {
	return await resolveReference(job, parseReference(job.resource, job.parameter('recordId')));
}
