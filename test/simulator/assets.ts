/** Assets: three classes under one path, with ids that repeat across the classes. */
import type { Dialect } from './dialect';
import { invalid, noRecord, unknownValue } from './errors';
import type { Fields } from './fields';
import { bodySchema, byType } from './fields';
import type { AssetClass } from './modules';
import { ASSET_CLASSES } from './modules';
import type { Call, Operation } from './operation';
import { absentById, created, deleted, one, SEARCH_BODY, updated } from './operation';
import { searchModules } from './records';
import type { TypeNode } from './references';
import { ASSET_TYPES } from './references';
import { render } from './render';
import { addRow, removeRow, saveRow } from './rows';
import type { Row } from './store';
import { find, tableOf } from './store';
import { applyFields, type Writing } from './writing';

const MODELS = ASSET_CLASSES.map(({ name }) => name);
const TREE_DATE = '27-07-2020 10:58';

const asset = { tag: 'asset', evidence: 'inferred' as const };

/** All operations on assets and their types. */
export function assetOperations(): Operation[] {
	return [...flatOperations(), ...classOperations(), ...searchOperations(), typeOperation];
}

/** Under the id alone. */
function flatOperations(): Operation[] {
	const notFlat = ({ assetPath }: Dialect) => (assetPath === 'flat' ? undefined : 404);
	return [
		{
			...asset,
			operationId: 'createAsset',
			method: 'post',
			path: '/api/v1/asset',
			summary: 'Create an asset; its class is the type in the body',
			evidence: 'documented',
			body: classBody('create'),
			run: (call) => created(call, create(call)),
		},
		{
			...asset,
			operationId: 'updateAsset',
			method: 'patch',
			path: '/api/v1/asset/{id}',
			summary: 'Update an asset of the class that the body names',
			evidence: 'documented',
			body: classBody('update'),
			run: (call) => updated(call, update(call)),
		},
		{
			...asset,
			operationId: 'getAsset',
			method: 'get',
			path: '/api/v1/asset/{id}',
			summary: 'Read the first asset with this id: hardware, then software, then non-IT',
			absent: (dialect) => notFlat(dialect) ?? absentById(dialect),
			run: (call) => one(call, shown(call, firstOf(call))),
		},
		{
			...asset,
			operationId: 'deleteAsset',
			method: 'delete',
			path: '/api/v1/asset/{id}',
			summary: 'Delete the first asset with this id: hardware, then software, then non-IT',
			absent: notFlat,
			run: (call) => destroy(call, firstOf(call)),
		},
	];
}

/** Under the class and the id. */
function classOperations(): Operation[] {
	const notByClass = ({ assetPath }: Dialect) => (assetPath === 'byClass' ? undefined : 404);
	return [
		{
			...asset,
			operationId: 'getAssetOfClass',
			method: 'get',
			path: '/api/v1/asset/{model}/{id}',
			pathValues: { model: MODELS },
			summary: 'Read an asset of a class',
			absent: (dialect) => notByClass(dialect) ?? absentById(dialect),
			run: (call) => one(call, shown(call, ofClass(call))),
		},
		{
			...asset,
			operationId: 'deleteAssetOfClass',
			method: 'delete',
			path: '/api/v1/asset/{model}/{id}',
			pathValues: { model: MODELS },
			summary: 'Delete an asset of a class',
			absent: notByClass,
			run: (call) => destroy(call, ofClass(call)),
		},
	];
}

function searchOperations(): Operation[] {
	return [
		{
			...asset,
			operationId: 'searchAssetsOfClass',
			method: 'post',
			path: '/api/v1/asset/{model}/search/byqual',
			pathValues: { model: MODELS },
			summary: 'Search the assets of a class',
			paging: true,
			body: SEARCH_BODY,
			absent: ({ assetSearch }) => (assetSearch === 'byModel' ? undefined : 404),
			run: (call) => searchModules(call, [classNamed(call.params.model)]),
		},
		{
			...asset,
			operationId: 'searchAssetsOfClassInternal',
			method: 'post',
			path: '/api/asset/{model}/search/byqual',
			pathValues: { model: MODELS },
			summary: 'Search the assets of a class, as the web interface does',
			evidence: 'third-party',
			paging: true,
			body: SEARCH_BODY,
			run: (call) => searchModules(call, [classNamed(call.params.model)]),
		},
		{
			...asset,
			operationId: 'searchAssets',
			method: 'post',
			path: '/api/v1/asset/search/byqual',
			summary: 'Search the assets of all classes',
			paging: true,
			body: SEARCH_BODY,
			absent: ({ assetSearch }) => (assetSearch === 'flat' ? undefined : 404),
			run: (call) => searchModules(call, ASSET_CLASSES),
		},
	];
}

const typeOperation: Operation = {
	...asset,
	operationId: 'listAssetTypes',
	method: 'get',
	path: '/api/v1/asset/assettype',
	summary: 'The whole tree of asset types',
	evidence: 'documented',
	run: () => ({ status: 200, body: ASSET_TYPES.map((node, at) => treeNode(node, at + 1)) }),
};

/** A record with the class it belongs to. */
interface Found {
	of: AssetClass;
	row: Row;
}

function classBody(verb: 'create' | 'update') {
	return byType(
		ASSET_CLASSES.map(({ type, fields }) => {
			const schema = bodySchema(fields, verb);
			const required = ['type', ...((schema.required as string[] | undefined) ?? [])];
			const properties = { type: { const: type }, ...(schema.properties as Fields) };
			return { ...schema, required, properties };
		}),
	);
}

function classNamed(name: string | undefined): AssetClass {
	const found = ASSET_CLASSES.find((one) => one.name === name || one.type === name);
	if (found === undefined) throw unknownValue('type', name);
	return found;
}

function ofClass({ store, params }: Call): Found {
	const of = classNamed(params.model);
	return { of, row: find(tableOf(store, of.name), Number(params.id), of.title) };
}

function firstOf({ store, params }: Call): Found {
	const id = Number(params.id);
	for (const of of ASSET_CLASSES) {
		const row = tableOf(store, of.name).rows.get(id);
		if (row !== undefined) return { of, row };
	}
	throw noRecord('Asset', id);
}

function shown({ dialect }: Call, { of, row }: Found): Fields {
	return render(of, row, dialect);
}

function destroy(call: Call, { of, row }: Found) {
	removeRow(call, of.name, row);
	return deleted(call);
}

function create(call: Call): Fields {
	const of = classNamed(String(call.body.type));
	const fields = filled(call, of, 'create', { ...of.defaults });
	return shown(call, { of, row: addRow(call, of.name, fields) });
}

function update(call: Call): Fields {
	const of = classNamed(String(call.body.type));
	const row = find(tableOf(call.store, of.name), Number(call.params.id), of.title);
	saveRow(call, of.name, row, filled(call, of, 'update', { ...row.fields }));
	return shown(call, { of, row });
}

function filled(call: Call, of: AssetClass, verb: Writing['verb'], fields: Fields): Fields {
	const { store, dialect, body } = call;
	applyFields({ store, dialect, module: of, verb }, fields, body);
	if (String(fields.assetTypeName).split('$')[0] !== of.root) {
		throw invalid(
			`Field 'assetTypeName' has a value that does not fit ${of.type}: '${String(body.assetTypeName)}'.`,
		);
	}
	return fields;
}

function treeNode({ id, name, children }: TypeNode, order: number, parent?: TypeNode): Fields {
	const up =
		parent === undefined ? { parentId: 0 } : { parentName: parent.name, parentId: parent.id };
	return {
		node: { id, name, ...up, order, createdDate: TREE_DATE, updatedDate: TREE_DATE },
		childrens:
			children.length === 0
				? null
				: children.map((child, at) => treeNode(child, at + 1, { id, name, children })),
	};
}
