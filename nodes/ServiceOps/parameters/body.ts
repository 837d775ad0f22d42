import { UserError, type IDataObject } from 'n8n-workflow';
import type { Field, PropertyGroup, RecordType, Resource } from '../resources/index';
import { entered, toBoolean, toList, toNumber, toText } from '../values/coerce';
import { isRecord, textOf, toObject } from '../values/json';
import { toDateText, toTime } from '../values/time';
import { toFiles } from './attachments';
import { mergeExtra } from './extraFields';

/** What stays the same while the fields of one record are converted. */
export interface Conversion {
	resource: Resource;
	type?: RecordType;
	/** IANA name of the workflow's time zone. */
	zone: string;
}

/**
 * The body that carries what was set in the form, and nothing else.
 *
 * @param fields the fields that the operation takes
 * @param values what the form holds, by field name; also property groups, `customFields` and `extraFields`
 * @throws UserError that names the field
 */
export function toBody(conversion: Conversion, fields: Field[], values: IDataObject): IDataObject {
	const { resource, type } = conversion;
	const body = fieldValues(conversion, fields, values);
	if (type) body.type = type.value;

	const groups = resource.propertyGroups;
	const entries = (groups?.groups ?? [])
		.map((group) => groupEntry(conversion, group, values[group.name]))
		.filter((entry) => entry !== undefined);
	if (groups && entries.length > 0) body[groups.name] = entries;

	const custom = customFieldValues(conversion, values.customFields);
	if (custom) body.customField = custom;

	const known = new Set([
		...fields.map((field) => field.name),
		...(groups?.groups ?? []).map((group) => group.name),
		'customFields',
		'extraFields',
	]);
	for (const [name, value] of Object.entries(values)) {
		if (!known.has(name) && entered(value) !== undefined) {
			throw new UserError(
				`There is no field "${name}" here. Put fields that the form does not offer into Extra Fields (JSON)`,
			);
		}
	}
	return mergeExtra(body, values.extraFields);
}

function fieldValues(conversion: Conversion, fields: Field[], values: IDataObject): IDataObject {
	const body: IDataObject = {};
	for (const field of fields) {
		const value = entered(values[field.name]);
		if (value === undefined) continue;
		checkType(conversion, field.displayName, field.types);
		body[field.name] = toWire(field, value, conversion.zone);
	}
	return body;
}

export function checkType(
	{ resource, type }: Conversion,
	label: string,
	types: string[] | undefined,
): void {
	if (!type || !types || types.includes(type.value)) return;
	throw new UserError(`${type.displayName} ${resource.plural} have no ${label}`);
}

function toWire(field: Field, value: unknown, zone: string): IDataObject[string] {
	const label = field.displayName;
	switch (field.kind) {
		case 'text':
		case 'longText':
		case 'email':
		case 'choice':
			return toText(label, value);
		case 'number':
			return toNumber(label, value);
		case 'boolean':
			return toBoolean(label, value);
		case 'time':
			return toTime(label, value, zone);
		case 'date':
			return toDateText(label, value, zone);
		case 'list':
			return toList(label, value);
		case 'files':
			return toFiles(label, value);
	}
}

/** The entry of a property group, e.g. `{ type: 'HardwareProperty', serialNumber: … }`; undefined when nothing was set. */
function groupEntry(
	conversion: Conversion,
	group: PropertyGroup,
	values: unknown,
): IDataObject | undefined {
	if (!isRecord(values)) return undefined;
	const entry = fieldValues(conversion, group.fields, values);
	const custom = customFieldValues(conversion, values.propertyCustomField);
	if (custom) entry.propertyCustomField = custom;
	if (Object.keys(entry).length === 0) return undefined;
	checkType(conversion, group.displayName, group.types);
	return { type: group.wireType, ...entry };
}

export type CustomKind = 'boolean' | 'list' | 'number' | 'text' | 'time';

/** Custom fields travel under their label (requests.md 6.9); an empty value clears, typed as the server shows it. */
function customFieldValues(
	{ resource, zone }: Conversion,
	collection: unknown,
): IDataObject | undefined {
	const rows = isRecord(collection) ? collection.field : undefined;
	if (!Array.isArray(rows) || rows.length === 0) return undefined;
	const custom: Array<[string, unknown]> = rows.map((row, index) => {
		const { name, type, value } = toObject('Custom Fields', row);
		const label = textOf(name).trim();
		if (label === '') throw new UserError(`Custom Fields: entry ${index + 1} has no Field Name`);
		return [
			label,
			customValue(
				`Custom field "${label}"`,
				(type ?? 'text') as CustomKind,
				entered(value),
				resource,
				zone,
			),
		];
	});
	const labels = custom.map(([label]) => label);
	const twice = labels.find((label, index) => labels.indexOf(label) < index);
	if (twice !== undefined) {
		throw new UserError(`Custom Fields: "${twice}" is given twice. Remove one of the two`);
	}
	return Object.fromEntries(custom) as IDataObject;
}

function customValue(
	label: string,
	kind: CustomKind,
	value: unknown,
	resource: Resource,
	zone: string,
): unknown {
	switch (kind) {
		case 'boolean':
			return value === undefined ? null : toBoolean(label, value);
		case 'list':
			return value === undefined ? [] : toList(label, value);
		case 'number':
			return value === undefined ? null : toNumber(label, value);
		case 'text':
			return value === undefined ? '' : toText(label, value);
		case 'time':
			if (value === undefined) return null;
			return resource.customTime === 'time'
				? toTime(label, value, zone)
				: toDateText(label, value, zone);
		default:
			throw new UserError(
				`${label} has the unknown Type "${String(kind)}". Use one of: boolean, list, number, text, time`,
			);
	}
}
