import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { resources, type OperationName, type RecordType, type Resource } from '../resources';
import { attachment } from './attachment';
import { component } from './component';
import { conversation } from './conversation';
import { create } from './create';
import { customApiRequest } from './customApiRequest';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { getTypes } from './getTypes';
import { linkAssets } from './linkAssets';
import { serverCheck } from './serverCheck';
import type { Action, Module, Operation } from './types';
import { update } from './update';
import { upsert } from './upsert';
import { chosenType } from '../parameters/record';

/** Every verb for records. One that a resource names and that is missing here does not compile. */
const operations: Record<OperationName, Operation> = {
	create,
	upsert,
	delete: remove,
	get,
	getAll,
	getTypes,
	linkAssets,
	update,
};

function toAction(resource: Resource, operation: Operation): Action {
	return {
		name: operation.name,
		displayName: operation.displayName,
		action: operation.action(resource),
		description: operation.description(resource),
		inferred: resource.inferred?.[operation.name],
		result: operation.result(resource),
		form: operation.form(resource),
		run: async (task) => {
			const type: RecordType | undefined = chosenType(resource, task);
			return await operation.run({ ...task, resource, type });
		},
	};
}

const byDisplayName = (a: { displayName: string }, b: { displayName: string }): number =>
	a.displayName.localeCompare(b.displayName);

/** All that the node can do: the modules of records, and those that are something else. */
export const modules: Module[] = [
	...resources.map((resource) => ({
		name: resource.name,
		displayName: resource.displayName,
		actions: resource.operations.map((name) => toAction(resource, operations[name])),
	})),
	attachment,
	component,
	conversation,
	customApiRequest,
	serverCheck,
]
	.map((module) => ({ ...module, actions: [...module.actions].sort(byDisplayName) }))
	.sort(byDisplayName);

const toOption = (action: Action): INodePropertyOptions => ({
	name: action.displayName,
	value: action.name,
	action: action.action,
	description: action.inferred ? `${action.description} (${action.inferred})` : action.description,
});

const firstAction = ({ actions }: Module): string => actions[0]?.name ?? '';

const actionPicker = (module: Module): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [module.name] } },
	options: module.actions.map(toOption),
	default: firstAction(module),
});

const actionForm = (module: Module, action: Action): INodeProperties[] =>
	action.form.map((parameter) => ({
		...parameter,
		displayOptions: {
			...parameter.displayOptions,
			show: {
				resource: [module.name],
				operation: [action.name],
				...parameter.displayOptions?.show,
			},
		},
	}));

/** The whole form of the node, derived from the resource tables and the operations. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: modules.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: 'request',
	},
	...modules.map(actionPicker),
	...modules.flatMap((module) => module.actions.flatMap((action) => actionForm(module, action))),
];

/**
 * @param names the values of the form's Resource and Operation
 * @returns undefined when there is no such pair
 */
export function findAction(names: { resource: string; operation: string }): Action | undefined {
	return modules
		.find(({ name }) => name === names.resource)
		?.actions.find(({ name }) => name === names.operation);
}
