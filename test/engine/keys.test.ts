/** Keys with any prefix that an administrator may set, and keys of which people enter the number only. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { insert, tableOf } from '../simulator/store';
import { listSearch } from '../support/engine';
import { naming } from '../support/says';
import { apiKeyLogin, jsonOf, record, textOf, useWorld } from './world';

const world = useWorld();

const add = (table: string, key: string, fields: IDataObject = {}): number => {
	let id = 0;
	world.simulator.edit((data) => {
		const all = { subject: key, name: key, statusName: 'Open', ...fields };
		id = insert(tableOf(data, table), all, Date.UTC(2026, 0, 5), { key }).id;
	});
	return id;
};
const get = (resource: string, value: string, mode: string, more: INodeParameters = {}) =>
	world.run({ resource, operation: 'get', simplify: false, ...record(value, mode), ...more });
const many = async (resource: string): Promise<string[]> => {
	const run = await world.run({ resource, operation: 'getAll', returnAll: true, simplify: false });
	return jsonOf(run).map(({ name }) => textOf(name));
};

describe('service requests', () => {
	test.each<[string, Record<string, string>]>([
		['with another prefix', { SR: 'HW' }],
		['with another prefix beside requests with another', { SR: 'HW', INC: 'TKT' }],
		['with the usual prefix beside requests with another', { INC: 'TKT' }],
	])('%s are found, listed and not confused', async (_, keyPrefixes) => {
		const all = await many('request');
		const services = all.filter((name) => name.startsWith('SR-'));
		expect(services.length).toBeGreaterThan(0);
		world.simulator.dialect.keyPrefixes = keyPrefixes;
		world.simulator.edit((data) => {
			for (const row of tableOf(data, 'request').rows.values()) {
				if (row.key.startsWith('SR-')) row.fields.serviceName ??= 'New Laptop';
			}
			tableOf(data, 'request').version++;
		});

		const shown = services.map((name) => name.replace('SR', keyPrefixes.SR ?? 'SR'));
		expect((await many('serviceRequest')).sort()).toEqual([...shown].sort());
		const [key = ''] = shown;
		expect(jsonOf(await get('serviceRequest', key, 'key'))).toMatchObject([{ name: key }]);
		const requests = (await many('request')).filter((name) => !shown.includes(name));
		const { error } = await get('serviceRequest', textOf(requests[0]), 'key');
		if (keyPrefixes.SR) expect(error?.message).toMatch(naming(textOf(requests[0])));
	});

	test('of categories with prefixes of their own are listed with the others', async () => {
		add('request', 'NEW-HIRE/IT.2-900');
		add('request', 'HW-901');

		const listed = await many('serviceRequest');

		expect(listed).toEqual(expect.arrayContaining(['NEW-HIRE/IT.2-900', 'HW-901', 'SR-30']));
		expect(listed.filter((name) => name.startsWith('INC-'))).toEqual([]);
		expect(jsonOf(await get('serviceRequest', 'new-hire/it.2-900', 'key'))).toMatchObject([
			{ name: 'NEW-HIRE/IT.2-900' },
		]);
	});
});

test.each([
	['change', 'RFC', 'change', {}],
	['problem', 'P', 'problem', {}],
	['release', 'V', 'release', {}],
	['asset', 'Pc', 'asset_hardware', { assetClass: 'HardwareAsset' }],
	['ci', 'node', 'ci', {}],
	['request', 'hd', 'request', {}],
	['request', 'IT Help', 'request', {}],
])('%s %s-987654', async (resource, prefix, table, more) => {
	const id = add(table, `${prefix}-987654`);

	for (const [value, mode] of [
		[`${prefix}-987654`, 'key'],
		['987654', 'key'],
	] as const) {
		expect(jsonOf(await get(resource, value, mode, more))).toMatchObject([{ id }]);
	}
});

describe('the bare number of a key', () => {
	test('finds a key with leading zeros, and no longer number that ends alike', async () => {
		const id = add('request', 'INC-000777');
		add('request', 'INC-1777');

		expect(jsonOf(await get('request', '777', 'key'))).toMatchObject([{ id, name: 'INC-000777' }]);
	});

	test('that several records have: they are named, nothing is done', async () => {
		add('request', 'INC-777', { subject: 'Printer' });
		add('request', 'HW-777', { subject: 'Laptop' });

		const { error } = await world.run({
			resource: 'request',
			operation: 'delete',
			...record('777', 'key'),
		});

		expect(error?.message).toMatch(/INC-777 \/ Printer/);
		expect(error?.message).toMatch(/HW-777 \/ Laptop/);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('that no key has is not taken for an ID', async () => {
		const id = add('request', 'INC-778');
		tidy(id);
		const { error } = await get('request', String(id), 'key');

		expect(error?.message).toMatch(naming(String(id), 'key'));
		expect(error?.description).toMatch(/By ID/);
	});
	/** Makes sure that no key has the number of an ID. */
	const tidy = (id: number) =>
		world.simulator.edit((data) => {
			for (const row of tableOf(data, 'request').rows.values()) {
				if (row.key.endsWith(`-${id}`)) row.key = `X-${id}0`;
			}
			tableOf(data, 'request').version++;
		});

	test('finds it in the list of the editor', async () => {
		const id = add('request', 'INC-777', { subject: 'Printer' });
		const { results } = await listSearch(
			'searchRecords',
			{ credentials: apiKeyLogin(world.simulator.url), parameters: { resource: 'request' } },
			'777',
		);

		expect(results).toContainEqual({ name: 'INC-777: Printer', value: String(id) });
	});
});
