/** Assets: three classes under one path, with ids that repeat across the classes. */
import type { Dialect } from './dialect';
import { invalid, noRecord, unknownValue } from './errors';
import type { Fields } from './fields';
import { bodySchema, byType, without } from './fields';
import type { AssetClass } from './modules';
import { ASSET_CLASSES } from './modules';
import type { Call, Operation } from './operation';
import { absentById, created, deleted, one, SEARCH_BODY, updated } from './operation';
import { save, searchModules } from './records';
import type { TypeNode } from './references';
import { ASSET_TYPES } from './references';
import { render } from './render';
import type { Row, Store } from './store';
import { applyFields, find, insert, remove, tableOf } from './store';

const MODELS = ASSET_CLASSES.map(({ name }) => name);
const TREE_DATE = '27-07-2020 10:58';

/** All operations on assets and their types. */
export function assetOperations(): Operation[] {
	const asset = { tag: 'asset', evidence: 'inferred' as const };
	const notFlat = ({ assetPath }: Dialect) => (assetPath === 'flat' ? undefined : 404);
	const notByClass = ({ assetPath }: Dialect) => (assetPath === 'byClass' ? undefined : 404);
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
			run: (call) => one(call, shown(firstOf(call))),
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
		{
			...asset,
			operationId: 'getAssetOfClass',
			method: 'get',
			path: '/api/v1/asset/{model}/{id}',
			pathValues: { model: MODELS },
			summary: 'Read an asset of a class',
			absent: (dialect) => notByClass(dialect) ?? absentById(dialect),
			run: (call) => one(call, shown(ofClass(call))),
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
		{
			...asset,
			operationId: 'listAssetTypes',
			method: 'get',
			path: '/api/v1/asset/assettype',
			summary: 'The whole tree of asset types',
			evidence: 'documented',
			run: () => ({ status: 200, body: ASSET_TYPES.map((node, at) => treeNode(node, at + 1)) }),
		},
		{
			...asset,
			operationId: 'createComponent',
			method: 'post',
			path: '/api/v1/asset/{id}/discoveryComponent',
			summary: 'Add a component to a hardware asset; the id is that of the asset',
			evidence: 'documented',
			body: componentBody(),
			run: (call) => {
				const { store, params, body } = call;
				const owner = find(tableOf(store, 'asset_hardware'), Number(params.id), 'HardwareAsset');
				const row = insert(tableOf(store, 'component'), { ...body }, store.now(), {
					parentId: owner.id,
				});
				return created(call, { id: row.id, assetId: owner.id, ...row.fields });
			},
		},
		{
			...asset,
			operationId: 'updateComponent',
			method: 'patch',
			path: '/api/v1/asset/{id}/discoveryComponent',
			summary: 'Update a component of a hardware asset; the id is that of the component',
			evidence: 'documented',
			body: componentBody(),
			run: (call) => updateComponent(call, 'component', 'assetId'),
		},
		{
			...asset,
			tag: 'ci',
			operationId: 'updateCiComponent',
			method: 'patch',
			path: '/api/v1/cmdb/ci/discoveryComponent/{id}',
			summary: 'Update a component of a CI; the id is that of the component',
			evidence: 'documented',
			body: componentBody(),
			run: (call) => updateComponent(call, 'ciComponent', 'ciId'),
		},
	];
}

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

function shown({ of, row }: Found): Fields {
	return render(of, row);
}

function destroy(call: Call, { of, row }: Found) {
	remove(tableOf(call.store, of.name), row.id);
	return deleted(call);
}

function create({ store, body }: Call): Fields {
	const of = classNamed(String(body.type));
	const fields = filled(store, of, { ...of.defaults }, body);
	return render(of, insert(tableOf(store, of.name), fields, store.now()));
}

function update({ store, body, params }: Call): Fields {
	const of = classNamed(String(body.type));
	const row = find(tableOf(store, of.name), Number(params.id), of.title);
	const fields = filled(store, of, { ...row.fields }, body);
	save(store, of.name, row, fields, store.now());
	return render(of, row);
}

function filled(store: Store, of: AssetClass, fields: Fields, body: Fields): Fields {
	applyFields(store, of, fields, body);
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

// ---- components -----------------------------------------------------------------------------------------------

const COMPONENT_TEXTS: Record<string, string[]> = {
	'Computer System': [
		'domainName',
		'manufacturerName',
		'modelName',
		'systemType',
		'pcSystemType',
		'uuid',
		'bootUpStatus',
		'deviceStatus',
		'partOfDomain',
		'userName',
		'description',
		'computerSystemName',
	],
	OS: [
		'osName',
		'osVersion',
		'architecture',
		'manufacturerName',
		'productKey',
		'licenceKey',
		'activationStatus',
		'installedDate',
		'displayVersion',
		'buildNo',
	],
	// `name` and `manufacturer` are what the documented example of a CI sends.
	Bios: [
		'biosName',
		'description',
		'manufacturerName',
		'releaseDate',
		'deviceStatus',
		'version',
		'serialNumber',
		'smbiosVersion',
		'name',
		'manufacturer',
	],
	Ram: ['serialNumber', 'manufacturerName', 'size'],
};
const COMPONENT_TYPES: Record<string, string> = {
	'Computer System': 'computer_system_component',
	OS: 'os_component',
	Bios: 'bios_component',
	Ram: 'ram_component',
};

function componentBody() {
	return byType(
		Object.entries(COMPONENT_TEXTS).map(([type, texts]) => ({
			type: 'object',
			additionalProperties: false,
			required: ['type'],
			properties: {
				type: { const: type },
				componentType: { const: COMPONENT_TYPES[type] },
				...Object.fromEntries(texts.map((name) => [name, { type: ['string', 'null'] }])),
				...(type === 'Ram' ? { size: { type: ['string', 'number', 'null'] } } : {}),
				...(type === 'Computer System'
					? {
							numberOfLogicalProcessors: { type: 'number' },
							numberOfProcessors: { type: 'number' },
							partOfDomain: { enum: ['Yes', 'No'] },
						}
					: {}),
				customField: { type: 'object' },
			},
		})),
	);
}

/** What a CI's component was sent as, and what it answers: custom fields are not shown. */
function updateComponent(call: Call, table: string, owner: 'assetId' | 'ciId') {
	const { store, params, body } = call;
	const row = find(tableOf(store, table), Number(params.id), 'Component');
	if (body.type !== row.fields.type) {
		throw invalid(`Field 'type' does not fit this component: '${String(body.type)}'.`);
	}
	const fields: Fields = { ...row.fields, ...without(body, 'manufacturer', 'customField') };
	if (body.manufacturer !== undefined) fields.manufacturerName = body.manufacturer;
	save(store, table, row, fields, store.now());
	return updated(call, { id: row.id, [owner]: row.parentId, ...fields });
}
