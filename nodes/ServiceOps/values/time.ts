import { isRecord } from './json';
import { refuse } from './refuse';
import { fromZone, toWallClock } from './timeZone';

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const SERVICEOPS_DATE = /^(\d{2})-(\d{2})-(\d{4})(?: (\d{2}):(\d{2}))?$/;

const TIME_FORMS = 'a time such as 2026-08-31T14:30 (ISO 8601)';

/** Smaller numbers are seconds or a mistake: in ms this is March 1973. */
const EARLIEST_MS = 1e11;

const WIDEST_OFFSET_MS = 14 * 3_600_000;

/**
 * @param zone IANA name of the time zone that times without a zone are in
 * @returns epoch ms
 */
export function toTime(label: string, value: unknown, zone: string): number {
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
	if (isRecord(value) && typeof value.toMillis === 'function') {
		return toTime(label, (value.toMillis as () => number)(), zone);
	}
	const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
	if (typeof number === 'number') {
		if (Number.isInteger(number) && number >= EARLIEST_MS && number <= 8.64e15) return number;
		return refuse(label, `${TIME_FORMS}, or a number of milliseconds since 1970`, value);
	}
	const match = typeof value === 'string' ? ISO.exec(value.trim()) : null;
	if (!match) return refuse(label, TIME_FORMS, value);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
		.slice(1, 7)
		.map((part) => Number(part ?? 0));
	const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
	const utc = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
	const isReal =
		new Date(utc).getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
	if (!isReal) return refuse(label, TIME_FORMS, value);
	if (!match[8]) return fromZone(utc, zone);
	const offset = parseOffset(match[8]);
	return Math.abs(offset) <= WIDEST_OFFSET_MS ? utc - offset : refuse(label, TIME_FORMS, value);
}

function parseOffset(text: string): number {
	if (text.toUpperCase() === 'Z') return 0;
	const digits = text.slice(1).replace(':', '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/**
 * Asset dates are text on the wire: `dd-MM-yyyy`, with ` HH:mm` when a time of day was given (assets.md section 0).
 *
 * @param zone IANA name of the time zone in which the server is to read the date
 */
export function toDateText(label: string, value: unknown, zone: string): string {
	const own = typeof value === 'string' ? SERVICEOPS_DATE.exec(value.trim()) : null;
	const iso = own ? `${own[3]}-${own[2]}-${own[1]}T${own[4] ?? '00'}:${own[5] ?? '00'}` : value;
	// Without a zone the text is what the wall clock shows, even where the clock skips that hour.
	const isWallClock = typeof iso === 'string' && ISO.test(iso.trim()) && !ISO.exec(iso.trim())?.[8];
	const wall = isWallClock
		? new Date(toTime(label, iso, 'UTC')).toISOString()
		: toWallClock(toTime(label, iso, zone), zone);
	const [year = '', month = '', day = ''] = wall.slice(0, 10).split('-');
	const timeOfDay = wall.slice(11, 16);
	return `${day}-${month}-${year}${timeOfDay === '00:00' ? '' : ` ${timeOfDay}`}`;
}
