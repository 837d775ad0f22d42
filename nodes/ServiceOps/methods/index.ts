import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { choicesMethod } from '../operations/fieldForm';
import { LOOKUP_TIMEOUT_MS, readLookup, type Entry } from '../operations/lookups';
import { chosenType, searchPage } from '../operations/records';
import { resources, type Field, type Resource } from '../resources';
import { connect } from '../transport/api';
import { textOf } from '../transport/json';
import { all } from '../transport/search';
import type { Api } from '../transport/types';
import { getCustomFields } from './customFieldMap';
import { searchRecordList } from './searchRecordList';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/**
 * Lists the names that a field can take: the server's where the login may read them, else the usual ones and those that
 * some of its records have.
 */
const suggest = (resource: Resource, field: Field): ListSearch =>
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
	const api = connect(context, LOOKUP_TIMEOUT_MS);
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
	const job = { api, resource, type: chosenType(resource, { parameter }) };
	const { rows } = await searchPage(job, all([]), 0, RECORDS_TO_LOOK_AT);
	const names = new Set(rows.map((row) => textOf(row[field.name])).filter((name) => name !== ''));
	return [...names].sort((a, b) => a.localeCompare(b));
}

/** What the editor asks while the form is filled in: records to choose from, and names for fields of fixed choices. */
export const listSearch: Record<string, ListSearch> = {
	searchRecords: searchRecordList,
	...Object.fromEntries(
		resources.flatMap((resource) =>
			resource.fields
				.filter((field) => field.kind === 'choice')
				.map((field) => [choicesMethod(resource, field), suggest(resource, field)]),
		),
	),
};

/** What the editor asks for a resource mapper: the fields to map. */
export const resourceMapping = { getCustomFields };
