import { BadInput } from './badInput';
import { textOf } from './json';
import { quote } from './refuse';

/** An entry of a list of fixed choices, as the form shows it. */
export interface Choice {
	name: string;
	value: string;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Finds a choice: by its value, otherwise by its value or name regardless of case, spaces and hyphens.
 *
 * @returns undefined when none or several match
 */
export function findChoice<C extends Choice>(choices: C[], given: unknown): C | undefined {
	const text = textOf(given);
	const exact = choices.find(({ value }) => value === text);
	if (exact) return exact;
	const meant = letters(text);
	if (meant === '') return undefined;
	const alike = choices.filter(
		({ name, value }) => letters(name) === meant || letters(value) === meant,
	);
	return alike.length === 1 ? alike[0] : undefined;
}

/**
 * Like `findChoice`, but requires a match.
 *
 * @throws BadInput that names the field and lists its choices
 */
export function toChoice<C extends Choice>(label: string, choices: C[], given: unknown): C {
	const found = findChoice(choices, given);
	if (found) return found;
	const fault = given === undefined ? ' is empty' : `: there is no ${quote(given)}`;
	throw new BadInput(`${label}${fault}. ${adviseOn(choices)}`);
}

/** Lists what may be chosen, for an error. */
export const adviseOn = (choices: ReadonlyArray<Pick<Choice, 'name'>>): string =>
	`Use one of: ${choices.map(({ name }) => name).join(', ')}`;

/** Choices as a parameter has them, without what else is known of each. */
export const shownChoices = (choices: readonly Choice[]): Choice[] =>
	choices.map(({ name, value }) => ({ name, value }));

/** Sorts parameters and choices as n8n requires: by their labels. */
export const byDisplayName = (a: { displayName: string }, b: { displayName: string }): number =>
	a.displayName.localeCompare(b.displayName);

/** Sorts the choices of a list by their labels. */
export const byName = (a: { name: string }, b: { name: string }): number =>
	a.name.localeCompare(b.name);

/** The labels of choices by their values, as an expression of n8n needs them to show what is chosen in words. */
export const labelsIn = (choices: readonly Choice[]): string =>
	`(${JSON.stringify(Object.fromEntries(choices.map(({ name, value }) => [value, name])))})`;
