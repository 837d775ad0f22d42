/** Writes do the same on every plausible server: each two readings of the contract meet at least once. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DEFAULT_DIALECT, READINGS, type Dialect } from '../simulator/dialect';
import { runNode } from '../support/engine';
import { pairs } from '../support/pairs';
import { sample } from '../support/scale';
import { apiKeyLogin, jsonOf, passwordLogin, record, textOf, useWorld } from './world';

const readings = {
	...READINGS,
	// The other totals, and what they do to lists, are tried by dialects.test.ts.
	totalCount: [true, 'page', 'null'],
	// Fewer than ten rows are taken for a whole list, where nothing but the first page ever comes.
	pageCap: [0, 12],
	login: ['password', 'apiKey'],
} as unknown as { [Name in keyof Dialect]: Array<Dialect[Name]> } & { login: string[] };

type Server = Dialect & { login: string };
const servers = (
	[{ ...DEFAULT_DIALECT, login: 'password' }, ...pairs<Server>(readings)] as Server[]
).map((server) => ({
	...server,
	// Assets of other classes, which may have the same IDs, hide those that are missing.
	...(server.searchCap > 0 && { assetSearch: 'byModel' }),
	// Nothing tells for seconds that a list was added to.
	...(server.indexLagMs > 0 && server.patchAnswer !== 'object' && { patchLists: 'replaced' }),
})) as Server[];

const world = useWorld();
let held = 0;
afterAll(() => {
	// eslint-disable-next-line no-console -- the count belongs to the result
	console.info(`Dialect matrix of writes: ${servers.length} servers, ${held} sequences held`);
});

const run = async (parameters: INodeParameters, login: string): Promise<IDataObject> => {
	const { url } = world.simulator;
	const credentials = login === 'password' ? passwordLogin(url) : apiKeyLogin(url);
	const result = await runNode({ parameters, credentials });
	if (result.error) throw result.error;
	return jsonOf(result)[0] ?? {};
};

const rows = (table: string): IDataObject[] => {
	const found: IDataObject[] = [];
	world.simulator.edit((data) => {
		for (const { id, fields } of data.tables[table]?.rows.values() ?? [])
			found.push({ id, ...fields });
	});
	return found;
};
const called = (subject: string): IDataObject[] =>
	rows('request').filter((row) => row.subject === subject);

const writes = () =>
	world.simulator
		.writes()
		.filter(({ path }) => !path.endsWith('byqual') && !path.includes('oauth'));

const custom = (value: string) => ({
	field: [{ name: 'New Text Input', type: 'text', value }],
});
const link = (key: string) => ({
	link: [{ assetClass: 'HardwareAsset', recordId: { __rl: true, mode: 'key', value: key } }],
});

describe.each(
	sample(
		servers.map((server, at) => ({ at, server })),
		8,
	),
)('server $at', ({ server }) => {
	const { login, ...dialect } = server;
	const asset = server.keyPrefixes.AST ?? 'AST';
	beforeEach(() => {
		Object.assign(world.simulator.dialect, dialect);
	});
	afterEach(() => {
		held++;
	});

	test('a ticket is created with a status and a link, changed, closed and deleted', async () => {
		const made = await run(
			{
				resource: 'request',
				operation: 'create',
				subject: 'Matrix',
				requesterEmail: 'requester@example.com',
				additionalFields: {
					description: 'One\nTwo <D:>',
					tags: 'a, b',
					statusName: 'Pending',
					supportLevel: 'Tier2',
					locationName: 'Head Office',
					linkedAssets: link(`${asset}-1`),
				},
			},
			login,
		);
		const [first, ...others] = called('Matrix');
		expect(others).toEqual([]);
		expect(first).toMatchObject({ statusName: 'Pending', supportLevel: 'tier2', tags: ['a', 'b'] });
		expect(world.simulator.links).toHaveLength(server.linksAtCreation === 'ignored' ? 0 : 1);
		const id = textOf(made.id);

		const update = (updateFields: INodeParameters, options: INodeParameters = {}) => ({
			resource: 'request',
			operation: 'update',
			...record(id),
			updateFields,
			options,
			fieldsToClear: options.fieldsToClear ?? [],
		});
		await run(update({ tags: 'c' }, { listMode: 'add', fieldsToClear: ['locationName'] }), login);
		expect(called('Matrix')).toMatchObject([{ tags: ['a', 'b', 'c'] }]);
		expect(called('Matrix')[0]?.locationName).toBeUndefined();
		await run(update({ tags: 'c' }), login);
		expect(called('Matrix')).toMatchObject([{ tags: ['c'] }]);

		const close = update(
			{ statusName: 'Closed', customFields: custom('x') },
			{ onlyIfDifferent: true },
		);
		expect(await run(close, login)).toMatchObject({ outcome: 'updated' });
		expect(await run(close, login)).toMatchObject({ outcome: 'unchanged' });

		await run({ resource: 'request', operation: 'delete', ...record(id) }, login);
		expect(called('Matrix')).toEqual([]);
	});

	test.each([
		{ matchOn: 'subject', more: {} },
		{ matchOn: 'customField', more: { matchCustomField: 'Project Ticket ID' } },
	])(
		'Create or Update makes one by $matchOn, and finds nothing to do then',
		async ({ matchOn, more }) => {
			const upsert = (fields: INodeParameters) => ({
				resource: 'request',
				operation: 'upsert',
				matchOn,
				matchValue: 'Zürich 7',
				...more,
				fields: {
					requesterEmail: 'requester@example.com',
					subject: 'Zürich 7',
					description: 'One\nTwo & <b>',
					supportLevel: 'tier3',
					impactName: 'On Users',
					tags: 'x, y',
					...fields,
				},
			});
			const outcomes: unknown[] = [];
			for (const fields of [{}, {}, { priorityName: 'High' }, { priorityName: 'High' }]) {
				outcomes.push((await run(upsert(fields), login)).outcome);
			}
			expect(outcomes).toEqual(['created', 'unchanged', 'updated', 'unchanged']);
			expect(called('Zürich 7')).toMatchObject([{ priorityName: 'High', tags: ['x', 'y'] }]);
		},
	);

	test('an asset is found by its serial number, and written once', async () => {
		const upsert = (serial: string) => ({
			resource: 'asset',
			operation: 'upsert',
			assetClass: 'HardwareAsset',
			matchOn: 'serialNumber',
			matchValue: serial,
			fields: { assetTypeName: 'Hardware$Computer', name: 'Matrix PC', macAddress: '00005e005301' },
		});
		expect((await run(upsert('SN-1'), login)).outcome).toBe('created');
		expect((await run(upsert('SN-1'), login)).outcome).toBe('unchanged');
		expect(rows('asset_hardware').filter(({ name }) => name === 'Matrix PC')).toHaveLength(1);
		expect(writes().filter(({ status }) => (status ?? 0) < 300)).toHaveLength(1);
	});
});
