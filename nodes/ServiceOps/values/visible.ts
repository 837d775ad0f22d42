/*
 * People copy along what no one sees: no-break spaces from web pages, zero-width spaces and direction marks from chats and
 * Windows, byte order marks from files.
 */

const INVISIBLE = /[\s\p{Cf}\u2800\0]/u;

/** A text without what is invisible at its ends, in linear time. */
export function trimEnds(text: string): string {
	let [start, end] = [0, text.length];
	while (INVISIBLE.test(text.charAt(start))) start++;
	while (INVISIBLE.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/** Half a character, as is left where a text was cut, and the character that databases do not take. */
export const BROKEN = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\0/g;

const BREAKS = /[\n\v\f\r\u0085\u2028\u2029]+/;

/** A text for a field of one line: alerts and emails break lines. */
export function toOneLine(text: string): string {
	const lines = text.split(BREAKS);
	return lines.length === 1 ? text : lines.map(trimEnds).filter(Boolean).join(' ');
}

/** Whether there is nothing to see in a text. */
export const isBlank = (text: string): boolean => trimEnds(text.replace(BROKEN, '')) === '';

/** Soft hyphens, zero-width spaces, direction marks and byte order marks. */
const MARKS =
	/[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
/** Between letters of some scripts, and in emoji, joiners mean something. */
const STRAY_JOINERS = /(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])/g;

/** A text as it was meant: without marks that no one sees, and with plain spaces. */
export const withoutMarks = (text: string): string =>
	text
		.replace(MARKS, '')
		.replace(STRAY_JOINERS, '')
		.replace(/\p{Zs}/gu, ' ');

/** What identifies something, such as a name or a serial number, as it was meant. */
export const toIdentifier = (text: string): string => trimEnds(withoutMarks(text));

/**
 * A code, such as a number, a date or a key, without the invisible marks in it and the quotes around it, with which models and
 * JSON wrap it.
 */
export function toCode(text: string): string {
	const code = trimEnds(text.replace(/\p{Cf}/gu, ''));
	return /^(["'`]).*\1$/s.test(code) ? code.slice(1, -1).trim() : code;
}
