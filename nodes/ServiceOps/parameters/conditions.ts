import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource, SearchProperty } from '../resources';
import {
	column,
	compare,
	customField,
	property,
	test,
	type Qualification,
} from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { adviseOn, byName, findChoice, toChoice, type Choice } from '../values/choice';
import { entered, filled, toList } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { ownValue } from '../values/own';
import { refuse } from '../values/refuse';
import { customFieldChoice, customFieldName } from './customFields';
import {
	operatorForm,
	operatorNamed,
	operators,
	operatorsWith,
	takesOne,
	type Operator,
	type PropertyKind,
} from './operators';
import { testList, testTexts, type RowTest } from './rowConditions';
import { compareTexts, toTexts } from './textConditions';
import { toTimeCondition } from './timeConditions';

const fieldChoices = (resource: Resource): Choice[] =>
	[
		...resource.search.map(({ displayName, name }) => ({ name: displayName, value: name })),
		customFieldChoice,
	].sort(byName);

/** A field as it was entered; the property to search by if it was named as records have it, such as `statusName`. */
const fieldNamed = ({ search }: Resource, given: unknown): unknown =>
	search.find(({ rowName, names = [rowName] }) => names.includes(textOf(given)))?.name ??
	entered(given);

const titleOf = ({ titleField }: Resource): string => titleField;

const FIELD_LABEL = 'Field Label';

/** The parameters for one condition, in alphabetical order too, as n8n's rule for so many asks. */
export const conditionForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Field',
		name: 'field',
		type: 'options',
		options: fieldChoices(resource),
		default: titleOf(resource),
		description: 'Field to compare',
	},
	customFieldName('customFieldName', 'field', 'e.g. Cost Center', FIELD_LABEL),
	...operatorForm((kind) => [
		...resource.search.filter((one) => one.kind === kind).map(({ name }) => name),
		...(kind === 'text' ? [customFieldChoice.value] : []),
	]),
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'Names work wherever ServiceOps shows names. Separate multiple values with commas. For times, use ISO 8601 such as 2026-08-31T14:30, today or 7 days ago.',
		displayOptions: { hide: { operator: operatorsWith('none', kindsOf(resource)) } },
	},
	...valueToForm(resource),
];

const kindsOf = ({ search }: Resource): PropertyKind[] => search.map(({ kind }) => kind);

const valueToForm = (resource: Resource): INodeProperties[] => {
	const operator = operatorsWith('two', kindsOf(resource));
	if (operator.length === 0) return [];
	return [
		{
			displayName: 'Value To',
			name: 'valueTo',
			type: 'string',
			default: '',
			description: 'End of the period, such as 2026-08-31T14:30. A day counts as a whole.',
			displayOptions: { show: { operator } },
		},
	];
};

/** A condition that was entered, and what became of the names in it. */
export interface Condition {
	values: IDataObject;
	/** What to call it in messages, e.g. `Condition 1: `; empty where its field says enough. */
	place: string;
	/** What the form calls it, if not by its field. */
	label?: string;
	/** The names to compare with, where the field takes names. */
	names?: string[];
	/** The IDs of what was entered; absent while names have not been looked up, or cannot be. */
	ids?: number[];
}

/** The property that a condition compares; undefined for a custom field, and where there is no such property. */
export function findProperty(
	resource: Resource,
	condition: IDataObject,
): SearchProperty | undefined {
	const field = findChoice(fieldChoices(resource), fieldNamed(resource, condition.field));
	return resource.search.find(({ name }) => name === field?.value);
}

/** The operator of a condition, if it names one that exists. */
export const findOperator = (condition: IDataObject, kind: PropertyKind): Operator | undefined =>
	findChoice(operators, operatorNamed(condition.operator, kind));

/** A condition in the search language. */
export interface Comparison {
	/** What the condition is about, in messages. */
	label: string;
	/** All of them make up the condition. */
	quals: Qualification[];
	/** Whether a row meets it, if rows can tell. */
	meets?: RowTest;
	/** The names that it compares in rows. */
	inRows?: { wanted: string[]; read: (row: IDataObject) => unknown[] };
	/** Who is to apply it: servers are known to ignore conditions on times, and cannot search by names. */
	appliedBy: 'server' | 'both' | 'rows';
}

/**
 * @param zone IANA name of the workflow's time zone
 * @throws BadInput that names the place
 */
export function toComparison(resource: Resource, condition: Condition, zone: string): Comparison {
	const { values, place } = condition;
	const subject = readSubject(resource, condition);
	const operator = readOperator(condition, subject);
	const { label, operand, kind } = subject;
	const name = `${place}${condition.label ?? label}`;
	if (kind === 'time' && operator.value !== 'is_blank' && operator.value !== 'is_not_blank') {
		const built = toTimeCondition(name, subject, operator, values, zone);
		return { label, ...built, appliedBy: 'both' };
	}
	if (operator.operand === 'none') {
		const quals = [test(operand, operator.value)];
		return { label, quals, meets: testRows(subject, operator, []), appliedBy: 'server' };
	}
	const value = filled(values.value);
	if (value === undefined) throw noValue(name);
	if (kind === 'id') return compareIds(name, subject, operator, condition, value);
	const isKey = findProperty(resource, values)?.name === resource.keyField;
	const texts = toTexts(name, operator, value, isKey ? resource : undefined);
	if (texts.length === 0) throw noValue(name);
	const quals = [compareTexts(operand, operator, texts)];
	return { label, quals, meets: testRows(subject, operator, texts), appliedBy: 'server' };
}

const noValue = (name: string): BadInput => new BadInput(`${name} has no value to compare with`);

function compareIds(
	name: string,
	subject: Subject,
	operator: Operator,
	{ names, ids }: Condition,
	value: unknown,
): Comparison {
	const { label, operand, read } = subject;
	const meets = names && testRows(subject, operator, names);
	if (names && !ids) {
		return { label, quals: [], meets, inRows: { wanted: names, read }, appliedBy: 'rows' };
	}
	const wanted = ids ?? toIds(name, operator, value);
	const [first] = wanted;
	if (first === undefined) throw noValue(name);
	const qual =
		operator.operand === 'many'
			? compare(operand, operator.value, 'ListLongValueRest', wanted)
			: compare(operand, operator.value, 'LongValueRest', first);
	return { label, quals: [qual], meets, appliedBy: 'server' };
}

/** What a condition compares, and how it appears in a search. */
interface Subject {
	label: string;
	operand: IDataObject;
	kind: PropertyKind;
	/** What rows call a time. */
	rowName: string;
	/** The values in a row that may meet the condition. */
	read: (row: IDataObject) => unknown[];
}

function readSubject(resource: Resource, { values, place, label }: Condition): Subject {
	const where = `${place.replace(/: $/, '')}, Field`;
	// n8n saves no values that are the default of the form.
	const given = fieldNamed(resource, values.field) ?? resource.titleField;
	const choice = toChoice(where, fieldChoices(resource), given);
	const found = resource.search.find(({ name }) => name === choice.value);
	if (!found) return readCustomSubject(values, place);
	const { name, displayName, kind, isColumn, rowName = name, names = [rowName] } = found;
	const operand = isColumn ? column(name) : property(`${resource.searchModule}.${name}`);
	const read = (row: IDataObject) => names.map((one) => row[one]);
	return { label: label ?? displayName, operand, kind, rowName, read };
}

function readCustomSubject({ customFieldName: given }: IDataObject, place: string): Subject {
	const name = entered(given);
	if (typeof name !== 'string') throw new BadInput(`${place}${FIELD_LABEL} is empty`);
	const read = ({ customField: fields }: IDataObject) => [
		isRecord(fields) ? ownValue(fields, name) : '',
	];
	return { label: name, operand: customField(name), kind: 'text', rowName: name, read };
}

/** @throws BadInput when there is no such operator, or it does not fit the field */
function readOperator({ values, place }: Condition, { kind, label }: Subject): Operator {
	const given = operatorNamed(values.operator, kind);
	const operator = toChoice(`${place.replace(/: $/, '')}, Operator`, operators, given);
	if (operator.kinds.includes(kind)) return operator;
	const fitting = operators.filter(({ kinds }) => kinds.includes(kind));
	throw new BadInput(`${place}"${operator.name}" cannot be used with ${label}`, {
		description: `${adviseOn(fitting)}.`,
	});
}

function testRows(
	{ kind, read }: Subject,
	{ value }: Operator,
	wanted: string[],
): RowTest | undefined {
	if (kind === 'list') return testList((row) => read(row)[0], value, wanted);
	return testTexts(read, value, wanted);
}

/** The search language identifies statuses, priorities, people … by number only. */
function toIds(label: string, operator: Operator, value: unknown): number[] {
	const ids = toList(label, value).map((entry) => toId(label, entry));
	if (operator.operand === 'many' || ids.length === 1) return ids;
	throw takesOne(label, operator);
}

function toId(label: string, text: string): number {
	const number = Number(text);
	if (Number.isSafeInteger(number) && number >= 0) return number;
	const advice = 'ServiceOps searches this field by its internal ID, such as 65';
	return refuse(label, 'a number', text, advice);
}
