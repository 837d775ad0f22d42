/**
 * Queue mode: a real n8n that hands its executions to two workers over Redis. Each worker is a process with a memory
 * of its own, so what the package remembers of a login is not shared but through the database.
 */
import type { IDataObject } from 'n8n-workflow';

import { expect, expectEqual, show, startChecks } from './checks';
import { startGateway } from './gateway';
import { installN8n, packTarball, printProgress } from './install';
import type { CredentialReference, Execution } from './n8nApi';
import { startN8n, startWorker, type N8nWorker } from './n8nServer';
import { onEnd, print, runScript } from './processes';
import { startPostgres, startRedis } from './queueServices';
import {
	CREDENTIAL_TYPE,
	passwordLogin,
	SERVICEOPS_NODE,
	serviceOpsNode,
	workflowNode,
} from './workflows';
import { LOGIN, startSimulator, type JournalEntry } from '../simulator';
import { crypto, delay, fs, path } from '../support/node';

const EXECUTIONS = 10;
const ITEMS = 100;
const WRONG_PASSWORD = 'never-the-password';
/** Half of the executions, so that one worker cannot take them all. */
const SLOTS = EXECUTIONS / 2;
const RUN_TIMEOUT_MS = 150_000;
const INSTALL_TIMEOUT_MS = 90_000;
/** How long the package remembers that a login was refused. */
const REFUSAL_MS = 30_000;

/** What one run of all executions did. */
interface Round {
	readonly executions: Execution[];
	/** How many of the executions each worker carried out. */
	readonly shares: number[];
	/** Creates that the server took. */
	readonly created: JournalEntry[];
	readonly logins: number;
	/** How many times all tokens were made invalid. */
	readonly expiries: number;
	readonly seconds: number;
}

/** IDs of the executions that a worker says it has finished. */
function finishedBy({ logFile }: N8nWorker): string[] {
	const log = fs.readFileSync(logFile, 'utf8');
	return [...log.matchAll(/Worker finished execution (\d+)/g)].map(([, id = '']) => id);
}

async function untilLogged({ logFile }: N8nWorker, text: string): Promise<void> {
	const deadline = Date.now() + INSTALL_TIMEOUT_MS;
	while (!fs.readFileSync(logFile, 'utf8').includes(text)) {
		expect(Date.now() < deadline, `the worker has not logged "${text}"`);
		await delay(250);
	}
}

/** All logs below n8n's folder, its own protocol of events among them. */
function logsBelow(folder: string): string[] {
	return fs
		.readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.log') && !file.includes('node_modules'))
		.map((file) => path.join(folder, file));
}

/** A bearer token, or the part of another scheme that is secret. */
const secretOf = ({ headers }: JournalEntry): string =>
	String(headers.authorization ?? '').replace(/^\S+\s+/, '');

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	await installN8n(progress);
	progress('Packing the package, starting the simulator, Redis, PostgreSQL, n8n and a worker');
	const gateway = await startGateway(await packTarball());
	const simulator = await startSimulator({});
	onEnd(async () => {
		await simulator.close();
	});
	const redis = await startRedis(progress);
	const postgres = await startPostgres(progress);
	const encryptionKey = crypto.randomBytes(24).toString('hex');
	const env = { ...redis.env, ...postgres.env, N8N_ENCRYPTION_KEY: encryptionKey };
	const n8n = await startN8n({ gateway, env });
	const { api } = n8n;
	const early = await startWorker({ gateway, env }, SLOTS);
	const workers = [early];
	progress(`n8n is up at ${n8n.url}, the simulator at ${simulator.url}`);

	const journal: JournalEntry[] = [];
	const refusals: JournalEntry[] = [];
	const executions: Execution[] = [];
	const keepJournal = (): void => {
		journal.push(...simulator.journal);
		refusals.push(...simulator.refused());
		simulator.clearJournal();
	};
	const created = (): JournalEntry[] =>
		simulator
			.calls({ method: 'POST', path: /\/request$/ })
			.filter(({ status }) => status >= 200 && status < 300);

	print('\nInstalling');
	const installed = await check('the Community Nodes screen installs the package', async () => {
		const { installedNodes } = await api.installPackage('n8n-nodes-serviceops');
		expect(
			installedNodes.some(({ type }) => type === SERVICEOPS_NODE),
			`installed: ${JSON.stringify(installedNodes)}`,
		);
	});
	if (!installed) return finish();
	await check('a worker that runs already installs it too', async () => {
		await untilLogged(early, 'Community package installed: n8n-nodes-serviceops');
	});
	await check(
		'a worker with an empty folder installs it at its start, with N8N_REINSTALL_MISSING_PACKAGES',
		async () => {
			const late = await startWorker(
				{ gateway, env: { ...env, N8N_REINSTALL_MISSING_PACKAGES: 'true' } },
				SLOTS,
			);
			workers.push(late);
			await untilLogged(late, 'Packages reinstalled successfully');
		},
	);
	if (workers.length !== 2) return finish();

	/** Publishes a workflow that makes a request of each subject it is called with; answers its ID and how to call it. */
	const publishImport = async (
		name: string,
		credential: CredentialReference,
		onError?: 'continueRegularOutput',
	): Promise<{ id: string; call: (subjects: string[]) => Promise<void> }> => {
		const address = crypto.randomUUID();
		const nodes = [
			workflowNode(
				'Webhook',
				'n8n-nodes-base.webhook',
				2,
				{ httpMethod: 'POST', path: address, responseMode: 'onReceived', options: {} },
				{ webhookId: address },
			),
			workflowNode('Split Out', 'n8n-nodes-base.splitOut', 1, {
				fieldToSplitOut: 'body.records',
				options: {},
			}),
			serviceOpsNode(
				'ServiceOps',
				{
					resource: 'request',
					operation: 'create',
					subject: '={{ $json.subject }}',
					requesterEmail: 'requester@example.com',
				},
				credential,
				onError,
			),
		];
		const { id } = await api.createWorkflow({
			name,
			nodes,
			connections: {
				Webhook: { main: [[{ node: 'Split Out', type: 'main', index: 0 }]] },
				'Split Out': { main: [[{ node: 'ServiceOps', type: 'main', index: 0 }]] },
			},
		});
		await api.publish(id);
		await api.untilSettled(id);
		return {
			id,
			call: async (subjects) => {
				const response = await fetch(`${n8n.url}/webhook/${address}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ records: subjects.map((subject) => ({ subject })) }),
				});
				expect(response.ok, `the webhook answered ${response.status}: ${await response.text()}`);
			},
		};
	};

	/** Waits until so many executions of a workflow have ended. */
	const untilEnded = async (workflowId: string): Promise<Execution[]> => {
		const deadline = Date.now() + RUN_TIMEOUT_MS;
		for (;;) {
			const ended = await api.executionsOf(workflowId);
			if (ended.length >= EXECUTIONS) return ended;
			expect(Date.now() < deadline, `only ${ended.length} executions have ended`);
			await delay(500);
		}
	};

	const carryOut = async (
		workflow: { id: string; call: (subjects: string[]) => Promise<void> },
		subjects: string[][],
		expireAt: number[],
	): Promise<Round> => {
		keepJournal();
		const started = Date.now();
		simulator.expireTokens();
		let expiries = 1;
		let isOver = false;
		const expiring = (async () => {
			for (const count of expireAt) {
				while (created().length < count && !isOver) await delay(5);
				if (isOver) return;
				simulator.expireTokens();
				expiries += 1;
			}
		})();
		try {
			await Promise.all(subjects.map(async (list) => await workflow.call(list)));
			const ended = await untilEnded(workflow.id);
			executions.push(...ended);
			const ids = new Set(ended.map(({ id }) => id));
			const shares = workers.map((worker) => finishedBy(worker).filter((id) => ids.has(id)).length);
			return {
				executions: ended,
				shares,
				created: created(),
				logins: simulator.logins(),
				expiries,
				seconds: (Date.now() - started) / 1000,
			};
		} finally {
			isOver = true;
			await expiring;
		}
	};

	const total = EXECUTIONS * ITEMS;
	// Each server is logged in to under another of the user's names, so that nothing is known of the round before. Where
	// a login ends the tokens of others, workers that log in at the same moment end each other's, so one tries again.
	const ROUNDS: Array<{
		title: string;
		username: string;
		newTokenRevokesOld: boolean;
		most: 1 | 2;
	}> = [
		{
			title: 'A server where older tokens stay valid',
			username: LOGIN.username,
			newTokenRevokesOld: false,
			most: 1,
		},
		{
			title: 'A server where a new login ends older tokens',
			username: `${LOGIN.username}@example.com`,
			newTokenRevokesOld: true,
			most: 2,
		},
	];
	for (const { title, username, newTokenRevokesOld, most } of ROUNDS) {
		print(`\n${title}`);
		simulator.dialect.newTokenRevokesOld = newTokenRevokesOld;
		simulator.latencyMs = 0;
		keepJournal();
		const credential = await api.createCredential(
			title,
			CREDENTIAL_TYPE,
			passwordLogin(simulator.url, { username }),
		);
		await check("n8n's main process tests the credential: one login", async () => {
			const { status, message } = await api.testCredential(credential);
			expectEqual(status, 'OK', message);
			expectEqual(simulator.logins(), 1, 'logins');
		});
		// So late that the token is no longer new when it expires in the middle: a token that is refused within seconds of
		// its login looks like a missing permission.
		simulator.latencyMs = 2_500;
		const workflow = await publishImport(title, credential);
		const subjects = Array.from({ length: EXECUTIONS }, (_, run) =>
			Array.from({ length: ITEMS }, (__, item) => `${title}: ${run}.${item}`),
		);
		let round: Round | undefined;
		const ran = await check(
			`${EXECUTIONS} executions of ${ITEMS} items succeed while the token expires`,
			async () => {
				round = await carryOut(workflow, subjects, [total / 2]);
				const faults = round.executions.filter(({ status }) => status !== 'success');
				expectEqual(
					faults.map(({ id, error }) => `${id}: ${error}`),
					[],
					'failed executions',
				);
				expectEqual(round.expiries, 2, 'expiries');
			},
		);
		if (!round) continue;
		const { executions: ended, shares, created: taken, logins, expiries, seconds } = round;
		await check(`all ${total} items were done, each once`, () => {
			const sorted = taken.map(({ body }) => show((body as IDataObject).subject)).sort();
			expectEqual(sorted.length, total, 'creates');
			expectEqual(sorted, subjects.flat().sort(), 'subjects');
			const ids = ended.flatMap((one) => one.items('ServiceOps').map(({ json }) => json.id));
			expectEqual(new Set(ids).size, total, 'different records among the results');
		});
		await check('both workers took part, and carried out all executions between them', () => {
			expectEqual(
				shares.reduce((sum, share) => sum + share, 0),
				EXECUTIONS,
				'executions by workers',
			);
			expect(!shares.includes(0), `executions by worker: ${shares.join(', ')}`);
		});
		await check(`at most ${most} login${most === 1 ? '' : 's'} per worker and expiry`, () => {
			expect(logins <= most * workers.length * expiries, `${logins} logins`);
		});
		print(
			`        ${total} items in ${seconds.toFixed(1)} s; executions by worker: ${shares.join(' and ')}; ` +
				`peak of ${simulator.peak} calls at a time`,
		);
		print(`        ${workers.length} workers, ${expiries} expiries, ${logins} logins`);
		if (!ran) print('        (not all executions succeeded)');
	}
	simulator.dialect.newTokenRevokesOld = false;

	print('\nA wrong password');
	// Late enough for every worker to have its share before the first refusal.
	simulator.latencyMs = 1_000;
	const wrong = await publishImport(
		'Wrong password',
		await api.createCredential(
			'Wrong password',
			CREDENTIAL_TYPE,
			passwordLogin(simulator.url, { password: WRONG_PASSWORD }),
		),
		'continueRegularOutput',
	);
	await check('at most one login per worker, and an error for every item', async () => {
		const subjects = Array.from({ length: EXECUTIONS }, () => Array<string>(20).fill('Never'));
		const round = await carryOut(wrong, subjects, []);
		print(
			`        ${workers.length} workers, ${round.logins} logins; executions by worker: ${round.shares.join(' and ')}`,
		);
		const errors = round.executions.flatMap((one) =>
			one.items('ServiceOps').map(({ json }) => show(json.error)),
		);
		expectEqual(errors.length, 20 * EXECUTIONS, 'results');
		expect(
			errors.every((error) => error.includes('rejected the Username or Password')),
			`not every item has the error: ${errors.find((error) => !error.includes('refused')) ?? ''}`,
		);
		expect(!round.shares.includes(0), `executions by worker: ${round.shares.join(', ')}`);
		// On a machine that is very slow, the refusal is forgotten on the way.
		const each = 1 + Math.floor((round.seconds * 1000) / REFUSAL_MS);
		expect(round.logins <= workers.length * each, `${round.logins} logins`);
	});

	print('\nSecrets');
	keepJournal();
	await check('no secret is in any execution or log', () => {
		const tokens = journal.map(secretOf).filter((token) => token.length > 0);
		const secrets = new Set([
			LOGIN.password,
			LOGIN.clientSecret,
			WRONG_PASSWORD,
			encryptionKey,
			...tokens,
		]);
		const logs = [
			...[n8n, ...workers].flatMap(({ userFolder }) => logsBelow(userFolder)),
			redis.logFile,
			postgres.logFile,
		];
		const places: Array<[string, string]> = [
			...executions.map(({ id, raw }): [string, string] => [`execution ${id}`, raw]),
			...logs.map((file): [string, string] => [file, fs.readFileSync(file, 'utf8')]),
		];
		expectEqual(executions.length, 3 * EXECUTIONS, 'executions to look at');
		expect(tokens.length > 0, 'no token seen at all');
		for (const [place, text] of places) {
			for (const secret of secrets) expect(!text.includes(secret), `a secret is in ${place}`);
		}
		print(
			`        ${secrets.size} secrets looked for in ${executions.length} executions and ${logs.length} logs`,
		);
	});
	await check('the simulator had nothing to complain about', () => {
		expectEqual(refusals, [], 'refused');
	});
	progress('Done');
	return finish();
}

void runScript(main);
