import { askIfPersonMeant, findPersonNamed } from '../records/namedPeople';
import { findEntries, findInLookup, type Entry } from '../records/nameLists';
import { refuseNames } from '../records/names';
import { turnedName } from '../records/people';
import type { Lookup, Resource, SearchProperty } from '../resources';
import { modulesOf } from '../resources/users';
import { isUnavailable } from '../transport/errors';
import type { Api } from '../transport/types';
import { BadInput } from '../values/badInput';
import { filled, toList } from '../values/coerce';
import { readAddresses } from '../values/emailAddresses';
import { textOf } from '../values/json';
import { toIdentifier } from '../values/visible';
import { findOperator, findProperty, type Condition } from './conditions';
import { takesOne } from './operators';

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** The addresses in a value as mail programs write it; none where anything in it is not an address. */
function findAllAddresses(value: unknown): string[] {
	const read = readAddresses(value);
	return 'addresses' in read ? read.addresses : [];
}

/** Whether a name is one that every server has, as far as its administrator has not changed it. */
const isUsual = ({ fields }: Resource, { names = [] }: SearchProperty, given: string): boolean =>
	fields.some(
		({ name, choices }) =>
			names.includes(name) && choices?.some((one) => one.toLowerCase() === given.toLowerCase()),
	);

/**
 * Looks up the IDs of the names in a condition, which the search language expects. Where the server has no list of them for
 * this account, the names are left to be compared with those in the rows.
 *
 * @throws BadInput when a name is not in the list, or rows cannot tell it either
 */
export async function lookUpNames(
	api: Api,
	resource: Resource,
	condition: Condition,
): Promise<Condition> {
	const { values, place } = condition;
	const property = findProperty(resource, values);
	const value = filled(values.value);
	if (!property?.names || value === undefined || typeof value === 'number') return condition;
	const operator = findOperator(values, property.kind);
	if (operator?.operand !== 'one' && operator?.operand !== 'many') return condition;
	const label = `${place}${condition.label ?? property.displayName}`;
	const addresses = property.lookup?.people ? findAllAddresses(value) : [];
	const parts = addresses.length > 0 ? addresses : toList(label, value);
	if (parts.every(isNumber)) return condition;
	const whole = toIdentifier(addresses.length === 1 ? parts.join('') : textOf(value));
	const entries = await readEntries(api, property.lookup, [whole, ...parts]);
	const isOne = operator.operand === 'one' || findEntries(entries ?? [], whole).length > 0;
	const wanted = isOne && whole !== '' ? [whole] : parts;
	if (!entries) {
		const areUsual = parts.length > 1 && parts.every((part) => isUsual(resource, property, part));
		if (operator.operand === 'one' && areUsual) throw takesOne(label, operator);
		const names = await findAddresses(api, property.lookup, label, { whole, wanted });
		return { ...condition, names: checkForRows(property, label, names) };
	}
	const find = (name: string) => findId(name, entries, label);
	if (operator.operand === 'one' && parts.length > 1 && !findEntries(entries, whole).length) {
		parts.forEach(find);
		throw takesOne(label, operator);
	}
	const ids = wanted.map((name) => (isNumber(name) ? Number(name) : find(name)));
	const meant = entries.filter(({ id }) => ids.includes(Number(id)));
	const names = meant.flatMap(({ name, email }) => (email === undefined ? name : [name, email]));
	return { ...condition, ids, names: wanted.some(isNumber) ? undefined : names };
}

/** @returns undefined when the server does not have the list, or this account cannot read it */
async function readEntries(
	api: Api,
	lookup: Lookup | undefined,
	names: string[],
): Promise<Entry[] | undefined> {
	if (!lookup) return undefined;
	const unreadable = `no list: ${lookup.path.join('/')}`;
	await api.ready();
	if (api.known.has(unreadable)) return undefined;
	const entries = await findInLookup(api, lookup, names).catch((error: unknown) => {
		if (!isUnavailable(error)) throw error;
		api.known.add(unreadable);
		return undefined;
	});
	// That nothing is found proves nothing: it is not documented what a search for people searches by, nor what an account sees.
	return entries?.length === 0 ? undefined : entries;
}

/**
 * What rows show of people who are given by their names: the public lists of people tell it where the internal ones do not. That
 * nobody is found proves nothing, unless somebody has a similar name.
 *
 * @param names what was entered, as a whole and as a list
 */
async function findAddresses(
	api: Api,
	lookup: Lookup | undefined,
	label: string,
	{ whole, wanted }: { whole: string; wanted: string[] },
): Promise<string[]> {
	if (!lookup?.people) return wanted;
	const find = async (name: string) => await findPersonNamed(api, label, lookup, name);
	const one = turnedName(whole) === undefined ? undefined : await find(whole);
	if (one !== undefined) return [one];
	const findOne = async (name: string): Promise<string> => {
		if (isNumber(name) || name.includes('@')) return name;
		const address = await find(name);
		const meant = address ?? (await askIfPersonMeant(api, modulesOf(lookup), name));
		if (address === undefined && meant !== '') {
			throw new BadInput(`${label}: there is no "${name}"`, { description: meant });
		}
		return address ?? name;
	};
	return await Promise.all(wanted.map(findOne));
}

/** @throws BadInput when rows do not show what was entered */
function checkForRows({ names = [] }: SearchProperty, label: string, wanted: string[]): string[] {
	const showsEmailsOnly = names.every((name) => name.endsWith('Email'));
	const unknown = wanted.find((name) => isNumber(name) || (showsEmailsOnly && !name.includes('@')));
	if (unknown === undefined) return wanted;
	throw new BadInput(`${label}: cannot look up "${unknown}" with this account`, {
		description: showsEmailsOnly ? 'Enter the email instead.' : 'Enter names only, or IDs only.',
	});
}

/** @throws BadInput when there is no such name, or several things have it */
function findId(wanted: string, entries: Entry[], label: string): number {
	const matches = findEntries(entries, wanted);
	const [match] = matches;
	if (match && matches.length === 1) return Number(match.id);
	const names = match
		? matches.map(({ path, name, id, email }) => (path === name ? (email ?? id) : path))
		: entries.map(({ name, email }) => (email && wanted.includes('@') ? email : name));
	const field = { displayName: label };
	throw refuseNames([{ field, given: wanted, names, isShared: match !== undefined }]);
}
