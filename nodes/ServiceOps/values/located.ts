import { entered, namedIn, onlyOf, tryParse } from './coerce';

/*
 * AI agents fill in lists with more than a name: the whole locator as JSON text, or the whole object that they have read.
 */

/**
 * The name or ID in a value for something that is chosen from a list.
 *
 * @param keys where an object may have it, in the order in which they are tried
 * @returns undefined when nothing was entered; an object only if it has none of the keys
 */
export function toLocated(value: unknown, keys: string[]): unknown {
	return namedIn(entered(parsedIn(entered(onlyOf(entered(onlyOf(value)))))), keys);
}

/** An object that was passed as JSON text. */
const parsedIn = (value: unknown): unknown =>
	typeof value === 'string' && /^\s*\{/.test(value) ? (tryParse(value) ?? value) : value;

/** Whether a value is what programs write for "nothing" where text is expected. */
export const isNothing = (value: unknown): boolean =>
	typeof value === 'string' && /^\s*(?:null|undefined)\s*$/i.test(value.slice(0, 40));
