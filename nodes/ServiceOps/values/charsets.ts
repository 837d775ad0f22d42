/*
 * Bytes as text, in the character sets that headers name.
 */

/** @returns undefined where the character set is unknown, or the bytes are none of its text */
export function decodeBytes(bytes: Uint8Array, charset: string): string | undefined {
	try {
		return new TextDecoder(charset, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Text in which percent signs, or other marks, stand before two hexadecimal digits; undefined where they do not. */
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
 * Node hands the bytes of a header on one by one, as if they were Latin-1, while most servers send UTF-8.
 *
 * @returns the text that was sent
 */
export function decodeHeader(text: string): string {
	if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
	const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
	// Windows-1252 is Latin-1 with letters in the place of control characters, and what "Latin-1" means on the web.
	return decodeBytes(bytes, 'utf-8') ?? decodeBytes(bytes, 'windows-1252') ?? text;
}
