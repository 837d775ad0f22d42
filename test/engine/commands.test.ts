/**
 * Random sequences of runs: creates, updates, Create or Update and deletes, with Retry On Fail, with two executions at once,
 * while answers get lost, the server rejects, fails, lags and forgets tokens. What the node says of each item is compared with
 * the journal of the server: done is exactly one write, certainly not done is none, possibly done is one at most.
 *
 * SERVICEOPS_COMMAND_RUNS=1000 runs so many sequences instead of a few, and shortens what fails;
 * SERVICEOPS_COMMAND_SEED sets another seed.
 */
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault, Simulator } from '../simulator';
import { credentialStore, runNode, type CredentialStore, type RunResult } from '../support/engine';
import { nodeProcess } from '../support/node';
import { MAY_BE_DONE } from '../support/says';
import { scaled } from '../support/scale';
import { clock, newRequest, passwordLogin, record, simulators } from './world';

const LONG_RUNS = Number(nodeProcess.env.SERVICEOPS_COMMAND_RUNS ?? 0);
const SEED = Number(nodeProcess.env.SERVICEOPS_COMMAND_SEED ?? 20_261_126);
/** How many sequences are tried in the suite. */
const RUNS = scaled(100, 3);

const CREATE = { method: 'POST', path: /\/v1\/request$/ };
const HTML = { status: 200, body: '<!doctype html><html><body>Welcome</body></html>' };

/** What may go wrong with a call. */
const TROUBLES: Record<string, Fault> = {
	'answer lost': { shape: 'lost' },
	'connection broken before': { reset: true },
	'429 in seconds': { status: 429, headers: { 'Retry-After': '2' } },
	'429 in ms': { status: 429, headers: { 'X-RateLimit-Reset': '1500' } },
	'429 in both': { status: 429, headers: { 'Retry-After': '1', 'X-RateLimit-Reset': '900' } },
	'429 with nothing': { status: 429 },
	'503 with Retry-After': { status: 503, headers: { 'Retry-After': '1' } },
	'503': { status: 503 },
	'503, done': { status: 503, after: true },
	'500': { status: 500 },
	'500, done': { status: 500, after: true },
	'400': { status: 400, body: '{"code":"1","userMessage":"Not like that."}' },
	'a page': HTML,
	'a page, done': { ...HTML, after: true },
	'half an answer': { shape: 'truncated' },
	'an empty answer': { shape: 'empty' },
};

type Verb = 'create' | 'update' | 'upsert' | 'delete';
const VERBS: Verb[] = ['create', 'update', 'upsert', 'delete'];
const WRITE_OF: Record<Verb, Fault[]> = {
	create: [CREATE],
	update: [{ method: 'PATCH' }],
	upsert: [CREATE, { method: 'PATCH' }],
	delete: [{ method: 'DELETE' }],
};
const READ: Fault[] = [{ path: /\/search\/byqual$/ }, { method: 'GET' }];

interface Trouble {
	what: string;
	/** Which of the calls it hits: writes, or what is read beside them. */
	on: 'write' | 'read';
	times: number;
}

/** One run of the node, or two at once with the same items. */
interface Step {
	verb: Verb;
	/** For each item which record it is about; two may be about the same. */
	targets: number[];
	executions: number;
	maxTries: number;
	continues: boolean;
	concurrency: number;
	troubles: Trouble[];
	/** The token is forgotten at the so-manyth call; 0 for never. */
	forgetAt: number;
}

const steps = fc.record<Step>({
	verb: fc.constantFrom(...VERBS),
	targets: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }),
	executions: fc.constantFrom(1, 1, 2),
	maxTries: fc.constantFrom(1, 2, 3),
	continues: fc.boolean(),
	concurrency: fc.constantFrom(1, 3, 10),
	troubles: fc.array(
		fc.record<Trouble>({
			what: fc.constantFrom(...Object.keys(TROUBLES)),
			on: fc.constantFrom('write', 'write', 'write', 'read'),
			times: fc.constantFrom(1, 1, 2, 6),
		}),
		{ maxLength: 3 },
	),
	forgetAt: fc.constantFrom(0, 0, 0, 1, 2, 4),
});

const servers = fc.record({
	indexLagMs: fc.constantFrom(0, 0, 2_000, 20_000),
	expiredToken: fc.constantFrom('401' as const, '403' as const, 'html200' as const),
	newTokenRevokesOld: fc.boolean(),
});

/** What is known of the server: the records that updates and deletes may be about. */
interface Model {
	ids: string[];
	steps: number;
}

interface Real {
	simulator: Simulator;
	credentials: CredentialStore;
}

/** An item of a step: `mark` is sent with its write and with no other; to a delete it is the ID. */
interface Item {
	mark: string;
	json: IDataObject;
}

function itemsOf({ verb, targets }: Step, { ids, steps: count }: Model, execution: number): Item[] {
	return targets.map((target, index) => {
		const id = ids[target % ids.length] ?? '';
		const mark = verb === 'delete' ? id : `step ${count} run ${execution} item ${index}.`;
		return { mark, json: { mark, id, subject: `Subject ${target}` } };
	});
}

const it = (name: string) => `={{ $json.${name} }}`;

const PARAMETERS: Record<Verb, INodeParameters> = {
	create: newRequest(it('subject'), { description: it('mark') }),
	update: {
		resource: 'request',
		operation: 'update',
		...record(it('id')),
		updateFields: { description: it('mark') },
	},
	upsert: {
		resource: 'request',
		operation: 'upsert',
		matchOn: 'subject',
		matchValue: it('subject'),
		fields: { requesterEmail: 'requester@example.com', description: it('mark') },
	},
	delete: { resource: 'request', operation: 'delete', ...record(it('id')) },
};
// The records of plain creates must not be those that Create or Update looks for.
PARAMETERS.create.subject = it('mark');

function setTroubles({ verb, troubles, forgetAt }: Step, simulator: Simulator): void {
	let calls = 0;
	if (forgetAt > 0) {
		simulator.failNext({
			when: ({ path }) => {
				if (!path.includes('oauth') && ++calls === forgetAt) simulator.expireTokens();
				return false;
			},
			status: 500,
		});
	}
	for (const { what, on, times } of troubles) {
		const filters = on === 'write' ? WRITE_OF[verb] : READ;
		const hit = filters[times % filters.length];
		simulator.failNext({ ...hit, ...TROUBLES[what], times });
	}
}

/** How many writes of each item there may be, by what was said: at least, and at most. */
type Said = [number, number];
const DONE: Said = [1, 1];
const NOT_DONE: Said = [0, 0];
const PERHAPS: Said = [0, 1];
const meant = (text: string): Said => (MAY_BE_DONE.test(text) ? PERHAPS : NOT_DONE);

const SUMMARY = /Of the other items, (\d+) succeeded/;
const FAILED = /(\d+) failed before/;

/** What a run said of each item, and of all of them together. */
function whatWasSaid({ items, error }: RunResult, count: number): { each: Said[]; all?: Said } {
	if (!error) {
		const output = items[0] ?? [];
		expect(output.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
			Array.from({ length: count }, (_, index) => index),
		);
		const each = output.map(({ json }) =>
			json.error === undefined
				? DONE
				: meant(`${JSON.stringify(json.error)} ${JSON.stringify(json.message)}`),
		);
		return { each };
	}
	const text = `${error.message} ${error.description ?? ''}`;
	const failed = Number(/\[item (\d+)\]/.exec(error.message)?.[1]);
	expect(failed).toBeLessThan(count);
	const each = Array.from({ length: count }, (_, index) =>
		index === failed ? meant(text) : PERHAPS,
	);
	const succeeded = Number(SUMMARY.exec(text)?.[1] ?? 0);
	const others = Number(FAILED.exec(text)?.[1] ?? 0);
	const [least = 0, most = 0] = each[failed] ?? [];
	return { each, all: [succeeded + least, succeeded + others + most] };
}

/** The writes that took place, by the mark of their item. */
function writesBy(simulator: Simulator): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { method, path, body } of simulator.writes()) {
		const text = JSON.stringify(body ?? '');
		const mark =
			method === 'DELETE' ? path.split('/').at(-1) : /step \d+ run \d+ item \d+\./.exec(text)?.[0];
		if (mark !== undefined) counts.set(mark, (counts.get(mark) ?? 0) + 1);
	}
	return counts;
}

function requestsOf(simulator: Simulator): Array<{ id: string; subject: string }> {
	const rows: Array<{ id: string; subject: string }> = [];
	simulator.edit((data) => {
		for (const [id, row] of data.tables.request?.rows ?? []) {
			rows.push({ id: String(id), subject: String(row.fields.subject) });
		}
	});
	return rows;
}

function expectWithin(count: number, [least, most]: Said, what: string, ...of: RunResult[]): void {
	if (count >= least && count <= most) return;
	const said = of.map(({ error, items }) => [
		error && `${error.message} ${error.description}`,
		items[0]?.map(({ json }) => json.error ?? json.outcome ?? 'done'),
	]);
	throw new Error(
		`${what}: ${count} writes, where ${least} to ${most} were said: ${JSON.stringify(said)}`,
	);
}

const ran = { sequences: 0, steps: 0, items: 0 };

async function take(step: Step, model: Model, { simulator, credentials }: Real): Promise<void> {
	model.steps++;
	simulator.clearJournal();
	simulator.clearFaults();
	setTroubles(step, simulator);
	const executions = Array.from({ length: step.executions }, (_, run) => itemsOf(step, model, run));
	const results = await Promise.all(
		executions.map(
			async (items) =>
				await runNode({
					parameters: { ...PARAMETERS[step.verb], options: { concurrency: step.concurrency } },
					items: items.map(({ json }) => ({ json })),
					credentials,
					onError: step.continues ? 'continueRegularOutput' : undefined,
					maxTries: step.maxTries > 1 ? step.maxTries : undefined,
				}),
		),
	);
	const writes = writesBy(simulator);
	const expected = new Map<string, Said>();
	results.forEach((result, run) => {
		const items = executions[run] ?? [];
		const { each, all } = whatWasSaid(result, items.length);
		items.forEach(({ mark }, index) => {
			const [least, most] = expected.get(mark) ?? NOT_DONE;
			const [low, high] = each[index] ?? NOT_DONE;
			expected.set(mark, [least + low, most + high]);
		});
		if (all && step.verb !== 'delete') {
			const total = items.filter(({ mark }) => (writes.get(mark) ?? 0) > 0).length;
			expectWithin(total, all, 'items in all', result);
		}
		ran.items += items.length;
	});
	for (const [mark, [least, most]] of expected) {
		// What a try of Create or Update has possibly created, and another run changed, the next try changes back.
		const again = step.verb === 'upsert' && step.maxTries > 1 ? most : 0;
		expectWithin(writes.get(mark) ?? 0, [least, most + again], mark, ...results);
	}
	const rows = requestsOf(simulator);
	const subjects = rows.map(({ subject }) => subject).filter((one) => /^Subject \d$/.test(one));
	expect(subjects).toEqual([...new Set(subjects)]);
	expect(simulator.refused()).toEqual([]);
	const made = results.flatMap(({ items }) => items[0] ?? []);
	for (const { json } of made) {
		const id = typeof json.id === 'number' ? String(json.id) : '';
		if (/^\d+$/.test(id) && !model.ids.includes(id)) model.ids.push(id);
	}
	ran.steps++;
}

const command = (step: Step): fc.AsyncCommand<Model, Real> => ({
	check: () => true,
	run: async (model, real) => await take(step, model, real),
	toString: () => JSON.stringify(step),
});

const start = simulators();

test(
	'whatever happens, what the node says of an item is what the server has done',
	async () => {
		const simulator = await start();
		let number = 0;
		const sequences = fc.commands([steps.map(command)], { maxCommands: 8 });
		const runSequence = async (
			dialect: Partial<Simulator['dialect']>,
			commands: Iterable<fc.AsyncCommand<Model, Real>>,
		) => {
			simulator.reset();
			Object.assign(simulator.dialect, dialect);
			// What the last sequence has taught the product about this server is forgotten.
			clock.advance(86_400_000);
			const credentials = credentialStore({
				[`sequence-${number++}`]: passwordLogin(simulator.url),
			});
			const ids = requestsOf(simulator)
				.map(({ id }) => id)
				.slice(0, 4);
			const setup = () => ({ model: { ids, steps: 0 }, real: { simulator, credentials } });
			await fc.asyncModelRun(setup, commands);
			ran.sequences++;
		};
		await fc.assert(fc.asyncProperty(servers, sequences, runSequence), {
			seed: SEED,
			numRuns: LONG_RUNS || RUNS,
			...(!LONG_RUNS && { endOnFailure: true }),
		});
		// eslint-disable-next-line no-console -- the count belongs to the result
		console.info(
			`Commands: ${ran.sequences} sequences, ${ran.steps} runs of the node, ${ran.items} items`,
		);
		expect(ran.sequences).toBeGreaterThan(0);
	},
	LONG_RUNS ? 3_600_000 : 60_000,
);
