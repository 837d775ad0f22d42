import type {
	FieldType,
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
	ResourceMapperField,
} from 'n8n-workflow';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { BadInput } from '../values/badInput';
import { entered } from '../values/coerce';
import { textOf, toObject } from '../values/json';
import { CUSTOM_FIELDS } from './body';
import { notOffered } from './fields';
import { customFields, readCustomRows, type CustomKind } from './customFields';

const LABEL = 'Custom Fields From Form';
const NAME = 'mappedFields';
/** What to do where the form in ServiceOps cannot be read. */
export const ENTER_BY_HAND = 'Choose Enter by Hand under Custom Fields.';

const SOURCE = 'customFieldsFrom';
const NONE = 'none';
const sources: INodePropertyOptions[] = [
	{ name: 'None', value: NONE, displayOptions: { show: { [SOURCE]: [NONE] } } },
	{
		name: 'Choose From Form',
		value: 'form',
		description: 'Choose among the custom fields of the form in ServiceOps',
	},
	{
		name: 'Enter by Hand',
		value: 'hand',
		description: 'Enter the labels of the custom fields yourself',
	},
	// What is given while nothing is chosen is sent, so taking a choice back is another value.
	{
		name: 'None, Remove Values',
		value: 'removed',
		displayOptions: { hide: { [SOURCE]: [NONE] } },
	},
];

/**
 * Shows a parameter for its own choice. While nothing is chosen it is kept out of sight, because n8n drops what the form does not
 * have, and a workflow that a person or an AI has written may give values without the choice.
 */
const shownFor = (source: string, parameter: INodeProperties): INodeProperties[] => [
	{ ...parameter, displayOptions: { show: { [SOURCE]: [source] } } },
	{ ...notOffered(parameter), displayOptions: { show: { [SOURCE]: [NONE] } } },
];

/** The parameters for the custom fields of a form that the server lists: none, from the form, or entered by hand. */
export function mappedFieldsForm(resource: Resource): INodeProperties[] {
	if (!resource.form) return [];
	return [
		{
			displayName: 'Custom Fields',
			name: SOURCE,
			type: 'options',
			options: sources,
			default: NONE,
			description: 'Which custom fields to send, and how to enter them',
		},
		...shownFor('form', {
			displayName: LABEL,
			name: NAME,
			type: 'resourceMapper',
			default: { mappingMode: 'defineBelow', value: null },
			description: `Custom fields of the ${resource.noun} form, with their types and choices. Empty fields are not sent.`,
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
		}),
		...shownFor('hand', {
			...customFields(CUSTOM_FIELDS),
			displayName: 'Custom Field Values',
		}),
	];
}

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
	type === 'string' && options ? 'list' : type && kinds[type];

/** For a value without a schema, such as one from an expression or an AI agent. */
function kindOf(value: unknown): CustomKind {
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'number') return 'number';
	if (typeof value === 'boolean') return 'boolean';
	return value instanceof Date ? 'time' : 'text';
}

const isEmpty = (value: unknown): boolean =>
	entered(value) === undefined || (Array.isArray(value) && value.length === 0);

interface MappedRow {
	name: string;
	type: CustomKind;
	value: IDataObject[string];
}

/** The mapped values, as if they had been entered under Custom Fields. */
function mappedRows(parameter: unknown): MappedRow[] {
	const given = toObject(LABEL, entered(parameter) ?? {});
	const isMapper = typeof given.mappingMode === 'string';
	const schema = isMapper && Array.isArray(given.schema) ? given.schema : [];
	const types = new Map(
		(schema as ResourceMapperField[]).map((field) => [field.id, kindIn(field)]),
	);
	const values = isMapper ? toObject(LABEL, given.value ?? {}) : given;
	return Object.entries(values)
		.filter(([, value]) => !isEmpty(value))
		.map(([name, value]) => ({ name, type: types.get(name) ?? kindOf(value), value }));
}

/**
 * Adds the custom fields that are entered beside the collection to those in it, so that all lead to the same request.
 *
 * @param values the value of a collection such as Additional Fields
 * @throws BadInput that names a field entered both ways
 */
export function withMappedFields(
	{ resource, parameter }: Pick<RecordTask, 'resource' | 'parameter'>,
	values: IDataObject,
): IDataObject {
	if (!resource.form) return values;
	const mapped = mappedRows(parameter(NAME, {}));
	const manual = [
		...readCustomRows(values[CUSTOM_FIELDS]),
		...readCustomRows(parameter(CUSTOM_FIELDS, {})),
	] as IDataObject[];
	const names = manual.map(({ name }) => textOf(name).trim());
	const twice = mapped.map(({ name }) => name.trim()).find((name) => names.includes(name));
	if (twice !== undefined) {
		throw new BadInput(
			`The custom field "${twice}" is entered twice: under Custom Fields and under ${LABEL}. Remove it from one of them`,
		);
	}
	const field = [...manual, ...mapped];
	return field.length === 0 ? values : { ...values, [CUSTOM_FIELDS]: { field } };
}
