import type { Field, Resource } from '../resources';
import { modulesOf, PERSON_KEYS } from '../resources/users';
import { ifError, isRefusal, isUnavailable, Rejected } from '../transport/errors';
import type { Row } from '../transport/page';
import { any, compare, property, type Qualification } from '../transport/qualification';
import type { Api } from '../transport/types';
import { textOf } from '../values/json';
import { foldText } from './equalRecords';
import type { Place } from './place';
import { searchPage, searchRecords } from './search';

/*
 * People are named by their email, their logon name or their name; records hold their email.
 */

/** More people than this with one name are not told apart. */
const MOST_PEOPLE = 50;
const MOST_SUGGESTED = 100;

/** Whether a field holds a person, by their email. */
export const isPerson = ({ kind, format, sends }: Field): boolean =>
	(kind === 'email' && format !== 'address') || (kind === 'choice' && sends === 'email');

/** A module of people. */
type PeoplePlace = Pick<Place, 'api' | 'resource'>;

/**
 * The email of the person that a text names.
 *
 * @returns undefined when nobody or more than one person is meant, or the account cannot read people
 */
export async function findEmail(api: Api, field: Field, text: string): Promise<string | undefined> {
	for (const resource of modulesOf(field.lookup)) {
		const [person, ...others] = (await findPeopleOnce({ api, resource }, text)) ?? [];
		const email = others.length === 0 && textOf(person?.email);
		if (email) return email;
	}
	return undefined;
}

/** Like `findPeople`, once per run; undefined when the account cannot search people. */
export const findPeopleOnce = async (
	place: PeoplePlace,
	text: string,
): Promise<Row[] | undefined> =>
	await place.api.once(
		`person ${place.resource.name} ${text}`,
		async () => await findPeople(place, text).catch(ifError(isUnavailable, undefined)),
	);

/** Some servers tell upper and lower case apart. */
function spellingsOf(text: string): string[] {
	const lower = text.toLowerCase();
	if (text.includes('@')) return [...new Set([text, lower])];
	const titled = lower.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
	const turned = turnedName(text);
	return [...new Set([text, lower, titled, ...(turned === undefined ? [] : [turned])])];
}

/** `Doe, Jane` is Jane Doe. */
export const turnedName = (text: string): string | undefined =>
	/^[^,]+,[^,]+$/.test(text) ? text.split(',').reverse().join(' ').trim() : undefined;

/** One condition for each of the fields, the surest first, and each form of a text. */
const conditionsOn = (
	{ resource }: Pick<PeoplePlace, 'resource'>,
	operator: string,
	forms: string[],
) =>
	PERSON_KEYS.flatMap((key) =>
		forms.map((form) =>
			compare(property(`${resource.searchModule}.${key}`), operator, 'StringValueRest', form),
		),
	);

/**
 * People to choose from, of the public lists: for accounts that cannot read the internal ones.
 *
 * @param text what their email, logon name or name contains; everyone where the server cannot search so
 */
export const suggestPeople = async (api: Api, { lookup }: Field, text: string): Promise<Row[]> =>
	await searchPeople(api, modulesOf(lookup), text === '' ? [] : [text]);

/**
 * People whose email, logon name or name contains one of some texts; everyone without any.
 *
 * @throws ServiceOpsError when the account cannot search people
 */
export async function searchPeople(api: Api, modules: Resource[], parts: string[]): Promise<Row[]> {
	const found = modules.map(async (resource) => {
		const place = { api, resource };
		const search = async (quals: Qualification[]): Promise<Row[]> =>
			await searchPage(place, any(quals), 0, MOST_SUGGESTED).then(
				({ rows }) => rows,
				async (error: unknown) => {
					if (quals.length === 0 || !isRefusal(error)) throw error;
					return await search(quals.length > parts.length ? quals.slice(0, parts.length) : []);
				},
			);
		return await search(conditionsOn(place, 'contains', parts));
	});
	return (await Promise.all(found)).flat();
}

/**
 * Those who have a text as their email; if nobody has, as their logon name; then as their name.
 *
 * @throws ServiceOpsError when the account cannot search people
 */
export async function findPeople(place: PeoplePlace, text: string): Promise<Row[]> {
	const quals = conditionsOn(place, 'equal', spellingsOf(text));
	const paging = { limit: MOST_PEOPLE, pageSize: MOST_PEOPLE };
	const { rows } = await searchRecords(place, any(quals), paging).catch(async (error: unknown) => {
		// The email is the one property that was seen (requests.md 6.8).
		if (!(error instanceof Rejected)) throw error;
		return await searchRecords(place, any(quals.slice(0, spellingsOf(text).length)), paging);
	});
	const wanted = [text, turnedName(text) ?? text].map(foldText);
	for (const key of PERSON_KEYS) {
		const found = rows.filter((row) => wanted.includes(foldText(textOf(row[key]))));
		if (found.length > 0) return found;
	}
	return [];
}
