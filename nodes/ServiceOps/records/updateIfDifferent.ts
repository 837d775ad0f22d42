import type { Field, Resource } from '../resources';
import type { RecordTask } from '../run/types';
import type { Row } from '../transport/page';
import { isRecord } from '../values/json';
import { alreadyHas, findChanges } from './difference';
import { foldText } from './equalRecords';
import { readRecord } from './find';
import { mergeLists, type ListMode } from './mergeLists';
import { correctLabels, isName, readKnownNames } from './names';
import { findEmail, isPerson } from './people';
import { isCertainRefusal } from './refusal';
import { patchRecord } from './write';

/** What a write did to a record. */
export interface Written {
	/** The record as it is afterwards. */
	row: Row;
	outcome: 'created' | 'updated' | 'unchanged';
	/** The fields of an existing record that were changed. */
	changedFields: string[];
	/** What could not be done after a record was created, or was done in a second step. */
	notes?: string[];
}

/** Changes to a record. */
export interface Changes {
	wanted: Row;
	/** What every write contains, e.g. the type of the record. */
	always?: Row;
	/** The names of fields in `wanted` that are to be emptied. */
	emptied?: string[];
	listMode?: ListMode;
}

/**
 * Sends only what differs from the record as it is now, and nothing if nothing does. To be called within the record's
 * turn.
 */
export async function updateIfDifferent(
	task: RecordTask,
	id: string,
	{ wanted, always = {}, emptied = [], listMode = 'replace' }: Changes,
): Promise<Written> {
	const current = await readRecord(task, id);
	const shall = mergeLists(task.resource, listMode, current, wanted);
	const changes = await differencesOf(task, current, shall);
	const changedFields = Object.keys(changes);
	if (changedFields.length === 0) return { row: current, outcome: 'unchanged', changedFields };
	const send = async (given: Row) =>
		await patchRecord(
			task,
			id,
			{ ...always, ...given },
			emptied.filter((name) => name in given),
		);
	return await send(changes)
		.catch(async (error: unknown) => {
			const complete = withRuledFields(task.resource, shall, changes);
			if (!isCertainRefusal(error) || complete === changes) throw error;
			return await send(complete);
		})
		.then(
			(row): Written => ({ row, outcome: 'updated', changedFields }),
			async (error: unknown) => {
				if (!isCertainRefusal(error)) throw error;
				// A person may have done the same a moment ago, e.g. closed the ticket.
				const now = await readRecord(task, id);
				const left = await differencesOf(task, now, shall);
				if (Object.keys(left).length > 0) throw error;
				return { row: now, outcome: 'unchanged', changedFields: [] };
			},
		);
}

/** Sends all changes, whatever the record has. To be called within the record's turn. */
export async function updateAnyway(
	task: RecordTask,
	id: string,
	{ wanted, always = {}, emptied = [], listMode = 'replace' }: Changes,
): Promise<Written> {
	const current = listMode === 'replace' ? undefined : await readRecord(task, id);
	const shall = mergeLists(task.resource, listMode, current, wanted);
	const row = await patchRecord(task, id, { ...always, ...shall }, emptied);
	return { row, outcome: 'updated', changedFields: Object.keys(shall) };
}

async function differencesOf(task: RecordTask, current: Row, wanted: Row): Promise<Row> {
	const { resource } = task;
	const changes = findChanges(current, await withLabelsOf(task, current, wanted), resource.fields);
	for (const field of resource.fields) {
		const [is, shall] = [current[field.name], changes[field.name]];
		if (typeof shall !== 'string' || shall === '' || typeof is !== 'string' || is === '') continue;
		const isMeant = isPerson(field) ? isPersonMeant : isNameMeant;
		if (await isMeant(task, field, is, shall)) delete changes[field.name];
	}
	return changes;
}

/** Records hold emails, whatever a person was named by. */
async function isPersonMeant(
	{ api }: RecordTask,
	field: Field,
	is: string,
	shall: string,
): Promise<boolean> {
	const email = shall.includes('@') ? shall : await findEmail(api, field, shall);
	return email !== undefined && alreadyHas(is, email, 'ignoreCase');
}

/** Names that differ in case and spaces only are one, unless the server has both. */
async function isNameMeant(
	task: RecordTask,
	field: Field,
	is: string,
	shall: string,
): Promise<boolean> {
	if (!isName(field) || foldText(is) !== foldText(shall)) return false;
	return !(await readKnownNames(task, field)).includes(shall);
}

/** What is wanted, by the labels of the custom fields that a record has, where they are written differently. */
async function withLabelsOf(task: RecordTask, current: Row, wanted: Row): Promise<Row> {
	const [has, given] = [current.customField, wanted.customField];
	if (!isRecord(has) || !isRecord(given)) return wanted;
	const isAlike = (label: string) =>
		!Object.hasOwn(has, label) && Object.keys(has).some((one) => foldText(one) === foldText(label));
	if (!Object.keys(given).some(isAlike)) return wanted;
	return { ...wanted, ...(await correctLabels(task, wanted)) };
}

/** Rules about a status look at one update, so custom fields that were given may have to go along although they are stored. */
function withRuledFields({ fields }: Resource, wanted: Row, changes: Row): Row {
	const isRuled = fields.some(({ name, hasRules }) => hasRules && name in changes);
	const isWhole = wanted.customField === undefined || 'customField' in changes;
	return isRuled && !isWhole ? { ...changes, customField: wanted.customField } : changes;
}
