import { BadInput } from './badInput';
import { isRecord, parseJson, textOf } from './json';
import { refuse } from './refuse';

/*
 * What people, expressions and AI agents put into a form, made into what ServiceOps takes. Each function throws a
 * BadInput that names the field when the value does not fit, so that nothing is sent.
 */

/** n8n marks a resource locator only once it has been changed in the editor. */
const isLocator = (value: unknown): value is { value: unknown } =>
	isRecord(value) && (value.__rl === true || ('mode' in value && 'value' in value));

/** What a parameter holds: resource locators are unwrapped, blank text counts as not set. */
export function entered(value: unknown): unknown {
	const inner = isLocator(value) ? value.value : value;
	return typeof inner === 'string' && inner.trim() === '' ? undefined : (inner ?? undefined);
}

export function toText(label: string, value: unknown): string {
	if (typeof value === 'string') return value;
	// An expression that calculates with nothing gives NaN, which nobody wants to read in a record.
	if (Number.isFinite(value) || typeof value === 'boolean') return String(value);
	return refuse(label, 'text', value);
}

export function toNumber(label: string, value: unknown): number {
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	return typeof number === 'number' && Number.isFinite(number)
		? number
		: refuse(label, 'a number', value);
}

/** What IDs look like in paths. */
export const ID = /^[1-9]\d{0,14}$/;

/** The ID of something that has no key, as text. */
export function toIdText(label: string, value: unknown): string {
	const id = textOf(value).trim();
	if (ID.test(id)) return id;
	throw new BadInput(`${label} must be a number such as 3, but it is "${id}"`);
}

/** A whole number of at least 1. */
export function toCount(label: string, value: unknown): number {
	const number = toNumber(label, value);
	return Number.isSafeInteger(number) && number >= 1
		? number
		: refuse(label, 'a whole number of at least 1', value);
}

export function toBoolean(label: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const text = textOf(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(text)) return true;
	if (['false', 'no', '0'].includes(text)) return false;
	return refuse(label, 'true or false', value);
}

/** @returns texts without blanks and repetitions; ServiceOps wants lists such as tags to be unique */
export function toList(label: string, value: unknown): string[] {
	const parsed =
		typeof value === 'string' && value.trim().startsWith('[') ? parseJson(label, value) : value;
	const entries: unknown = typeof parsed === 'string' ? parsed.split(',') : parsed;
	if (!Array.isArray(entries))
		return refuse(label, 'a list: texts separated by commas, or an array', value);
	const texts = entries.map((entry) => toText(label, entry).trim()).filter((text) => text !== '');
	return [...new Set(texts)];
}
