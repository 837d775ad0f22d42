/** What the editor shows while a form is filled in. */
import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/ServiceOps/resources';
import { listSearch } from '../support/engine';
import { LOGIN_REFUSED, naming } from '../support/says';
import { apiKeyLogin, jsonOf, newRequest, passwordLogin, textOf, useWorld } from './world';

const world = useWorld();

const open = async (parameters: INodeParameters, filter?: string, token?: unknown) =>
	await listSearch(
		'searchRecords',
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

		expect(results).toEqual([{ name: `${textOf(name)}: The VPN is slow`, value: textOf(id) }]);
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

		const expected = jsonOf(all).map(({ id }) => textOf(id));
		expect([...listed].sort()).toEqual(expected.sort());
		expect(new Set(expected).size).toBeGreaterThan(1);
	},
);

test('a list says why it cannot be shown', async () => {
	const opened = listSearch('searchRecords', {
		credentials: passwordLogin(world.simulator.url, { password: 'wrong' }),
		parameters: { resource: 'request' },
	});

	await expect(opened).rejects.toThrow(LOGIN_REFUSED);
});

const choices = resources.flatMap((resource) =>
	resource.fields
		.filter(({ kind }) => kind === 'choice')
		.map((field) => ({ method: `${resource.name}_${field.name}`, field, resource })),
);

const whyEmpty = /\blist\b.*\b(Enter|Type) the name\b/;

describe.each(choices)('$method', ({ method, field, resource }) => {
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
		const inUse = jsonOf(records)
			.map((row) => row[field.name])
			.filter((name) => typeof name === 'string' && name !== '' && !usual.includes(name));
		const expected = [
			...usual,
			...[...new Set(inUse as string[])].sort((x, y) => x.localeCompare(y)),
		];
		refuseTypes();

		const { results } = await listSearch(method, options());

		expect(results.map(({ value }) => value)).toEqual(expected.length > 0 ? expected : ['']);
		const [first] = expected;
		expect(results[0]?.name).toMatch(first === undefined ? whyEmpty : naming(first));
	});

	test('lists the usual names where nothing can be read, or says so', async () => {
		refuseTypes();
		world.simulator.failNext({ path: /byqual/, times: 9, status: 403 });

		const { results } = await listSearch(method, options());

		expect(results.map(({ value }) => value)).toEqual(usual.length > 0 ? usual : ['']);
		const [first] = usual;
		expect(results[0]?.name).toMatch(first === undefined ? whyEmpty : naming(first));
	});
});

describe.each(choices.filter(({ field }) => field.lookup))('$method', ({ method }) => {
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
