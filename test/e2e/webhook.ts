/**
 * The webhook trigger in activated workflows of a real n8n: bad calls are refused over the wire, each with its status and
 * without a trace in ServiceOps or among the executions; good ones start the workflow with the record.
 */
import type { IDataObject, INode } from 'n8n-workflow';

import { expect, expectEqual, show, startChecks } from './checks';
import { printProgress } from './install';
import type { CredentialReference, WorkflowDraft } from './n8nApi';
import { print, runScript } from './processes';
import { startSession } from './session';
import { CREDENTIAL_TYPE, SERVICEOPS_NODE, workflowNode } from './workflows';
import { LOGIN } from '../simulator';
import { delay, fs, path, projectRoot } from '../support/node';

const WEBHOOK_NODE = 'n8n-nodes-serviceops.serviceOpsWebhookTrigger';
const WEBHOOK_CREDENTIAL = 'serviceOpsWebhookApi';
const TRIGGER = 'ServiceOps Webhook Trigger';
const EXAMPLE = path.join(projectRoot, 'examples', 'escalate-on-webhook.json');
const SECRET = 'correct-horse-battery-staple';

interface Call {
	method?: string;
	headers?: Record<string, string | undefined>;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
}

interface Answer {
	status: number;
	message: string;
	headers: Headers;
}

/** Calls as ServiceOps does, unless told otherwise; a header that is undefined is left out. */
async function callUrl(
	url: string,
	{ method = 'POST', headers = {}, body }: Call,
): Promise<Answer> {
	const all = {
		'content-type': 'application/json',
		'x-serviceops-secret': SECRET,
		...headers,
	};
	const sent = Object.entries(all).filter(
		(pair): pair is [string, string] => pair[1] !== undefined,
	);
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const hasBody = !['GET', 'HEAD'].includes(method);
	const content = hasBody && text !== undefined ? { body: Buffer.from(text) } : {};
	const response = await fetch(url, { method, headers: sent, ...content });
	const answer = await response.text();
	const { message } = answer.startsWith('{')
		? (JSON.parse(answer) as IDataObject)
		: { message: '' };
	return { status: response.status, message: show(message), headers: response.headers };
}

const credentialsOf = (credentials: CredentialReference[]): INode['credentials'] =>
	Object.fromEntries(credentials.map(({ type, id, name }) => [type, { id, name }]));

/** A workflow of the trigger and one node behind it, by which one sees that it ran. */
function draft(
	name: string,
	webhookId: string,
	parameters: IDataObject,
	credentials: CredentialReference[],
): WorkflowDraft {
	const trigger = workflowNode(TRIGGER, WEBHOOK_NODE, 1, parameters, {
		webhookId,
		credentials: credentialsOf(credentials),
	});
	return {
		name,
		nodes: [trigger, workflowNode('Reached', 'n8n-nodes-base.noOp', 1, {})],
		connections: { [TRIGGER]: { main: [[{ node: 'Reached', type: 'main', index: 0 }]] } },
	};
}

const REQUEST = { module: 'request', id: 10 };
const json = (type: string) => ({ headers: { 'content-type': type } });
const secret = (value: string | undefined) => ({ headers: { 'x-serviceops-secret': value } });

/** Bad calls by kind, with the status that each must get. Bad JSON is n8n's own refusal, before the node sees it. */
const BAD: Array<[kind: string, status: number, call: Call]> = [
	['GET', 405, { method: 'GET' }],
	['HEAD', 405, { method: 'HEAD' }],
	['PUT', 405, { method: 'PUT', body: REQUEST }],
	['PATCH', 405, { method: 'PATCH', body: REQUEST }],
	['DELETE', 405, { method: 'DELETE' }],
	['no secret', 401, { ...secret(undefined), body: REQUEST }],
	['an empty secret', 401, { ...secret(''), body: REQUEST }],
	['a wrong secret', 403, { ...secret('wrong-horse-battery-staple'), body: REQUEST }],
	['the beginning of the secret', 403, { ...secret(SECRET.slice(0, -1)), body: REQUEST }],
	['the secret in capitals', 403, { ...secret(SECRET.toUpperCase()), body: REQUEST }],
	[
		'the secret as Authorization',
		401,
		{
			headers: { 'x-serviceops-secret': undefined, authorization: `Bearer ${SECRET}` },
			body: REQUEST,
		},
	],
	['plain text', 415, { ...json('text/plain'), body: REQUEST }],
	['XML', 415, { ...json('application/xml'), body: '<id>10</id>' }],
	['a form', 415, { ...json('application/x-www-form-urlencoded'), body: 'module=request&id=10' }],
	[
		'a file upload',
		415,
		{
			...json('multipart/form-data; boundary=x'),
			body: '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n10\r\n--x--\r\n',
		},
	],
	['no content type', 415, { headers: { 'content-type': undefined }, body: REQUEST }],
	['a body over 64 KB', 413, { body: { ...REQUEST, padding: 'x'.repeat(64 * 1024) } }],
	['a body of 5 MB', 413, { body: { ...REQUEST, padding: 'x'.repeat(5_000_000) } }],
	['broken JSON', 422, { body: '{"module": "request", "id": ' }],
	[
		'JSON broken by a subject',
		422,
		{ body: '{"module": "request", "id": 10, "subject": "the "new" one"}' },
	],
	['no body', 400, {}],
	['an empty object', 400, { body: {} }],
	['a list', 400, { body: [REQUEST] }],
	['a JSON text', 400, { body: '"request"' }],
	['no module', 422, { body: { id: 10 } }],
	['an unknown module', 422, { body: { module: 'task', id: 10 } }],
	['a module that is not chosen', 403, { body: { module: 'problem', id: 1 } }],
	['no id', 422, { body: { module: 'request' } }],
	['several ids', 422, { body: { module: 'request', id: [10, 11] } }],
	[
		'a placeholder that was not filled in',
		422,
		{ body: { module: 'request', id: '{{ticket.id}}' } },
	],
	['a path as id', 422, { body: { module: 'request', id: '10/../../requester/1' } }],
	['a negative id', 422, { body: { module: 'request', id: -10 } }],
	['an unknown asset class', 422, { body: { module: 'asset', id: 1, assetClass: 'Boat' } }],
];

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	const { n8n, simulator } = await startSession(progress);
	const { api } = n8n;

	const login = await api.createCredential('Login', CREDENTIAL_TYPE, {
		serverUrl: simulator.url,
		authentication: 'password',
		clientId: LOGIN.clientId,
		clientSecret: LOGIN.clientSecret,
		username: LOGIN.username,
		password: LOGIN.password,
	});
	const word = await api.createCredential('Secret', WEBHOOK_CREDENTIAL, { secret: SECRET });
	const urlOf = (webhookId: string): string => `${n8n.url}/webhook/${webhookId}/webhook`;
	const start = async (
		name: string,
		webhookId: string,
		parameters: IDataObject,
		credentials = [login, word],
	) => {
		const { id } = await api.createWorkflow(draft(name, webhookId, parameters, credentials));
		await api.publish(id);
		await api.untilSettled(id);
		return { id, call: async (call: Call) => await callUrl(urlOf(webhookId), call) };
	};
	/** What the trigger handed on in each run, the newest first, once there are so many. */
	const runsOf = async (workflowId: string, count: number): Promise<IDataObject[]> => {
		for (let waits = 0; ; waits++) {
			const executions = await api.executionsOf(workflowId);
			if (executions.length >= count || waits === 100) {
				expectEqual(
					executions.map(({ status }) => status),
					Array(count).fill('success'),
					'runs',
				);
				return executions.map((execution) => execution.items('Reached')[0]?.json ?? {});
			}
			await delay(100);
		}
	};

	const form = { modules: ['request', 'change', 'asset'], fetchRecord: true, simplify: true };
	const main = await start('Webhook', '5c1e3a7d-0001-4d52-9a0b-000000000001', form);

	/** Starts a workflow that should not start. */
	const attempt = async (webhookId: string, credentials: CredentialReference[]): Promise<Error> =>
		await start('Refused', webhookId, form, credentials).then(
			() => new Error('it was activated'),
			(error: Error) => error,
		);
	const weak = await api.createCredential('Weak', WEBHOOK_CREDENTIAL, { secret: 'short' });
	// n8n tries for a quarter of a minute before it gives up.
	const weakStart = attempt('5c1e3a7d-0001-4d52-9a0b-000000000004', [login, weak]);

	print('\nBad calls');
	simulator.clearJournal();
	for (const [kind, status, call] of BAD) {
		await check(`${kind}: ${status}`, async () => {
			const answer = await main.call(call);
			expectEqual(answer.status, status, `status (${answer.message})`);
			if (call.method !== 'HEAD') expect(answer.message !== '', 'the answer does not say why');
			if (status === 405) expectEqual(answer.headers.get('allow'), 'POST', 'Allow');
			expect(!answer.message.includes(SECRET), 'the answer tells the secret');
		});
	}
	await check('none of them reached ServiceOps or started the workflow', async () => {
		expectEqual(simulator.journal.length, 0, 'calls of ServiceOps');
		await runsOf(main.id, 0);
	});

	print('\nRecords that cannot be read');
	await check('an ID that ServiceOps does not have: 404', async () => {
		const { status, message } = await main.call({ body: { module: 'request', id: 9999 } });
		expectEqual([status, message.includes('9999')], [404, true], message);
	});
	await check('a key that ServiceOps does not have: 404', async () => {
		const { status, message } = await main.call({ body: { module: 'request', id: 'INC-9999' } });
		expectEqual([status, message.includes('INC-9999')], [404, true], message);
	});
	await check('a server that fails: 502', async () => {
		simulator.failNext({
			path: /\/request\/10$/,
			status: 500,
			body: JSON.stringify({ code: '500', userMessage: 'Out of order' }),
		});
		const { status, message } = await main.call({ body: REQUEST });
		expectEqual([status, message.includes('Out of order')], [502, true], message);
	});
	await check('a login that is refused: 502', async () => {
		const wrong = await api.createCredential('Wrong', CREDENTIAL_TYPE, {
			serverUrl: simulator.url,
			authentication: 'apiKey',
			apiKey: 'no-such-key',
		});
		const { call, id } = await start('Login', '5c1e3a7d-0001-4d52-9a0b-000000000002', form, [
			wrong,
			word,
		]);
		const { status, message } = await call({ body: REQUEST });
		expectEqual([status, message.includes('no-such-key')], [502, false], message);
		await runsOf(id, 0);
	});
	await check('none of them started the workflow, and the log of n8n tells of each', async () => {
		await runsOf(main.id, 0);
		const log = fs.readFileSync(n8n.logFile, 'utf8');
		for (const status of [401, 403, 404, 405, 413, 415, 422, 502]) {
			expect(log.includes(`answered ${status} to a call`), `nothing about ${status}`);
		}
		expect(!log.includes(SECRET), 'the log tells the secret');
	});

	print('\nGood calls');
	const GOOD: Array<[kind: string, call: Call, expected: IDataObject]> = [
		['an ID as a number', { body: REQUEST }, { module: 'request', id: 10, key: 'INC-29' }],
		['an ID as text', { body: { module: 'request', id: '10' } }, { module: 'request', id: 10 }],
		['a key', { body: { module: 'request', id: 'INC-29' } }, { module: 'request', id: 10 }],
		[
			'a content type with charset',
			{ ...json('application/json; charset=UTF-8'), body: REQUEST },
			{ id: 10 },
		],
		['another module', { body: { module: 'Change', id: 1 } }, { module: 'change', id: 1 }],
		[
			'an asset of another class',
			{ body: { module: 'asset', id: 1, assetClass: 'SoftwareAsset' } },
			{ module: 'asset', id: 1, type: 'SoftwareAsset' },
		],
		[
			'values that lie',
			{ body: { ...REQUEST, subject: 'Lie', name: 'INC-1' } },
			{ id: 10, key: 'INC-29' },
		],
		['an expired login', { body: REQUEST }, { id: 10 }],
	];
	for (const [at, [kind, call, expected]] of GOOD.entries()) {
		await check(`${kind}: 200, and the workflow starts with the record`, async () => {
			if (kind === 'an expired login') simulator.expireTokens();
			const { status, message } = await main.call(call);
			expectEqual(status, 200, `status (${message})`);
			const [item = {}] = await runsOf(main.id, at + 1);
			const got = Object.fromEntries(Object.keys(expected).map((key) => [key, item[key]]));
			expectEqual(got, expected, 'item');
		});
	}
	await check('a call that is repeated carries the same eventId', async () => {
		await main.call({ body: REQUEST });
		const [last = {}, before = {}] = await runsOf(main.id, GOOD.length + 1);
		expect(show(last.eventId).startsWith('request:10:'), `eventId ${show(last.eventId)}`);
		expectEqual(last.eventId, before.eventId, 'eventId');
	});
	await check('without Fetch Record nothing is asked of ServiceOps', async () => {
		const webhookId = '5c1e3a7d-0001-4d52-9a0b-000000000003';
		const plain = await start('Plain', webhookId, { modules: ['request'], fetchRecord: false }, [
			word,
		]);
		simulator.clearJournal();
		expectEqual((await plain.call({ body: REQUEST })).status, 200, 'status');
		expectEqual(await runsOf(plain.id, 1), [{ module: 'request', id: '10' }], 'items');
		expectEqual(simulator.journal.length, 0, 'calls of ServiceOps');
	});

	print('\nLife cycle');
	await check('a workflow without the credential cannot be activated', async () => {
		const { message } = await attempt('5c1e3a7d-0001-4d52-9a0b-000000000005', [login]);
		expect(message.includes(`Missing required credential: ${WEBHOOK_CREDENTIAL}`), message);
	});
	await check('a workflow without a usable secret cannot be activated', async () => {
		const { message } = await weakStart;
		expect(message.includes('The Secret is shorter than 16 characters'), message);
		const { status } = await callUrl(urlOf('5c1e3a7d-0001-4d52-9a0b-000000000004'), {
			body: REQUEST,
		});
		expectEqual(status, 404, 'status');
	});
	await check('a secret that is emptied later shuts everybody out: 500', async () => {
		await api.updateCredential(word, { secret: '' });
		for (const given of ['', SECRET, undefined]) {
			const { status, message } = await main.call({ ...secret(given), body: REQUEST });
			expectEqual([status, message.includes('not set up')], [500, true], message);
		}
		await api.updateCredential(word, { secret: SECRET });
		expectEqual((await main.call({ body: REQUEST })).status, 200, 'status with the secret again');
	});
	await check('a deactivated workflow is gone, an activated one back at the same URL', async () => {
		await api.unpublish(main.id);
		await api.untilSettled(main.id);
		expectEqual((await main.call({ body: REQUEST })).status, 404, 'status');
		await api.publish(main.id);
		await api.untilSettled(main.id);
		expectEqual((await main.call({ body: REQUEST })).status, 200, 'status');
	});
	await check('the Test button of the credential tells a good secret from a bad one', async () => {
		expectEqual((await api.testCredential(word)).status, 'OK', 'good');
		expectEqual((await api.testCredential(weak)).status, 'Error', 'short');
	});
	await check('n8n never hands out the secret', async () => {
		expect(!JSON.stringify(await api.readCredential(word)).includes(SECRET), 'in the credential');
		const executions = await api.executionsOf(main.id);
		expect(executions.length > 0, 'no executions');
		expect(!executions.some(({ raw }) => raw.includes(SECRET)), 'in an execution');
	});
	await check('the example workflow leaves a note on an urgent request', async () => {
		const example = JSON.parse(fs.readFileSync(EXAMPLE, 'utf8')) as WorkflowDraft;
		const own: Record<string, CredentialReference[]> = {
			[WEBHOOK_NODE]: [login, word],
			[SERVICEOPS_NODE]: [login],
		};
		const nodes = example.nodes.map((node) => ({
			...node,
			...(own[node.type] && { credentials: credentialsOf(own[node.type] ?? []) }),
		}));
		const { id } = await api.createWorkflow({ ...example, nodes });
		await api.publish(id);
		await api.untilSettled(id);
		const url = urlOf(nodes.find(({ type }) => type === WEBHOOK_NODE)?.webhookId ?? '');
		simulator.clearJournal();
		expectEqual(
			(await callUrl(url, { body: { module: 'request', id: 104 } })).status,
			200,
			'status',
		);
		for (let waits = 0; waits < 100 && (await api.executionsOf(id)).length === 0; waits++)
			await delay(100);
		const [execution] = await api.executionsOf(id);
		expectEqual([execution?.status, execution?.error], ['success', ''], 'run');
		expectEqual(
			simulator.calls({ method: 'POST', path: /\/request\/104\/conversation$/ }).length,
			1,
			'notes',
		);
	});
	await check('the simulator found no call that broke its contract', () => {
		expectEqual(
			simulator.refused().map(({ method, path: at }) => `${method} ${at}`),
			[],
			'calls',
		);
	});
	return finish();
}

void runScript(main);
