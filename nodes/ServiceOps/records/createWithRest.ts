import type { Field } from '../resources';
import type { RecordTask } from '../run/types';
import { reasonOf, ServiceOpsError } from '../transport/errors';
import type { Row } from '../transport/page';
import { quote } from '../values/refuse';
import { textOf } from '../values/json';
import { alreadyHas } from './difference';
import { linkAfterwards, toLinkIds, type LinkTarget } from './links';
import { isCertainRefusal } from './refusal';
import { updateIfDifferent, type Written } from './updateIfDifferent';
import { createRecord } from './write';

/*
 * New records with what some servers do not take at creation: a status other than the first one, and links. It is sent
 * along where a server was seen to take it; what is missing then is added afterwards. The record is made in any case, so
 * what could not be added is said in the result, not by an error.
 */

/** What a new record is to have besides its body. */
export interface Rest {
	links?: LinkTarget[];
	/** What every write contains, e.g. the type of the record. */
	always?: Row;
	/** Makes what the creation lacks, e.g. the requester; returns whether it did. */
	makeMissing?: () => Promise<boolean>;
}

/** Creates a record, and returns it with notes on what was done afterwards or could not be done. */
export async function createWithRest(
	task: RecordTask,
	body: Row,
	{ links = [], always = {}, makeMissing }: Rest,
): Promise<Written> {
	const { resource } = task;
	const tried = fieldsAt(task, 'tried', body);
	const later = [...tried, ...fieldsAt(task, 'afterwards', body)];
	const sent = without(body, fieldsAt(task, 'afterwards', body));
	const linkIds = resource.takesLinks ? toLinkIds(links) : {};
	const send = async (given: Row) => await sendNew(task, { ...always, ...given }, makeMissing);

	let isLinked = Object.keys(linkIds).length > 0;
	const row = await send({ ...sent, ...linkIds }).catch(async (error: unknown) => {
		const isStatus = tried.some((field) => isAbout(error, [field.name, field.displayName]));
		const isLink = isLinked && isAbout(error, Object.keys(linkIds));
		if (!isStatus && !isLink) throw error;
		isLinked &&= !isLink;
		const base = isStatus ? without(sent, tried) : sent;
		return await send({ ...base, ...(isLinked && linkIds) }).catch(async (second: unknown) => {
			// The server names one field at a time.
			if (!isCertainRefusal(second)) throw second;
			isLinked = false;
			return await send(without(sent, tried));
		});
	});
	if (textOf(row.id) === '') {
		const notes = ['ServiceOps did not return the new record, so its ID is not known'];
		return { row, outcome: 'created', changedFields: [], notes };
	}
	const notes = isLinked ? [] : await linkAfterwards(task, textOf(row.id), links);
	if (isLinked && Object.keys(linkIds).some((list) => !(list in row))) {
		// A server may ignore them (additions.md 1).
		task.warn(
			'ServiceOps accepted the links, but does not show them. If they are missing, use Link Assets.',
		);
	}
	const wanted = pickFields(body, later);
	const after = await addLater(task, row, { always, wanted, customField: body.customField });
	const all = [...notes, ...after.notes];
	return {
		row: after.row,
		outcome: 'created',
		changedFields: [],
		...(all.length > 0 && { notes: all }),
	};
}

async function sendNew(
	task: RecordTask,
	body: Row,
	makeMissing: Rest['makeMissing'],
): Promise<Row> {
	const place = { ...task, makesPeople: makeMissing !== undefined };
	return await createRecord(place, body).catch(async (error: unknown) => {
		if (!isCertainRefusal(error) || !makeMissing || !(await makeMissing())) throw error;
		return await createRecord(task, body).catch((second: unknown) => {
			throw second instanceof ServiceOpsError
				? second.advise('The missing requester was created.')
				: second;
		});
	});
}

const fieldsAt = (
	{ resource }: RecordTask,
	when: NonNullable<Field['atCreation']>,
	body: Row,
): Field[] =>
	resource.fields.filter(({ atCreation, name }) => atCreation === when && body[name] !== undefined);

const without = (body: Row, fields: Field[]): Row =>
	Object.fromEntries(
		Object.entries(body).filter(([name]) => !fields.some((field) => field.name === name)),
	);

const pickFields = (body: Row, fields: Field[]): Row =>
	Object.fromEntries(fields.map(({ name }) => [name, body[name]]));

/** Whether a refusal is about a field itself, and not about what a rule wants besides. */
function isAbout(error: unknown, names: string[]): boolean {
	if (!isCertainRefusal(error)) return false;
	if (/\bis (?:required|mandatory)\b/i.test(error.message)) return false;
	const said = `${error.message} ${error.details ?? ''}`;
	return names.some((name) => said.includes(name));
}

/** Sets what the server left as it is with every new record. */
async function addLater(
	task: RecordTask,
	row: Row,
	{ always, wanted, customField }: { always: Row; wanted: Row; customField: Row[string] },
): Promise<{ row: Row; notes: string[] }> {
	const missing = task.resource.fields.filter(
		({ name, compare }) => name in wanted && !alreadyHas(row[name], wanted[name], compare),
	);
	if (missing.length === 0) return { row, notes: [] };
	const given = Object.fromEntries(missing.map(({ name }) => [name, wanted[name]]));
	const changes = { ...given, ...(customField !== undefined && { customField }) };
	const words = missing
		.map(({ displayName, name }) => `${displayName} ${quote(wanted[name])}`)
		.join(', ');
	return await updateIfDifferent(task, textOf(row.id), { wanted: changes, always }).then(
		({ row: after }) => ({
			row: after,
			notes: [`${words}: set by an update after the creation`],
		}),
		(error: unknown) => ({ row, notes: [`${words}: not set. ${reasonOf(error)}`] }),
	);
}
