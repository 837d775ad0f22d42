/** Puts what was sent into a record. */
import type { Dialect } from './dialect';
import { against, invalid, unknownValue } from './errors';
import { mergeCustomFields } from './customFields';
import type { Field, FieldKind, Fields } from './fields';
import { normalizedHtml, plainText } from './html';
import type { Module } from './modules';
import { PROPERTY_GROUPS } from './modules';
import { idOf, typePath } from './references';
import type { Store } from './store';
import { userNamed } from './store';

/** A body on its way into a record. */
export interface Writing {
	store: Store;
	dialect: Dialect;
	module: Module;
	verb: 'create' | 'update';
}

/** Puts the fields of a body into a record: names are looked up, empty values take fields away. */
export function applyFields(writing: Writing, target: Fields, body: Fields): void {
	const { module } = writing;
	for (const [name, value] of Object.entries(body)) {
		const field = module.fields[name];
		if (field === undefined) continue;
		const given = { ...writing, name, field, value, present: target[name] };
		if (field.kind !== 'groups' && clears(given)) {
			if (name === 'statusName') throw unknownValue(name, value);
			if (name in module.defaults && Array.isArray(module.defaults[name])) target[name] = [];
			else Reflect.deleteProperty(target, name);
			continue;
		}
		const put = STORED[field.kind];
		target[name] = put === undefined ? value : put(given);
	}
	checkWindow(target);
}

/** A value on its way into a record. */
interface Given extends Writing {
	name: string;
	field: Field;
	value: unknown;
	present: unknown;
}

const NAMES: readonly FieldKind[] = ['reference', 'person', 'choice'];

/** Whether a value takes the field out of the record. */
function clears(given: Given): boolean {
	const { field, name, value, dialect } = given;
	if (NAMES.includes(field.kind)) return clearsName(name, value, dialect.clearNames);
	// Added to a list, no values change nothing.
	if (Array.isArray(value) && isAdded(given)) return false;
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function clearsName(name: string, value: unknown, by: Dialect['clearNames']): boolean {
	if (value !== null && value !== '' && Number(value) !== -1) {
		if (typeof value === 'number') throw notText(name, value);
		return false;
	}
	const isRight = {
		nullOrEmpty: value === null || value === '',
		null: value === null,
		empty: value === '',
		minusOne: Number(value) === -1 && value !== null && value !== '',
	};
	if (isRight[by]) return true;
	if (typeof value === 'number') throw notText(name, value);
	throw against(`Field '${name}' has an unknown value '${String(value)}'.`);
}

function notText(name: string, value: number) {
	return invalid(`Field '${name}' has the wrong type: string or null expected, got '${value}'.`);
}

/** Whether values are added to a list, instead of replacing it. */
function isAdded({ field, verb, dialect }: Given): boolean {
	return field.grows === true && verb === 'update' && dialect.patchLists === 'merged';
}

/** How a value is stored, for the kinds of fields that do not store it as it is. */
const STORED: Partial<Record<FieldKind, (given: Given) => unknown>> = {
	reference: ({ name, field, value }) => checkedReference(name, field.list ?? '', value),
	person: ({ store, name, field, value }) =>
		userNamed(store, name, value, field.technician).fields.email,
	choice: ({ name, value, dialect }) => {
		if (value === 'On User') return 'On Users';
		return name === 'supportLevel' ? supportLevel(String(value), dialect) : value;
	},
	members: (given) => (isAdded(given) ? union(given.present, given.value) : given.value),
	files: (given) => (isAdded(given) ? union(given.present, given.value) : given.value),
	html: ({ field, value, dialect }) => description(String(value), field, dialect),
	custom: ({ module, value, present }) =>
		mergeCustomFields(present, value, { ...module.customFields, ...module.hiddenFields }),
	groups: ({ name, value, present }) => mergeGroups(name, present, value),
};

function supportLevel(value: string, { supportLevelCase }: Dialect): string {
	const level = value.toLowerCase();
	if (supportLevelCase === 'any' || level === value) return level;
	throw unknownValue('supportLevel', value);
}

function union(present: unknown, given: unknown): unknown[] {
	const all = [...((present as unknown[] | undefined) ?? []), ...(given as unknown[])];
	return [...new Map(all.map((entry) => [JSON.stringify(entry), entry])).values()];
}

function description(html: string, { plain }: Field, { descriptions }: Dialect): string {
	switch (descriptions) {
		case 'documented':
			return plain === true ? plainText(html) : html;
		case 'asSent':
			return html;
		case 'plainText':
			return plainText(html);
		case 'normalized':
			return normalizedHtml(html);
	}
}

function checkedReference(field: string, list: string, value: unknown): string {
	const name = String(value);
	const path = typePath(list, name);
	if (path !== undefined) return path;
	if (idOf(list, name) === undefined) throw unknownValue(field, value);
	return name;
}

function checkWindow({ startDate, endDate }: Fields): void {
	if (typeof startDate === 'number' && typeof endDate === 'number' && endDate < startDate) {
		throw invalid("Field 'endDate' must not be before 'startDate'.");
	}
}

/** Property groups are matched by type; fields that are not given stay. */
function mergeGroups(name: string, present: unknown, given: unknown): Fields[] {
	const merged = [...((present as Fields[] | undefined) ?? [])];
	for (const [index, entry] of ((given as Fields[] | null) ?? []).entries()) {
		const type = String(entry.type);
		const group = PROPERTY_GROUPS[type];
		const at = merged.findIndex((other) => other.type === type);
		const { propertyCustomField, ...fields } = entry;
		const before = merged[at];
		const after: Fields = { ...before, ...fields };
		if (propertyCustomField !== undefined || before?.propertyCustomField !== undefined) {
			after.propertyCustomField = mergeCustomFields(
				before?.propertyCustomField,
				propertyCustomField,
				group?.customFields ?? {},
				`${name}[${index}].propertyCustomField`,
			);
		}
		if (at < 0) merged.push(after);
		else merged[at] = after;
	}
	return merged;
}
