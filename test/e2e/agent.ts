/**
 * A conversation through n8n's AI Agent node, with a stand-in for the chat model that speaks OpenAI's protocol on loopback: it finds a
 * ticket by what a user says, adds a note, sets a status by its name, and recovers from a wrong name by what the tool tells it. The
 * schemas that n8n hands to the model are checked against what OpenAI, Anthropic and Gemini accept.
 *
 *   tsx test/e2e/agent.ts
 */
import type { IDataObject, INode, OnError } from 'n8n-workflow';

import { expect, expectEqual, startChecks } from './checks';
import { printProgress } from './install';
import type { CredentialReference, WorkflowDraft } from './n8nApi';
import { onEnd, print, runScript } from './processes';
import { startSession } from './session';
import { CREDENTIAL_TYPE, passwordLogin, TRIGGER_NAME, workflowNode } from './workflows';
import { LOGIN } from '../simulator';
import { http } from '../support/node';
import { rules, schemaFaults } from '../support/toolSchema';

interface Message {
	role: string;
	content?: unknown;
	tool_call_id?: string;
}

interface Tool {
	function: { name: string; description: string; parameters: IDataObject };
}

interface ChatRequest {
	messages: Message[];
	tools?: Tool[];
}

/** What the model does next: calls a tool, or says something. */
type Turn = { tool: string; args: IDataObject } | { say: string };

const textOf = (content: unknown): string =>
	typeof content === 'string' ? content : JSON.stringify(content ?? '');

/** The part of a model: decides by what the tools have told so far. */
function nextTurn(told: string[]): Turn {
	const [found, noted, refused, set] = told;
	if (found === undefined)
		return { tool: 'Find_requests', args: { text: 'email server', status: 'open' } };
	const key = /INC-\d+/.exec(found)?.[0];
	if (!key) return { say: `No ticket in: ${found}` };
	if (noted === undefined) {
		return { tool: 'Add_note', args: { ticket: key, note: 'The user reports it again.' } };
	}
	if (refused === undefined)
		return { tool: 'Set_status', args: { ticket: key, status: 'Finished' } };
	if (set === undefined) {
		const status = /Resolved/.exec(refused)?.[0];
		if (!status) return { say: `No names in: ${refused}` };
		return { tool: 'Set_status', args: { ticket: key, status } };
	}
	return { say: `Done: ${key}` };
}

/** Starts the stand-in; `requests` is filled with what it was asked. */
async function startModel(requests: ChatRequest[]): Promise<string> {
	const server = http.createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => (text += part));
		request.on('end', () => {
			response.setHeader('content-type', 'application/json');
			if (request.method !== 'POST') return response.end('{"data":[]}');
			const asked = JSON.parse(text) as ChatRequest;
			requests.push(asked);
			const told = asked.messages
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => textOf(content));
			return response.end(JSON.stringify(completion(nextTurn(told), told.length)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return `http://127.0.0.1:${address.port}/v1`;
}

function completion(turn: Turn, number: number): IDataObject {
	const call = 'tool' in turn && {
		id: `call_${number}`,
		type: 'function',
		function: { name: turn.tool, arguments: JSON.stringify(turn.args) },
	};
	return {
		id: `answer-${number}`,
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [
			{
				index: 0,
				finish_reason: call ? 'tool_calls' : 'stop',
				message: {
					role: 'assistant',
					content: 'say' in turn ? turn.say : null,
					...(call && { tool_calls: [call] }),
				},
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** What the editor writes when a parameter is left to the model. */
const ai = (key: string, help: string): string =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${help}\`, 'string') }}`;
const picked = (value: string) => ({ __rl: true, mode: 'name', value });

const TOOLS: Record<string, IDataObject> = {
	'Find requests': {
		resource: 'request',
		operation: 'getAll',
		limit: 5,
		filters: {
			subject: ai('text', 'Words of the subject'),
			statusName: picked(ai('status', 'Status, such as Open')),
		},
	},
	'Add note': {
		resource: 'conversation',
		operation: 'create',
		parentResource: 'request',
		recordId: { __rl: true, mode: 'key', value: ai('ticket', 'Key, such as INC-46') },
		conversationType: 'note',
		details: ai('note', 'Text of the note'),
	},
	'Set status': {
		resource: 'request',
		operation: 'update',
		recordId: { __rl: true, mode: 'key', value: ai('ticket', 'Key, such as INC-46') },
		updateFields: { statusName: picked(ai('status', 'Status, such as Resolved')) },
	},
};

function conversation(
	credential: CredentialReference,
	model: CredentialReference,
	onError: OnError,
): WorkflowDraft {
	const trigger = workflowNode(TRIGGER_NAME, 'n8n-nodes-base.manualTrigger', 1, {});
	const agent = workflowNode('Agent', '@n8n/n8n-nodes-langchain.agent', 2.2, {
		promptType: 'define',
		text: 'The email server is down again. Note that, and close the ticket.',
		options: {},
	});
	const chat = workflowNode(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.2,
		{ model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
		{ credentials: { openAiApi: { id: model.id, name: model.name } } },
	);
	const tools = Object.entries(TOOLS).map(
		([name, parameters]): INode =>
			workflowNode(name, 'n8n-nodes-serviceops.serviceOpsTool', 1, parameters, {
				onError,
				credentials: { [CREDENTIAL_TYPE]: { id: credential.id, name: credential.name } },
			}),
	);
	const to = (node: INode, type: 'main' | 'ai_languageModel' | 'ai_tool') => ({
		[type]: [[{ node: node.name, type, index: 0 }]],
	});
	return {
		name: 'Agent',
		nodes: [trigger, agent, chat, ...tools],
		connections: {
			[trigger.name]: to(agent, 'main'),
			[chat.name]: to(agent, 'ai_languageModel'),
			...Object.fromEntries(tools.map((tool) => [tool.name, to(agent, 'ai_tool')])),
		},
		pinData: {},
	};
}

async function main(): Promise<number> {
	const progress = printProgress();
	const { check, finish } = startChecks();
	const { n8n, simulator } = await startSession(progress);
	const requests: ChatRequest[] = [];
	const url = await startModel(requests);
	const model = await n8n.api.createCredential('Stand-in', 'openAiApi', { apiKey: 'none', url });

	for (const [authentication, onError] of [
		['password', 'continueRegularOutput'],
		['apiKey', 'continueRegularOutput'],
	] as const) {
		await check(`the conversation, by ${authentication}`, async () => {
			simulator.reset();
			requests.length = 0;
			const login = passwordLogin(simulator.url, {
				authentication,
				apiKey: LOGIN.apiKey,
			});
			const credential = await n8n.api.createCredential(authentication, CREDENTIAL_TYPE, login);
			const { id } = await n8n.api.createWorkflow(conversation(credential, model, onError));
			const execution = await n8n.api.runWorkflow(id, TRIGGER_NAME);
			const told = (requests.at(-1)?.messages ?? [])
				.filter(({ role }) => role === 'tool')
				.map(({ content }) => textOf(content));
			for (const one of told) print(`        ${one.slice(0, 160)}`);
			expectEqual(execution.status, 'success', execution.error);
			const [answer] = execution.items('Agent').map(({ json }) => json);
			expectEqual(answer?.output, 'Done: INC-104', 'what the agent says');
			const advice = told[2] ?? '';
			expect(advice.includes('Finished'), `The wrong name was answered: ${advice}`);
			const notes = simulator.calls({ method: 'POST', path: '/api/v1/request/104/conversation' });
			expectEqual(notes.length, 1, 'notes');
			const written = simulator.calls({ method: 'PATCH', path: '/api/v1/request/104' }).at(-1);
			expectEqual(written?.body, { statusName: 'Resolved' }, 'what was written last');
		});
	}
	await check('the schemas fit OpenAI, Anthropic and Gemini', () => {
		const tools = requests[0]?.tools ?? [];
		expectEqual(tools.length, Object.keys(TOOLS).length, 'tools');
		for (const { function: tool } of tools) print(`        ${tool.name}`);
		for (const { provider, rule } of rules) print(`        ${provider}: ${rule}`);
		const faults = tools.flatMap(({ function: tool }) => schemaFaults(tool.name, tool.parameters));
		expect(faults.length === 0, faults.join('\n'));
	});
	return finish();
}

void runScript(main);
