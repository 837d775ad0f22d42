import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isName } from '../records/names';
import type { Field, FieldTable, RecordType } from '../resources';
import type { Task } from '../run/types';
import { withArticle } from '../values/article';
import { BadInput, checkAll } from '../values/badInput';
import { askIfMeant } from '../values/similar';
import { entered, onlyOf } from '../values/coerce';
import { checkRequired, isUnset, toWireValue } from './fieldValues';

/*
 * Single fields: the parameter that asks for one, and what is sent for the value that was entered.
 */

/** The name of the editor's method that lists the choices of a field. */
export const choicesMethod = (table: FieldTable, field: Field): string =>
	`${table.name}_${field.name}`;

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

/** A label inside a sentence: abbreviations keep their capitals. */
const inSentence = (label: string): string =>
	label
		.split(' ')
		.map((word) => (/^[A-Z]+$/.test(word) ? word : word.toLowerCase()))
		.join(' ');

/** What is said of a field whose label tells the rest. */
function helpFor({ noun }: FieldTable, field: Field): string {
	if (field.kind === 'date') {
		return 'Sent to ServiceOps as day-month-year, in the time zone of the workflow';
	}
	const label = inSentence(field.displayName);
	if (isName(field)) return `Name of an existing ${label}`;
	return `${label.charAt(0).toUpperCase()}${label.slice(1)} of the ${noun}`;
}

/** Whether the form offers a list of values to choose from. */
export const isListed = ({ kind, lookup }: Field): boolean =>
	kind === 'choice' || lookup !== undefined;

/** The parameter for a field; one to choose from says in its empty box that it is required. */
export function fieldParameter(
	table: FieldTable,
	field: Field,
	isRequired = false,
): INodeProperties {
	const { type, default: initial, typeOptions } = inForm[isListed(field) ? 'choice' : field.kind];
	const description = field.description ?? helpFor(table, field);
	return {
		displayName: field.displayName,
		name: field.name,
		type,
		default: initial,
		...(typeOptions && { typeOptions }),
		description,
		...(field.placeholder && !isListed(field) && { placeholder: field.placeholder }),
		...(isListed(field) && choiceModes(table, field, isRequired)),
	};
}

const modeName = { email: 'By Email', name: 'By Name', path: 'By Path' };

/** `Technician Email` names a technician. */
const nounOf = ({ displayName }: Field): string =>
	inSentence(displayName.replace(/^.* By Email$/, 'person').replace(/ Email$/, ''));

const choiceModes = (
	table: FieldTable,
	field: Field,
	isRequired: boolean,
): Pick<INodeProperties, 'modes'> => ({
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Choose ${withArticle(nounOf(field))}${isRequired ? ' (required)' : ''}…`,
			typeOptions: { searchListMethod: choicesMethod(table, field), searchable: true },
		},
		{
			displayName: modeName[field.sends ?? 'name'],
			name: 'name',
			type: 'string',
			placeholder: field.placeholder ?? `e.g. ${field.choices?.[0] ?? ''}`,
		},
	],
});

/**
 * The parameters of the fields that are required. n8n takes a plain string in a resource locator for missing, but that is what
 * expressions and AI agents give, so locators are checked by `readRequired` instead.
 */
export const requiredParameters = (table: FieldTable, fields: Field[]): INodeProperties[] =>
	fields
		.filter(({ required }) => required)
		.map((field) => ({
			...fieldParameter(table, field, true),
			...(!isListed(field) && { required: true }),
		}));

/** The parameters of the fields that Create asks for beside the required ones. */
export const upFrontParameters = (table: FieldTable, fields: Field[]): INodeProperties[] =>
	fields
		.filter(({ isUpFront, required }) => isUpFront && !required)
		.map((field) => fieldParameter(table, field));

/** Reads these parameters, without those that are empty. */
export function readUpFront({ parameter }: Pick<Task, 'parameter'>, fields: Field[]): IDataObject {
	const values: IDataObject = {};
	for (const { name, isUpFront, required } of fields) {
		const value = isUpFront && !required ? parameter(name, '') : undefined;
		if (entered(value) !== undefined) values[name] = value as IDataObject[string];
	}
	return values;
}

/** A parameter that is not offered, for workflows in which it is set by an expression or by an older version. */
export const notOffered = ({ displayName, name }: INodeProperties): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: '',
});

/**
 * Reads the parameters of the fields that are required.
 *
 * @param convert receives their values; what it refuses is named together with what is empty
 * @returns what `convert` returns
 * @throws BadInput that names those that are empty
 */
export function readRequired<T>(
	{ parameter }: Pick<Task, 'parameter'>,
	fields: Field[],
	convert: (values: IDataObject) => T,
): T {
	const required = fields.filter((field) => field.required);
	const values = Object.fromEntries(
		required.map(({ name }) => [name, parameter(name, '') as IDataObject[string]]),
	);
	const results = checkAll<unknown>([
		...required.map((field) => () => checkRequired(field, values[field.name])),
		() => convert(values),
	]);
	return results[required.length] as T;
}

/** What is needed to convert the fields of a record. */
export interface Conversion {
	/** What the fields belong to. */
	resource: FieldTable;
	type?: RecordType;
	/** IANA name of the workflow's time zone. */
	zone: string;
}

/**
 * Converts values that were entered, by field name, to what goes to the server. Empty ones are left out.
 *
 * @throws BadInput that names the fields
 */
export function toWireValues(
	conversion: Conversion,
	fields: Field[],
	values: IDataObject,
): IDataObject {
	const body: IDataObject = {};
	const convert = (field: Field): void => {
		const given = entered(values[field.name]);
		const value = ['list', 'files'].includes(field.kind) ? given : entered(onlyOf(given));
		if (isUnset(field, value)) return;
		checkType(conversion, field.displayName, field.types);
		const wire = toWireValue(field, value, conversion.zone);
		// Lists are emptied by Fields to Clear only, as every field is.
		if (field.kind !== 'list' || (wire as unknown[]).length > 0) body[field.name] = wire;
	};
	checkAll(fields.map((field) => () => convert(field)));
	return body;
}

/** @throws BadInput when the type of the record has no such field */
export function checkType(
	{ resource, type }: Conversion,
	label: string,
	types: string[] | undefined,
): void {
	if (!type || !types || types.includes(type.value)) return;
	throw new BadInput(`${type.displayName} ${resource.plural} have no ${label}`);
}

/**
 * @param values the value of a collection
 * @param known the names that it may contain
 * @param advice what to do about any other
 * @throws BadInput when it contains another one that is not empty
 */
export function checkNames(values: IDataObject, known: Set<string>, advice = ''): void {
	for (const [name, value] of Object.entries(values)) {
		if (known.has(name) || entered(value) === undefined) continue;
		const sentences = [askIfMeant(name, [...known]), advice].filter(Boolean).join(' ');
		throw new BadInput(`There is no field "${name}" here${sentences && `. ${sentences}`}`);
	}
}
