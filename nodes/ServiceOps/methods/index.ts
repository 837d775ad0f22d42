import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { choicesMethod } from '../operations/fieldForm';
import { readLookup, type Entry } from '../operations/lookups';
import { resources, type Field } from '../resources';
import { connect } from '../transport/api';
import { searchRecordList } from './searchRecordList';

/** Nobody waits longer for a list to open. */
const LOOKUP_TIMEOUT_MS = 10_000;

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Lists the names that a field can take: the server's where the login may read them, else the usual ones. */
const suggest = (field: Field): ListSearch =>
	async function (filter = '') {
		const wanted = filter.trim().toLowerCase();
		const entries = await choicesOf(this, field);
		if (entries.length === 0) return { results: [unreadable] };
		const results = entries.filter(({ name }) => name.toLowerCase().includes(wanted));
		return { results };
	};

const whyEmpty =
	'ServiceOps does not give this list to the login of the credential. Enter the name yourself.';
/** Chosen, it counts as nothing chosen. */
const unreadable = { name: whyEmpty, value: '' };

function titleOf({ name, email, path }: Entry, { sends }: Field): string {
	if (sends === 'path') return path;
	return email ? `${name} (${email})` : name;
}

async function choicesOf(
	context: ILoadOptionsFunctions,
	field: Field,
): Promise<INodeListSearchItems[]> {
	const usual = (field.choices ?? []).map((name) => ({ name, value: name }));
	if (!field.lookup) return usual;
	const api = connect(context, LOOKUP_TIMEOUT_MS);
	const entries = await readLookup(api, field.lookup).catch(() => []);
	const found = entries.map((entry) => ({
		name: titleOf(entry, field),
		value: entry[field.sends ?? 'name'] ?? '',
	}));
	return found.some(({ value }) => value !== '')
		? found.filter(({ value }) => value !== '')
		: usual;
}

/** What the editor asks while the form is filled in: records to choose from, and names for fields of fixed choices. */
export const listSearch: Record<string, ListSearch> = {
	searchRecords: searchRecordList,
	...Object.fromEntries(
		resources.flatMap((resource) =>
			resource.fields
				.filter((field) => field.kind === 'choice')
				.map((field) => [choicesMethod(resource, field), suggest(field)]),
		),
	),
};
