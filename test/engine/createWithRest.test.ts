/** New records with what some servers do not take at creation: a status, links, a requester whom nobody knows yet. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { jsonOf, newRequest, numbered, textOf, useWorld } from './world';

const world = useWorld();

const isSearch = (path: string) => path.endsWith('/search/byqual');
const writes = () =>
	world.simulator.journal
		.filter(({ method, path }) => method !== 'GET' && !isSearch(path))
		.map(({ method, path, body }) => ({ method, path, body }));
const stored = (id: unknown, table: 'request' | 'change' = 'request'): IDataObject => {
	let fields: IDataObject = {};
	world.simulator.edit((data) => {
		fields = (data.tables[table]?.rows.get(Number(id))?.fields ?? {}) as IDataObject;
	});
	return fields;
};

describe('the status of a new ticket', () => {
	const closed = newRequest('Done', { statusName: 'Resolved' });

	test('is sent along, and that is all where the server takes it', async () => {
		const created = await world.one(closed);

		expect(created).not.toHaveProperty('notes');
		expect(stored(created.id)).toMatchObject({ statusName: 'Resolved' });
		expect(writes()).toMatchObject([{ method: 'POST', body: { statusName: 'Resolved' } }]);
	});

	test.each(['ignored', 'refused'] as const)('is set by an update where it is %s', async (how) => {
		world.simulator.dialect.statusAtCreation = how;

		const created = await world.one(closed);

		expect(created.notes).toEqual(['Status "Resolved": set by an update after the creation']);
		expect(stored(created.id)).toMatchObject({ subject: 'Done', statusName: 'Resolved' });
		expect(writes().at(-1)).toMatchObject({ method: 'PATCH', body: { statusName: 'Resolved' } });
	});

	test.each(['honored', 'ignored', 'refused'] as const)(
		'is reached by Create or Update too (%s), which then finds nothing to do',
		async (how) => {
			world.simulator.dialect.statusAtCreation = how;
			const upsert = {
				resource: 'problem',
				operation: 'upsert',
				matchOn: 'subject',
				matchValue: 'Known',
				fields: { requesterEmail: 'requester@example.com', statusName: 'In Progress' },
			};

			expect((await world.one(upsert)).outcome).toBe('created');
			world.simulator.clearJournal();
			expect((await world.one(upsert)).outcome).toBe('unchanged');
			expect(writes()).toEqual([]);
		},
	);

	test('is set afterwards on service requests, whose catalog has no status', async () => {
		const created = await world.one({
			resource: 'serviceRequest',
			operation: 'create',
			requester: 'requester@example.com',
			serviceName: 'New Laptop',
			serviceCategoryName: 'Hardware',
			additionalFields: { statusName: 'Pending' },
		});

		expect(stored(created.id)).toMatchObject({ statusName: 'Pending' });
		expect(world.simulator.refused()).toEqual([]);
	});

	test('that cannot be set leaves a record, and says so', async () => {
		Object.assign(world.simulator.dialect, {
			statusAtCreation: 'ignored',
			closeNeeds: 'New Text Input',
		});

		const created = await world.one(newRequest('Half', { statusName: 'Closed' }));

		expect(created.notes).toEqual([
			expect.stringMatching(/^Status "Closed": not set\. .*'New Text Input' is required/),
		]);
		expect(stored(created.id)).toMatchObject({ subject: 'Half', statusName: 'Open' });
	});

	test('goes with the custom field that a rule wants, in one request', async () => {
		world.simulator.dialect.closeNeeds = 'New Text Input';
		const field = [{ name: 'New Text Input', type: 'text', value: 'Solved' }];

		const created = await world.one(
			newRequest('Whole', { statusName: 'Closed', customFields: { field } }),
		);

		expect(stored(created.id)).toMatchObject({ statusName: 'Closed' });
		expect(writes()).toHaveLength(1);
	});

	test('that is refused for another reason refuses the record', async () => {
		world.simulator.dialect.closeNeeds = 'New Text Input';

		const { error } = await world.run(newRequest('None', { statusName: 'Closed' }));

		expect(error?.message).toContain("'New Text Input' is required");
		expect(error?.description).toContain('New Text Input');
		expect(writes()).toHaveLength(1);
	});
});

describe('links of a new record', () => {
	const asset = (value: string, mode = 'key', assetClass = 'HardwareAsset') => ({
		assetClass,
		recordId: { __rl: true, mode, value },
	});
	const linked = {
		linkedAssets: { link: [asset('AST-1'), asset('2', 'id')] },
		linkedCis: { link: [{ recordId: { __rl: true, mode: 'key', value: 'CI-2' } }] },
	};
	const keys = () => world.simulator.links.map(({ key }) => key).sort();

	test('go out with the request', async () => {
		await world.one(newRequest('Linked', linked));

		expect(writes()).toMatchObject([
			{
				method: 'POST',
				body: {
					linkAssetIds: [
						{ assetModel: 'asset_hardware', assetId: 1 },
						{ assetModel: 'asset_hardware', assetId: 2 },
					],
					linkCiIds: [{ ciModel: 'cmdb', ciId: 2 }],
				},
			},
		]);
		expect(keys()).toEqual(['AST-1', 'AST-2', 'CI-2']);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('are made by the relation call where the server refuses them', async () => {
		world.simulator.dialect.linksAtCreation = 'refused';

		const created = await world.one(newRequest('Linked', linked));

		expect(created).not.toHaveProperty('notes');
		expect(keys()).toEqual(['AST-1', 'AST-2', 'CI-2']);
		expect(writes().map(({ path }) => path)).toContain(
			`/api/v1/request/${textOf(created.id)}/relation/bulk/create`,
		);
	});

	test('that a server takes and does not show are said once', async () => {
		world.simulator.dialect.linksAtCreation = 'ignored';

		const { run, items } = await world.run(newRequest('Linked', linked), { items: numbered(3) });

		expect(items[0]).toHaveLength(3);
		expect(run.data.resultData.runData.Node?.[0]?.hints).toMatchObject([
			{ message: expect.stringContaining('Link Assets') as string },
		]);
	});

	test('come from an array of keys too', async () => {
		const row = { ...asset(''), recordId: { __rl: true, mode: 'key', value: '={{ $json.keys }}' } };
		const links = { linkedAssets: { link: [row] } };

		await world.one(newRequest('Linked', links), {
			items: [{ json: { keys: ['AST-1', 'AST-2'] } }],
		});

		expect(keys()).toEqual(['AST-1', 'AST-2']);
	});

	test.each([
		[[{ key: 'AST-1' }, { key: 'AST-2' }]],
		[[{ name: 'AST-1' }, { recordId: 'AST-2', assetClass: 'HardwareAsset' }]],
		[[{ recordId: { mode: 'key', value: 'AST-1' } }, { assetId: 'AST-2', name: 'PC', type: 'x' }]],
	])('come from records that were read as well: %j', async (given) => {
		await world.one(newRequest('Linked', { linkedAssets: '={{ $json.given }}' }), {
			items: [{ json: { given } }],
		});

		expect(keys()).toEqual(['AST-1', 'AST-2']);
	});

	test('are found by keys in small letters', async () => {
		await world.one(newRequest('Linked', { linkedAssets: { link: [asset('ast-1')] } }));

		expect(keys()).toEqual(['AST-1']);
	});

	test('are refused where a row names nothing', async () => {
		const { error } = await world.run(
			newRequest('Linked', { linkedAssets: '={{ [{ tag: 1 }] }}' }),
		);

		expect(error?.message).toMatch(/^Asset: .* is neither an ID/);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('of a change are made by the relation call, from several keys in a row', async () => {
		const assets = { link: [asset('AST-1, AST-2')] };
		const created = await world.one({
			...newRequest('Linked', { ...linked, linkedAssets: assets }),
			resource: 'change',
			startDate: '2026-09-01T08:00:00Z',
			endDate: '2026-09-01T10:00:00Z',
		});

		expect(created).not.toHaveProperty('notes');
		expect(keys()).toEqual(['AST-1', 'AST-2', 'CI-2']);
		expect(world.simulator.refused()).toEqual([]);
	});

	test('that fail leave the record, and say what is missing', async () => {
		world.simulator.dialect.linksAtCreation = 'refused';
		world.simulator.failNext({ path: /relation/, status: 400, times: Infinity });

		const created = await world.one(newRequest('Linked', linked));

		expect(created.notes).toEqual([
			expect.stringMatching(/^Not linked: AST-1, AST-2\. /),
			expect.stringMatching(/^Not linked: CI-2\. /),
		]);
		expect(stored(created.id)).toMatchObject({ subject: 'Linked' });
	});

	test('to what does not exist refuse the record before it is written', async () => {
		const { error } = await world.run(
			newRequest('None', { linkedAssets: { link: [asset('AST-999')] } }),
		);

		expect(error?.message).toContain('No asset with the key AST-999');
		expect(writes()).toEqual([]);
	});

	test('are planned by a dry run', async () => {
		const planned = await world.one({
			...newRequest('Planned', linked),
			options: { dryRun: true },
		});

		expect(planned).toMatchObject({ dryRun: true, body: { linkCiIds: [{ ciId: 2 }] } });
		expect(writes()).toEqual([]);
	});
});

describe('a requester whom ServiceOps does not know', () => {
	const ticket = (requesterEmail: string, options: INodeParameters = {}): INodeParameters => ({
		...newRequest('={{ "New " + $json.index }}'),
		requesterEmail,
		options,
	});
	const people = () => {
		const found: IDataObject[] = [];
		world.simulator.edit((data) => {
			for (const { fields } of data.tables.requester?.rows.values() ?? []) {
				found.push(fields as IDataObject);
			}
		});
		return found.filter(({ email }) => JSON.stringify(email).includes('nora'));
	};
	const create = { createRequester: true };

	test('is created with the name of the mail, once for several tickets', async () => {
		const result = await world.run(ticket('"Nora Berg" <nora@example.com>', create), {
			items: numbered(5),
		});

		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toHaveLength(5);
		expect(people()).toMatchObject([{ name: 'Nora Berg', email: 'nora@example.com' }]);
	});

	test('is not created unless asked for, nor for another fault, nor in a dry run', async () => {
		const without = await world.run(ticket('nora@example.com'), { items: numbered(1) });
		expect(without.error?.message).toContain('Requester Email');

		const other = await world.run(
			{ ...ticket('requester@example.com', create), additionalFields: { categoryName: 'None' } },
			{ items: numbered(1) },
		);
		expect(other.error?.message).toContain('None');

		await world.one(ticket('nora@example.com', { ...create, dryRun: true }), {
			items: numbered(1),
		});
		expect(people()).toEqual([]);
	});

	test('is found in the list of people where the server cannot search them, and then created', async () => {
		const path = /\/requester\/search/;
		const when = ({ body }: { body?: unknown }) => JSON.stringify(body).includes('user.email');
		world.simulator.failNext({ path, when, status: 400, times: Infinity });

		await world.one(ticket('"Nora Berg" <nora@example.com>', create), { items: numbered(1) });

		expect(people()).toHaveLength(1);
	});

	test('that was created for a ticket that is rejected is said', async () => {
		const { error } = await world.run(
			{ ...ticket('nora@example.com', create), additionalFields: { categoryName: 'None' } },
			{ items: numbered(1) },
		);

		expect(error?.message).toContain('None');
		expect(error?.description?.includes('was created')).toBe(people().length > 0);
	});

	test('stays one although n8n tries again', async () => {
		const when = ({ body }: { body?: unknown }) => JSON.stringify(body).includes('New 1');
		world.simulator.failNext({ method: 'POST', path: /request$/, when, status: 400, times: 3 });

		await world.run(ticket('Nora Berg <nora@example.com>', create), {
			items: numbered(2),
			maxTries: 3,
		});

		expect(people()).toHaveLength(1);
		const created = writes().filter(({ body }) => JSON.stringify(body).includes('New 0'));
		// Refused once, because nobody knows the requester, and made once.
		expect(created).toHaveLength(2);
	});
});
