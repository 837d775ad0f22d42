import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	ID_FIELD,
	outputFields,
	simplifiedRecord,
	type OutputField,
	type OutputTable,
} from '../resources/recordFields';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { findChoice } from '../values/choice';
import { entered, toBoolean, toList } from '../values/coerce';
import { toIsoTime } from '../values/isoTime';
import { isRecord } from '../values/json';
import { choiceParameter } from './choiceParameter';

/** The parameter for whether to reduce a record to its most useful fields. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const output = choiceParameter(
	'output',
	'Output',
	[
		{ name: 'Raw', value: 'raw', description: 'Everything the API returns' },
		{
			name: 'Selected Fields',
			value: 'selectedFields',
			description: 'Only the fields that you name',
		},
		{ name: 'Simplified', value: 'simplified', description: 'The most useful fields' },
	],
	'simplified',
	'How much of each record to return',
);

const FIELDS_LABEL = 'Fields';

/**
 * The parameters for how much of a record to return; an agent, which pays for every word it reads, can name the
 * fields.
 */
export const outputForm = (table: OutputTable): INodeProperties[] => [
	// Hidden rather than shown, so that an n8n version that does not know @tool still shows it.
	{ ...simplify, displayOptions: { hide: { '@tool': [true] } } },
	{ ...output.form, displayOptions: { show: { '@tool': [true] } } },
	{
		displayName: FIELDS_LABEL,
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: `e.g. ${simplifiedRecord(table)
			.slice(1, 4)
			.map(({ name }) => name)
			.join(', ')}`,
		description: 'Comma-separated names of the fields to return. The ID is always included.',
		displayOptions: { show: { '@tool': [true], output: ['selectedFields'] } },
	},
];

/** A record as it is output. */
type ToOutput = (row: IDataObject) => IDataObject;

const isTime = ({ kind }: OutputField): boolean => kind === 'time' || kind === 'date';

/** Custom fields that hold nothing are left out: servers list every field of the form. */
const isFilled = (value: unknown): boolean =>
	!(value === undefined || value === null || value === '') &&
	!(Array.isArray(value) && value.length === 0);

const withoutEmpty = (values: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => isFilled(value)));

/** A value for the next node: `null` where there is nothing, times in ISO 8601. */
function toValue(field: OutputField, value: unknown): IDataObject[string] {
	if (!isFilled(value)) return null;
	if (field === CUSTOM_FIELDS) return isRecord(value) ? withoutEmpty(value) : null;
	return (isTime(field) ? toIsoTime(value) : value) as IDataObject[string];
}

const toFields =
	(fields: OutputField[]): ToOutput =>
	(row) =>
		Object.fromEntries(fields.map((field) => [field.name, toValue(field, row[field.wireName])]));

const simplifiers = new Map<OutputTable, ToOutput>();

/** The most useful fields of a record: the same keys in the same order for every record of the table. */
export function simplifyRow(table: OutputTable, row: IDataObject): IDataObject {
	const simplifier = simplifiers.get(table) ?? toFields(simplifiedRecord(table));
	simplifiers.set(table, simplifier);
	return simplifier(row);
}

/** The keys with which an item starts that has more than a record, e.g. what started the workflow. */
export const firstKeys = (table: OutputTable, isSimplified: boolean): string[] =>
	simplifiedRecord(table).map(({ name, wireName }) => (isSimplified ? name : wireName));

/**
 * Reads how records are to be cut down before they are returned.
 *
 * @param table what the records are described by
 * @throws BadInput that names the parameter
 */
export function readOutput(table: OutputTable, { parameter }: Pick<Task, 'parameter'>): ToOutput {
	const isShort = toBoolean('Simplify', parameter('simplify', true));
	const usual = isShort ? 'simplified' : 'raw';
	const { value } = output.read((name) => parameter(name, usual));
	if (value === 'raw') return (row) => row;
	if (value === 'simplified') return (row) => simplifyRow(table, row);
	return toFields(readFields(table, parameter('outputFields', '')));
}

/** All custom fields at once; where records have none, there is nothing to output. */
const CUSTOM_FIELDS: OutputField = {
	name: 'customField',
	wireName: 'customField',
	displayName: 'Custom Fields',
	kind: 'text',
};

/** The requested fields, which may be named as in the API, as in the output or as in the form; the ID is always among them. */
function readFields(table: OutputTable, given: unknown): OutputField[] {
	const names = entered(given) === undefined ? [] : toList(FIELDS_LABEL, given);
	if (names.length === 0) {
		throw new BadInput(`${FIELDS_LABEL} is empty. Name the fields to return`);
	}
	const all = [...outputFields(table), CUSTOM_FIELDS];
	// By its label, the key is meant as the output has it.
	const choices = all
		.filter(({ name }) => name !== table.keyField)
		.map((field) => ({ name: field.displayName, value: field.name, field }));
	const chosen = [ID_FIELD, ...names].map((name) => {
		const field = all.find((one) => one.name === name) ?? findChoice(choices, name)?.field;
		if (field) return field;
		throw new BadInput(`${FIELDS_LABEL}: there is no "${name}"`, {
			description: `Use any of: ${choices.map(({ value }) => value).join(', ')}.`,
		});
	});
	return [...new Set(chosen)];
}
