import { resources, type Lookup, type Resource } from '../resources';
import { searchRequest } from '../transport/page';
import { all } from '../transport/qualification';
import type { Api } from '../transport/types';
import { pathOf } from './place';
import { cannot, fine, fineIf, type Check, type Finding, type Known } from './serverFindings';
import { findPage, isSuccess, sendProbe, type Probe } from './serverProbe';

/** What the account of the credential may read. */
export const accessChecks: Check[] = [
	{ check: 'Records', find: checkRecords },
	{ check: 'Lists of names', find: checkNameLists },
	{ check: 'Custom fields', find: checkForms },
];

/** Something to read, and what came of it. */
interface Attempt {
	name: string;
	probe: Probe;
}

interface NamedLookup {
	name: string;
	lookup: Lookup;
}

const namesOf = (attempts: Attempt[]): string => attempts.map(({ name }) => name).join(', ');

const statusesOf = (attempts: Attempt[]): string =>
	attempts
		.map(({ name, probe }) => `${name}: ${probe ? `HTTP ${probe.status}` : 'no response'}`)
		.join('; ');

async function checkRecords({ api }: Known): Promise<Finding> {
	// Resources may share a path.
	const byPath = new Map(resources.map((resource) => [pathOf(resource).join('/'), resource]));
	const attempts: Attempt[] = [];
	for (const resource of byPath.values()) {
		attempts.push({ name: resource.plural, probe: await tryRecords(api, resource) });
	}
	const refused = attempts.filter(({ probe }) => !findPage(probe));
	return refused.length === 0
		? fine('This account can read all kinds of records', statusesOf(attempts))
		: cannot(
				`This account cannot read: ${namesOf(refused)}. If workflows need them, give it a role that permits it`,
				statusesOf(attempts),
			);
}

/** Records of several classes may have a path for each class, a common one, or both. */
async function tryRecords(api: Api, resource: Resource): Promise<Probe> {
	const model = resource.types?.options[0]?.model;
	const byModel =
		model && (await sendProbe(api, searchRequest([...pathOf(resource), model], 0, 1)));
	if (byModel && findPage(byModel)) return byModel;
	return await sendProbe(api, searchRequest(pathOf(resource), 0, 1));
}

/** The lists of the server, each once, by their paths in words, such as "request status". */
const listsOfNames = (): NamedLookup[] =>
	[...new Set(resources.flatMap(({ fields }) => fields.map(({ lookup }) => lookup)))]
		.filter((lookup) => lookup !== undefined)
		.map((lookup) => ({ name: nameOf(lookup), lookup }));

const nameOf = ({ path }: Lookup): string =>
	path
		.filter((segment) => !/^(v\d|search|byqual)$/.test(segment))
		.join(' ')
		.replaceAll('_', ' ');

async function tryLookups(api: Api, lists: NamedLookup[]): Promise<Attempt[]> {
	const attempts: Attempt[] = [];
	for (const { name, lookup } of lists) {
		const path = ['api', ...lookup.path];
		const body = { qualDetails: all([]) };
		const isPost = lookup.method === 'POST';
		const probe = await sendProbe(api, {
			method: lookup.method,
			path,
			isRead: true,
			...(isPost && { body, query: { offset: 0, size: 1 } }),
		});
		attempts.push({ name, probe });
	}
	return attempts;
}

async function checkNameLists({ api }: Known): Promise<Finding> {
	const attempts = await tryLookups(api, listsOfNames());
	const refused = attempts.filter(({ probe }) => !isSuccess(probe));
	const which = refused.length === attempts.length ? 'the lists of names' : namesOf(refused);
	return fineIf(
		refused.length === 0,
		'This account can read all lists of names',
		`This account cannot read ${which}. The form suggests names from records instead`,
		statusesOf(attempts),
	);
}

async function checkForms({ api }: Known): Promise<Finding> {
	const forms = resources.flatMap(({ form, plural }) =>
		form ? [{ name: plural, lookup: form }] : [],
	);
	const attempts = await tryLookups(api, forms);
	return fineIf(
		attempts.every(({ probe }) => isSuccess(probe)),
		'This account can read the custom fields of the form',
		'This account cannot read the custom fields of the form. Enter them by hand',
		statusesOf(attempts),
	);
}
