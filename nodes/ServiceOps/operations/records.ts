import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import type { RecordType, Resource } from '../resources';
import { hasEnvelope, isNotThere, isPathUnknown, mayHaveBeenDone } from '../transport/errors';
import { isRecord, textOf } from '../transport/json';
import {
	all,
	column,
	compare,
	join,
	property,
	readAll,
	readPage,
	type Page,
	type Qualification,
	type Reading,
	type Row,
	type SearchResult,
} from '../transport/search';
import type { Job, Task } from './types';
import { entered, ID, show, toChoice } from './values';

/** Where records are looked for. */
export type Place = Pick<Job, 'api' | 'resource' | 'type'> & Partial<Pick<Job, 'warn'>>;

/*
 * Reading, finding and deleting single records, whatever the server offers for it. Asset classes are the reason for
 * most of the care here: the same id may stand for a laptop and for a licence.
 */

const home = (resource: Resource): string[] => ['api', 'v1', ...resource.path];

/**
 * The type of record chosen in the form; undefined where the resource has none.
 *
 * @throws UserError when there is no such type
 */
export function chosenType(
	resource: Resource,
	task: Pick<Task, 'parameter'>,
): RecordType | undefined {
	const { parameter, displayName, options } = resource.types ?? {
		parameter: '',
		displayName: '',
		options: [],
	};
	if (options.length < 2) return options[0];
	const chosen = toChoice(
		displayName,
		options.map((type) => ({ name: type.displayName, value: type.value })),
		task.parameter(parameter, options[0]?.value) ?? options[0]?.value,
	);
	return options.find(({ value }) => value === chosen.value);
}

/** What records are called in messages, e.g. `Hardware asset`. */
function nounOf({ resource, type }: Place): string {
	return type?.model ? `${type.displayName} ${resource.noun}` : resource.noun;
}

/** Prefixes can be set by administrators, so only the shape is checked: prefix, hyphen, number. */
const KEY = /^(?=[^-]*\p{L})[\p{L}\p{N}_]{1,20}([ -][\p{L}\p{N}_]{1,20}){0,4}-\d{1,15}$/u;

const EMAIL = /^[^\s@/]{1,64}@[^\s@/]{1,255}$/;

function parseKey({ keyForm }: Resource, text: string): string | undefined {
	if (keyForm === 'email') return EMAIL.test(text) ? text : undefined;
	const key = text.replace(/\s*-\s*/g, '-');
	if (!KEY.test(key)) return undefined;
	return keyForm === 'upper' ? key.toUpperCase() : key;
}

/** How a record is named. */
export type Reference = { id: string } | { key: string };

/**
 * Takes apart what a person gives for a record: `65` and `INC-46` both work, in every mode of the picker.
 *
 * @throws UserError when it is neither
 */
export function parseReference(resource: Resource, value: unknown): Reference {
	const given = entered(value);
	const text = (textOf(given) || (given === undefined ? '' : show(given))).trim();
	if (text === '')
		throw new UserError(
			`${resource.displayName}: choose one from the list, or enter its ID or key`,
		);
	if (ID.test(text)) return { id: text };
	const key = parseKey(resource, text);
	if (key !== undefined) return { key };
	throw new UserError(
		`${resource.displayName}: "${text.slice(0, 80)}" is neither an ID such as 65 nor a key such as ${resource.keyExample}`,
	);
}

/** The id of the record chosen in the form; a key is looked up. */
export async function chosenRecord(job: Job): Promise<string> {
	return await referredRecord(job, parseReference(job.resource, job.parameter('recordId')));
}

/** The id of a record; a key is looked up. */
export async function referredRecord(job: Place, reference: Reference): Promise<string> {
	return 'id' in reference ? reference.id : await findByKey(job, reference.key);
}

/** Records whose field equals a value exactly, at most 20. */
export async function findWhere(
	job: Place,
	operand: IDataObject,
	value: string,
	isMatch: (row: Row) => boolean,
): Promise<Row[]> {
	const qualification = all([compare(operand, 'equal', 'StringValueRest', value)]);
	const { rows } = await searchRecords(job, qualification, { limit: 20, pageSize: 20 });
	return rows.filter((row) => isMatch(row) && textOf(row.id) !== '');
}

async function findByKey(job: Place, key: string): Promise<string> {
	const { resource } = job;
	const operand = property(`${resource.searchModule}.${resource.keyField}`);
	const isSame = (value: string) =>
		resource.keyForm === 'email' ? value.toLowerCase() === key.toLowerCase() : value === key;
	const matches = await findWhere(job, operand, key, (row) =>
		isSame(textOf(row[resource.keyField])),
	);
	const [match] = matches;
	if (!match) {
		throw new UserError(`ServiceOps has no ${nounOf(job)} with the key ${key}`, {
			description: `Compare it with what ServiceOps shows, or choose the ${resource.noun} From List.${otherType(job)}`,
		});
	}
	if (matches.length > 1) {
		const ids = matches.map((row) => textOf(row.id)).join(', ');
		throw new UserError(
			`ServiceOps has ${matches.length} ${resource.plural} with the key ${key}: IDs ${ids}. Use the ID instead`,
		);
	}
	return textOf(match.id);
}

/**
 * Searches where the server offers it: in the model of the record type, else in all of the module. Rows of other types
 * are left out.
 */
export async function searchRecords(
	job: Place,
	qualification: Qualification,
	{ sortBy, keep = () => true, ...reading }: Reading & { sortBy?: string },
): Promise<SearchResult> {
	return await readAll(
		{
			parallel: job.api.parallel,
			...reading,
			keep: (row) => belongs(job, row) && keep(row),
		},
		async (offset, size) => await searchPage(job, qualification, offset, size, sortBy),
	);
}

/** Rows of another type come from servers that search all types at once, rows of another kind from a shared path. */
export function belongs({ resource, type }: Place, row: Row): boolean {
	if (type && row.type !== undefined && row.type !== type.value) return false;
	const key = textOf(row[resource.keyField]);
	return !resource.keyPrefix || key === '' || key.startsWith(resource.keyPrefix);
}

/** Where resources share a path, the search is for the keys of one of them. */
function within({ resource }: Place, qualification: Qualification): Qualification {
	if (!resource.keyPrefix) return qualification;
	const key = property(`${resource.searchModule}.${resource.keyField}`);
	const own = compare(key, 'start_with', 'StringValueRest', resource.keyPrefix);
	if (qualification.type !== 'FlatQualificationRest') return join(own, 'AND', qualification);
	return all([own, ...(qualification.quals as Qualification[])]);
}

/** One page of a search; rows may be of another type where the server cannot search by type. */
export async function searchPage(
	job: Place,
	qualification: Qualification,
	offset: number,
	size: number,
	sortBy?: string,
): Promise<Page> {
	const { api, resource, type } = job;
	const search = { path: home(resource), qualification: within(job, qualification), sortBy };
	const noModels = `no search by model: ${resource.name}`;
	if (type?.model && !api.known.has(noModels)) {
		const path = [...search.path, type.model];
		const page = await readPage(api, { ...search, path }, offset, size, isNotThere);
		if (page) return page;
		api.known.add(noModels);
	}
	const page = (await readPage(api, search, offset, size)) ?? { rows: [] };
	if (type?.model && page.rows.some((row) => row.type === undefined)) {
		throw new UserError(
			`ServiceOps does not say which of the ${resource.plural} are ${type.displayName}, so none is used`,
		);
	}
	return page;
}

async function findById(job: Place, id: string): Promise<Row | undefined> {
	const qualification = all([compare(column('id'), 'in', 'ListLongValueRest', [Number(id)])]);
	const { rows } = await searchRecords(job, qualification, { limit: 10, pageSize: 10 });
	return rows.find((row) => textOf(row.id) === id);
}

/** Whether an answer is the record that was asked for. */
function isRecordWanted(job: Place, id: string, body: unknown): body is Row {
	if (!isRecord(body) || textOf(body.id) !== id || 'returnCode' in body) return false;
	if (job.type?.model && body.type !== job.type.value) return false;
	return belongs(job, body);
}

/**
 * Reads one record by id: directly, or by search where the server does not offer that, or answers with an asset of
 * another class.
 *
 * @throws NodeApiError or UserError when there is no such record
 */
export async function readRecord(job: Place, id: string): Promise<Row> {
	const { api, resource } = job;
	const noGet = `no get: ${resource.name}`;
	if (!api.known.has(noGet)) {
		const path = [...home(resource), id];
		const answer = await api.send({ method: 'GET', path }, isNotThere);
		if (isRecordWanted(job, id, answer.body)) return answer.body;
		if (isPathUnknown(answer)) api.known.add(noGet);
		else if (isNotThere(answer) && !job.type?.model) throw notFound(job, id);
	}
	const found = await findById(job, id);
	if (!found) throw notFound(job, id);
	return found;
}

const notFound = (job: Place, id: string): UserError =>
	new UserError(`ServiceOps has no ${nounOf(job)} ${id}, or the login may not see it`, {
		description: `Choose the ${job.resource.noun} From List.${aboutIds(job)}${otherType(job)}`,
	});

const aboutIds = ({ resource: { keyForm, keyExample } }: Place): string =>
	keyForm === 'email'
		? ''
		: ` IDs are not the numbers in keys: for ${keyExample}, choose By Key and enter ${keyExample}.`;

/** Assets of another class are not found, whatever their ID or key. */
const otherType = ({ resource: { types }, type }: Place): string =>
	type?.model && types ? ` Is ${types.displayName} the right one?` : '';

/** Where resources share a path, an ID may be that of another one: looks before it is written to. */
async function checkSharedPath(job: Place, id: string): Promise<void> {
	if (job.resource.keyPrefix) await readRecord(job, id);
}

/** Adds to the error of a write that may have been carried out how to find that out. */
export async function checkedBy<T>(howTo: string, write: Promise<T>): Promise<T> {
	return await write.catch((error: unknown) => {
		if (error instanceof NodeApiError && error.context.mayHaveBeenDone === true) {
			error.description = [error.description, howTo].filter(Boolean).join(' ');
		}
		throw error;
	});
}

const lookUp = (id: string): string => `To check, use Get with the ID ${id}.`;

/** How to find a record that may have been made: it has no ID yet that anybody knows. */
function lookFor({ titleField, fields }: Resource, body: Row): string {
	// The server itself titles what is ordered from the service catalog.
	if (body[titleField] === undefined) {
		return 'To check, use Get Many, sorted by Created Time, and look for one that was made just now.';
	}
	const title = fields.find(({ name }) => name === titleField)?.displayName ?? titleField;
	return `To check, use Get Many with the condition ${title} Is ${show(body[titleField])}.`;
}

/** @throws NodeApiError or UserError when it was not deleted */
export async function deleteRecord(job: Place, id: string): Promise<void> {
	if (job.type?.model) {
		await deleteOfType(job, job.type.model, id);
		return;
	}
	await checkSharedPath(job, id);
	const path = [...home(job.resource), id];
	await checkedBy(lookUp(id), job.api.send({ method: 'DELETE', path }));
}

/**
 * Deletes a record whose id may also belong to a record of another type: looks first, and never sends a DELETE to an
 * address at which another type was seen.
 */
async function deleteOfType(job: Place, model: string, id: string): Promise<void> {
	const { api, resource } = job;
	const flat = [...home(resource), id];
	const shown = await api.send({ method: 'GET', path: flat }, isNotThere);
	if (isRecordWanted(job, id, shown.body)) {
		await checkedBy(lookUp(id), api.send({ method: 'DELETE', path: flat }));
		return;
	}

	const wanted = await findById(job, id);
	if (!wanted) throw notFound(job, id);
	const byModel = await checkedBy(
		lookUp(id),
		api.send({ method: 'DELETE', path: [...home(resource), model, id] }, isNotThere),
	);
	if (!isNotThere(byModel)) return;

	const other =
		isRecord(shown.body) && !hasEnvelope(shown.body) ? shown.body : await findTwin(job, id);
	if (other) {
		throw new UserError(
			`Nothing was deleted: at the address of ${label(job, wanted)} this ServiceOps server has ${label(job, other)}`,
		);
	}
	await checkedBy(lookUp(id), api.send({ method: 'DELETE', path: flat }));
}

/** A record of another type with the same id. */
async function findTwin(job: Place, id: string): Promise<Row | undefined> {
	for (const type of job.resource.types?.options ?? []) {
		if (type === job.type) continue;
		const twin = await findById({ ...job, type }, id);
		if (twin) return twin;
	}
	return undefined;
}

function label({ resource }: Place, row: Row): string {
	const parts = [row[resource.keyField], row[resource.titleField], row.type];
	return parts.map(textOf).filter(Boolean).join(' / ');
}

/** Sends a new record and returns it as the server has it. */
export async function createRecord(job: Place, body: Row): Promise<Row> {
	const { resource } = job;
	const path = ['api', 'v1', ...(resource.createPath ?? resource.path)];
	const howTo = lookFor(resource, body);
	const answer = await checkedBy(howTo, job.api.send({ method: 'POST', path, body }));
	const id = isRecord(answer.body) ? textOf(answer.body.id) : '';
	if (!isRecord(answer.body) || id === '') {
		throw new UserError(
			`ServiceOps took the ${resource.noun}, but did not answer with the new record`,
			{
				description: `${mayHaveBeenDone}. ${howTo}`,
			},
		);
	}
	return resource.readsAfterCreate ? await readAfterWrite(job, id, answer.body) : answer.body;
}

/** Sends changes to a record and returns it as it is then. */
export async function patchRecord(job: Place, id: string, body: Row): Promise<Row> {
	await checkSharedPath(job, id);
	const path = [...home(job.resource), id];
	const answer = await checkedBy(lookUp(id), job.api.send({ method: 'PATCH', path, body }));
	if (isRecordWanted(job, id, answer.body)) return answer.body;
	if (job.type?.model && isRecord(answer.body) && typeof answer.body.type === 'string') {
		throw new UserError(
			`ServiceOps changed ${label(job, answer.body)} instead of the ${nounOf(job)} ${id}. Check both records`,
		);
	}
	return await readAfterWrite(job, id, { id: Number(id), ...body });
}

/** What was written is written, even if it cannot be read again: then what is known of it has to do. */
async function readAfterWrite(job: Place, id: string, known: Row): Promise<Row> {
	return await readRecord(job, id).catch(() => {
		job.warn?.(`The ${nounOf(job)} ${id} was written, but could not be read again afterwards`);
		return known;
	});
}
