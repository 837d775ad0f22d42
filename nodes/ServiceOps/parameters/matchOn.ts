import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import type { RecordTask } from '../run/types';
import type { Wanted } from '../records/equalRecords';
import type { Row } from '../transport/page';
import { customField, property } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { findChoice, type Choice } from '../values/choice';
import { entered, toText } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { CUSTOM_FIELDS } from './body';
import {
	CUSTOM_FIELD_NAME,
	customFieldChoice,
	customFieldName,
	readCustomRows,
} from './customFields';

const CUSTOM_FIELD_PARAMETER = 'matchCustomField';

const defaultMatch = ({ titleField }: Resource): string => titleField;

const labelOf = (resource: Resource, name: string): string =>
	name === resource.keyField
		? 'Key'
		: (resource.fields.find((field) => field.name === name)?.displayName ?? name);

const matchChoices = (resource: Resource): Choice[] =>
	[
		...(resource.matchOn ?? []).map((name) => ({ name: labelOf(resource, name), value: name })),
		customFieldChoice,
	].sort((a, b) => a.name.localeCompare(b.name));

/** The parameters for how an existing record is recognized. */
export const matchForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Match On',
		name: 'matchOn',
		type: 'options',
		options: matchChoices(resource),
		default: defaultMatch(resource),
		description: 'Field used to find an existing record',
	},
	customFieldName(CUSTOM_FIELD_PARAMETER, 'matchOn', 'e.g. External ID'),
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
export interface Match extends Wanted {
	/** What the field is called in messages. */
	label: string;
	/** Whether a new record can be given the value. */
	canBeSet: boolean;
	/** Adds the value to the fields of a record, so that what is stored is what the next run looks for. */
	withValue: (values: IDataObject) => IDataObject;
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
	const isCustom = matchOn === customFieldChoice.value;
	const name = isCustom ? parameter(CUSTOM_FIELD_PARAMETER, '') : matchOn;
	return matchCustomField(toText(CUSTOM_FIELD_NAME, entered(name) ?? '').trim(), value);
}

/** The server assigns keys itself, so a new record cannot have a given one. */
function matchField(resource: Resource, name: string, value: string): Match {
	const isKey = name === resource.keyField;
	const wanted = isKey && resource.keyForm === 'upper' ? value.toUpperCase() : value;
	return {
		label: labelOf(resource, name),
		value: wanted,
		operand: property(`${resource.searchModule}.${name}`),
		valueIn: (row) => row[name],
		canBeSet: !isKey,
		withValue: isKey
			? (values) => values
			: (values) => (isValue(values[name], wanted) ? { ...values, [name]: wanted } : values),
	};
}

function matchCustomField(label: string, value: string): Match {
	if (label === '') throw new BadInput(`${CUSTOM_FIELD_NAME} is empty`);
	const valueIn = ({ customField: fields }: Row) => (isRecord(fields) ? fields[label] : undefined);
	return {
		label,
		value,
		operand: customField(label),
		valueIn,
		canBeSet: true,
		withValue: (values) => withCustomField(values, label, value),
	};
}

/** Whether a field has no value of its own, or the one to match apart from spaces around it. */
const isValue = (given: unknown, wanted: string): boolean =>
	entered(given) === undefined || textOf(entered(given)).trim() === wanted;

/** Adds a custom field to those of the form, unless it is already there with another value. */
function withCustomField(values: IDataObject, name: string, value: string): IDataObject {
	const rows = readCustomRows(values[CUSTOM_FIELDS]) as IDataObject[];
	const given = rows.find((row) => row.name === name);
	if (given && !isValue(given.value, value)) return values;
	const others = rows.filter((row) => row !== given);
	return {
		...values,
		[CUSTOM_FIELDS]: { field: [...others, { type: 'text', ...given, name, value }] },
	};
}
