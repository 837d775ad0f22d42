import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import { ID_FIELD, wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { BadInput } from '../values/badInput';
import { findChoice, toChoice, type Choice } from '../values/choice';
import { entered, toBoolean, toList } from '../values/coerce';
import { pick } from '../values/json';

/** The parameter for whether to reduce a record to its most useful fields. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const outputs = [
	{ name: 'Raw', value: 'raw', description: 'Everything the API returns' },
	{
		name: 'Selected Fields',
		value: 'selectedFields',
		description: 'Only the fields that you name',
	},
	{ name: 'Simplified', value: 'simplified', description: 'The most useful fields' },
];

const FIELDS_LABEL = 'Fields';

/**
 * The parameters for how much of a record to return; an agent, which pays for every word it reads, can name the
 * fields.
 */
export const outputForm = (resource: Resource): INodeProperties[] => [
	// Hidden rather than shown, so that an n8n version that does not know @tool still shows it.
	{ ...simplify, displayOptions: { hide: { '@tool': [true] } } },
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: outputs,
		default: 'simplified',
		description: 'How much of each record to return',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: FIELDS_LABEL,
		name: 'outputFields',
		type: 'string',
		default: '',
		placeholder: `e.g. ${resource.simplified.slice(1, 4).join(', ')}`,
		description: 'Comma-separated names of the fields to return. The ID is always included.',
		displayOptions: { show: { '@tool': [true], output: ['selectedFields'] } },
	},
];

/** The most useful fields of a record, in order; those that it does not have are left out. */
export const simplifyRow = (resource: Resource, row: IDataObject): IDataObject =>
	pick(row, resource.simplified);

/**
 * Reads how records are to be cut down before they are returned.
 *
 * @throws BadInput that names the parameter
 */
export function readOutput({
	resource,
	parameter,
}: Pick<RecordTask, 'resource' | 'parameter'>): (row: IDataObject) => IDataObject {
	const isShort = toBoolean('Simplify', parameter('simplify', true));
	const usual = isShort ? 'simplified' : 'raw';
	const { value } = toChoice('Output', outputs, entered(parameter('output', usual)) ?? usual);
	if (value === 'raw') return (row) => row;
	if (value === 'simplified') return (row) => simplifyRow(resource, row);
	const names = new Set([ID_FIELD, ...readFieldNames(resource, parameter('outputFields', ''))]);
	return (row) => pick(row, [...names]);
}

/** A record can be asked for all of its custom fields at once, by this name. */
const CUSTOM_FIELDS: Choice = { name: 'Custom Fields', value: 'customField' };

/** The wire names of the requested fields, which may be given by wire name or by label. */
function readFieldNames(resource: Resource, given: unknown): string[] {
	const names = entered(given) === undefined ? [] : toList(FIELDS_LABEL, given);
	if (names.length === 0) {
		throw new BadInput(`${FIELDS_LABEL} is empty. Name the fields to return`);
	}
	const choices = wholeRecord(resource).map(({ name, displayName }) => ({
		name: displayName,
		value: name,
	}));
	choices.push(CUSTOM_FIELDS);
	return names.map((name) => {
		const field = findChoice(choices, name);
		if (field) return field.value;
		throw new BadInput(`${FIELDS_LABEL}: there is no "${name}"`, {
			description: `Use any of: ${choices.map(({ value }) => value).join(', ')}.`,
		});
	});
}
