import { UserError, type IDataObject } from 'n8n-workflow';
import { isNotThere, isPathUnknown } from '../transport/refusal';
import { readPage, type Page, type Row } from '../transport/page';
import { readAll, type Reading, type SearchResult } from '../transport/paging';
import {
	all,
	column,
	compare,
	join,
	property,
	type Qualification,
} from '../transport/qualification';
import { isRecord, textOf } from '../values/json';
import { home, nounOf, Place, Reference } from './reference';

/*
 * Reading, finding and deleting single records, whatever the server offers for it. Asset classes are the reason for
 * most of the care here: the same id may stand for a laptop and for a licence.
 */

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

export async function findById(job: Place, id: string): Promise<Row | undefined> {
	const qualification = all([compare(column('id'), 'in', 'ListLongValueRest', [Number(id)])]);
	const { rows } = await searchRecords(job, qualification, { limit: 10, pageSize: 10 });
	return rows.find((row) => textOf(row.id) === id);
}

/** Whether an answer is the record that was asked for. */
export function isRecordWanted(job: Place, id: string, body: unknown): body is Row {
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

export const notFound = (job: Place, id: string): UserError =>
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
