import { optionsForm } from '../parameters/options';
import { readLookup } from '../records/nameLists';
import type { Field } from '../resources';
import { assetTypes } from '../resources/lookups';
import type { Operation } from './types';

const typeResult: Field[] = [
	{ name: 'id', displayName: 'ID', kind: 'number' },
	{ name: 'name', displayName: 'Name', kind: 'text' },
	{ name: 'path', displayName: 'Path', kind: 'text' },
];

export const getTypes: Operation = {
	name: 'getTypes',
	displayName: 'Get Types',
	action: () => 'Get asset types',
	description: () => 'Get the asset types, with the paths that the Asset Type field takes',
	result: () => typeResult,
	form: () => [optionsForm()],
	run: async ({ api }) => {
		const types = await readLookup(api, assetTypes);
		return types.map(({ id, name, path }) => ({ id: Number(id), name, path }));
	},
};
