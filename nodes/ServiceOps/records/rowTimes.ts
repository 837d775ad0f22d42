import type { Resource } from '../resources';
import type { Row } from '../transport/page';
import { textOf } from '../values/json';

/** `19-10-2020 11:23` on assets, `01/06/2025 08:43 pm` on CIs. */
const DAY_FIRST = /^(\d{2})[-/](\d{2})[-/](\d{4}) (\d{2}):(\d{2})(?: ([ap])m)?$/i;

/**
 * Reads when a record was created or last updated. Texts without a time zone are read as UTC: they are only compared with
 * each other.
 *
 * @returns epoch ms; 0 where the row does not say
 */
export function readTime({ rowTimes }: Resource, row: Row, event: 'created' | 'updated'): number {
	const value = rowTimes && row[rowTimes[event]];
	if (typeof value === 'number') return value;
	const text = textOf(value).trim();
	if (/^\d+$/.test(text)) return Number(text);
	return parseDayFirst(text) ?? (Date.parse(text) || 0);
}

function parseDayFirst(text: string): number | undefined {
	const [, day, month, year, hour, minute, half] = DAY_FIRST.exec(text) ?? [];
	if (!day) return undefined;
	const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour);
	return Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute));
}
