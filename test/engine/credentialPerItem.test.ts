/** A credential with expressions: each item goes to its own server, with its own session and memory. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runNode, type RunOptions } from '../support/engine';
import type { Simulator } from '../simulator';
import { apiKeyLogin, jsonOf, newRequest, passwordLogin, simulators } from './world';

const start = simulators();
let one: Simulator;
let other: Simulator;

beforeAll(async () => {
	[one, other] = await Promise.all([start(), start()]);
});
beforeEach(() => {
	one.reset();
	other.reset();
});

const by = '={{ $json.server }}';
const run = async (
	parameters: INodeParameters,
	items: IDataObject[],
	credentials: RunOptions['credentials'],
) =>
	await runNode({
		parameters,
		credentials,
		items: items.map((json): INodeExecutionData => ({ json })),
	});

const subjects = (simulator: Simulator) =>
	simulator.writes({ path: /\/request$/ }).map(({ body }) => (body as IDataObject).subject);

test.each([
	['an API key', apiKeyLogin(by)],
	['a password', passwordLogin(by)],
])('items go to the server that they name, with %s', async (_what, credentials) => {
	const items = [one, one, other, one, other].map(({ url }, index) => ({ server: url, index }));

	const result = await run(newRequest('={{ "Item " + $json.index }}'), items, credentials);

	expect(result.error).toBeUndefined();
	expect(jsonOf(result)).toHaveLength(5);
	expect(subjects(one).sort()).toEqual(['Item 0', 'Item 1', 'Item 3']);
	expect(subjects(other).sort()).toEqual(['Item 2', 'Item 4']);
	expect([...one.refused(), ...other.refused()]).toEqual([]);
});

test('an item far behind the first is found, even if all others share a default', async () => {
	const items = Array.from({ length: 40 }, (_, index) => ({
		...(index === 33 && { server: other.url }),
		index,
	}));
	const credentials = apiKeyLogin(`={{ $json.server ?? "${one.url}" }}`);

	const result = await run(newRequest('={{ "Item " + $json.index }}'), items, credentials);

	expect(result.error).toBeUndefined();
	expect(subjects(other)).toEqual(['Item 33']);
});

test('two servers have records of their own for one match value', async () => {
	const upsert = {
		resource: 'request',
		operation: 'upsert',
		matchOn: 'subject',
		matchValue: 'Same',
		fields: { requesterEmail: 'requester@example.com' },
	};
	const items = [one, other].map(({ url }) => ({ server: url }));

	const first = await run(upsert, items, apiKeyLogin(by));
	expect(jsonOf(first).map(({ outcome }) => outcome)).toEqual(['created', 'created']);

	const second = await run(upsert, items, apiKeyLogin(by));
	expect(jsonOf(second).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
});

test('an item without a server fails alone, and names the credential', async () => {
	const { items } = await runNode({
		parameters: newRequest('Alone'),
		credentials: apiKeyLogin(by),
		items: [{ json: { server: one.url } }, { json: {} }],
		continueOnFail: true,
	});

	expect(items[0]?.[0]?.json).toMatchObject({ subject: 'Alone' });
	expect(items[0]?.[1]?.json.error).toEqual(expect.stringContaining('Server URL'));
});
