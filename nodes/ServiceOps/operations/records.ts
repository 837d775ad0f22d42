import { UserError } from 'n8n-workflow';
import type { RecordType, Resource } from '../resources';
import { hasEnvelope } from '../transport/errors';
import { isRecord, textOf } from '../transport/json';
import {
	all,
	column,
	compare,
	property,
	readAll,
	readPage,
	type Page,
	type Qualification,
	type Row,
	type SearchResult,
} from '../transport/search';
import type { Job } from './types';

/** Where records are looked for. */
type Place = Pick<Job, 'api' | 'resource' | 'type'>;

/*
 * Reading, finding and deleting single records, whatever the server offers for it. Asset classes are the reason for
 * most of the care here: the same id may stand for a laptop and for a licence.
 */

const NOT_THERE = [404, 405];

const home = (resource: Resource): string[] => ['api', 'v1', ...resource.path];

/** What a record is called in messages, e.g. `Hardware asset 7`. */
function nameOf({ resource, type }: Place, id: string): string {
	return `${type ? `${type.displayName} ` : ''}${resource.noun} ${id}`;
}

const ID = /^[1-9]\d{0,14}$/;
/** Prefixes can be set by administrators, so only the shape is checked: prefix, hyphen, number. */
const KEY = /^(?=[^-]*[A-Za-z])[A-Za-z0-9_]{1,20}(-[A-Za-z0-9_]{1,20})*-\d{1,15}$/;

/**
 * Takes apart what a person gives for a record: `65` and `INC-46` both work, in every mode of the picker.
 *
 * @throws UserError when it is neither
 */
export function parseReference(
	resource: Resource,
	value: unknown,
): { id: string } | { key: string } {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text === '')
		throw new UserError(
			`${resource.displayName}: choose one from the list, or enter its ID or key`,
		);
	if (ID.test(text)) return { id: text };
	const key = text.replace(/\s*-\s*/g, '-');
	if (KEY.test(key)) return { key: resource.keyIsUpperCase ? key.toUpperCase() : key };
	throw new UserError(
		`${resource.displayName}: "${text.slice(0, 80)}" is neither an ID such as 65 nor a key such as ${resource.keyExample}`,
	);
}

/** The id of the record chosen in the form; a key is looked up. */
export async function chosenRecord(job: Job): Promise<string> {
	const reference = parseReference(job.resource, unwrap(job.parameter('recordId')));
	return 'id' in reference ? reference.id : await findByKey(job, reference.key);
}

const unwrap = (value: unknown): unknown =>
	isRecord(value) && 'value' in value ? value.value : value;

async function findByKey(job: Place, key: string): Promise<string> {
	const { resource } = job;
	const qualification = all([
		compare(
			property(`${resource.searchModule}.${resource.keyField}`),
			'equal',
			'StringValueRest',
			key,
		),
	]);
	const { rows } = await searchRecords(job, qualification, { limit: 20, pageSize: 20 });
	const matches = rows.filter((row) => row[resource.keyField] === key && row.id !== undefined);
	const [match] = matches;
	if (!match) throw new UserError(`ServiceOps has no ${describe(job)} with the key ${key}`);
	if (matches.length > 1) {
		throw new UserError(
			`ServiceOps has ${matches.length} ${resource.plural} with the key ${key}. Use the ID instead`,
		);
	}
	return textOf(match.id);
}

const describe = ({ resource, type }: Place): string =>
	(type ? `${type.displayName} ` : '') + resource.noun;

interface Reading {
	/** How many rows at most; Infinity for all. */
	limit: number;
	pageSize: number;
	sortBy?: string;
}

/** Searches where the server offers it: in the model of the record type, else in all of the module. */
export async function searchRecords(
	job: Place,
	qualification: Qualification,
	{ limit, pageSize, sortBy }: Reading,
): Promise<SearchResult> {
	return await readAll(
		limit,
		pageSize,
		async (offset, size) => await searchPage(job, qualification, offset, size, sortBy),
		(row) => isOfType(job, row),
	);
}

/** Rows that name another type come from servers that search all types at once. */
function isOfType({ type }: Place, row: Row): boolean {
	return !type || row.type === undefined || row.type === type.value;
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
	const path = home(resource);
	const noModels = `no search by model: ${resource.name}`;
	if (type && !api.known.has(noModels)) {
		const search = { path: [...path, type.model], qualification, sortBy };
		const page = await readPage(api, search, offset, size, NOT_THERE);
		if (page) return page;
		api.known.add(noModels);
	}
	const page = await readPage(api, { path, qualification, sortBy }, offset, size);
	const rows = page?.rows ?? [];
	if (type && rows.some((row) => row.type === undefined)) {
		throw new UserError(
			`ServiceOps does not say which of the ${resource.plural} are ${type.displayName}, so none is used`,
		);
	}
	return { rows, total: page?.total };
}

async function findById(job: Place, id: string): Promise<Row | undefined> {
	const qualification = all([compare(column('id'), 'in', 'ListLongValueRest', [Number(id)])]);
	const { rows } = await searchRecords(job, qualification, { limit: 10, pageSize: 10 });
	return rows.find((row) => textOf(row.id) === id);
}

/** Whether an answer is the record that was asked for. */
function isRecordWanted({ type }: Place, id: string, body: unknown): body is Row {
	if (!isRecord(body) || textOf(body.id) !== id || 'returnCode' in body) return false;
	return !type || body.type === type.value;
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
		const { status, body } = await api.send({ method: 'GET', path }, NOT_THERE);
		if (isRecordWanted(job, id, body)) return body;
		const isMissing = status === 404 && hasEnvelope(body);
		if (isMissing && !job.type) throw notFound(job, id);
		if (NOT_THERE.includes(status) && !isMissing) api.known.add(noGet);
	}
	const found = await findById(job, id);
	if (!found) throw notFound(job, id);
	return found;
}

const notFound = (job: Place, id: string): UserError =>
	new UserError(`ServiceOps has no ${nameOf(job, id)}, or the login may not see it`);

/** The record after a write: the answer if it is the record, else read anew. */
export async function recordAfter(job: Place, id: string, answer: unknown): Promise<Row> {
	return isRecordWanted(job, id, answer) ? answer : await readRecord(job, id);
}

/** @throws NodeApiError or UserError when it was not deleted */
export async function deleteRecord(job: Place, id: string): Promise<void> {
	if (job.type) {
		await deleteOfType(job, job.type, id);
		return;
	}
	await job.api.send({ method: 'DELETE', path: [...home(job.resource), id] });
}

/**
 * Deletes a record whose id may also belong to a record of another type: looks first, and never sends a DELETE to an
 * address at which another type was seen.
 */
async function deleteOfType(job: Place, type: RecordType, id: string): Promise<void> {
	const { api, resource } = job;
	const flat = [...home(resource), id];
	const shown = await api.send({ method: 'GET', path: flat }, NOT_THERE);
	if (isRecordWanted(job, id, shown.body)) {
		await api.send({ method: 'DELETE', path: flat });
		return;
	}

	const wanted = await findById(job, id);
	if (!wanted) throw notFound(job, id);
	const byModel = await api.send(
		{ method: 'DELETE', path: [...home(resource), type.model, id] },
		NOT_THERE,
	);
	if (!NOT_THERE.includes(byModel.status)) return;

	const other =
		isRecord(shown.body) && !hasEnvelope(shown.body) ? shown.body : await findTwin(job, id);
	if (other) {
		throw new UserError(
			`Nothing was deleted: at the address of ${label(job, wanted)} this ServiceOps server has ${label(job, other)}`,
		);
	}
	await api.send({ method: 'DELETE', path: flat });
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

/** Sends a new record. */
export async function postRecord(job: Place, body: Row): Promise<Row> {
	const answer = await job.api.send({ method: 'POST', path: home(job.resource), body });
	return isRecord(answer.body) ? answer.body : {};
}

/** Sends changes to a record and returns it as it is then. */
export async function patchRecord(job: Place, id: string, body: Row): Promise<Row> {
	const path = [...home(job.resource), id];
	const answer = await job.api.send({ method: 'PATCH', path, body });
	return await recordAfter(job, id, answer.body);
}
