import type { IN8nHttpFullResponse } from 'n8n-workflow';

/*
 * Bytes as text, in the character sets that headers name.
 */

/** Windows-1252 has these in place of the control characters 0x80 to 0x9f of Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** On the web, both names mean Windows-1252. Node up to 22 decodes it as Latin-1. */
const IS_LATIN = /^(?:iso-?8859-1|latin-?1|windows-1252|cp1252|us-ascii)$/i;

/** @returns undefined if the character set is unknown, or the bytes are not valid in it */
export function decodeBytes(bytes: Uint8Array, charset: string): string | undefined {
	if (IS_LATIN.test(charset)) return decodeLatin(bytes);
	try {
		return new TextDecoder(charset, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const decodeLatin = (bytes: Uint8Array): string =>
	Buffer.from(bytes)
		.toString('latin1')
		.replace(/[\u0080-\u009f]/g, (sign) => WINDOWS.charAt(sign.charCodeAt(0) - 0x80));

/** The character set that a response names. */
export function charsetOf({ headers }: IN8nHttpFullResponse): string | undefined {
	const type = headers['content-type'];
	return typeof type === 'string' ? /charset="?([\w-]+)/i.exec(type)?.[1] : undefined;
}

/** One character in UTF-8, or a byte that is not part of one. */
const UTF8 =
	/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]/g;

/**
 * The text of an answer, without losing a character. Servers name Latin-1 by mistake: valid UTF-8 is UTF-8 whatever they call it.
 * Where they name none, bytes that are not UTF-8 are Latin-1, one by one: texts of several sources may be beside each other.
 *
 * With the mark of UTF-16 before it, it is that.
 *
 * @param charset as the server names it
 */
export function decodeAnyway(bytes: Uint8Array, charset = 'utf-8'): string {
	const isLatin = IS_LATIN.test(charset);
	const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
	const text = decodeBytes(bytes, isWide ? 'utf-16' : isLatin ? 'utf-8' : charset);
	if (text !== undefined) return text;
	if (isLatin) return decodeLatin(bytes);
	return Buffer.from(bytes)
		.toString('latin1')
		.replace(UTF8, (part) => {
			const own = Buffer.from(part, 'latin1');
			return part.length > 1 ? own.toString() : decodeLatin(own);
		})
		.replace(/^\ufeff/, '');
}

/** Decodes text in which a percent sign, or another mark, precedes two hexadecimal digits; undefined if it does not. */
export function bytesOfEscapes(text: string, mark: '%' | '='): Uint8Array | undefined {
	const bytes: number[] = [];
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code > 0xff) return undefined;
		if (text.charAt(at) !== mark) {
			bytes.push(code);
			continue;
		}
		const digits = text.slice(at + 1, at + 3);
		if (!/^[\da-f]{2}$/i.test(digits)) return undefined;
		bytes.push(parseInt(digits, 16));
		at += 2;
	}
	return Uint8Array.from(bytes);
}

/**
 * Node passes the bytes of a header on as if they were Latin-1, while most servers send UTF-8.
 *
 * @returns the text that was sent
 */
export function decodeHeader(text: string): string {
	if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
	const bytes = Buffer.from(text, 'latin1');
	return decodeBytes(bytes, 'utf-8') ?? decodeLatin(bytes);
}
