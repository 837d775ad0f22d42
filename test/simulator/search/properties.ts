/** What can be searched and sorted by: derived from the fields of the modules. */
import type { Dialect } from '../dialect';
import type { Fields } from '../fields';
import { shownKey } from '../keys';
import type { Module } from '../modules';
import { referenceId } from '../references';
import type { Row, Store } from '../store';
import { findUser } from '../store';

export type PropertyType = 'id' | 'text' | 'time' | 'number' | 'flag' | 'choice' | 'members';

/** Something that can be searched and sorted by. */
export interface Property {
	type: PropertyType;
	/** A field that an administrator added. */
	isCustom?: true;
	/** Something that has an ID of its own, such as a status or a person. */
	isReference?: true;
	read: (row: Row) => unknown;
}

/** What a search of one module knows. */
export interface Searchable {
	/** The first parts of property keys, e.g. `request` in `request.subject`. */
	models: string[];
	properties: Map<string, Property>;
	/** Custom fields by label. */
	customFields: Map<string, Property>;
}

const FIELD_TYPES: Partial<Record<string, PropertyType>> = {
	text: 'text',
	html: 'text',
	date: 'text',
	time: 'time',
	number: 'number',
	flag: 'flag',
	choice: 'choice',
	members: 'members',
};
const CUSTOM_TYPES: Record<string, PropertyType> = {
	text: 'text',
	dropdown: 'text',
	radio: 'text',
	number: 'number',
	datetime: 'time',
	multiselect: 'members',
	checkbox: 'members',
};

/** The properties of a module, derived from its fields: names are searched by their ids. */
export function searchable(module: Module, store: Store, dialect: Dialect): Searchable {
	const properties = new Map<string, Property>([
		['id', { type: 'id', read: (row) => row.id }],
		['createdTime', { type: 'time', read: (row) => row.createdTime }],
		['updatedTime', { type: 'time', read: (row) => row.updatedTime }],
	]);
	const userId = (email: unknown) => (email === undefined ? 0 : (findUser(store, email)?.id ?? 0));
	const userIds = new Map<unknown, number>();
	const rememberedUserId = (email: unknown) => {
		const known = userIds.get(email) ?? userId(email);
		userIds.set(email, known);
		return known;
	};
	for (const [name, field] of Object.entries(module.fields)) {
		const read = (row: Row) => row.fields[name];
		if (field.kind === 'person') {
			const key = field.searchAs ?? name.replace(/Email$/, '') + 'Id';
			properties.set(key, {
				type: 'id',
				isReference: true,
				read: (row) => rememberedUserId(read(row)),
			});
		} else if (field.list !== undefined) {
			const list = field.list;
			const key = field.searchAs ?? name.replace(/Name$/, '') + 'Id';
			properties.set(key, {
				type: 'id',
				isReference: true,
				read: (row) => referenceId(list, read(row)) ?? 0,
			});
		} else {
			const type = FIELD_TYPES[field.kind];
			if (type !== undefined) properties.set(name, { type, read });
		}
	}
	for (const name of module.times ?? []) {
		const field = name === 'dueByTime' ? 'dueBy' : name;
		properties.set(name, { type: 'time', read: (row) => row.fields[field] });
	}
	if (module.keyName !== undefined) {
		properties.set(module.keyName, { type: 'text', read: (row) => shownKey(row.key, dialect) });
	}
	const customFields = Object.entries(module.customFields).map(
		([label, kind]): [string, Property] => [
			label,
			{
				type: CUSTOM_TYPES[kind] ?? 'text',
				isCustom: true,
				read: (row) => (row.fields.customField as Fields | undefined)?.[label],
			},
		],
	);
	return { models: module.models, properties, customFields: new Map(customFields) };
}

/** What can be asked about conversations: their type. The documented key has a leading dot. */
export const CONVERSATIONS: Searchable = {
	models: ['.conversation'],
	properties: new Map<string, Property>([
		['id', { type: 'id', read: (row) => row.id }],
		['createdTime', { type: 'time', read: (row) => row.createdTime }],
		['updatedTime', { type: 'time', read: (row) => row.updatedTime }],
		['conversationType', { type: 'choice', read: (row) => row.fields.conversationType }],
	]),
	customFields: new Map(),
};
