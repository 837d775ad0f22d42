/*
 * Names of files, as people write patterns for them and as folders need them.
 */

/**
 * Whether a file name matches a pattern: `*` stands for any characters, `?` for one, and case does not count. Takes time in
 * proportion to the lengths of both multiplied, whatever the pattern.
 */
export function matchesPattern(pattern: string, fileName: string): boolean {
	const [wanted, name] = [pattern.toLowerCase(), fileName.toLowerCase()];
	let [at, inName] = [0, 0];
	// Where to go back to: after the last asterisk, which then takes one more character.
	let [afterStar, starTook] = [-1, 0];
	while (inName < name.length) {
		const sign = wanted.charAt(at);
		if (sign === '*') {
			afterStar = ++at;
			starTook = inName;
		} else if (sign === '?' || sign === name.charAt(inName)) {
			at++;
			inName++;
		} else if (afterStar >= 0) {
			at = afterStar;
			inName = ++starTook;
		} else {
			return false;
		}
	}
	return /^\**$/.test(wanted.slice(at));
}

/**
 * The names of files with those that occur several times told apart, regardless of case: `a.pdf`, `a (2).pdf`.
 */
export function toUniqueNames(names: string[]): string[] {
	const taken = new Set(names.map(lower));
	const used = new Set<string>();
	return names.map((name) => {
		let unique = name;
		for (
			let copy = 2;
			used.has(lower(unique)) || (unique !== name && taken.has(lower(unique)));
			copy++
		) {
			unique = withNumber(name, copy);
		}
		used.add(lower(unique));
		return unique;
	});
}

const lower = (name: string): string => name.toLowerCase();

const withNumber = (name: string, copy: number): string => {
	const dot = name.lastIndexOf('.');
	const stem = dot > 0 ? name.slice(0, dot) : name;
	return `${stem} (${copy})${name.slice(stem.length)}`;
};
