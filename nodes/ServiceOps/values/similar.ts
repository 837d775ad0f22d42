/*
 * "Did you mean …?" for names that are nearly right.
 */

/** Longer texts are not names. */
const LONGEST = 80;

/** What two names have in common in spite of their spelling. */
const fold = (text: string): string =>
	text
		.slice(0, LONGEST)
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The names that a text may have been meant to be: those that differ in a few letters, or contain it.
 *
 * @returns at most three, the nearest first
 */
export function similarNames(text: string, names: string[]): string[] {
	const wanted = fold(text);
	if (wanted === '') return [];
	return [...new Set(names)]
		.map((name) => ({ name, distance: distanceOf(wanted, fold(name)) }))
		.filter(({ distance }) => distance < Infinity)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, 3)
		.map(({ name }) => name);
}

function distanceOf(wanted: string, name: string): number {
	if (name === '') return Infinity;
	const edits = countEdits(wanted, name);
	if (edits <= Math.max(1, Math.floor(Math.min(wanted.length, name.length) / 3))) return edits;
	const [short, long] = wanted.length < name.length ? [wanted, name] : [name, wanted];
	return short.length >= 3 && long.includes(short) ? LONGEST + long.length : Infinity;
}

/** Insertions, deletions, replacements and swaps of neighbors that turn one text into the other. */
function countEdits(one: string, other: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let i = 1; i <= one.length; i++) {
		const row = [i];
		for (let j = 1; j <= other.length; j++) {
			const isSame = one.charAt(i - 1) === other.charAt(j - 1);
			const isSwap =
				one.charAt(i - 1) === other.charAt(j - 2) && one.charAt(i - 2) === other.charAt(j - 1);
			row[j] = Math.min(
				(last[j] ?? 0) + 1,
				(row[j - 1] ?? 0) + 1,
				(last[j - 1] ?? 0) + (isSame ? 0 : 1),
				isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
			);
		}
		[beforeLast, last] = [last, row];
	}
	return last[other.length] ?? 0;
}

/**
 * The question that a message asks about a name that does not exist.
 *
 * @returns e.g. `Did you mean "Open"?`; empty when no name is similar
 */
export function askIfMeant(text: string, names: string[]): string {
	const similar = similarNames(text, names).map((name) => `"${name}"`);
	return similar.length === 0 ? '' : `Did you mean ${similar.join(' or ')}?`;
}
