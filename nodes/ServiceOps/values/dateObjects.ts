/** The needed part of luxon's DateTime, whose class is not available here. */
export interface DateTimeLike {
	toMillis: () => number;
	/** Minutes ahead of UTC. */
	offset?: number;
	invalidExplanation?: string | null;
}

/** Whether a value is a JavaScript Date, even one from another realm, as the Code node creates them. */
export const isDate = (value: unknown): value is Date =>
	Object.prototype.toString.call(value) === '[object Date]';

/** Whether a value is a luxon DateTime, as expressions create them. */
export const isDateTime = (value: unknown): value is DateTimeLike =>
	typeof value === 'object' &&
	value !== null &&
	typeof (value as { toMillis?: unknown }).toMillis === 'function';
