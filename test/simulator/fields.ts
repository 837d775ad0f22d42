import { invalid } from './errors';

/** A JSON schema, or a part of one. */
export type Schema = Record<string, unknown>;
/** The fields of a record or a body, under their API names. */
export type Fields = Record<string, unknown>;

/** What a field holds; decides how it is checked, stored and searched. */
export type FieldKind =
	| 'text'
	| 'html'
	| 'time'
	| 'date'
	| 'number'
	| 'flag'
	| 'choice'
	| 'members'
	| 'files'
	| 'reference'
	| 'person'
	| 'custom'
	| 'groups';

/** One field of a module. */
export interface Field {
	kind: FieldKind;
	schema: Schema;
	/** Must be there on create and cannot be emptied later. */
	required?: true;
	/** Accepted by this verb only. */
	only?: 'create' | 'update';
	/** The list in which a given name must be found. */
	list?: string;
	/** The name of its property in the search language, where it is not the usual one. */
	searchAs?: string;
	/** Persons: must be a technician. */
	technician?: true;
	/** HTML: comes back as plain text. */
	plain?: true;
}

/** The fields of a module by API name. */
export type FieldTable = Record<string, Field>;

/** Field options that a table may add to a kind of field. */
type More = Partial<Omit<Field, 'kind' | 'schema'>>;

/** Epoch milliseconds have 13 digits; less than 10^11 must be seconds. */
const SMALLEST_TIME = 100_000_000_000;
const DATE_PATTERN =
	'^(0[1-9]|[12][0-9]|3[01])-(0[1-9]|1[0-2])-[0-9]{4}( ([01][0-9]|2[0-3]):[0-5][0-9])?$';
const EMAIL_PATTERN = '^[^@\\s]+@[^@\\s]+$';

export const text = (more: More = {}, schema: Schema = {}): Field => ({
	kind: 'text',
	schema: { type: 'string', ...(more.required ? { minLength: 1 } : {}), ...schema },
	...more,
});
export const html = (more: More = {}): Field => ({
	kind: 'html',
	schema: { type: 'string' },
	...more,
});
/** Epoch milliseconds. */
export const time = (more: More = {}): Field => ({
	kind: 'time',
	schema: { type: 'integer', format: 'int64', minimum: SMALLEST_TIME },
	...more,
});
/** Text `dd-MM-yyyy` or `dd-MM-yyyy HH:mm`. */
export const date = (more: More = {}): Field => ({
	kind: 'date',
	schema: { type: 'string', pattern: DATE_PATTERN },
	...more,
});
export const number = (more: More = {}): Field => ({
	kind: 'number',
	schema: { type: 'number' },
	...more,
});
export const flag = (more: More = {}): Field => ({
	kind: 'flag',
	schema: { type: 'boolean' },
	...more,
});
export const choice = (values: readonly string[], more: More = {}): Field => ({
	kind: 'choice',
	schema: { type: 'string', enum: [...values] },
	...more,
});
export const choices = (values: readonly string[], more: More = {}): Field => ({
	kind: 'members',
	schema: { type: 'array', items: { type: 'string', enum: [...values] } },
	...more,
});
export const tags = (): Field => ({
	kind: 'members',
	schema: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } },
});
export const emails = (): Field => ({
	kind: 'members',
	schema: { type: 'array', items: { type: 'string', pattern: EMAIL_PATTERN } },
});
export const files = (): Field => ({
	kind: 'files',
	schema: {
		type: 'array',
		items: {
			type: 'object',
			additionalProperties: false,
			required: ['refFileName', 'realName'],
			properties: {
				refFileName: { type: 'string', minLength: 1 },
				realName: { type: 'string', minLength: 1 },
			},
		},
	},
});
/** The name of a record in one of the server's lists. */
export const reference = (list: string, more: More = {}): Field => ({
	kind: 'reference',
	schema: { type: 'string', minLength: 1, 'x-list': list },
	list,
	...more,
});
/** The e-mail of a user. */
export const person = (more: More = {}): Field => ({
	kind: 'person',
	schema: { type: 'string', minLength: 1 },
	...more,
});
export const customFields = (): Field => ({ kind: 'custom', schema: { type: 'object' } });
export const groups = (schemas: Schema[]): Field => ({
	kind: 'groups',
	schema: { type: 'array', items: byType(schemas) },
});

/** One of several object schemas, told apart by their constant `type`. */
export function byType(schemas: Schema[]): Schema {
	return {
		type: 'object',
		required: ['type'],
		discriminator: { propertyName: 'type' },
		oneOf: schemas,
	};
}

/** The schema of a body with these fields. */
export function bodySchema(fields: FieldTable, verb: 'create' | 'update'): Schema {
	const accepted = Object.entries(fields).filter(
		([, field]) => field.only === undefined || field.only === verb,
	);
	const properties = accepted.map(([name, field]): [string, Schema] => [
		name,
		verb === 'create' || field.required ? field.schema : clearable(field.schema),
	]);
	const required = accepted.filter(([, field]) => field.required).map(([name]) => name);
	return {
		type: 'object',
		additionalProperties: false,
		properties: Object.fromEntries(properties),
		...(verb === 'create' ? { required } : {}),
	};
}

/** PATCH empties a field with null, text also with "". */
function clearable(schema: Schema): Schema {
	const open: Schema = { ...without(schema, 'minLength'), type: [schema.type, 'null'] };
	if (Array.isArray(schema.enum)) open.enum = [...(schema.enum as unknown[]), '', null];
	if (typeof schema.pattern === 'string') open.pattern = `^$|${schema.pattern}`;
	return open;
}

/** A copy of an object that lacks some of its entries. */
export function without(object: Fields, ...names: string[]): Fields {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

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
		const kind = known[label];
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
