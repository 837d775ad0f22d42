/**
 * The packed package in a real n8n, against the simulator: installed through n8n's own Community Nodes screen, its
 * credential saved and tested as the editor does, its workflows run by n8n itself.
 */
import type { IDataObject } from 'n8n-workflow';

import { checkBigFile } from './bigFile';
import { expect, expectEqual, show, startChecks } from './checks';
import { checkCombinedFiles } from './combinedFiles';
import { checkEveryOperation } from './everyOperation';
import { startGateway } from './gateway';
import { installN8n, packTarball, printProgress } from './install';
import type { CredentialReference, Execution } from './n8nApi';
import { startN8n, type N8nServer } from './n8nServer';
import { onEnd, print, runScript } from './processes';
import {
	chain,
	CREDENTIAL_TYPE,
	passwordLogin,
	runOperation,
	SERVICEOPS_NODE,
	TRIGGER_NAME,
	workflowNode,
} from './workflows';
import { LOGIN, startSimulator, type JournalEntry } from '../simulator';
import { fs, http } from '../support/node';

const DAY = 86_400_000;

/** The fields of the credential for a login with an API key. */
function keyLogin(serverUrl: string, changes: IDataObject = {}): IDataObject {
	return {
		serverUrl,
		authentication: 'apiKey',
		apiKey: LOGIN.apiKey,
		allowUnauthorizedCerts: false,
		...changes,
	};
}

/** A web server that knows nothing of ServiceOps: whatever is asked, it shows its home page. */
async function startWebsite(): Promise<string> {
	const server = http.createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
		response.end('<!doctype html><title>Intranet</title><h1>Welcome</h1>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return `http://127.0.0.1:${address.port}`;
}

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	await installN8n(progress);
	progress('Packing the package, starting the simulators and n8n');
	const tarball = await packTarball();
	const gateway = await startGateway(tarball);
	const simulator = await startSimulator({});
	onEnd(async () => {
		await simulator.close();
	});
	const secureSimulator = await startSimulator({ https: true });
	onEnd(async () => {
		await secureSimulator.close();
	});
	const website = await startWebsite();
	let n8n: N8nServer = await startN8n({ gateway });
	progress(`n8n is up at ${n8n.url}, the simulator at ${simulator.url}`);

	// The journal is emptied now and then, and the end wants to know of all of it.
	const journal: JournalEntry[] = [];
	const refusals: JournalEntry[] = [];
	const keepJournal = (): void => {
		journal.push(...simulator.journal, ...secureSimulator.journal);
		refusals.push(...simulator.refused(), ...secureSimulator.refused());
		simulator.clearJournal();
		secureSimulator.clearJournal();
	};
	const executions: Execution[] = [];
	const run = async (
		credential: CredentialReference,
		parameters: IDataObject,
		more: Parameters<typeof runOperation>[3] = {},
	): Promise<Execution> => {
		const execution = await runOperation(n8n.api, credential, parameters, more);
		executions.push(execution);
		return execution;
	};
	const records = (execution: Execution, count?: number): IDataObject[] => {
		expect(
			execution.status === 'success',
			`the workflow ended with ${execution.status}: ${execution.error}`,
		);
		const items = execution.items('ServiceOps').map(({ json }) => json);
		if (count !== undefined) expectEqual(items.length, count, 'items');
		return items;
	};
	const one = (execution: Execution): IDataObject => records(execution, 1)[0] ?? {};

	print('\nInstalling');
	const installed = await check(
		"n8n's Community Nodes screen installs the package by its name",
		async () => {
			const answer = await n8n.api.installPackage(tarball.name);
			expectEqual(answer.installedVersion, tarball.version, 'version');
			expect(
				answer.installedNodes.some(({ type }) => type === SERVICEOPS_NODE),
				`installed: ${JSON.stringify(answer.installedNodes)}`,
			);
		},
	);
	if (!installed) return finish();
	await check('the editor is offered the node, with an icon and a category', async () => {
		const types = await n8n.api.nodeTypes();
		const ours = types.find(({ name }) => name === SERVICEOPS_NODE);
		expect(ours !== undefined, 'not among the node types');
		const icon = typeof ours.iconUrl === 'object' ? ours.iconUrl.light : ours.iconUrl;
		expect(icon !== undefined, 'no icon');
		const response = await fetch(`${n8n.url}/${icon}`);
		expectEqual(
			[response.status, response.headers.get('content-type')?.split(';')[0]],
			[200, 'image/svg+xml'],
			'icon',
		);
		expect((ours.codex?.categories ?? []).length > 0, 'no category');
	});

	print('\nThe Test button of the credential');
	const api = n8n.api;
	const good = await api.createCredential(
		'Password',
		CREDENTIAL_TYPE,
		passwordLogin(simulator.url),
	);
	const goodKey = await api.createCredential('API key', CREDENTIAL_TYPE, keyLogin(simulator.url));
	const test = async (name: string, data: IDataObject) =>
		await api.testCredential(await api.createCredential(name, CREDENTIAL_TYPE, data));
	const accepted: Record<string, IDataObject> = {
		'user name and password': passwordLogin(simulator.url),
		'an API key': keyLogin(simulator.url),
		'an address with a slash at its end': passwordLogin(`${simulator.url}/`),
		'a self-signed certificate, with the switch': passwordLogin(secureSimulator.url, {
			allowUnauthorizedCerts: true,
		}),
	};
	for (const [name, data] of Object.entries(accepted)) {
		await check(`accepts ${name}`, async () => {
			const { status, message } = await test(name, data);
			expectEqual(status, 'OK', message);
		});
	}
	const refused: Record<string, IDataObject> = {
		'a wrong password': passwordLogin(simulator.url, { password: 'not-the-password' }),
		'a wrong client secret': passwordLogin(simulator.url, { clientSecret: 'not-the-secret' }),
		'a wrong API key': keyLogin(simulator.url, { apiKey: 'not-the-key' }),
		'a server that is not there': passwordLogin('http://127.0.0.1:9'),
		'a self-signed certificate, without the switch': passwordLogin(secureSimulator.url),
		'a web page instead of the API': keyLogin(website),
		'an account without permission': passwordLogin(simulator.url, {
			username: LOGIN.restrictedUsername,
		}),
	};
	const messages = new Map<string, string>();
	for (const [name, data] of Object.entries(refused)) {
		await check(`refuses ${name}`, async () => {
			const { status, message } = await test(name, data);
			print(`        "${message}"`);
			expectEqual(status, 'Error', 'status');
			expect(message.trim().length > 20, 'the message says too little');
			const same = [...messages].find(([, other]) => other === message);
			expect(same === undefined, `the same message as for ${same?.[0] ?? ''}`);
			messages.set(name, message);
		});
	}
	await check('refuses an API key without permission, and a web page at the login', async () => {
		for (const data of [
			keyLogin(simulator.url, { apiKey: LOGIN.restrictedApiKey }),
			passwordLogin(website),
		]) {
			const { status, message } = await test('refused', data);
			print(`        "${message}"`);
			expectEqual(status, 'Error', message);
		}
	});

	print('\nOperations');
	const now = Date.now();
	const kinds: Record<string, { create: IDataObject; update: IDataObject; more: IDataObject }> = {
		request: {
			create: {
				subject: 'Laptop does not start',
				requesterEmail: 'requester@example.com',
				additionalFields: { description: 'Black screen since this morning', priorityName: 'Low' },
			},
			update: { subject: 'Laptop needs a new battery', priorityName: 'High' },
			more: {},
		},
		change: {
			create: {
				subject: 'Replace the disk of db-01',
				requesterEmail: 'requester@example.com',
				startDate: new Date(now + DAY).toISOString(),
				endDate: new Date(now + 2 * DAY).toISOString(),
				additionalFields: { riskType: 'Low' },
			},
			update: { subject: 'Replace both disks of db-01', riskType: 'High' },
			more: {},
		},
		asset: {
			create: {
				assetTypeName: 'Hardware$Computer',
				name: 'LAPTOP-0042',
				additionalFields: { hostName: 'laptop-0042' },
			},
			update: { name: 'LAPTOP-0043', hostName: 'laptop-0043' },
			more: { assetClass: 'HardwareAsset' },
		},
	};
	for (const [resource, { create, update, more }] of Object.entries(kinds)) {
		const base = { resource, ...more };
		const recordId = (mode: string, value: unknown) => ({
			recordId: { __rl: true, mode, value: show(value) },
		});
		let record: IDataObject = {};
		await check(`${resource}: create`, async () => {
			record = one(await run(good, { ...base, operation: 'create', ...create }));
			expect(typeof record.id === 'number', `no id in ${JSON.stringify(record)}`);
		});
		await check(`${resource}: get, by ID and by key`, async () => {
			for (const [mode, value] of [
				['id', record.id],
				['list', record.id],
				['key', record.key],
			] as const) {
				const read = one(
					await run(good, { ...base, operation: 'get', ...recordId(mode, value), simplify: false }),
				);
				expectEqual(read.id, record.id, `id of the record read by ${mode}`);
			}
		});
		await check(`${resource}: update`, async () => {
			await run(good, {
				...base,
				operation: 'update',
				...recordId('id', record.id),
				updateFields: update,
			});
			const read = one(
				await run(good, {
					...base,
					operation: 'get',
					...recordId('id', record.id),
					simplify: false,
				}),
			);
			for (const [field, value] of Object.entries(update)) expectEqual(read[field], value, field);
		});
		await check(`${resource}: get many`, async () => {
			const list = records(
				await run(good, { ...base, operation: 'getAll', returnAll: true, simplify: false }),
			);
			expect(
				list.some(({ id }) => id === record.id),
				`${show(record.id)} is not among ${list.length} records`,
			);
		});
		await check(`${resource}: delete`, async () => {
			const answer = one(
				await run(good, { ...base, operation: 'delete', ...recordId('id', record.id) }),
			);
			expectEqual(answer.deleted, true, 'deleted');
			const gone = await run(good, { ...base, operation: 'get', ...recordId('id', record.id) });
			expectEqual(gone.status, 'error', 'reading it afterwards');
		});
	}

	print('\nEvery operation');
	keepJournal();
	await checkEveryOperation({
		api,
		simulator,
		credential: goodKey,
		check,
		keep: (execution) => {
			executions.push(execution);
			keepJournal();
		},
	});

	print('\nMany items');
	const create200 = {
		resource: 'request',
		operation: 'create',
		subject: '={{ $json.subject }}',
		requesterEmail: 'requester@example.com',
		options: { concurrency: 10 },
	};
	const items = Array.from({ length: 200 }, (_, index) => ({ subject: `Bulk ${index}` }));
	await check('200 items, 10 at a time, with an expired token: one login, in order', async () => {
		// Late enough for calls to overlap.
		simulator.latencyMs = 20;
		simulator.expireTokens();
		keepJournal();
		const list = records(await run(good, create200, { items }), 200);
		expectEqual(
			list.map(({ subject }) => subject),
			items.map(({ subject }) => subject),
			'subjects',
		);
		expectEqual(new Set(list.map(({ id }) => id)).size, 200, 'different records');
		expectEqual(simulator.logins(), 1, 'logins');
		expect(simulator.peak > 1 && simulator.peak <= 10, `peak of ${simulator.peak} at a time`);
		simulator.latencyMs = 0;
		const creates = simulator.journal.filter(
			({ method, path, status }) => method === 'POST' && path.endsWith('/request') && status < 300,
		);
		expectEqual(creates.length, 200, 'created');
	});
	for (const refusal of ['403', 'html200'] as const) {
		await check(
			`an expired token that is answered with ${refusal}: one login, no item lost`,
			async () => {
				simulator.dialect.expiredToken = refusal;
				simulator.expireTokens();
				keepJournal();
				records(await run(good, create200, { items: items.slice(0, 20) }), 20);
				expectEqual(simulator.logins(), 1, 'logins');
				simulator.dialect.expiredToken = '401';
			},
		);
	}
	await check('each result is paired with its item', async () => {
		const execution = await run(goodKey, create200, { items: items.slice(0, 5) });
		const pairs = execution
			.items('ServiceOps')
			.map(({ pairedItem }) =>
				typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
			);
		expectEqual(pairs, [0, 1, 2, 3, 4], 'paired items');
	});
	await check(
		'20 items with a wrong password, Continue On Fail: one login, 20 errors',
		async () => {
			const wrong = await api.createCredential(
				'Wrong password',
				CREDENTIAL_TYPE,
				passwordLogin(simulator.url, { password: 'still-not-the-password' }),
			);
			keepJournal();
			const execution = await run(wrong, create200, {
				items: items.slice(0, 20),
				onError: 'continueRegularOutput',
			});
			const errors = records(execution, 20).map(({ error }) => error);
			expect(
				errors.every((error) => typeof error === 'string' && error.length > 0),
				JSON.stringify(errors[0]),
			);
			print(`        "${show(errors[0])}"`);
			expectEqual(simulator.logins(), 1, 'logins');
		},
	);

	print('\nFiles');
	await check('100 MB go up and come down byte for byte, past the memory of n8n', async () => {
		await checkBigFile(n8n, simulator, good);
	});
	await check('files go up and come down in the Binary Mode "combined" of n8n 2', async () => {
		await checkCombinedFiles(n8n, good);
	});

	print('\nThe editor');
	const search = async (filter?: string, paginationToken?: string) =>
		await api.searchList({
			nodeType: SERVICEOPS_NODE,
			path: 'parameters.recordId',
			methodName: 'searchRecords',
			parameters: { resource: 'request', operation: 'get' },
			credential: good,
			...(filter === undefined ? {} : { filter }),
			...(paginationToken === undefined ? {} : { paginationToken }),
		});
	await check('the record list pages through all records, each once', async () => {
		simulator.seedRequests(120);
		const values: unknown[] = [];
		let token: string | undefined;
		let pages = 0;
		do {
			const page = await search(undefined, token);
			values.push(...page.results.map(({ value }) => value));
			token = page.paginationToken === undefined ? undefined : String(page.paginationToken);
			pages += 1;
		} while (token !== undefined && pages < 50);
		expect(new Set(values).size === values.length, 'some records came twice');
		expect(values.length >= 120, `only ${values.length} records`);
		expect(pages > 1, 'all in one page');
		print(`        ${values.length} records in ${pages} pages`);
	});
	await check('the record list finds a record by a part of its subject', async () => {
		const created = one(
			await run(good, {
				resource: 'request',
				operation: 'create',
				subject: 'Zebra printer is jammed',
				requesterEmail: 'requester@example.com',
			}),
		);
		const { results } = await search('Zebra');
		expectEqual(
			results.map(({ value }) => String(value)),
			[show(created.id)],
			'found',
		);
		print(`        shown as "${results[0]?.name ?? ''}"`);
	});
	await check("n8n's HTTP Request node works with the credential", async () => {
		for (const credential of [good, goodKey]) {
			const node = workflowNode(
				'HTTP Request',
				'n8n-nodes-base.httpRequest',
				4.2,
				{
					method: 'POST',
					url: `${simulator.url}/api/v1/request/search/byqual?offset=0&size=2`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: CREDENTIAL_TYPE,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{ "qualDetails": { "type": "FlatQualificationRest", "quals": [] } }',
				},
				{ credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name: credential.name } } },
			);
			const { id } = await api.createWorkflow(chain('HTTP Request', [node]));
			const execution = await api.runWorkflow(id, TRIGGER_NAME);
			executions.push(execution);
			expectEqual(execution.status, 'success', `${credential.name}: ${execution.error}`);
			const list = execution.items('HTTP Request')[0]?.json.objectList;
			expect(Array.isArray(list) && list.length === 2, `${credential.name}: no records`);
		}
	});

	print('\nSecrets');
	const stored = await api.readCredential(good);
	await check('the token is stored with the credential, and masked in the editor', () => {
		expect(show(stored.accessToken).startsWith('__n8n_BLANK'), JSON.stringify(stored));
	});
	await check(
		'after a restart n8n still has the node and goes on with the saved token',
		async () => {
			const { userFolder } = n8n;
			await n8n.stop();
			n8n = await startN8n({ gateway, userFolder });
			keepJournal();
			records(
				await run(good, { resource: 'request', operation: 'getAll', returnAll: false, limit: 5 }),
				5,
			);
			expectEqual(simulator.logins(), 0, 'logins');
		},
	);
	await check('no secret is in any execution, message or log', () => {
		keepJournal();
		const tokens = journal
			.map(({ headers }) => String(headers.authorization ?? '').replace(/^\S+\s+/, ''))
			.filter((token) => token.length > 0);
		const secrets = new Set([
			LOGIN.password,
			LOGIN.clientSecret,
			LOGIN.apiKey,
			LOGIN.restrictedApiKey,
			...tokens,
		]);
		expect(tokens.length > 0, 'no token seen at all');
		const places: Array<[string, string]> = [
			...executions.map(({ id, raw }): [string, string] => [`execution ${id}`, raw]),
			...[...messages].map(([name, message]): [string, string] => [`message on ${name}`, message]),
			["n8n's log", fs.readFileSync(n8n.logFile, 'utf8')],
		];
		for (const [place, text] of places) {
			for (const secret of secrets) expect(!text.includes(secret), `a secret is in ${place}`);
		}
		print(`        ${secrets.size} secrets looked for in ${places.length} places`);
	});
	await check('the simulator had nothing to complain about', () => {
		expectEqual(refusals, [], 'refused');
	});
	await check('n8n spoke to nobody but the simulators and the registry', () => {
		const ours = [...gateway.refused].filter((host) => !/(^|\.)n8n\.io(:\d+)?$/.test(host));
		expectEqual(ours, [], 'hosts that were not let through');
	});
	progress('Done');
	return finish();
}

void runScript(main);
