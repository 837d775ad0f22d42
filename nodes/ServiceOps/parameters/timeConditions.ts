import type { IDataObject } from 'n8n-workflow';
import { systemClock } from '../../../credentials/clock';
import { compare, type Qualification } from '../transport/qualification';
import { BadInput } from '../values/badInput';
import { entered, onlyOf } from '../values/coerce';
import { DAY_MS } from '../values/days';
import { textOf } from '../values/json';
import { refuse } from '../values/refuse';
import { readRelativeTime, readSpan, startOfDay } from '../values/relativeTime';
import { parseRowTime, type RowTime } from '../values/rowTime';
import { parseTime, TIME_FORMS } from '../values/time';
import { fromWallClock } from '../values/timeZone';
import type { Operator } from './operators';
import type { RowTest } from './rowConditions';

/*
 * Conditions on times. The search language knows before and after; the rest is made of these.
 */

const EXPECTED = `${TIME_FORMS}; today, yesterday and 7 days ago work too`;

/** A stretch of time, in epoch ms; neither end belongs to it. */
interface Range {
	after?: number;
	before?: number;
}

interface Moment {
	epochMs: number;
	/** Whether a whole day was meant. */
	isDay: boolean;
}

/** @throws BadInput that quotes the value */
function readMoment(label: string, given: unknown, zone: string): Moment {
	const value = onlyOf(given);
	if (typeof value === 'string') {
		const epochMs = readRelativeTime(value, zone, systemClock.now());
		if (epochMs !== undefined) return { epochMs, isDay: /day|tomorrow/i.test(value.trim()) };
	}
	const { epochMs, isDateOnly } = parseTime(label, value, zone, EXPECTED);
	return { epochMs, isDay: isDateOnly };
}

/** What stands between two times in one text. */
const BETWEEN = /\s+(?:to|and|until)\s+|\s*,\s*(?=\d{4}-)/i;

/** The start and the end of a condition, which an expression or an agent may also give in one text or array. */
function readEnds(label: string, { value, valueTo }: IDataObject): [unknown, unknown] {
	const [from, to] = [entered(value), entered(valueTo)];
	const both: unknown[] = Array.isArray(from) ? from : textOf(from).split(BETWEEN);
	const [start, end] = to === undefined ? both : [from, to];
	if (entered(start) === undefined || entered(end) === undefined) {
		throw new BadInput(
			`${label} needs two times. Enter the start under Value and the end under Value To`,
		);
	}
	return [start, end];
}

/**
 * Reads what a condition allows.
 *
 * @param label names the condition in messages
 * @throws BadInput that names the condition
 */
function readRange(label: string, operator: Operator, condition: IDataObject, zone: string): Range {
	const now = systemClock.now();
	if (operator.operand === 'none') {
		return { after: startOfDay(zone, now) - 1, before: startOfDay(zone, now, 1) };
	}
	if (operator.operand === 'two') {
		const [from, to] = readEnds(label, condition);
		const end = readMoment(label, to, zone);
		const after = readMoment(label, from, zone).epochMs - 1;
		const before = end.isDay ? startOfDay(zone, end.epochMs + DAY_MS / 2, 1) : end.epochMs + 1;
		if (after + 1 < before) return { after, before };
		throw new BadInput(`${label} ends before it starts. Enter the earlier time under Value`);
	}
	const value = entered(condition.value);
	if (value === undefined) throw new BadInput(`${label} has no value to compare with`);
	if (operator.operand === 'span') {
		const span =
			readSpan(textOf(value)) ??
			refuse(label, 'a length of time such as 7 days or 24 hours', value);
		return { after: now - span - 1 };
	}
	const { epochMs } = readMoment(label, value, zone);
	return operator.value === 'before' ? { before: epochMs } : { after: epochMs };
}

/** What a condition on a time is for the server, and what it is for a row. */
export interface TimeCondition {
	quals: Qualification[];
	meets: RowTest;
}

/**
 * @param label names the condition in messages
 * @param operand the time in the search language
 * @param rowName what rows call it
 * @param zone IANA name of the workflow's time zone
 * @throws BadInput that names the condition
 */
export function toTimeCondition(
	label: string,
	{ operand, rowName }: { operand: IDataObject; rowName: string },
	operator: Operator,
	condition: IDataObject,
	zone: string,
): TimeCondition {
	const range = readRange(label, operator, condition, zone);
	return {
		quals: Object.entries(range).map(([name, time]) =>
			compare(operand, name, 'LongValueRest', time as number),
		),
		meets: (row, order) => isWithin(range, parseRowTime(row[rowName], order), zone),
	};
}

const MINUTE_MS = 60_000;

/**
 * Whether a time in a row is within a range. Text without a time zone is the server's wall clock to the minute (assets.md section
 * 0), which is taken for that of the workflow. A row that does not say is kept.
 */
function isWithin({ after, before }: Range, read: RowTime | undefined, zone: string): boolean {
	if (!read) return true;
	const first = read.isMoment ? read.ms : fromWallClock(read.ms, zone);
	const last = read.isMoment ? first : first + MINUTE_MS - 1;
	return last > (after ?? -Infinity) && first < (before ?? Infinity);
}
