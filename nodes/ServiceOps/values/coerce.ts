import { isRecord, textOf } from './json';
import { readNumber } from './numbers';
import { refuse } from './refuse';

/*
 * Converts what people, expressions and AI agents put into a form into what ServiceOps accepts. Each function throws a
 * BadInput that names the field when the value is invalid, so that nothing is sent.
 */

/** n8n marks a resource locator only once it has been changed in the editor. */
const isLocator = (value: unknown): value is { value: unknown } =>
	isRecord(value) && (value.__rl === true || ('mode' in value && 'value' in value));

/** The value of a parameter: resource locators are unwrapped, blank text counts as not set. */
export function entered(value: unknown): unknown {
	const inner = isLocator(value) ? value.value : value;
	return typeof inner === 'string' && inner.trim() === '' ? undefined : (inner ?? undefined);
}

/** What JavaScript makes of non-text values in an expression with text around it. */
const NONSENSE = new Set([
	'NaN',
	'Infinity',
	'-Infinity',
	'null',
	'undefined',
	'Invalid Date',
	'Invalid DateTime',
	'[object Object]',
	'[object Undefined]',
	'[object Null]',
]);
const LONGEST_NONSENSE = 200;

/**
 * Whether a text is the result of a faulty expression, which should not end up in a record: `undefined`, `[object
 * Object]`, or several of these with commas between them, as an array makes them.
 */
export const isNonsense = (text: string): boolean =>
	text.length <= LONGEST_NONSENSE && text.split(',').every((part) => NONSENSE.has(part.trim()));

/**
 * Text as it was entered, spaces included.
 *
 * @throws BadInput for what is not text, a number or a boolean, and for a number that may have been rounded
 */
export function toText(label: string, value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	const number = typeof value === 'number' ? readNumber(value) : 'noNumber';
	if (number === 'tooLong')
		return refuse(label, 'text', value, 'A number this long gets rounded: pass it as text');
	return number === 'noNumber' ? refuse(label, 'text', value) : String(number);
}

/**
 * Text that must not be empty.
 *
 * @throws BadInput also for blank text and for the result of a faulty expression
 */
export function toRequiredText(label: string, value: unknown): string {
	const text = toText(label, value);
	if (text.trim() === '') return refuse(label, 'text', value);
	if (!isNonsense(text)) return text;
	return refuse(label, 'text', value, 'Check the expression: it does not return text');
}

/**
 * A number that is sent as it was entered.
 *
 * @throws BadInput for notations other than decimal, and for numbers that would be rounded
 */
export function toNumber(label: string, value: unknown): number {
	const number = readNumber(value);
	if (number === 'tooLong') {
		return refuse(label, 'a number of at most 15 digits', value, 'A longer one would be rounded');
	}
	return number === 'noNumber' ? refuse(label, 'a number', value) : number;
}

/** What IDs look like in paths. */
export const ID = /^[1-9]\d{0,14}$/;

/** The ID of something that has no key, as text. */
export function toIdText(label: string, value: unknown): string {
	const id = textOf(value).trim();
	return ID.test(id) ? id : refuse(label, 'a number such as 3', value);
}

/** A whole number of at least 1. */
export function toCount(label: string, value: unknown): number {
	const number = toNumber(label, value);
	return Number.isSafeInteger(number) && number >= 1
		? number
		: refuse(label, 'a whole number of at least 1', value);
}

const YES = ['true', 'yes', 'y', '1', 'on'];
const NO = ['false', 'no', 'n', '0', 'off'];

export function toBoolean(label: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const text = textOf(value).trim().toLowerCase();
	if (YES.includes(text)) return true;
	if (NO.includes(text)) return false;
	return refuse(label, 'true or false', value);
}

/**
 * A list of texts, from an array, from JSON, or from comma-separated text. The entries of an array may contain commas.
 *
 * @returns trimmed texts without repetitions; ServiceOps expects lists such as tags to be unique
 */
export function toList(label: string, value: unknown): string[] {
	const entries = typeof value === 'string' ? entriesOf(label, value) : value;
	if (!Array.isArray(entries))
		return refuse(label, 'a list: comma-separated text or an array', value);
	const texts = entries.map((entry) => toText(label, entry).trim()).filter((text) => text !== '');
	return [...new Set(texts)];
}

/** Text in brackets is JSON if it can be parsed, or starts like JSON: `[PROD] web, db` are two tags. */
function entriesOf(label: string, text: string): unknown[] {
	const trimmed = text.trim();
	if (!trimmed.startsWith('[')) return text.split(',');
	const parsed = tryParse(trimmed);
	if (Array.isArray(parsed)) return parsed;
	if (!/^\[\s*["'[{]/.test(trimmed)) return text.split(',');
	return refuse(label, 'a list: comma-separated text or a JSON array', text);
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
