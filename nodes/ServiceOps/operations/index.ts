import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { resources, type OperationName, type Resource } from '../resources';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import type { Operation } from './types';
import { update } from './update';

/** Every verb. One that a resource names and that is missing here does not compile. */
export const operations: Record<OperationName, Operation> = {
	create,
	delete: remove,
	get,
	getAll,
	update,
};

const operationsOf = (resource: Resource): Operation[] =>
	resource.operations
		.map((name) => operations[name])
		.sort((a, b) => a.displayName.localeCompare(b.displayName));

function operationOption(resource: Resource, operation: Operation): INodePropertyOptions {
	const doubt = resource.inferred?.[operation.name];
	const description = operation.description(resource);
	return {
		name: operation.displayName,
		value: operation.name,
		action: operation.action(resource),
		description: doubt ? `${description} (${doubt})` : description,
	};
}

function operationPicker(resource: Resource): INodeProperties {
	const options = operationsOf(resource).map((operation) => operationOption(resource, operation));
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options,
		default: 'create',
	};
}

function operationForm(resource: Resource, operation: Operation): INodeProperties[] {
	return operation.form(resource).map((parameter) => ({
		...parameter,
		displayOptions: {
			...parameter.displayOptions,
			show: {
				resource: [resource.name],
				operation: [operation.name],
				...parameter.displayOptions?.show,
			},
		},
	}));
}

/** The whole form of the node, derived from the resource tables and the operations. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ displayName, name }) => ({ name: displayName, value: name })),
		default: 'request',
	},
	...resources.map(operationPicker),
	...resources.flatMap((resource) =>
		operationsOf(resource).flatMap((operation) => operationForm(resource, operation)),
	),
];

/**
 * @param names the values of the form's Resource and Operation
 * @returns undefined when there is no such pair
 */
export function findOperation(names: {
	resource: string;
	operation: string;
}): { resource: Resource; operation: Operation } | undefined {
	const resource = resources.find(({ name }) => name === names.resource);
	const name = resource?.operations.find((candidate) => candidate === names.operation);
	return resource && name ? { resource, operation: operations[name] } : undefined;
}
