import type { INodeProperties } from 'n8n-workflow';
import { modules } from '../../nodes/ServiceOps/operations';
import type { Action, Module } from '../../nodes/ServiceOps/operations/types';

/** Parameters that every operation has; they are explained once, at the top of the page. */
const COMMON = new Set([
	'options',
	'simplify',
	'output',
	'outputFields',
	'returnAll',
	'limit',
	'filters',
]);

const cell = (text: string): string => text.replace(/\|/g, '\\|');

function optionsOf(parameter: INodeProperties): INodeProperties[] {
	const options = (parameter.options ?? []) as INodeProperties[];
	return parameter.type === 'collection'
		? options.flatMap((option) => [option, ...optionsOf(option)])
		: [];
}

const labels = (parameters: INodeProperties[]): string =>
	cell(parameters.map(({ displayName }) => displayName).join(', ')) || '–';

function row(action: Action): string {
	const shown = action.form.filter(({ name }) => !COMMON.has(name));
	const asked = shown.filter(({ type }) => type !== 'collection');
	const more = shown.flatMap(optionsOf);
	const evidence = action.inferred ?? 'Documented';
	const cells = [action.displayName, cell(action.description), labels(asked), labels(more)];
	return `| ${[...cells, cell(evidence)].join(' | ')} |`;
}

const section = (module: Module): string =>
	[
		`## ${module.displayName}`,
		'',
		'| Operation | What it does | Asks for | Further fields | Evidence |',
		'|---|---|---|---|---|',
		...module.actions.map(row),
	].join('\n');

/** The page `docs/operations.md`, as Markdown. */
export const operationsPage = (): string =>
	[
		'# Operations',
		'',
		'Written by `npm run docs` from the tables that the form is derived from. Do not change it by hand.',
		'',
		'Every operation has **Options**: Concurrency, Timeout, and Dry Run where it writes. Get and Get Many have **Simplify**;',
		'Get Many has **Return All**, **Limit** and **Filters**, and under Options Page Size and Sort By. "Evidence" says how sure it is',
		'that ServiceOps offers the call; [limits](limits.md) tells more.',
		'',
		...modules.map((module) => `${section(module)}\n`),
	].join('\n');
