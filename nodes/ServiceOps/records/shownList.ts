import type { GenericValue } from 'n8n-workflow';
import { toList, tryParse } from '../values/coerce';

/** The entries of a list in a record; some servers show it as one text, with commas or as JSON. */
export function shownList(shown: unknown): GenericValue[] {
	if (Array.isArray(shown)) return shown as GenericValue[];
	if (typeof shown !== 'string') return [];
	if (!/^\s*\[/.test(shown)) return toList('List', shown);
	const list = tryParse(shown);
	return Array.isArray(list) ? (list as GenericValue[]) : [shown];
}
