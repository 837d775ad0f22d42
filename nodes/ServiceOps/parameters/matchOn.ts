import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Field, PropertyGroup, Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { foldText, type Wanted } from '../records/equalRecords';
import { toKey } from '../records/reference';
import type { Row } from '../transport/page';
import { customField, property } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { byName, findChoice, type Choice } from '../values/choice';
import { entered, toRequiredText, toText } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { macForms, toMacAddress } from '../values/macAddress';
import { ownValue } from '../values/own';
import { toIdentifier, toOneLine } from '../values/visible';
import { CUSTOM_FIELDS } from './body';
import {
	CUSTOM_FIELD_NAME,
	customFieldChoice,
	customFieldName,
	readCustomRows,
} from './customFields';
import { toWireValue } from './fieldValues';
import { groupValues } from './propertyGroups';

const CUSTOM_FIELD_PARAMETER = 'matchCustomField';
const VALUE_LABEL = 'Match Value';

/** A field to recognize records by, and the group of properties that it belongs to, if any. */
interface MatchField {
	label: string;
	name: string;
	field?: Field;
	group?: PropertyGroup;
}

function describeField(resource: Resource, name: string): MatchField {
	const { fields, propertyGroups, keyField, keyName = 'Key' } = resource;
	if (name === keyField) {
		return { label: keyName, name, field: fields.find((field) => field.name === name) };
	}
	const group = propertyGroups?.groups.find((one) => one.fields.some((f) => f.name === name));
	const field = (group?.fields ?? fields).find((one) => one.name === name);
	return { label: field?.displayName ?? name, name, field, group };
}

const matchFields = (resource: Resource): MatchField[] =>
	(resource.matchOn ?? []).map((name) => describeField(resource, name));

const defaultMatch = ({ keyField }: Resource): string => keyField;

const matchChoices = (resource: Resource): Choice[] =>
	[
		...matchFields(resource).map(({ label, name }) => ({ name: label, value: name })),
		customFieldChoice,
	].sort(byName);

/** The parameters for how an existing record is recognized. */
export const matchForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Match On',
		name: 'matchOn',
		type: 'options',
		options: matchChoices(resource),
		default: defaultMatch(resource),
		description:
			'Field to find an existing record by. Its values must be unique: two records with the same value would become one.',
	},
	customFieldName(CUSTOM_FIELD_PARAMETER, 'matchOn', 'e.g. External ID'),
	{
		displayName: VALUE_LABEL,
		name: 'matchValue',
		type: 'string',
		default: '',
		placeholder: `e.g. ${resource.keyExample}`,
		description:
			'Exact value to look for. If empty, the value of the same field under Additional Fields is used.',
	},
];

/** What is compared: macOS writes accents apart from their letters. */
const toValue = (text: string): string => toIdentifier(text).normalize();

/** How an existing record is recognized. */
export interface Match extends Wanted {
	/** What the field is called in messages. */
	label: string;
	/** Whether it is a custom field, whose label may be written differently. */
	isCustom?: boolean;
	/** Whether a new record can be given the value. */
	canBeSet: boolean;
	/** Adds the value to the fields of a record, so that what is stored is what the next run looks for. */
	withValue: (values: IDataObject) => IDataObject;
	/** Identifies the field and value, however the value is written. */
	identity: string;
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
	const known = matchFields(resource).find(({ name }) => name === matchOn);
	const ofFields = known?.group ? groupValues(values, known.group)[matchOn] : values[matchOn];
	const given = entered(parameter('matchValue', '')) ?? entered(ofFields);
	if (given === undefined)
		throw new BadInput(`${VALUE_LABEL} is empty. Enter the value to look for`);
	const person = known?.field?.kind === 'email' ? known.field : undefined;
	const address = person ? toWireValue(person, given, '') : given;
	const raw = toRequiredText(VALUE_LABEL, address);
	const value = toValue(known ? toOneLine(raw) : raw);
	// What was stored as it was pasted is found as well, and an address whatever its case: directories write capitals.
	const alike = [raw, ...(person ? [value.toLowerCase()] : [])].filter((text) => text !== value);
	if (known) return { alike, ...matchField(resource, known, value) };
	const isCustom = matchOn === customFieldChoice.value;
	const name = isCustom ? parameter(CUSTOM_FIELD_PARAMETER, '') : matchOn;
	return { alike, ...matchCustomField(toText(CUSTOM_FIELD_NAME, entered(name) ?? ''), value) };
}

/** The server assigns keys itself, so a new record cannot have a given one; the email of a person is entered. */
function matchField(resource: Resource, described: MatchField, given: string): Match {
	const { label, name, field, group } = described;
	const isKey = name === resource.keyField;
	const value = isKey ? toKey(resource, given) : given;
	const canBeSet = field !== undefined;
	const isMac = field?.format === 'mac';
	const canonical = isMac ? (text: string) => toMacAddress(text) ?? text : undefined;
	return {
		label,
		value,
		canonical,
		...(isMac && { alike: macForms(value) }),
		identity: `${label} ${foldText(canonical?.(value) ?? value)}`,
		operand: property(`${resource.searchModule}.${name}`),
		mayBeUnsearchable: !resource.search.some((one) => one.name === name),
		valueIn: group ? (row) => propertyIn(resource, group, row)?.[name] : (row) => row[name],
		isShownIn: group && ((row) => Array.isArray(row[resource.propertyGroups?.name ?? ''])),
		canBeSet,
		withValue: canBeSet ? (values) => withField(values, described, value) : (values) => values,
	};
}

/** The properties of a group in a record. */
function propertyIn(
	{ propertyGroups }: Resource,
	{ wireType }: PropertyGroup,
	row: Row,
): IDataObject | undefined {
	const list = propertyGroups && row[propertyGroups.name];
	if (!Array.isArray(list)) return undefined;
	return (list as unknown[]).find(
		(entry): entry is IDataObject => isRecord(entry) && entry.type === wireType,
	);
}

function withField(values: IDataObject, { name, group }: MatchField, value: string): IDataObject {
	if (!group) return isValue(values[name], value) ? { ...values, [name]: value } : values;
	const own = groupValues(values, group);
	if (!isValue(own[name], value)) return values;
	return { ...values, [group.name]: { ...own, [name]: value } };
}

/** A match on a custom field. */
export function matchCustomField(label: string, value: string): Match {
	if (label.trim() === '') throw new BadInput(`${CUSTOM_FIELD_NAME} is empty`);
	const valueIn = ({ customField: fields }: Row) =>
		isRecord(fields) ? ownValue(fields, label) : undefined;
	return {
		label,
		value,
		identity: `${label} ${foldText(value)}`,
		operand: customField(label),
		isCustom: true,
		valueIn,
		isShownIn: ({ customField: fields }) => isRecord(fields),
		canBeSet: true,
		withValue: (values) => withCustomField(values, label, value),
	};
}

/** Whether a field has no value of its own, or the one to match apart from what no one sees. */
const isValue = (given: unknown, wanted: string): boolean =>
	entered(given) === undefined || toValue(textOf(entered(given))) === wanted;

/** Adds a custom field to those of the form, unless it is already there with another value. */
function withCustomField(values: IDataObject, name: string, value: string): IDataObject {
	const rows = readCustomRows(values[CUSTOM_FIELDS]);
	const given = rows.find((row) => row.name === name);
	if (given && !isValue(given.value, value)) return values;
	const others = rows.filter((row) => row !== given);
	return {
		...values,
		[CUSTOM_FIELDS]: { field: [...others, { type: 'text', ...given, name, value }] },
	};
}
