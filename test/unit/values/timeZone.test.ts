import fc from 'fast-check';
import { fromWallClock, isTimeZone, toWallClock } from '../../../nodes/ServiceOps/values/timeZone';
import { holds } from '../../support/longTexts';

const at = (wall: string, zone: string) =>
	new Date(fromWallClock(Date.parse(`${wall}Z`), zone)).toISOString();

describe('the moment at which a clock shows a time', () => {
	test.each([
		['2026-08-31T14:30:00', 'Asia/Kolkata', '2026-08-31T09:00:00.000Z'],
		['2026-01-31T14:30:00.250', 'America/New_York', '2026-01-31T19:30:00.250Z'],
		['2026-12-31T23:59:59', 'Pacific/Auckland', '2026-12-31T10:59:59.000Z'],
		['2026-08-31T14:30:00', 'UTC', '2026-08-31T14:30:00.000Z'],
		// Set back: the first of the two.
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
		['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
		['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
		// Set forward: later by the gap.
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['2026-03-08T02:15:00', 'America/New_York', '2026-03-08T07:15:00.000Z'],
		['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
		// On the day after, the new offset holds; on the day before, the old one.
		['2026-03-29T12:00:00', 'Europe/Berlin', '2026-03-29T10:00:00.000Z'],
		['2026-10-25T12:00:00', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
		['2026-03-28T12:00:00', 'Europe/Berlin', '2026-03-28T11:00:00.000Z'],
		// Samoa had no 30 December in 2011.
		['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
	])('%s in %s', (wall, zone, expected) => expect(at(wall, zone)).toBe(expected));
});

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
/** 1972 to 2199: until then Liberia's clocks were 44.5 minutes behind. */
const moments = fc
	.integer({ min: 7 * 86_400, max: 7_258_000_000 })
	.map((seconds) => seconds * 1000);

holds(
	'a moment comes back, or the first of two that look the same',
	fc.tuple(moments, zones),
	([epochMs, zone]) => {
		const wall = toWallClock(epochMs, zone);
		const back = fromWallClock(Date.parse(`${wall}Z`), zone);
		expect(toWallClock(back, zone)).toBe(wall);
		expect(back).toBeLessThanOrEqual(epochMs);
		expect(epochMs - back).toBeLessThanOrEqual(24 * 3_600_000);
	},
);

const offsetAt = (epochMs: number, zone: string) =>
	Date.parse(`${toWallClock(epochMs, zone)}Z`) - epochMs;

/** A moment at which clocks are set, and how far they are ahead of UTC before and after it, in ms. */
interface Change {
	zone: string;
	epochMs: number;
	before: number;
	after: number;
}

/** The change of clocks between two moments, where there is one. */
function changeBetween(zone: string, from: number, to: number): Change[] {
	const [before, after] = [offsetAt(from, zone), offsetAt(to, zone)];
	if (before === after) return [];
	let [low, high] = [from, to];
	while (high - low > 1000) {
		const middle = Math.floor((low + high) / 2000) * 1000;
		if (offsetAt(middle, zone) === before) low = middle;
		else high = middle;
	}
	return [{ zone, epochMs: high, before, after }];
}

const changes = ['1995', '2026'].flatMap((year) =>
	Intl.supportedValuesOf('timeZone').flatMap((zone) =>
		[
			['01-15', '07-15'],
			['07-15', '12-31'],
		].flatMap(([from, to]) =>
			changeBetween(zone, Date.parse(`${year}-${from}`), Date.parse(`${year}-${to}`)),
		),
	),
);

holds(
	'where clocks are set, the offset of before holds',
	fc.tuple(fc.constantFrom(...changes), fc.nat(999)),
	([{ zone, epochMs, before, after }, part]) => {
		const width = Math.abs(after - before);
		const wallMs =
			epochMs + Math.min(before, after) + Math.floor((part * width) / 1000 / 60_000) * 60_000;
		expect(fromWallClock(wallMs, zone)).toBe(wallMs - before);
	},
);

test('there are such changes to try', () => {
	expect(changes.length).toBeGreaterThan(300);
	expect(changes.some(({ before, after }) => before > after)).toBe(true);
});

test('years have four digits, and names of time zones are known or not', () => {
	expect(toWallClock(Date.parse('0099-07-01T12:00:00Z'), 'UTC')).toBe('0099-07-01T12:00:00');
	expect(isTimeZone('Asia/Kolkata')).toBe(true);
	expect(isTimeZone('Asia/Nowhere')).toBe(false);
});
