import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { readType } from '../parameters/record';
import type { Entry } from '../records/nameLists';
import { LOOKUP_TIMEOUT_MS, readLookup } from '../records/nameLists';
import type { Field, Resource } from '../resources/types';
import { connect } from '../transport/client';
import { all } from '../transport/qualification';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';
import { searchPage } from '../records/search';

/**
 * Lists the names that a field can take: the server's where the login may read them, else the usual ones and those that
 * some of its records have.
 */
export const suggest = (resource: Resource, field: Field): ListSearch =>
	async function (filter = '') {
		const wanted = filter.trim().toLowerCase();
		const entries = await choicesOf(this, resource, field);
		if (entries.length === 0) return { results: [unreadable] };
		const results = entries.filter(({ name, value }) =>
			[name, String(value)].some((text) => text.toLowerCase().includes(wanted)),
		);
		return { results };
	};

const whyEmpty =
	'ServiceOps does not give this list to the login of the credential. Enter the name yourself.';

/** Chosen, it counts as nothing chosen. */
const unreadable = { name: whyEmpty, value: '' };

function titleOf({ name, email, path }: Entry, { sends }: Field): string {
	if (sends === 'path') return path.split('$').join(' > ');
	return email ? `${name} (${email})` : name;
}

async function choicesOf(
	context: ILoadOptionsFunctions,
	resource: Resource,
	field: Field,
): Promise<INodeListSearchItems[]> {
	const api = connect(context, { timeoutMs: LOOKUP_TIMEOUT_MS });
	const entries = field.lookup ? await readLookup(api, field.lookup).catch(() => []) : [];
	const listed = entries
		.map((entry) => ({ name: titleOf(entry, field), value: entry[field.sends ?? 'name'] ?? '' }))
		.filter(({ value }) => value !== '');
	if (listed.length > 0) return listed;
	const seen = await namesInUse(context, api, resource, field).catch(() => []);
	const names = new Set([...(field.choices ?? []), ...seen]);
	return [...names].map((name) => ({ name, value: name }));
}

const RECORDS_TO_LOOK_AT = 100;

/** The values that some records have in a field, in the order of the alphabet. */
async function namesInUse(
	context: ILoadOptionsFunctions,
	api: Api,
	resource: Resource,
	field: Field,
): Promise<string[]> {
	const parameter = (name: string): unknown => context.getCurrentNodeParameter(name);
	const job = { api, resource, type: readType(resource, { parameter }) };
	const { rows } = await searchPage(job, all([]), 0, RECORDS_TO_LOOK_AT);
	const names = new Set(rows.map((row) => textOf(row[field.name])).filter((name) => name !== ''));
	return [...names].sort((a, b) => a.localeCompare(b));
}

export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;
