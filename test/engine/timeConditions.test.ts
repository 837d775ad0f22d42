/** Conditions on times hold on assets, whose rows have text, whatever the server makes of the conditions. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DEFAULT_DIALECT, READINGS, type Dialect } from '../simulator/dialect';
import { sample } from '../support/scale';
import { clock, jsonOf, textOf, useWorld } from './world';

const world = useWorld();
const HOUR_MS = 3_600_000;

const create = async (name: string) =>
	await world.one({
		resource: 'asset',
		operation: 'create',
		assetClass: 'HardwareAsset',
		name,
		assetTypeName: 'Hardware$Monitor',
	});

const names = async (
	field: string,
	operator: string,
	value: string,
	more: INodeParameters = {},
) => {
	const condition = [{ field, operator, value }];
	const result = await world.run(
		{
			resource: 'asset',
			operation: 'getAll',
			assetClass: 'HardwareAsset',
			returnAll: true,
			filters: { conditions: { condition } },
			...more,
		},
		{ timezone: 'UTC' },
	);
	if (result.error) throw result.error;
	return jsonOf(result)
		.map(({ name }: IDataObject) => textOf(name))
		.filter((name) => name.startsWith('New'))
		.sort();
};

const servers = READINGS.timeFilter.flatMap((timeFilter) =>
	READINGS.dateForm.map((dateForm): Partial<Dialect> => ({ timeFilter, dateForm })),
);

test.each(sample(servers, 3))('on a server like %j', async (dialect) => {
	Object.assign(world.simulator.dialect, DEFAULT_DIALECT, dialect);
	await create('New 1');
	const between = new Date(clock.now() + HOUR_MS).toISOString();
	clock.advance(2 * HOUR_MS);
	await create('New 2');

	expect(await names('updatedTime', 'after', between)).toEqual(['New 2']);
	expect(await names('createdTime', 'before', between)).toEqual(['New 1']);
	expect(await names('createdTime', 'after', between, { returnAll: false, limit: 1 })).toEqual([
		'New 2',
	]);
});

test('a server in another time zone is believed where it applies the conditions', async () => {
	await create('New 1');
	const before = new Date(clock.now() - HOUR_MS).toISOString();
	const condition = [{ field: 'createdTime', operator: 'after', value: before }];
	const parameters = {
		resource: 'asset',
		operation: 'getAll',
		assetClass: 'HardwareAsset',
		filters: { conditions: { condition } },
	};

	// The server writes UTC: taken for this clock, it would be hours too early.
	const result = await world.run(parameters, { timezone: 'Asia/Tokyo' });

	expect(jsonOf(result).map(({ name }) => name)).toContain('New 1');
});
