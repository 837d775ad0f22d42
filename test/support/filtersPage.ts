/** Writes `docs/filters.md`: the tables and the nodes to paste come from the same examples, and the labels from the form. */
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import { filterExamples, parametersOf, type FilterExample } from './filterExamples';
import { table } from './markdown';

/** The filters of the form of Get Many, as parameters. */
function filtersOf(resource: string): INodeProperties[] {
	const actions = modules.find(({ name }) => name === resource)?.actions ?? [];
	const form = actions.find(({ name }) => name === 'getAll')?.form ?? [];
	return (form.find(({ name }) => name === 'filters')?.options ?? []) as INodeProperties[];
}

const named = (list: INodeProperties[], name: string): INodeProperties | undefined =>
	list.find((one) => one.name === name);

/** The parameters of one condition. */
function conditionOf(filters: INodeProperties[]): INodeProperties[] {
	const [only] = named(filters, 'conditions')?.options ?? [];
	return only !== undefined && 'values' in only ? only.values : [];
}

/** The label of a choice; a parameter may be there several times, each time with other choices. */
function labelOf(list: INodeProperties[], name: string, value: unknown): string {
	const choices = list
		.filter((one) => one.name === name)
		.flatMap(({ options = [] }) => options as INodePropertyOptions[]);
	return choices.find((one) => one.value === value)?.name ?? String(value);
}

const entry = (value: unknown): string => {
	const text =
		typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	return typeof text === 'string' && text !== '' ? `\`${text}\`` : '';
};

/** The rows of a table that says what to enter for an example. */
function rowsOf({ resource = 'request', filters }: FilterExample): string[][] {
	const form = filtersOf(resource);
	const condition = conditionOf(form);
	const { conditions, match, qualification, ...quick } = filters;
	const quickRows = Object.entries(quick).map(([name, value]) => [
		named(form, name)?.displayName ?? name,
		/Contains|After/.test(named(form, name)?.displayName ?? '') ? '' : 'Is',
		entry(value),
	]);
	const given = (conditions as { condition?: IDataObject[] } | undefined)?.condition ?? [];
	const rows = given.map(({ field, operator, value, valueTo }) => [
		labelOf(condition, 'field', field),
		labelOf(condition, 'operator', operator),
		[entry(value), entry(valueTo)].filter(Boolean).join(' to '),
	]);
	const matchRow = match === undefined ? [] : [['**Match**', '', labelOf(form, 'match', match)]];
	const own =
		qualification === undefined
			? []
			: [[`**${named(form, 'qualification')?.displayName ?? ''}**`, '', 'the JSON below']];
	return [...quickRows, ...rows, ...matchRow, ...own];
}

/** A workflow of one node, which n8n's canvas takes from the clipboard. */
const toPaste = (example: FilterExample): string =>
	JSON.stringify(
		{
			nodes: [
				{
					parameters: parametersOf(example),
					type: 'n8n-nodes-serviceops.serviceOps',
					typeVersion: 1,
					position: [0, 0],
					name: example.title,
				},
			],
			connections: {},
		},
		undefined,
		2,
	);

const section = (example: FilterExample): string[] => [
	`### ${example.title}`,
	'',
	...(example.note === undefined ? [] : [example.note, '']),
	...table(['Field', 'Operator', 'Value'], rowsOf(example)),
	'',
	'<details>',
	'<summary>Node to paste on the canvas</summary>',
	'',
	'```json',
	toPaste(example),
	'```',
	'',
	'</details>',
	'',
];

/** The sections of the examples, as Markdown. */
export const filterSections = (): string => filterExamples.flatMap(section).join('\n').trim();
