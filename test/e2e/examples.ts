/**
 * Imports every workflow under `examples/` into a real n8n and runs it against the simulator. What is neither n8n nor
 * ServiceOps (a chat, a file server, an AI model, an issue tracker) is played by one web server on loopback.
 *
 *   tsx test/e2e/examples.ts [part of a file name]
 */
import type { IDataObject } from 'n8n-workflow';

import { expect, expectEqual, show, startChecks } from './checks';
import {
	createCredentials,
	exampleFiles,
	hostsOf,
	isOurs,
	isTrigger,
	readExample,
	setUp,
} from './exampleFiles';
import { scenarios, type Stage } from './exampleScenarios';
import { printProgress } from './install';
import type { Execution, WorkflowDraft } from './n8nApi';
import { startOutside } from './outside';
import { print, runScript } from './processes';
import { startSession } from './session';
import { nodeProcess } from '../support/node';

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

function expectExplained(example: WorkflowDraft): void {
	const { nodes } = example;
	expect(
		nodes.some(({ type }) => type === STICKY_NOTE),
		'no sticky note that explains it',
	);
	expect(
		nodes.every(({ credentials }) => credentials === undefined),
		'it holds a credential',
	);
	expect(nodes.some(isTrigger), 'no trigger');
}

/** Runs the workflow from each of its triggers, and sees that no ServiceOps node was idle or failed. */
async function runAll(example: WorkflowDraft, { start }: Stage): Promise<string> {
	const runs: Execution[] = [];
	for (const { name } of example.nodes.filter(isTrigger)) runs.push(await start(name));
	const counts = example.nodes
		.filter((node) => isOurs(node) && !node.disabled)
		.map(({ name }) => {
			const items = runs.flatMap((run) => run.items(name));
			expect(items.length > 0, `"${name}" handed on nothing`);
			const failed = items.map(({ json }: { json: IDataObject }) => json.error).filter(Boolean);
			expectEqual(failed, [], `errors of "${name}"`);
			return `${name}: ${items.length}`;
		});
	expect(counts.length > 0, 'no ServiceOps node');
	return counts.join(', ');
}

async function main(): Promise<number> {
	const { check, finish } = startChecks();
	const { n8n, simulator } = await startSession(printProgress());
	const { api } = n8n;
	const outside = await startOutside();
	const credentials = await createCredentials(api, simulator, outside);
	const [wanted = ''] = nodeProcess.argv.slice(2);

	const files = exampleFiles().filter((file) => file.includes(wanted));
	expect(files.length > 0, `No workflows whose names contain "${wanted}"`);
	for (const file of files) {
		await check(file, async () => {
			simulator.reset();
			Object.assign(outside, { issueState: 'open' });
			outside.calls.length = 0;
			const example = readExample(file);
			expectExplained(example);
			const ready = setUp(example, credentials, outside);
			const start: Stage['start'] = async (trigger, item, parameters = {}) => {
				const nodes = ready.nodes.map((node) => ({
					...node,
					parameters: { ...node.parameters, ...parameters[node.name] } as typeof node.parameters,
				}));
				const sample = item === undefined ? ready.pinData?.[trigger] : [{ json: item }];
				const pinData = { [trigger]: sample ?? [{ json: {} }] };
				const { id } = await api.createWorkflow({ ...ready, nodes, pinData });
				const execution = await api.runWorkflow(id, trigger);
				expectEqual(execution.status, 'success', execution.error);
				return execution;
			};
			const stage = { simulator, outside, start };
			const scenario = scenarios[file];
			const summary = scenario ? '' : await runAll(example, stage);
			await scenario?.(stage);
			const hosts = hostsOf(example);
			expect(
				hosts.length === 0 || outside.calls.length > 0,
				`nothing was sent to ${hosts.join(', ')}`,
			);
			expectEqual(simulator.refused(), [], 'what the server refused');
			const told = show(outside.calls.map(({ what }) => what));
			print(`        ${summary}${outside.calls.length > 0 ? `; outside: ${told}` : ''}`);
		});
	}
	return finish();
}

void runScript(main);
