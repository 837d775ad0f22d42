/** Components of hardware assets and of CIs. */
import { invalid } from './errors';
import type { Fields } from './fields';
import { byType, without } from './fields';
import type { Call, Operation } from './operation';
import { created, updated } from './operation';
import { addRow, saveRow } from './rows';
import { find, tableOf } from './store';

/** All operations on components. */
export function componentOperations(): Operation[] {
	const component = { tag: 'asset', evidence: 'documented' as const };
	return [
		{
			...component,
			operationId: 'createComponent',
			method: 'post',
			path: '/api/v1/asset/{id}/discoveryComponent',
			summary: 'Add a component to a hardware asset; the id is that of the asset',
			body: componentBody(),
			run: (call) => {
				const { store, params, body } = call;
				const owner = find(tableOf(store, 'asset_hardware'), Number(params.id), 'HardwareAsset');
				const row = addRow(call, 'component', { ...body }, { parentId: owner.id });
				return created(call, { id: row.id, assetId: owner.id, ...row.fields });
			},
		},
		{
			...component,
			operationId: 'updateComponent',
			method: 'patch',
			path: '/api/v1/asset/{id}/discoveryComponent',
			summary: 'Update a component of a hardware asset; the id is that of the component',
			body: componentBody(),
			run: (call) => updateComponent(call, 'component', 'assetId'),
		},
		{
			...component,
			tag: 'ci',
			operationId: 'updateCiComponent',
			method: 'patch',
			path: '/api/v1/cmdb/ci/discoveryComponent/{id}',
			summary: 'Update a component of a CI; the id is that of the component',
			body: componentBody(),
			run: (call) => updateComponent(call, 'ciComponent', 'ciId'),
		},
	];
}

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
	saveRow(call, table, row, fields);
	return updated(call, { id: row.id, [owner]: row.parentId, ...fields });
}
