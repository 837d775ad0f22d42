/** Reads and searches bring the same from every plausible server: each two readings of the contract meet at least once. */
import type { INodeParameters } from 'n8n-workflow';
import { DEFAULT_DIALECT, type Dialect } from '../simulator/dialect';
import { credentialStore, runNode } from '../support/engine';
import { pairs } from '../support/pairs';
import { sample } from '../support/scale';
import { apiKeyLogin, jsonOf, passwordLogin, record, textOf, useWorld } from './world';

type Readings = Pick<
	Dialect,
	| 'expiredToken'
	| 'getById'
	| 'assetPath'
	| 'assetSearch'
	| 'listOrder'
	| 'totalCount'
	| 'pageCap'
	| 'largePages'
	| 'loginForm'
	| 'lookupsAcceptApiKey'
	| 'newTokenRevokesOld'
	| 'idsAsText'
	| 'timeFilter'
> & { login: 'password' | 'apiKey' };

const readings: { [Name in keyof Readings]: Array<Readings[Name]> } = {
	expiredToken: ['401', '403', 'html200'],
	getById: ['present', '405', '404html'],
	assetPath: ['flat', 'byClass'],
	assetSearch: ['byModel', 'flat'],
	listOrder: ['ascending', 'descending'],
	totalCount: [true, false],
	pageCap: [0, 2, 7],
	largePages: ['cut', 'refused'],
	loginForm: ['both', 'urlencoded'],
	lookupsAcceptApiKey: [true, false],
	newTokenRevokesOld: [true, false],
	idsAsText: [true, false],
	timeFilter: ['works', 'ignored', 'refused'],
	login: ['password', 'apiKey'],
};
/** Servers in which each two readings meet, and the likeliest one. */
const servers: Readings[] = [
	{ ...DEFAULT_DIALECT, login: 'password' },
	...pairs<Readings>(readings),
];

const getMany = (resource: string, more: INodeParameters = {}): INodeParameters => ({
	resource,
	operation: 'getAll',
	returnAll: true,
	simplify: false,
	options: { pageSize: 5 },
	...more,
});
const where = (field: string, operator: string, value: string): INodeParameters => ({
	filters: { conditions: { condition: [{ field, operator, value }] } },
});
const ASSETS = ['HardwareAsset', 'SoftwareAsset', 'NonITAsset'];

const reads: Record<string, INodeParameters> = {
	'request by ID': { resource: 'request', operation: 'get', simplify: false, ...record('104') },
	'request by key': {
		resource: 'request',
		operation: 'get',
		simplify: false,
		...record('INC-104', 'key'),
	},
	'a missing request': { resource: 'request', operation: 'get', ...record('99999') },
	'all requests': getMany('request'),
	'eight requests': getMany('request', { returnAll: false, limit: 8 }),
	'requests by ID': getMany('request', where('id', 'in', '104, 105')),
	'requests by text': getMany('request', where('subject', 'contains', 'e')),
	'requests by status': getMany('request', where('statusId', 'equal', '9')),
	'requests after a time': getMany('request', where('createdTime', 'after', '2000-01-01')),
	'requests before a time': getMany('request', where('createdTime', 'before', '2000-01-01')),
	'all changes': getMany('change'),
	'all CIs': getMany('ci'),
	'all technicians': getMany('technician'),
	...Object.fromEntries(
		ASSETS.flatMap((assetClass) => [
			[`all of ${assetClass}`, getMany('asset', { assetClass })],
			[
				`${assetClass} 1`,
				{ resource: 'asset', operation: 'get', assetClass, simplify: false, ...record('1') },
			],
		]),
	),
};

const world = useWorld();
let held = 0;
afterAll(() => {
	// eslint-disable-next-line no-console -- the count belongs to the result
	console.info(
		`Dialect matrix: ${Object.keys(reads).length} reads on ${servers.length} servers, of which ${sample(servers, 7).length} were tried: ${held} cases held`,
	);
});

/** What a read brings, whatever its order and form of IDs: all fields of all records, or why not. */
async function outcomeOf(parameters: INodeParameters, { login, ...dialect }: Partial<Readings>) {
	Object.assign(world.simulator.dialect, dialect);
	const address = world.simulator.url;
	const credentials = credentialStore({
		one: login === 'password' ? passwordLogin(address) : apiKeyLogin(address),
	});
	const { items, error } = await runNode({ parameters, credentials });
	if (error) return error.message;
	return jsonOf({ items } as never)
		.map((row) => JSON.stringify({ ...row, id: textOf(row.id) }))
		.sort();
}

test('each two readings meet in some server', () => {
	const names = Object.keys(readings) as Array<keyof Readings>;
	const missing = names.flatMap((one, at) =>
		names
			.slice(at + 1)
			.flatMap((other) =>
				readings[one].flatMap((value) =>
					readings[other]
						.filter((met) => !servers.some((all) => all[one] === value && all[other] === met))
						.map((met) => ({ [one]: value, [other]: met })),
				),
			),
	);
	expect(missing).toEqual([]);
});

describe.each(Object.entries(reads))('%s', (name, parameters) => {
	let expected: Awaited<ReturnType<typeof outcomeOf>>;
	beforeAll(async () => {
		world.simulator.reset();
		expected = await outcomeOf(parameters, { login: 'apiKey' });
	});

	test('from the likeliest server', () => {
		if (name === 'a missing request') expect(expected).toContain('99999');
		else if (name.includes('before')) expect(expected).toEqual([]);
		else expect(expected).toContainEqual(expect.stringMatching(/^\{.*"id":"\d+"/));
	});

	test.each(sample(servers, 7))('from %j', async (server) => {
		if (server.login === 'password') await outcomeOf(parameters, { login: 'password' });
		world.simulator.expireTokens();

		const outcome = await outcomeOf(parameters, server);

		// Any eight will do: which come first is up to the server.
		if (name === 'eight requests') expect(new Set(outcome).size).toBe(8);
		else expect(outcome).toEqual(expected);
		held++;
	});
});
