import { isTimeZone } from './timeZone';

/*
 * The ways in which a date and time is written. Ambiguous forms are not accepted; `dateAdvice.ts` says what to enter
 * instead.
 */

/** A date and time as it was written, not yet a point in time. */
export interface WrittenTime {
	year: number;
	/** 1 to 12. */
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
	millisecond: number;
	/** Whether a time of day was written. */
	hasTime: boolean;
	/** Whether it was written with fractions of a second, as programs do. */
	hasFraction: boolean;
	/** How far its clock is ahead of UTC, in ms; absent where no offset was written. */
	offsetMs?: number;
	/** IANA name of its time zone, where that was written instead of an offset. */
	zone?: string;
}

/** A way to write a date, for the documentation. */
export interface AcceptedForm {
	form: string;
	example: string;
}

const TIME = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?(?:\s*(?<half>[ap])\.?m\.?)?`;
/** Hours ahead of UTC, for the names of RFC 2822 and those that Java writes; others, such as IST, can mean several zones. */
const NAMED_OFFSETS: Record<string, number> = {
	...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
	...{ CET: 1, CEST: 2, EET: 2, EEST: 3, WET: 0, WEST: 1, MSK: 3, JST: 9, AEST: 10, AEDT: 11 },
	...{ UTC: 0, GMT: 0, UT: 0, Z: 0 },
};
const ZONE = String.raw`(?:\s*(?<zone>Z|(?:UTC|GMT)?[+-](?:\d{2}(?::?\d{2})?|\d(?::\d{2})?)(?:\s?(?:UTC|GMT))?|${Object.keys(NAMED_OFFSETS).join('|')}))?`;
const THEN_TIME = String.raw`(?:(?:T|\s*,?\s*(?:at|@)\s*|\s*,\s*|\s+|(?<=\d{4}):(?=\d{2}:))${TIME})?${ZONE}`;
const WEEKDAY = String.raw`(?:(?<weekday>Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]{0,6}\.?(?:\s*,\s*|\s+))?`;
const MONTH = String.raw`(?<monthName>[A-Z][a-z]{2,8})\.?`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?<year>\d{4})`;

/** In the order of `acceptedForms`, which names them: each needs its line there. */
const FORMS = [
	String.raw`${YEAR}(?<separator>[-/.])(?<month>\d{1,2})\k<separator>${DAY}${THEN_TIME}`,
	String.raw`(?<day>\d{2})-(?<month>\d{2})-${YEAR}${THEN_TIME}`,
	String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.${YEAR}${THEN_TIME}`,
	String.raw`${WEEKDAY}${DAY}\.?(?:\s*[/-]\s*|\s+(?:of\s+)?)?${MONTH}[\s/,-]*(?<year>\d{4}|'?\d{2})${THEN_TIME}`,
	String.raw`${WEEKDAY}${MONTH}[\s-]+${DAY}[\s,-]+${YEAR}${THEN_TIME}`,
	String.raw`${YEAR}[\s-]+${MONTH}[\s-]+${DAY}${THEN_TIME}`,
	String.raw`${WEEKDAY}${MONTH}\s+${DAY}\s+${TIME}${ZONE}\s+${YEAR}`,
	String.raw`${WEEKDAY}${DAY}\s+${MONTH}\s+${TIME}${ZONE}\s+${YEAR}`,
	String.raw`${YEAR}(?<month>\d{2})(?<day>\d{2})(?:[T ]?(?<hour>\d{2})(?<minute>\d{2})(?:(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?${ZONE}`,
	String.raw`${YEAR}(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})\.(?<fraction>\d{6})(?:(?<minutesAhead>[+-]\d{3})|[+-]\*{3})`,
].map((pattern) => new RegExp(`^${pattern}$`, 'i'));

/** Every way to write a date in a field, with an example: for the documentation, so the package goes without it. */
export const acceptedForms = (): AcceptedForm[] => [
	{ form: 'ISO 8601', example: '2026-08-31T14:30:00+02:00' },
	{ form: 'ServiceOps', example: '31-08-2026 14:30' },
	{ form: 'Day first, with periods', example: '31.08.2026 14:30' },
	{ form: 'Day, name of the month, year', example: '31/Aug/26 2:30 PM' },
	{ form: 'Name of the month, day, year', example: 'Mon, Aug 31, 2026 02:30 pm' },
	{ form: 'Year, name of the month, day', example: '2026-Aug-31 14:30' },
	{ form: 'Unix', example: 'Mon Aug 31 14:30:00 UTC 2026' },
	{ form: 'Unix, day first', example: 'Mon 31 Aug 14:30:00 UTC 2026' },
	{ form: 'Without separators', example: '20260831T143000Z' },
	{ form: 'Windows Management Instrumentation', example: '20260831143000.000000+120' },
	{ form: 'RFC 2822, as in email headers', example: 'Mon, 31 Aug 2026 14:30:00 +0200' },
	{ form: 'JSON from Windows PowerShell', example: '/Date(1788186600000)/' },
	{ form: 'Milliseconds since 1970', example: '1788186600000' },
	{
		form: 'Excel date number, as n8n reads it from a cell (a number, not text)',
		example: '46265.604167',
	},
];

/** JavaScript and emails add the name of the zone in parentheses, Java in square brackets, people after a space. */
const NAMED_ZONE = /\s*(?:\(([^()]*)\)|\[([\w/+-]+)\]|(?<=\s)([A-Z]\w+\/[\w/+-]+))$/;
/** No date is longer, even with the name of its zone in brackets. */
const LONGEST = 120;
const MONTHS =
	'january february march april may june july august september october november december'.split(
		' ',
	);
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HOUR_MS = 3_600_000;
/** The widest offsets in use are -12 and +14 hours. */
const WIDEST_OFFSET_MS = 14 * HOUR_MS;

/**
 * Reads a date with or without a time.
 *
 * @param text e.g. `31-08-2026 14:30`
 * @returns undefined if it is not a date, not in the calendar, or ambiguous
 */
export function readWrittenTime(text: string): WrittenTime | undefined {
	const trimmed = text.trim();
	if (trimmed.length > LONGEST) return undefined;
	const [suffix = '', ...names] = NAMED_ZONE.exec(trimmed) ?? [];
	const date = trimmed.slice(0, trimmed.length - suffix.length);
	for (const pattern of FORMS) {
		const groups = pattern.exec(date)?.groups;
		if (groups) return fromGroups(groups, names.find(Boolean));
	}
	return undefined;
}

function fromGroups(
	groups: Record<string, string | undefined>,
	zoneName: string | undefined,
): WrittenTime | undefined {
	const place = placeOf(groups.zone ?? zoneName, groups.minutesAhead);
	if (!place) return undefined;
	const written: WrittenTime = {
		year: yearOf(groups.year ?? ''),
		month: groups.monthName ? monthOf(groups.monthName) : Number(groups.month),
		day: Number(groups.day),
		hour: hourOf(Number(groups.hour ?? 0), groups.half),
		minute: Number(groups.minute ?? 0),
		second: Number(groups.second ?? 0),
		millisecond: Number((groups.fraction ?? '').slice(0, 3).padEnd(3, '0')),
		hasTime: groups.hour !== undefined,
		hasFraction: groups.fraction !== undefined,
		...place,
	};
	// In "31 Aug 2026 14", 14 is not a time of day; "2 pm" is.
	const hasLoneHour = written.hasTime && !groups.minute && !groups.half;
	return !hasLoneHour && isReal(written, groups.weekday) ? written : undefined;
}

/** Two digits mean 1970 to 2069. */
function yearOf(text: string): number {
	const digits = text.replace("'", '');
	if (digits.length === 4) return Number(digits);
	return Number(digits) + (Number(digits) < 70 ? 2000 : 1900);
}

/** @returns 0 for what is not a month */
function monthOf(text: string): number {
	const name = text.toLowerCase();
	if (name === 'sept') return 9;
	return MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name) + 1;
}

/** @returns NaN for 0 and 13 o'clock with AM or PM */
function hourOf(hour: number, half: string | undefined): number {
	if (half === undefined) return hour;
	if (hour < 1 || hour > 12) return NaN;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** @returns undefined if it is not a zone */
function placeOf(
	zone: string | undefined,
	minutesAhead: string | undefined,
): Pick<WrittenTime, 'offsetMs' | 'zone'> | undefined {
	if (minutesAhead !== undefined) return { offsetMs: Number(minutesAhead) * 60_000 };
	if (zone === undefined) return {};
	const named = NAMED_OFFSETS[zone.toUpperCase()];
	if (named !== undefined) return { offsetMs: named * HOUR_MS };
	const [, sign, hours = '', minutes = '0'] =
		/^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?/i.exec(zone) ?? [];
	if (sign === undefined) return isTimeZone(zone) ? { zone } : undefined;
	if (Number(minutes) > 59) return undefined;
	const offsetMs = Number(hours) * HOUR_MS + Number(minutes) * 60_000;
	return { offsetMs: sign === '-' ? -offsetMs : offsetMs };
}

function isReal(written: WrittenTime, weekday: string | undefined): boolean {
	const { year, month, day, hour, minute, second, offsetMs = 0 } = written;
	const date = new Date(0);
	// Unlike Date.UTC, this takes years below 100 as they are.
	date.setUTCFullYear(year, month - 1, day);
	return (
		date.getUTCMonth() === month - 1 &&
		date.getUTCDate() === day &&
		hour < 24 &&
		minute < 60 &&
		second < 60 &&
		Math.abs(offsetMs) <= WIDEST_OFFSET_MS &&
		(weekday === undefined || WEEKDAYS[date.getUTCDay()] === weekday.toLowerCase())
	);
}
