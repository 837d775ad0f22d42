import type { Row } from '../transport/page';
import { textOf } from '../values/json';

const TEXT = /^(\d{2})[-/](\d{2})[-/](\d{4}) (\d{2}):(\d{2})(?: ([ap])m)?$/i;

/**
 * A time of a record: tickets have epoch ms, assets `19-10-2020 11:23`, CIs `01/06/2025 08:43 pm` (assets.md section 0).
 *
 * @returns 0 where the record does not tell
 */
export function readTime(row: Row, field: 'created' | 'updated'): number {
	const value = row[`${field}Time`] ?? row[`${field}Date`];
	if (typeof value === 'number') return value;
	const text = textOf(value).trim();
	if (/^\d+$/.test(text)) return Number(text);
	const [, day, month, year, hour, minute, half] = TEXT.exec(text) ?? [];
	if (!day) return Number.isNaN(Date.parse(text)) ? 0 : Date.parse(text);
	const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour);
	return Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute));
}

/** Whether the times of these rows are text, and so too coarse to tell two updates apart. */
export const hasTextTimes = (row: Row): boolean => row.updatedTime === undefined;

/** What distinguishes this state of a record from others: its time, and where that is coarse, its content. */
export function versionOf(row: Row): string {
	const time = String(readTime(row, 'updated'));
	return hasTextTimes(row) ? `${time}-${digest(JSON.stringify(row))}` : time;
}

/** FNV-1a, 32 bits: shipped code has no crypto, and nothing depends on it being hard to guess. */
function digest(text: string): string {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What a record is remembered by: where one list holds several types, each counts its IDs on its own. */
export const identityOf = (row: Row): string =>
	[row.type, row.id].map(textOf).filter(Boolean).join(':');
