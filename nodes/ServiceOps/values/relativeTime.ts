import { DAY_MS } from './days';
import { ownValue } from './own';
import { fromWallClock, toWallClock } from './timeZone';
import { toCode } from './visible';

/*
 * Times as people say them, relative to now.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const UNITS_MS: Record<string, number> = {
	m: MINUTE_MS,
	min: MINUTE_MS,
	minute: MINUTE_MS,
	h: HOUR_MS,
	hour: HOUR_MS,
	d: DAY_MS,
	day: DAY_MS,
	w: 7 * DAY_MS,
	week: 7 * DAY_MS,
	month: 30 * DAY_MS,
};

const SPAN = /^(\d{1,5}(?:\.\d{1,3})?)\s*([a-z]+?)s?$/;

/**
 * Reads how long a time is.
 *
 * @param text `7 days`, `24h`; a number alone counts days
 * @returns ms; undefined when it is not a length of time
 */
export function readSpan(text: string): number | undefined {
	const trimmed = toCode(text).toLowerCase();
	const [, amount, unit = 'day'] = SPAN.exec(trimmed) ?? /^(\d{1,5})$/.exec(trimmed) ?? [];
	const unitMs = ownValue(UNITS_MS, unit);
	return amount === undefined || unitMs === undefined ? undefined : Number(amount) * unitMs;
}

const DAYS = new Map([
	['yesterday', -1],
	['today', 0],
	['tomorrow', 1],
]);

/**
 * Reads a time that is relative to now.
 *
 * @param text `now`, `today`, `yesterday`, `tomorrow` (their first moment), `7 days ago`, `last 24 hours`
 * @param zone IANA name of the time zone in which a day begins
 * @param now epoch ms
 * @returns epoch ms; undefined when it is not such a time
 */
export function readRelativeTime(text: string, zone: string, now: number): number | undefined {
	const trimmed = toCode(text).toLowerCase();
	if (trimmed === 'now') return now;
	const days = DAYS.get(trimmed);
	if (days !== undefined) return startOfDay(zone, now, days);
	const span = /^(?:(?:in )?(?:the )?(?:last|past) (.+)|(.+) ago|-(.+))$/.exec(trimmed);
	const spanMs = span && readSpan(span.slice(1).find(Boolean) ?? '');
	return spanMs ? now - spanMs : undefined;
}

/**
 * The first moment of a day.
 *
 * @param days how many days after today; negative for before
 * @returns epoch ms
 */
export function startOfDay(zone: string, now: number, days = 0): number {
	const midnight = Date.parse(`${toWallClock(now, zone).slice(0, 10)}T00:00:00Z`);
	return fromWallClock(midnight + days * DAY_MS, zone);
}
