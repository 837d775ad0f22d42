import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { matchForm, readMatch, type Match } from '../parameters/matchOn';
import { writingOptionsForm } from '../parameters/options';
import { typePicker } from '../parameters/record';
import { findChanges } from '../records/difference';
import { findWhere, readRecord } from '../records/find';
import { createRecord, patchRecord } from '../records/write';
import type { Field, Resource } from '../resources';
import { fieldsFor, wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { NotFound, SeveralFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { BadInput } from '../values/badInput';
import { entered } from '../values/coerce';
import { textOf, toObject, withKeysFirst } from '../values/json';
import { quote } from '../values/refuse';
import type { Operation } from './types';

const outcomeFields: Field[] = [
	{ name: 'outcome', displayName: 'Outcome', kind: 'text' },
	{ name: 'changedFields', displayName: 'Changed Fields', kind: 'list' },
];
const outcomeKeys = outcomeFields.map(({ name }) => name);

const fieldsParameter = (resource: Resource): INodeProperties => ({
	displayName: 'Fields',
	name: 'fields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description:
		'Values for the record. Fields that only a new record takes, such as Requester Email, are ignored on an existing one.',
	options: bodyParameters(resource, resource.fields),
});

export const upsert: Operation = {
	name: 'upsert',
	displayName: 'Create or Update',
	action: (resource) => `Create or update ${resource.noun}`,
	// The wording that n8n's linter demands.
	description: ({ noun }) =>
		`Create a new ${noun}, or update the current one if it already exists (upsert)`,
	result: (resource) => [...outcomeFields, ...wholeRecord(resource)],
	form: (resource) => [
		...typePicker(resource),
		...matchForm(resource),
		fieldsParameter(resource),
		...mappedFieldsForm(resource),
		writingOptionsForm(),
	],
	run: async (task) => {
		const { api, resource, type } = task;
		const given = toObject('Fields', task.parameter('fields', {}));
		const plan = readPlan(task, withMappedFields(task, given));
		// Two items for the same new record would otherwise both find nothing, and make two.
		const key = `${type?.value ?? ''} ${plan.match.label}: ${plan.match.value}`;
		const row = await api.serialize(key, async () => await createOrUpdate(task, plan));
		return [withKeysFirst([...outcomeKeys, ...resource.simplified], row)];
	},
};

/** All that was entered, converted before anything is sent. */
interface Plan {
	match: Match;
	/** What an existing record is to have. */
	changes: IDataObject;
	/** What a new record is to have; absent where none can be made. */
	newRecord?: IDataObject;
	/** What a new record would need besides. */
	missing?: Field;
}

/** @throws BadInput that names the field */
function readPlan(task: RecordTask, values: IDataObject): Plan {
	const { resource } = task;
	const match = readMatch(task, values);
	const changes = toBody(
		task,
		fieldsFor('update', resource),
		valuesFor('update', resource, values),
	);
	const complete = match.inNewRecord?.(valuesFor('create', resource, values));
	if (!complete) return { match, changes };
	const newRecord = toBody(task, fieldsFor('create', resource), complete);
	const missing = resource.fields.find(
		({ required, name }) => required && entered(complete[name]) === undefined,
	);
	return { match, changes, newRecord, missing };
}

/** What was entered, without the fields that a verb does not take. */
function valuesFor(
	verb: 'create' | 'update',
	resource: Resource,
	values: IDataObject,
): IDataObject {
	const taken = new Set(fieldsFor(verb, resource));
	const left = { ...values };
	for (const field of resource.fields) if (!taken.has(field)) delete left[field.name];
	return left;
}

async function createOrUpdate(task: RecordTask, plan: Plan): Promise<IDataObject> {
	const found = await findMatch(task, plan.match);
	return found
		? await updateIfDifferent(task, found, plan.changes)
		: await createMissing(task, plan);
}

/** @throws SeveralFound when more than one record matches */
async function findMatch(
	task: RecordTask,
	{ label, value, operand, isMatch }: Match,
): Promise<Row | undefined> {
	const { keyField, plural } = task.resource;
	const matches = await findWhere(task, operand, value, isMatch);
	if (matches.length > 1) {
		const names = matches.map((row) => textOf(row[keyField]) || textOf(row.id));
		throw new SeveralFound(
			`ServiceOps has ${matches.length} ${plural} with ${label} ${quote(value)}: ${names.join(', ')}`,
			{ description: 'Match on a field whose value is unique.' },
		);
	}
	return matches[0];
}

/**
 * @throws NotFound when no record can be created with the value that was looked for
 * @throws BadInput when a required field is missing
 */
async function createMissing(
	task: RecordTask,
	{ match, newRecord, missing }: Plan,
): Promise<IDataObject> {
	const { noun, plural } = task.resource;
	const none = `No ${noun} with ${match.label} ${quote(match.value)}`;
	if (!newRecord) {
		throw new NotFound(`${none}. ServiceOps assigns the keys of new ${plural}`, {
			description: 'To create missing records, match on another field.',
		});
	}
	if (missing) {
		throw new BadInput(`${none}, and a new one requires ${missing.displayName}`, {
			description: `Add ${missing.displayName} under Fields.`,
		});
	}
	return { outcome: 'created', ...(await createRecord(task, withType(task.type, newRecord))) };
}

/** Sends only what differs, and nothing when nothing does, so that a nightly sync leaves no traces. */
async function updateIfDifferent(
	task: RecordTask,
	found: Row,
	wanted: IDataObject,
): Promise<IDataObject> {
	const { resource, type } = task;
	const id = textOf(found.id);
	const current = await readRecord(task, id);
	const comparisons = new Map(resource.fields.map(({ name, compare }) => [name, compare]));
	const changes = findChanges(current, wanted, comparisons);
	const changedFields = Object.keys(changes);
	if (changedFields.length === 0) return { outcome: 'unchanged', changedFields, ...current };
	const row = await patchRecord(task, id, withType(type, changes));
	return { outcome: 'updated', changedFields, ...row };
}
