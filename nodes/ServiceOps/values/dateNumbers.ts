import { readWrittenTime, type WrittenTime } from './dateForms';
import { DAY_MS } from './days';

/*
 * Numbers that mean a point in time: milliseconds, Excel date numbers, and dates written without separators. Units
 * that ServiceOps does not use are named, not converted: guessing would be a surprise.
 */

/** What a number means; if it is neither, advice, if there is any. */
export type NumberReading =
	| { epochMs: number }
	| { written: WrittenTime }
	| { advice: string | undefined };

/** The first and last year that a date in a service desk can have. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2200;
/** For dates of other years. */
export const YEARS_ADVICE = `Only the years ${FIRST_YEAR} to ${LAST_YEAR} are accepted`;

/** Smaller numbers are seconds or a mistake: in ms this is March 1973. */
const EARLIEST_MS = 1e11;
const END_MS = Date.UTC(LAST_YEAR + 1, 0);

/** Excel date numbers, counted from 30 December 1899: 1 January 1970 to 10 January 2119. */
const FIRST_SERIAL = 25_569;
const LAST_SERIAL = 80_000;

/** What else a large number can be, by its size, and how it becomes milliseconds. */
const UNITS = [
	{ from: 1e8, to: 7.3e9, unit: 'seconds since 1970', toMs: ' * 1000' },
	{ from: 1e14, to: 7.3e15, unit: 'microseconds since 1970', toMs: ' / 1000' },
	{ from: 1.164e17, to: 1.9e17, unit: 'a Windows file time', toMs: ' / 10000 - 11644473600000' },
	{ from: 6.2e17, to: 7e17, unit: '.NET ticks', toMs: ' / 10000 - 62135596800000' },
	{ from: 7e17, to: 7.3e18, unit: 'nanoseconds since 1970', toMs: ' / 1000000' },
];

const inYears = ({ year }: WrittenTime): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

/**
 * Reads a number as a point in time. 12 or 14 digits that are a date of the years 1970 to 2200 are that date, not
 * milliseconds; only some minutes of the year 1976 are lost to this.
 *
 * @param value a number, or text of digits, which is never an Excel date number
 * @returns a point in time, a wall-clock time, or advice for what is neither
 */
export function readDateNumber(value: number | string): NumberReading {
	const number = Number(value);
	const isSerial = number >= FIRST_SERIAL && number <= LAST_SERIAL;
	const isCell = isSerial && typeof value === 'number';
	const written = readWrittenTime(isCell ? textOfCell(value) : String(value));
	if (written && inYears(written)) return { written };
	if (Number.isInteger(number) && number >= EARLIEST_MS && number < END_MS) {
		return { epochMs: number };
	}
	if (isSerial) return { advice: 'If it is an Excel date number, enter {{ Number($json.date) }}' };
	const unit = UNITS.find(({ from, to }) => number >= from && number < to);
	if (!unit) return { advice: number >= END_MS ? YEARS_ADVICE : undefined };
	return { advice: `It looks like ${unit.unit}: enter {{ Math.floor($json.date${unit.toMs}) }}` };
}

/** A workbook has no time zone: its cells show wall-clock time, here to the second. */
const textOfCell = (serial: number): string =>
	new Date(Math.round(((serial - FIRST_SERIAL) * DAY_MS) / 1000) * 1000).toISOString().slice(0, 19);
