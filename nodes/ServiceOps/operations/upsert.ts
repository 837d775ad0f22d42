import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { matchForm, readMatch, type Match } from '../parameters/matchOn';
import { writingOptionsForm } from '../parameters/options';
import { recordName, typePicker } from '../parameters/record';
import { findChanges } from '../records/difference';
import { findEqual, foldText } from '../records/equalRecords';
import { readRecord } from '../records/find';
import { recallCreated, rememberCreated } from '../records/recentlyCreated';
import { createRecord, patchRecord } from '../records/write';
import type { Field, Resource } from '../resources';
import { fieldsFor, wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { isPossiblyDone, NotFound, SeveralFound } from '../transport/errors';
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
		const { resource, type } = task;
		const given = toObject('Fields', task.parameter('fields', {}));
		const plan = readPlan(task, withMappedFields(task, given));
		const { label, value } = plan.match;
		// Two items or executions for the same new record would otherwise both find nothing, and make two.
		const turn = ['upsert', resource.name, type?.value, label, foldText(value)];
		const row = await task.inRecordOrder(
			turn.join(' '),
			async () => await createOrUpdate(task, plan),
		);
		return [withKeysFirst([...outcomeKeys, ...resource.simplified], row)];
	},
};

/** All that was entered, converted before anything is sent. */
interface Plan {
	match: Match;
	/** What an existing record is to have. */
	wanted: IDataObject;
	/** What a new record is to have. */
	newRecord: IDataObject;
	/** What a new record needs besides. */
	missing?: Field;
}

/** @throws BadInput that names the field */
function readPlan(task: RecordTask, given: IDataObject): Plan {
	const { resource } = task;
	const match = readMatch(task, given);
	const values = match.withValue(given);
	const convert = (verb: 'create' | 'update') =>
		toBody(task, fieldsFor(verb, resource), valuesFor(verb, resource, values));
	return {
		match,
		wanted: convert('update'),
		newRecord: convert('create'),
		missing: resource.fields.find(
			({ required, name }) => required && entered(values[name]) === undefined,
		),
	};
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
		? await updateIfDifferent(task, found, plan.wanted)
		: await createMissing(task, plan);
}

/** @throws SeveralFound when more than one record matches */
async function findMatch(task: RecordTask, match: Match): Promise<Row | undefined> {
	const { keyField, plural } = task.resource;
	let matches = await findEqual(task, match);
	if (matches.length === 0) matches = await recallCreated(task, match);
	if (matches.length > 1) {
		const names = matches.map((row) => textOf(row[keyField]) || textOf(row.id));
		const shown = names.length > 10 ? [...names.slice(0, 10), '…'] : names;
		throw new SeveralFound(
			`ServiceOps has ${matches.length} ${plural} with ${match.label} ${quote(match.value)}: ${shown.join(', ')}`,
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
	if (!match.canBeSet) {
		throw new NotFound(`${none}. ServiceOps assigns the keys of new ${plural}`, {
			description: 'To create missing records, match on another field.',
		});
	}
	if (missing) {
		throw new BadInput(`${none}, and a new one requires ${missing.displayName}`, {
			description: `Add ${missing.displayName} under Fields.`,
		});
	}
	const body = withType(task.type, newRecord);
	const row = await createRecord(task, body).catch((error: unknown) => {
		if (isPossiblyDone(error)) rememberCreated(task, match, undefined);
		throw error;
	});
	rememberCreated(task, match, row);
	return { outcome: 'created', ...row };
}

/** Sends only what differs, and nothing if nothing does, so that a nightly sync leaves no traces. */
async function updateIfDifferent(
	task: RecordTask,
	found: Row,
	wanted: IDataObject,
): Promise<IDataObject> {
	const { resource, type } = task;
	const id = textOf(found.id);
	return await task.inRecordOrder(recordName(task, id), async () => {
		const current = await readRecord(task, id);
		const comparisons = new Map(resource.fields.map(({ name, compare }) => [name, compare]));
		const changes = findChanges(current, wanted, comparisons);
		const changedFields = Object.keys(changes);
		if (changedFields.length === 0) return { outcome: 'unchanged', changedFields, ...current };
		const row = await patchRecord(task, id, withType(type, changes));
		return { outcome: 'updated', changedFields, ...row };
	});
}
