import { adviseOnOrder } from './dateAdvice';
import { readWrittenTime, type WrittenTime } from './dateForms';
import { FIRST_YEAR, LAST_YEAR, readDateNumber, YEARS_ADVICE } from './dateNumbers';
import { isDate, isDateTime } from './dateObjects';
import { DAY_MS } from './days';
import { isRecord, textOf } from './json';
import { refuse } from './refuse';
import { fromWallClock, toWallClock } from './timeZone';
import { toCode } from './visible';

/*
 * One parser for every date and time that is entered. Callers ask `isNoDate` first.
 */

/** A moment that was entered. */
export interface ParsedTime {
	epochMs: number;
	/** Whether a day was meant: no time was written, or it is midnight at the source of the value. */
	isDateOnly: boolean;
	/** What the field shows, e.g. `2026-08-31T14:30:00`; for a day, midnight of that day whatever the time zone. */
	wall: string;
}

const FORMS = '2026-08-31T14:30, 31-08-2026 14:30, 31 Aug 2026 2:30 PM or milliseconds since 1970';
/** The accepted forms in one phrase, to follow "must be". `acceptedForms()` has them all. */
export const TIME_FORMS = `a time such as ${FORMS}`;
const DATE_FORMS = `a date such as 2026-08-31, ${FORMS}`;

/** Wide enough for every time zone; the year on the wall decides. */
const FIRST_MS = Date.UTC(FIRST_YEAR, 0) - DAY_MS;
const END_MS = Date.UTC(LAST_YEAR + 1, 0) + DAY_MS;

/**
 * Reads a date or time in any of the accepted forms.
 *
 * @param label name of the field, for the error
 * @param value text, number, Date or luxon DateTime
 * @param zone IANA name of the time zone that times without a zone are in
 * @param expected what the field accepts, to follow "must be" in the error
 * @throws BadInput that quotes the value and says what to enter instead
 */
export function parseTime(
	label: string,
	value: unknown,
	zone: string,
	expected = TIME_FORMS,
): ParsedTime {
	const read = readValue(value, zone);
	if ('advice' in read) return refuse(label, expected, read.quoted ?? value, read.advice);
	return isInYears(read) ? read : refuse(label, expected, value, YEARS_ADVICE);
}

const isInYears = ({ wall }: ParsedTime): boolean => {
	const year = Number(wall.slice(0, 4));
	return year >= FIRST_YEAR && year <= LAST_YEAR;
};

/**
 * A time as tickets have it.
 *
 * @param zone IANA name of the time zone that times without a zone are in
 * @returns epoch ms
 * @throws BadInput that quotes the value and says what to enter instead
 */
export const toTime = (label: string, value: unknown, zone: string): number =>
	parseTime(label, value, zone).epochMs;

/**
 * A date as assets and CIs have it: `dd-MM-yyyy`, with ` HH:mm` when a time of day was given (assets.md section 0).
 *
 * @param zone IANA name of the time zone in which the server is to read the date
 * @throws BadInput that quotes the value and says what to enter instead
 */
export function toDateText(label: string, value: unknown, zone: string): string {
	const { wall, isDateOnly } = parseTime(label, value, zone, DATE_FORMS);
	const [year = '', month = '', day = ''] = wall.slice(0, 10).split('-');
	const timeOfDay = wall.slice(11, 16);
	return `${day}-${month}-${year}${isDateOnly || timeOfDay === '00:00' ? '' : ` ${timeOfDay}`}`;
}

/** A value that cannot be read. */
interface Fault {
	advice: string | undefined;
	/** What to quote if the value itself says nothing. */
	quoted?: string;
}

function readValue(value: unknown, zone: string): ParsedTime | Fault {
	if (typeof value === 'string') return readText(toCode(value), zone);
	if (typeof value === 'number') return readNumber(value, zone);
	if (isDate(value)) return fromInstant(value.getTime(), zone);
	if (!isDateTime(value)) return readObject(value, zone);
	const epochMs = value.toMillis();
	return Number.isNaN(epochMs)
		? { advice: value.invalidExplanation ?? undefined, quoted: 'Invalid DateTime' }
		: fromInstant(epochMs, zone, (value.offset ?? 0) * 60_000);
}

/** As calendars, PHP and databases write a time: its text, and perhaps the name of its zone. */
function readObject(value: unknown, zone: string): ParsedTime | Fault {
	const fields = isRecord(value) ? value : {};
	const text = textOf(fields.dateTime ?? fields.date ?? fields.$date);
	const own = textOf(fields.timeZone ?? fields.timezone);
	return text === '' ? { advice: undefined } : readText(own ? `${text} (${own})` : text, zone);
}

function readText(text: string, zone: string): ParsedTime | Fault {
	if (/^\d+(?:\.\d+)?$/.test(text)) return readNumber(text, zone);
	const json = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
	if (json !== undefined) return fromInstant(Number(json), zone);
	const written = readWrittenTime(text);
	return written ? fromWritten(written, zone) : { advice: adviseOnOrder(text) };
}

function readNumber(value: number | string, zone: string): ParsedTime | Fault {
	const read = readDateNumber(value);
	if ('advice' in read) return read;
	return 'written' in read ? fromWritten(read.written, zone) : fromInstant(read.epochMs, zone);
}

function fromWritten(written: WrittenTime, zone: string): ParsedTime | Fault {
	const { year, month, day, hour, minute, second, millisecond } = written;
	if (year < FIRST_YEAR || year > LAST_YEAR) return { advice: YEARS_ADVICE };
	const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
	const offsetMs = written.zone ? wallMs - fromWallClock(wallMs, written.zone) : written.offsetMs;
	if (offsetMs !== undefined) {
		return fromInstant(wallMs - offsetMs, zone, offsetMs, written.hasFraction);
	}
	// The field shows what was written, even if the clock skips that hour.
	const isDateOnly = wallMs % DAY_MS === 0;
	return { epochMs: fromWallClock(wallMs, zone), isDateOnly, wall: clockInUtc(wallMs) };
}

/**
 * Reads a moment. Databases and programs turn a day into midnight, in their own time zone or in UTC, and it stays that
 * day: in another zone it would be the evening before.
 *
 * @param offsetMs how far its clock is ahead of UTC, in ms
 * @param isByProgram whether a program may have moved midnight in UTC to that clock. A person who writes
 * 2026-01-04T19:00-05:00 means the evening.
 */
function fromInstant(
	epochMs: number,
	zone: string,
	offsetMs = 0,
	isByProgram = true,
): ParsedTime | Fault {
	if (!(epochMs >= FIRST_MS && epochMs < END_MS)) {
		return { advice: Number.isNaN(epochMs) ? undefined : YEARS_ADVICE };
	}
	const midnights = isByProgram ? [epochMs + offsetMs, epochMs] : [epochMs + offsetMs];
	const day = midnights.find((wallMs) => wallMs % DAY_MS === 0);
	if (day !== undefined) return { epochMs, isDateOnly: true, wall: clockInUtc(day) };
	const wall = toWallClock(epochMs, zone);
	return { epochMs, isDateOnly: wall.endsWith('T00:00:00') && epochMs % 1000 === 0, wall };
}

const clockInUtc = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 19);
