/** What the editor shows while a form is filled in. */
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';
import { resources } from '../../nodes/ServiceOps/resources';
import { listSearch, loadPackage } from '../support/engine';
import { sample } from '../support/scale';
import { apiKeyLogin, jsonOf, newRequest, passwordLogin, textOf, useWorld } from './world';

const world = useWorld();

const open = async (
	parameters: INodeParameters,
	filter?: string,
	token?: unknown,
	method = 'searchRecords',
) =>
	await listSearch(
		method,
		{ credentials: apiKeyLogin(world.simulator.url), parameters, path: 'parameters.recordId' },
		filter,
		token as string | undefined,
	);

test('records are listed page by page, each once', async () => {
	world.simulator.seedRequests(120);

	const seen: unknown[] = [];
	let token: unknown;
	do {
		const { results, paginationToken } = await open({ resource: 'request' }, undefined, token);
		seen.push(...results.map(({ value }) => value));
		token = paginationToken;
	} while (token !== undefined && seen.length < 1000);

	expect(new Set(seen).size).toBe(120);
	expect(seen).toHaveLength(120);
});

test.each(['change', 'problem', 'serviceRequest'])(
	'for a conversation, the records of the chosen type are listed: %s',
	async (parentResource) => {
		const parameters = { resource: 'conversation', parentResource };

		const results: unknown[] = [];
		let token: unknown;
		// A page may have few records of the type, where another one has the same path.
		do {
			const page = await open(parameters, '', token, 'searchParentRecords');
			results.push(...page.results.map(({ value }) => value));
			token = page.paginationToken;
		} while (token !== undefined && results.length < 1000);

		const records = await world.run({ resource: parentResource, operation: 'getAll' });
		expect(results.sort()).toEqual(
			jsonOf(records)
				.map(({ id }) => textOf(id))
				.sort(),
		);
		expect(results.length).toBeGreaterThan(0);
	},
);

test('for a component, hardware assets are listed', async () => {
	const { results } = await open({ resource: 'component' }, '', undefined, 'searchAssets');

	const assets = await world.run({
		resource: 'asset',
		operation: 'getAll',
		assetClass: 'HardwareAsset',
	});
	expect(results.map(({ value }) => value).sort()).toEqual(
		jsonOf(assets)
			.map(({ id }) => textOf(id))
			.sort(),
	);
	expect(results.length).toBeGreaterThan(0);
});

test('before a resource is chosen, the list says to choose one', async () => {
	await expect(open({ resource: '' })).rejects.toThrow('Choose a resource first');
});

describe('a record is found', () => {
	test.each([
		{ what: 'by a part of its title', filter: () => 'vpn is' },
		{ what: 'by its key', filter: (key: string) => key },
		{ what: 'by its key in lower case', filter: (key: string) => ` ${key.toLowerCase()} ` },
		{ what: 'by its id', filter: (_: string, id: string) => id },
	])('$what', async ({ filter }) => {
		world.simulator.seedRequests(20);
		const { id, name } = await world.one(newRequest('The VPN is slow'));

		const { results } = await open({ resource: 'request' }, filter(textOf(name), textOf(id)));

		const wanted = { name: `${textOf(name)}: The VPN is slow`, value: textOf(id) };
		expect(results).toContainEqual(wanted);
		// A bare number may be the ID of one record and the number in the key of another.
		const others = results.filter(({ value }) => value !== wanted.value);
		expect(others.every((other) => other.name.startsWith(`INC-${textOf(id)}: `))).toBe(true);
	});
});

test('nothing is found for what nothing has', async () => {
	expect((await open({ resource: 'change' }, 'no such change')).results).toEqual([]);
});

test.each([
	{ assetClass: 'HardwareAsset', assetSearch: 'byModel' },
	{ assetClass: 'SoftwareAsset', assetSearch: 'byModel' },
	{ assetClass: 'SoftwareAsset', assetSearch: 'flat' },
	{ assetClass: 'NonITAsset', assetSearch: 'flat' },
] as const)(
	'only assets of the chosen class are listed: $assetClass, $assetSearch',
	async ({ assetClass, assetSearch }) => {
		world.simulator.dialect.assetSearch = assetSearch;
		const all = await world.run({
			resource: 'asset',
			operation: 'getAll',
			assetClass,
			returnAll: true,
		});

		const listed: unknown[] = [];
		let token: unknown;
		do {
			const page = await open({ resource: 'asset', assetClass }, '', token);
			listed.push(...page.results.map(({ value }) => value));
			token = page.paginationToken;
		} while (token !== undefined && listed.length < 1000);

		expect([...listed].sort()).toEqual(
			(all.items[0] ?? []).map(({ json }) => textOf(json.id)).sort(),
		);
		expect(listed.length).toBeGreaterThan(0);
	},
);

test('a list says why it cannot be shown', async () => {
	const opened = listSearch('searchRecords', {
		credentials: passwordLogin(world.simulator.url, { password: 'wrong' }),
		parameters: { resource: 'request' },
	});

	await expect(opened).rejects.toThrow(/rejected the Username or Password/);
});

const choices = resources.flatMap((resource) =>
	resource.fields
		.filter(({ kind }) => kind === 'choice')
		.map((field) => ({ method: `${resource.name}_${field.name}`, field, resource })),
);

const because = (cause: string): string => `${cause}. Type the name instead.`;
const denied = because('This account cannot read this list');

describe.each(sample(choices, 4))('$method', ({ method, field, resource }) => {
	const usual = field.choices ?? [];
	const refuseTypes = () =>
		world.simulator.failNext({ method: 'GET', path: /assettype/, times: 9, status: 403 });
	const options = () => ({ credentials: apiKeyLogin(world.simulator.url) });

	test('lists the usual names and those in use where the server gives none, or says so', async () => {
		const records = await world.run({
			resource: resource.name,
			operation: 'getAll',
			limit: 100,
			simplify: false,
		});
		const people = await world.run({
			resource: 'technician',
			operation: 'getAll',
			simplify: false,
		});
		const persons = jsonOf(people).map(({ name, email }) => ({
			name: `${textOf(name)} (${textOf(email)})`,
			value: textOf(email),
		}));
		const inUse = jsonOf(records)
			.map((row) => row[field.name])
			.filter((name) => typeof name === 'string' && name !== '' && !usual.includes(name));
		const expected = [
			...usual,
			...[...new Set(inUse as string[])].sort((x, y) => x.localeCompare(y)),
		];
		refuseTypes();

		const { results } = await listSearch(method, options());

		if (field.sends === 'email') {
			// Of people there is a public list, which API keys can read too.
			expect(results).toEqual(persons);
			return;
		}
		const note = { name: field.lookup ? denied : because('No names found'), value: '' };
		expect(results).toEqual(
			expected.length > 0 ? expected.map((name) => ({ name, value: name })) : [note],
		);
	});

	test('lists the usual names where nothing can be read, or says so', async () => {
		refuseTypes();
		world.simulator.failNext({ path: /byqual/, times: 9, status: 403 });

		const { results } = await listSearch(method, options());

		expect(results).toEqual(
			usual.length > 0
				? usual.map((name) => ({ name, value: name }))
				: [{ name: denied, value: '' }],
		);
	});
});

describe('a list of names that cannot be read now says why, before the usual names', () => {
	const usual = ['Low', 'Medium', 'High', 'Urgent'].map((name) => ({ name, value: name }));
	const openPriorities = async (credentials: ICredentialDataDecryptedObject, filter?: string) =>
		(await listSearch('request_priorityName', { credentials }, filter)).results;

	test('a rate limit', async () => {
		world.simulator.failNext({ path: /byqual/, status: 429, times: 99 });

		const results = await openPriorities(passwordLogin(world.simulator.url));

		const note = { name: because('Rate limit reached. Try again later'), value: '' };
		expect(results).toEqual([note, ...usual]);
	});

	test('a server that is down, whatever was typed', async () => {
		const [note, ...names] = await openPriorities(apiKeyLogin('http://127.0.0.1:9'), 'hig');

		expect(note?.name).toMatch(/refused the connection.*Type the name instead/);
		expect(names).toEqual([{ name: 'High', value: 'High' }]);
	});

	test('a login that is rejected', async () => {
		const wrong = passwordLogin(world.simulator.url, { password: 'wrong' });

		const [note, ...names] = await openPriorities(wrong);

		expect(note?.name).toMatch(/rejected the Username or Password.*Type the name instead/);
		expect(names).toEqual(usual);
	});

	test('an error of the server, in its own words', async () => {
		const body = JSON.stringify({ userMessage: 'Out of order' });
		world.simulator.failNext({ path: /byqual/, status: 500, body, times: 9 });

		const [note] = await openPriorities(passwordLogin(world.simulator.url));

		expect(note).toEqual({ name: because('Out of order'), value: '' });
	});
});

describe.each(
	sample(
		choices.filter(({ field }) => field.lookup),
		4,
	),
)('$method', ({ method }) => {
	test('lists what the server has, all or those that fit', async () => {
		const options = { credentials: passwordLogin(world.simulator.url) };

		const all = await listSearch(method, options);
		const [first] = all.results;
		const some = await listSearch(method, options, first?.name.toUpperCase());

		expect(all.results.length).toBeGreaterThan(1);
		expect(all.results.every(({ value }) => value !== '')).toBe(true);
		expect(some.results).toContainEqual(first);
		expect(some.results.length).toBeLessThan(all.results.length);
		expect(world.simulator.refused()).toEqual([]);
	});
});

test.each([
	['request_categoryName', 'Hardware / Printer', 'Printer'],
	['change_departmentName', 'Department / Finance / Legal', 'Legal'],
	['asset_locationName', 'Europe / Head Office / Data Center 1', 'Data Center 1'],
	['asset_assetTypeName', 'Hardware / Computer / Laptop', 'Hardware$Computer$Laptop'],
	['serviceRequest_serviceCategoryName', 'Software / Backup', 'Backup'],
])('%s: what is above a name in a tree is shown with it: %s', async (method, name, value) => {
	const options = { credentials: passwordLogin(world.simulator.url) };

	expect((await listSearch(method, options)).results).toContainEqual({ name, value });
	const part = name.slice(0, name.lastIndexOf('/')).toLowerCase();
	expect((await listSearch(method, options, part)).results).toContainEqual({ name, value });
});

test.each([
	'asset_managedByEmail',
	'asset_usedByEmail',
	'change_requesterEmail',
	'ci_usedByEmail',
	'problem_assigneeEmail',
	'release_qaManagerEmail',
	'release_releaseManagerEmail',
	'requester_manager',
	'technician_manager',
])('%s: people are picked by name, and sent by email', async (method) => {
	const options = { credentials: passwordLogin(world.simulator.url) };
	const { results } = await listSearch(method, options);

	expect(results.length).toBeGreaterThan(1);
	for (const { name, value } of results) expect(name).toMatch(new RegExp(`.+ \\(${value}\\)$`));
});

test.each([
	['serviceOps', { resource: 'ci', operation: 'getAll' }, 'Get many configuration items'],
	[
		'serviceOpsTrigger',
		{ resource: 'ci', event: 'createdOrUpdated' },
		'Configuration Item (CI): Record Created or Updated',
	],
	['serviceOpsWebhookTrigger', { modules: ['request', 'ci'] }, 'Request, Configuration Item (CI)'],
])('the canvas says in words what %s does', async (name, parameters, words) => {
	const { nodeTypes } = await loadPackage();
	const type = `n8n-nodes-serviceops.${name}`;
	const node = {
		id: '1',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	} as INode;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const { subtitle } = nodeTypes.getByNameAndVersion(type).description;

	expect(workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {})).toBe(words);
});
