/** The values that each of several switches can have. */
export type Switches<T> = { readonly [K in keyof T]: ReadonlyArray<T[K]> };

/**
 * Settings of all switches in which every two values of two switches meet at least once. Greedy and without chance:
 * each setting takes the values, switch by switch, that meet most of the pairs that are left.
 */
export function pairwise<T extends object>(switches: Switches<T>): T[] {
	const names = Object.keys(switches) as Array<keyof T>;
	const valuesOf = (name: keyof T): ReadonlyArray<T[keyof T]> => switches[name];
	const pair = (a: keyof T, x: unknown, b: keyof T, y: unknown) =>
		JSON.stringify([String(a), x, String(b), y]);
	const left = new Set<string>();
	names.forEach((a, at) => {
		for (const b of names.slice(at + 1)) {
			for (const x of valuesOf(a)) for (const y of valuesOf(b)) left.add(pair(a, x, b, y));
		}
	});
	const settings: T[] = [];
	for (let [next] = left; next !== undefined; [next] = left) {
		const [a, x, b, y] = JSON.parse(next) as [keyof T, unknown, keyof T, unknown];
		const setting = { [a]: x, [b]: y } as unknown as T;
		const met = (name: keyof T, value: unknown) =>
			names.filter(
				(other) =>
					other in setting &&
					(left.has(pair(name, value, other, setting[other])) ||
						left.has(pair(other, setting[other], name, value))),
			).length;
		for (const name of names.filter((one) => !(one in setting))) {
			const best = [...valuesOf(name)].sort((v, w) => met(name, w) - met(name, v))[0];
			setting[name] = best!;
		}
		names.forEach((one, at) => {
			for (const other of names.slice(at + 1)) {
				left.delete(pair(one, setting[one], other, setting[other]));
			}
		});
		settings.push(setting);
	}
	return settings;
}
