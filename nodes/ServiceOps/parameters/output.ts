import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources';
import { ID_FIELD, wholeRecord } from '../resources/recordFields';
import type { RecordTask } from '../run/types';
import { BadInput } from '../values/badInput';
import { findChoice, toChoice, type Choice } from '../values/choice';
import { entered, toBoolean, toList } from '../values/coerce';
import { pick } from '../values/json';

/** Asks whether a record is to be cut down to its useful fields. */
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

/** Asks how much of a record to return; an agent, which pays for every word it reads, may name the fields. */
export const outputForm = (resource: Resource): INodeProperties[] => [
	// Hidden rather than shown: an n8n that does not know @tool then still shows it.
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

/** The few useful fields of a record, in their order; those that it does not have are left out. */
export const simplifyRow = (resource: Resource, row: IDataObject): IDataObject =>
	pick(row, resource.simplified);

/**
 * How a record is cut down before it is returned, as the form says.
 *
 * @throws BadInput that names the parameter when it holds something else
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

/** The names on the wire of the fields that were named, be it as there or as the form shows them. */
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
