/** `npm start`: a real n8n with the node installed, next to a simulated ServiceOps server, ready to play with. */
import type { IDataObject } from 'n8n-workflow';

import { show } from './checks';
import { printProgress } from './install';
import type { WorkflowDraft } from './n8nApi';
import { OWNER } from './n8nServer';
import { print, runScript } from './processes';
import { startSession } from './session';
import { CREDENTIAL_TYPE, passwordLogin, SERVICEOPS_NODE, TRIGGER_NAME } from './workflows';
import { LOGIN } from '../simulator';
import { fs, nodeProcess, path, projectRoot } from '../support/node';

const EXAMPLE = path.join(projectRoot, 'examples', 'service-desk.json');
const COLUMNS = ['key', 'subject', 'statusName', 'priorityName', 'assigneeEmail'];

function cell(value: unknown): string {
	return show(value).slice(0, 40);
}

/** Rows as a table of plain text. */
function table(rows: IDataObject[]): string {
	const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => cell(row[column])))];
	const widths = COLUMNS.map((_, index) =>
		Math.max(...lines.map((line) => line[index]?.length ?? 0)),
	);
	const draw = (line: string[]): string =>
		`  ${line.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd();
	const rule = draw(widths.map((width) => '-'.repeat(width)));
	return lines
		.map((line, index) => (index === 0 ? `${draw(line)}\n${rule}` : draw(line)))
		.join('\n');
}

async function main(): Promise<number> {
	const progress = printProgress();
	const { n8n, simulator } = await startSession(progress);
	const { api } = n8n;
	progress('Saving a credential and a workflow, and running it once');
	const credential = await api.createCredential(
		'ServiceOps (simulated)',
		CREDENTIAL_TYPE,
		passwordLogin(simulator.url),
	);
	const tested = await api.testCredential(credential);
	const example = JSON.parse(fs.readFileSync(EXAMPLE, 'utf8')) as WorkflowDraft;
	const nodes = example.nodes.map((node) =>
		node.type === SERVICEOPS_NODE
			? {
					...node,
					credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name: credential.name } },
				}
			: node,
	);
	const workflow = await api.createWorkflow({ ...example, nodes });
	const execution = await api.runWorkflow(workflow.id, TRIGGER_NAME);
	const ok = tested.status === 'OK' && execution.status === 'success';
	const last = nodes.at(-1)?.name ?? '';

	print(`\nCredential test: ${tested.status}. ${tested.message}`);
	print(`Workflow "${workflow.name}": ${execution.status} ${execution.error}`);
	print(`What its last node, "${last}", handed on:\n`);
	print(table(execution.items(last).map(({ json }) => json)));
	print(`\nn8n:         ${n8n.url}/workflow/${workflow.id}`);
	print(`  e-mail:    ${OWNER.email}`);
	print(`  password:  ${OWNER.password}`);
	print('ServiceOps (simulated), to fill in a credential yourself:');
	print(`  Server URL:     ${simulator.url}`);
	print(`  Client ID:      ${LOGIN.clientId}`);
	print(`  Client Secret:  ${LOGIN.clientSecret}`);
	print(`  Username:       ${LOGIN.username}`);
	print(`  Password:       ${LOGIN.password}`);
	print(`  API Key:        ${LOGIN.apiKey}`);
	if (nodeProcess.argv.includes('--once') || !ok) return ok ? 0 : 1;
	print('\nPress Ctrl-C to stop everything.');
	// Only a signal ends the demo; runScript then tidies up.
	return await new Promise<number>(() => undefined);
}

void runScript(main);
