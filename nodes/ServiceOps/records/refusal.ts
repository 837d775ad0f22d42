import type { IDataObject } from 'n8n-workflow';
import type { Field, Resource } from '../resources';
import { modulesOf } from '../resources/users';
import { Rejected } from '../transport/errors';
import { isRecord, textOf } from '../values/json';
import { askIfMeant } from '../values/similar';
import { foldText } from './equalRecords';
import {
	checkNames,
	isName,
	pathsOf,
	readLabels,
	readNames,
	readUsedNames,
	RENAME,
	sayUnchecked,
	sayUnknown,
	toListOfNames,
	valueOf,
	type UnknownName,
} from './names';
import { askIfPersonMeant, findMissingPeople } from './namedPeople';
import { isPerson } from './people';
import type { Place } from './place';

/*
 * What the server says about a request that it rejected, in the words of the form.
 */

/** Whether the server understood a write and said no, so that it is certainly not done. */
export const isCertainRefusal = (error: unknown): error is Rejected =>
	error instanceof Rejected && !error.possiblyDone;

/** All fields of a resource, those of its property groups too. */
const allFields = ({ fields, readOnlyFields, propertyGroups }: Resource): Field[] => [
	...fields,
	...(propertyGroups?.groups ?? []).flatMap((group) => group.fields),
	...readOnlyFields,
];

/** The same error in the words of the form, with the advice that fits the field it is about. */
export async function explainRefusal(
	place: Place,
	body: IDataObject,
	error: Rejected,
): Promise<Rejected> {
	const fields = allFields(place.resource);
	const { message, details } = error;
	const named = fields.filter((field) => isNamed(message, field, body[field.name]));
	const advice = [
		...(await adviseOnFields(
			place,
			named.filter(({ name }) => body[name] !== undefined),
			body,
			message,
		)),
		...(await adviseOnCustom(place, body, message)),
		...(named.some(isSought) ? await alsoMissing(place, body, named) : []),
	];
	return new Rejected(withLabels(message, fields), {
		...error,
		description: advice.filter(Boolean).join(' ') || (error.description ?? undefined),
		details: [details, ...named.map(({ name }) => name)].filter(Boolean).join(', '),
	});
}

/** A status that creations do not take is sent again without it, so nothing needs to be found out. */
const isSought = (field: Field): boolean =>
	isPerson(field) || (isName(field) && field.atCreation === undefined);

/** Servers name one field at a time. */
async function alsoMissing(place: Place, body: IDataObject, named: Field[]): Promise<string[]> {
	const isOther = ({ field }: UnknownName) => !named.some((one) => one === field);
	const missing = await findMissingPeople(place, body);
	const { unchecked } = await checkNames(place, body);
	return [
		...missing.filter(isOther).map((one) => `${sayUnknown(one)}.`),
		...sayUnchecked(unchecked.filter(isOther)),
	];
}

/** Wire names are told from ordinary words by their capitals inside. */
const isWireName = (name: string): boolean => /[a-z][A-Z]/.test(name);

const contains = (text: string, word: string, flags = ''): boolean =>
	new RegExp(`(?<![\\w.])${word.replace(/\W/g, '\\$&')}(?!\\w)`, flags).test(text);

function isNamed(message: string, { name, displayName }: Field, value: unknown): boolean {
	if (contains(message, name, isWireName(name) ? '' : 'i')) return true;
	if (displayName.length > 3 && contains(message, displayName)) return true;
	return typeof value === 'string' && value.length > 2 && message.includes(`'${value}'`);
}

/** Names in quotes, and those that cannot be ordinary words, become labels. */
function withLabels(message: string, fields: Field[]): string {
	return message
		.replace(/\bcustomField\./g, '')
		.replace(/(['"`]?)\b([a-z][A-Za-z]{2,40})\b\1/g, (text, mark: string, name: string) => {
			const field = fields.find((one) => one.name === name);
			if (!field || (mark === '' && !isWireName(name))) return text;
			return `${mark}${field.displayName}${mark}`;
		});
}

/** What a rule on a status asks for: what the message has in quotes (MOTADATA-6190). */
function closingRule({ fields }: Resource, body: IDataObject, message: string): string | undefined {
	const hasRule = fields.some(({ name, hasRules }) => hasRules && body[name] !== undefined);
	const [, , quoted] = /(['"])([^'"]{2,80})\1 is (?:required|mandatory)/i.exec(message) ?? [];
	return hasRule ? quoted : undefined;
}

/** What is sent may be right, and yet not to be changed, or not by this account. */
const IS_LOCKED =
	/read[- ]?only|\blocked\b|(?:cannot|can not|can't|not) be (?:modified|changed|edited|updated)|not (?:editable|allowed to (?:modify|change|edit|update))/i;

const EXPECTED: Partial<Record<Field['kind'], string>> = {
	boolean: 'true or false',
	date: 'a date that ServiceOps accepts',
	files: 'files that were uploaded before',
	list: 'values that ServiceOps accepts',
	number: 'a number that ServiceOps accepts',
	time: 'a time that ServiceOps accepts, such as an end that is not before the start',
};

/** What to do about the fields that a rejection is about. */
async function adviseOnFields(
	place: Place,
	fields: Field[],
	body: IDataObject,
	message: string,
): Promise<string[]> {
	const labels = fields.map(({ displayName }) => displayName).join(' and ');
	if (fields.length > 0 && IS_LOCKED.test(message)) {
		return [`Leave out ${labels}, or ask your ServiceOps administrator who may change it.`];
	}
	// The message is about what two times are to each other.
	if (fields.length > 1 && fields.every(({ kind }) => kind === 'time')) {
		return [`${labels} must each be ${EXPECTED.time}.`];
	}
	return await Promise.all(
		fields.map(async (field) => await adviseOn(place, field, textOf(body[field.name]))),
	);
}

async function adviseOn(place: Place, field: Field, given: string): Promise<string> {
	const { displayName, kind, placeholder, canBeMade } = field;
	if (isPerson(field)) {
		const more = canBeMade
			? ' To create new ones, use Create with Create Requester If Missing.'
			: '';
		const meant = await askIfPersonMeant(place.api, modulesOf(field.lookup), given);
		const advice = `${displayName} must be the email or logon name of a person who exists in ServiceOps.${more}`;
		return meant === '' ? advice : `${meant} ${advice}`;
	}
	if (isName(field)) return await adviseOnName(place, field, given);
	const example = placeholder ? `, ${placeholder}` : '';
	return `${displayName} must be ${EXPECTED[kind] ?? `a value that ServiceOps accepts${example}`}.`;
}

/** Names that exist are told from the list of the server, else from what records have and what is usual. */
async function adviseOnName(place: Place, field: Field, given: string): Promise<string> {
	const { displayName, choices = [] } = field;
	const listed = await readNames(place.api, field);
	const same = listed.filter((entry) => valueOf(entry, field) === given);
	if (same.length > 1) {
		return `${displayName} "${given}" exists ${same.length} times. ${RENAME}: ${pathsOf(same).join(', ')}.`;
	}
	if (same.length === 1) {
		return `${displayName} "${given}" exists in ServiceOps. A rule or a permission may be against it.`;
	}
	const used = await readUsedNames(place, field);
	const usual = choices.filter((name) => !used.some((one) => foldText(one) === foldText(name)));
	const names = [...used, ...usual];
	return [
		`${displayName} must be a name that exists in ServiceOps, exactly as it is there.`,
		names.includes(given) ? '' : askIfMeant(given, names),
		used.length > 0 && `In use: ${toListOfNames(used)}.`,
		usual.length > 0 && `Usual names: ${toListOfNames(usual)}.`,
	]
		.filter(Boolean)
		.join(' ');
}

/** What to do about a custom field that a rejection is about. */
async function adviseOnCustom(place: Place, body: IDataObject, message: string): Promise<string[]> {
	const given = isRecord(body.customField) ? Object.keys(body.customField) : [];
	const label = given.find((one) => message.includes(one));
	if (label === undefined) {
		const rule = closingRule(place.resource, body, message);
		return rule === undefined ? [] : [`Set the custom field "${rule}" in the same operation.`];
	}
	const labels = await readLabels(place);
	return labels.length === 0 || labels.includes(label)
		? [`Check the custom field "${label}".`]
		: [`The form has no field "${label}".`, askIfMeant(label, labels)];
}
