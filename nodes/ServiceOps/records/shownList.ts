import type { GenericValue } from 'n8n-workflow';
import { toList } from '../values/coerce';
import { parseExactly } from '../values/exactJson';

/** The entries of a list in a record; some servers show it as one text, with commas or as JSON. */
export function shownList(shown: unknown): GenericValue[] {
	if (Array.isArray(shown)) return shown as GenericValue[];
	if (typeof shown !== 'string') return [];
	return (/^\s*\[/.test(shown) ? parsedList(shown) : toList('List', shown)) ?? [shown];
}

function parsedList(text: string): GenericValue[] | undefined {
	try {
		const list = parseExactly(text);
		return Array.isArray(list) ? (list as GenericValue[]) : undefined;
	} catch {
		return undefined;
	}
}
