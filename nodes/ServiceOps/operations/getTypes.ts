import type { Field } from '../resources';
import { assetTypes } from '../resources/lookups';
import { optionsForm } from '../parameters/options';
import { readLookup } from '../records/nameLists';
import type { Operation } from './types';

const result: Field[] = [
	{ name: 'id', displayName: 'ID', kind: 'number' },
	{ name: 'name', displayName: 'Name', kind: 'text' },
	{ name: 'path', displayName: 'Path', kind: 'text' },
];

export const getTypes: Operation = {
	name: 'getTypes',
	displayName: 'Get Types',
	action: () => 'Get asset types',
	description: () => 'List the types that assets can have, with the paths that Asset Type takes',
	result: () => result,
	form: () => [optionsForm()],
	run: async ({ api }) =>
		(await readLookup(api, assetTypes)).map(({ id, name, path }) => ({
			id: Number(id),
			name,
			path,
		})),
};
