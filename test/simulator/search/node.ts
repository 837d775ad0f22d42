/** Reading the nodes of a qualification; whatever does not fit is refused. */
import { invalid } from '../errors';
import type { Fields } from '../fields';

/** Refuses the search. */
export function fail(message: string): never {
	throw invalid(message);
}

export function missing(node: Fields, what: string): never {
	return fail(`'${textOf(node.type)}' lacks ${what}.`);
}

export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return value === undefined ? '' : JSON.stringify(value);
}

export function objectAt(value: unknown, name: string): Fields {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
	return fail(`'${name}' must be an object.`);
}

export function listAt(node: Fields, name: string): unknown[] {
	const value = node[name];
	return Array.isArray(value) ? (value as unknown[]) : fail(`'${name}' must be a list.`);
}

export function allow(node: Fields, names: string[]): void {
	const unknown = Object.keys(node).find((name) => !names.includes(name));
	if (unknown !== undefined) fail(`Key '${unknown}' is not known in '${textOf(node.type)}'.`);
}
