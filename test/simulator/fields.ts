/** The kinds of fields that records have, with the schema that each is checked by. */

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
	| 'groups'
	| 'links';

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
	/** HTML: the documented examples come back as plain text. */
	plain?: true;
	/** Lists: some servers add what a PATCH brings. */
	grows?: true;
}

/** The fields of a module by API name. */
export type FieldTable = Record<string, Field>;

/** Field options that a table may add to a kind of field. */
type More = Partial<Omit<Field, 'kind' | 'schema'>>;

/** Epoch milliseconds have 13 digits; less than 10^11 must be seconds. */
export const SMALLEST_TIME = 100_000_000_000;
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
	grows: true,
	schema: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } },
});
export const emails = (): Field => ({
	kind: 'members',
	grows: true,
	schema: { type: 'array', items: { type: 'string', pattern: EMAIL_PATTERN } },
});
export const files = (): Field => ({
	kind: 'files',
	grows: true,
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
/** What a new record is linked to: pairs of a model and a number. */
export const links = (model: string, id: string, models: string[]): Field => ({
	kind: 'links',
	only: 'create',
	schema: {
		type: 'array',
		items: {
			type: 'object',
			additionalProperties: false,
			required: [model, id],
			properties: { [model]: { enum: models }, [id]: { type: 'integer', minimum: 1 } },
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
		verb === 'create' || field.required ? field.schema : clearable(field),
	]);
	const required = accepted.filter(([, field]) => field.required).map(([name]) => name);
	return {
		type: 'object',
		additionalProperties: false,
		properties: Object.fromEntries(properties),
		...(verb === 'create' ? { required } : {}),
	};
}

/** PATCH empties a field with null, text also with "", and on some servers names with -1. */
function clearable({ kind, schema }: Field): Schema {
	const isName = kind === 'reference' || kind === 'person' || Array.isArray(schema.enum);
	const types = [schema.type, 'null', ...(isName ? ['integer'] : [])];
	const open: Schema = { ...without(schema, 'minLength'), type: types };
	if (Array.isArray(schema.enum)) open.enum = [...(schema.enum as unknown[]), '', null, -1, '-1'];
	if (typeof schema.pattern === 'string') open.pattern = `^$|${schema.pattern}`;
	return open;
}

/** A copy of an object that lacks some of its entries. */
export function without(object: Fields, ...names: string[]): Fields {
	return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
