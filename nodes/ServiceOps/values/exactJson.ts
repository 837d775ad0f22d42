import { readNumber } from './numbers';

/** No shorter number is rounded. */
const MAY_BE_ROUNDED = /\d[\d.]{15}/;
/** Texts, so that the digits in them are skipped, and numbers. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/**
 * The value of a JSON text. Numbers that JavaScript would round, such as IDs of 19 digits, become text.
 *
 * @throws SyntaxError when it is not JSON
 */
export function parseExactly(text: string): unknown {
	const value: unknown = JSON.parse(text);
	if (!MAY_BE_ROUNDED.test(text)) return value;
	const quoteLong = (token: string) => (isRounded(token) ? `"${token}"` : token);
	return JSON.parse(text.replace(TEXT_OR_NUMBER, quoteLong));
}

const isRounded = (token: string): boolean =>
	!token.startsWith('"') && readNumber(token) === 'tooLong';
