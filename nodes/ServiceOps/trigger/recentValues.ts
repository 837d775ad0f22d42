/** Values remembered by record ID: only the latest ones, because they are stored with the workflow. */
export type RecentValues<T> = Record<string, T>;

const MAX_VALUES = 5000;
/** Old values are dropped in batches, not one at a time. */
const MAX_SURPLUS = 500;

/** Plain numbers would be sorted as keys of an object; these keep the order in which they were set. */
const keyOf = (id: string): string => `#${id}`;

/** Remembers a value as the latest, and forgets the oldest ones beyond the limit. */
export function setRecent<T>(values: RecentValues<T>, id: string, value: T): void {
	const key = keyOf(id);
	delete values[key];
	values[key] = value;
	const keys = Object.keys(values);
	if (keys.length <= MAX_VALUES + MAX_SURPLUS) return;
	for (const oldest of keys.slice(0, keys.length - MAX_VALUES)) delete values[oldest];
}

/** @returns undefined when nothing is remembered, or not any longer */
export const getRecent = <T>(values: RecentValues<T>, id: string): T | undefined =>
	values[keyOf(id)];
