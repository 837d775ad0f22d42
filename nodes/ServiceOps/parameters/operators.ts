import type { INodeProperties } from 'n8n-workflow';
import type { SearchProperty } from '../resources';
import { BadInput } from '../values/badInput';
import type { Choice } from '../values/choice';
import { entered } from '../values/coerce';
import { textOf } from '../values/json';
import { ownValue } from '../values/own';

export type PropertyKind = SearchProperty['kind'];

/** What a comparison has on its right side: `two` are a start and an end, `span` is a length of time. */
export type Operand = 'one' | 'many' | 'none' | 'two' | 'span';

export interface Operator extends Choice {
	operand: Operand;
	kinds: PropertyKind[];
}

const TEXT: PropertyKind[] = ['text'];
const VALUE: PropertyKind[] = ['text', 'id'];
const TIME: PropertyKind[] = ['time'];
const ANY: PropertyKind[] = ['text', 'id', 'time', 'list'];

/**
 * The operators of the search language, spelled as in the vendor's examples and clients: lower case with underscores
 * (requests.md section 5). Those with a start and an end are made of `after` and `before`.
 */
export const operators: Operator[] = [
	{ name: 'Contains', value: 'contains', operand: 'one', kinds: TEXT },
	{ name: 'Contains All Of', value: 'all_members_exist', operand: 'many', kinds: ['list'] },
	{ name: 'Ends With', value: 'end_with', operand: 'one', kinds: TEXT },
	{ name: 'Is', value: 'equal', operand: 'one', kinds: VALUE },
	{ name: 'Is After', value: 'after', operand: 'one', kinds: TIME },
	{ name: 'Is Before', value: 'before', operand: 'one', kinds: TIME },
	{ name: 'Is Between', value: 'between', operand: 'two', kinds: TIME },
	{ name: 'Is Empty', value: 'is_blank', operand: 'none', kinds: ANY },
	{ name: 'Is in the Last', value: 'within_last', operand: 'span', kinds: TIME },
	{ name: 'Is None Of', value: 'not_in', operand: 'many', kinds: VALUE },
	{ name: 'Is Not', value: 'not_equal', operand: 'one', kinds: VALUE },
	{ name: 'Is Not Empty', value: 'is_not_blank', operand: 'none', kinds: ANY },
	{ name: 'Is One Of', value: 'in', operand: 'many', kinds: VALUE },
	{ name: 'Is Today', value: 'today', operand: 'none', kinds: TIME },
	{ name: 'Not Contains', value: 'not_contains', operand: 'one', kinds: TEXT },
	{ name: 'Starts With', value: 'start_with', operand: 'one', kinds: TEXT },
];

/** What programmers and models call operators. */
const ALIASES: Record<string, string> = {
	'=': 'equal',
	'==': 'equal',
	eq: 'equal',
	equals: 'equal',
	'!=': 'not_equal',
	'<>': 'not_equal',
	ne: 'not_equal',
	'>': 'after',
	'<': 'before',
};

const FIRST: Record<PropertyKind, string> = {
	text: 'equal',
	id: 'equal',
	time: 'after',
	list: 'all_members_exist',
};

const defaultOperator = (kind: PropertyKind): string => FIRST[kind];

/** The operator of a condition: that of its kind where it names none, and one of the usual others by the name that it has here. */
export function operatorNamed(given: unknown, kind: PropertyKind): unknown {
	const operator = entered(given) ?? defaultOperator(kind);
	return ownValue(ALIASES, textOf(operator).trim().toLowerCase()) ?? operator;
}

/** The values of the operators for these kinds of fields that have such a right side. */
export const operatorsWith = (wanted: Operand, all: PropertyKind[]): string[] =>
	operators
		.filter(({ operand, kinds }) => operand === wanted && kinds.some((kind) => all.includes(kind)))
		.map(({ value }) => value);

/** The error about several values for an operator that compares with one. */
export const takesOne = (label: string, { name, value }: Operator): BadInput =>
	new BadInput(
		`${label}: "${name}" takes one value. Use ${value === 'not_equal' ? 'Is None Of' : 'Is One Of'} for several`,
	);

const KINDS = Object.keys(FIRST) as PropertyKind[];

/**
 * The parameters for the operator: one for each kind of field, so that only those that fit are offered.
 *
 * @param fieldsOf the values of the parameter Field that are of a kind
 */
export const operatorForm = (fieldsOf: (kind: PropertyKind) => string[]): INodeProperties[] =>
	KINDS.filter((kind) => fieldsOf(kind).length > 0).map((kind) => ({
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: operators
			.filter(({ kinds }) => kinds.includes(kind))
			.map(({ name, value }) => ({ name, value })),
		default: defaultOperator(kind),
		description: 'How to compare the field with the value',
		displayOptions: { show: { field: fieldsOf(kind) } },
	}));
