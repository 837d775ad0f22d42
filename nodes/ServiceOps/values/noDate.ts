import { readWrittenTime } from './dateForms';
import { isDate, isDateTime } from './dateObjects';
import { DAY_MS } from './days';
import { toCode } from './visible';

/*
 * How other systems write "no date": with a word, or with the first or last day that their databases allow.
 */

const WORDS = new Set([
	'',
	'-',
	'--',
	'n/a',
	'nat',
	'never',
	'nil',
	'none',
	'null',
	// "Never" in directories: the largest number of 64 bits.
	'9223372036854775807',
]);

/** First days of Windows file times, SQL Server's two kinds of dates, workbooks (three readings of 0) and Unix. */
const FIRST_DAYS = '1601-01-01 1753-01-01 1899-12-30 1899-12-31 1900-01-01 1970-01-01'
	.split(' ')
	.map(Date.parse);
/** The first two years and the last one that four digits can write. */
const [YEAR_2, YEAR_9999] = [Date.parse('0002-01-01'), Date.parse('9999-01-01')];
/** Larger numbers are not in milliseconds: what they are is said where they are read. */
const END_MS = YEAR_9999 + 367 * DAY_MS;

/**
 * Whether a value is what other systems write for "no date", so that the field counts as not set: an empty cell,
 * `null`, 0001-01-01, 9999-12-31, 1899-12-30, 1970-01-01, 0000-00-00 and the like, in any form and time zone.
 *
 * @param value what was entered, in any form that a date can have
 */
export function isNoDate(value: unknown): boolean {
	if (value === undefined || value === null || value === 0) return true;
	if (typeof value === 'number') {
		// Days of workbooks and days without separators are small numbers too.
		return value >= 2 ** 63 || (Math.abs(value) > DAY_MS && value < END_MS && isNoMoment(value));
	}
	if (typeof value === 'string') return isNoDateText(toCode(value));
	if (isDate(value)) return isNoMoment(value.getTime());
	return isDateTime(value) && isNoMoment(value.toMillis());
}

/** Time zones move such days by a day at most. */
const isNoMoment = (epochMs: number): boolean =>
	epochMs < YEAR_2 + DAY_MS ||
	epochMs >= YEAR_9999 - DAY_MS ||
	FIRST_DAYS.some((day) => Math.abs(epochMs - day) <= DAY_MS);

const LONGEST = 120;
const NUMBERS = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)/;

function isNoDateText(text: string): boolean {
	if (text.length > LONGEST) return false;
	if (WORDS.has(text.toLowerCase()) || /^[0\s:/.TZ+*-]*0[0\s:/.TZ+*-]*$/i.test(text)) return true;
	const [, json, plain] = /^(?:\/Date\((-?\d{1,15})\)\/|(-?\d{13,15}))$/.exec(text) ?? [];
	const milliseconds = json ?? plain;
	if (milliseconds && !/^\d{14}$/.test(text)) return isNoMoment(Number(milliseconds));
	const written = readWrittenTime(text);
	if (written) return isNoDay(written.year, written.month, written.day);
	const [, first = '', , second = '', third = ''] = NUMBERS.exec(text) ?? [];
	if (first.length === 4) return isNoDay(Number(first), Number(second), Number(third));
	// Whichever of the two is the month makes no difference for these days.
	return (
		third.length === 4 &&
		(isNoDay(Number(third), Number(first), Number(second)) ||
			isNoDay(Number(third), Number(second), Number(first)))
	);
}

/** Workbooks show their day 0 as 1900-01-00. */
function isNoDay(year: number, month: number, day: number): boolean {
	return year < 2 || isNoMoment(Date.UTC(year, month - 1, day));
}
