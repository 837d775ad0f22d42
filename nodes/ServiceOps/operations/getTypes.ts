import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../resources';
import { isRecord, textOf } from '../transport/json';
import { optionsForm } from './commonForm';
import type { Operation, Task } from './types';

/** A kind of asset, with the path that Asset Type wants. */
interface AssetType extends IDataObject {
	id: number | string;
	name: string;
	/** The names from the top of the tree, joined with $. */
	path: string;
	/** The name at the top of the tree. */
	root: string;
}

/**
 * The tree of asset types, flattened depth first (assets.md section 3).
 *
 * @param task whose login reads it
 */
export async function readAssetTypes(task: Pick<Task, 'api'>): Promise<AssetType[]> {
	const path = ['api', 'v1', 'asset', 'assettype'];
	const { body } = await task.api.send({ method: 'GET', path });
	return flatten(body, []);
}

/** The server spells it `childrens`, and sends null where there are none. */
function flatten(branches: unknown, above: string[]): AssetType[] {
	if (!Array.isArray(branches)) return [];
	return branches.filter(isRecord).flatMap(({ node, childrens }) => {
		if (!isRecord(node) || typeof node.name !== 'string') return [];
		const names = [...above, node.name];
		const own = {
			id: textOf(node.id),
			name: node.name,
			path: names.join('$'),
			root: names[0] ?? '',
		};
		return [{ ...own, id: Number(own.id) }, ...flatten(childrens, names)];
	});
}

const result: Field[] = [
	{ name: 'id', displayName: 'ID', kind: 'number' },
	{ name: 'name', displayName: 'Name', kind: 'text' },
	{ name: 'path', displayName: 'Path', kind: 'text' },
	{ name: 'root', displayName: 'Root', kind: 'text' },
];

export const getTypes: Operation = {
	name: 'getTypes',
	displayName: 'Get Types',
	action: () => 'Get asset types',
	description: () => 'List the types that assets can have, with the paths that Asset Type takes',
	result: () => result,
	form: () => [optionsForm()],
	run: async (job) => await readAssetTypes(job),
};
