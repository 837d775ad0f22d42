import { toCode } from './visible';

/*
 * Numbers as people write them. JavaScript has 53 bits for a number: a longer one, such as an asset tag of 19 digits,
 * would be rounded silently.
 */

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Why a value is not a number that can be sent; undefined if it is one. */
export type NumberFault = 'noNumber' | 'tooLong';

/** A number that is sent as it was entered. */
export function readNumber(value: unknown): number | NumberFault {
	if (typeof value === 'bigint') return isSafe(Number(value)) ? Number(value) : 'tooLong';
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) return 'noNumber';
		return isSafe(value) ? value : 'tooLong';
	}
	const text = typeof value === 'string' ? toCode(value) : '';
	// Other notations (0x10, 1e3) are more often codes than numbers.
	if (!DECIMAL.test(text)) return 'noNumber';
	const number = Number(text);
	const isExact = significantDigits(text) === significantDigits(String(number));
	return isSafe(number) && isExact ? number : 'tooLong';
}

/** From 2^53 on, a number may be the result of rounding. */
const isSafe = (number: number): boolean => Math.abs(number) <= Number.MAX_SAFE_INTEGER;

function significantDigits(text: string): string {
	const all = text.replace(/e.*|\D/g, '');
	let [start, end] = [0, all.length];
	while (all.charAt(start) === '0') start++;
	// A regular expression for trailing zeros would try each zero in the text.
	while (all.charAt(end - 1) === '0') end--;
	return all.slice(start, end);
}
