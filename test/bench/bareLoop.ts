import { http, https } from '../support/node';
import type { Task } from './variants';

/** What a Node process without n8n needs for the same calls, over connections that are kept. */
export async function bareLoop(
	server: string,
	{ task, width = 1, pageSize = 0 }: { task: Task; width?: number; pageSize?: number },
	count: number,
): Promise<{ ms: number; rows: number }> {
	const isTls = server.startsWith('https');
	const options = { keepAlive: true, maxSockets: width, rejectUnauthorized: false };
	const agent = isTls ? new https.Agent(options) : new http.Agent(options);
	const call = async (method: string, path: string, body?: object): Promise<unknown> =>
		await new Promise((resolve, reject) => {
			const text = body && JSON.stringify(body);
			const headers = {
				authorization: 'Apikey bench',
				...(text && { 'content-type': 'application/json', 'content-length': text.length }),
			};
			const { request: send } = isTls ? https : http;
			const request = send(`${server}${path}`, { method, agent, headers }, (response) => {
				let answer = '';
				response.setEncoding('utf8');
				response.on('data', (part: string) => (answer += part));
				response.on('end', () => resolve(JSON.parse(answer)));
				response.on('error', reject);
			});
			request.on('error', reject);
			request.end(text);
		});
	const everything = { qualDetails: { type: 'FlatQualificationRest', quals: [] } };
	const work = async (index: number): Promise<number> => {
		if (task === 'create') {
			const record = { subject: `Bench ${index}`, requesterEmail: 'erika@example.com' };
			await call('POST', '/api/v1/request', record);
			return 1;
		}
		if (task === 'get') {
			await call('GET', `/api/v1/request/${index + 1}`);
			return 1;
		}
		const path = `/api/v1/request/search/byqual?offset=${index * pageSize}&size=${pageSize}`;
		const { objectList } = (await call('POST', path, everything)) as { objectList: unknown[] };
		return objectList.length;
	};
	const calls = task === 'list' ? Math.ceil(count / pageSize) : count;
	let next = 0;
	let rows = 0;
	const worker = async () => {
		while (next < calls) {
			// Read after the call: the others have added to it meanwhile.
			const more = await work(next++);
			rows += more;
		}
	};
	const started = performance.now();
	await Promise.all(Array.from({ length: width }, worker));
	const ms = performance.now() - started;
	agent.destroy();
	return { ms, rows };
}
