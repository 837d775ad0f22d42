import type { Field, FieldTable, Resource } from './types';

/** The name of the ID of whatever the server returns. */
export const ID_FIELD = 'id';

/** All fields of a record, those that the server sets first. */
export const wholeRecord = ({ readOnlyFields, fields }: FieldTable): Field[] => [
	...readOnlyFields,
	...fields,
];

/** The fields that Simplify leaves. */
export const simplifiedRecord = (table: FieldTable & Pick<Resource, 'simplified'>): Field[] =>
	table.simplified.map((name) => {
		const field = wholeRecord(table).find((candidate) => candidate.name === name);
		if (!field) throw new Error(`${table.name} has no field ${name} to simplify to`);
		return field;
	});

/** The fields that a verb accepts. */
export const fieldsFor = (verb: 'create' | 'update', { fields }: FieldTable): Field[] =>
	fields.filter(({ only }) => only === undefined || only === verb);

/** What a count returns. */
export const countField: Field[] = [{ name: 'count', displayName: 'Count', kind: 'number' }];

export const deletedMark: Field[] = [{ name: 'deleted', displayName: 'Deleted', kind: 'boolean' }];
