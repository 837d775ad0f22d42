import { BadInput } from './badInput';
import { isDate } from './dateObjects';
import { isBlank } from './visible';

/**
 * Throws the error for a value that its field does not accept.
 *
 * @param label the field, as the form shows it
 * @param expected what it must be, e.g. `a number`
 * @param advice what to enter instead: a sentence without its full stop
 * @throws BadInput, always
 */
export function refuse(label: string, expected: string, value: unknown, advice?: string): never {
	const message = `${label} must be ${expected}, but it is ${quote(value)}`;
	throw new BadInput(advice === undefined ? message : `${message}. ${advice}`);
}

const LONGEST_QUOTE = 80;

/** A value as messages quote it, at most 80 characters of it. */
export function quote(value: unknown): string {
	const text =
		typeof value === 'string' ? `"${isBlank(value) ? inCodes(value) : value}"` : inWords(value);
	if (text.length <= LONGEST_QUOTE) return text;
	// Half of a surrogate pair is not a character.
	return `${text.slice(0, LONGEST_QUOTE).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What no one sees is shown by its codes. */
const inCodes = (text: string): string =>
	text.replace(/[^ ]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

function inWords(value: unknown): string {
	// JSON would turn NaN and invalid dates into null, and does not support bigint.
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	if (isDate(value) && Number.isNaN(value.getTime())) return 'an invalid date';
	try {
		return JSON.stringify(value) ?? 'missing';
	} catch {
		// It contains itself.
		return 'an object';
	}
}
