/**
 * The polling trigger in a real n8n: activated workflows on servers of every kind that a list may be, 1,000 creates and
 * updates on each, in bursts, while n8n is restarted, servers are down and logins expire. Prints what became of them.
 */
import { expect, startChecks } from './checks';
import { startGateway } from './gateway';
import { installN8n, packTarball, printProgress } from './install';
import { startN8n } from './n8nServer';
import { onEnd, print, runScript } from './processes';
import { CREDENTIAL_TYPE, workflowNode } from './workflows';
import { LOGIN, startSimulator, type Dialect, type Simulator } from '../simulator';
import { insert, tableOf } from '../simulator/store';
import { delay, http } from '../support/node';

const ROUNDS = 10;
const PER_ROUND = 100;
/** How long a round may take to come through, in seconds: n8n polls once a minute, and retries in between. */
const ARRIVAL_S = 75;

interface Subject {
	name: string;
	simulator: Simulator;
	workflowId: string;
	expected: Set<string>;
	got: string[];
	known: number[];
	clock: number;
}

/** Collects what the workflows send: the events of one execution per call, by the name of the subject. */
async function startSink(take: (name: string, events: string[]) => void): Promise<string> {
	const server = http.createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => (text += part));
		request.on('end', () => {
			const { data } = JSON.parse(text) as { data: Array<{ eventId: string }> };
			take(
				(request.url ?? '').slice(1),
				data.map(({ eventId }) => eventId),
			);
			response.setHeader('content-type', 'application/json');
			response.end('{}');
		});
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

/** Creates and updates, many in the same millisecond, some with times before those of others already there. */
function burst({ simulator, expected, known, ...subject }: Subject, clock: number): void {
	simulator.edit((data) => {
		const table = tableOf(data, 'request');
		const touched = new Set<number>();
		const arrived = new Set(subject.got);
		for (let index = 0; index < PER_ROUND; index++) {
			const at = clock + (index % 3 === 0 ? -(index * 17) % 4000 : 0);
			const old = table.rows.get(known[(index * 7) % Math.max(1, known.length)] ?? 0);
			// A second update before the next poll would hide the first: only what has arrived is updated again.
			const hasArrived = old && arrived.has(`request:${old.id}:${old.updatedTime}`);
			if (index % 2 === 0 && hasArrived && old.updatedTime < at && !touched.has(old.id)) {
				old.updatedTime = at;
				touched.add(old.id);
				expected.add(`request:${old.id}:${at}`);
			} else {
				const { id } = insert(table, { subject: subject.name, statusName: 'Open' }, at);
				known.push(id);
				touched.add(id);
				expected.add(`request:${id}:${at}`);
			}
		}
		table.version++;
	});
}

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	await installN8n(progress);
	const tarball = await packTarball();
	const gateway = await startGateway(tarball);
	let n8n = await startN8n({ gateway });
	progress(`n8n is up at ${n8n.url}`);
	await n8n.api.installPackage(tarball.name);
	const subjects: Subject[] = [];
	const sink = await startSink((name, events) => {
		subjects.find((one) => one.name === name)?.got.push(...events);
	});

	for (const listOrder of ['ascending', 'descending'] as const) {
		for (const timeFilter of ['works', 'ignored', 'refused'] as const) {
			for (const totalCount of [true, false]) {
				const name = `${listOrder}-${timeFilter}-${totalCount ? 'total' : 'noTotal'}`;
				const dialect: Partial<Dialect> = { listOrder, timeFilter, totalCount };
				const simulator = await startSimulator({ dialect });
				onEnd(async () => {
					await simulator.close();
				});
				const credential = await n8n.api.createCredential(name, CREDENTIAL_TYPE, {
					serverUrl: simulator.url,
					authentication: 'password',
					clientId: LOGIN.clientId,
					clientSecret: LOGIN.clientSecret,
					username: LOGIN.username,
					password: LOGIN.password,
				});
				const condition = [{ field: 'createdTime', operator: 'after', value: '2000-01-01' }];
				const trigger = workflowNode(
					'Trigger',
					'n8n-nodes-serviceops.serviceOpsTrigger',
					1,
					{
						pollTimes: { item: [{ mode: 'everyMinute' }] },
						resource: 'request',
						event: 'createdOrUpdated',
						filters: { conditions: { condition } },
						simplify: true,
						options: {},
					},
					{ credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name } } },
				);
				const aggregate = workflowNode('Aggregate', 'n8n-nodes-base.aggregate', 1, {
					aggregate: 'aggregateAllItemData',
				});
				const send = workflowNode('Send', 'n8n-nodes-base.httpRequest', 4.2, {
					method: 'POST',
					url: `${sink}/${name}`,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ JSON.stringify($json) }}',
				});
				const link = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
				const { id } = await n8n.api.createWorkflow({
					name,
					nodes: [trigger, aggregate, send],
					connections: { Trigger: link('Aggregate'), Aggregate: link('Send') },
				});
				const clock = Date.now() + 3_600_000;
				subjects.push({
					name,
					simulator,
					workflowId: id,
					expected: new Set(),
					got: [],
					known: [],
					clock,
				});
			}
		}
	}
	const isAllThere = () => subjects.every(({ expected, got }) => got.length >= expected.size);
	/** Gives what was emitted time to come through n8n; what does not come counts as missed at the end. */
	const arrive = async (seconds: number): Promise<void> => {
		for (let waited = 0; waited < seconds * 10 && !isAllThere(); waited++) await delay(100);
	};
	const burstAll = (pauseMs: number): void => {
		for (const subject of subjects) burst(subject, (subject.clock += pauseMs));
	};
	/**
	 * Something happens while nobody looks, then n8n does: it polls as soon as it starts a trigger. A workflow is not
	 * switched off while it has events, because n8n drops an execution that has not begun by then.
	 */
	const publishAll = async (meanwhile: () => void): Promise<void> => {
		for (const { workflowId } of subjects) {
			await n8n.api.unpublish(workflowId).catch(() => undefined);
		}
		meanwhile();
		for (const { workflowId } of subjects) {
			// Where the server is down this fails, and n8n tries again by itself.
			await n8n.api.publish(workflowId).catch(() => undefined);
			await n8n.api.untilSettled(workflowId).catch(() => undefined);
		}
	};

	await publishAll(() => undefined);
	for (let round = 1; round <= ROUNDS; round++) {
		const pauseMs = 45_000 + round * 30_000;
		if (round % 3 === 2) for (const { simulator } of subjects) simulator.expireTokens();
		if (round === 4) {
			await n8n.stop();
			burstAll(pauseMs);
			n8n = await startN8n({ gateway, userFolder: n8n.userFolder });
			await arrive(ARRIVAL_S);
			progress(`Round ${round}: n8n restarted`);
		} else if (round === 7) {
			const refused = () =>
				subjects.reduce(
					(sum, { simulator }) =>
						sum + simulator.journal.filter(({ status }) => status === 404).length,
					0,
				);
			await publishAll(() => {
				burstAll(10 * 60_000);
				for (const { simulator } of subjects) {
					simulator.failNext({ status: 404, body: '<html>Down</html>', path: /search/, times: 2 });
				}
			});
			await publishAll(() => undefined);
			await arrive(ARRIVAL_S);
			progress(`Round ${round}: servers down, ${refused()} polls failed`);
		} else if (round % 4 === 1) {
			burstAll(pauseMs);
			await arrive(90);
			progress(`Round ${round}: polled by n8n's own minute`);
		} else {
			await publishAll(() => burstAll(pauseMs));
			await arrive(ARRIVAL_S);
			progress(`Round ${round}: published again`);
		}
	}
	// Whatever is still to come would be a double.
	await delay(3000);

	for (const { name, simulator, expected, got } of subjects) {
		await check(name, () => {
			const missed = [...expected].filter((id) => !got.includes(id)).length;
			const doubled = got.length - new Set(got).size;
			print(
				`        expected ${expected.size}, got ${got.length}, missed ${missed}, doubled ${doubled}`,
			);
			expect(expected.size === ROUNDS * PER_ROUND, `only ${expected.size} events were made`);
			expect(missed === 0 && doubled === 0 && got.length === expected.size, 'not exactly once');
			const refused = simulator.refused().length;
			expect(refused === 0, `${refused} calls broke the contract`);
		});
	}
	return finish();
}

void runScript(main);
