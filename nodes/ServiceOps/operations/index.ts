import {
	updateDisplayOptions,
	type IDataObject,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { readType } from '../parameters/record';
import { resources, type OperationName, type Resource } from '../resources';
import { request } from '../resources/request';
import { NotFound, OddAnswer, Rejected, ServerFailed } from '../transport/errors';
import { byDisplayName } from '../values/choice';
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

const toAction = (resource: Resource, operation: Operation): Action => ({
	name: operation.name,
	displayName: operation.displayName,
	action: operation.action(resource),
	description: operation.description(resource),
	inferred: resource.inferred?.[operation.name],
	result: operation.result(resource),
	form: operation.form(resource),
	run: async (task) => await operation.run({ ...task, resource, type: readType(resource, task) }),
});

/** Has an action that is not fully documented say so when ServiceOps does not do what was asked. */
function withEvidence(action: Action): Action {
	const { inferred } = action;
	if (!inferred) return action;
	const run = async (...given: Parameters<Action['run']>): Promise<IDataObject[]> => {
		try {
			return await action.run(...given);
		} catch (error) {
			if (mayBeMissing(error)) error.advise(`About this operation: ${inferred}.`);
			throw error;
		}
	};
	return { ...action, run };
}

/** Whether an error may come from a server that does not have the call. */
const mayBeMissing = (error: unknown): error is Rejected | NotFound | ServerFailed | OddAnswer =>
	(error instanceof NotFound && error.status !== undefined) ||
	error instanceof Rejected ||
	error instanceof ServerFailed ||
	error instanceof OddAnswer;

const recordModules = resources.map(
	(resource): Module => ({
		name: resource.name,
		displayName: resource.displayName,
		actions: resource.operations.map((name) => toAction(resource, operations[name])),
	}),
);

/** All that the node can do: the modules of records, and those that are something else. */
export const modules: Module[] = [
	...recordModules,
	attachment,
	component,
	conversation,
	customApiRequest,
	serverCheck,
]
	.map((module) => ({ ...module, actions: module.actions.map(withEvidence).sort(byDisplayName) }))
	.sort(byDisplayName);

const toOption = ({ displayName, name, action, description }: Action): INodePropertyOptions => ({
	name: displayName,
	value: name,
	action,
	description,
});

const defaultModule = request.name;

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
	updateDisplayOptions(
		{ show: { resource: [module.name], operation: [action.name] } },
		action.form,
	);

/** The whole form of the node, derived from the resource tables and the operations. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: modules.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: defaultModule,
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
