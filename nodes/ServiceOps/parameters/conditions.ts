import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource, SearchProperty } from '../resources';
import type { Row } from '../transport/page';
import {
	column,
	compare,
	customField,
	property,
	test,
	type Qualification,
} from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { findChoice, toChoice, type Choice } from '../values/choice';
import { entered, toList, toText } from '../values/coerce';
import { quote } from '../values/refuse';
import { toTime } from '../values/time';
import { CUSTOM_FIELD_NAME, customFieldChoice, customFieldName } from './customFields';

type PropertyKind = SearchProperty['kind'];

/** What a comparison has on its right side. */
type Operand = 'one' | 'many' | 'none';

interface Operator extends Choice {
	operand: Operand;
	kinds: PropertyKind[];
}

const TEXT: PropertyKind[] = ['text'];
const VALUE: PropertyKind[] = ['text', 'id'];
const TIME: PropertyKind[] = ['time'];
const ANY: PropertyKind[] = ['text', 'id', 'time', 'list'];

/**
 * The operators of the search language, spelled as in the vendor's examples and clients: lower case with underscores
 * (requests.md section 5).
 */
const operators: Operator[] = [
	{ name: 'Contains', value: 'contains', operand: 'one', kinds: TEXT },
	{ name: 'Contains All Of', value: 'all_members_exist', operand: 'many', kinds: ['list'] },
	{ name: 'Ends With', value: 'end_with', operand: 'one', kinds: TEXT },
	{ name: 'Is', value: 'equal', operand: 'one', kinds: VALUE },
	{ name: 'Is After', value: 'after', operand: 'one', kinds: TIME },
	{ name: 'Is Before', value: 'before', operand: 'one', kinds: TIME },
	{ name: 'Is Empty', value: 'is_blank', operand: 'none', kinds: ANY },
	{ name: 'Is None Of', value: 'not_in', operand: 'many', kinds: VALUE },
	{ name: 'Is Not', value: 'not_equal', operand: 'one', kinds: VALUE },
	{ name: 'Is Not Empty', value: 'is_not_blank', operand: 'none', kinds: ANY },
	{ name: 'Is One Of', value: 'in', operand: 'many', kinds: VALUE },
	{ name: 'Not Contains', value: 'not_contains', operand: 'one', kinds: TEXT },
	{ name: 'Starts With', value: 'start_with', operand: 'one', kinds: TEXT },
];

const DEFAULT_OPERATOR = 'equal';
const withoutValue = operators.filter(({ operand }) => operand === 'none');

const titleOf = ({ titleField }: Resource): string => titleField;

const fieldChoices = (resource: Resource): Choice[] =>
	[
		...resource.search.map(({ displayName, name }) => ({ name: displayName, value: name })),
		customFieldChoice,
	].sort((a, b) => a.name.localeCompare(b.name));

/** The parameters for one condition. */
export const conditionForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Field',
		name: 'field',
		type: 'options',
		options: fieldChoices(resource),
		default: titleOf(resource),
		description:
			'Field to compare. Fields that end in ID take the internal ServiceOps ID, the others also take names.',
	},
	customFieldName('customFieldName', 'field', 'e.g. Cost Center'),
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: operators.map(({ name, value }) => ({ name, value })),
		default: DEFAULT_OPERATOR,
		description: 'How to compare the field with the value',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'Value to compare with. Separate multiple values with commas. For times, use ISO 8601, such as 2026-08-31T14:30.',
		displayOptions: { hide: { operator: withoutValue.map(({ value }) => value) } },
	},
];

/** The property that a condition compares; undefined for a custom field, and where there is no such property. */
export function findProperty(
	resource: Resource,
	condition: IDataObject,
): SearchProperty | undefined {
	const field = findChoice(fieldChoices(resource), condition.field);
	return resource.search.find(({ name }) => name === field?.value);
}

/** A condition in the search language. */
export interface Comparison {
	qualification: Qualification;
	/** For conditions on times: whether a row meets it, as far as the row says. */
	meets?: (row: Row) => boolean;
}

/**
 * @param place what to call the condition in messages, e.g. `Condition 1`
 * @param zone IANA name of the workflow's time zone
 * @throws BadInput that names the place
 */
export function toComparison(
	resource: Resource,
	condition: IDataObject,
	place: string,
	zone: string,
): Comparison {
	const { label, operand, kind, rowName } = readSubject(resource, condition, place);
	const operator = readOperator(condition, place);
	if (!operator.kinds.includes(kind)) {
		throw new BadInput(`${place}: "${operator.name}" cannot be used with ${label}`);
	}
	if (operator.operand === 'none') return { qualification: test(operand, operator.value) };

	const value = entered(condition.value);
	const name = `${place}: ${label}`;
	if (value === undefined) throw new BadInput(`${name} has no value to compare with`);
	if (kind !== 'time') {
		const { type, value: right } = toRightSide(name, kind, operator, value);
		return { qualification: compare(operand, operator.value, type, right) };
	}
	const time = toTime(name, value, zone);
	return {
		qualification: compare(operand, operator.value, 'LongValueRest', time),
		meets: meetsTime(rowName, operator.value, time),
	};
}

/** What a condition compares, and how it appears in a search. */
interface Subject {
	label: string;
	operand: IDataObject;
	kind: PropertyKind;
	/** What rows call it. */
	rowName: string;
}

function readSubject(resource: Resource, condition: IDataObject, place: string): Subject {
	const given = entered(condition.field) ?? resource.titleField;
	const choice = toChoice(`${place}, Field`, fieldChoices(resource), given);
	const found = resource.search.find(({ name }) => name === choice.value);
	if (!found) return readCustomSubject(condition, place);
	const { name, displayName, kind, isColumn, rowName = name } = found;
	const operand = isColumn ? column(name) : property(`${resource.searchModule}.${name}`);
	return { label: displayName, operand, kind, rowName };
}

function readCustomSubject(condition: IDataObject, place: string): Subject {
	const name = entered(condition.customFieldName);
	if (typeof name !== 'string') throw new BadInput(`${place}: ${CUSTOM_FIELD_NAME} is empty`);
	return { label: name, operand: customField(name.trim()), kind: 'text', rowName: name };
}

const readOperator = (condition: IDataObject, place: string): Operator =>
	toChoice(`${place}, Operator`, operators, entered(condition.operator) ?? DEFAULT_OPERATOR);

function toRightSide(
	label: string,
	kind: PropertyKind,
	{ operand }: Operator,
	value: unknown,
): { type: Parameters<typeof compare>[2]; value: Parameters<typeof compare>[3] } {
	if (kind === 'id') {
		return operand === 'many'
			? { type: 'ListLongValueRest', value: toIds(label, value) }
			: { type: 'LongValueRest', value: toId(label, value) };
	}
	return operand === 'many'
		? { type: 'ListStringValueRest', value: toList(label, value) }
		: { type: 'StringValueRest', value: toText(label, value) };
}

/** A row that does not say is kept. */
function meetsTime(rowName: string, operator: string, wanted: number): (row: Row) => boolean {
	return (row) => {
		const time = Number(row[rowName]);
		if (Number.isNaN(time)) return true;
		return operator === 'after' ? time > wanted : time < wanted;
	};
}

/** The search language identifies statuses, priorities, people … by number only. */
function toId(label: string, value: unknown): number {
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
	throw new BadInput(`${label} must be a number, but it is ${quote(value)}`, {
		description:
			'ServiceOps searches this field by its internal ID, such as 9 for Open. Ask your ServiceOps administrator for it.',
	});
}

const toIds = (label: string, value: unknown): number[] =>
	(typeof value === 'number' ? [value] : toList(label, value)).map((entry) => toId(label, entry));
