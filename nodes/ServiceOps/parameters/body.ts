import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Field, FieldTable, RecordType } from '../resources';
import { checkAll } from '../values/badInput';
import { byDisplayName } from '../values/choice';
import { customFields, toCustomValues } from './customFields';
import { extraFields, mergeExtraFields, readExtraFields } from './extraFields';
import { checkNames, fieldParameter, notOffered, toWireValues, type Conversion } from './fields';
import { propertyGroup, toPropertyGroups, upFrontFields } from './propertyGroups';
import { showFor } from './showFor';

/** The name of the parameter with custom fields that are entered manually. */
export const CUSTOM_FIELDS = 'customFields';

/**
 * Everything that can be set on a record, for a collection such as Additional Fields.
 *
 * @param verb Create asks for some of the fields elsewhere
 */
export function bodyParameters(
	table: FieldTable,
	fields: Field[],
	verb?: 'create',
): INodeProperties[] {
	const groups = table.propertyGroups?.groups ?? [];
	const own = (field: Field) => {
		const parameter = fieldParameter(table, field);
		return verb === 'create' && field.isUpFront ? notOffered(parameter) : parameter;
	};
	return [
		...fields.flatMap((field) => onlyFor(field.types, table, own(field))),
		...groups.flatMap((group) =>
			[...upFrontFields(table, group), propertyGroup(table, group)].flatMap((parameter) =>
				onlyFor(group.types, table, parameter),
			),
		),
		// They are asked for beside the collection.
		notOffered(customFields(CUSTOM_FIELDS)),
		extraFields,
	].sort(byDisplayName);
}

/** Shows a parameter inside a collection only for the record types that have it. */
function onlyFor(
	types: string[] | undefined,
	{ types: all }: FieldTable,
	parameter: INodeProperties,
): INodeProperties[] {
	if (!types || !all || all.options.length < 2) return [parameter];
	return showFor({ [`/${all.parameter}`]: types }, [parameter]);
}

/**
 * Converts what was set in the form to what goes to the server; nothing else is in it.
 *
 * @param fields the fields that the operation takes
 * @param values the values of the form by field name, including property groups, custom fields and Extra Fields
 * @throws BadInput that names all fields that are invalid
 */
export function toBody(conversion: Conversion, fields: Field[], values: IDataObject): IDataObject {
	const groups = conversion.resource.propertyGroups?.groups ?? [];
	const known = [
		...fields,
		...groups,
		...groups.flatMap((group) => group.fields.filter(isUpFront)),
	];
	const [set, properties, custom, extra] = checkAll<IDataObject | undefined>([
		() => toWireValues(conversion, fields, values),
		() => toPropertyGroups(conversion, values),
		() => toCustomValues(conversion, values[CUSTOM_FIELDS]),
		() => readExtraFields(values[extraFields.name], conversion.type),
		() => {
			const names = [...known.map(({ name }) => name), CUSTOM_FIELDS, extraFields.name];
			const advice = `Put fields that the form does not offer into ${extraFields.displayName}`;
			checkNames(values, new Set(names), advice);
			return undefined;
		},
	]);
	return mergeExtraFields({ ...set, ...properties, ...(custom && { customField: custom }) }, extra);
}

const isUpFront = (field: Field): boolean => field.isUpFront === true;

/** Adds the type of the record, which every write contains. */
export const withType = (type: RecordType | undefined, body: IDataObject): IDataObject =>
	type ? { ...body, type: type.value, ...type.alsoSends } : body;
