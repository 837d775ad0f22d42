import type { IDataObject } from 'n8n-workflow';
import type { Lookup } from '../resources/index';
import { takePart } from '../transport/hiddenRows';
import { pageIn, type Page } from '../transport/page';
import { readAll } from '../transport/paging';
import { all, any, compare, property, type Qualification } from '../transport/qualification';
import type { Api, ApiRequest } from '../transport/types';
import { isRecord, textOf } from '../values/json';
import { foldText } from './equalRecords';
import { turnedName } from './people';

/** A list in the editor has to open within this time. */
export const LOOKUP_DEADLINE_MS = 9_000;

/** Servers may send fewer. */
const LOOKUP_PAGE_SIZE = 1_000;
/** How many entries a search returns at most. */
const MOST_FOUND = 100;

export interface Entry {
	id: string;
	name: string;
	/** The names from the top of the tree, joined with $; the name itself where there is no tree. */
	path: string;
	/** What the server itself calls it, whatever an administrator has renamed it to. */
	systemName?: string;
	/** Of people only. */
	email?: string;
}

/**
 * Reads a list of names, once per run.
 *
 * @throws NotPermitted, NotFound or another ServiceOpsError when the account cannot read it, or the server does not
 * have it
 */
export async function readLookup(api: Api, lookup: Lookup): Promise<Entry[]> {
	const { path } = lookup;
	return await api.once(path.join('/'), async () => toEntries(await readRows(api, lookup)));
}

/**
 * Finds entries by their names: in the whole list, or by a search where the list is too long to be read.
 *
 * @param names as people enter them; emails count too
 * @throws like `readLookup`
 */
export async function findInLookup(api: Api, lookup: Lookup, names: string[]): Promise<Entry[]> {
	const { path, searchBy } = lookup;
	if (!searchBy) return await readLookup(api, lookup);
	const wanted = [...new Set(names)];
	return await api.once(JSON.stringify([path, wanted]), async () => {
		const quals = wanted.flatMap((name) =>
			searchBy.map((key) => compare(property(key), 'equal', 'StringValueRest', name)),
		);
		return await searchLookup(api, lookup, quals);
	});
}

/**
 * Searches a list that is too long to be read, for entries whose name or email contains a text.
 *
 * @throws like `readLookup`
 */
export async function suggestFromLookup(api: Api, lookup: Lookup, text: string): Promise<Entry[]> {
	const { searchBy } = lookup;
	if (!searchBy || text === '') return await readLookup(api, lookup);
	const quals = searchBy.map((key) => compare(property(key), 'contains', 'StringValueRest', text));
	return await searchLookup(api, lookup, quals);
}

const foldPath = (text: string): string => foldText(text).replace(/\s*[>$/\\]\s*/g, '$');
const foldCode = (text: string): string => foldText(text).replace(/[\s_]+/g, ' ');

/**
 * The entries that a name may stand for: by name, email or path; else by the path with other signs between its names, which
 * may contain such signs; else by what the server itself calls them.
 */
export function findEntries(entries: Entry[], wanted: string): Entry[] {
	const read = (
		fold: (text: string) => string,
		texts: (entry: Entry) => Array<string | undefined>,
	) => {
		const forms = [wanted, turnedName(wanted) ?? wanted].map(fold);
		return entries.filter((entry) =>
			texts(entry).some((text) => text && forms.includes(fold(text))),
		);
	};
	const [exact, alike, byCode] = [
		read(foldText, ({ name, email, path }) => [name, email, path]),
		read(foldPath, ({ name, path }) => [name, path]),
		read(foldCode, ({ systemName }) => [systemName]),
	];
	return exact.length > 0 ? exact : alike.length > 0 ? alike : byCode;
}

async function searchLookup(api: Api, lookup: Lookup, quals: Qualification[]): Promise<Entry[]> {
	return toEntries(await readRows(api, lookup, { qualification: any(quals), limit: MOST_FOUND }));
}

/** No server has pages as small as this, so its total tells that a list is not one of several pages. */
const SHORT_LIST = 10;

const isShortList = (rows: unknown[], total: number | undefined): boolean =>
	rows.length < SHORT_LIST && rows.length === total;

/** A list that the server does not send whole is better than none. */
async function readRows(
	api: Api,
	{ method, path }: Lookup,
	{
		qualification = all([]),
		limit = Infinity,
	}: { qualification?: Qualification; limit?: number } = {},
): Promise<unknown[]> {
	const read = async (paging?: Pick<ApiRequest, 'body' | 'query'>): Promise<Page> =>
		pageIn(await api.send({ method, path: ['api', ...path], isRead: true, ...paging }));
	if (method === 'GET') return (await read()).rows;
	const reading = readAll(
		{ limit, pageSize: LOOKUP_PAGE_SIZE, isEnough: isShortList },
		async (offset, size) =>
			await read({ body: { qualDetails: qualification }, query: { offset, size } }),
	);
	const { rows } = await reading.catch(takePart);
	return rows;
}

const nodeOf = (row: IDataObject): IDataObject => (isRecord(row.node) ? row.node : row);
const labelOf = ({ name, systemName }: IDataObject): string => textOf(name) || textOf(systemName);

/** Some servers send a tree as a flat list whose rows name the row above them. */
function namesAbove(rows: IDataObject[]): (node: IDataObject) => string[] {
	const byId = new Map(rows.map(nodeOf).map((node) => [textOf(node.id), node]));
	return (node) => {
		const chain = [node];
		for (let one: IDataObject | undefined = node; one; ) {
			const { parentId, parent }: IDataObject = one;
			one = byId.get(textOf(isRecord(parent) ? parent.id : (parentId ?? parent)));
			// Rows that name each other do not make a tree.
			if (one && chain.includes(one)) return [];
			if (one) chain.unshift(one);
		}
		return chain.slice(0, -1).map(labelOf);
	};
}

/** Clients of these lists found flat lists and trees (requests.md 6.8). */
function toEntries(list: unknown, above: string[] = []): Entry[] {
	if (!Array.isArray(list)) return [];
	const rows = list.filter(isRecord) as IDataObject[];
	const named = namesAbove(rows);
	return rows.flatMap((row) => {
		const node = nodeOf(row);
		const { id, systemName, email } = node;
		const label = labelOf(node);
		const names = [...above, ...named(node), label];
		const entry = {
			id: textOf(id),
			name: label,
			path: names.join('$'),
			systemName: textOf(systemName) || undefined,
			email: textOf(email) || undefined,
		};
		const below = row.childrens ?? row.children;
		return [...(label === '' ? [] : [entry]), ...toEntries(below, names)];
	});
}
