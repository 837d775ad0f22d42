import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import type { Row } from '../transport/page';
import { customField, property } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { findChoice, type Choice } from '../values/choice';
import { entered, toText } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { CUSTOM_FIELDS } from './body';
import { readCustomRows } from './customFields';

/** The choice that stands for a custom field, which a parameter of its own names. */
const CUSTOM_FIELD = 'customField';
const CUSTOM_FIELD_LABEL = 'Custom Field Name';

const defaultMatch = ({ titleField }: Resource): string => titleField;

const labelOf = (resource: Resource, name: string): string =>
	name === resource.keyField
		? 'Key'
		: (resource.fields.find((field) => field.name === name)?.displayName ?? name);

const matchChoices = (resource: Resource): Choice[] =>
	[
		...(resource.matchOn ?? []).map((name) => ({ name: labelOf(resource, name), value: name })),
		{ name: 'Custom Field', value: CUSTOM_FIELD },
	].sort((a, b) => a.name.localeCompare(b.name));

/** Asks how an existing record is recognized. */
export const matchForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Match On',
		name: 'matchOn',
		type: 'options',
		options: matchChoices(resource),
		default: defaultMatch(resource),
		description: 'Field used to find an existing record',
	},
	{
		displayName: CUSTOM_FIELD_LABEL,
		name: 'matchCustomField',
		type: 'string',
		default: '',
		placeholder: 'e.g. External ID',
		description: 'Label of the custom field, exactly as in the ServiceOps form',
		displayOptions: { show: { matchOn: [CUSTOM_FIELD] } },
	},
	{
		displayName: 'Match Value',
		name: 'matchValue',
		type: 'string',
		default: '',
		placeholder: resource.fields.find(({ name }) => name === resource.titleField)?.placeholder,
		description:
			'Exact value to look for. If empty, the value of the same field under Fields is used.',
	},
];

/** How an existing record is recognized. */
export interface Match {
	/** What the field is called in messages. */
	label: string;
	value: string;
	/** The field in the search language. */
	operand: IDataObject;
	isMatch: (row: Row) => boolean;
	/** Puts the value into a new record, so that the next run finds it; absent where that cannot be done. */
	inNewRecord?: (values: IDataObject) => IDataObject;
}

/**
 * @param values what is to be set on the record, which may hold the value to look for
 * @throws BadInput when there is no value, or no name of a custom field
 */
export function readMatch(
	{ resource, parameter }: Pick<RecordTask, 'resource' | 'parameter'>,
	values: IDataObject,
): Match {
	const chosen = toText('Match On', parameter('matchOn', defaultMatch(resource)));
	const matchOn = findChoice(matchChoices(resource), chosen)?.value ?? chosen;
	const given = entered(parameter('matchValue', '')) ?? entered(values[matchOn]);
	if (given === undefined) throw new BadInput('Match Value is empty. Enter the value to look for');
	const value = toText('Match Value', given).trim();
	if (resource.matchOn?.includes(matchOn)) return matchField(resource, matchOn, value);
	const name = matchOn === CUSTOM_FIELD ? parameter('matchCustomField', '') : matchOn;
	return matchCustomField(toText(CUSTOM_FIELD_LABEL, entered(name) ?? '').trim(), value);
}

/** The server numbers keys itself, so that no new record can have a given one. */
function matchField(resource: Resource, name: string, value: string): Match {
	const isKey = name === resource.keyField;
	const wanted = isKey && resource.keyForm === 'upper' ? value.toUpperCase() : value;
	return {
		label: labelOf(resource, name),
		value: wanted,
		operand: property(`${resource.searchModule}.${name}`),
		isMatch: (row) => textOf(row[name]) === wanted,
		inNewRecord: isKey ? undefined : (values) => ({ [name]: wanted, ...values }),
	};
}

function matchCustomField(label: string, value: string): Match {
	if (label === '') throw new BadInput(`${CUSTOM_FIELD_LABEL} is empty`);
	const valueIn = ({ customField: fields }: Row) => (isRecord(fields) ? fields[label] : undefined);
	return {
		label,
		value,
		operand: customField(label),
		isMatch: (row) => textOf(valueIn(row)) === value,
		inNewRecord: (values) => withCustomField(values, label, value),
	};
}

/** Adds a custom field to those of the form, unless it is among them already. */
function withCustomField(values: IDataObject, name: string, value: string): IDataObject {
	const field = readCustomRows(values[CUSTOM_FIELDS]) as IDataObject[];
	if (field.some((row) => row.name === name)) return values;
	return { ...values, [CUSTOM_FIELDS]: { field: [...field, { name, type: 'text', value }] } };
}
