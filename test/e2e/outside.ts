/** What is neither n8n nor ServiceOps in the examples, played by one web server on loopback. */
import type { IDataObject } from 'n8n-workflow';

import { onEnd } from './processes';
import { http } from '../support/node';

/** A call that an example made. */
export interface OutsideCall {
	/** Such as `POST /hooks/service-desk`. */
	readonly what: string;
	readonly body: IDataObject;
}

/** A file server, an AI model, a chat that says "ok" to whatever it is told, and an issue tracker. */
export interface Outside {
	readonly url: string;
	readonly calls: OutsideCall[];
	/** The state of the one issue of the tracker. */
	issueState: 'open' | 'closed';
}

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

function answer(outside: Outside, method: string, path: string): IDataObject | string {
	if (path.endsWith('.csv')) return CSV;
	if (path.endsWith('/chat/completions')) return completion;
	if (method === 'GET' && path.startsWith('/api/issues')) {
		return { id: 'DEV-7', state: outside.issueState };
	}
	if (path.endsWith('/close')) outside.issueState = 'closed';
	return { ok: true };
}

/** Starts it on a free port; it ends with the script. */
export async function startOutside(): Promise<Outside> {
	const outside = {
		url: '',
		calls: [] as OutsideCall[],
		issueState: 'open' as Outside['issueState'],
	};
	const server = http.createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '' } = request;
			const sent = Buffer.concat(chunks).toString();
			outside.calls.push({
				what: `${method} ${url}`,
				body: sent.startsWith('{') ? (JSON.parse(sent) as IDataObject) : {},
			});
			const said = answer(outside, method, url);
			const isText = typeof said === 'string';
			response.writeHead(200, { 'content-type': isText ? 'text/csv' : 'application/json' });
			response.end(isText ? said : JSON.stringify(said));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	outside.url = `http://127.0.0.1:${address.port}`;
	return outside;
}
