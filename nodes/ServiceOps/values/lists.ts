/*
 * How lists compare, and their entries among each other.
 */

export const isSameList = (one: string[], other: string[]): boolean =>
	one.length === other.length && one.every((entry, index) => entry === other[index]);

/** How the entries of a list follow each other. */
export type Direction = 'ascending' | 'descending' | 'level' | 'mixed';

/** @param compare negative if the first entry is smaller */
export function directionBy<T>(list: T[], compare: (one: T, other: T) => number): Direction {
	const steps = list.slice(1).map((entry, index) => compare(entry, list[index] ?? entry));
	const isRising = steps.some((step) => step > 0);
	const isFalling = steps.some((step) => step < 0);
	if (isRising) return isFalling ? 'mixed' : 'ascending';
	return isFalling ? 'descending' : 'level';
}

/** How numbers follow each other. */
export const directionOfNumbers = (numbers: number[]): Direction =>
	directionBy(numbers, (one, other) => one - other);
