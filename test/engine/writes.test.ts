/** What an update sends, however servers treat lists, empty values, names and people. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { READINGS } from '../simulator/dialect';
import { jsonOf, newRequest, numbered, passwordLogin, record, useWorld } from './world';

const world = useWorld();

const isSearch = (path: string) => path.endsWith('/search/byqual');
const writes = () =>
	world.simulator.journal
		.filter(({ method, path }) => method !== 'GET' && !isSearch(path) && !path.includes('oauth'))
		.map(({ method, path, body }) => ({ method, path, body }));
const stored = (id: unknown, table = 'request'): IDataObject => {
	let fields: IDataObject = {};
	world.simulator.edit((data) => {
		fields = (data.tables[table]?.rows.get(Number(id))?.fields ?? {}) as IDataObject;
	});
	return fields;
};
const update = (
	id: unknown,
	updateFields: INodeParameters,
	options: INodeParameters = {},
): INodeParameters => ({
	resource: 'request',
	operation: 'update',
	...record(id),
	updateFields,
	options,
});
const login = () => ({ credentials: passwordLogin(world.simulator.url) });

describe.each(READINGS.patchLists)('lists where a PATCH is %s', (patchLists) => {
	const make = async () => {
		world.simulator.dialect.patchLists = patchLists;
		const lists = { tags: 'laptop, VPN', ccEmailSet: 'a@example.com, b@example.com' };
		const { id } = await world.one(newRequest('Lists', lists));
		world.simulator.clearJournal();
		return id;
	};

	test('entries are added', async () => {
		const id = await make();
		await world.one(
			update(id, { tags: 'vpn, new', ccEmailSet: 'c@example.com' }, { listMode: 'add' }),
		);

		expect(stored(id)).toMatchObject({
			tags: ['laptop', 'VPN', 'new'],
			ccEmailSet: ['a@example.com', 'b@example.com', 'c@example.com'],
		});
	});

	test('a server that only adds, and does not empty a list, is no error but said', async () => {
		const id = await make();
		const when = ({ body }: { body?: unknown }) => JSON.stringify(body) === '{"tags":null}';
		world.simulator.failNext({ method: 'PATCH', when, status: 400, times: Infinity });

		const { error, run } = await world.run(update(id, { tags: 'new' }));

		expect(error).toBeUndefined();
		const said = JSON.stringify(run.data.resultData.runData.Node?.[0]?.hints ?? []);
		expect(said.includes('only added to Tags')).toBe(patchLists === 'merged');
	});

	test('entries are removed, whatever their case', async () => {
		const id = await make();
		await world.one(
			update(id, { tags: 'vpn', ccEmailSet: 'Jane <B@example.com>' }, { listMode: 'remove' }),
		);

		expect(stored(id)).toMatchObject({ tags: ['laptop'], ccEmailSet: ['a@example.com'] });
	});

	test('lists are replaced', async () => {
		const id = await make();
		await world.one(update(id, { tags: 'laptop' }));
		expect(stored(id).tags).toEqual(['laptop']);

		await world.one({
			...update(id, {}),
			fieldsToClear: ['tags'],
			options: { fieldsToClear: ['tags'] },
		});
		expect(stored(id).tags ?? []).toEqual([]);
	});

	test('nothing is lost that others add at the same time', async () => {
		const id = await make();
		const add = update(id, { tags: '={{ "t" + $json.index }}' }, { listMode: 'add' });

		await Promise.all([
			world.run(add, { items: numbered(6) }),
			world.run(
				{ ...add, updateFields: { tags: '={{ "u" + $json.index }}' } },
				{ items: numbered(6) },
			),
		]);

		expect([...(stored(id).tags as string[])].sort()).toEqual(
			['laptop', 'VPN', ...[0, 1, 2, 3, 4, 5].flatMap((n) => [`t${n}`, `u${n}`])].sort(),
		);
	});

	test('Create or Update adds as well, and finds nothing to do the second time', async () => {
		const id = await make();
		const upsert = {
			resource: 'request',
			operation: 'upsert',
			matchOn: 'subject',
			matchValue: 'Lists',
			fields: { tags: 'Laptop, more' },
			options: { listMode: 'add' },
		};
		expect(await world.one(upsert)).toMatchObject({ outcome: 'updated', changedFields: ['tags'] });
		expect(stored(id).tags).toEqual(['laptop', 'VPN', 'more']);
		expect(await world.one(upsert)).toMatchObject({ outcome: 'unchanged' });
	});
});

describe('Only If Different', () => {
	const only = { onlyIfDifferent: true };

	test('sends what differs, nothing where nothing does, and says which', async () => {
		const values = { priorityName: 'High', tags: 'a, b', description: 'One\nTwo' };
		const { id } = await world.one(newRequest('Same', values));
		world.simulator.clearJournal();

		const same = await world.one(update(id, values, only));
		expect(same).toMatchObject({ outcome: 'unchanged', changedFields: [] });
		expect(writes()).toEqual([]);

		const other = await world.one(update(id, { ...values, priorityName: 'Low' }, only));
		expect(other).toMatchObject({ outcome: 'updated', changedFields: ['priorityName'] });
		expect(writes()).toMatchObject([{ method: 'PATCH', body: { priorityName: 'Low' } }]);
		expect(Object.keys(writes()[0]?.body as object)).toEqual(['priorityName']);
	});

	test('closing a ticket that is closed is no error, even if it was closed a moment ago', async () => {
		const { id } = await world.one(newRequest('Close'));
		await world.one(update(id, { statusName: 'Closed' }));

		const again = await world.one(update(id, { statusName: 'Closed' }, only));
		expect(again).toMatchObject({ outcome: 'unchanged' });
	});

	test('a rule that looks at one update gets the custom field that is stored already', async () => {
		world.simulator.dialect.closeNeeds = 'New Text Input';
		const customFields = { field: [{ name: 'New Text Input', type: 'text', value: 'Solved' }] };
		const { id } = await world.one(newRequest('Rule', { customFields }));

		const closed = await world.one(update(id, { statusName: 'Closed', customFields }, only));

		expect(closed).toMatchObject({ outcome: 'updated', changedFields: ['statusName'] });
		expect(stored(id).statusName).toBe('Closed');
	});

	test('emptying a field that is empty sends nothing', async () => {
		const { id } = await world.one(newRequest('Empty'));
		world.simulator.clearJournal();
		const clear = { fieldsToClear: ['locationName', 'tags'] };

		const same = await world.one({ ...update(id, {}, { ...only, ...clear }), ...clear });

		expect(same).toMatchObject({ outcome: 'unchanged' });
		expect(writes()).toEqual([]);
	});

	test('a dry run sends nothing, and says what it would send', async () => {
		const { id } = await world.one(newRequest('Dry'));
		world.simulator.clearJournal();

		const planned = await world.one(
			update(id, { priorityName: 'Urgent' }, { ...only, dryRun: true }),
		);

		expect(planned).toMatchObject({ dryRun: true, body: { priorityName: 'Urgent' } });
		expect(writes()).toEqual([]);
	});
});

test.each([
	{
		at: 'emptied',
		onlyIfDifferent: false,
		fault: { status: 504 },
		says: /Some of the changes were made before/,
	},
	{
		at: 'filled',
		onlyIfDifferent: false,
		fault: { status: 400 },
		says: /had emptied Tags first\. The other changes were made/,
	},
	{
		at: 'filled',
		onlyIfDifferent: true,
		fault: { status: 400 },
		says: /had emptied Tags first\. The other changes were made/,
	},
	{
		at: 'filled',
		onlyIfDifferent: false,
		fault: { reset: true },
		says: /had emptied Tags first\. The other changes were made/,
	},
])(
	'what was done before is told where a list cannot be $at again ($fault, $onlyIfDifferent)',
	async ({ at, onlyIfDifferent, fault, says }) => {
		world.simulator.dialect.patchLists = 'merged';
		const { id } = await world.one(newRequest('Lists', { tags: 'laptop' }));
		const wanted = at === 'emptied' ? 2 : 3;
		let patches = 0;
		const when = () => ++patches === wanted;
		world.simulator.failNext({ method: 'PATCH', when, times: Infinity, ...fault });

		const given = { tags: 'new', priorityName: 'High' };
		const { error } = await world.run(update(id, given, { onlyIfDifferent }));

		expect(error?.message).toMatch(says);
		expect(patches).toBe(wanted);
		expect(stored(id)).toMatchObject({ priorityName: 'High' });
	},
);

describe.each(READINGS.clearNames)('a name is emptied where the server takes %s', (clearNames) => {
	test.each([
		{ field: 'locationName', value: 'Head Office' },
		{ field: 'assigneeEmail', value: 'technician@example.com' },
	])('$field', async ({ field, value }) => {
		world.simulator.dialect.clearNames = clearNames;
		const { id } = await world.one(newRequest('Clear', { [field]: value, tags: 'a' }));
		const clear = { fieldsToClear: [field, 'tags', 'description'] };

		await world.one({ ...update(id, { priorityName: 'High' }, clear), ...clear });

		expect(stored(id)[field]).toBeUndefined();
		expect(stored(id)).toMatchObject({ priorityName: 'High' });
		expect(stored(id).tags ?? []).toEqual([]);
	});
});

test('a value for "none" that the server refuses in every form is told in its words', async () => {
	const { id } = await world.one(newRequest('Clear', { locationName: 'Head Office' }));
	world.simulator.failNext({
		method: 'PATCH',
		status: 400,
		body: '{"userMessage":"A request needs a location."}',
		times: Infinity,
	});
	const clear = { fieldsToClear: ['locationName'] };

	const { error } = await world.run({ ...update(id, {}, clear), ...clear });

	expect(error?.message).toContain('A request needs a location.');
	expect(writes().filter(({ method }) => method === 'PATCH')).toHaveLength(3);
});

describe('names', () => {
	test('in another case are sent as the server has them', async () => {
		const { id } = await world.one(newRequest('Case'));

		await world.one(update(id, { statusName: 'in progress', categoryName: 'hardware' }), login());

		expect(stored(id)).toMatchObject({ statusName: 'In Progress', categoryName: 'Hardware' });
	});

	test('that do not exist are told all at once, by their labels, with those that do', async () => {
		const { id } = await world.one(newRequest('Names'));
		world.simulator.clearJournal();
		const wrong = { statusName: 'Opn', priorityName: 'Hihg', categoryName: 'Hardwear' };

		const { error } = await world.run(update(id, wrong), login());

		expect(error?.message).toContain('Status: there is no "Opn"');
		expect(error?.message).toContain('Priority: there is no "Hihg"');
		expect(error?.message).toContain('Category: there is no "Hardwear"');
		expect(error?.description).toContain('Did you mean "Open"?');
		expect(error?.description).toContain('Low, Medium, High, Urgent');

		world.simulator.clearJournal();
		const planned = await world.run(update(id, wrong, { dryRun: true }), login());
		expect(planned.error?.message).toBe(error?.message);
		expect(writes()).toEqual([]);
	});

	test('of custom fields in another case, or with spaces around them, reach the field', async () => {
		const field = [{ name: ' new text input', type: 'text', value: 'Here' }];
		const { id } = await world.one(newRequest('Label', { customFields: { field } }), login());

		expect(stored(id).customField).toMatchObject({ 'New Text Input': 'Here' });
	});

	test('cost nothing as long as they are right', async () => {
		await world.one(
			newRequest('Right', { priorityName: 'High', categoryName: 'Hardware' }),
			login(),
		);

		const paths = world.simulator.journal.map(({ path }) => path);
		expect(paths.filter((path) => !path.includes('oauth'))).toEqual(['/api/v1/request']);
	});

	test('where the lists cannot be read, the refusal is in the words of the form', async () => {
		const { id } = await world.one(newRequest('Words'));

		const { error } = await world.run(update(id, { statusName: 'Opn' }));

		expect(error?.message).toMatch(/Status.*'Opn'/);
		expect(error?.message).not.toContain('statusName');
		expect(error?.description).toContain('Status must be a name that exists in ServiceOps');
	});
});

describe('people', () => {
	beforeEach(() => {
		world.simulator.edit((data) => {
			const rows = [...(data.tables.technician?.rows.values() ?? [])];
			const one = rows.find(({ fields }) => fields.email === 'technician@example.com');
			if (one) Object.assign(one.fields, { userLogOnName: 'tlogon', name: 'Tina Technician' });
		});
	});

	test.each(['tlogon', 'Tina Technician', 'tina technician', 'Technician@Example.com'])(
		'a technician given as %s is assigned, and the second run writes nothing',
		async (assigneeEmail) => {
			const upsert = {
				resource: 'request',
				operation: 'upsert',
				matchOn: 'subject',
				matchValue: 'Person',
				fields: { requesterEmail: 'requester@example.com', assigneeEmail },
			};
			const first = await world.one(upsert);
			expect(first.outcome).toBe('created');
			expect(stored(first.id).assigneeEmail).toBe('technician@example.com');
			world.simulator.clearJournal();

			const second = await world.one(upsert);

			expect(second).toMatchObject({ outcome: 'unchanged', changedFields: [] });
			expect(writes()).toEqual([]);
		},
	);

	test.each(['technician@example.com', 'tlogon', 'Tina Technician'])(
		'a technician is found by %s',
		async (key) => {
			const found = await world.one({
				resource: 'technician',
				operation: 'get',
				...record(key, 'key'),
			});
			expect(found.email).toBe('technician@example.com');
		},
	);
});

describe('Create or Update recognizes', () => {
	const upsert = (
		resource: string,
		matchOn: string,
		matchValue: string,
		fields: INodeParameters,
		more: INodeParameters = {},
	): INodeParameters => ({ resource, operation: 'upsert', matchOn, matchValue, fields, ...more });
	const hardware = { assetTypeName: 'Hardware$Computer', name: 'PC-7' };
	const laptop = { ciTypeName: 'base ci$Hardware$Laptops', name: 'db-07' };
	const person = { name: 'Nora Berg' };

	test.each([
		{
			what: 'a serial number',
			form: upsert('asset', 'serialNumber', 'SN-77', hardware),
			again: '\ufeffSN\u200b-7\u00ad7\u00a0',
		},
		{ what: 'a barcode', form: upsert('asset', 'barCode', 'B77', hardware) },
		{
			what: 'a host name that was pasted',
			form: upsert('asset', 'hostName', 'pc\u200b-77\u200e', hardware),
			again: 'pc-77',
		},
		{
			what: 'a MAC address',
			form: upsert('asset', 'macAddress', '00:00:5e:00:53:77', hardware),
			again: '0000.5E00.\u200b5377',
		},
		{ what: 'the serial number of a CI', form: upsert('ci', 'serialNumber', 'SN-78', laptop) },
		{ what: 'the name of a CI', form: upsert('ci', 'name', 'db-07', laptop) },
		{
			what: 'the email of a requester',
			form: upsert('requester', 'email', 'nora@example.com', person),
			again: 'Nora Berg <NORA@example.com>',
		},
		{
			what: 'the logon name of a technician',
			form: upsert('technician', 'userLogOnName', 'nberg', { ...person, email: 'nb@example.com' }),
		},
	])('$what, also by another run and in another notation', async ({ form, again }) => {
		const first = await world.one(form);
		expect(first).toMatchObject({ outcome: 'created' });

		const second = await world.one({ ...form, matchValue: again ?? form.matchValue });

		expect(second).toMatchObject({ outcome: 'unchanged', id: first.id });
		expect(writes()).toHaveLength(1);
	});

	test('serial numbers of many rows with one reading of the list', async () => {
		const form = upsert('asset', 'serialNumber', '={{ "S-" + $json.index }}', hardware);
		const result = await world.run(form, { items: numbered(20) });

		expect(result.error).toBeUndefined();
		expect(jsonOf(result).map(({ outcome }) => outcome)).toEqual(Array(20).fill('created'));
		const searches = world.simulator.calls({ path: /asset.*byqual/ });
		// At most one search that is refused per item in flight at the start, and one list.
		expect(searches.length).toBeLessThan(10);
	});

	test('a placeholder that several rows share, and says so', async () => {
		const { items, error, run } = await world.run(
			upsert('asset', 'serialNumber', '={{ $json.index < 3 ? "No SN" : "?" }}', {
				...hardware,
				name: '={{ "PC " + $json.index }}',
			}),
			{ items: numbered(5) },
		);

		expect(error).toBeUndefined();
		expect(items[0]?.map(({ json }) => json.outcome)).toEqual([
			'created',
			'updated',
			'updated',
			'created',
			'updated',
		]);
		const hints = JSON.stringify(run.data.resultData.runData);
		expect(hints.match(/Several items have the same Serial Number, such as/g)).toHaveLength(1);
	});

	test.each<[string, INodeParameters, number]>([
		['a dry run', { options: { dryRun: true } }, 0],
		['rows that change nothing', {}, 2],
		['rows that all fail', { fields: { assetTypeName: 'None' } }, 0],
	])('and says nothing of %s', async (_what, more, existing) => {
		const form = { ...upsert('asset', 'serialNumber', 'Same', hardware), ...more };
		for (let at = 0; at < existing; at++) await world.run(form);

		const { run } = await world.run(form, { items: numbered(3), continueOnFail: true });

		expect(JSON.stringify(run.data.resultData.runData)).not.toContain('Several items');
	});

	test.each(['undefined', '[object Object]', 'null', 'NaN'])(
		'no match value %s, which comes from a faulty expression',
		async (matchValue) => {
			const { error } = await world.run(upsert('request', 'subject', matchValue, { tags: 'a' }));
			expect(error?.message).toMatch(/^Match Value must be text/);
			expect(world.simulator.journal).toEqual([]);
		},
	);
});

describe('an expression that gives nothing', () => {
	test.each<[string, INodeParameters]>([
		['Dry Run', { ...update(104, { tags: 'a' }), options: { dryRun: '={{ $json.no }}' } }],
		['List Fields', { ...update(104, { tags: 'a' }), options: { listMode: '={{ $json.no }}' } }],
		['Fields to Clear', update(104, {}, { fieldsToClear: '={{ $json.no }}' })],
		[
			'Asset Class',
			{ resource: 'asset', operation: 'delete', ...record(1), assetClass: '={{ $json.no }}' },
		],
		['Count By', { resource: 'request', operation: 'count', countBy: '={{ $json.no }}' }],
	])('is refused for %s, whose default would be taken', async (label, parameters) => {
		const { error } = await world.run(parameters);

		expect(error?.message).toBe(`${label} is empty: its expression gives no value [item 0]`);
		expect(world.sent()).toEqual([]);
	});

	test('is the default where that is meant', async () => {
		const dryRun = '={{ $json.no ?? null }}';
		expect(await world.one(update(104, { tags: 'a' }, { dryRun }))).toMatchObject({ id: 104 });
	});
});

describe('people by their names', () => {
	const from = (requesterEmail: string): INodeParameters => ({
		...newRequest('Named'),
		requesterEmail,
	});
	const assigned = (assigneeEmail: string) => newRequest('Named', { assigneeEmail });
	const addNamesake = (module: string, name: string) =>
		world.simulator.edit(({ tables }) => {
			const rows = tables[module]?.rows;
			const one = [...(rows?.values() ?? [])].find(({ fields }) => fields.name === name);
			if (one)
				rows?.set(901, { ...one, fields: { ...one.fields, id: 901, email: 'second@example.com' } });
		});

	test.each([
		['Anna Muster'],
		[' anna\u00a0 MUSTER '],
		['An\u00adna Mus\u200bter'],
		['an\u200bna@exam\u00adple.com'],
		['Muster, Anna'],
		['anna@example.com'],
		['anna.logon'],
	])('the requester %j', async (name) => {
		expect(await world.one(from(name))).toMatchObject({ requesterEmail: 'anna@example.com' });
		expect(writes()).toHaveLength(1);
	});

	test.each([
		['Technician One', 'technician@example.com'],
		['One, Technician', 'technician@example.com'],
	])('the technician %j', async (name, email) => {
		expect(await world.one(assigned(name))).toMatchObject({ assigneeEmail: email });
		expect(writes()).toHaveLength(1);
	});

	test('several of the name are listed, and none is taken', async () => {
		addNamesake('requester', 'Anna Muster');
		addNamesake('technician', 'Technician One');
		const get = { resource: 'requester', operation: 'get', ...record('Anna Muster') };
		const [request, assignment, single] = [
			await world.run(from('Anna Muster')),
			await world.run(assigned('Technician One')),
			await world.run(get),
		];

		expect(request.error?.message).toMatch(/^Requester Email: 2 are named "Anna Muster"/);
		expect(request.error?.description).toMatch(/anna@example\.com, second@example\.com/);
		expect(assignment.error?.message).toMatch(/^Technician Email: 2 are named/);
		expect(single.error?.message).toMatch(
			/^2 requesters have the name Anna Muster: ID \d+ \(.*anna@example.com.*ID 901/,
		);
		expect(writes()).toEqual([]);
	});

	test.each([
		['Ana Mustr', 'Anna Muster'],
		['anna@exmple.com', 'anna@example.com'],
		['anna.logn', 'anna.logon'],
	])('somebody like %j is suggested', async (name, meant) => {
		const filters = { requesterEmail: name };
		for (const parameters of [
			from(name),
			{ resource: 'requester', operation: 'get', ...record(name) },
			...(name.includes('@') ? [] : [{ resource: 'request', operation: 'getAll', filters }]),
		]) {
			const { error } = await world.run(parameters);
			expect(error?.description).toContain(`Did you mean "${meant}"?`);
		}
	});

	test('nobody is refused before anything is written, and is no requester to create', async () => {
		const { error } = await world.run({
			...from('Zoe Nobody'),
			options: { createRequester: true },
		});

		expect(error?.message).toBe('Requester Email: there is no "Zoe Nobody" [item 0]');
		expect(writes()).toEqual([]);
	});
});

test('where the list of a field cannot be read, records show how a name is written', async () => {
	const parameters = newRequest('Place', { locationName: 'HEAD  office' });
	expect(await world.one(parameters)).toMatchObject({ locationName: 'Head Office' });

	const { error } = await world.run(newRequest('Place', { locationName: 'Head' }));
	expect(error?.description).toMatch(/Did you mean "Head Office"/);
});
