import type { IDataObject } from 'n8n-workflow';
import { isSameDescription } from '../values/htmlText';
import { isRecord, textOf } from '../values/json';

/** Whether two texts mean the same to the server, by the name of their field. */
function isSameText(name: string, current: string, wanted: string): boolean {
	if (current === wanted) return true;
	// Types are sent with their path, and come back as its last part.
	if (name.endsWith('TypeName') && wanted.includes('$')) {
		return current.toLowerCase() === wanted.split('$').pop()?.toLowerCase();
	}
	if (name === 'description') return isSameDescription(current, wanted);
	// One page of the API documentation says "On User", the product "On Users".
	if (name === 'impactName') return bare(current) === bare(wanted);
	// The documentation says "Tier1", the server "tier1".
	return name === 'supportLevel' && current.toLowerCase() === wanted.toLowerCase();
}

const bare = (text: string): string => text.toLowerCase().replace(/s$/, '');

/**
 * Whether a record already holds a value. Servers leave unset fields out, order lists as they like, send numbers as
 * text, and add keys of their own to objects.
 */
export function holds(current: unknown, wanted: unknown, name = ''): boolean {
	if (wanted === '' || wanted === null) return [undefined, null, '', 0].includes(current as null);
	if (isTypedList(wanted)) return wanted.every((entry) => holdsEntry(current, entry));
	if (Array.isArray(wanted)) return holdsAll(Array.isArray(current) ? current : [], wanted);
	if (isRecord(wanted)) {
		const record = isRecord(current) ? current : {};
		return Object.entries(wanted).every(([key, value]) => holds(record[key], value, key));
	}
	if (typeof wanted === 'boolean' || typeof current === 'boolean') return current === wanted;
	return isSameText(name, textOf(current), textOf(wanted));
}

export const isTypedList = (value: unknown): value is IDataObject[] =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((entry) => isRecord(entry) && typeof entry.type === 'string');

/** Whether a list has an entry of the same type that holds all of it. */
export const holdsEntry = (list: unknown, entry: IDataObject): boolean =>
	Array.isArray(list) &&
	list.some(
		(candidate) => isRecord(candidate) && candidate.type === entry.type && holds(candidate, entry),
	);

const holdsAll = (current: unknown[], wanted: unknown[]): boolean =>
	current.length === wanted.length &&
	wanted.every((entry) => current.some((candidate) => holds(candidate, entry)));
