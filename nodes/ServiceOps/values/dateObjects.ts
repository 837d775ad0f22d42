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

/** Whether a value is a DateTime of luxon, as expressions make them. */
export const isDateTime = (value: unknown): value is DateTimeLike =>
	typeof value === 'object' &&
	value !== null &&
	typeof (value as { toMillis?: unknown }).toMillis === 'function';
