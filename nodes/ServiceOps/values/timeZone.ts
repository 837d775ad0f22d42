const DAY_MS = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows: `2026-08-31T14:30:00`. */
export function toWallClock(epochMs: number, zone: string): string {
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
	const parts = Object.fromEntries(
		clock.formatToParts(epochMs).map(({ type, value }) => [type, value]),
	);
	const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
	return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

/**
 * The moment at which clocks in the zone show what `wallAsUtc` shows in UTC: the first one where clocks are set back,
 * and as much later as the gap is wide where they are set forward.
 */
export function fromZone(wallAsUtc: number, zone: string): number {
	const offsetAt = (epochMs: number) =>
		Date.parse(`${toWallClock(epochMs, zone)}Z`) - Math.floor(epochMs / 1000) * 1000;
	const [before, after] = [offsetAt(wallAsUtc - DAY_MS), offsetAt(wallAsUtc + DAY_MS)];
	const candidates = [wallAsUtc - before, wallAsUtc - after];
	const exact = candidates.find((epochMs) => epochMs + offsetAt(epochMs) === wallAsUtc);
	return exact ?? wallAsUtc - before;
}
