import { UserError } from 'n8n-workflow';
import { isDate } from './dateObjects';

const LONGEST_QUOTE = 80;

/** A value as it is quoted in messages, at most 80 characters of it. */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? `"${value}"` : inWords(value);
	if (text.length <= LONGEST_QUOTE) return text;
	// Half of a surrogate pair is no character.
	return `${text.slice(0, LONGEST_QUOTE).replace(/[\ud800-\udbff]$/, '')}…`;
}

function inWords(value: unknown): string {
	// JSON would make null of NaN and of an invalid date, and knows no bigint.
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	if (isDate(value) && Number.isNaN(value.getTime())) return 'an invalid date';
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		// It holds itself.
		return 'an object';
	}
}

/**
 * Refuses a value that does not fit its field.
 *
 * @param label name of the field in the form
 * @param expected what the field takes, to stand behind "must be"
 * @param advice a sentence without its full stop, on what to enter instead
 * @throws UserError always
 */
export function refuse(label: string, expected: string, value: unknown, advice?: string): never {
	const message = `${label} must be ${expected}, but it is ${show(value)}`;
	throw new UserError(advice === undefined ? message : `${message}. ${advice}`);
}
