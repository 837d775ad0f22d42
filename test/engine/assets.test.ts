/** Ids of assets repeat across their classes: never may the asset of another class be shown, changed or deleted. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { sample } from '../support/scale';
import { record, textOf, useWorld } from './world';

const world = useWorld();

const classes = {
	HardwareAsset: { model: 'asset_hardware', assetTypeName: 'Hardware$Computer' },
	SoftwareAsset: { model: 'asset_software', assetTypeName: 'Software$OS' },
	NonITAsset: { model: 'asset_non_it', assetTypeName: 'Non IT$Furniture' },
} as const;
type AssetClass = keyof typeof classes;
const names = Object.keys(classes) as AssetClass[];

const on = (assetClass: AssetClass, operation: string, parameters: INodeParameters = {}) => ({
	resource: 'asset',
	operation,
	assetClass,
	...parameters,
});

/** The simulator's data has an asset with this id in every class. */
const ID = '3';

/** The asset of each class, as the dialect that hides nothing shows it. */
async function collide(): Promise<Record<AssetClass, IDataObject>> {
	const read = async (name: AssetClass) => {
		const condition = [{ field: 'id', operator: 'in', value: ID }];
		const parameters = { filters: { conditions: { condition } }, simplify: false };
		return [name, await world.one(on(name, 'getAll', parameters))] as const;
	};
	const assets = Object.fromEntries(await Promise.all(names.map(read)));
	world.simulator.clearJournal();
	return assets as Record<AssetClass, IDataObject>;
}

const dialects = [
	{ assetPath: 'flat', getById: 'present', assetSearch: 'byModel' },
	{ assetPath: 'flat', getById: 'present', assetSearch: 'flat' },
	{ assetPath: 'flat', getById: '405', assetSearch: 'byModel' },
	{ assetPath: 'flat', getById: '404html', assetSearch: 'flat' },
	{ assetPath: 'byClass', getById: 'present', assetSearch: 'byModel' },
	{ assetPath: 'byClass', getById: 'present', assetSearch: 'flat' },
	{ assetPath: 'byClass', getById: '405', assetSearch: 'byModel' },
	{ assetPath: 'byClass', getById: '404html', assetSearch: 'flat' },
] as const;

const cases = dialects.flatMap((dialect) =>
	names.map((assetClass) => ({ ...dialect, assetClass })),
);

/** Which of the three are still there, read without the node. */
async function remaining(): Promise<string[]> {
	const before = { ...world.simulator.dialect };
	Object.assign(world.simulator.dialect, { assetSearch: 'byModel', idsAsText: false });
	const found = [];
	for (const assetClass of names) {
		const filters = { conditions: { condition: [{ field: 'id', operator: 'in', value: ID }] } };
		const { items } = await world.run(on(assetClass, 'getAll', { filters }));
		if (items[0]?.length) found.push(assetClass);
	}
	Object.assign(world.simulator.dialect, before);
	return found.sort();
}

describe.each(sample(cases, 5))(
	'$assetClass, paths $assetPath, GET $getById, search $assetSearch',
	({ assetClass, ...dialect }) => {
		test('get, list and key find the asset of this class', async () => {
			const assets = await collide();
			Object.assign(world.simulator.dialect, dialect);
			const wanted = assets[assetClass];
			const raw = { simplify: false };

			expect(await world.one(on(assetClass, 'get', { ...record(ID), ...raw }))).toEqual(wanted);
			expect(
				await world.one(on(assetClass, 'get', { ...record(wanted.assetId, 'key'), ...raw })),
			).toEqual(wanted);
			const { items } = await world.run(on(assetClass, 'getAll', { returnAll: true, ...raw }));
			const types = new Set(items[0]?.map(({ json }) => json.type));
			expect([...types]).toEqual([assetClass]);
		});

		test.each(['object', 'empty', 'returnCode'] as const)(
			'update changes the asset of this class (PATCH answers %s)',
			async (patchAnswer) => {
				const assets = await collide();
				Object.assign(world.simulator.dialect, dialect, { patchAnswer });

				const updated = await world.one(
					on(assetClass, 'update', { ...record(ID), updateFields: { name: 'Renamed' } }),
				);

				const { assetId } = assets[assetClass];
				expect(updated).toMatchObject({
					id: Number(ID),
					type: assetClass,
					assetId,
					name: 'Renamed',
				});
				const patches = world.simulator.calls({ method: 'PATCH' });
				expect(patches.map(({ body }) => body)).toEqual([{ type: assetClass, name: 'Renamed' }]);
			},
		);

		test('delete deletes the asset of this class or none', async () => {
			const assets = await collide();
			Object.assign(world.simulator.dialect, dialect);
			const { assetId } = assets[assetClass];

			const { items, error } = await world.run(on(assetClass, 'delete', record(ID)));

			const others = names.filter((name) => name !== assetClass).sort();
			// Flat paths lead to hardware first: other classes cannot be deleted there, and must not be tried.
			const isReachable = dialect.assetPath === 'byClass' || assetClass === 'HardwareAsset';
			if (isReachable && error === undefined) {
				expect(items[0]?.map(({ json }) => json)).toEqual([{ deleted: true, id: Number(ID) }]);
				expect(await remaining()).toEqual(others);
			} else {
				expect(error?.message).toContain('Nothing was deleted');
				expect(error?.message).toContain(textOf(assetId));
				expect(await remaining()).toEqual([...names].sort());
				const flat = world.simulator.calls({ method: 'DELETE', path: `/api/v1/asset/${ID}` });
				expect(flat).toEqual([]);
			}
		});
	},
);

test.each([
	{ assetPath: 'flat', getById: 'present' },
	{ assetPath: 'byClass', getById: 'present' },
	{ assetPath: 'byClass', getById: '405' },
] as const)('hardware can be deleted: paths $assetPath, GET $getById', async (dialect) => {
	await collide();
	Object.assign(world.simulator.dialect, dialect);

	expect(await world.one(on('HardwareAsset', 'delete', record(ID)))).toEqual({
		deleted: true,
		id: Number(ID),
	});
	expect(await remaining()).toEqual(['NonITAsset', 'SoftwareAsset']);
});

test.each(['flat', 'byClass'] as const)(
	'an id that only other classes have is not found, and nothing is deleted (paths %s)',
	async (assetPath) => {
		world.simulator.dialect.assetPath = 'byClass';
		await world.one(on('SoftwareAsset', 'delete', record(ID)));
		const others = ['HardwareAsset', 'NonITAsset'];
		expect(await remaining()).toEqual(others);
		world.simulator.dialect.assetPath = assetPath;
		world.simulator.clearJournal();

		for (const operation of ['get', 'delete']) {
			const { error } = await world.run(on('SoftwareAsset', operation, record(ID)));
			expect(error?.message).toMatch(/No Software asset/);
		}
		expect(world.simulator.calls({ method: 'DELETE' })).toEqual([]);
		expect(await remaining()).toEqual(others);
	},
);

test.each([1, 5, 11])(
	'a limit of %d brings as many of the class where all classes are searched together',
	async (limit) => {
		world.simulator.dialect.assetSearch = 'flat';

		const { items } = await world.run(on('SoftwareAsset', 'getAll', { limit }));

		expect(items[0]).toHaveLength(limit);
		// One call finds out that there is no search by class; the rest must not ask for row after row.
		expect(world.simulator.journal.length).toBeLessThanOrEqual(4);
	},
);

test('dates of assets go out as day-month-year in the time zone of the workflow', async () => {
	await world.one(
		on('HardwareAsset', 'create', {
			assetTypeName: 'Hardware$Computer',
			name: 'Dated',
			additionalFields: {
				acquitionDate: '2026-08-31',
				assignmentDate: '={{ DateTime.fromISO("2026-08-31T20:00:00Z") }}',
			},
		}),
		{ timezone: 'Asia/Kolkata' },
	);

	expect(world.simulator.journal.at(-1)?.body).toMatchObject({
		acquitionDate: '31-08-2026',
		assignmentDate: '01-09-2026 01:30',
	});
});

test('a field of another class is refused before anything is sent', async () => {
	// The form hides such fields, unless the class comes from an expression.
	const { error } = await world.run({
		...on('SoftwareAsset', 'create', { assetTypeName: 'Software$OS', name: 'Wrong' }),
		assetClass: '={{ "SoftwareAsset" }}',
		additionalFields: { hostName: 'pc-1' },
	});

	expect(error?.message).toMatch(/Software assets have no Host Name/);
	expect(world.sent()).toEqual([]);
});
