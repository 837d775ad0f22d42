import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import { readType } from '../parameters/record';
import { LOOKUP_DEADLINE_MS, suggestFromLookup, type Entry } from '../records/nameLists';
import { readNamesInUse } from '../records/namesInUse';
import { isPerson, suggestPeople } from '../records/people';
import type { Field, Resource } from '../resources';
import { connect } from '../transport/client';
import { isUnavailable, OddAnswer } from '../transport/errors';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';
import { explainFault } from './explainFault';
import type { ListSearch } from './types';

/** Names to choose from, and why there are no others. */
interface Suggestions {
	items: INodeListSearchItems[];
	fault?: unknown;
	/** Whether not even the records could be read in a way that a ServiceOps server answers. */
	isElsewhere?: boolean;
}

/** The records and the server that names are read from. */
interface Source {
	api: Api;
	resource: Resource;
	parameter: (name: string) => unknown;
}

/**
 * Suggests names that a field can be set to: the server's own list if the account can read it, otherwise the default
 * names and those that some records have.
 */
export const suggestNames = (resource: Resource, field: Field): ListSearch =>
	async function (filter = '') {
		const api = connect(this, { deadlineMs: LOOKUP_DEADLINE_MS, isUrgent: true });
		const source = { api, resource, parameter: parameterReader(this) };
		const { items, fault, isElsewhere } = await findSuggestions(source, field, filter.trim());
		const isWorthSaying = fault !== undefined && (isElsewhere || !isUnavailable(fault));
		const notes = items.length === 0 || isWorthSaying ? [toNote(fault)] : [];
		return { results: [...notes, ...items.filter(matchesFilter(filter))] };
	};

const parameterReader =
	(context: ILoadOptionsFunctions) =>
	(name: string): unknown =>
		context.getCurrentNodeParameter(name);

/** An entry that is a notice; choosing it counts as choosing nothing. */
const toNote = (fault: unknown): INodeListSearchItems => {
	const cause = fault === undefined ? 'No names found' : explainFault(fault, 'this list');
	return { name: `${cause}. Type the name instead.`, value: '' };
};

function matchesFilter(filter: string): (item: INodeListSearchItems) => boolean {
	const wanted = filter.trim().toLowerCase();
	return ({ name, value }) =>
		[name, String(value)].some((text) => text.toLowerCase().includes(wanted));
}

async function findSuggestions(source: Source, field: Field, text: string): Promise<Suggestions> {
	const listed = await readServerList(source, field, text).catch(toFault);
	if (listed.items.length > 0) return listed;
	const usual = field.choices ?? [];
	// Asking again would take just as long if the server is down.
	if (listed.fault && !isUnavailable(listed.fault)) return { ...listed, items: toItems(usual) };
	const people = isPerson(field) ? await readPeople(source, field, text).catch(toFault) : listed;
	if (people.items.length > 0) return people;
	const { api, resource, parameter } = source;
	const place = { api, resource, type: readType(resource, { parameter }) };
	const used = await readNamesInUse(place, field.name)
		.then((names) => ({ items: toItems(names), fault: undefined }))
		.catch(toFault);
	const names = [...usual, ...used.items.map(({ name }) => name)];
	return {
		items: toItems([...new Set(names)]),
		fault: listed.fault ?? used.fault,
		isElsewhere: used.fault instanceof OddAnswer,
	};
}

const toFault = (fault: unknown): Suggestions => ({ items: [], fault });

const toItems = (names: string[]): INodeListSearchItems[] =>
	names.map((name) => ({ name, value: name }));

async function readServerList({ api }: Source, field: Field, text: string): Promise<Suggestions> {
	const entries = field.lookup ? await suggestFromLookup(api, field.lookup, text) : [];
	return toSuggestions(entries, field.sends ?? 'name');
}

/** Those whom the public lists have: API keys can read these. */
async function readPeople({ api }: Source, field: Field, text: string): Promise<Suggestions> {
	const rows = await suggestPeople(api, field, text);
	const people = rows.map(({ name, email }) => ({ name: textOf(name), email: textOf(email) }));
	return toSuggestions(people, 'email');
}

type Named = Pick<Entry, 'name' | 'email'> & Partial<Pick<Entry, 'path'>>;

/** @param sends which part of an entry is the value; entries without it cannot be chosen */
function toSuggestions(entries: Named[], sends: 'name' | 'email' | 'path'): Suggestions {
	const titles = new Map(entries.map((entry) => [entry[sends] ?? '', titleOf(entry)]));
	titles.delete('');
	return { items: [...titles].map(([value, name]) => ({ name, value })) };
}

/** What is below something in a tree is shown with all that is above it: `Hardware / Printer`. */
function titleOf({ name, email, path = name }: Named): string {
	if (email) return `${name} (${email})`;
	return path === name ? name : path.split('$').join(' / ');
}
