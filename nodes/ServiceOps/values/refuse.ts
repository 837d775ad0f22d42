import { BadInput } from './badInput';

/**
 * Says that a value does not fit its field.
 *
 * @param label the field, as the form shows it
 * @param expected what it must be, e.g. `a number`
 * @throws BadInput, always
 */
export function refuse(label: string, expected: string, value: unknown): never {
	throw new BadInput(`${label} must be ${expected}, but it is ${quote(value)}`);
}

/** A value as messages quote it, at most 80 characters of it. */
export function quote(value: unknown): string {
	// JSON would make null of NaN.
	const json = typeof value === 'number' ? undefined : JSON.stringify(value);
	const text = typeof value === 'string' ? `"${value}"` : (json ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
