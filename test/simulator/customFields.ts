/** Custom fields: an administrator's own fields, by label. */
import { invalid } from './errors';
import type { Fields } from './fields';
import { SMALLEST_TIME } from './fields';

/** The kinds of custom fields that an administrator may add to a form. */
export type CustomKind =
	| 'text'
	| 'number'
	| 'datetime'
	| 'dropdown'
	| 'radio'
	| 'multiselect'
	| 'checkbox';

/** Custom fields of a form by label. */
export type CustomFields = Record<string, CustomKind>;

const isTextList = (value: unknown) =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** Whether a value has the type of a kind of custom field. */
export const FITS: Record<CustomKind, (value: unknown) => boolean> = {
	text: (value) => typeof value === 'string',
	dropdown: (value) => typeof value === 'string',
	radio: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number',
	datetime: (value) => Number.isInteger(value) && (value as number) >= SMALLEST_TIME,
	multiselect: isTextList,
	checkbox: (value) => isTextList(value) || typeof value === 'boolean',
};

/** How an unset custom field looks in an answer. */
export const UNSET: Record<CustomKind, unknown> = {
	text: '',
	dropdown: '',
	radio: '',
	number: 0,
	datetime: 0,
	multiselect: [],
	checkbox: [],
};

/** Puts new custom field values over the present ones; null takes a value away. */
export function mergeCustomFields(
	present: unknown,
	given: unknown,
	known: CustomFields,
	at = 'customField',
): Fields {
	const merged: Fields = { ...(present as Fields | undefined) };
	for (const [label, value] of Object.entries((given ?? {}) as Fields)) {
		const kind = Object.hasOwn(known, label) ? known[label] : undefined;
		if (kind === undefined) throw invalid(`Field '${at}.${label}' is not known.`);
		if (value === null || value === '') {
			Reflect.deleteProperty(merged, label);
			continue;
		}
		if (!FITS[kind](value)) {
			throw invalid(`Field '${at}.${label}' has the wrong type: ${kind} expected.`);
		}
		merged[label] = value;
	}
	return merged;
}
