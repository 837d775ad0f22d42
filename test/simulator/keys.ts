/** Display keys. They are stored as the factory writes them; an administrator may have set other prefixes. */
import type { Dialect } from './dialect';

/** A key such as SR-47 as the server shows it, e.g. HW-47. */
export function shownKey(key: string, { keyPrefixes }: Pick<Dialect, 'keyPrefixes'>): string {
	const dash = key.indexOf('-');
	const prefix = keyPrefixes[key.slice(0, Math.max(dash, 0))];
	return prefix === undefined ? key : `${prefix}${key.slice(dash)}`;
}
