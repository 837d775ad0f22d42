import { DAY_MS } from './days';

/*
 * Wall clocks and moments. Luxon, which n8n's `tryToParseDateTime` is built on, cannot replace this: which of the two
 * hours it picks when clocks are set back depends on the current season, so that a nightly run would see a changed
 * time where there is none.
 */

/** Creating one costs more than a hundred uses. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
	let clock = clocks.get(zone);
	if (!clock) {
		clock = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
		clocks.set(zone, clock);
	}
	return clock;
}

/** Whether this is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
	try {
		return clockOf(name) !== undefined;
	} catch {
		return false;
	}
}

/**
 * The wall-clock time in a time zone.
 *
 * @param epochMs a moment from the year 1 to 9999
 * @param zone IANA name of the time zone
 * @returns e.g. `2026-08-31T14:30:00`
 */
export function toWallClock(epochMs: number, zone: string): string {
	const parts = Object.fromEntries(
		clockOf(zone)
			.formatToParts(epochMs)
			.map(({ type, value }) => [type, value]),
	);
	const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
	return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

/**
 * The moment at which clocks in a time zone show a time: the first one if clocks are set back, and later by the width
 * of the gap if they are set forward.
 *
 * @param wallAsUtcMs the moment at which a clock in UTC shows it, in epoch ms
 * @param zone IANA name of the time zone
 * @returns epoch ms
 */
export function fromWallClock(wallAsUtcMs: number, zone: string): number {
	const offsetAt = (epochMs: number) =>
		Date.parse(`${toWallClock(epochMs, zone)}Z`) - Math.floor(epochMs / 1000) * 1000;
	const [before, after] = [offsetAt(wallAsUtcMs - DAY_MS), offsetAt(wallAsUtcMs + DAY_MS)];
	const candidates = [wallAsUtcMs - before, wallAsUtcMs - after];
	const exact = candidates.find((epochMs) => epochMs + offsetAt(epochMs) === wallAsUtcMs);
	return exact ?? wallAsUtcMs - before;
}
