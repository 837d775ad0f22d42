import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { readType } from '../parameters/record';
import { showFor } from '../parameters/showFor';
import { checkGiven, withTellTales } from '../parameters/unknownNames';
import { resources, type OperationName, type Resource } from '../resources';
import { request } from '../resources/request';
import { ServiceOpsError } from '../transport/errors';
import { adviseOn, byDisplayName, labelsIn } from '../values/choice';
import { attachment } from './attachment';
import { component } from './component';
import { conversation } from './conversation';
import { countAll } from './count';
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

/** Every verb for records. A verb that a resource names but that is missing here does not compile. */
const operations: Record<OperationName, Operation> = {
	count: countAll,
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
	inferred: resource.inferred?.[operation.callsAs ?? operation.name],
	result: operation.result(resource),
	form: operation.form(resource),
	run: async (task) => await operation.run({ ...task, resource, type: readType(resource, task) }),
});

/** Has an action refuse what its form does not have. */
const withCheckedNames = (action: Action): Action => ({
	...action,
	run: async (task) => {
		checkGiven(action.form, task);
		return await action.run(task);
	},
});

/** Adds to the errors of an action that is not fully documented what is known about its call. */
function withEvidence(action: Action): Action {
	const { inferred } = action;
	if (!inferred) return action;
	const addEvidence = (error: unknown): never => {
		if (mayBeMissing(error)) error.advise(`About this operation: ${inferred}.`);
		throw error;
	};
	return { ...action, run: async (task) => await action.run(task).catch(addEvidence) };
}

/** Whether an error may mean that the server does not offer the call. A write that was possibly done has reached it. */
const mayBeMissing = (error: unknown): error is ServiceOpsError =>
	error instanceof ServiceOpsError && !error.possiblyDone && error.mayBeThePath;

const recordModules = resources.map(
	(resource): Module => ({
		name: resource.name,
		displayName: resource.displayName,
		actions: resource.operations.map((name) => toAction(resource, operations[name])),
	}),
);

/** Everything the node can do: modules of records, and all others. */
export const modules: Module[] = [
	...recordModules,
	attachment,
	component,
	conversation,
	customApiRequest,
	serverCheck,
]
	.map((module) => ({
		...module,
		actions: module.actions.map(withEvidence).map(withCheckedNames).sort(byDisplayName),
	}))
	.sort(byDisplayName);

const toOption = ({ displayName, name, action, description }: Action): INodePropertyOptions => ({
	name: displayName,
	value: name,
	action,
	description,
});

const defaultModule = request.name;

/** What most people come for. */
const usualAction = ({ actions }: Module): string =>
	(actions.find(({ name }) => name === create.name) ?? actions[0])?.name ?? '';

const actionPicker = (module: Module): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [module.name] } },
	options: module.actions.map(toOption),
	default: usualAction(module),
});

const actionForm = (module: Module, action: Action): INodeProperties[] =>
	showFor({ resource: [module.name], operation: [action.name] }, withTellTales(action.form));

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

/** What is chosen, in words, as the canvas shows it below the name of the node, e.g. "Get many requests". */
export const subtitle = `={{ ${labelsIn(
	modules.flatMap((module) =>
		module.actions.map(({ name, action }) => ({ name: action, value: `${module.name} ${name}` })),
	),
)}[$parameter["resource"] + " " + $parameter["operation"]] }}`;

/**
 * @param names the values of the form's Resource and Operation
 * @returns undefined when there is no such pair
 */
export function findAction(names: { resource: string; operation: string }): Action | undefined {
	return modules
		.find(({ name }) => name === names.resource)
		?.actions.find(({ name }) => name === names.operation);
}

/** What to say when there is no such pair. */
export function explainNoAction({
	resource,
	operation,
}: {
	resource: string;
	operation: string;
}): string {
	const actions = modules.find(({ name }) => name === resource)?.actions;
	const missing = actions
		? `${resource} has no operation "${operation}"`
		: `There is no resource "${resource}"`;
	return `${missing}. ${adviseOn(actions ?? modules)}`;
}
