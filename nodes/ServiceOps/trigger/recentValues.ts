/** Values remembered by record ID, in the order in which they were set. */
export type RecentValues<T> = Record<string, T>;

/** How many values are kept with the workflow. */
const MAX_VALUES = 5000;

/** Bare numbers would be sorted as keys of an object; these keep their order. */
const keyOf = (id: string): string => `#${id}`;

/** Remembers a value as the latest one. */
export function setRecent<T>(values: RecentValues<T>, id: string, value: T): void {
	const key = keyOf(id);
	delete values[key];
	values[key] = value;
}

/** @returns undefined when nothing is remembered, or not any longer */
export const getRecent = <T>(values: RecentValues<T>, id: string): T | undefined =>
	values[keyOf(id)];

/** The values that are kept: the latest ones. */
export const latestOf = <T>(values: RecentValues<T>): RecentValues<T> =>
	Object.fromEntries(Object.entries(values).slice(-MAX_VALUES));
