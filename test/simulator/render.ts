import type { Fields } from './fields';
import { UNSET, without } from './fields';
import type { Module } from './modules';
import { ASSET_CLASSES, PROPERTY_GROUPS, REQUEST } from './modules';
import type { Row } from './store';
import { assetTime, ciTime, conversationTime } from './times';

/** A record as its module answers it. */
export function render(module: Module, row: Row): Fields {
	if (module.name === REQUEST.name) return request(row);
	switch (module.keyName) {
		case 'name':
			return ticket(row);
		case 'assetId':
			return asset(module, row);
		case 'ciId':
			return ci(row);
		case undefined:
			return { id: row.id, ...row.fields };
	}
}

/** A conversation as it is answered: its times are text. */
export function renderConversation(row: Row): Fields {
	return {
		id: row.id,
		...row.fields,
		createdTime: conversationTime(row.createdTime),
		updatedTime: conversationTime(row.updatedTime),
	};
}

function ticket({ id, key, createdTime, updatedTime, fields }: Row): Fields {
	return { id, name: key, createdTime, updatedTime, ...fields };
}

const UNSET_ON_REQUESTS: Fields = Object.fromEntries(
	Object.entries(REQUEST.customFields).map(([label, kind]) => [label, UNSET[kind]]),
);

/** Requests list every custom field, unset ones as an empty value of their type. */
function request(row: Row): Fields {
	const given = row.fields.customField as Fields | undefined;
	return { ...ticket(row), customField: { ...UNSET_ON_REQUESTS, ...given } };
}

function asset(module: Module, { id, key, createdTime, updatedTime, fields }: Row): Fields {
	const { assetPropertyList, ...rest } = fields;
	return {
		type: ASSET_CLASSES.find(({ name }) => name === module.name)?.type,
		id,
		...rest,
		assetTypeName: leaf(fields.assetTypeName),
		assetId: key,
		createdDate: assetTime(createdTime),
		updatedDate: assetTime(updatedTime),
		assetPropertyList: propertyGroups(id, key, assetPropertyList),
	};
}

/** The documented answer shows neither the display name nor any custom field. */
function ci({ id, key, createdTime, updatedTime, fields }: Row): Fields {
	const groups = (fields.ciPropertyList as Fields[] | undefined) ?? [];
	return {
		...without(fields, 'ciDisplayName', 'customField'),
		id,
		ciTypeName: leaf(fields.ciTypeName),
		ciId: key,
		createdDate: ciTime(createdTime),
		updatedDate: ciTime(updatedTime),
		ciPropertyList: groups.map((group) => ({
			id,
			refName: key,
			...group,
			propertyCustomField: null,
		})),
		concreteModel: 'cmdb',
	};
}

/** Type paths are answered by their last part alone. */
function leaf(path: unknown): string {
	return String(path).split('$').at(-1) ?? '';
}

function propertyGroups(id: number, refName: string, stored: unknown): Fields[] {
	return ((stored as Fields[] | undefined) ?? []).map((group) => ({
		id,
		refName,
		...PROPERTY_GROUPS[String(group.type)]?.unset,
		propertyCustomField: {},
		...group,
	}));
}
