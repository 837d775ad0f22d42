/** Relations of requests and changes to assets and CIs. */
import { unknownValue } from './errors';
import type { Fields } from './fields';
import { shownKey } from './keys';
import { ASSET_CLASSES, MODULES, type Module } from './modules';
import type { Call, Operation } from './operation';
import type { Link, Store } from './store';
import { find, tableOf } from './store';

const RELATION_TYPES = ['related', 'Depends On', 'Used By', 'Connected to', 'Impacts', 'Runs On'];

/** What a record is linked to. */
type Target = Pick<Link, 'model' | 'key' | 'type'>;

/** Linking assets or CIs to a record, all of them or none. */
export function relationOperations(): Operation[] {
	return MODULES.filter(({ relations }) => relations).map((module) => ({
		operationId: `relate${module.title}`,
		method: 'post',
		path: `${module.path}/{id}/relation/bulk/create`,
		tag: 'relation',
		summary: `Link assets or CIs: ${module.title}`,
		evidence: 'documented',
		body: {
			type: 'object',
			additionalProperties: false,
			required: ['destinationModel', 'destinationNames', 'type'],
			properties: {
				destinationModel: { enum: [...ASSET_CLASSES.map(({ name }) => name), 'cmdb'] },
				destinationNames: {
					type: 'array',
					minItems: 1,
					items: { type: 'string', minLength: 1 },
				},
				type: { enum: RELATION_TYPES },
			},
		},
		run: (call) => relate(call, module),
	}));
}

function relate({ store, dialect, params, body }: Call, { name, title }: Module) {
	const record = find(tableOf(store, name), Number(params.id), title);
	const model = String(body.destinationModel);
	const names = body.destinationNames as string[];
	const known = new Set(rowsOf(store, model).map(({ key }) => shownKey(key, dialect)));
	const missing = names.filter((one) => !known.has(one));
	if (missing.length > 0) return { status: 200, body: { successIds: null, failerIds: missing } };
	const targets = names.map((key) => ({ model, key, type: String(body.type) }));
	const successIds = makeLinks(store, name, record.id, targets);
	return { status: 200, body: { successIds, failerIds: null } };
}

function rowsOf(store: Store, model: string) {
	return [...tableOf(store, model === 'cmdb' ? 'ci' : model).rows.values()];
}

/** What the creation of a request wants to be linked to; a refusal where there is no such asset or CI. */
export function linksOf({ store, dialect }: Call, body: Fields): Target[] {
	const assets = (body.linkAssetIds ?? []) as Array<{ assetModel: string; assetId: number }>;
	const cis = (body.linkCiIds ?? []) as Array<{ ciModel: string; ciId: number }>;
	const target = (field: string, model: string, id: number): Target => {
		const row = rowsOf(store, model).find((one) => one.id === id);
		if (row === undefined) throw unknownValue(field, id);
		return { model, key: shownKey(row.key, dialect), type: 'related' };
	};
	return [
		...assets.map((one, at) => target(`linkAssetIds[${at}]`, one.assetModel, one.assetId)),
		...cis.map((one, at) => target(`linkCiIds[${at}]`, one.ciModel, one.ciId)),
	];
}

/** Links a record, and returns the ids of the relations. */
export function makeLinks(
	store: Store,
	module: string,
	recordId: number,
	targets: Target[],
): number[] {
	return targets.map((target) => {
		const id = store.relations.next++;
		store.links.push({ id, module, recordId, ...target });
		return id;
	});
}
