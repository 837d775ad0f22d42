/*
 * People copy along what no one sees: no-break spaces from web pages, zero-width spaces and direction marks from chats and
 * Windows, byte order marks from files.
 */

const INVISIBLE = /[\s\p{Cf}\u2800]/u;

/** A text without what is invisible at its ends, in linear time. */
export function trimEnds(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && INVISIBLE.test(text.charAt(start))) start++;
	while (end > start && INVISIBLE.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/**
 * A code, such as a number, a date or a key, without the invisible marks in it and the quotes around it, with which models and
 * JSON wrap it.
 */
export function toCode(text: string): string {
	const code = trimEnds(text.replace(/\p{Cf}/gu, ''));
	return /^(["'`]).*\1$/s.test(code) ? code.slice(1, -1).trim() : code;
}
