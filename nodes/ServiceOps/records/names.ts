import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../resources';
import { ifError, ServiceOpsError } from '../transport/errors';
import { BadInput } from '../values/badInput';
import { isRecord, textOf } from '../values/json';
import { quote } from '../values/refuse';
import { askIfMeant } from '../values/similar';
import { foldText } from './equalRecords';
import { readFormFields } from './formFields';
import { findEntries, readLookup, type Entry } from './nameLists';
import { readNamesInUse } from './namesInUse';
import { findEmail, isPerson } from './people';
import type { Place } from './place';

/*
 * Names in a body, such as statuses and people, checked against the lists of the server.
 */

/** A name that no entry of its list has, or several have. */
export interface UnknownName {
	field: Pick<Field, 'displayName'>;
	given: string;
	/** What exists; what those are told apart by who share the name. */
	names: string[];
	isShared?: boolean;
	/** Whether they share what is sent, so that only their places in the tree tell them apart. */
	isSame?: boolean;
}

/** What the lists say about the names in a body. */
export interface NameCheck {
	/** Names that were written differently, as the server writes them. */
	corrected: IDataObject;
	unknown: UnknownName[];
	/** Names about which neither a list nor a record says anything. */
	unchecked: Array<UnknownName & { field: Field }>;
}

const MOST_NAMES = 25;

/** Whether a field holds the name of something that exists. */
export const isName = ({ kind, format }: Field): boolean => kind === 'choice' || format === 'name';

/** Looks up every name in a body whose list this account can read. */
export async function checkNames(place: Place, body: IDataObject): Promise<NameCheck> {
	const { api, resource } = place;
	const corrected = await correctLabels(place, body);
	const check: NameCheck = { corrected, unknown: [], unchecked: [] };
	for (const field of resource.fields) {
		const given = body[field.name];
		if (typeof given !== 'string' || given === '') continue;
		const entries = await readNames(api, field);
		const exact = findExact(entries, field, given);
		if (exact) continue;
		const meant =
			findMeant(entries, field, given) ??
			(await findPersonMeant(api, field, given)) ??
			(entries.length === 0 ? await findUsed(place, field, given) : undefined);
		if (meant !== undefined) {
			if (meant !== given) check.corrected[field.name] = meant;
		} else if (entries.length > 0) {
			check.unknown.push(unknownIn(entries, field, given, (entry) => valueOf(entry, field)));
		} else if (isName(field) && !field.choices?.includes(given)) {
			check.unchecked.push({ field, given, names: [] });
		}
	}
	return check;
}

/**
 * The custom fields of a body by their labels as the form, or else a record, has them, if some differ from these in case and
 * spaces.
 */
export async function correctLabels(
	place: Place,
	{ customField: given }: IDataObject,
): Promise<IDataObject> {
	if (!isRecord(given)) return {};
	const listed = await readLabels(place);
	const labels = listed.length > 0 ? listed : await readUsedNames(place, { name: 'customField' });
	let isCorrected = false;
	const entries = Object.entries(given).map(([label, value]) => {
		const alike = labels.filter((one) => foldText(one) === foldText(label));
		const [only = label] = alike.length === 1 && !labels.includes(label) ? alike : [];
		isCorrected ||= only !== label;
		return [only, value] as const;
	});
	return isCorrected ? { customField: Object.fromEntries(entries) } : {};
}

/** The labels of the form; none where the account cannot read it. */
export async function readLabels({
	api,
	resource: { form },
}: Pick<Place, 'api' | 'resource'>): Promise<string[]> {
	const fields = form ? await readFormFields(api, form).catch(ignoreFault) : [];
	return fields.map(({ name }) => textOf(name));
}

/** Lists are a help; without one, nothing is known about its names. */
export const ignoreFault = ifError<never[]>((error) => error instanceof ServiceOpsError, []);

/** @returns an empty list where there is none, or the account cannot read it */
export async function readNames(api: Place['api'], { kind, lookup }: Field): Promise<Entry[]> {
	// A list that is searched instead of read cannot tell what does not exist.
	if (kind !== 'choice' || !lookup || lookup.searchBy) return [];
	return await readLookup(api, lookup).catch(ignoreFault);
}

export const valueOf = (entry: Entry, { sends }: Field): string =>
	entry[sends ?? 'name'] ?? entry.name;

const findExact = (entries: Entry[], field: Field, given: string): Entry | undefined =>
	entries.find((entry) => valueOf(entry, field) === given);

/** The only entry that differs in case and spaces only, or is given by another of its names. */
export function findMeant(entries: Entry[], field: Field, given: string): string | undefined {
	const alike = findShared(entries, field, given);
	const [only] = alike;
	return only && alike.length === 1 ? valueOf(only, field) : undefined;
}

/** The entries that a name may stand for, and those that the server cannot tell from it: of a path, only the last name is sent. */
function findShared(entries: Entry[], field: Field, given: string): Entry[] {
	const alike = findEntries(entries, given);
	const [only] = alike;
	if (!only || alike.length > 1) return alike;
	return entries.filter((entry) => valueOf(entry, field) === valueOf(only, field));
}

/** @param labelOf what entries are listed by where none has the name */
export function unknownIn(
	entries: Entry[],
	field: Field,
	given: string,
	labelOf: (entry: Entry) => string,
): UnknownName {
	const alike = findShared(entries, field, given);
	if (alike.length === 0) return { field, given, names: entries.map(labelOf) };
	const names = alike.map((entry) => valueOf(entry, field));
	const isSame = new Set(names).size === 1;
	return { field, given, names: isSame ? pathsOf(alike) : names, isShared: true, isSame };
}

/** Where entries are in their tree, in words. */
export const pathsOf = (entries: Entry[]): string[] =>
	entries.map(({ path }) => path.replaceAll('$', ' > '));

/** What to do about names of which only the place in the tree differs. */
export const RENAME = 'ServiceOps is sent the name only, so rename all but one of them';

/** The names that some records have in a field; none where the account cannot search them. */
export const readUsedNames = async (
	place: Place,
	{ name }: Pick<Field, 'name'>,
): Promise<string[]> =>
	await place.api
		.once(
			`in use: ${place.resource.name} ${place.type?.value ?? ''} ${name}`,
			async () => await readNamesInUse(place, name),
		)
		.catch(ignoreFault);

/** The names that a field can have; where the list cannot be read, those that some records have. */
export async function readKnownNames(place: Place, field: Field): Promise<string[]> {
	const listed = await readNames(place.api, field);
	return listed.length > 0
		? listed.map((entry) => valueOf(entry, field))
		: await readUsedNames(place, field);
}

/** Where the list cannot be read, records show how a name is written. */
async function findUsed(place: Place, field: Field, given: string): Promise<string | undefined> {
	if (!isName(field) || isPerson(field) || field.choices?.includes(given)) return undefined;
	const names = await readUsedNames(place, field);
	const alike = names.filter((name) => foldText(name) === foldText(given));
	return alike.length === 1 ? alike[0] : undefined;
}

/** Servers hold emails in lower case, so there is nothing to correct. */
const isBareEmail = (text: string): boolean => text.includes('@') && text === text.toLowerCase();

const findPersonMeant = async (
	api: Place['api'],
	field: Field,
	given: string,
): Promise<string | undefined> =>
	isPerson(field) && !isBareEmail(given) ? await findEmail(api, field, given) : undefined;

/** Names for a message, up to a bound. */
export const toListOfNames = (names: string[]): string =>
	names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ' and others' : '');

/** What to say about a name that does not exist. */
export const sayUnknown = ({ field, given, names, isShared }: UnknownName): string =>
	`${field.displayName}: ${isShared ? `${names.length} are named` : 'there is no'} ${quote(given)}`;

/** What to say about names that may not exist, beside others that do not: servers name one at a time. */
export const sayUnchecked = (unchecked: NameCheck['unchecked']): string[] =>
	unchecked
		.filter(({ field }) => !isPerson(field))
		.map(({ field, given }) => `Check ${field.displayName} ${quote(given)} too.`);

/** The error about all names of a body that do not exist. */
export function refuseNames(
	unknown: UnknownName[],
	unchecked: NameCheck['unchecked'] = [],
): BadInput {
	const message = unknown.map(sayUnknown).join('. ');
	const advice = unknown.flatMap(({ field, given, names, isShared, isSame }) => {
		const label = unknown.length > 1 ? ` for ${field.displayName}` : '';
		const lead = isSame ? RENAME : isShared ? 'Enter one of these' : 'ServiceOps has';
		const listed = names.length > 0 && `${lead}${label}: ${toListOfNames(names)}.`;
		return [isShared ? '' : askIfMeant(given, names), listed];
	});
	const description = [...advice, ...sayUnchecked(unchecked)].filter(Boolean).join(' ');
	return new BadInput(message, { description });
}
