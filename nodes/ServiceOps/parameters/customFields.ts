import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { FieldTable } from '../resources';
import { BadInput, checkAll } from '../values/badInput';
import { toChoice, type Choice } from '../values/choice';
import { entered, filled, onlyOf, toBoolean, toList, toNumber, toText } from '../values/coerce';
import { isDate, isDateTime } from '../values/dateObjects';
import { isRecord, parseJson, textOf } from '../values/json';
import { isNothing } from '../values/located';
import { isNoDate } from '../values/noDate';
import { refuse } from '../values/refuse';
import { toDateText, toTime } from '../values/time';
import type { Conversion } from './fields';

const LABEL = 'Custom Fields';

/** The Type that a row has at first. */
export const FIRST_KIND = 'text';

/** What a custom field can hold. */
export type CustomKind = 'boolean' | 'clear' | 'list' | 'number' | 'text' | 'time';

const customKinds: Array<Choice & { value: CustomKind; description?: string }> = [
	{ name: 'Boolean', value: 'boolean' },
	{ name: 'Clear', value: 'clear', description: 'Empties the field and ignores Value' },
	{ name: 'List', value: 'list', description: 'For multi-select and checkbox fields' },
	{ name: 'Number', value: 'number' },
	{ name: 'Text', value: 'text', description: 'For text, dropdown and radio fields' },
	{ name: 'Time', value: 'time' },
];

const rowValues: INodePropertyCollection['values'] = [
	{
		displayName: 'Field Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Cost Center',
		description: 'Label of the custom field, exactly as in the ServiceOps form',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: customKinds,
		default: FIRST_KIND,
		description: 'Type of value that the custom field holds',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'For a list, separate items with commas. For a time, use ISO 8601. An empty value is not sent.',
	},
];

/** Asks for custom fields, to be entered manually. */
export const customFields = (name: string): INodeProperties => ({
	displayName: LABEL,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Custom Field',
	default: {},
	options: [{ displayName: 'Field', name: 'field', values: rowValues }],
});

/** A custom field as it was entered. */
export type CustomRow = IDataObject;

/** @param type by default, what the value looks like, as when it comes from an expression or an AI agent */
export const toCustomRow = (name: string, value: unknown, type = kindOf(value)): CustomRow => ({
	name,
	type,
	value: value as IDataObject[string],
});

function kindOf(value: unknown): CustomKind {
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'number') return 'number';
	if (typeof value === 'boolean') return 'boolean';
	return isDate(value) || isDateTime(value) ? 'time' : 'text';
}

/**
 * The rows of such a collection. Expressions and AI agents also give them as a list, as labels with their values, and as the text
 * of either in JSON.
 *
 * @param shown what the form shows as the Type of a row: n8n does not store what is left as it is
 * @throws BadInput when it is none of these
 */
export function readCustomRows(collection: unknown, shown?: CustomKind): CustomRow[] {
	const given = parseJson(LABEL, entered(collection) ?? []);
	const rows = Array.isArray(given) ? given : isRecord(given) ? rowsIn(given, shown) : undefined;
	if (!rows?.every(isRecord)) {
		return refuse(LABEL, 'a list of objects with name and value, or an object', collection);
	}
	return rows;
}

/** The key of the rows in what the form gives; any other key is the label of a custom field. */
function rowsIn({ field, ...labeled }: IDataObject, shown?: CustomKind): unknown[] {
	const given = Array.isArray(field) ? (field as unknown[]) : isRecord(field) ? [field] : undefined;
	const rows = given?.map((row) => (shown && isRecord(row) ? { type: shown, ...row } : row));
	const own = rows ?? (field === undefined ? [] : [toCustomRow('field', field)]);
	return [...own, ...Object.entries(labeled).map(([name, value]) => toCustomRow(name, value))];
}

/** Among the fields to choose from: a custom field, which a parameter of its own names. */
export const customFieldChoice: Choice = { name: 'Custom Field', value: 'customField' };

export const CUSTOM_FIELD_NAME = 'Custom Field Name';

/**
 * Asks for the name of the custom field that was chosen.
 *
 * @param name the name of this parameter
 * @param chooser the name of the parameter with the choice
 */
export const customFieldName = (
	name: string,
	chooser: string,
	placeholder: string,
	displayName = CUSTOM_FIELD_NAME,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
	description: 'Label of the custom field, exactly as in the ServiceOps form',
	displayOptions: { show: { [chooser]: [customFieldChoice.value] } },
});

/**
 * Custom fields are sent under their label (requests.md 6.9). An empty value is left out, as an empty cell of a table
 * means nothing; clearing is asked for explicitly.
 *
 * @param collection the value of a `customFields` parameter
 * @returns undefined when it is empty
 * @throws BadInput that names the rows or the custom fields
 */
export function toCustomValues(
	{ resource, zone }: Conversion,
	collection: unknown,
): IDataObject | undefined {
	const rows = readCustomRows(collection);
	if (rows.length === 0) return undefined;
	const custom = new Map<string, unknown>();
	const convert = ({ name, type, value }: CustomRow, index: number): void => {
		// As it is: spaces at its ends belong to a label.
		const label = textOf(name);
		if (label.trim() === '') throw new BadInput(`${LABEL}: entry ${index + 1} has no Field Name`);
		if ([...custom.keys()].some((other) => other.trim() === label.trim())) {
			throw new BadInput(`${LABEL}: "${label.trim()}" is entered twice. Remove one of the two`);
		}
		const whole = filled(value);
		const title = `Custom field "${label}"`;
		const kind = entered(type) === undefined ? kindOf(whole) : toKind(title, type);
		const given = kind === 'list' ? whole : entered(onlyOf(whole));
		const isSet = kind === 'clear' || !isEmptyValue(kind, given);
		const sent = isSet ? toCustomValue(title, kind, given, resource, zone) : undefined;
		custom.set(label, Array.isArray(sent) && sent.length === 0 ? undefined : sent);
	};
	checkAll(rows.map((row, index) => () => convert(row, index)));
	const sent = [...custom].filter(([, value]) => value !== undefined);
	return sent.length === 0 ? undefined : (Object.fromEntries(sent) as IDataObject);
}

/** An empty cell of a table, or what other systems write for "no date". */
const isEmptyValue = (kind: CustomKind, value: unknown): boolean =>
	value === undefined || isNothing(value) || (kind === 'time' && isNoDate(value));

function toCustomValue(
	label: string,
	kind: CustomKind,
	value: unknown,
	{ customTime }: FieldTable,
	zone: string,
): unknown {
	switch (kind) {
		case 'boolean':
			return toBoolean(label, value);
		case 'clear':
			return null;
		case 'list':
			return toList(label, value);
		case 'number':
			return toNumber(label, value);
		case 'text':
			return toText(label, value);
		case 'time':
			return customTime === 'time' ? toTime(label, value, zone) : toDateText(label, value, zone);
	}
}

/** @throws BadInput when there is no such type */
const toKind = (label: string, type: unknown): CustomKind =>
	toChoice(`${label}, Type`, customKinds, type).value;
