import type { IDataObject } from 'n8n-workflow';
import type { Field, TextComparison } from '../resources';
import { isSameHtmlText } from '../values/htmlText';
import { isRecord, textOf } from '../values/json';
import { toMacAddress } from '../values/macAddress';
import { ownValue } from '../values/own';
import { shownList } from './shownList';

/*
 * What an update has to send: only what the record does not already have.
 */

/** Whether two texts that differ mean the same to the server. */
const isSame: Record<TextComparison, (current: string, wanted: string) => boolean> = {
	html: isSameHtmlText,
	ignoreCase: (current, wanted) => lower(current) === lower(wanted),
	ignorePlural: (current, wanted) => singular(current) === singular(wanted),
	lastOfPath: (current, wanted) =>
		wanted.includes('$') && lower(current) === lower(wanted.split('$').pop() ?? ''),
	mac: (current, wanted) =>
		lower(toMacAddress(current) ?? current) === lower(toMacAddress(wanted) ?? wanted),
};

const lower = (text: string): string => text.toLowerCase();
const singular = (text: string): string => lower(text).replace(/s$/, '');

/**
 * The part of a body that a record does not already have; from a list whose entries carry a type, only the entries
 * that differ.
 *
 * @param current the record as the server has it
 * @param fields how the texts of a field compare; exactly where absent
 */
export function findChanges(
	current: IDataObject,
	wanted: IDataObject,
	fields: Array<Pick<Field, 'name' | 'compare'>> = [],
): IDataObject {
	const comparisons = new Map(fields.map(({ name, compare }) => [name, compare]));
	const changes = Object.entries(wanted)
		.map(([name, value]) => ({ name, value, has: ownValue(current, name) }))
		.filter(({ name, value, has }) => !alreadyHas(has, value, comparisons.get(name)))
		.map(({ name, value, has }) => [
			name,
			isTypedList(value) ? value.filter((entry) => !hasEntry(has, entry)) : value,
		]);
	return Object.fromEntries(changes) as IDataObject;
}

/**
 * Whether a record already has a value. Servers omit unset fields, order lists as they like, send numbers as text, and
 * add keys of their own to objects.
 */
export function alreadyHas(
	current: unknown,
	wanted: unknown,
	comparison?: TextComparison,
): boolean {
	if (wanted === '' || wanted === null) return isEmpty(current);
	if (isTypedList(wanted)) return wanted.every((entry) => hasEntry(current, entry));
	if (Array.isArray(wanted)) return hasAll(shownList(current), wanted);
	if (isRecord(wanted)) {
		const record = isRecord(current) ? current : {};
		return Object.entries(wanted).every(([key, value]) => alreadyHas(ownValue(record, key), value));
	}
	if (typeof wanted === 'boolean' || typeof current === 'boolean') {
		return truthOf(current) === truthOf(wanted);
	}
	const [is, shall] = [textOf(current), textOf(wanted)];
	return is === shall || (comparison !== undefined && isSame[comparison](is, shall));
}

/** Servers without Booleans show numbers or texts. */
const truthOf = (value: unknown): unknown =>
	/^(true|1)$/i.test(textOf(value)) || (/^(false|0)$/i.test(textOf(value)) ? false : value);

/** Servers show an empty field in several ways; 0 is a value. */
const isEmpty = (current: unknown): boolean =>
	current === undefined ||
	current === null ||
	current === '' ||
	(Array.isArray(current) && current.length === 0);

/** A list such as that of property groups, whose entries are identified by their type. */
const isTypedList = (value: unknown): value is IDataObject[] =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((entry) => isRecord(entry) && typeof entry.type === 'string');

/** Whether a list has an entry of the same type that has all of it. */
const hasEntry = (list: unknown, entry: IDataObject): boolean =>
	Array.isArray(list) && list.some((candidate) => alreadyHas(candidate, entry));

const hasAll = (current: unknown[], wanted: unknown[]): boolean =>
	current.length === wanted.length &&
	wanted.every((entry) => current.some((candidate) => alreadyHas(candidate, entry)));
