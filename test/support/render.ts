import type { INodeTypeDescription } from 'n8n-workflow';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Writes a value as a TypeScript literal, keys unquoted where possible: the lint rules look for those. */
export function toSource(value: unknown): string {
	if (value === undefined) return 'undefined';
	if (value === null || typeof value === 'number' || typeof value === 'boolean') {
		return String(value);
	}
	if (typeof value === 'string') return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(toSource).join(', ')}]`;
	if (typeof value !== 'object') throw new Error(`Cannot be written down: a ${typeof value}`);
	const entries = Object.entries(value).map(([key, part]) => {
		const name = IDENTIFIER.test(key) ? key : JSON.stringify(key);
		return `${name}: ${toSource(part)}`;
	});
	return `{\n${entries.join(',\n')}\n}`;
}

/** The functions that n8n calls when a webhook comes and goes: only that they are there. */
const toMethodsSource = (webhookMethods: object): string =>
	toSource(webhookMethods).replaceAll('"function"', 'async function () {}');

/**
 * Writes a finished node description as the source of a node class, as if someone had typed it all.
 *
 * @param webhookMethods names of the functions of each webhook, with `function` for each
 */
export function toNodeSource(
	className: string,
	description: INodeTypeDescription,
	webhookMethods?: object,
): string {
	// n8n's rule wants the constant, and a finished description has its value instead.
	const connections = (names: unknown) =>
		Array.isArray(names)
			? `[${names.map((name) => (name === 'main' ? 'NodeConnectionTypes.Main' : toSource(name))).join(', ')}]`
			: toSource(names);
	const parts = Object.entries(description).map(([key, value]) => {
		const isConnections = key === 'inputs' || key === 'outputs';
		return `${key}: ${isConnections ? connections(value) : toSource(value)}`;
	});
	return `import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

export class ${className} implements INodeType {
description: INodeTypeDescription = {
${parts.join(',\n')},
};
${webhookMethods ? `webhookMethods = ${toMethodsSource(webhookMethods)};` : ''}
}
`;
}
