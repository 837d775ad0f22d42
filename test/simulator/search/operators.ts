/** The operators of the search language. */
import type { Dialect } from '../dialect';
import type { Fields } from '../fields';
import type { Row } from '../store';
import { fail, textOf } from './node';
import type { Property, PropertyType } from './properties';
import type { Value } from './values';
import { asTime } from './values';

/** Whether a record is found. */
export type Matches = (row: Row) => boolean;

/** Which value types a kind of property takes, alone and as a list. */
const ACCEPTED: Record<PropertyType, { one: string[]; many: string[] }> = {
	id: {
		one: ['LongValueRest', 'IntegerValueRest'],
		many: ['ListLongValueRest', 'ListIntegerValueRest'],
	},
	number: {
		one: ['LongValueRest', 'IntegerValueRest', 'DoubleValueRest'],
		many: ['ListLongValueRest', 'ListIntegerValueRest'],
	},
	time: { one: ['LongValueRest', 'TimeValueRest'], many: ['ListLongValueRest'] },
	text: { one: ['StringValueRest'], many: ['ListStringValueRest'] },
	choice: { one: ['EnumValueRest', 'StringValueRest'], many: ['ListStringValueRest'] },
	flag: { one: ['BooleanValueRest'], many: [] },
	members: { one: ['StringValueRest'], many: ['ListStringValueRest'] },
};

type Compare = (stored: unknown, wanted: unknown) => boolean;

interface Operator {
	types: PropertyType[];
	takes: 'one' | 'many';
	holds: Compare;
}

const fold = (value: unknown) => textOf(value).toLowerCase();
const foldAll = (values: unknown) => (values as unknown[]).map(fold);
const among = (value: unknown, values: unknown) => (values as unknown[]).includes(value);
const not =
	(holds: Compare): Compare =>
	(stored, wanted) =>
		!holds(stored, wanted);
/** An unset field is neither before nor after anything. */
const ordered =
	(holds: (stored: number, wanted: number) => boolean): Compare =>
	(stored, wanted) =>
		typeof stored === 'number' && holds(stored, asTime(wanted));
const members = (stored: unknown) => (Array.isArray(stored) ? (stored as unknown[]) : []);

const PLAIN: PropertyType[] = ['id', 'text', 'time', 'number', 'flag', 'choice'];
const LISTED: PropertyType[] = ['id', 'text', 'number', 'choice'];
const TEXT: PropertyType[] = ['text', 'choice'];
const ORDERED: PropertyType[] = ['id', 'time', 'number'];

const one = (types: PropertyType[], holds: Compare): Operator => ({ types, takes: 'one', holds });
const many = (types: PropertyType[], holds: Compare): Operator => ({ types, takes: 'many', holds });

const equal: Compare = (stored, wanted) =>
	stored === wanted || (typeof stored === 'number' && stored === asTime(wanted));
const equalFolded: Compare = (stored, wanted) => fold(stored) === fold(wanted);
const contains: Compare = (stored, wanted) =>
	Array.isArray(stored)
		? stored.some((member) => contains(member, wanted))
		: fold(stored).includes(fold(wanted));
const amongFolded: Compare = (stored, wanted) => foldAll(wanted).includes(fold(stored));
const anyMember: Compare = (stored, wanted) =>
	members(stored).some((member) => among(member, wanted));

const OPERATORS: Record<string, Operator> = {
	equal: one(PLAIN, equal),
	not_equal: one(PLAIN, not(equal)),
	equal_case_insensitive: one(TEXT, equalFolded),
	not_equal_case_insensitive: one(TEXT, not(equalFolded)),
	in: many(LISTED, among),
	not_in: many(LISTED, not(among)),
	in_case_insensitive: many(TEXT, amongFolded),
	not_in_case_insensitive: many(TEXT, not(amongFolded)),
	contains: one([...TEXT, 'members'], contains),
	like: one(TEXT, contains),
	not_contains: one([...TEXT, 'members'], not(contains)),
	start_with: one(TEXT, (stored, wanted) => fold(stored).startsWith(fold(wanted))),
	end_with: one(TEXT, (stored, wanted) => fold(stored).endsWith(fold(wanted))),
	before: one(
		['time'],
		ordered((stored, wanted) => stored < wanted),
	),
	after: one(
		['time'],
		ordered((stored, wanted) => stored > wanted),
	),
	less_than: one(
		ORDERED,
		ordered((stored, wanted) => stored < wanted),
	),
	less_than_or_equal: one(
		ORDERED,
		ordered((stored, wanted) => stored <= wanted),
	),
	greater_than: one(
		ORDERED,
		ordered((stored, wanted) => stored > wanted),
	),
	greater_than_or_equal: one(
		ORDERED,
		ordered((stored, wanted) => stored >= wanted),
	),
	between: many(ORDERED, (stored, wanted) => {
		const [from, to] = wanted as [number, number];
		return typeof stored === 'number' && stored >= from && stored <= to;
	}),
	is_member: one(['members'], (stored, wanted) => members(stored).includes(wanted)),
	all_members_exist: many(['members'], (stored, wanted) =>
		(wanted as unknown[]).every((member) => members(stored).includes(member)),
	),
	any_member_or_all_members_exist: many(['members'], anyMember),
	no_members_exist: many(['members'], not(anyMember)),
};

const bare = (value: unknown) => fold(value).normalize('NFD').replace(/\p{M}/gu, '');
const equalBare: Compare = (stored, wanted) => bare(stored) === bare(wanted);
const amongBare: Compare = (stored, wanted) =>
	(wanted as unknown[]).map(bare).includes(bare(stored));

/** What `equal` and lists mean for texts, where that is not what they mean for everything else. */
const TEXT_EQUAL: Record<Dialect['textEqual'], { equal?: Compare; among?: Compare }> = {
	exact: {},
	ignoresCase: { equal: equalFolded, among: amongFolded },
	ignoresCaseAndAccents: { equal: equalBare, among: amongBare },
	contains: { equal: contains },
};

function operatorNamed(name: string, { type }: Property, { textEqual }: Dialect): Operator {
	const operator = OPERATORS[name] ?? fail(`Operator '${name}' is not known.`);
	if (type !== 'text') return operator;
	const { equal: holds, among: holdsFor } = TEXT_EQUAL[textEqual];
	const forText: Record<string, Compare | undefined> = {
		equal: holds,
		not_equal: holds && not(holds),
		in: holdsFor,
		not_in: holdsFor && not(holdsFor),
	};
	return { ...operator, holds: forText[name] ?? operator.holds };
}

/** Compares a property with a value. */
export function comparison(
	property: Property,
	name: string,
	{ type, value }: Value,
	dialect: Dialect,
): Matches {
	const operator = operatorNamed(name, property, dialect);
	if (!operator.types.includes(property.type)) {
		return fail(`Operator '${name}' does not fit a property of type ${property.type}.`);
	}
	const accepted = ACCEPTED[property.type][operator.takes];
	if (!accepted.includes(type)) {
		return fail(`Operator '${name}' needs a ${accepted.join(' or ')} here, got a ${type}.`);
	}
	if (name === 'between' && (value as unknown[]).length !== 2) {
		return fail("Operator 'between' needs a list of two values.");
	}
	return (row) => operator.holds(property.read(row), value);
}

const DAY = 86_400_000;

/** Whether a time is on a day, which is given as the ms at which it begins. */
export function onDay(property: Property, name: string, day: number): Matches {
	if (property.type !== 'time' || name !== 'equal') {
		return fail(
			`Operator '${name}' cannot compare a property of type ${property.type} with a day.`,
		);
	}
	return (row) => {
		const time = property.read(row);
		return typeof time === 'number' && time >= day && time < day + DAY;
	};
}

/** `Not_In`, `LessThanOrEqual` and `IS_BLANK` are tolerated spellings of not_in, less_than_or_equal, is_blank. */
export function operatorOf(node: Fields): string {
	return textOf(node.operator)
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.toLowerCase();
}

/** The operators that ask whether there is a value; undefined for all others. */
export function emptiness(operator: string, property: Property): Matches | undefined {
	const isEmpty: Matches = (row) => {
		const value = property.read(row);
		if (property.type === 'id') return value === undefined || value === 0;
		return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
	};
	switch (operator) {
		case 'is_null':
		case 'is_blank':
		case 'is_empty':
			return isEmpty;
		case 'is_not_null':
		case 'is_not_blank':
		case 'is_not_empty':
			return (row) => !isEmpty(row);
		default:
			return undefined;
	}
}
