import { isRecord } from './json';

/**
 * Where the value of a parameter comes from. `optional` is an expression that may well give nothing: one that an AI agent fills
 * in, or that names an empty value for want of another, such as `{{ $json.status || '' }}`.
 */
export type Origin = 'literal' | 'expression' | 'optional';

const LEFT_TO_MODEL = /\$from_?ai\b/i;
const NAMES_NOTHING = /(?:\|\||\?\?|:)\s*(?:''|""|``|null|undefined)\s*[)}]/;

/**
 * @param raw the parameter as it stands in the workflow, expressions included
 * @param path where in it the value is; an expression may give all of it
 */
export function originOf(raw: unknown, path: Array<string | number>): Origin {
	let part = raw;
	for (const key of path) part = isExpression(part) ? part : partOf(part, key);
	// A resource locator.
	if (isRecord(part)) part = partOf(part, 'value');
	if (!isExpression(part)) return 'literal';
	return LEFT_TO_MODEL.test(part) || NAMES_NOTHING.test(part) ? 'optional' : 'expression';
}

/** n8n marks expressions with a leading equals sign; one that was left empty is none. */
const isExpression = (part: unknown): part is string =>
	typeof part === 'string' && /^=\s*\S/.test(part);

const partOf = (part: unknown, key: string | number): unknown =>
	typeof part === 'object' && part !== null && Object.hasOwn(part, key)
		? (part as Record<string | number, unknown>)[key]
		: undefined;
