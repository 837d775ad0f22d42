import { parseExactly } from './exactJson';
import { isRecord, textOf } from './json';
import { readNumber } from './numbers';
import { refuse } from './refuse';
import { BROKEN, toCode, toIdentifier, trimEnds } from './visible';

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
	return typeof inner === 'string' && trimEnds(inner) === '' ? undefined : (inner ?? undefined);
}

/** Like `entered`; a list without any entry that is set counts as not set either. */
export function filled(value: unknown): unknown {
	const inner = entered(value);
	return Array.isArray(inner) && inner.every((one) => entered(one) === undefined)
		? undefined
		: inner;
}

const OBJECT = '[object Object]';

/** What JavaScript makes of non-text values in an expression with text around it. */
const NONSENSE = new Set([
	'NaN',
	'Infinity',
	'-Infinity',
	'null',
	'undefined',
	'Invalid Date',
	'Invalid DateTime',
	OBJECT,
]);
const FAULTY_EXPRESSION = 'Check the expression: it does not return text';

/**
 * Whether a text is the result of a faulty expression, which should not end up in a record: `undefined`, `[object
 * Object]`, or several of these with commas between them, as an array makes them.
 */
export const isNonsense = (text: string): boolean =>
	text.split(',').every((part) => NONSENSE.has(part.trim()));

/** Elsewhere in a description somebody may be quoting it, or it is part of a log. */
const SHORT = 200;
const LABELED_OBJECT = /(?:^|[:=])[^\S\n]*\[object Object\]/m;

/**
 * @param isLong whether it is a text of any length, such as a description
 * @throws BadInput for what an expression makes of an object in the middle of a text: `Alert: [object Object]`
 */
export function refuseObjects(label: string, text: string, isLong: boolean): void {
	const isFaulty = isLong
		? text.length <= SHORT && LABELED_OBJECT.test(text)
		: text.includes(OBJECT);
	if (isFaulty) refuse(label, 'text', text, `${FAULTY_EXPRESSION}, but an object`);
}

/** An option as Jira has it. Of another object, such as the labels of an alert, all but one value would be lost. */
const isOption = (value: unknown): value is { value: unknown } =>
	isRecord(value) &&
	textOf(value.value) !== '' &&
	Object.keys(value).every((key) => ['value', 'id', 'self', 'label'].includes(key));

/** The one value that was meant: forms with checkboxes, inventories and the like give a list, even of one, or an option. */
export function onlyOf(given: unknown): unknown {
	const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
	return isOption(value) ? namedIn(value) : value;
}

/**
 * Text as it was entered, spaces included. A list of one is its text.
 *
 * @throws BadInput for what is not text, a number or a boolean, and for a number that may have been rounded
 */
export function toText(label: string, given: unknown): string {
	const value = onlyOf(given);
	if (typeof value === 'string') {
		const text = value.replace(BROKEN, '');
		return text === '' && value !== '' ? refuse(label, 'text', value) : text;
	}
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	const number = readNumber(value);
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
	if (trimEnds(text) === '') return refuse(label, 'text', value);
	if (!isNonsense(text)) return text;
	return refuse(label, 'text', value, FAULTY_EXPRESSION);
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
	const id = toCode(textOf(namedIn(entered(onlyOf(value)), ['id'])));
	return ID.test(id) ? id : refuse(label, 'a number such as 3', value);
}

/** A whole number of at least 1. */
export function toCount(label: string, value: unknown): number {
	const number = toNumber(label, value);
	return Number.isSafeInteger(number) && number >= 1
		? number
		: refuse(label, 'a whole number of at least 1', value);
}

const YES = ['true', 't', 'yes', 'y', '1', 'on'];
const NO = ['false', 'f', 'no', 'n', '0', 'off'];

export function toBoolean(label: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const text = toCode(textOf(value)).toLowerCase();
	if (YES.includes(text)) return true;
	if (NO.includes(text)) return false;
	return refuse(label, 'true or false', value);
}

/** Where an object that stands for a name has it, as other systems write choices; ServiceNow has an ID as `value`. */
export const NAME_KEYS = ['display_value', 'value', 'name', 'displayName', 'label', 'title', 'key'];

/**
 * What an object has under the first of these keys that is set, of names the first text: a number beside it is an ID of another
 * system. The object if none is set, and anything else as it is.
 */
export function namedIn(value: unknown, keys = NAME_KEYS): unknown {
	if (!isRecord(value)) return value;
	const set = keys.map((key) => entered(value[key])).filter((one) => one !== undefined);
	const text = keys.includes('id') ? undefined : set.find((one) => typeof one === 'string');
	return text ?? set[0] ?? value;
}

/**
 * A list of texts, from an array of texts or of objects with a name, from JSON, from a single number, or from text with commas, line
 * breaks, tabs or, where it has no comma outside quotes, semicolons. Quotes, as in CSV, and an array keep the commas of their entries.
 *
 * @returns trimmed texts without invisible marks and repetitions; ServiceOps expects lists such as tags to be unique
 */
export function toList(label: string, value: unknown): string[] {
	const entries = Array.isArray(value) ? value : entriesOf(label, value);
	const texts = entries.map((entry) => toIdentifier(toText(label, namedIn(entry) ?? '')));
	for (const text of texts) refuseObjects(label, text, false);
	return [...new Set(texts)].filter(Boolean);
}

/** Commas as they are typed in East Asia, too. */
const COMMAS = /\s*"((?:[^"]|"")*)"\s*(?:[,，、\t\n]|$)|([^,，、\t\n]*)(?:[,，、\t\n]|$)/g;
/** Outlook and spreadsheets separate by semicolons; that of `&amp;` is none. */
const SEMICOLONS =
	/\s*"((?:[^"]|"")*)"\s*(?:[;；、\t\n]|$)|((?:&#?\w{2,8};|[^;；、\t\n])*)(?:[;；、\t\n]|$)/g;

/** A quoted entry, whose commas do not separate. */
const QUOTED = /(?:^|[;；\n])[^\S\n]*"[^"]*"/g;

function split(text: string): string[] {
	const hasCommas = /[,，]|:\/\//.test(text.replace(QUOTED, ''));
	return [...text.matchAll(hasCommas ? COMMAS : SEMICOLONS)]
		.map(([, quoted, plain = '']) => quoted?.replace(/""/g, '"') ?? plain)
		.filter(Boolean);
}

/** An object is not a list. Text in brackets is JSON if it can be parsed, or starts like JSON: `[PROD] web, db` are two tags. */
function entriesOf(label: string, value: unknown): unknown[] {
	if (typeof value === 'number') return [value];
	if (isOption(value)) return [value];
	const expected = 'a list: comma-separated text or an array';
	if (typeof value !== 'string') return refuse(label, expected, value);
	const trimmed = trimEnds(value);
	const parsed = tryParse(trimmed);
	if (Array.isArray(parsed)) return parsed;
	if (isOption(parsed)) return [parsed];
	return isRecord(parsed) || /^\[\s*["'[{]/.test(trimmed)
		? refuse(label, expected, value)
		: split(unbracket(trimmed));
}

/** A list as Java writes it, `[vpn, laptop]`, or PostgreSQL: `{vpn,laptop}`. */
const unbracket = (text: string): string =>
	text.replace(/^[[{]([^[\]{}]*)[\]}]$/, (whole, inner: string) =>
		inner.includes(',') ? inner : whole,
	);

/** What a text is in JSON, or in the notation of Python, which models mix up with it: `['vpn', "Anna's"]`; undefined if in neither. */
export function tryParse(text: string): unknown {
	try {
		return parseExactly(text);
	} catch {
		const quoted = text.replace(/'([^'"\\]*)'/g, '"$1"');
		return quoted === text ? undefined : tryParse(quoted);
	}
}
