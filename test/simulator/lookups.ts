/** The lists of names that the web interface reads: pages of statuses and people, trees of categories and places. */
import type { Fields } from './fields';
import type { Call, Operation } from './operation';
import { envelopeOf, SEARCH_BODY } from './operation';
import type { Entry } from './references';
import { entriesOf } from './references';
import { tableOf } from './store';

/** The lists in pages, by path. */
const LISTS: Record<string, (call: Call) => Fields[]> = {
	'request/status': () => entriesOf('requestStatus').map(named),
	'request/priority': () => entriesOf('priority').map(named),
	'request/technician': ({ store }) => people(store, 'technician'),
	requester: ({ store }) => people(store, 'requester'),
	urgency: () => entriesOf('urgency').map(named),
	service_catalog: () =>
		entriesOf('service').map((entry) => ({
			...named(entry),
			categoryId: 1,
			serviceCatalogStatus: 'published',
		})),
};

function people(store: Call['store'], module: string): Fields[] {
	return [...tableOf(store, module).rows.values()].map(({ id, fields }) => ({
		id,
		name: String(fields.name),
		email: fields.email,
	}));
}

/** The trees; a category without any below it answers null, a department an empty list. */
const TREES = [
	{ list: 'category', path: 'request/category', name: 'Categories', leaf: null },
	{ list: 'department', path: 'department', name: 'Departments', leaf: [] },
	{ list: 'location', path: 'location', name: 'Locations', leaf: [] },
	{
		list: 'serviceCategory',
		path: 'service_catalog/category',
		name: 'ServiceCategories',
		leaf: null,
	},
];

/** Trees whose paths nobody has shown with an answer. */
const INFERRED = ['location', 'serviceCategory'];

/** All lists of names. */
export function lookupOperations(): Operation[] {
	return [
		...Object.entries(LISTS).map(([path, entries]): Operation => {
			const name = path.replace('request/', '').replace('_catalog', 's');
			return {
				operationId: `lookUp${name.charAt(0).toUpperCase()}${name.slice(1)}`,
				method: 'post',
				path: `/api/${path}/search/byqual`,
				tag: 'lookup',
				summary: `Look up: ${name}`,
				evidence: 'third-party',
				paging: true,
				body: SEARCH_BODY,
				run: (call) => ({ status: 200, body: page(call, entries(call)) }),
			};
		}),
		...TREES.map(
			({ list, path, name, leaf }): Operation => ({
				operationId: `lookUp${name}`,
				method: 'get',
				path: `/api/${path}`,
				tag: 'lookup',
				summary: `The tree: ${name}`,
				evidence: INFERRED.includes(list) ? 'inferred' : 'third-party',
				run: () => ({ status: 200, body: branches(entriesOf(list), undefined, leaf) }),
			}),
		),
	];
}

function page({ query, dialect }: Call, all: Fields[]): Fields {
	const { ignoreOffset, lookupPageCap } = dialect;
	const from = ignoreOffset ? 0 : Number(query.offset ?? 0);
	const asked = Number(query.size ?? all.length);
	const size = lookupPageCap > 0 ? Math.min(asked, lookupPageCap) : asked;
	return envelopeOf(all.slice(from, from + size), all.length, dialect);
}

function named({ id, name }: Entry): Fields {
	return { id, name, systemName: systemName(name) };
}

/** How the server itself calls an entry, whatever an administrator has renamed it to. */
function systemName(name: string): string {
	return name.toLowerCase().replace(/\W+/g, '_');
}

function branches(all: Entry[], above: Entry | undefined, leaf: null | never[]): Fields[] {
	return all
		.filter(({ parent }) => parent === above?.name)
		.map((entry) => {
			const below = branches(all, entry, leaf);
			return {
				node: { ...named(entry), parentId: above?.id ?? 0 },
				childrens: below.length > 0 ? below : leaf,
			};
		});
}
