import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { isRecord, textOf } from '../transport/json';
import { customField, property, type Row } from '../transport/search';
import { toBody } from './body';
import { writingOptionsForm, typePicker } from './commonForm';
import { fieldCollection } from './fieldForm';
import { createRecord, findWhere, patchRecord, readRecord } from './records';
import { wholeRecord } from './results';
import type { Job, Operation } from './types';
import { entered, show, toObject, toText } from './values';

const CUSTOM_FIELD = 'customField';

const isForCreate = (field: Field): boolean => field.only !== 'update';
const isForUpdate = (field: Field): boolean => field.only !== 'create';

const labelOf = (resource: Resource, name: string): string =>
	name === resource.keyField
		? 'Key'
		: (resource.fields.find((field) => field.name === name)?.displayName ?? name);

const firstMatch = ({ titleField }: Resource): string => titleField;

const matchForm = (resource: Resource): INodeProperties[] => [
	{
		displayName: 'Match On',
		name: 'matchOn',
		type: 'options',
		options: [
			...resource.matchOn.map((name) => ({ name: labelOf(resource, name), value: name })),
			{ name: 'Custom Field', value: CUSTOM_FIELD },
		].sort((a, b) => a.name.localeCompare(b.name)),
		default: firstMatch(resource),
		description: 'The field by which an existing record is recognised',
	},
	{
		displayName: 'Custom Field Name',
		name: 'matchCustomField',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. External ID',
		description: 'The label of the custom field, as the form in ServiceOps shows it',
		displayOptions: { show: { matchOn: [CUSTOM_FIELD] } },
	},
	{
		displayName: 'Match Value',
		name: 'matchValue',
		type: 'string',
		required: true,
		default: '',
		description: 'The value that an existing record must have, exactly',
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
		writingOptionsForm(),
	],
	run: async (job) => {
		const { resource } = job;
		const values = toObject('Fields', job.parameter('fields', {}));
		const match = readMatch(job, values);
		const found = await findMatch(job, match);
		if (found) return [await updateIfDifferent(job, found, only(values, resource, isForUpdate))];

		const missing = resource.fields.find(
			(field) => field.required && entered(values[field.name]) === undefined,
		);
		if (missing) {
			throw new UserError(
				`ServiceOps has no ${resource.noun} with ${match.label} ${show(match.value)}, and a new one needs ${missing.displayName}`,
				{ description: `Add ${missing.displayName} under Fields.` },
			);
		}
		const fields = resource.fields.filter(isForCreate);
		const row = await createRecord(job, toBody(job, fields, only(values, resource, isForCreate)));
		return [{ outcome: 'created', ...row }];
	},
};

interface Match {
	label: string;
	value: string;
	operand: IDataObject;
	isMatch: (row: Row) => boolean;
}

function readMatch(job: Job, values: IDataObject): Match {
	const { resource } = job;
	const matchOn = toText('Match On', job.parameter('matchOn', resource.titleField));
	const given = entered(job.parameter('matchValue', '')) ?? entered(values[matchOn]);
	if (given === undefined) throw new UserError('Match Value is empty. Enter the value to look for');
	const value = toText('Match Value', given).trim();
	if (!resource.matchOn.includes(matchOn) && matchOn !== 'key') {
		const name = matchOn === CUSTOM_FIELD ? job.parameter('matchCustomField', '') : matchOn;
		const label = toText('Custom Field Name', entered(name) ?? '').trim();
		if (label === '') throw new UserError('Custom Field Name is empty');
		const valueIn = (row: Row) => (isRecord(row.customField) ? row.customField[label] : undefined);
		return {
			label,
			value,
			operand: customField(label),
			isMatch: (row) => textOf(valueIn(row)) === value,
		};
	}
	const name = matchOn === 'key' ? resource.keyField : matchOn;
	return {
		label: labelOf(resource, name),
		value,
		operand: property(`${resource.searchModule}.${name}`),
		isMatch: (row) => textOf(row[name]) === value,
	};
}

async function findMatch(
	job: Job,
	{ label, value, operand, isMatch }: Match,
): Promise<Row | undefined> {
	const matches = await findWhere(job, operand, value, isMatch);
	if (matches.length > 1) {
		const names = matches.map((row) => textOf(row[job.resource.keyField]) || textOf(row.id));
		throw new UserError(
			`ServiceOps has ${matches.length} ${job.resource.plural} with ${label} ${show(value)}: ${names.join(', ')}`,
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
async function updateIfDifferent(job: Job, found: Row, values: IDataObject): Promise<IDataObject> {
	const id = textOf(found.id);
	const current = await readRecord(job, id);
	const wanted = toBody(job, job.resource.fields.filter(isForUpdate), values);
	const changed = Object.fromEntries(
		Object.entries(wanted).filter(
			([name, value]) => name !== 'type' && !holds(current[name], value, name),
		),
	);
	const changedFields = Object.keys(changed);
	if (changedFields.length === 0) return { outcome: 'unchanged', changedFields, ...current };
	const body = job.type ? { type: job.type.value, ...changed } : changed;
	return { outcome: 'updated', changedFields, ...(await patchRecord(job, id, body)) };
}

/**
 * Whether a record already holds a value. Servers leave unset fields out, order lists as they like, send numbers as
 * 1.0, add keys of their own to objects, and give only the last part of a type's path.
 */
function holds(current: unknown, wanted: unknown, name = ''): boolean {
	if (wanted === '' || wanted === null)
		return current === undefined || current === null || current === '' || current === 0;
	if (Array.isArray(wanted)) return holdsList(Array.isArray(current) ? current : [], wanted);
	if (isRecord(wanted)) {
		return Object.entries(wanted).every(([key, value]) =>
			holds(isRecord(current) ? current[key] : undefined, value, key),
		);
	}
	if (name.endsWith('TypeName') && typeof wanted === 'string' && wanted.includes('$')) {
		return textOf(current).toLowerCase() === wanted.split('$').pop()?.toLowerCase();
	}
	if (name === 'description') return plain(textOf(current)) === plain(textOf(wanted));
	return typeof current === typeof wanted
		? current === wanted
		: textOf(current) === textOf(wanted) && textOf(wanted) !== '';
}

function holdsList(current: unknown[], wanted: unknown[]): boolean {
	const isTyped = wanted.every((entry) => isRecord(entry) && typeof entry.type === 'string');
	if (isTyped && wanted.length > 0) {
		return wanted.every((entry) =>
			current.some(
				(candidate) =>
					isRecord(candidate) &&
					isRecord(entry) &&
					candidate.type === entry.type &&
					holds(candidate, entry),
			),
		);
	}
	return (
		current.length === wanted.length &&
		wanted.every((entry) => current.some((candidate) => holds(candidate, entry)))
	);
}

/** ServiceOps gives descriptions back without their HTML (requests.md section 4). */
const plain = (text: string): string =>
	text
		.replace(/<[^>]*>/g, '')
		.replace(/\s+/g, ' ')
		.trim();
