import type { Field, FieldTable, Resource } from './types';

/** The name of the ID of whatever the server returns. */
export const ID_FIELD = 'id';

/** The name in the output of what people call a record by, such as INC-46, whatever ServiceOps calls it. */
const KEY_FIELD = 'key';

/** The field with the status of a record. */
export const STATUS_FIELD = 'statusName';

/** The fields in which a row names who created it and who updated it last (requests.md 6.1). */
export const PEOPLE_OF_ROW = { created: 'createdByName', updated: 'updatedByName' };

/** All fields of a record, those that the server sets first. */
export const wholeRecord = ({ readOnlyFields, fields }: FieldTable): Field[] => [
	...readOnlyFields,
	...fields,
];

/** A table whose records can be simplified; only those of modules have a key and a title. */
export type OutputTable = FieldTable &
	Pick<Resource, 'simplified'> &
	Partial<Pick<Resource, 'keyField' | 'keyName' | 'titleField'>>;

/** A field of the output, and what the server calls it. */
export interface OutputField extends Field {
	wireName: string;
}

/** All fields that a record can be output with, by their names in the output; its key is among them once more. */
export function outputFields(table: OutputTable): OutputField[] {
	const all = wholeRecord(table).map((field) => ({ ...field, wireName: field.name }));
	const { keyField, keyName = 'Key' } = table;
	const key = all.find(({ name }) => name === keyField);
	if (!key) return all;
	return [{ ...key, name: KEY_FIELD, displayName: keyName }, ...all];
}

/** The fields that Simplify leaves: the ID, the key and the title first, then the most useful ones. */
export function simplifiedRecord(table: OutputTable): OutputField[] {
	const all = outputFields(table);
	const { keyField, titleField, simplified } = table;
	const first = keyField === undefined ? [ID_FIELD] : [ID_FIELD, KEY_FIELD, titleField ?? ''];
	return [...new Set([...first, ...simplified])].flatMap(
		(name) => all.find((candidate) => candidate.name === name) ?? [],
	);
}

/** The fields that a verb accepts. */
export const fieldsFor = (verb: 'create' | 'update', { fields }: FieldTable): Field[] =>
	fields.filter(({ only }) => only === undefined || only === verb);

/** What a count returns. */
export const countField: Field[] = [{ name: 'count', displayName: 'Count', kind: 'number' }];

/** What is left of a record that was deleted. */
export const deletedMark: Field[] = [
	{ name: ID_FIELD, displayName: 'ID', kind: 'number' },
	{ name: 'deleted', displayName: 'Deleted', kind: 'boolean' },
];
