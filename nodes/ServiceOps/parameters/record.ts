import type { INodeProperties } from 'n8n-workflow';
import { resolveReference } from '../records/find';
import { parseLooseReference } from '../records/reference';
import type { FieldTable, RecordType, Resource } from '../resources';
import type { RecordTask, Task } from '../run/types';
import { withArticle } from '../values/article';
import { choiceParameter } from './choiceParameter';

const RECORD = 'recordId';

/**
 * The methods of the editor that list records to choose from: those of the resource chosen under Resource or under Record
 * Type, or assets.
 */
export type RecordListMethod =
	| 'searchRecords'
	| 'searchParentRecords'
	| 'searchAssets'
	| `searchLinked_${string}`;

/**
 * The parameter for a single record: from a list, by ID, or by the key that people see.
 *
 * @param searchListMethod lists the records
 */
export const recordPicker = (
	resource: Resource,
	searchListMethod: RecordListMethod = 'searchRecords',
): INodeProperties => ({
	displayName: resource.displayName,
	name: RECORD,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: `The ${resource.noun}, as an ID such as 65 or ${withArticle(keyName(resource))} such as ${resource.keyExample}`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Choose ${withArticle(resource.noun)}…`,
			typeOptions: { searchListMethod, searchable: true },
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

/** What people call the key of a record, inside a sentence. */
export const keyName = (resource: Resource): string => resource.keyName?.toLowerCase() ?? 'key';

/** The ID of the record chosen in the form; a key is looked up. */
export const readRecordId = async (task: RecordTask): Promise<string> =>
	await resolveReference(task, parseLooseReference(task.resource, task.parameter(RECORD)));

/**
 * Works on the record chosen in the form, after everything that earlier items do with the same record.
 *
 * @param work receives the ID of the record; what it reads in order to merge is current
 */
export async function onChosenRecord<T>(
	task: RecordTask,
	work: (id: string) => Promise<T>,
): Promise<T> {
	const id = await readRecordId(task);
	return await task.inRecordOrder(recordName(task, id), async () => await work(id));
}

/** Identifies a record within the server. */
export const recordName = (
	{ resource, type }: Pick<RecordTask, 'resource' | 'type'>,
	id: string,
): string => [...resource.path, type?.model ?? '', id].join('/');

const typeOf = ({ types: { parameter, displayName, options }, noun }: Typed) =>
	choiceParameter(
		parameter,
		displayName,
		options.map((type) => ({ name: type.displayName, value: type.value, type })),
		options[0]?.value ?? '',
		`Type of ${noun}. IDs are numbered separately for each type.`,
	);

type Typed = FieldTable & Required<Pick<FieldTable, 'types'>>;

/** Whether there are several types to choose from. */
const isTyped = (table: FieldTable): table is Typed => (table.types?.options.length ?? 0) > 1;

/** The parameter for the type of record, if there are several. */
export const typePicker = (table: FieldTable): INodeProperties[] =>
	isTyped(table) ? [{ ...typeOf(table).form, required: true }] : [];

/**
 * The type of record chosen in the form; undefined if there are no types.
 *
 * @throws BadInput when there is no such type
 */
export const readType = (
	table: FieldTable,
	{ parameter }: Pick<Task, 'parameter'>,
): RecordType | undefined =>
	isTyped(table) ? typeOf(table).read(parameter).type : table.types?.options[0];
