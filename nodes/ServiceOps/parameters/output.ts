import { pick } from '../values/json';
import { UserError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources/index';
import { wholeRecord } from '../resources/recordFields';
import { entered, toBoolean, toList } from '../values/coerce';
import { findChoice, toChoice } from '../values/choice';
import { type RecordTask } from '../run/types';

/** Asks how much of a record is wanted. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

const outputs = [
	{ name: 'Raw', value: 'raw', description: 'All that the server sends' },
	{ name: 'Selected Fields', value: 'selectedFields', description: 'The fields you name' },
	{ name: 'Simplified', value: 'simplified', description: 'The most useful fields' },
];

const FIELDS_LABEL = 'Fields';

/** Asks how much of a record is wanted; an agent, which pays for every word it reads, may name the fields. */
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
		description: 'Names of the fields to return, separated by commas. The ID is always returned.',
		displayOptions: { show: { '@tool': [true], output: ['selectedFields'] } },
	},
];

/** The few useful fields of a record, first things first; those that it does not have are left out. */
export const simplifyRow = (resource: Resource, row: IDataObject): IDataObject =>
	pick(row, resource.simplified);

/**
 * What becomes of a record before it is returned, as the form says.
 *
 * @throws UserError that names the field when the form holds something else
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
	const names = [...new Set(['id', ...readNames(resource, parameter('outputFields', ''))])];
	return (row) => pick(row, names);
}

/** The names on the wire of the fields that were named, be it as there or as the form shows them. */
function readNames(resource: Resource, given: unknown): string[] {
	const names = entered(given) === undefined ? [] : toList(FIELDS_LABEL, given);
	const known = [...wholeRecord(resource), { name: 'customField', displayName: 'Custom Fields' }];
	const choices = known.map(({ name, displayName }) => ({ name: displayName, value: name }));
	if (names.length === 0)
		throw new UserError(`${FIELDS_LABEL} is empty. Name the fields to return`);
	return names.map((name) => {
		const field = findChoice(choices, name);
		if (field) return field.value;
		const all = choices.map(({ value }) => value).join(', ');
		throw new UserError(`${FIELDS_LABEL}: there is no "${name}"`, {
			description: `Name some of these: ${all}.`,
		});
	});
}
