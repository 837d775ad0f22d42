/** What all of the seeded data is picked from. */
import type { Fields } from '../fields';
import { MODULES } from '../modules';
import { entriesOf } from '../references';

export const HOUR = 3_600_000;
export const START = Date.UTC(2025, 5, 2, 8, 0);

/** The entry of a list for a running number: the same for every run, and spread over the list. */
export function pick<T>(list: readonly T[], at: number): T {
	const entry = list[at % list.length];
	if (entry === undefined) throw new Error('An empty list has nothing to pick from');
	return entry;
}

export const names = (list: string) => entriesOf(list).map(({ name }) => name);

export const madeBy = (name: string): Fields => ({ createdByName: name, updatedByName: name });

/** The values of a new record of a module that nobody gave. */
export function defaultsOf(name: string): Fields {
	return { ...MODULES.find((module) => module.name === name)?.defaults };
}
