import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { bodyParameters, toBody, withType } from '../parameters/body';
import { mappedFieldsForm, withMappedFields } from '../parameters/customFieldMapper';
import { matchCustomField, matchForm, readMatch, type Match } from '../parameters/matchOn';
import { writingOptionsForm } from '../parameters/options';
import { outputForm, readOutput } from '../parameters/output';
import { recordName, typePicker } from '../parameters/record';
import { listModeOption, readWriteOptions } from '../parameters/writeOptions';
import { createWithRest } from '../records/createWithRest';
import { findMatching } from '../records/matchRecords';
import { mergeLists, type ListMode } from '../records/mergeLists';
import { checkPeopleFirst } from '../records/namedPeople';
import { correctLabels, toListOfNames } from '../records/names';
import { recallCreated, rememberCreated } from '../records/recentlyCreated';
import { updateIfDifferent, type Written } from '../records/updateIfDifferent';
import type { Field, Resource } from '../resources';
import { fieldsFor, simplifiedRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { isPossiblyDone, NotFound, SeveralFound } from '../transport/errors';
import type { Row } from '../transport/page';
import { BadInput, checkAll } from '../values/badInput';
import { entered } from '../values/coerce';
import { textOf, toObject } from '../values/json';
import { quote } from '../values/refuse';
import type { Operation } from './types';

const outcomeFields: Field[] = [
	{ name: 'outcome', displayName: 'Outcome', kind: 'text' },
	{ name: 'changedFields', displayName: 'Changed Fields', kind: 'list' },
];

const requiredLabels = ({ fields }: Resource): string =>
	fields
		.filter(({ required }) => required)
		.map(({ displayName }) => displayName)
		.join(', ');

const fieldsParameter = (resource: Resource): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'fields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: `Values for the record. A new ${resource.noun} requires ${requiredLabels(resource)}; fields that only a new one takes are ignored on an existing one.`,
	options: bodyParameters(resource, resource.fields),
});

export const upsert: Operation = {
	name: 'upsert',
	displayName: 'Create or Update',
	action: (resource) => `Create or update ${resource.noun}`,
	// The wording that n8n's linter demands.
	description: ({ noun }) =>
		`Create a new ${noun}, or update the current one if it already exists (upsert)`,
	result: (resource) => [...simplifiedRecord(resource), ...outcomeFields],
	form: (resource) => [
		...typePicker(resource),
		...matchForm(resource),
		fieldsParameter(resource),
		...mappedFieldsForm(resource),
		...outputForm(resource),
		writingOptionsForm(listModeOption(resource)),
	],
	run: async (task) => {
		const { resource, type } = task;
		const toOutput = readOutput(resource, task);
		const given = toObject('Additional Fields', task.parameter('fields', {}));
		const plan = readPlan(task, withMappedFields(task, given));
		checkPeopleFirst(task, { ...plan.newRecord, ...plan.wanted });
		// Two items or executions for the same new record would otherwise both find nothing, and make two.
		const turn = ['upsert', resource.name, type?.value, plan.match.identity].join(' ');
		const { row, ...outcome } = await task.inRecordOrder(turn, async () => {
			const written = await createOrUpdate(task, plan);
			noteSharedValue(task, plan.match, turn, written);
			return written;
		});
		return [{ ...toOutput(row), ...outcome }];
	},
};

/** Says once that several items of the run have the same value, so that only the last one is left in the record. */
function noteSharedValue(
	{ api: { known }, resource, warn }: RecordTask,
	{ label, value }: Match,
	turn: string,
	{ outcome }: Written,
): void {
	if (!known.has(turn) || outcome === 'unchanged') {
		known.add(turn);
		return;
	}
	const isNoted = `shared ${resource.name} ${label}`;
	if (known.has(isNoted)) return;
	known.add(isNoted);
	warn(
		`Several items have the same ${label}, such as ${quote(value)}, so they were written to one ${resource.noun}`,
	);
}

/** All that was entered, converted before anything is sent. */
interface Plan {
	match: Match;
	/** What an existing record is to have. */
	wanted: IDataObject;
	/** What a new record is to have. */
	newRecord: IDataObject;
	/** What a new record needs besides. */
	missing?: Field;
	listMode: ListMode;
}

/** @throws BadInput that names the fields */
function readPlan(task: RecordTask, given: IDataObject): Plan {
	const { resource } = task;
	const match = readMatch(task, given);
	const values = match.withValue(given);
	const convert = (verb: 'create' | 'update') => () =>
		toBody(task, fieldsFor(verb, resource), valuesFor(verb, resource, values));
	const [wanted = {}, newRecord = {}] = checkAll([convert('update'), convert('create')]);
	return {
		match,
		wanted,
		newRecord,
		listMode: readWriteOptions(task).listMode,
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

async function createOrUpdate(task: RecordTask, plan: Plan): Promise<Written> {
	const found = await findMatch(task, plan.match);
	if (!found) {
		const relabeled = await withServerLabel(task, plan);
		return relabeled ? await createOrUpdate(task, relabeled) : await createMissing(task, plan);
	}
	const id = textOf(found.id);
	const { wanted, listMode } = plan;
	const always = withType(task.type, {});
	return await task.inRecordOrder(
		recordName(task, id),
		async () => await updateIfDifferent(task, id, { wanted, always, listMode }),
	);
}

/**
 * Before a record is created, as nothing matches: by another spelling of the label, it would never be found again.
 *
 * @returns undefined when the label is as the server has it, or nothing is known about it
 */
async function withServerLabel(task: RecordTask, plan: Plan): Promise<Plan | undefined> {
	const { alike, isCustom, label, value } = plan.match;
	const { customField } = isCustom
		? await correctLabels(task, { customField: { [label]: value } })
		: {};
	const [known] = Object.keys(toObject('Custom Fields', customField ?? {}));
	if (known === undefined) return undefined;
	const corrected = async (body: IDataObject) => ({
		...body,
		...(await correctLabels(task, body)),
	});
	return {
		...plan,
		match: { alike, ...matchCustomField(known, value) },
		wanted: await corrected(plan.wanted),
		newRecord: await corrected(plan.newRecord),
	};
}

/** @throws SeveralFound when more than one record matches */
async function findMatch(task: RecordTask, match: Match): Promise<Row | undefined> {
	const { keyField, plural } = task.resource;
	let matches = await findMatching(task, match);
	if (matches.length === 0) matches = await recallCreated(task, match);
	if (matches.length > 1) {
		const names = matches.map((row) => textOf(row[keyField]) || textOf(row.id));
		throw new SeveralFound(
			`ServiceOps has ${matches.length} ${plural} with ${match.label} ${quote(match.value)}: ${toListOfNames(names)}`,
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
	{ match, newRecord, missing, listMode }: Plan,
): Promise<Written> {
	const { noun, plural } = task.resource;
	const none = `No ${noun} with ${match.label} ${quote(match.value)}`;
	if (!match.canBeSet) {
		throw new NotFound(`${none}. ServiceOps assigns the keys of new ${plural}`, {
			description: 'To create missing records, match on another field.',
		});
	}
	if (missing) {
		throw new BadInput(`${none}, and a new one requires ${missing.displayName}`, {
			description: `Add ${missing.displayName} under Additional Fields.`,
		});
	}
	const body = mergeLists(task.resource, listMode, undefined, newRecord);
	const always = withType(task.type, {});
	const written = await createWithRest(task, body, { always }).catch((error: unknown) => {
		if (isPossiblyDone(error)) rememberCreated(task, match, undefined);
		throw error;
	});
	rememberCreated(task, match, written.row);
	return written;
}
