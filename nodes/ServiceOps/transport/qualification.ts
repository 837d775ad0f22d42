import type { IDataObject } from 'n8n-workflow';

/** One node of ServiceOps' search language (requests.md section 5). */
export type Qualification = IDataObject & { type: string };

type ValueType =
	| 'StringValueRest'
	| 'EnumValueRest'
	| 'LongValueRest'
	| 'ListLongValueRest'
	| 'ListStringValueRest';

/** A bare column of the table; only `id` is sure to work (changes-and-others.md C5). */
export const column = (key: string): IDataObject => ({ type: 'DbOperandRest', key });

/** A property of a module, e.g. `request.subject`. */
export const property = (key: string): IDataObject => ({ type: 'PropertyOperandRest', key });

/** A custom field, by the label that people see. */
export const customField = (fieldName: string): IDataObject => ({
	type: 'CustomFieldOperandRest',
	fieldName,
});

export const compare = (
	leftOperand: IDataObject,
	operator: string,
	type: ValueType,
	value: string | number | string[] | number[],
): Qualification => ({
	type: 'RelationalQualificationRest',
	leftOperand,
	operator,
	rightOperand: { type: 'ValueOperandRest', value: { type, value } },
});

/** Records by their IDs. */
export const hasIdIn = (ids: number[]): Qualification =>
	compare(column('id'), 'in', 'ListLongValueRest', ids);

/** A test that needs no value, e.g. `is_blank`. */
export const test = (operand: IDataObject, operator: string): Qualification => ({
	type: 'UnaryQualificationRest',
	operand,
	operator,
});

/** All of them; of none: everything. */
export const all = (quals: Qualification[]): Qualification => ({
	type: 'FlatQualificationRest',
	quals,
});

/** Two qualifications, joined. */
export const join = (
	leftQual: Qualification,
	operator: 'AND' | 'OR',
	rightQual: Qualification,
): Qualification => ({ type: 'BinaryQualificationRest', leftQual, operator, rightQual });

/** A condition, and a qualification besides. */
export const both = (condition: Qualification, qualification: Qualification): Qualification =>
	qualification.type === 'FlatQualificationRest'
		? all([condition, ...(qualification.quals as Qualification[])])
		: join(condition, 'AND', qualification);

/** At least one of them; of none: everything. */
export function any(quals: Qualification[]): Qualification {
	const [first, ...rest] = quals;
	if (!first || rest.length === 0) return all(quals);
	return rest.reduce((left, right) => join(left, 'OR', right), first);
}
