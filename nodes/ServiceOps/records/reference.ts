import type { Resource } from '../resources';
import { BadInput } from '../values/badInput';
import { ID } from '../values/coerce';
import { isRecord, textOf } from '../values/json';
import { toLocated } from '../values/located';
import { quote } from '../values/refuse';
import { toCode, toIdentifier } from '../values/visible';

/** A record, by ID or key. */
export type Reference = { id: string } | { key: string };

/** Also by the bare number of its key, as people say it: `64` for `INC-64`. */
export type LooseReference = Reference | { keyNumber: string };

/**
 * Administrators can change prefixes, so only the shape is checked: prefix, number. A prefix may contain periods, hyphens and
 * slashes (additions.md 12), and may end in one in place of the usual hyphen.
 */
const KEY = /^(?=.*\p{L})(?!.*\.\.)[\p{L}\p{N}_][\p{L}\p{N}_ ./-]{0,60}[-./]\d{1,15}$/u;
/** No key and no email is longer. */
const LONGEST = 400;

/** People are also found by their logon name, with its domain, and by their name. */
const PERSON = /^(?!-?\d+(?:\.\d+)?$)[^@/\p{Cc}]{1,100}$|^[^\s@/]{1,64}@[^\s@/]{1,255}$/u;

/**
 * Parses a reference to a record: `65` and `INC-46` both work, in every mode of the locator, and so does a whole record.
 *
 * @throws BadInput when it is neither
 */
export function parseReference(resource: Resource, value: unknown): Reference {
	const given = toLocated(value, ['value', 'id', resource.keyField, 'key', 'name']);
	const text = cleanKey(resource, textOf(given));
	if (given === undefined) {
		throw new BadInput(`${resource.displayName}: choose one from the list, or enter its ID or key`);
	}
	if (ID.test(text)) return { id: text };
	const key = parseKey(resource, text);
	if (key !== undefined) return { key };
	throw new BadInput(
		`${resource.displayName}: ${quote(text || given)} is neither an ID such as 65 nor a key such as ${resource.keyExample}`,
		{ description: `Choose the ${resource.noun} From List, or find its ID with Get Many.` },
	);
}

/**
 * Like `parseReference`, but a bare number that was entered as a key is the number of a key.
 *
 * @throws BadInput when it is neither
 */
export function parseLooseReference(resource: Resource, value: unknown): LooseReference {
	const reference = parseReference(resource, value);
	const isKey = isRecord(value) && value.mode === 'key' && resource.keyForm !== 'email';
	return isKey && 'id' in reference ? { keyNumber: reference.id } : reference;
}

/** Chats and web pages change hyphens; quotes, `#` and brackets are put around keys, and tables write numbers with `.0`. */
function cleanKey({ keyForm }: Resource, text: string): string {
	if (keyForm === 'email' || text.length > LONGEST) return toIdentifier(text);
	return (
		toCode(text.normalize('NFKC'))
			.replace(/[\u2010-\u2015\u2212]/g, '-')
			.replace(/^\[([^[\]]+)\]$/, (_, inner: string) => toCode(inner))
			.replace(/^#/, '')
			// As lists of records show it: the key, then the title.
			.replace(/^([^\s:]+-\d+): .*$/s, '$1')
			.replace(/^(\d+)\.0+$/, '$1')
	);
}

/** A key as the server has it; any other text as it is. */
export const toKey = (resource: Resource, text: string): string =>
	parseKey(resource, cleanKey(resource, text)) ?? text;

function parseKey({ keyForm }: Resource, text: string): string | undefined {
	if (text.length > LONGEST) return undefined;
	if (keyForm === 'email') return PERSON.test(text) ? text : undefined;
	const key = text.replace(/\s*-\s*/g, '-');
	if (!KEY.test(key)) return undefined;
	// In lower case people type it; other mixtures may be what an administrator has set.
	return keyForm === 'upper' && key === key.toLowerCase() ? key.toUpperCase() : key;
}
