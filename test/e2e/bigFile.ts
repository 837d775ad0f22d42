/** A large file through n8n: from a web server, up to ServiceOps and down again, with an eye on n8n's memory. */
import type { INode } from 'n8n-workflow';

import { expect, expectEqual, show } from './checks';
import type { CredentialReference } from './n8nApi';
import type { N8nServer } from './n8nServer';
import { onEnd, print } from './processes';
import { chain, serviceOpsNode, TRIGGER_NAME, workflowNode } from './workflows';
import type { Simulator } from '../simulator';
import { crypto, fs, http } from '../support/node';

const MB = 1024 * 1024;
export const BIG_FILE_BYTES = 100 * MB;
/** How much n8n's memory may grow meanwhile, in bytes. */
const MOST_GROWTH = 64 * MB;

/** Serves `/{n}`: n bytes that no compression makes smaller. */
async function startSource(): Promise<string> {
	const server = http.createServer((request, response) => {
		response.writeHead(200, { 'content-type': 'application/octet-stream' });
		response.end(bytes(Number(request.url?.slice(1))));
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

function bytes(count: number): Buffer {
	const cipher = crypto.createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16));
	return cipher.update(Buffer.alloc(count));
}

const sha256 = (content: Uint8Array): string =>
	crypto.createHash('sha256').update(content).digest('hex');

/** A field of `/proc/{pid}/status`, in bytes: `VmRSS` is the memory now, `VmHWM` the most since it was reset. */
function memory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
}

const fromSource = (source: string, size: number): INode =>
	workflowNode('Source', 'n8n-nodes-base.httpRequest', 4.2, {
		url: `${source}/${size}`,
		options: { response: { response: { responseFormat: 'file' } } },
	});

/**
 * Takes a file up and down again.
 *
 * @returns the most that n8n's memory grew meanwhile, in bytes
 */
async function upAndDown(
	{ api, pid }: N8nServer,
	simulator: Simulator,
	credential: CredentialReference,
	source: string,
	size: number,
): Promise<number> {
	const attachment = { resource: 'attachment' };
	const { id } = await api.createWorkflow(
		chain('A file up and down', [
			fromSource(source, size),
			serviceOpsNode('Upload', { ...attachment, operation: 'upload' }, credential),
			serviceOpsNode(
				'Download',
				{ ...attachment, operation: 'download', refFileName: '={{ $json.refFileName }}' },
				credential,
			),
			workflowNode('Hash', 'n8n-nodes-base.crypto', 1, {
				action: 'hash',
				type: 'SHA256',
				binaryData: true,
			}),
		]),
	);
	// Makes the kernel forget the highest mark so far (proc(5), clear_refs).
	fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
	const before = memory(pid, 'VmRSS');
	const execution = await api.runWorkflow(id, TRIGGER_NAME, 120_000);
	const growth = memory(pid, 'VmHWM') - before;
	expectEqual(execution.status, 'success', execution.error);
	const expected = sha256(bytes(size));
	expectEqual(execution.items('Hash')[0]?.json.data, expected, 'what came down');
	const { refFileName } = execution.items('Upload')[0]?.json ?? {};
	const kept = simulator.files.get(show(refFileName));
	expectEqual(kept && sha256(kept.content), expected, 'what went up');
	return growth;
}

/** What n8n's own HTTP Request node leaves behind when it fetches such a file for the first time is not ours. */
async function fetchOnly({ api }: N8nServer, source: string): Promise<void> {
	const { id } = await api.createWorkflow(
		chain('The source alone', [fromSource(source, BIG_FILE_BYTES)]),
	);
	const { status, error } = await api.runWorkflow(id, TRIGGER_NAME, 120_000);
	expectEqual(status, 'success', error);
}

/** The check: first what n8n loads only once, so that it is not counted. */
export async function checkBigFile(
	n8n: N8nServer,
	simulator: Simulator,
	credential: CredentialReference,
): Promise<void> {
	const source = await startSource();
	await fetchOnly(n8n, source);
	await upAndDown(n8n, simulator, credential, source, MB);
	for (const isExpired of [false, true]) {
		simulator.clearJournal();
		if (isExpired) simulator.expireTokens();
		const growth = await upAndDown(n8n, simulator, credential, source, BIG_FILE_BYTES);
		print(
			`        ${isExpired ? 'with an expired login' : 'up and down'}: n8n grew by ${Math.round(growth / MB)} MB, ${simulator.logins()} logins`,
		);
		expectEqual(simulator.logins(), isExpired ? 1 : 0, 'logins');
		expect(growth < MOST_GROWTH, `n8n grew by ${Math.round(growth / MB)} MB`);
	}
}
