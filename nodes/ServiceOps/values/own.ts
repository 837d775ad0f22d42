/** What a table has under a name that comes from outside: `constructor` and `__proto__` are names like any other. */
export const ownValue = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
	Object.hasOwn(table, name) ? table[name] : undefined;
