import { readWrittenTime } from './dateForms';

/*
 * Times as a server writes them in its answers: milliseconds, seconds, ISO 8601, or text whose form follows a setting of
 * the server (assets.md section 0). Unlike what people enter, nothing is refused here: a row has to be placed.
 */

/** Which comes first where a date is written with numbers, as in `01/06/2025`. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** The order in the vendor's examples (assets.md section 0), for as long as the data show no other. */
export const USUAL_ORDER: DateOrder = 'dayFirst';

const NUMBERS =
	/^(?<first>\d{1,2})(?<separator>[-/.])(?<second>\d{1,2})\k<separator>(?<year>\d{4}|\d{2})(?<rest>\D.*)?$/s;

/** No date is longer. */
const LONGEST = 60;

/** Numbers of this size are seconds, microseconds and nanoseconds; all others count as milliseconds. */
const UNITS = [
	{ from: 1e8, to: 1e11, factor: 1e3 },
	{ from: 1e14, to: 1e17, factor: 1e-3 },
	{ from: 1e17, to: 1e20, factor: 1e-6 },
];

/** A time as it was written. */
export interface RowTime {
	/** Epoch ms; what a clock in UTC shows where no time zone was written. */
	ms: number;
	/** Whether it says which moment it is, whatever the time zone. */
	isMoment: boolean;
	/** Whether it is a whole day. */
	isDay: boolean;
}

/**
 * Reads a time.
 *
 * @param order which number comes first where the text itself does not tell
 * @returns undefined for what is not a time
 */
export function parseRowTime(value: unknown, order: DateOrder = USUAL_ORDER): RowTime | undefined {
	if (typeof value === 'number') return momentAt(toMs(value));
	const text = textIn(value);
	const written = readWrittenTime(yearFirst(text, order));
	if (written) {
		const { year, month, day, hour, minute, second, millisecond, offsetMs } = written;
		const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
		const isMoment = offsetMs !== undefined;
		return { ms: wallMs - (offsetMs ?? 0), isMoment, isDay: !isMoment && !written.hasTime };
	}
	const json = /^\/Date\((\d{1,16})/.exec(text)?.[1];
	return momentAt(
		/^\d+(\.\d+)?$/.test(text) ? toMs(Number(text)) : Number(json) || Date.parse(text),
	);
}

const momentAt = (ms: number): RowTime | undefined =>
	ms > 0 ? { ms, isMoment: true, isDay: false } : undefined;

/**
 * Reads a time. Texts without a time zone are read as UTC: they are only compared with each other.
 *
 * @param order which number comes first where the text itself does not tell
 * @returns epoch ms; 0 for what is not a time
 */
export const readRowTime = (value: unknown, order?: DateOrder): number =>
	parseRowTime(value, order)?.ms ?? 0;

/** Which number comes first in a date, as far as it shows: one of them is larger than 12. */
export function dateOrderIn(value: unknown): DateOrder | undefined {
	const { first = 0, second = 0 } = numbersIn(value) ?? {};
	if (first > 12 && second <= 12) return 'dayFirst';
	return second > 12 && first <= 12 ? 'monthFirst' : undefined;
}

/** Whether a date means two days, depending on which number comes first. */
export function isAmbiguousDate(value: unknown): boolean {
	const { first = 0, second = 0 } = numbersIn(value) ?? {};
	return first !== second && first <= 12 && second <= 12;
}

/** Whether a time is exact to the millisecond, so that two updates of a record do not share it. */
export function isExactTime(value: unknown): boolean {
	const text = String(typeof value === 'number' ? value : textIn(value));
	return /^\d+$/.test(text) ? toMs(Number(text)) <= Number(text) : /\.\d{3}/.test(text);
}

/** Whether a time is written as text, so that it may lack a time zone. */
export const isTextTime = (value: unknown): boolean =>
	typeof value === 'string' && !/^\d*$/.test(value.trim());

const textIn = (value: unknown): string =>
	typeof value === 'string' && value.length <= LONGEST ? value.trim() : '';

function toMs(number: number): number {
	const unit = UNITS.find(({ from, to }) => number >= from && number < to);
	return unit ? Math.floor(number * unit.factor) : number || 0;
}

function numbersIn(value: unknown): { first: number; second: number } | undefined {
	const groups = NUMBERS.exec(textIn(value))?.groups;
	return groups && { first: Number(groups.first), second: Number(groups.second) };
}

/** `13/06/2025 08:43 pm` as `2025-06-13 08:43 pm`. */
function yearFirst(text: string, order: DateOrder): string {
	const { first = '', second = '', year = '', rest = '' } = NUMBERS.exec(text)?.groups ?? {};
	if (year === '') return text;
	const isDayFirst = (dateOrderIn(text) ?? order) === 'dayFirst';
	const [day, month] = isDayFirst ? [first, second] : [second, first];
	return `${year.length === 2 ? '20' : ''}${year}-${month}-${day}${rest}`;
}
