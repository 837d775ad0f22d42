import { UNSET } from './customFields';
import type { Dialect } from './dialect';
import type { Fields, FieldTable } from './fields';
import { without } from './fields';
import { shownKey } from './keys';
import type { Module } from './modules';
import { ASSET_CLASSES, PROPERTY_GROUPS, REQUEST } from './modules';
import type { Row } from './store';
import { conversationTime, dateIn, timeIn } from './times';

/** A record as its module answers it. */
export function render(module: Module, stored: Row, dialect: Dialect): Fields {
	const row = { ...stored, key: shownKey(stored.key, dialect) };
	if (module.name === REQUEST.name) return request(row);
	switch (module.keyName) {
		case 'name':
			return ticket(row);
		case 'assetId':
			return asset(module, row, dialect);
		case 'ciId':
			return ci(module, row, dialect);
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

function asset(module: Module, row: Row, dialect: Dialect): Fields {
	const { id, key, createdTime, updatedTime, fields } = row;
	const { assetPropertyList, ...rest } = withDates(module.fields, fields, dialect);
	return {
		type: ASSET_CLASSES.find(({ name }) => name === module.name)?.type,
		id,
		...rest,
		assetTypeName: leaf(fields.assetTypeName),
		assetId: key,
		createdDate: timeIn(dialect.dateForm, createdTime, 'dd-MM-yyyy HH:mm'),
		updatedDate: timeIn(dialect.dateForm, updatedTime, 'dd-MM-yyyy HH:mm'),
		assetPropertyList: groupsOf(assetPropertyList, dialect).map((group) => ({
			id,
			refName: key,
			...PROPERTY_GROUPS[String(group.type)]?.unset,
			propertyCustomField: {},
			...group,
		})),
	};
}

/** The documented answer shows neither the display name nor any custom field. */
function ci(module: Module, row: Row, dialect: Dialect): Fields {
	const { id, key, createdTime, updatedTime } = row;
	const fields = withDates(module.fields, row.fields, dialect);
	return {
		...without(fields, 'ciDisplayName', 'customField'),
		id,
		ciTypeName: leaf(fields.ciTypeName),
		ciId: key,
		createdDate: timeIn(dialect.dateForm, createdTime, 'dd/MM/yyyy hh:mm a'),
		updatedDate: timeIn(dialect.dateForm, updatedTime, 'dd/MM/yyyy hh:mm a'),
		ciPropertyList: groupsOf(fields.ciPropertyList, dialect).map((group) => ({
			id,
			refName: key,
			...group,
			propertyCustomField: null,
		})),
		concreteModel: 'cmdb',
	};
}

/** Dates are kept as they were sent, and answered in the form that is set. */
function withDates(table: FieldTable, fields: Fields, { dateForm }: Dialect): Fields {
	if (dateForm === 'documented') return fields;
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [
			name,
			table[name]?.kind === 'date' ? dateIn(dateForm, String(value)) : value,
		]),
	);
}

function groupsOf(stored: unknown, dialect: Dialect): Fields[] {
	return ((stored as Fields[] | undefined) ?? []).map((group) =>
		withDates(PROPERTY_GROUPS[String(group.type)]?.fields ?? {}, group, dialect),
	);
}

/** Type paths are answered by their last part alone. */
function leaf(path: unknown): string {
	return String(path).split('$').at(-1) ?? '';
}
