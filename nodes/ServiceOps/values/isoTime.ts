import { textOf } from './json';
import { parseRowTime } from './rowTime';

/**
 * A time of ServiceOps in ISO 8601, as the next node can use it. The server has three forms: milliseconds,
 * `Thu, Nov 26, 2026 04:45 am` and `26-11-2026 04:47` (requests.md section 4).
 *
 * @param value what the server sent
 * @returns in UTC where the server says the moment, otherwise its wall clock, without a time zone; null where no time is set, which
 * some servers say with 0, or with the first moment of the year 1; what cannot be read is returned as it is
 */
export function toIsoTime(value: unknown): unknown {
	const text = textOf(value).trim();
	if (text !== '' && Number(text) <= 0) return null;
	const time = parseRowTime(value);
	if (!time) return value ?? null;
	const iso = new Date(time.ms).toISOString();
	if (time.isMoment) return iso;
	return iso.slice(0, time.isDay ? 10 : 19);
}
