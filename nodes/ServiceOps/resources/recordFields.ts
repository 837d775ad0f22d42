import type { Field, Resource } from './index';

/** All fields of a record, those of the server first. */
export const wholeRecord = ({ readOnlyFields, fields }: Resource): Field[] => [
	...readOnlyFields,
	...fields,
];

/** The fields that Simplify leaves. */
export const simplifiedRecord = (resource: Resource): Field[] =>
	resource.simplified.map((name) => {
		const field = wholeRecord(resource).find((candidate) => candidate.name === name);
		if (!field) throw new Error(`${resource.name} has no field ${name} to simplify to`);
		return field;
	});

export const deletedMark: Field[] = [{ name: 'deleted', displayName: 'Deleted', kind: 'boolean' }];
