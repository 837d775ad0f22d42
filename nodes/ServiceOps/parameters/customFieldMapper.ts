import {
	UserError,
	type FieldType,
	type IDataObject,
	type INodeProperties,
	type ResourceMapperField,
} from 'n8n-workflow';
import type { Resource } from '../resources/index';
import { isRecord, textOf } from '../values/json';
import type { CustomKind } from './body';
import { entered } from '../values/coerce';
import { toObject } from '../values/json';
import { type RecordTask } from '../run/types';

const LABEL = 'Custom Fields From Form';
const BY_HAND = 'Enter custom fields by hand: Add Field > Custom Fields.';

/** Asks for the custom fields that the form in ServiceOps has, where the server tells them. */
export function mappedFieldsForm(resource: Resource): INodeProperties[] {
	if (!resource.form) return [];
	return [
		{
			displayName: LABEL,
			name: 'mappedFields',
			type: 'resourceMapper',
			default: { mappingMode: 'defineBelow', value: null },
			description: `The custom fields of the ${resource.noun} form, with their types and choices. A field that is left empty is not sent.`,
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: 'getCustomFields',
					// For an update too: n8n's mode for updates asks for columns to match on.
					mode: 'add',
					valuesLabel: LABEL,
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					supportAutoMap: false,
					noFieldsError: `ServiceOps gives no custom fields. ${BY_HAND}`,
				},
			},
		},
	];
}

/** What the editor says in place of the fields. */
export const noticeFor = (reason: 'none' | 'refused'): string =>
	reason === 'none'
		? `The form in ServiceOps has no custom fields that can be shown here. ${BY_HAND}`
		: `ServiceOps does not give its form to the login of the credential. ${BY_HAND}`;

/** A type that the schema of the mapper names, as the Type of a custom field that is entered by hand. */
const kinds: Partial<Record<FieldType, CustomKind>> = {
	array: 'list',
	boolean: 'boolean',
	dateTime: 'time',
	number: 'number',
	options: 'text',
	string: 'text',
};

/** For a value without a schema, as an expression or an AI agent gives it. */
function kindOf(value: unknown): CustomKind {
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'number') return 'number';
	if (typeof value === 'boolean') return 'boolean';
	return value instanceof Date ? 'time' : 'text';
}

const isEmpty = (value: unknown): boolean =>
	entered(value) === undefined || (Array.isArray(value) && value.length === 0);

interface MappedRow {
	name: string;
	type: CustomKind;
	value: IDataObject[string];
}

/** The mapped values as they would stand under Custom Fields, had they been entered there. */
function mappedRows(parameter: unknown): MappedRow[] {
	const given = toObject(LABEL, entered(parameter) ?? {});
	const isMapper = typeof given.mappingMode === 'string';
	const schema = isMapper && Array.isArray(given.schema) ? given.schema : [];
	const types = new Map(
		(schema as ResourceMapperField[]).map(({ id, type }) => [id, type && kinds[type]]),
	);
	const values = isMapper ? toObject(LABEL, given.value ?? {}) : given;
	return Object.entries(values)
		.filter(([, value]) => !isEmpty(value))
		.map(([name, value]) => ({ name, type: types.get(name) ?? kindOf(value), value }));
}

/**
 * Adds the mapped custom fields to those entered by hand, so that both become the same request.
 *
 * @param values what a collection such as Additional Fields holds
 * @throws UserError that names a field given both ways
 */
export function withMappedFields(job: RecordTask, values: IDataObject): IDataObject {
	const mapped = job.resource.form ? mappedRows(job.parameter('mappedFields', {})) : [];
	if (mapped.length === 0) return values;
	const { field } = isRecord(values.customFields) ? values.customFields : {};
	const byHand = Array.isArray(field) ? (field as IDataObject[]) : [];
	const names = byHand.map(({ name }) => textOf(name).trim());
	const twice = mapped.map(({ name }) => name.trim()).find((name) => names.includes(name));
	if (twice !== undefined) {
		throw new UserError(
			`The custom field "${twice}" is given twice: under Custom Fields and under ${LABEL}. Remove it from one of the two`,
		);
	}
	return { ...values, customFields: { field: [...byHand, ...mapped] } };
}
