/** Many items at once: each gets its own result, in its place, whether it succeeds or fails. */
import type { INodeParameters } from 'n8n-workflow';
import { util } from '../support/node';
import { aboutField, naming } from '../support/says';
import { jsonOf, newRequest, numbered, passwordLogin, record, useWorld } from './world';

const world = useWorld();

const subjectOf = '={{ "Item " + $json.index }}';
const create = (options: INodeParameters = {}) => ({ ...newRequest(subjectOf), options });
const pairs = (n: number) => numbered(n).map((_, item) => ({ item }));

test.each([
	{ concurrency: 1, peak: 1 },
	{ concurrency: 4, peak: 4 },
	{ concurrency: 50, peak: 19 },
	{ concurrency: 9999, peak: 19 },
])(
	'concurrency $concurrency: results in input order, at most that many at a time',
	async ({ concurrency, peak }) => {
		// The second item is the slowest of those at work together: answers come in another order than items.
		world.simulator.failNext({ method: 'POST', delayMs: 1 });
		world.simulator.failNext({ method: 'POST', delayMs: 150 });
		world.simulator.latencyMs = 20;

		const { items, error } = await world.run(create({ concurrency }), { items: numbered(20) });

		expect(error).toBeUndefined();
		expect(items[0]?.map(({ json }) => json.subject)).toEqual(
			numbered(20).map((_, i) => `Item ${i}`),
		);
		expect(items[0]?.map(({ pairedItem }) => pairedItem)).toEqual(pairs(20));
		expect(world.simulator.peak).toBeLessThanOrEqual(peak);
		expect(world.simulator.peak).toBeGreaterThanOrEqual(Math.min(peak, 4));
	},
);

test('the first item runs alone', async () => {
	world.simulator.latencyMs = 30;

	await world.run(create({ concurrency: 10 }), { items: numbered(5) });

	const [first, second] = world.simulator.journal;
	expect(first?.body).toMatchObject({ subject: 'Item 0' });
	expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(25);
});

test('several rows of one item are all paired with it', async () => {
	world.simulator.seedRequests(3);

	const { items } = await world.run(
		{ resource: 'request', operation: 'getAll', returnAll: true },
		{ items: numbered(2) },
	);

	const expected = [0, 0, 0, 1, 1, 1].map((item) => ({ item }));
	expect(items[0]?.map(({ pairedItem }) => pairedItem)).toEqual(expected);
});

test('no items, no calls', async () => {
	const { items, error } = await world.run(create(), { items: [] });

	expect(error).toBeUndefined();
	expect(items.flat()).toEqual([]);
	expect(world.sent()).toEqual([]);
});

describe('an item fails', () => {
	const priority = '={{ $json.index % 3 === 1 ? "Nonsense" : "Low" }}';
	const some: INodeParameters = newRequest(subjectOf, { priorityName: priority });
	const failing = [1, 4, 7];

	const expectMixed = (
		all: Array<{ json: object; error?: unknown; pairedItem?: unknown }>,
		errors: Array<{ json: object; pairedItem?: unknown }>,
	) => {
		expect(all.map(({ pairedItem }) => pairedItem)).toEqual(pairs(8));
		for (const { json, pairedItem } of errors) {
			const { item } = pairedItem as { item: number };
			expect(failing).toContain(item);
			expect(json).toMatchObject({
				error: expect.stringContaining(
					"Field 'Priority' has an unknown value 'Nonsense'.",
				) as string,
			});
			expect((json as { error: string }).error).toMatch(new RegExp(`\\bitem ${item}\\b`));
		}
		expect(errors).toHaveLength(failing.length);
	};

	test.each([
		{ what: 'Continue On Fail', options: { continueOnFail: true } },
		{ what: 'Continue', options: { onError: 'continueRegularOutput' as const } },
	])('$what: its error takes its place, paired with it', async ({ options }) => {
		const { items, error } = await world.run(some, { items: numbered(8), ...options });

		expect(error).toBeUndefined();
		const output = items[0] ?? [];
		expectMixed(
			output,
			output.filter(({ json }) => 'error' in json),
		);
		expect(world.simulator.calls({ path: /\/v1\/request$/ })).toHaveLength(8);
	});

	test('Continue (using error output): results and errors part, each paired', async () => {
		const { items, error } = await world.run(some, {
			items: numbered(8),
			onError: 'continueErrorOutput',
		});

		expect(error).toBeUndefined();
		const [good = [], bad = []] = items;
		expect(good.map(({ json }) => json.subject)).toEqual([0, 2, 3, 5, 6].map((i) => `Item ${i}`));
		const item = ({ pairedItem }: { pairedItem?: unknown }) =>
			(pairedItem as { item: number }).item;
		expectMixed(
			[...good, ...bad].sort((a, b) => item(a) - item(b)),
			bad,
		);
	});

	test('Stop Workflow: the error names the item and says what the server said', async () => {
		const { error, items } = await world.run(some, { items: numbered(8) });

		expect(items.flat()).toEqual([]);
		expect(error?.message).toContain("Field 'Priority' has an unknown value 'Nonsense'.");
		expect(error?.message).toMatch(/\bitem 1\b/);
		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(error).toMatchObject({ httpCode: '400' });
	});

	test('Stop Workflow: no further item is begun', async () => {
		await world.run({ ...some, options: { concurrency: 1 } }, { items: numbered(8) });

		expect(world.simulator.calls({ path: /\/v1\/request$/ })).toHaveLength(2);
	});

	test('a fault in the form is tied to its item as well', async () => {
		const result = await world.run(
			{ resource: 'request', operation: 'get', ...record('={{ $json.index ? "junk!" : 104 }}') },
			{ items: numbered(2), onError: 'continueRegularOutput' },
		);

		const [, second] = jsonOf(result);
		expect(second?.error).toMatch(aboutField('Request'));
		expect(second?.error).toMatch(naming('"junk!"', 'ID', 'key', 'item 1'));
		expect(result.items[0]?.map(({ pairedItem }) => pairedItem)).toEqual(pairs(2));
	});

	test('an expression that cannot be evaluated is tied to its item as well', async () => {
		const { items, error } = await world.run(newRequest('={{ $json.index.toUpperCase() }}'), {
			items: [{ json: { index: 'a' } }, { json: { index: 1 } }, { json: { index: 'c' } }],
			onError: 'continueRegularOutput',
		});

		expect(error).toBeUndefined();
		expect(items[0]?.map(({ json }) => json.subject)).toEqual(['A', undefined, 'C']);
		expect(items[0]?.map(({ pairedItem }) => pairedItem)).toEqual(pairs(3));
	});
});

describe('people by their names are looked up before the first write', () => {
	const names = ['Technician One', 'technician two', 'Nobody Known', 'Technician One', 'No One'];
	const people = names.map((name) => ({ json: { name } }));
	const assignee = '={{ $json.name }}';
	const form = newRequest('Named', { assigneeEmail: assignee });
	const upsert = { matchOn: 'subject', matchValue: '={{ "U " + $itemIndex }}' };
	const requesterEmail = 'requester@example.com';

	test.each<[string, INodeParameters]>([
		['create', form],
		['update', { operation: 'update', ...record(104), updateFields: { assigneeEmail: assignee } }],
		[
			'create or update',
			{ ...upsert, operation: 'upsert', fields: { requesterEmail, assigneeEmail: assignee } },
		],
	])('%s: one who does not exist ends the run with nothing sent', async (_what, parameters) => {
		const { error } = await world.run({ resource: 'request', ...parameters }, { items: people });

		expect(error?.message).toMatch(/^Technician Email: there is no "Nobody Known" \[item 2\]/);
		expect(error?.description).toMatch(/Nothing was sent\. .*"No One" \[item 4\]/);
		expect(world.simulator.writes()).toEqual([]);
	});

	test('once for each name, and no more often than without', async () => {
		const { error } = await world.run(form, {
			items: people.slice(0, 2).flatMap((one) => [one, one]),
		});

		expect(error).toBeUndefined();
		expect(world.simulator.writes()).toHaveLength(4);
		const searches = world.simulator.calls({ path: /(technician|requester).*byqual/ });
		expect(searches.filter(({ query }) => query.offset === '0')).toHaveLength(2);
	});

	test('but with Continue, the others are written', async () => {
		const { items } = await world.run(form, { items: people, continueOnFail: true });

		expect(items[0]?.map(({ json }) => 'error' in json)).toEqual([false, false, true, false, true]);
		expect(world.simulator.writes()).toHaveLength(3);
	});

	test('and a lookup that fails is left to its item', async () => {
		world.simulator.failNext({ path: /technician.*byqual/, status: 503, times: 1 });
		const { error } = await world.run(form, { items: people.slice(0, 2) });

		expect(error).toBeUndefined();
		expect(world.simulator.writes()).toHaveLength(2);
	});
});

describe('nothing secret comes out', () => {
	const secrets = (login: Record<string, unknown>) =>
		[login.clientSecret, login.password, login.apiKey]
			.filter((value): value is string => typeof value === 'string')
			.flatMap((value) => [value, Buffer.from(value).toString('base64')]);

	test.each([
		{ what: 'a refusal by the server', fault: { status: 400, body: '{"userMessage":"No."}' } },
		{ what: 'a fault of the server', fault: { status: 500, body: 'Internal' } },
		{ what: 'a broken connection', fault: { reset: true } },
		{
			what: 'a login page',
			fault: { status: 404, body: '<html></html>', contentType: 'text/html' },
		},
	])('$what, as an item and as an error', async ({ fault }) => {
		for (const onError of ['continueRegularOutput', 'stopWorkflow'] as const) {
			for (const authentication of ['apiKey', 'password']) {
				const { simulator } = world;
				const credentials = {
					...passwordLogin(simulator.url),
					authentication,
					apiKey: 'K%2Fnot-real',
				};
				simulator.failNext({ method: 'POST', path: /request$/, ...fault });

				const { items, error, run } = await world.run(newRequest('Secret'), {
					credentials,
					onError,
				});

				// All that an execution could be saved with, down to hidden properties such as the cause of an error.
				const written = util.inspect([run, items, error], {
					depth: 20,
					showHidden: true,
					maxArrayLength: null,
					maxStringLength: null,
				});
				const tokens = simulator.journal.map(({ headers }) => headers.authorization ?? '-');
				for (const secret of [...secrets(credentials), ...tokens]) {
					expect(written).not.toContain(secret.replace(/^(Bearer|Apikey|Basic) /, ''));
				}
				expect(tokens.length).toBeGreaterThan(0);
				// It is an error, as an item or as the end of the run, and says something.
				const said = onError === 'stopWorkflow' ? error?.message : items[0]?.[0]?.json.error;
				expect(said).toMatch(/\bitem 0\b/);
			}
		}
	});
});
