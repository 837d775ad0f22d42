import type { INodeProperties } from 'n8n-workflow';
import type { Field, PropertyGroup, Resource } from '../resources/index';
import { customFields } from './customFields';
import { extraFields } from './extraFields';

/** The name of the method in `methods/` that lists the choices of a field. */
export const choicesMethod = (resource: Resource, field: Field): string =>
	`${resource.name}_${field.name}`;

const inForm: Record<Field['kind'], Pick<INodeProperties, 'type' | 'default' | 'typeOptions'>> = {
	text: { type: 'string', default: '' },
	longText: { type: 'string', default: '', typeOptions: { rows: 4 } },
	email: { type: 'string', default: '' },
	number: { type: 'number', default: 0 },
	boolean: { type: 'boolean', default: false },
	time: { type: 'dateTime', default: '' },
	date: { type: 'dateTime', default: '' },
	list: { type: 'string', default: '' },
	choice: { type: 'resourceLocator', default: { mode: 'list', value: '' } },
	files: { type: 'json', default: '' },
};

const helpFor: Partial<Record<Field['kind'], string>> = {
	date: 'Sent to ServiceOps as day-month-year, in the time zone of the workflow',
};

/** The parameter that asks for a field. */
export function fieldParameter(resource: Resource, field: Field): INodeProperties {
	const { type, default: initial, typeOptions } = inForm[field.kind];
	const description = field.description ?? helpFor[field.kind];
	return {
		displayName: field.displayName,
		name: field.name,
		type,
		default: initial,
		...(typeOptions && { typeOptions }),
		...(description && { description }),
		...(field.placeholder && field.kind !== 'choice' && { placeholder: field.placeholder }),
		...(field.kind === 'choice' && choiceModes(resource, field)),
	};
}

const modeName = { email: 'By Email', name: 'By Name', path: 'By Path' };

const choiceModes = (resource: Resource, field: Field): Pick<INodeProperties, 'modes'> => ({
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: choicesMethod(resource, field), searchable: true },
		},
		{
			displayName: modeName[field.sends ?? 'name'],
			name: 'name',
			type: 'string',
			placeholder: field.placeholder ?? `e.g. ${field.choices?.[0] ?? ''}`,
		},
	],
});

/** Shows a parameter inside a collection only for the record types that have it. */
function onlyForTypes(
	parameter: INodeProperties,
	types: string[] | undefined,
	resource: Resource,
): INodeProperties {
	if (!types || !resource.types || resource.types.options.length < 2) return parameter;
	return { ...parameter, displayOptions: { show: { [`/${resource.types.parameter}`]: types } } };
}

const byDisplayName = (a: INodeProperties, b: INodeProperties): number =>
	a.displayName.localeCompare(b.displayName);

function groupParameter(resource: Resource, group: PropertyGroup): INodeProperties {
	const values = [
		...group.fields.map((field) => fieldParameter(resource, field)),
		customFields('propertyCustomField'),
	].sort(byDisplayName);
	const parameter: INodeProperties = {
		displayName: group.displayName,
		name: group.name,
		type: 'collection',
		placeholder: 'Add Property',
		default: {},
		options: values,
	};
	return onlyForTypes(parameter, group.types, resource);
}

/** All that may be set on a record, for a collection such as Additional Fields. */
export function fieldCollection(resource: Resource, fields: Field[]): INodeProperties[] {
	return [
		...fields.map((field) => onlyForTypes(fieldParameter(resource, field), field.types, resource)),
		...(resource.propertyGroups?.groups ?? []).map((group) => groupParameter(resource, group)),
		customFields('customFields'),
		extraFields,
	].sort(byDisplayName);
}
