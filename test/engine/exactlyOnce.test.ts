/** Each item is done once and in order, or the run says what became of it; no cause makes a second record. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useFiles } from '../support/files';
import { sample } from '../support/scale';
import { clock, jsonOf, newRequest, record, textOf, useWorld } from './world';

const world = useWorld();
const { store } = useFiles('memory');

const subjects = (...names: string[]) => names.map((subject) => ({ json: { subject } }));
const create = newRequest('={{ $json.subject }}');
const creates = () => world.simulator.writes({ method: 'POST', path: /\/v1\/request$/ });
const made = () => creates().map(({ body }) => (body as IDataObject).subject);
/** Has the server refuse a create with this subject, always. */
const refuse = (subject: string) =>
	world.simulator.failNext({
		method: 'POST',
		path: /\/v1\/request$/,
		times: Infinity,
		shape: 'cause',
		message: 'Not like that',
		status: 400,
		when: ({ body }) => (body as IDataObject | undefined)?.subject === subject,
	});

describe('Retry On Fail', () => {
	test.each([
		['the first item is refused, and the node continues', 'a', 'continueRegularOutput'],
		['the first item is refused, with an error output', 'a', 'continueErrorOutput'],
		['the last item is refused', 'c', undefined],
	] as const)('doubles nothing when %s', async (_what, refused, onError) => {
		refuse(refused);

		const { items, error } = await world.run(create, {
			items: subjects('a', 'b', 'c'),
			maxTries: 3,
			onError,
		});

		expect(made().sort()).toEqual(['a', 'b', 'c'].filter((subject) => subject !== refused));
		if (onError) expect(error).toBeUndefined();
		else expect(error?.message).toContain('Not like that');
		const done = items.flat().filter(({ json }) => json.id !== undefined);
		if (onError) expect(done).toHaveLength(2);
	});

	test('sends again what was certainly not done, and that alone', async () => {
		world.simulator.failNext({
			method: 'POST',
			path: /\/v1\/request$/,
			status: 400,
			body: '{"userMessage":"Try later"}',
			when: ({ body }) => (body as IDataObject | undefined)?.subject === 'b',
		});

		const { items, error } = await world.run(create, {
			items: subjects('a', 'b', 'c'),
			maxTries: 2,
		});

		expect(error).toBeUndefined();
		expect(items[0]?.map(({ json }) => json.subject)).toEqual(['a', 'b', 'c']);
		expect(made().sort()).toEqual(['a', 'b', 'c']);
	});

	test('a create whose answer got lost is reported as possibly done, and not sent again', async () => {
		world.simulator.failNext({ method: 'POST', path: /\/v1\/request$/, shape: 'lost', times: 9 });

		const { error } = await world.run(create, { items: subjects('a'), maxTries: 3 });

		expect(creates()).toHaveLength(1);
		expect(error?.message).toMatch(/may have been processed/);
	});

	test('nor is it where an expression has another value in each try', async () => {
		world.simulator.failNext({ method: 'POST', path: /\/v1\/request$/, shape: 'lost', times: 9 });

		const { error } = await world.run(
			newRequest('a', { description: '={{ $now.toMillis() }} {{ Math.random() }}' }),
			{ maxTries: 3 },
		);

		expect(creates()).toHaveLength(1);
		expect(error?.message).toMatch(/may have been processed/);
	});

	test('an update with a file whose answer got lost attaches the file once', async () => {
		world.simulator.failNext({ method: 'PATCH', shape: 'lost', times: 9 });

		const { error } = await world.run(
			{
				resource: 'request',
				operation: 'update',
				...record('104'),
				updateFields: { attachmentInputFields: 'data' },
			},
			{ items: [{ json: {}, binary: { data: await store(Buffer.from('a')) } }], maxTries: 3 },
		);

		expect(world.simulator.writes({ method: 'PATCH' })).toHaveLength(1);
		expect(error?.message).toMatch(/may have been processed/);
	});

	test('a loop over equal items makes as many as there are items', async () => {
		const { items } = await world.run(create, { items: subjects('a', 'a', 'a'), maxTries: 3 });
		expect(items[0]).toHaveLength(3);
		expect(made()).toEqual(['a', 'a', 'a']);
	});
});

describe('everything is read before anything is written', () => {
	const change = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'change',
		operation: 'create',
		subject: 'Patch',
		requesterEmail: 'requester@example.com',
		startDate: '={{ $json.start }}',
		endDate: '2026-09-05T10:00:00Z',
		...more,
	});
	const starts = ['2026-09-01', 'next week', '2026-09-02', 'soon'].map((start) => ({
		json: { start },
	}));

	test('an item that does not fit stops the run with nothing sent, and all such items are named', async () => {
		const { error } = await world.run(change(), { items: starts });

		expect(world.simulator.journal).toEqual([]);
		expect(error?.message).toMatch(/^Start .*"next week".*\[item 1\]/);
		expect(error?.description).toMatch(/Nothing was sent/);
		expect(error?.description).toMatch(/"soon".*\[item 3\]/);
	});

	test('the others are done where the node continues on error', async () => {
		const result = await world.run(change(), { items: starts, onError: 'continueRegularOutput' });

		expect(world.simulator.writes()).toHaveLength(2);
		expect(jsonOf(result).map(({ error }) => error !== undefined)).toEqual([
			false,
			true,
			false,
			true,
		]);
	});
});

test('what other systems mean by "no date" is left out', async () => {
	const { error } = await world.run(
		{
			resource: 'asset',
			operation: 'create',
			assetClass: 'HardwareAsset',
			assetTypeName: 'Hardware$Computer',
			name: 'PC-9',
			additionalFields: {
				acquitionDate: '0001-01-01T00:00:00Z',
				assignmentDate: '2026-01-05T00:00:00.000Z',
			},
		},
		{ timezone: 'America/New_York' },
	);

	expect(error).toBeUndefined();
	const [sent] = world.simulator.writes({ method: 'POST', path: /\/v1\/asset$/ });
	expect(sent?.body).not.toHaveProperty('acquitionDate');
	expect(sent?.body).toMatchObject({ assignmentDate: '05-01-2026' });
});

describe('writes to one record', () => {
	const update = (updateFields: INodeParameters): INodeParameters => ({
		resource: 'request',
		operation: 'update',
		...record('104'),
		updateFields,
	});

	test('the last of several updates wins, however slow the first is', async () => {
		const names = ['In Progress', 'Pending', 'Open'];
		world.simulator.failNext({
			method: 'PATCH',
			delayMs: 40,
			when: ({ body }) => (body as IDataObject | undefined)?.statusName === names[0],
		});

		await world.run(update({ statusName: '={{ $json.name }}' }), {
			items: names.map((name) => ({ json: { name } })),
		});

		const sent = world.simulator.writes({ method: 'PATCH' });
		expect(sent.map(({ body }) => (body as IDataObject).statusName)).toEqual(names);
		expect(
			(await world.one({ resource: 'request', operation: 'get', ...record('104') })).statusName,
		).toBe('Open');
	});

	test('each of several files stays attached where the server replaces the list', async () => {
		const items = await Promise.all(
			['a', 'b', 'c', 'd'].map(async (name) => ({
				json: {},
				binary: { data: await store(Buffer.from(name), { fileName: `${name}.txt` }) },
			})),
		);
		const result = await world.run(update({ attachmentInputFields: 'data' }), { items });

		expect(result.error).toBeUndefined();
		const after = await world.one({
			resource: 'request',
			operation: 'get',
			simplify: false,
			...record('104'),
		});
		expect(after.fileAttachments).toHaveLength(4);
	});

	test('notes stand in the order of the items, by ID or by key', async () => {
		const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
		world.simulator.failNext({ method: 'POST', path: /conversation$/, delayMs: 30, times: 3 });
		await world.run(
			{
				resource: 'conversation',
				operation: 'create',
				parentResource: 'request',
				recordId: '={{ $itemIndex % 2 === 0 ? "104" : "INC-104" }}',
				conversationType: 'note',
				details: '={{ $json.text }}',
			},
			{ items: texts.map((text) => ({ json: { text } })) },
		);

		const notes = world.simulator.writes({ path: /conversation$/ });
		expect(notes.map(({ body }) => (body as IDataObject).details)).toEqual(texts);
	});
});

describe('Create or Update makes no second record', () => {
	const upsert = (fields: INodeParameters, more: INodeParameters = {}): INodeParameters => ({
		resource: 'request',
		operation: 'upsert',
		matchOn: 'subject',
		matchValue: '={{ $json.subject }}',
		fields: { requesterEmail: 'requester@example.com', ...fields },
		...more,
	});

	test('from two items and two executions with one subject, while the search lags', async () => {
		world.simulator.dialect.indexLagMs = 60_000;
		const run = async () =>
			await world.run(upsert({ priorityName: 'High' }), {
				items: subjects('Same', 'Same', 'Other'),
			});

		const results = await Promise.all([run(), run()]);

		expect(made().sort()).toEqual(['Other', 'Same']);
		const outcomes = results.flatMap((result) => jsonOf(result).map(({ outcome }) => outcome));
		expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(2);
		expect(outcomes.filter((outcome) => outcome === 'unchanged')).toHaveLength(4);
	});

	test.each([
		['exact', 0, ['pc-01', 'PC-01']],
		['exact', 5_000, ['pc-01']],
		['ignoresCase', 0, ['pc-01']],
	] as const)(
		'of two items that differ in case only, on a server that compares %s (lag %d ms)',
		async (textEqual, indexLagMs, records) => {
			Object.assign(world.simulator.dialect, { textEqual, indexLagMs });

			await world.run(upsert({}), { items: subjects('pc-01', 'PC-01') });

			expect(made()).toEqual(records);
		},
	);

	test.each(['405', '404html'] as const)(
		'where a search that lags is the only way to read it (GET %s)',
		async (getById) => {
			Object.assign(world.simulator.dialect, { getById, indexLagMs: 5_000 });
			const run = async () =>
				jsonOf(await world.run(upsert({ priorityName: 'High' }), { items: subjects('Lagging') }));

			const [first, second] = [await run(), await run()];

			expect(made()).toEqual(['Lagging']);
			expect([first, second].map((rows) => rows[0]?.outcome)).toEqual(['created', 'unchanged']);
		},
	);

	describe.each([
		{ getById: '405', patchAnswer: 'object' },
		{ getById: '404html', patchAnswer: 'empty' },
		{ getById: '405', patchAnswer: 'returnCode' },
		{ getById: 'present', patchAnswer: 'object' },
	] as const)('what was just written is known while searches lag: %j', (dialect) => {
		const patches = () => world.simulator.writes().filter(({ method }) => method === 'PATCH');
		const update = (reference: INodeParameters, updateFields: INodeParameters, options = {}) => ({
			resource: 'request',
			operation: 'update',
			...reference,
			updateFields,
			options,
		});
		const stored = (subject: string) => {
			const found: IDataObject[] = [];
			world.simulator.edit((data) => {
				for (const { fields } of data.tables.request?.rows.values() ?? [])
					if (fields.subject === subject) found.push({ ...fields } as IDataObject);
			});
			return found;
		};
		let id = '';
		let key = '';
		beforeEach(async () => {
			Object.assign(world.simulator.dialect, { ...dialect, indexLagMs: 20_000 });
			const made = await world.run(create, { items: subjects('Lag') });
			id = textOf(jsonOf(made)[0]?.id);
			key = textOf(jsonOf(made)[0]?.name);
		});

		test('it is read, changed by ID and key, and not changed twice', async () => {
			expect(
				await world.one({ resource: 'request', operation: 'get', ...record(id) }),
			).toMatchObject({ subject: 'Lag' });
			await world.one(update(record(id), { tags: 'a' }, { listMode: 'add' }));
			await world.one(update(record(key, 'key'), { tags: 'b' }, { listMode: 'add' }));
			const close = update(record(id), { priorityName: 'High' }, { onlyIfDifferent: true });
			const outcomes = [await world.one(close), await world.one(close)].map(
				({ outcome }) => outcome,
			);

			expect(outcomes).toEqual(['updated', 'unchanged']);
			expect(patches()).toHaveLength(3);
			expect(stored('Lag')).toMatchObject([{ tags: ['a', 'b'], priorityName: 'High' }]);
		});

		test('Create or Update goes on from what it has written', async () => {
			const outcomes: unknown[] = [];
			for (const priorityName of ['High', 'High', 'Low', 'Low', 'High']) {
				outcomes.push(
					(await world.one(upsert({ priorityName }), { items: subjects('Lag') })).outcome,
				);
			}
			expect(outcomes).toEqual(['updated', 'unchanged', 'updated', 'unchanged', 'updated']);
			await world.one(update(record(id), { subject: 'Moved' }));
			const moved = await world.one(upsert({ priorityName: 'High' }), { items: subjects('Moved') });

			expect(moved).toMatchObject({ outcome: 'unchanged' });
			expect(creates()).toHaveLength(1);
		});

		test('a deleted one is not there any more', async () => {
			await world.one({ resource: 'request', operation: 'delete', ...record(id) });
			const again = await world.one(upsert({ priorityName: 'High' }), { items: subjects('Lag') });

			expect(again).toMatchObject({ outcome: 'created' });
		});

		test('what others have written since wins', async () => {
			await world.one(update(record(id), { priorityName: 'High' }));
			world.simulator.edit((data) => {
				const row = data.tables.request?.rows.get(Number(id));
				if (row) Object.assign(row.fields, { priorityName: 'Low' });
				if (row) row.updatedTime += 5_000;
			});
			clock.advance(25_000);

			expect(
				(await world.one(upsert({ priorityName: 'High' }), { items: subjects('Lag') })).outcome,
			).toBe('updated');
		});
	});

	test('where the server ignores case and only letters differ in many records: the exact one is updated', async () => {
		world.simulator.dialect.textEqual = 'ignoresCase';
		const letters = Array.from({ length: 30 }, (_, index) => {
			const bits = index.toString(2).padStart(7, '0');
			return [...'printer'].map((c, at) => (bits[at] === '1' ? c.toUpperCase() : c)).join('');
		});
		await world.run(create, { items: subjects(...letters) });
		world.simulator.clearJournal();

		const wanted = letters[25] ?? '';
		const [row] = jsonOf(
			await world.run(upsert({ priorityName: 'High' }), { items: subjects(wanted) }),
		);

		expect(row).toMatchObject({ outcome: 'updated', subject: wanted });
		expect(creates()).toEqual([]);
	});

	test.each(['ignoresCase', 'ignoresCaseAndAccents'] as const)(
		'what the server calls equal is the record: %s',
		async (textEqual) => {
			world.simulator.dialect.textEqual = textEqual;
			await world.run(create, { items: subjects('pc-01 is slow') });
			world.simulator.clearJournal();

			const [row] = jsonOf(
				await world.run(upsert({ priorityName: 'High' }), { items: subjects('PC-01 is slow') }),
			);

			expect(row).toMatchObject({ outcome: 'updated' });
			expect(creates()).toEqual([]);
		},
	);

	test.each(['contains', 'exact'] as const)(
		'from a longer text: equal is %s',
		async (textEqual) => {
			world.simulator.dialect.textEqual = textEqual;
			await world.run(create, { items: subjects('Printer jam on floor 3') });

			const [row] = jsonOf(await world.run(upsert({}), { items: subjects('Printer jam') }));

			expect(row).toMatchObject({ outcome: 'created', subject: 'Printer jam' });
		},
	);

	test('from a subject that ends in a blank, run after run', async () => {
		const run = async () =>
			jsonOf(await world.run(upsert({}), { items: subjects('Clean up ', 'Clean up') }));

		expect((await run()).map(({ outcome }) => outcome)).toEqual(['created', 'unchanged']);
		expect((await run()).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
		expect(creates()).toHaveLength(1);
	});

	test.each([
		['Volume <C:> on host <srv-a>', 'Volume <D:> on host <srv-b>'],
		['5 < 10 and 20 > 15', '5 < 99 and 20 > 15'],
	])('and sees the difference between %j and %j', async (before, after) => {
		world.simulator.dialect.descriptions = 'asSent';
		const items = subjects('Disk');
		await world.run(upsert({ description: before }), { items });

		const [same] = jsonOf(await world.run(upsert({ description: before }), { items }));
		const [other] = jsonOf(await world.run(upsert({ description: after }), { items }));

		expect(same?.outcome).toBe('unchanged');
		expect(other).toMatchObject({ outcome: 'updated', changedFields: ['description'] });
	});

	test('and clears a number that is 0 when asked', async () => {
		const customFields = (type: string, value: string): INodeParameters => ({
			customFields: { field: [{ name: 'New Number', type, value }] },
		});
		const items = subjects('Zero');
		await world.run(upsert(customFields('number', '0')), { items });

		const [row] = jsonOf(await world.run(upsert(customFields('clear', '')), { items }));

		expect(row).toMatchObject({ outcome: 'updated', changedFields: ['customField'] });
	});

	test('and empties nothing where a cell is empty', async () => {
		const customFields = (value: string): INodeParameters => ({
			customFields: { field: [{ name: 'New Number', type: 'number', value }] },
		});
		const items = subjects('Cells');
		await world.run(upsert(customFields('110')), { items });

		const [row] = jsonOf(await world.run(upsert(customFields('')), { items }));

		expect(row?.outcome).toBe('unchanged');
		expect(textOf((row?.customField as IDataObject)['New Number'])).toBe('110');
	});
});

describe('one pace for all', () => {
	const ITEMS = 300;
	/** What the server itself needs: its bucket is full at the start. */
	const LEAST_MS = ((ITEMS - 20) / 10) * 1_000;
	const TOLD = ['retryAfter', 'resetSpan', 'resetTime', 'both', 'nothing'] as const;
	const cases = TOLD.flatMap((told) => [
		{ told, concurrency: 10, executions: 1 },
		{ told, concurrency: 32, executions: 1 },
		{ told, concurrency: 32, executions: 2 },
	]);
	for (const executions of [1, 2]) {
		cases.push({ told: 'nothing', concurrency: 0, executions });
		cases.push({ told: 'both', concurrency: 0, executions });
	}

	// Concurrency 0 is Auto.
	test.each(sample(cases, 10))(
		'300 creates at 10/s, told by $told, concurrency $concurrency, executions: $executions',
		async ({ told, concurrency, executions }) => {
			const { simulator } = world;
			simulator.rateLimit = { capacity: 20, refillPerSecond: 10, told, now: clock.now };
			const names = Array.from({ length: ITEMS }, (_, index) => `R${index}`);
			const each = ITEMS / executions;

			const results = await Promise.all(
				Array.from(
					{ length: executions },
					async (_, index) =>
						await world.run(
							{ ...create, ...(concurrency > 0 && { options: { concurrency } }) },
							{ items: subjects(...names.slice(index * each, (index + 1) * each)) },
						),
				),
			);

			for (const { error, items } of results) {
				expect(error).toBeUndefined();
				expect(items[0]).toHaveLength(each);
			}
			expect(made().sort()).toEqual([...names].sort());
			const [first] = simulator.journal;
			const last = simulator.journal.at(-1);
			expect((last?.at ?? 0) - (first?.at ?? 0)).toBeLessThanOrEqual(1.1 * LEAST_MS);
			expect(simulator.rejected().length).toBeLessThanOrEqual(30);
		},
	);
});
