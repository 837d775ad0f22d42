import { UserError } from 'n8n-workflow';

export function refuse(label: string, expected: string, value: unknown): never {
	throw new UserError(`${label} must be ${expected}, but it is ${show(value)}`);
}

/** A value as it is quoted in messages. */
export function show(value: unknown): string {
	// JSON would make null of NaN.
	const json = typeof value === 'number' ? undefined : JSON.stringify(value);
	const text = typeof value === 'string' ? `"${value}"` : (json ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
