import { isRecord } from './json';

/** What is needed of luxon's DateTime, whose class is not at hand here. */
export interface DateTimeLike {
	toMillis: () => number;
	/** Minutes ahead of UTC. */
	offset?: number;
	invalidExplanation?: string | null;
}

/** Whether a value is a JavaScript Date, also one of another realm, as the Code node makes them. */
export const isDate = (value: unknown): value is Date =>
	Object.prototype.toString.call(value) === '[object Date]';

export const isDateTime = (value: unknown): value is DateTimeLike =>
	isRecord(value) && typeof (value as { toMillis?: unknown }).toMillis === 'function';
