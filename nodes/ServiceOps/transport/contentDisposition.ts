import { bytesOfEscapes, decodeBytes, decodeHeader } from '../../../credentials/charsets';
import { decodeEncodedWords } from './encodedWords';

/*
 * The name of a downloaded file, in every form that servers use: RFC 6266, and whatever is sent in spite of it.
 */

/** File systems allow at most 255 bytes. */
const LONGEST = 200;

/**
 * The file name in a Content-Disposition header. The extended form (`filename*`, RFC 5987) wins over the plain one, of
 * several the first; one that cannot be decoded, or is not a name, is skipped.
 *
 * @param header as Node gives it, each byte as a character
 * @returns just the name, without folders and control characters; undefined if there is none
 */
export function fileNameOf(header: string | undefined): string | undefined {
	const parameters = readParameters(header ?? '');
	const named = (name: string) => parameters.filter((parameter) => parameter.name === name);
	const candidates = [
		...named('filename*').map(({ value }) => decodeExtended(value)),
		joinedParts(parameters),
		...named('filename').map(({ value }) => decodePlain(value)),
		// Invalid in its form, but there is nothing else.
		...named('filename*').map(({ value }) => decodePlain(value)),
	];
	for (const candidate of candidates) {
		const name = candidate === undefined ? undefined : toSafeName(candidate);
		if (name !== undefined) return name;
	}
	return undefined;
}

interface Parameter {
	name: string;
	value: string;
}

const NAME = /[;\s]*([^\s;="]+)\s*(=\s*)?/y;
const VALUE = /[^;]*/y;

/** Semicolons separate parameters, except in quotes. */
function readParameters(header: string): Parameter[] {
	const parameters: Parameter[] = [];
	let at = 0;
	while (at < header.length) {
		NAME.lastIndex = at;
		const match = NAME.exec(header);
		if (!match) break;
		at = NAME.lastIndex;
		const [, name = '', equals] = match;
		if (equals === undefined) continue;
		const quoted = header.charAt(at) === '"' ? readQuoted(header, at) : undefined;
		VALUE.lastIndex = quoted?.end ?? at;
		const rest = VALUE.exec(header)?.[0] ?? '';
		at = VALUE.lastIndex;
		parameters.push({ name: name.toLowerCase(), value: quoted?.value ?? unquoted(rest) });
	}
	return parameters;
}

/** Single quotes are not quotes by the rules, but are meant as such. */
const unquoted = (text: string): string => text.trim().replace(/^'(.*)'$/s, '$1');

/** A quoted string, which may lack its end. */
function readQuoted(header: string, start: number): { value: string; end: number } {
	let end = start + 1;
	while (end < header.length && header.charAt(end) !== '"') {
		end += header.charAt(end) === '\\' ? 2 : 1;
	}
	const inner = header.slice(start + 1, end);
	// Old browsers and servers write whole paths, in which the backslash is not an escape character.
	const isPath = /^(?:[a-z]:)?\\[^"]/i.test(inner);
	return {
		value: isPath ? inner : inner.replace(/\\(.)/gs, '$1'),
		end: Math.min(end + 1, header.length),
	};
}

/** RFC 5987: `UTF-8'de'St%C3%B6rung.pdf`. */
function decodeExtended(value: string): string | undefined {
	const [, charset = '', escaped = ''] = /^([\w.:-]+)'[\w-]*'(.*)$/s.exec(value) ?? [];
	if (charset === '') return undefined;
	// Some servers escape nothing.
	const bytes = bytesOfEscapes(escaped, '%');
	return bytes && decodeBytes(bytes, charset);
}

/** RFC 2231: `filename*0*=UTF-8''St%C3; filename*1*=%B6rung.pdf`, in any order. */
function joinedParts(parameters: Parameter[]): string | undefined {
	const parts: string[] = [];
	const byName = new Map(parameters.map(({ name, value }) => [name, value]));
	let isExtended = false;
	for (let index = 0; ; index++) {
		const escaped = byName.get(`filename*${index}*`);
		const part = escaped ?? byName.get(`filename*${index}`)?.replace(/%/g, '%25');
		if (part === undefined) break;
		if (index === 0) isExtended = escaped !== undefined;
		parts.push(part);
	}
	const joined = parts.join('');
	return isExtended ? decodeExtended(joined) : decodePlain(joined.replace(/%25/g, '%'));
}

/**
 * A plain name, in which servers use encoded words (RFC 2047), percent escapes, UTF-8 and Latin-1, against the rules.
 */
function decodePlain(value: string): string {
	const extended = decodeExtended(value);
	if (extended !== undefined) return extended;
	const bytes = value.includes('%') ? bytesOfEscapes(value, '%') : undefined;
	const unescaped = bytes && decodeBytes(bytes, 'utf-8');
	return unescaped ?? decodeEncodedWords(decodeHeader(value));
}

/** Marks that change the writing direction, with which `exe.txt` can look like `txt.exe`. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** @returns the last part of a path; undefined for what is not a name, such as `..` */
function toSafeName(text: string): string | undefined {
	const name = (text.split(/[/\\]/).pop() ?? '').replace(INVISIBLE, '').trim();
	if (/^\.*$/.test(name)) return undefined;
	if (name.length <= LONGEST) return name;
	const extension = /\.[^.\s]{1,10}$/.exec(name)?.[0] ?? '';
	return name.slice(0, LONGEST - extension.length).replace(/[\ud800-\udbff]$/, '') + extension;
}
