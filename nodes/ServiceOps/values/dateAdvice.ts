/*
 * What to enter in place of a date that could mean several days. Only the rest of the column could tell the order of
 * day and month, and it is not visible here: 12/25/2022 can only be Christmas, but 12/05/2022 two rows below would be
 * read the other way round. So no date of such a form is accepted, even if one of its orders is impossible.
 */

const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const TIME = /^(,?\s+)\d{1,2}:\d{2}(:\d{2})?(\s?)([ap]m)?$/i;

const ORDERS = [
	['M', 'd', 'y'],
	['d', 'M', 'y'],
	['y', 'M', 'd'],
];

/**
 * Advice for a date whose order of day, month and year is not clear.
 *
 * @param text as it was entered, without spaces at its ends
 * @returns a sentence with the n8n expressions that make the order clear; undefined for any other text
 */
export function adviseOnOrder(text: string): string | undefined {
	const match = NUMBERS.exec(text);
	if (!match) return undefined;
	const [whole, first = '', separator = '', second = '', third = ''] = match;
	const time = timeFormat(text.slice(whole.length));
	if (time === undefined) return undefined;
	const numbers = [first, second, third];
	// Day first is what these are taken for, so it is not the order that is wrong.
	const isDayFirst = separator === '-' ? /^..-..-....$/.test(whole) : separator === '.';
	const expressions = ORDERS.filter((order) => isPossible(order, numbers))
		.filter(([letter]) => letter !== 'd' || third.length === 2 || !isDayFirst)
		// Other rows of the column have more digits, or fewer: one letter reads both.
		.map((order) => order.join(separator).replace('y', third.length === 2 ? 'yy' : 'yyyy') + time)
		.map((format) => `{{ DateTime.fromFormat($json.date, '${format}') }}`);
	if (expressions.length === 0) return undefined;
	return `The order of day, month and year is not clear: enter ${expressions.join(' or ')}`;
}

/** Whether three numbers, as text, can be a date in an order such as month, day, year. */
const isPossible = (order: string[], numbers: string[]): boolean =>
	numbers.every((digits, index) => {
		const letter = order[index];
		if (letter === 'y') return digits.length !== 1;
		const number = Number(digits);
		return number >= 1 && number <= (letter === 'd' ? 31 : 12);
	});

/** @returns the format of what follows the date; undefined if it is not a time */
function timeFormat(rest: string): string | undefined {
	if (rest === '') return '';
	const match = TIME.exec(rest);
	if (!match) return undefined;
	const [, gap = '', seconds = '', blank = '', half] = match;
	return `${gap}${half === undefined ? 'H' : 'h'}:mm${seconds && ':ss'}${half === undefined ? '' : `${blank}a`}`;
}
