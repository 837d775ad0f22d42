import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { FieldTable, PropertyGroup } from '../resources';
import { checkAll } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { entered } from '../values/coerce';
import { pick, toObject } from '../values/json';
import { customFields, FIRST_KIND, readCustomRows, toCustomValues } from './customFields';
import {
	checkNames,
	checkType,
	fieldParameter,
	notOffered,
	toWireValues,
	type Conversion,
} from './fields';

const CUSTOM = 'propertyCustomField';

/** The parameter for the fields of a property group. */
export const propertyGroup = (table: FieldTable, group: PropertyGroup): INodeProperties => ({
	displayName: group.displayName,
	name: group.name,
	type: 'collection',
	placeholder: 'Add Property',
	default: {},
	options: [
		...group.fields.map((field) => {
			const parameter = fieldParameter(table, field);
			return field.isUpFront ? notOffered(parameter) : parameter;
		}),
		customFields(CUSTOM),
	].sort(byDisplayName),
});

/** The parameters for the fields of a group that are asked for beside it. */
export const upFrontFields = (table: FieldTable, group: PropertyGroup): INodeProperties[] =>
	group.fields.filter(({ isUpFront }) => isUpFront).map((field) => fieldParameter(table, field));

/**
 * Converts the property groups that were filled in to what goes to the server, e.g.
 * `[{ type: 'HardwareProperty', serialNumber: … }]`.
 *
 * @param values the values of the form by group name
 * @throws BadInput that names the field
 */
export function toPropertyGroups(conversion: Conversion, values: IDataObject): IDataObject {
	const { propertyGroups } = conversion.resource;
	if (!propertyGroups) return {};
	const entries = checkAll(
		propertyGroups.groups.map(
			(group) => () => toEntry(conversion, group, groupValues(values, group)),
		),
	).filter((entry) => entry !== undefined);
	return entries.length > 0 ? { [propertyGroups.name]: entries } : {};
}

/** What was entered for a group: in it, and beside it. */
export function groupValues(
	values: IDataObject,
	{ name, displayName, fields }: PropertyGroup,
): IDataObject {
	const inside = toObject(displayName, entered(values[name]) ?? {});
	const beside = fields.filter(({ isUpFront }) => isUpFront).map((field) => field.name);
	return { ...inside, ...pick(values, beside) };
}

/** @returns undefined when nothing was set */
function toEntry(
	conversion: Conversion,
	group: PropertyGroup,
	values: IDataObject,
): IDataObject | undefined {
	const [entry = {}, custom] = checkAll<IDataObject | undefined>([
		() => toWireValues(conversion, group.fields, values),
		() => toCustomValues(conversion, readCustomRows(values[CUSTOM], FIRST_KIND)),
		() => {
			checkNames(values, new Set([...group.fields.map(({ name }) => name), CUSTOM]));
			return undefined;
		},
	]);
	if (custom) entry[CUSTOM] = custom;
	if (Object.keys(entry).length === 0) return undefined;
	checkType(conversion, group.displayName, group.types);
	return { type: group.wireType, ...entry };
}
