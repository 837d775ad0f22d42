import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { toBody } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { fieldCollection } from '../parameters/fields';
import { writingOptionsForm } from '../parameters/options';
import { typePicker } from '../parameters/record';
import { holds, holdsEntry, isTypedList } from '../records/difference';
import { findWhere, readRecord } from '../records/find';
import { createRecord, patchRecord } from '../records/write';
import type { Field, Resource } from '../resources';
import { wholeRecord } from '../resources/recordFields';
import { type RecordTask } from '../run/types';
import { type Row } from '../transport/page';
import { customField, property } from '../transport/qualification';
import { findChoice, type Choice } from '../values/choice';
import { entered, toText } from '../values/coerce';
import { isRecord, textOf, toObject, withKeysFirst } from '../values/json';
import { quote } from '../values/refuse';
import type { Operation } from './types';

const CUSTOM_FIELD = 'customField';

const isForCreate = (field: Field): boolean => field.only !== 'update';
const isForUpdate = (field: Field): boolean => field.only !== 'create';

const labelOf = (resource: Resource, name: string): string =>
	name === resource.keyField
		? 'Key'
		: (resource.fields.find((field) => field.name === name)?.displayName ?? name);

const firstMatch = ({ titleField }: Resource): string => titleField;

const matchChoices = (resource: Resource): Choice[] =>
	[
		...(resource.matchOn ?? []).map((name) => ({ name: labelOf(resource, name), value: name })),
		{ name: 'Custom Field', value: CUSTOM_FIELD },
	].sort((a, b) => a.name.localeCompare(b.name));

const matchForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Match On',
		name: 'matchOn',
		type: 'options',
		options: matchChoices(resource),
		default: firstMatch(resource),
		description: 'The field by which an existing record is recognised',
	},
	{
		displayName: 'Custom Field Name',
		name: 'matchCustomField',
		type: 'string',
		default: '',
		placeholder: 'e.g. External ID',
		description: 'The label of the custom field, as the form in ServiceOps shows it',
		displayOptions: { show: { matchOn: [CUSTOM_FIELD] } },
	},
	{
		displayName: 'Match Value',
		name: 'matchValue',
		type: 'string',
		default: '',
		placeholder: resource.fields.find(({ name }) => name === resource.titleField)?.placeholder,
		description:
			'The value that an existing record must have, exactly. Left empty, the value of the same field under Fields counts.',
	},
];

const outcomeFields: Field[] = [
	{ name: 'outcome', displayName: 'Outcome', kind: 'text' },
	{ name: 'changedFields', displayName: 'Changed Fields', kind: 'list' },
];

export const upsert: Operation = {
	name: 'upsert',
	displayName: 'Create or Update',
	action: (resource) => `Create or update ${resource.noun}`,
	description: () => 'Create a new record, or update the current one if it already exists (upsert)',
	result: (resource) => [...outcomeFields, ...wholeRecord(resource)],
	form: (resource) => [
		...typePicker(resource),
		...matchForm(resource),
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description:
				'What the record is to hold. Fields that only a new record takes, such as Requester Email, are left alone on an existing one.',
			options: fieldCollection(resource, resource.fields),
		},
		...mappedFieldsForm(resource),
		writingOptionsForm(),
	],
	run: async (job) => {
		const values = withMappedFields(job, toObject('Fields', job.parameter('fields', {})));
		const match = readMatch(job, values);
		// Two items for the same new record would otherwise both find nothing, and make two.
		const turn = `${job.type?.value ?? ''} ${match.label}: ${match.value}`;
		const row = await job.api.serialize(turn, async () => await createOrUpdate(job, match, values));
		return [withKeysFirst(['outcome', 'changedFields', ...job.resource.simplified], row)];
	},
};

async function createOrUpdate(
	job: RecordTask,
	match: Match,
	values: IDataObject,
): Promise<IDataObject> {
	const { resource } = job;
	const found = await findMatch(job, match);
	if (found) return await updateIfDifferent(job, found, only(values, resource, isForUpdate));

	const none = `ServiceOps has no ${resource.noun} with ${match.label} ${quote(match.value)}`;
	if (!match.inNewRecord) {
		throw new UserError(`${none}, and a new one gets a key of its own`, {
			description: 'Match on another field to create records that are missing.',
		});
	}
	const body = match.inNewRecord(only(values, resource, isForCreate));
	const missing = resource.fields.find(
		(field) => field.required && entered(body[field.name]) === undefined,
	);
	if (missing) {
		throw new UserError(`${none}, and a new one needs ${missing.displayName}`, {
			description: `Add ${missing.displayName} under Fields.`,
		});
	}
	const row = await createRecord(job, toBody(job, resource.fields.filter(isForCreate), body));
	return { outcome: 'created', ...row };
}

interface Match {
	label: string;
	value: string;
	operand: IDataObject;
	isMatch: (row: Row) => boolean;
	/** Puts the value into a new record, so that the next run finds it; absent where that cannot be done. */
	inNewRecord?: (values: IDataObject) => IDataObject;
}

function readMatch(job: RecordTask, values: IDataObject): Match {
	const { resource } = job;
	const chosen = toText('Match On', job.parameter('matchOn', resource.titleField));
	const matchOn = findChoice(matchChoices(resource), chosen)?.value ?? chosen;
	const given = entered(job.parameter('matchValue', '')) ?? entered(values[matchOn]);
	if (given === undefined) throw new UserError('Match Value is empty. Enter the value to look for');
	const value = toText('Match Value', given).trim();
	if (!resource.matchOn?.includes(matchOn) && matchOn !== 'key') {
		const name = matchOn === CUSTOM_FIELD ? job.parameter('matchCustomField', '') : matchOn;
		const label = toText('Custom Field Name', entered(name) ?? '').trim();
		if (label === '') throw new UserError('Custom Field Name is empty');
		const valueIn = (row: Row) => (isRecord(row.customField) ? row.customField[label] : undefined);
		return {
			label,
			value,
			operand: customField(label),
			isMatch: (row) => textOf(valueIn(row)) === value,
			inNewRecord: (fields) => withCustomField(fields, label, value),
		};
	}
	const name = matchOn === 'key' ? resource.keyField : matchOn;
	const isKey = name === resource.keyField;
	const wanted = isKey && resource.keyForm === 'upper' ? value.toUpperCase() : value;
	return {
		label: labelOf(resource, name),
		value: wanted,
		operand: property(`${resource.searchModule}.${name}`),
		isMatch: (row) => textOf(row[name]) === wanted,
		inNewRecord: isKey ? undefined : (fields) => ({ [name]: wanted, ...fields }),
	};
}

/** Adds a custom field to those of the form, unless it stands there already. */
function withCustomField(values: IDataObject, name: string, value: string): IDataObject {
	const rows = isRecord(values.customFields) ? values.customFields.field : undefined;
	const field = Array.isArray(rows) ? (rows as IDataObject[]) : [];
	if (field.some((row) => row.name === name)) return values;
	return { ...values, customFields: { field: [...field, { name, type: 'text', value }] } };
}

async function findMatch(
	job: RecordTask,
	{ label, value, operand, isMatch }: Match,
): Promise<Row | undefined> {
	const matches = await findWhere(job, operand, value, isMatch);
	if (matches.length > 1) {
		const names = matches.map((row) => textOf(row[job.resource.keyField]) || textOf(row.id));
		throw new UserError(
			`ServiceOps has ${matches.length} ${job.resource.plural} with ${label} ${quote(value)}: ${names.join(', ')}`,
			{ description: 'Match on a field that is different for every record.' },
		);
	}
	return matches[0];
}

/** The values of the fields that a verb takes, and of all that are no plain fields. */
function only(
	values: IDataObject,
	resource: Resource,
	isWanted: (field: Field) => boolean,
): IDataObject {
	const unwanted = new Set(
		resource.fields.filter((field) => !isWanted(field)).map(({ name }) => name),
	);
	return Object.fromEntries(Object.entries(values).filter(([name]) => !unwanted.has(name)));
}

/** Sends only what differs, and nothing when nothing does, so that a nightly sync leaves no traces. */
async function updateIfDifferent(
	job: RecordTask,
	found: Row,
	values: IDataObject,
): Promise<IDataObject> {
	const id = textOf(found.id);
	const current = await readRecord(job, id);
	const wanted = toBody(job, job.resource.fields.filter(isForUpdate), values);
	const changed: IDataObject = {};
	for (const [name, value] of Object.entries(wanted)) {
		if (name === 'type' || holds(current[name], value, name)) continue;
		changed[name] = isTypedList(value)
			? value.filter((entry) => !holdsEntry(current[name], entry))
			: value;
	}
	const changedFields = Object.keys(changed);
	if (changedFields.length === 0) return { outcome: 'unchanged', changedFields, ...current };
	const body = job.type ? { type: job.type.value, ...changed } : changed;
	return { outcome: 'updated', changedFields, ...(await patchRecord(job, id, body)) };
}
