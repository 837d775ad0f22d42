/**
 * Imports every workflow under `examples/` into a real n8n and runs it against the simulator. What is neither n8n nor
 * ServiceOps (a chat, a file server, an AI model) is played by one web server on loopback.
 */
import type { IDataObject, INode } from 'n8n-workflow';

import { expect, expectEqual, show, startChecks } from './checks';
import { printProgress } from './install';
import type { CredentialReference, WorkflowDraft } from './n8nApi';
import { onEnd, print, runScript } from './processes';
import { startSession } from './session';
import { CREDENTIAL_TYPE, SERVICEOPS_NODE } from './workflows';
import { LOGIN } from '../simulator';
import { fs, http, path, projectRoot } from '../support/node';

const FOLDER = path.join(projectRoot, 'examples');
/** Addresses in the examples that a user replaces by their own. */
const OUTSIDE = /https:\/\/([\w-]+)\.example\.com/g;
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const CSV = [
	'hostName,name,ipAddress,usedBy',
	'laptop-9001,LAPTOP-9001,10.9.0.1,requester@example.com',
	'laptop-9002,LAPTOP-9002,10.9.0.2,anna@example.com',
	'laptop-9001,LAPTOP-9001 (new),10.9.0.1,requester@example.com',
].join('\n');

const completion = {
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1_750_000_000,
	model: 'stand-in',
	choices: [
		{
			index: 0,
			finish_reason: 'stop',
			message: { role: 'assistant', content: 'This looks like hardware. Ask for the model first.' },
		},
	],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

/** The rest of the world: a file, a model, and a chat that says "ok" to whatever it is told. */
async function startOutside(): Promise<{ url: string; calls: string[] }> {
	const calls: string[] = [];
	const server = http.createServer((request, response) => {
		calls.push(`${request.method ?? ''} ${request.url ?? ''}`);
		request.resume();
		const isCsv = request.url?.endsWith('.csv') === true;
		const answer = request.url?.endsWith('/chat/completions') === true ? completion : { ok: true };
		response.writeHead(200, { 'content-type': isCsv ? 'text/csv' : 'application/json' });
		response.end(isCsv ? CSV : JSON.stringify(answer));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return { url: `http://127.0.0.1:${address.port}`, calls };
}

const isOurs = ({ type }: INode): boolean => type.startsWith(SERVICEOPS_NODE);
const isTrigger = ({ type }: INode): boolean => /(trigger|\.webhook)$/i.test(type);

async function main(): Promise<number> {
	const { check, finish } = startChecks();
	const progress = printProgress();
	const { n8n, simulator } = await startSession(progress);
	const { api } = n8n;
	const outside = await startOutside();
	const credentials: Record<string, CredentialReference> = {
		[SERVICEOPS_NODE]: await api.createCredential('ServiceOps', CREDENTIAL_TYPE, {
			serverUrl: simulator.url,
			authentication: 'password',
			clientId: LOGIN.clientId,
			clientSecret: LOGIN.clientSecret,
			username: LOGIN.username,
			password: LOGIN.password,
		}),
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': await api.createCredential('Model', 'openAiApi', {
			apiKey: 'stand-in',
			url: `${outside.url}/v1`,
		}),
	};
	const withCredential = (node: INode): INode => {
		const credential = credentials[isOurs(node) ? SERVICEOPS_NODE : node.type];
		return credential
			? {
					...node,
					credentials: { [credential.type]: { id: credential.id, name: credential.name } },
				}
			: node;
	};

	const files = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
	expect(files.length > 0, `No workflows in ${FOLDER}`);
	for (const file of files.sort()) {
		await check(file, async () => {
			simulator.reset();
			outside.calls.length = 0;
			const text = fs.readFileSync(path.join(FOLDER, file), 'utf8');
			const hosts = new Set([...text.matchAll(OUTSIDE)].map(([, host]) => host));
			const example = JSON.parse(text.replaceAll(OUTSIDE, outside.url)) as WorkflowDraft;
			expect(
				example.nodes.some(({ type }) => type === STICKY_NOTE),
				'no sticky note that explains it',
			);
			expect(
				example.nodes.every(({ credentials: own }) => own === undefined),
				'it holds a credential',
			);
			const trigger = example.nodes.find(isTrigger);
			expect(trigger !== undefined, 'no trigger');
			const workflow = await api.createWorkflow({
				...example,
				nodes: example.nodes.map(withCredential),
				pinData: { [trigger.name]: [{ json: {} }], ...example.pinData },
			});
			const execution = await api.runWorkflow(workflow.id, trigger.name);
			expectEqual(execution.status, 'success', execution.error);
			const counts = example.nodes
				.filter((node) => isOurs(node) && !node.disabled)
				.map(({ name }) => [name, execution.items(name)] as const);
			expect(counts.length > 0, 'no ServiceOps node');
			for (const [name, items] of counts) {
				expect(items.length > 0, `"${name}" handed on nothing`);
				const failed = items.map(({ json }: { json: IDataObject }) => json.error).filter(Boolean);
				expectEqual(failed, [], `errors of "${name}"`);
			}
			expect(
				hosts.size === 0 || outside.calls.length > 0,
				`nothing was sent to ${[...hosts].join(', ')}`,
			);
			expectEqual(simulator.refused(), [], 'what the server refused');
			const summary = counts.map(([name, items]) => `${name}: ${items.length}`).join(', ');
			print(
				`        ${summary}${outside.calls.length > 0 ? `; outside: ${show(outside.calls)}` : ''}`,
			);
		});
	}
	return finish();
}

void runScript(main);
