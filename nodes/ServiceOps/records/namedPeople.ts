import type { IDataObject } from 'n8n-workflow';
import type { Field, Lookup, Resource } from '../resources';
import type { RecordTask } from '../run/types';
import { modulesOf, PERSON_ADDRESSES, PERSON_KEYS } from '../resources/users';
import { ifError, ServiceOpsError } from '../transport/errors';
import type { Row } from '../transport/page';
import type { Api } from '../transport/types';
import { BadInput } from '../values/badInput';
import { textOf } from '../values/json';
import { quote } from '../values/refuse';
import { askIfMeant } from '../values/similar';
import {
	findMeant,
	ignoreFault,
	readNames,
	refuseNames,
	unknownIn,
	type UnknownName,
} from './names';
import { findPeopleOnce, isPerson, searchPeople } from './people';
import type { Place } from './place';

/*
 * People who are given by their name, as they are in mails, forms and chats. Records take emails and logon names only, so a
 * name is looked up before anything is written.
 */

/** Whether a text is a name such as `Jane Doe`; emails and logon names have no blank inside. */
export const isDisplayName = (text: string): boolean => !text.includes('@') && /\S\s+\S/.test(text);

/**
 * The people whose name a text is, each once; those of the first module that has any.
 *
 * @returns undefined when they cannot be asked for
 */
async function findNamed(
	api: Api,
	lookup: Lookup | undefined,
	text: string,
): Promise<Row[] | undefined> {
	for (const resource of modulesOf(lookup)) {
		const rows = await findPeopleOnce({ api, resource }, text);
		const found = rows && [...new Map(rows.map((row) => [addressOf(row), row])).values()];
		if (!found || found.length > 0) return found;
	}
	return [];
}

/** What stands for a person in a record. */
const addressOf = (person: Row): string =>
	PERSON_ADDRESSES.map((key) => textOf(person[key])).find(Boolean) ?? textOf(person.id);

/**
 * What identifies the only person with a name.
 *
 * @param label the field or condition, for the error
 * @returns undefined when there is nobody, or people cannot be asked for
 * @throws BadInput that lists those with the name
 */
export async function findPersonNamed(
	api: Api,
	label: string,
	lookup: Lookup | undefined,
	text: string,
): Promise<string | undefined> {
	const found = (await findNamed(api, lookup, text)) ?? [];
	if (found.length > 1) {
		const field = { displayName: label };
		throw refuseNames([{ field, given: text, names: found.map(addressOf), isShared: true }]);
	}
	return found[0] && addressOf(found[0]);
}

/** The people in a body whom nobody has as email, logon name or name; none that can be created, or not be asked for. */
export async function findMissingPeople(
	{ api, resource, makesPeople }: Place,
	body: IDataObject,
): Promise<UnknownName[]> {
	const missing: UnknownName[] = [];
	for (const field of resource.fields.filter(isPerson)) {
		const given = textOf(body[field.name]);
		if (given === '' || (makesPeople && field.canBeMade)) continue;
		const found = await findNamed(api, field.lookup, given).catch(
			ifError((error) => error instanceof ServiceOpsError, undefined),
		);
		if (found?.length === 0) missing.push({ field, given, names: [] });
	}
	return missing;
}

/** Names are rarely wrong at both their ends. */
const PART = 3;
const MOST_PARTS = 8;

/** What people with a similar name may contain: the beginning and the end of each word. */
function partsOf(text: string): string[] {
	const [name = ''] = text.split('@');
	const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
	const parts = words.flatMap((word) =>
		word.length > PART ? [word.slice(0, PART), word.slice(-PART)] : [word],
	);
	return [...new Set(parts)].slice(0, MOST_PARTS);
}

/** Asks whether somebody with a similar name, logon name or email is meant; empty where nobody is, or it cannot be found out. */
export async function askIfPersonMeant(
	api: Api,
	modules: Resource[],
	text: string,
): Promise<string> {
	const parts = partsOf(text);
	const people =
		parts.length === 0 ? [] : await searchPeople(api, modules, parts).catch(ignoreFault);
	return askIfMeant(
		text,
		people.flatMap((person) => PERSON_KEYS.map((key) => textOf(person[key]))),
	);
}

/**
 * The emails of the people whom a body names by their display name.
 *
 * @throws BadInput when one of them is not exactly one person
 */
export async function findPeopleNamed(
	{ api, resource }: Pick<Place, 'api' | 'resource'>,
	body: IDataObject,
): Promise<IDataObject> {
	const found: IDataObject = {};
	for (const field of resource.fields.filter(isPerson)) {
		const given = body[field.name];
		if (typeof given !== 'string' || !isDisplayName(given)) continue;
		const email =
			(await findPersonNamed(api, field.displayName, field.lookup, given)) ??
			(await findListed(api, field, given));
		if (email !== undefined) found[field.name] = email;
	}
	return found;
}

/** Looks up who is named by their display name in what an item will write before anything of the run is written. */
export function checkPeopleFirst({ checkFirst, resource }: RecordTask, body: IDataObject): void {
	const isNamed = ({ name }: Field) => isDisplayName(textOf(body[name]));
	if (!resource.fields.filter(isPerson).some(isNamed)) return;
	checkFirst(async (api) => await findPeopleNamed({ api, resource }, body));
}

/**
 * A person whom the public lists do not have, in the internal list of a field, if it has one that this account can read.
 *
 * @returns undefined when people cannot be asked for
 * @throws BadInput when there is no such person
 */
async function findListed(api: Api, field: Field, given: string): Promise<string | undefined> {
	const { displayName, lookup } = field;
	const entries = await readNames(api, field);
	const listed = findMeant(entries, field, given);
	if (listed !== undefined) return listed;
	if (entries.length > 0) {
		throw refuseNames([unknownIn(entries, field, given, ({ name }) => name)]);
	}
	if (!(await findNamed(api, lookup, given))) return undefined;
	const meant = await askIfPersonMeant(api, modulesOf(lookup), given);
	throw new BadInput(`${displayName}: there is no ${quote(given)}`, {
		description: meant || 'Enter the email instead.',
	});
}
