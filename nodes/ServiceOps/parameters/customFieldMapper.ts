import type {
	FieldType,
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
	ResourceMapperField,
} from 'n8n-workflow';
import type { FieldTable } from '../resources';
import type { Task } from '../run/types';
import { BadInput } from '../values/badInput';
import { entered, filled } from '../values/coerce';
import { toObject } from '../values/json';
import { ownValue } from '../values/own';
import { CUSTOM_FIELDS } from './body';
import { notOffered } from './fields';
import {
	customFields,
	FIRST_KIND,
	readCustomRows,
	toCustomRow,
	type CustomKind,
	type CustomRow,
} from './customFields';

const LABEL = 'Custom Fields From Form';
const NAME = 'mappedFields';
/** What to do where the form in ServiceOps cannot be read. */
export const ENTER_BY_HAND = 'Choose Enter by Hand under Custom Fields.';

const SOURCE = 'customFieldsFrom';
const NONE = 'none';
const FORM = 'form';
const HAND = 'hand';
const REMOVED = 'removed';
const sources: INodePropertyOptions[] = [
	{ name: 'None', value: NONE, displayOptions: { show: { [SOURCE]: [NONE] } } },
	{
		name: 'Choose From Form',
		value: FORM,
		description: 'Choose among the custom fields of the form in ServiceOps',
	},
	{
		name: 'Enter by Hand',
		value: HAND,
		description: 'Enter the labels of the custom fields yourself',
	},
	// What is given while nothing is chosen is sent, so taking a choice back is another value.
	{
		name: 'None, Remove Values',
		value: REMOVED,
		displayOptions: { hide: { [SOURCE]: [NONE] } },
	},
];

/** Where custom fields can come from. */
const sourcesOf = ({ form }: FieldTable): INodePropertyOptions[] =>
	sources.filter(({ value }) => form || value !== FORM);

/**
 * Keeps a parameter out of sight where nothing, or nothing known, is chosen, because n8n drops what the form does not have, and a
 * workflow that a person or an AI has written may give values without the choice.
 */
const unseen = (table: FieldTable, parameter: INodeProperties): INodeProperties => ({
	...notOffered(parameter),
	displayOptions: {
		hide: {
			[SOURCE]: sourcesOf(table).flatMap(({ value }) => (value === NONE ? [] : [value])),
		},
	},
});

/** Shows a parameter for its own choice. */
const shownFor = (
	table: FieldTable,
	source: string,
	parameter: INodeProperties,
): INodeProperties[] => [
	{ ...parameter, displayOptions: { show: { [SOURCE]: [source] } } },
	unseen(table, parameter),
];

/** The parameters for custom fields: none, from the form where the server lists it, or entered by hand. */
export function mappedFieldsForm(table: FieldTable): INodeProperties[] {
	const mapper = mapperFor(table);
	return [
		{
			displayName: 'Custom Fields',
			name: SOURCE,
			type: 'options',
			options: sourcesOf(table),
			default: NONE,
			description: 'Which custom fields to send, and how to enter them',
		},
		...(table.form ? shownFor(table, FORM, mapper) : [unseen(table, mapper)]),
		...shownFor(table, HAND, {
			...customFields(CUSTOM_FIELDS),
			displayName: 'Custom Field Values',
		}),
	];
}

const mapperFor = ({ noun }: FieldTable): INodeProperties => ({
	displayName: LABEL,
	name: NAME,
	type: 'resourceMapper',
	default: { mappingMode: 'defineBelow', value: null },
	description: `Custom fields of the ${noun} form, with their types and choices. Empty fields are not sent.`,
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'getCustomFields',
			// For an update too: n8n's mode for updates asks for columns to match on.
			mode: 'add',
			valuesLabel: LABEL,
			fieldWords: { singular: 'custom field', plural: 'custom fields' },
			addAllFields: false,
			supportAutoMap: false,
			noFieldsError: `No custom fields found. ${ENTER_BY_HAND}`,
		},
	},
});

/** A type in the schema of the mapper, as the Type of a custom field that is entered manually. */
const kinds: Partial<Record<FieldType, CustomKind>> = {
	array: 'list',
	boolean: 'boolean',
	dateTime: 'time',
	number: 'number',
	options: 'text',
	string: 'text',
};

/** A list is asked for as text with commas: the mapper's own field for a list is an editor for JSON. */
const kindIn = ({ type, options }: ResourceMapperField): CustomKind | undefined =>
	type === 'string' && options ? 'list' : type && ownValue(kinds, type);

/** The mapped values, as if they had been entered under Custom Fields. */
function mappedRows(parameter: unknown): CustomRow[] {
	const given = toObject(LABEL, entered(parameter) ?? {});
	const isMapper = typeof given.mappingMode === 'string';
	if (given.mappingMode === 'autoMapInputData') {
		throw new BadInput(
			`${LABEL} cannot be mapped automatically. Map each field, or give all of them with an expression such as {{ $json }}`,
		);
	}
	const schema = isMapper && Array.isArray(given.schema) ? given.schema : [];
	const types = new Map(
		(schema as ResourceMapperField[]).map((field) => [field.id, kindIn(field)]),
	);
	const values = isMapper ? toObject(LABEL, given.value ?? {}) : given;
	return Object.entries(values)
		.filter(([, value]) => filled(value) !== undefined)
		.map(([name, value]) => toCustomRow(name, value, types.get(name)));
}

/**
 * Adds the custom fields that are entered beside the collection to those in it, so that all lead to the same request.
 *
 * @param values the value of a collection such as Additional Fields
 */
export function withMappedFields(
	{ parameter }: Pick<Task, 'parameter'>,
	values: IDataObject,
): IDataObject {
	const mapped = mappedRows(parameter(NAME, {}));
	const manual = [
		...readCustomRows(values[CUSTOM_FIELDS]),
		...readCustomRows(
			parameter(CUSTOM_FIELDS, {}),
			parameter(SOURCE, NONE) === HAND ? FIRST_KIND : undefined,
		),
	];
	const field = [...manual, ...mapped];
	return field.length === 0 ? values : { ...values, [CUSTOM_FIELDS]: { field } };
}
