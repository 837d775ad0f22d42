/** Get Many: exactly the rows there are, in as few calls as can be, and an end to every loop. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Dialect } from '../simulator/dialect';
import type { RunResult } from '../support/engine';
import {
	apiKeyLogin,
	jsonOf,
	newRequest,
	numbered,
	passwordLogin,
	record,
	textOf,
	useWorld,
} from './world';
import { delay } from '../support/node';
import { sample } from '../support/scale';

const world = useWorld();
const PAGE = 10;

const getMany = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'request',
	operation: 'getAll',
	simplify: false,
	options: { pageSize: PAGE },
	...parameters,
});
const searches = () => world.simulator.calls({ method: 'POST', path: /search\/byqual$/ });
const idsOf = (rows: IDataObject[]) => new Set(rows.map(({ id }) => textOf(id)));

const counts = [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 1];

describe.each([true, false])('the server tells the total: %s', (totalCount) => {
	test.each(counts)('Return All brings all of %d rows, each once', async (n) => {
		world.simulator.seedRequests(n);
		world.simulator.dialect.totalCount = totalCount;

		const rows = jsonOf(await world.run(getMany({ returnAll: true })));

		expect(rows).toHaveLength(n);
		expect(idsOf(rows).size).toBe(n);
		// A total is no proof: only a page shorter than the one before, or an empty one, says that there is no more.
		// Neighboring pages share a row. One call more says that the server hides none.
		const more = Math.floor(Math.max(0, n - PAGE) / (PAGE - 1)) + Number(n >= 10);
		expect(searches()).toHaveLength(n === 0 ? 1 : 2 + more);
	});

	test.each(counts.filter((limit) => limit > 0))(
		'a limit of %d brings just as many',
		async (limit) => {
			world.simulator.seedRequests(2 * PAGE + 2);
			world.simulator.dialect.totalCount = totalCount;

			const rows = jsonOf(await world.run(getMany({ limit })));

			expect(idsOf(rows).size).toBe(limit);
			expect(rows).toHaveLength(limit);
			const byOffset = searches()
				.map(({ query }) => query)
				.sort((a, b) => Number(a.offset) - Number(b.offset));
			expect(byOffset).toEqual(
				Array.from(
					{ length: 1 + Math.ceil(Math.max(0, limit - PAGE) / (PAGE - 1)) },
					(_, page) => ({
						offset: String(page * (PAGE - 1)),
						// The first page is large enough to show the order.
						size: String(page === 0 ? PAGE : Math.min(PAGE, limit - page * (PAGE - 1))),
						sort_by: 'createdTime',
					}),
				),
			);
		},
	);
});

test('a limit beyond what there is brings what there is', async () => {
	world.simulator.seedRequests(3);

	expect(jsonOf(await world.run(getMany({ limit: 50 })))).toHaveLength(3);
	expect(searches()).toHaveLength(2);
});

test.each([
	{ what: 'smaller pages than asked for', dialect: { pageCap: 3 }, calls: 7 },
	{ what: 'neither full pages nor a total', dialect: { pageCap: 3, totalCount: false }, calls: 7 },
	{ what: 'ids as text', dialect: { idsAsText: true }, calls: 3 },
	{ what: 'oldest first', dialect: { listOrder: 'ascending' }, calls: 3 },
] as const)('all rows from a server with $what', async ({ dialect, calls }) => {
	world.simulator.seedRequests(PAGE + 2);
	Object.assign(world.simulator.dialect, dialect);

	const rows = jsonOf(await world.run(getMany({ returnAll: true })));

	expect(idsOf(rows).size).toBe(PAGE + 2);
	expect(rows).toHaveLength(PAGE + 2);
	expect(searches()).toHaveLength(calls);
});

const withPriority = (value: string): INodeParameters => ({
	conditions: { condition: [{ field: 'priorityId', operator: 'in', value }] },
});

/** The server answers no search that leaves out records. */
function refuseNotIn(fault: object = { status: 400, body: '{"userMessage":"Not supported"}' }) {
	const when = ({ body }: { body?: unknown }) => JSON.stringify(body ?? '').includes('not_in');
	world.simulator.failNext({ path: /byqual$/, when, times: Infinity, ...fault });
}

const hintsOf = (result: RunResult) =>
	JSON.stringify(result.run.data.resultData.runData.Node?.[0]?.hints ?? []);

describe.each([true, false])('a server that ignores the offset (total: %s)', (totalCount) => {
	beforeEach(() => {
		world.simulator.seedRequests(2 * PAGE);
		Object.assign(world.simulator.dialect, { ignoreOffset: true, totalCount });
	});

	test('sends all rows on a larger page', async () => {
		const result = await world.run(getMany({ returnAll: true }));
		expect(idsOf(jsonOf(result)).size).toBe(2 * PAGE);
	});

	test.each([{ returnAll: true }, { limit: PAGE + 5 }])(
		'is asked for the other rows where it sends no larger page: %j',
		async (wanted) => {
			world.simulator.dialect.pageCap = PAGE;

			const result = await world.run(getMany(wanted));

			expect(hintsOf(result)).toBe('[]');
			const ids = jsonOf(result).map(({ id }) => Number(id));
			expect(ids).toEqual(
				Array.from({ length: wanted.limit ?? 2 * PAGE }, (_, at) => 2 * PAGE - at),
			);
		},
	);

	describe('and takes no condition on IDs', () => {
		beforeEach(() => {
			world.simulator.dialect.pageCap = PAGE;
			refuseNotIn();
		});

		test('fails a Return All where it sends no larger page', async () => {
			const { error, items } = await world.run(getMany({ returnAll: true }));

			expect(items.flat()).toEqual([]);
			expect(error?.message).toMatch(/only 10 /);
			expect(error?.message).toMatch(totalCount ? /10 are missing/ : /how many are missing/);
			expect(error?.description).toMatch(/Page Size|On Error/);
		});

		test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'returns what came and the error, with On Error = %s',
			async (onError) => {
				const { error, items } = await world.run(getMany({ returnAll: true }), {
					onError,
				});

				expect(error).toBeUndefined();
				const [regular = [], errors = []] = items;
				const isApart = onError === 'continueErrorOutput';
				expect(regular).toHaveLength(isApart ? PAGE : PAGE + 1);
				const [failed] = isApart ? errors : regular.slice(-1);
				expect(failed?.json.error).toMatch(/only 10 .*missing/);
				expect(idsOf(regular.slice(0, PAGE).map(({ json }) => json)).size).toBe(PAGE);
				expect(regular[0]?.json).toHaveProperty('subject');
			},
		);

		test('tells of it beside the output, with a limit', async () => {
			const result = await world.run(getMany({ limit: PAGE + 5 }));

			expect(jsonOf(result)).toHaveLength(PAGE);
			expect(hintsOf(result)).toMatch(/only 10 .*missing/);
		});
	});
});

test.each<[string, Partial<Dialect>]>([
	['is too large', { totalCount: 'tooHigh' }],
	['is too small', { totalCount: 'tooLow' }],
	['is that of the page', { totalCount: 'page' }],
	['is that of the page, of a smaller page', { totalCount: 'page', pageCap: 7 }],
	['is null', { totalCount: 'null' }],
	['is true, but ties move', { listStability: 'tiesMove' }],
	['is missing, and nothing has an order', { listStability: 'unsortedMoves', totalCount: false }],
])('all rows come where the total %s', async (_, dialect) => {
	world.simulator.seedRequests(35);
	Object.assign(world.simulator.dialect, dialect);
	const result = await world.run(getMany({ returnAll: true }));
	expect(idsOf(jsonOf(result)).size).toBe(35);
	expect(hintsOf(result)).toBe('[]');
});

test.each(['list', 'null', 'absent'] as const)('no rows, told by: %s', async (emptyList) => {
	world.simulator.seedRequests(0);
	world.simulator.dialect.emptyList = emptyList;
	for (const totalCount of [true, false, 'tooHigh'] as const) {
		Object.assign(world.simulator.dialect, { totalCount });
		const result = await world.run(getMany({ returnAll: true }));
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toEqual([]);
	}
});

/** Servers that search no further than a window: of any size, whatever they say about it, in whatever order. */
const WINDOWS: Array<Partial<Dialect>> = [
	{ searchCap: 50, totalCount: 'capped' },
	{ searchCap: 50, totalCount: false },
	{ searchCap: 50 },
	{ searchCap: 77, totalCount: 'capped', listOrder: 'ascending' },
	{ searchCap: 13, totalCount: 'null', pageCap: 7 },
	{ searchCap: 127, totalCount: 'page', sortBy: 'refused' },
	{ searchCap: 64, totalCount: 'capped', listStability: 'tiesMove', idsAsText: true },
	{ searchCap: 100, totalCount: 'tooLow', listStability: 'unsortedMoves' },
	{ searchCap: 40, totalCount: 'capped', ignoreOffset: true, pageCap: 30 },
];

describe.each(sample(WINDOWS, 3))(
	'a server that finds only so many rows with one search: %j',
	(dialect) => {
		beforeEach(() => {
			world.simulator.seedRequests(130);
			Object.assign(world.simulator.dialect, dialect);
		});
		const all = (more: INodeParameters = {}) =>
			getMany({ returnAll: true, options: { pageSize: 100 }, ...more });

		test('brings all of them all the same, the newest first', async () => {
			const result = await world.run(all());

			expect(result.error).toBeUndefined();
			expect(hintsOf(result)).toBe('[]');
			const ids = jsonOf(result).map(({ id }) => Number(id));
			expect(ids).toEqual(Array.from({ length: 130 }, (_, at) => 130 - at));
		});

		test('brings all that match', async () => {
			const found = jsonOf(await world.run(all({ filters: withPriority('2') })));
			const wanted = found[0]?.priorityName;
			const ofAll = jsonOf(await world.run(all()));

			expect(found.length).toBeGreaterThan(20);
			expect(found).toEqual(ofAll.filter(({ priorityName }) => priorityName === wanted));
		});

		test('without conditions on IDs, that is an error', async () => {
			refuseNotIn();
			const { error } = await world.run(all());

			expect(error?.message).toMatch(/only \d+ (of|records)/);
		});

		test('without conditions on IDs and times, it is at least said', async () => {
			refuseNotIn();
			world.simulator.dialect.timeFilter = 'ignored';
			const result = await world.run(all());

			const said = result.error?.message ?? hintsOf(result);
			expect(said).toMatch(/only \d+ (of|records)|did not answer whether that is all/);
		});
	},
);

test('a list shorter than another one of the run needs no check', async () => {
	world.simulator.seedRequests(100);
	const parameters = getMany({
		returnAll: true,
		filters: withPriority('={{ $json.priority }}'),
		options: { pageSize: 100, concurrency: 1 },
	});
	const items = ['1, 2, 3, 4', '2', '2', '1, 2, 3, 4'].map((priority) => ({ json: { priority } }));
	const result = await world.run(parameters, { items });

	expect(jsonOf(result)).toHaveLength(250);
	expect(searches().filter(({ body }) => JSON.stringify(body).includes('not_in'))).toHaveLength(2);
});

test.each([
	{ status: 400, body: '{"code":"1","userMessage":"Too many values"}' },
	{ status: 403, body: '<html>Blocked</html>' },
	{ status: 404, body: '' },
	{ status: 413, body: '' },
	{ status: 429, body: '' },
	{ status: 500, body: '' },
	{ status: 504, body: '' },
	{ reset: true },
	{ status: 200, body: '<html>Blocked</html>' },
])('a server that does not answer whether there are more proves nothing: %j', async (fault) => {
	world.simulator.seedRequests(500);
	refuseNotIn(fault);

	const result = await world.run(getMany({ returnAll: true, options: { pageSize: 500 } }));

	expect(result.error).toBeUndefined();
	expect(jsonOf(result)).toHaveLength(500);
	expect(hintsOf(result)).toMatch(/500 records, and did not answer whether that is all/);
});

describe('pages side by side', () => {
	const all = (options: INodeParameters = {}) =>
		getMany({ returnAll: true, options: { pageSize: PAGE, ...options } });

	test('arrive in the order of the server, with no call too many', async () => {
		world.simulator.seedRequests(25 * PAGE);
		// The second page comes last.
		world.simulator.failNext({ path: /byqual$/, delayMs: 0 });
		world.simulator.failNext({ path: /byqual$/, delayMs: 200 });

		const ids = jsonOf(await world.run(all())).map(({ id }) => Number(id));

		expect(ids).toEqual([...ids].sort((a, b) => b - a));
		expect(new Set(ids).size).toBe(25 * PAGE);
		expect(searches()).toHaveLength(29);
	});

	test.each([
		{ concurrency: 1, items: 1, peak: 1 },
		{ concurrency: 4, items: 1, peak: 4 },
		{ concurrency: 4, items: 3, peak: 2 },
		{ concurrency: 4, items: 2, peak: 2 },
	])(
		'share the $concurrency in flight among $items items',
		async ({ concurrency, items, peak }) => {
			world.simulator.seedRequests(12 * PAGE);
			world.simulator.latencyMs = 30;

			const result = await world.run(all({ concurrency }), { items: numbered(items) });

			expect(jsonOf(result)).toHaveLength(items * 12 * PAGE);
			expect(searches()).toHaveLength(items * 15);
			// Of three items the first runs alone, then the other two; of two, each runs alone.
			expect(world.simulator.peak).toBe(peak);
		},
	);

	test('one after another where there is no total', async () => {
		world.simulator.seedRequests(5 * PAGE);
		Object.assign(world.simulator.dialect, { totalCount: false });
		world.simulator.latencyMs = 10;

		expect(jsonOf(await world.run(all()))).toHaveLength(5 * PAGE);
		expect(world.simulator.peak).toBe(1);
		expect(searches()).toHaveLength(7);
	});

	test('hold every row once while records are added', async () => {
		world.simulator.seedRequests(6 * PAGE);
		world.simulator.latencyMs = 60;

		const running = world.run(all({ concurrency: 2 }));
		while (searches().filter(({ status }) => status === 200).length < 2) await delay(5);
		const { id } = await world.one(newRequest('Late'));
		const rows = jsonOf(await running);

		const ids = rows.map((row) => Number(row.id));
		expect(new Set(ids).size).toBe(ids.length);
		const older = ids.filter((one) => one !== Number(id));
		expect(older).toHaveLength(6 * PAGE);
	});

	test('stop at an error in a later page, and begin no more', async () => {
		world.simulator.seedRequests(50 * PAGE);
		world.simulator.failNext({ path: /byqual$/, delayMs: 0, times: 3 });
		world.simulator.failNext({
			path: /byqual$/,
			status: 422,
			body: JSON.stringify({ userMessage: 'Too deep' }),
		});

		const { error } = await world.run(all({ concurrency: 3 }));

		expect(error?.message).toContain('Too deep');
		expect(searches().length).toBeLessThan(10);
	});

	test('bring a limit where rows are left out here', async () => {
		world.simulator.seedRequests(20 * PAGE);
		world.simulator.dialect.timeFilter = 'ignored';
		const raw = jsonOf(await world.run(all()));
		const middle = raw.map(({ createdTime }) => Number(createdTime)).sort((a, b) => a - b)[
			10 * PAGE
		];

		const filters = {
			conditions: {
				condition: [
					{
						field: 'createdTime',
						operator: 'before',
						value: new Date(Number(middle)).toISOString(),
					},
				],
			},
		};
		const rows = jsonOf(await world.run(getMany({ limit: 35, filters })));

		expect(rows).toHaveLength(35);
		expect(rows.every(({ createdTime }) => Number(createdTime) < Number(middle))).toBe(true);
		expect(rows.map(({ id }) => id)).toEqual(
			raw
				.filter(({ createdTime }) => Number(createdTime) < Number(middle))
				.slice(0, 35)
				.map(({ id }) => id),
		);
	});
});

test('simplify is on unless switched off, and brings at most ten fields', async () => {
	world.simulator.seedRequests(1);

	const [simple] = jsonOf(await world.run({ resource: 'request', operation: 'getAll' }));
	const [raw] = jsonOf(await world.run(getMany()));

	expect(Object.keys(simple ?? {}).length).toBeLessThanOrEqual(10);
	expect(simple).toHaveProperty('id', raw?.id);
	expect(Object.keys(raw ?? {}).length).toBeGreaterThan(10);
});

const qualOf = (call?: { body: unknown }) =>
	(call?.body as { qualDetails: IDataObject } | undefined)?.qualDetails;

const condition = (...conditions: INodeParameters[]): INodeParameters => ({
	conditions: { condition: conditions },
});

test.each<[string, IDataObject | string]>([
	['a mail program', '"Muster, Anna" <anna@example.com>'],
	['a chat', '<mailto:anna@example.com|Anna>'],
	['n8n', { value: [{ address: 'ANNA@example.com', name: 'Anna' }], text: 'Anna' }],
	['a directory', { mail: 'anna@example.com', displayName: 'Anna Muster' }],
	['a list with semicolons', ' anna@example.com; anna@example.com; '],
])('people are found as %s writes them', async (_, who) => {
	for (const credentials of [apiKeyLogin, passwordLogin]) {
		const { items } = await world.run(
			{
				resource: 'request',
				operation: 'getAll',
				returnAll: true,
				filters: { requesterEmail: '={{ $json.who }}' },
			},
			{ credentials: credentials(world.simulator.url), items: [{ json: { who } }] },
		);
		const found = new Set((items[0] ?? []).map(({ json }) => json.requesterEmail));
		expect([...found]).toEqual(['anna@example.com']);
	}
});

test('several values for an operator that takes one are refused, with the operator that takes them, also with an API key', async () => {
	for (const [operator, other] of [
		['equal', 'Is One Of'],
		['not_equal', 'Is None Of'],
	]) {
		const row = { field: 'statusId', operator: String(operator), value: 'Open, closed' };
		for (const credentials of [apiKeyLogin, passwordLogin]) {
			const { error } = await world.run(
				{ resource: 'request', operation: 'getAll', filters: { conditions: { condition: [row] } } },
				{ credentials: credentials(world.simulator.url) },
			);
			expect(error?.message).toContain(`takes one value. Use ${other} for several`);
		}
	}
});

describe('conditions', () => {
	beforeEach(async () => {
		world.simulator.seedRequests(0);
		await world.one(newRequest('VPN is slow', { priorityName: 'High', tags: 'vpn, home' }));
		await world.one(newRequest('VPN is down', { priorityName: 'Urgent', tags: 'vpn' }));
		await world.one(newRequest('New mouse', { priorityName: 'Low', locationName: 'Head Office' }));
		world.simulator.clearJournal();
	});

	const slow = 'VPN is slow';
	const down = 'VPN is down';
	const mouse = 'New mouse';

	test.each<[string, INodeParameters, string[]]>([
		['none', {}, [slow, down, mouse]],
		['contains', condition({ field: 'subject', operator: 'contains', value: 'vpn' }), [slow, down]],
		[
			'not_contains',
			condition({ field: 'subject', operator: 'not_contains', value: 'vpn' }),
			[mouse],
		],
		['equal', condition({ field: 'subject', operator: 'equal', value: slow }), [slow]],
		[
			'not_equal',
			condition({ field: 'subject', operator: 'not_equal', value: slow }),
			[down, mouse],
		],
		['start_with', condition({ field: 'subject', operator: 'start_with', value: 'New' }), [mouse]],
		['end_with', condition({ field: 'subject', operator: 'end_with', value: 'slow' }), [slow]],
		[
			'in, text',
			condition({ field: 'subject', operator: 'in', value: `${slow},${mouse}` }),
			[slow, mouse],
		],
		['in, ids', condition({ field: 'priorityId', operator: 'in', value: '3, 4' }), [slow, down]],
		['not_in', condition({ field: 'priorityId', operator: 'not_in', value: '3' }), [down, mouse]],
		['equal, id', condition({ field: 'priorityId', operator: 'equal', value: '3' }), [slow]],
		['is_blank', condition({ field: 'locationId', operator: 'is_blank' }), [slow, down]],
		['is_not_blank', condition({ field: 'locationId', operator: 'is_not_blank' }), [mouse]],
		[
			'list',
			condition({ field: 'tags', operator: 'all_members_exist', value: 'vpn, home' }),
			[slow],
		],
		[
			'after',
			condition({ field: 'createdTime', operator: 'after', value: '2000-01-01' }),
			[slow, down, mouse],
		],
		['before', condition({ field: 'createdTime', operator: 'before', value: '2000-01-01' }), []],
		[
			'all of two',
			{
				match: 'all',
				...condition(
					{ field: 'subject', operator: 'contains', value: 'VPN' },
					{ field: 'priorityId', operator: 'equal', value: '4' },
				),
			},
			[down],
		],
		[
			'any of three',
			{
				match: 'any',
				...condition(
					{ field: 'subject', operator: 'equal', value: slow },
					{ field: 'subject', operator: 'equal', value: mouse },
					{ field: 'priorityId', operator: 'equal', value: '3' },
				),
			},
			[slow, mouse],
		],
		[
			'a qualification',
			{
				qualification: JSON.stringify({
					type: 'RelationalQualificationRest',
					leftOperand: { type: 'PropertyOperandRest', key: 'request.subject' },
					operator: 'contains',
					rightOperand: {
						type: 'ValueOperandRest',
						value: { type: 'StringValueRest', value: 'mouse' },
					},
				}),
			},
			[mouse],
		],
		[
			'conditions and a qualification',
			{
				...condition({ field: 'subject', operator: 'contains', value: 'vpn' }),
				qualification: `={{ { qualDetails: { type: 'UnaryQualificationRest', operator: 'is_blank', operand: { type: 'PropertyOperandRest', key: 'request.locationId' } } } }}`,
			},
			[slow, down],
		],
	])('%s', async (_, filters, subjects) => {
		const result = await world.run(getMany({ filters }));

		expect(result.error).toBeUndefined();
		expect(
			jsonOf(result)
				.map(({ subject }) => textOf(subject))
				.sort(),
		).toEqual([...subjects].sort());
	});

	test('no condition goes out as an empty list, which n8n does not drop', async () => {
		await world.run(getMany());

		expect(searches()[0]?.body).toEqual({
			qualDetails: { type: 'FlatQualificationRest', quals: [] },
		});
	});

	test('times go out as epoch milliseconds, read in the time zone of the workflow', async () => {
		const filters = condition({
			field: 'updatedTime',
			operator: 'after',
			value: '2026-08-31T14:30',
		});

		await world.run(getMany({ filters }), { timezone: 'Asia/Kolkata' });

		expect(qualOf(searches()[0])).toEqual({
			type: 'FlatQualificationRest',
			quals: [
				{
					type: 'RelationalQualificationRest',
					leftOperand: { type: 'PropertyOperandRest', key: 'request.updatedTime' },
					operator: 'after',
					rightOperand: {
						type: 'ValueOperandRest',
						value: { type: 'LongValueRest', value: Date.UTC(2026, 7, 31, 9) },
					},
				},
			],
		});
	});

	test('on a time hold even where the server ignores them', async () => {
		world.simulator.dialect.timeFilter = 'ignored';

		const filters = condition({ field: 'createdTime', operator: 'before', value: '2000-01-01' });

		expect(jsonOf(await world.run(getMany({ filters })))).toEqual([]);
	});

	test('on a time that the server refuses are looked at here, with a hint', async () => {
		world.simulator.dialect.timeFilter = 'refused';

		const filters = condition(
			{ field: 'createdTime', operator: 'before', value: '2000-01-01' },
			{ field: 'statusId', operator: 'equal', value: '9' },
		);
		const result = await world.run(getMany({ filters }));

		expect(jsonOf(result)).toEqual([]);
		const [task] = result.run.data.resultData.runData.Node ?? [];
		expect(JSON.stringify(task?.hints)).toMatch(/\bconditions\b/);
		const second = world.simulator.calls({ path: /byqual$/ }).find(({ status }) => status === 200);
		expect(JSON.stringify(second?.body)).toContain('request.statusId');
		expect(JSON.stringify(second?.body)).not.toContain('request.createdTime');
	});

	test.each([
		{
			filters: condition({ field: 'id', operator: 'equal', value: 'High' }),
			says: /ID must be a number/,
		},
		{ filters: condition({ field: 'subject', operator: 'after', value: 'x' }), says: /Subject/ },
		{ filters: condition({ field: 'subject', operator: 'equal', value: '' }), says: /no value/ },
		{
			filters: condition({ field: '={{ "nothing" }}', operator: 'equal', value: 'x' }),
			says: /nothing/,
		},
		{ filters: { qualification: '{ "type": ' }, says: /not valid JSON/ },
		{ filters: { qualification: '={{ [1] }}' }, says: /must be an object/ },
	])('are refused before anything is sent: $says', async ({ filters, says }) => {
		const { error } = await world.run(getMany({ filters }));

		expect(error?.message).toMatch(says);
		expect(world.sent()).toEqual([]);
	});
});

describe('conditions by name', () => {
	const search = async (value: string, operator = 'in', login = passwordLogin) =>
		await world.run(
			getMany({ limit: 1, filters: condition({ field: 'statusId', operator, value }) }),
			{
				credentials: login(world.simulator.url),
				items: numbered(3),
			},
		);

	test('become the numbers that the server lists, looked up once per run', async () => {
		const { error } = await search('open, In Progress, 11');

		expect(error).toBeUndefined();
		expect(world.simulator.calls({ path: '/api/request/status/search/byqual' })).toHaveLength(1);
		const searches = world.simulator.calls({ path: '/api/v1/request/search/byqual' });
		expect(searches).toHaveLength(3);
		expect(JSON.stringify(searches[0]?.body)).toContain('[9,10,11]');
	});

	test('that the server does not know name those that it does', async () => {
		const { error } = await search('Opne', 'equal');

		expect(error?.message).toContain('there is no "Opne"');
		expect(error?.description).toContain('Open, In Progress');
	});

	test('are compared with those in the rows where the login may not look them up, and it is said', async () => {
		const result = await search('open', 'equal', apiKeyLogin);

		expect(new Set(jsonOf(result).map(({ statusName }) => statusName))).toEqual(new Set(['Open']));
		const [task] = result.run.data.resultData.runData.Node ?? [];
		expect(JSON.stringify(task?.hints)).toContain('no IDs for Status');
	});

	test.each([
		{
			operator: 'equal',
			value: 'Opne',
			returnAll: true,
			says: /has the Status .{1,3}Opne.*Did you mean .{1,3}Open/,
		},
		{ operator: 'not_equal', value: 'Opne', returnAll: true, says: /has the Status .{1,3}Opne/ },
		{ operator: 'in', value: 'Open, Closde', returnAll: true, says: /has the Status .{1,3}Closde/ },
		{ operator: 'in', value: 'open, in progress', returnAll: true, says: undefined },
		{ operator: 'not_equal', value: 'Opne', returnAll: false, says: undefined },
	])('no record has: it is said with those that they have ($value)', async (given) => {
		const { operator, value, returnAll, says } = given;
		const filters = condition({ field: 'statusId', operator, value });
		const result = await world.run(getMany({ returnAll, limit: 1, filters }));

		expect(result.error).toBeUndefined();
		expect(hintsOf(result)).toContain('no IDs for Status');
		if (says) expect(hintsOf(result)).toMatch(says);
		else expect(hintsOf(result)).not.toContain('No record that the node read');
		if (says) expect(hintsOf(result)).toMatch(/They have: .*In Progress.*Open/);
	});

	test('and a quick filter or a count says it too', async () => {
		const filters = { statusName: 'Opne' };
		const found = await world.run(getMany({ returnAll: true, filters }));
		const counted = await world.run({ resource: 'request', operation: 'count', filters });

		expect(jsonOf(found)).toEqual([]);
		expect(jsonOf(counted)).toEqual([{ count: 0 }]);
		for (const result of [found, counted]) expect(hintsOf(result)).toContain('They have: ');
	});
});

test.each([0, -1, 1.5, 'many'])('a limit of %p is refused', async (limit) => {
	const { error } = await world.run(getMany({ limit: `={{ ${JSON.stringify(limit)} }}` }));

	expect(error?.message).toMatch(/^Limit must be/);
	expect(world.sent()).toEqual([]);
});

describe.each([
	{ listOrder: 'descending' },
	{ listOrder: 'ascending' },
	{ listOrder: 'ascending', totalCount: false },
	{ listOrder: 'ascending', totalCount: 'tooLow', pageCap: 7 },
	{ sortBy: 'ignored' },
	{ sortBy: 'refused', listOrder: 'ascending' },
	{ sortBy: 'ignored', listStability: 'unsortedMoves' },
	{ sortBy: 'ignored', timeFilter: 'ignored', totalCount: 'page' },
] as Array<Partial<Dialect>>)('on a server like %j, the records come', (dialect) => {
	beforeEach(() => {
		world.simulator.seedRequests(60);
		Object.assign(world.simulator.dialect, dialect);
	});
	const idsWith = async (options: INodeParameters, more: INodeParameters) => {
		const parameters = getMany({ options: { pageSize: PAGE, ...options }, ...more });
		return jsonOf(await world.run(parameters)).map(({ id }) => Number(id));
	};
	const range = (from: number, to: number) =>
		Array.from({ length: Math.abs(from - to) + 1 }, (_, at) => from + (from < to ? at : -at));

	test('newest first', async () => {
		expect(await idsWith({}, { limit: 12 })).toEqual(range(60, 49));
		expect(await idsWith({}, { returnAll: true })).toEqual(range(60, 1));
	});

	test('oldest first, if that is chosen', async () => {
		const asc = { sortDirection: 'asc' };
		expect(await idsWith(asc, { limit: 12 })).toEqual(range(1, 12));
		expect(await idsWith(asc, { returnAll: true })).toEqual(range(1, 60));
	});

	test('by key', async () => {
		const byName = { sortBy: 'name' };
		const names = async (more: INodeParameters) =>
			await idsWith({ ...byName, ...more }, { limit: 3 });
		const ascending = await names({});
		expect(ascending).toHaveLength(3);
		expect(await names({ sortDirection: 'asc' })).toEqual(ascending);
		expect(await names({ sortDirection: 'desc' })).not.toEqual(ascending);
	});
});

test('the last updated record comes first on a server that does not sort, wherever it stands', async () => {
	world.simulator.seedRequests(60);
	const update = { operation: 'update', ...record('5'), updateFields: { priorityName: 'High' } };
	await world.run({ resource: 'request', ...update });
	Object.assign(world.simulator.dialect, { sortBy: 'ignored' });

	const newest = getMany({ limit: 1, options: { sortBy: 'updatedTime' } });

	expect(jsonOf(await world.run(newest))).toMatchObject([{ id: 5 }]);
});

test('sorting is asked of the server', async () => {
	world.simulator.seedRequests(2);

	await world.run(getMany({ options: { sortBy: 'updatedTime' } }));

	expect(searches()[0]?.query).toMatchObject({ sort_by: 'updatedTime' });
});

test.each<[string, INodeParameters]>([
	['a name', { requesterEmail: 'Anna\u00a0Mus\u200bter' }],
	['a status', { statusName: '\ufeffOp\u00aden' }],
	['words', { subject: 'Email\u00a0Ser\u200bver' }],
	[
		'a text',
		{ conditions: { condition: [{ field: 'subject', value: 'Email Server\u200b is Down' }] } },
	],
])('%s with invisible marks finds what it finds without', async (_, filters) => {
	const text = JSON.stringify(filters).replace(/[\ufeff\u200b\u00ad]/g, '');
	const plain = JSON.parse(text.replace(/\u00a0/g, ' ')) as INodeParameters;
	const options = { credentials: passwordLogin(world.simulator.url) };
	const find = { resource: 'request', operation: 'getAll', returnAll: true };
	const [pasted, typed] = [
		await world.run({ ...find, filters }, options),
		await world.run({ ...find, filters: plain }, options),
	];

	expect(jsonOf(pasted)).toEqual(jsonOf(typed));
	expect(jsonOf(pasted).length).toBeGreaterThan(0);
});

test.each<[string, IDataObject[string], number]>([
	['the whole person', { name: 'A. M.', email: 'anna@example.com' }, 9],
	['the person as JSON', '{"name":"Anna Muster"}', 9],
	['several people', [{ name: 'Anna Muster' }, 'dora@example.com'], 17],
])('a filter takes %s', async (_, requester, count) => {
	const filters = { requesterEmail: '={{ $json.requester }}' };
	const find: INodeParameters = { resource: 'request', operation: 'count', filters };
	const result = await world.run(find, { items: [{ json: { requester } }] });

	expect(jsonOf(result)).toEqual([{ count }]);
});

describe('a filter whose expression gives nothing', () => {
	const many = (filters: INodeParameters): INodeParameters => ({
		resource: 'request',
		operation: 'getAll',
		filters,
	});
	const item = { gone: null, blank: ' \u00a0', none: [], blanks: ['', null], status: 'Open' };
	const items = [{ json: item as IDataObject }];

	test.each<[string, INodeParameters, string]>([
		['no such field', { statusName: '={{ $json.nothing }}' }, 'Status'],
		['null', { statusName: { __rl: true, mode: 'name', value: '={{ $json.gone }}' } }, 'Status'],
		['blanks', { subject: '={{ $json.blank }}' }, 'Subject Contains'],
		['a text around nothing', { subject: '={{ $json.gone }}{{ $json.gone }}' }, 'Subject Contains'],
		['an empty list', { priorityName: '={{ $json.none }}' }, 'Priority'],
		['a list of nothing', { priorityName: '={{ $json.blanks }}' }, 'Priority'],
		['no time', { updatedAfter: '={{ $json.nothing }}' }, 'Updated After'],
		['no kind', { kind: '={{ $json.nothing }}' }, 'Kind'],
		['no search', { qualification: '={{ $json.nothing }}' }, 'Qualification (JSON)'],
	])('is refused: %s', async (_, filters, label) => {
		for (const operation of ['getAll', 'count']) {
			const { error } = await world.run({ ...many(filters), operation }, { items });

			expect(error?.message).toBe(
				`${label} is empty: its expression gives no value. Without this filter, all requests would match [item 0]`,
			);
		}
		expect(world.sent()).toEqual([]);
	});

	test.each<[string, INodeParameters]>([
		['a fallback', { statusName: "={{ $json.nothing || '' }}" }],
		['another one', { statusName: '={{ $json.gone ?? undefined }}' }],
		['a choice', { statusName: '={{ $json.gone ? $json.gone : "" }}' }],
		['nothing entered', { statusName: '', subject: ' ', priorityName: '=' }],
	])('is no filter where that is meant: %s', async (_, filters) => {
		const { items: found, error } = await world.run(many(filters), { items });

		expect(error).toBeUndefined();
		expect(found[0]).toHaveLength(50);
	});

	test('names the item', async () => {
		const both = [{ json: { status: 'Open' } }, { json: {} }];
		const { error } = await world.run(many({ statusName: '={{ $json.status }}' }), { items: both });

		expect(error?.message).toMatch(/^Status is empty.*\[item 1\]$/);
		expect(world.sent()).toEqual([]);
	});

	test.each([', ,', '[]', '\n'])('a list without entries is refused: %j', async (value) => {
		const condition = [{ field: 'subject', operator: 'in', value }];
		const { error } = await world.run(many({ conditions: { condition } }));

		expect(error?.message).toMatch('Condition 1: Subject has no value to compare with');
	});
});

describe('conditions that the server ignores without a word', () => {
	const rowsOf = async (filters: IDataObject, more: INodeParameters = {}) => {
		const credentials = passwordLogin(world.simulator.url);
		const parameters = getMany({ returnAll: true, filters: filters as INodeParameters, ...more });
		const result = await world.run(parameters, { credentials });
		if (result.error) throw result.error;
		return { rows: jsonOf(result), hints: hintsOf(result) };
	};
	const any = (...condition: IDataObject[]) => ({ match: 'any', conditions: { condition } });
	const where = (field: string, operator: string, value: string) => ({ field, operator, value });
	const filters: Array<[string, IDataObject]> = [
		['a status', { statusName: 'Open' }],
		['a person by name', { assigneeEmail: 'Technician One' }],
		['all but some', { conditions: { condition: [where('statusId', 'not_in', 'Open, Closed')] } }],
		['one of two', any(where('statusId', 'equal', 'Open'), where('priorityId', 'equal', 'High'))],
		['nobody', { conditions: { condition: [where('technicianId', 'is_blank', '')] } }],
	];

	test.each(filters)('%s: the rows are checked, and it is said', async (_, given) => {
		world.simulator.seedRequests(130);
		const { rows: right } = await rowsOf(given);
		world.simulator.dialect.referenceFilter = 'ignored';

		const { rows, hints } = await rowsOf(given);
		const limited = await rowsOf(given, { returnAll: false, limit: 3 });

		expect(right.length).toBeGreaterThan(0);
		expect(right.length).toBeLessThan(130);
		expect(rows).toEqual(right);
		expect(hints).toContain('ignores the condition on');
		expect(limited.rows).toEqual(right.slice(0, 3));
	});

	test('they are counted by their rows, and custom fields are checked as well', async () => {
		world.simulator.seedRequests(130);
		Object.assign(world.simulator.dialect, {
			referenceFilter: 'ignored',
			customFieldFilter: 'ignored',
		});
		const credentials = passwordLogin(world.simulator.url);
		const parameters = { resource: 'request', operation: 'count', filters: { statusName: 'Open' } };
		const custom = {
			field: 'customField',
			customFieldName: 'New Text Input',
			operator: 'equal',
			value: 'x',
		};

		const byStatus = { ...parameters, countBy: 'statusName' };

		expect(jsonOf(await world.run(parameters, { credentials }))).toEqual([{ count: 26 }]);
		const groups = jsonOf(await world.run(byStatus, { credentials }));
		expect(groups.filter(({ count }) => count !== 0)).toEqual([{ statusName: 'Open', count: 26 }]);
		expect((await rowsOf({ conditions: { condition: [custom] } })).rows).toEqual([]);
	});
});

test('a condition that is saved without the defaults of the form, as n8n saves it, has them', async () => {
	const subjects = async (condition: INodeParameters) => {
		const filters = {
			conditions: { condition: [{ operator: 'contains', value: 'VPN', ...condition }] },
		};
		const parameters = { resource: 'request', operation: 'getAll', returnAll: true, filters };
		return jsonOf(await world.run(parameters)).map(({ subject }) => subject);
	};

	expect(await subjects({})).not.toEqual([]);
	expect(await subjects({})).toEqual(await subjects({ field: 'subject' }));
});
